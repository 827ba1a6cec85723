use leptos::prelude::*;
use medianest_web_api::operations::statistics::{TopRow, TopRows};

use super::charts::{Genres, amount};
use crate::components::Section;
use crate::t;
use crate::widgets::items::{ItemCard, ItemRow, PosterGrid, artist};

/// What was played most: titles, music and genres, as far as there are any.
#[component]
pub fn Top(
    /// What was.
    top: TopRows,
    /// What stands above the titles.
    #[prop(into)]
    titles: String,
    /// What stands above the music.
    #[prop(into)]
    music: String,
) -> impl IntoView {
    let has_music = !top.artists.is_empty();
    view! {
        {(!top.titles.is_empty()).then(|| view! {
            <Section title=titles>
                <Titles rows=top.titles />
            </Section>
        })}
        {has_music.then(|| view! {
            <Section title=music>
                <div class="counted-columns">
                    <Places title=t!("counted-artists") rows=top.artists />
                    <Places title=t!("counted-albums") rows=top.albums />
                    <Places title=t!("counted-tracks") rows=top.tracks />
                </div>
            </Section>
        })}
        {(!top.genres.is_empty()).then(|| view! {
            <Section title=t!("counted-genres")>
                <Genres genres=top.genres />
            </Section>
        })}
    }
    .into_any()
}

/// Titles as posters, each with how often it was played.
#[component]
fn Titles(rows: Vec<TopRow>) -> impl IntoView {
    let card = |row: TopRow| {
        let note = amount(row.play_count, row.watched_seconds);
        row.item.map(|item| view! { <ItemCard item=item note=note /> })
    };
    view! { <PosterGrid>{rows.into_iter().map(card).collect_view()}</PosterGrid> }.into_any()
}

/// Artists, albums or tracks, one below the other.
#[component]
fn Places(title: String, rows: Vec<TopRow>) -> impl IntoView {
    let line = |row: TopRow| {
        let amount = amount(row.play_count, row.watched_seconds);
        row.item.map(|item| {
            let note = [artist(&item), Some(amount)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            view! {
                <li>
                    <ItemRow item=item note=note />
                </li>
            }
        })
    };
    view! {
        <section class="counted-places">
            <h3>{title}</h3>
            <ol>{rows.into_iter().map(line).collect_view()}</ol>
        </section>
    }
    .into_any()
}
