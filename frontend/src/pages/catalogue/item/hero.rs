//! The head of an item's page: its pictures and words, with room for what one does most.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::{ItemDetail, ItemRef};

use crate::components::poster::{hue_of, shown};
use crate::components::{AfterPaint, Poster, PosterShape, Progress};
use crate::i18n::format;
use crate::pages::later::{Later, Page};
use crate::widgets::items::{icon_named, level_name, part_label, type_name};
use crate::{routes, t};

/// The head.
#[component]
pub fn Hero(item: Signal<ItemDetail>) -> impl IntoView {
    let backdrop = Memo::new(move |_| item.with(|item| item.backdrop_url.clone()));
    let hue = move || hue_of(&item.with(whole_name)).to_string();
    view! {
        <header class="item-hero" style:--hue=hue>
            <div class="item-backdrop" aria-hidden="true">
                {move || {
                    backdrop
                        .get()
                        .map(|src| {
                            let narrow = src.replace("width=1280", "width=780");
                            view! {
                                <img
                                    srcset=format!("{narrow} 780w, {src} 1280w")
                                    sizes="100vw"
                                    src=src
                                    alt=""
                                    decoding="async"
                                    on:load=shown
                                />
                            }
                        })
                }}
            </div>
            <div class="item-poster">
                <Picture item=item />
            </div>
            <div class="item-words">
                <Path item=item />
                <h1 tabindex="-1">{move || item.with(|item| item.name.clone())}</h1>
                <p class="item-line">{move || item.with(line)}</p>
                <Genres item=item />
                <Resume item=item />
                <div class="item-actions">
                    <AfterPaint>
                        <Later page=Page::ItemActions(item) quiet=true />
                    </AfterPaint>
                </div>
                <div class="rating-field">
                    <span class="small soft">{t!("rating-yours")}</span>
                    <AfterPaint>
                        <Later page=Page::ItemRating(item) quiet=true />
                    </AfterPaint>
                </div>
                {move || {
                    item.with(|item| item.description.clone())
                        .map(|text| view! { <p class="item-description prose">{text}</p> })
                }}
            </div>
        </header>
    }
    .into_any()
}

/// The title of the whole that an item is or is a part of: all of a series has the same colours.
fn whole_name(item: &ItemDetail) -> String {
    item.ancestors.first().map_or_else(|| item.name.clone(), |root| root.name.clone())
}

#[component]
fn Picture(item: Signal<ItemDetail>) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        item.with(|item| {
            let kind = item.media_type.as_ref().map(|kind| kind.name.clone()).unwrap_or_default();
            let own = item.poster_url.clone();
            let src = own.or_else(|| item.ancestors.iter().rev().find_map(|ancestor| ancestor.poster_url.clone()));
            (whole_name(item), item.year.map(|year| year.to_string()), kind, src)
        })
    });
    move || {
        let (title, year, kind, src) = drawn.get();
        let shape = if matches!(kind.as_str(), "music" | "podcast") { PosterShape::Square } else { PosterShape::Tall };
        view! { <Poster title=title year=year icon=icon_named(&kind) src=src shape=shape /> }
    }
}

/// The way down to a part, as links.
#[component]
fn Path(item: Signal<ItemDetail>) -> impl IntoView {
    let ancestors = Memo::new(move |_| item.with(|item| item.ancestors.clone()));
    let link = |ancestor: ItemRef| {
        let name = part_label(ancestor.level_name.as_deref(), ancestor.position, None).unwrap_or(ancestor.name);
        view! {
            <li>
                <A href=routes::item(&ancestor.id)>{name}</A>
            </li>
        }
    };
    view! {
        <Show when=move || !ancestors.with(Vec::is_empty)>
            <nav class="item-path" aria-label=t!("item-path")>
                <ol>{move || ancestors.get().into_iter().map(link).collect_view()}</ol>
            </nav>
        </Show>
    }
}

/// Year, kind, length and what people think, in one line.
fn line(item: &ItemDetail) -> String {
    let label = part_label(item.level_name.as_deref(), item.position, item.ancestors.last());
    let kind = match (&label, &item.media_type) {
        (None, Some(kind)) if item.hierarchy_level == 0 => Some(type_name(&kind.name, &kind.display_name)),
        (None, _) => item.level_name.as_deref().map(level_name),
        (Some(_), _) => None,
    };
    let released = match (item.year, item.released_on) {
        (_, Some(day)) if item.hierarchy_level > 0 => Some(format::calendar_date(day)),
        (year, _) => year.map(|year| year.to_string()),
    };
    let length = item.runtime_seconds.map(format::duration);
    let average = item.rating_summary.as_ref().map(|summary| {
        t!(
            "rating-average",
            average = format::decimal(summary.average / 10.0),
            count = summary.count,
            shown = format::count(summary.count)
        )
    });
    [label, released, kind, length, average].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Genres(item: Signal<ItemDetail>) -> impl IntoView {
    let genres = Memo::new(move |_| {
        item.with(|item| (item.genres.clone(), item.media_type.as_ref().map(|kind| kind.name.clone()).unwrap_or_default()))
    });
    move || {
        let (genres, kind) = genres.get();
        (!genres.is_empty()).then(|| {
            let links = genres
                .into_iter()
                .map(|genre| view! { <A href=routes::genre(&genre, &kind) attr:class="chip">{genre.clone()}</A> });
            view! { <div class="chips">{links.collect_view()}</div> }
        })
    }
}

/// Where one stopped.
#[component]
fn Resume(item: Signal<ItemDetail>) -> impl IntoView {
    let position = Memo::new(move |_| item.with(|item| item.playback_position.clone()));
    move || {
        position.get().map(|position| {
            let at = position.position_seconds.map_or_else(|| format::percent(position.progress_percent), format::clock);
            let when = format::relative(position.occurred_at);
            view! {
                <div class="item-resume">
                    <Progress part=position.progress_percent / 100.0 label=t!("progress-label") />
                    <p class="small soft">{t!("item-resume", at = at, when = when)}</p>
                </div>
            }
        })
    }
}
