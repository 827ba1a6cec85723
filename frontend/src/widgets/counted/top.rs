use leptos::prelude::*;
use medianest_web_api::operations::statistics::TopRow;

use super::charts::amount;
use crate::widgets::items::{ItemCard, ItemRow, PosterGrid};

/// Titles as posters, each with how often it was played.
#[component]
pub fn Titles(
    /// In order.
    rows: Vec<TopRow>,
) -> impl IntoView {
    let card = |row: TopRow| {
        let note = amount(row.play_count, row.watched_seconds);
        row.item.map(|item| view! { <ItemCard item=item note=note /> })
    };
    view! { <PosterGrid>{rows.into_iter().map(card).collect_view()}</PosterGrid> }.into_any()
}

/// Artists, albums or tracks, one below the other.
#[component]
pub fn Places(
    /// What they are.
    #[prop(into)]
    title: String,
    /// In order.
    rows: Vec<TopRow>,
) -> impl IntoView {
    let line = |row: TopRow| {
        let note = amount(row.play_count, row.watched_seconds);
        row.item.map(|item| {
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
