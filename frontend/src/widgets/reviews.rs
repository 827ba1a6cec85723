//! What people write about things, as it is read.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::common::PersonCard;
use medianest_web_api::operations::diary::ReviewRow;

use crate::components::{Badge, Icon};
use crate::i18n::format;
use crate::widgets::items::{ItemRow, RatingBadge};
use crate::widgets::people::Avatar;
use crate::widgets::scale::on_ones_scale;
use crate::{routes, t};

/// The headline and the text of a review. One that gives away what happens shows itself only to whoever asks for it.
#[component]
pub fn ReviewText(
    /// The headline.
    title: Option<String>,
    /// The text, as the server made it safe to show.
    html: String,
    /// Whether it is to be hidden at first.
    hidden: bool,
) -> impl IntoView {
    let text = view! {
        {title.map(|title| view! { <p><strong>{title}</strong></p> })}
        <div class="prose" inner_html=html></div>
    };
    if hidden {
        view! {
            <details class="spoilers">
                <summary>{t!("review-spoilers-show")}</summary>
                {text}
            </details>
        }
        .into_any()
    } else {
        text.into_any()
    }
}

/// Of which time through it is, and that nobody else reads it.
#[component]
pub fn ReviewMarks(
    /// The number of the cycle it is about.
    cycle: Option<i32>,
    /// Whether others may read it.
    public: bool,
) -> impl IntoView {
    view! {
        {cycle.map(|number| view! { <Badge>{t!("cycle-number", number = number)}</Badge> })}
        {(!public)
            .then(|| {
                view! {
                    <span class="badge mark" title=t!("review-private")>
                        <Icon name="eye-off" />
                        <span class="sr-only">{t!("review-private")}</span>
                    </span>
                }
            })}
    }
}

/// A review of somebody's, or of oneself on one's own page.
#[component]
pub fn ReviewCard(
    /// The review.
    review: ReviewRow,
    /// It says what it is about, rather than who wrote it.
    #[prop(optional)]
    of_item: bool,
    /// Whether the one who looks wrote it.
    #[prop(optional)]
    mine: bool,
) -> impl IntoView {
    let ReviewRow { user, item, cycle_number, rating, title, html, contains_spoilers, is_public, created_at, .. } = review;
    let rating = Signal::stored(rating.map(|rating| if mine { rating } else { on_ones_scale(rating) }));
    let head = if of_item { item.map(|item| view! { <ItemRow item=item /> }.into_any()) } else { Some(author(user)) };
    view! {
        <article class="card stack review">
            <header class="row">
                {head} <RatingBadge rating=rating mine=mine /> <ReviewMarks cycle=cycle_number public=is_public />
                <time class="small soft">{format::date(created_at)}</time>
            </header>
            <ReviewText title=title html=html hidden=contains_spoilers && !mine />
        </article>
    }
    .into_any()
}

fn author(user: Option<PersonCard>) -> AnyView {
    match user {
        Some(user) => view! {
            <Avatar name=user.display_name.clone() src=user.avatar_url size="2rem" />
            <A href=routes::person(&user.id) attr:class="name">
                {user.display_name}
            </A>
        }
        .into_any(),
        None => view! { <span class="soft">{t!("person-hidden")}</span> }.into_any(),
    }
}
