//! What stands beside an item: other versions, sequels and sources, and what others think.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::common::{IdVariables, PersonCard};
use medianest_web_api::operations::diary::{RatingRow, RatingState, Ratings, RatingsVariables};
use medianest_web_api::operations::viewing::{SeenByPerson, WhoHasSeen};

use crate::components::Section;
use crate::i18n::format;
use crate::stores::data::load;
use crate::stores::session::use_viewer;
use crate::widgets::items::{ItemCard, PosterRow, RatingBadge};
use crate::widgets::people::Avatar;
use crate::widgets::scale::on_ones_scale;
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

/// Who else has seen it, of those who let one know, and what they think of it.
#[component]
pub fn Friends(item: Signal<ItemDetail>) -> impl IntoView {
    let id = item.with_untracked(|item| item.id.clone());
    let loaded = load(move || WhoHasSeen::operation(IdVariables { id: id.clone() }));
    let seen = Memo::new(move |_| loaded.get().and_then(|answer| answer.media_item).map(|item| item.friends_who_have_seen));
    let people = move || seen.get().map(|seen| seen.people).unwrap_or_default();
    let rest = move || {
        let seen = seen.get()?;
        let shown = i32::try_from(seen.people.len()).unwrap_or(i32::MAX);
        (seen.total_count > shown).then(|| format::count(seen.total_count - shown))
    };
    view! {
        <Show when=move || seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.total_count > 0))>
            <Section title=t!("item-seen-by")>
                <ul class="people-ratings">{move || people().into_iter().map(one).collect_view()}</ul>
                {move || rest().map(|more| view! { <p class="small soft">{t!("item-seen-by-more", shown = more)}</p> })}
            </Section>
        </Show>
    }
    .into_any()
}

fn one(seen: SeenByPerson) -> Option<impl IntoView> {
    Some(person(seen.user?, seen.rating, seen.last_played_at.map(format::date)))
}

/// How many of others' ratings are shown beside an item.
const MOST: i32 = 12;

/// How others rated it, of those whose ratings one may see.
#[component]
pub fn Opinions(item: Signal<ItemDetail>) -> impl IntoView {
    let id = item.with_untracked(|item| item.id.clone());
    let viewer = use_viewer();
    let ratings = load(move || {
        Ratings::operation(RatingsVariables { item_id: Some(id.clone()), first: Some(MOST), ..RatingsVariables::default() })
    });
    let others = Memo::new(move |_| {
        let me = viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
        let rows = ratings.get().map(|answer| answer.ratings.nodes).unwrap_or_default();
        rows.into_iter().filter(|row| row.user.as_ref().is_some_and(|user| Some(&user.id) != me.as_ref())).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <Section title=t!("item-others")>
                <ul class="people-ratings">{move || others.get().into_iter().map(opinion).collect_view()}</ul>
            </Section>
        </Show>
    }
    .into_any()
}

fn opinion(row: RatingRow) -> Option<impl IntoView> {
    let rating = RatingState { id: row.id, rating: row.rating, scale: row.scale, value: row.value, rated_at: row.rated_at };
    Some(person(row.user?, Some(rating), Some(format::date(row.rated_at))))
}

/// Somebody, with their rating and a day.
fn person(user: PersonCard, rating: Option<RatingState>, when: Option<String>) -> impl IntoView {
    let rating = Signal::stored(rating.map(on_ones_scale));
    view! {
        <li>
            <Avatar name=user.display_name.clone() src=user.avatar_url size="2rem" />
            <A href=routes::person(&user.id) attr:class="grow clip">
                {user.display_name}
            </A>
            <RatingBadge rating=rating mine=false />
            <span class="small soft">{when}</span>
        </li>
    }
}
