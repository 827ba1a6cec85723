//! What stands beside an item: other versions, sequels and sources, and what others think.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{RatingRow, Ratings, RatingsVariables};

use crate::components::Section;
use crate::i18n::format;
use crate::stores::data::load;
use crate::stores::session::use_viewer;
use crate::widgets::items::{ItemCard, PosterRow, RatingBadge};
use crate::widgets::people::Avatar;
use crate::{routes, t};

/// Versions and relationships; nothing where there are none.
#[component]
pub fn Related(item: Signal<ItemDetail>) -> impl IntoView {
    let versions = Memo::new(move |_| item.with(|item| item.versions.clone()));
    let relationships = Memo::new(move |_| item.with(|item| item.relationships.clone()));
    view! {
        <Show when=move || !versions.with(Vec::is_empty)>
            <Section title=t!("item-versions")>
                <PosterRow label=t!("item-versions")>
                    {move || versions.get().into_iter().map(|item| view! { <ItemCard item=item /> }).collect_view()}
                </PosterRow>
            </Section>
        </Show>
        <Show when=move || !relationships.with(Vec::is_empty)>
            <Section title=t!("item-related")>
                <PosterRow label=t!("item-related")>
                    {move || {
                        relationships
                            .get()
                            .into_iter()
                            .filter_map(|related| Some((relation_name(&related.kind), related.item?)))
                            .map(|(note, item)| view! { <ItemCard item=item note=note /> })
                            .collect_view()
                    }}
                </PosterRow>
            </Section>
        </Show>
    }
    .into_any()
}

/// How another item stands to this one, in words.
fn relation_name(kind: &str) -> String {
    match kind {
        "sequel" => t!("relation-sequel"),
        "prequel" => t!("relation-prequel"),
        "adaptation" => t!("relation-adaptation"),
        "source" => t!("relation-source"),
        "remake" => t!("relation-remake"),
        "spin_off" | "spinoff" => t!("relation-spin-off"),
        other => other.replace('_', " "),
    }
}

/// How many of others' ratings are shown beside an item.
const MOST: i32 = 12;

/// Who else rated it, of those whose ratings one may see.
#[component]
pub fn Friends(item: Signal<ItemDetail>) -> impl IntoView {
    let id = Memo::new(move |_| item.with(|item| item.id.clone()));
    let viewer = use_viewer();
    let ratings = load(move || {
        Ratings::operation(RatingsVariables { item_id: Some(id.get()), first: Some(MOST), ..RatingsVariables::default() })
    });
    let others = Memo::new(move |_| {
        let me = viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
        let rows = ratings.get().map(|answer| answer.ratings.nodes).unwrap_or_default();
        rows.into_iter().filter(|row| row.user.as_ref().is_some_and(|user| Some(&user.id) != me.as_ref())).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <Section title=t!("item-others")>
                <ul class="people-ratings">{move || others.get().into_iter().map(one).collect_view()}</ul>
            </Section>
        </Show>
    }
}

fn one(row: RatingRow) -> Option<impl IntoView> {
    let user = row.user?;
    let state = medianest_web_api::operations::diary::RatingState {
        id: row.id,
        rating: row.rating,
        scale: row.scale,
        value: row.value,
        rated_at: row.rated_at,
    };
    let rating = Signal::stored(Some(state));
    let when = format::date(row.rated_at);
    Some(view! {
        <li>
            <Avatar name=user.display_name.clone() src=user.avatar_url size="2rem" />
            <A href=routes::person(&user.id) attr:class="grow clip">
                {user.display_name}
            </A>
            <RatingBadge rating=rating mine=false />
            <time class="small soft">{when}</time>
        </li>
    })
}
