//! An item as a poster with its words, and as a line of a list.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::ItemCard as Item;
use medianest_web_api::operations::diary::RatingState;

use super::{RatingBadge, StatusMark, heading, icon_of, shape_of, subtitle};
use crate::components::{Icon, Poster, Progress};
use crate::{routes, t};

/// Only the poster of an item: its own, or that of the whole it is a part of, or a drawn one.
#[component]
pub fn ItemPoster(
    /// The item.
    item: Item,
) -> impl IntoView {
    let (icon, shape, src) = (icon_of(&item), shape_of(&item), item.poster().map(str::to_owned));
    let year = item.year.map(|year| year.to_string());
    view! { <Poster title=heading(&item) year=year icon=icon src=src shape=shape /> }
}

/// An item as a poster that leads to its page.
#[component]
pub fn ItemCard(
    /// The item.
    item: Item,
    /// What stands below the title; the year and the kind, or a part's place, without it.
    #[prop(into, optional)]
    note: MaybeProp<String>,
    /// How far one is, from 0 to 1.
    #[prop(into, optional)]
    progress: MaybeProp<f64>,
    /// How one rated it.
    #[prop(into, optional)]
    rating: MaybeProp<RatingState>,
    /// Whether rating and status are those of the one who looks, not of somebody else.
    #[prop(default = true)]
    mine: bool,
    /// Where one is with it.
    #[prop(into, optional)]
    status: MaybeProp<String>,
    /// Whether it is one of one's favourites.
    #[prop(into, optional)]
    favorite: Signal<bool>,
    /// Buttons over the poster; they lie above the card's link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (title, line, link) = (heading(&item), subtitle(&item), routes::item(&item.id));
    let tip = title.clone();
    let rated = Signal::derive(move || rating.get());
    view! {
        <article class="poster-card">
            <div class="poster-frame">
                <ItemPoster item=item />
                <div class="corner">
                    {move || {
                        favorite
                            .get()
                            .then(|| {
                                view! {
                                    <span class="badge mark favorite" title=t!("favorite")>
                                        <Icon name="heart" />
                                        <span class="sr-only">{t!("favorite")}</span>
                                    </span>
                                }
                            })
                    }}
                    <RatingBadge rating=rated mine=mine />
                    {move || status.get().map(|status| view! { <StatusMark status=status /> })}
                </div>
                {children.map(|children| view! { <div class="poster-actions">{children()}</div> })}
                {move || {
                    progress.get().map(|part| view! { <Progress part=part label=t!("progress-label") /> })
                }}
            </div>
            <A href=link attr:class="name" attr:title=tip>
                {title}
            </A>
            <p class="meta">{move || note.get().unwrap_or_else(|| line.clone())}</p>
        </article>
    }
}

/// An item as a line: a small poster, its words, and what stands at the end.
#[component]
pub fn ItemRow(
    /// The item.
    item: Item,
    /// What stands below the title; the year and the kind, or a part's place, without it.
    #[prop(into, optional)]
    note: MaybeProp<String>,
    /// What stands at the end of the line: buttons, a time.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (title, line, link) = (heading(&item), subtitle(&item), routes::item(&item.id));
    view! {
        <div class="item-row">
            <ItemPoster item=item />
            <div class="grow">
                <A href=link attr:class="name">
                    {title}
                </A>
                <p class="meta">{move || note.get().unwrap_or_else(|| line.clone())}</p>
            </div>
            {children.map(|children| view! { <div class="item-row-end">{children()}</div> })}
        </div>
    }
}
