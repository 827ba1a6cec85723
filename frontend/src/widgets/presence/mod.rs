//! Who watches what right now: as cards that keep up, and as a number in the navigation.

mod card;
mod cast;

pub use cast::Cast;

use leptos::prelude::*;

use crate::i18n::format;
use crate::stores::presence::{others, use_presence};
use crate::stores::session::use_viewer;
use crate::t;

/// How many others watch something now, for the navigation; nothing while nobody does.
#[component]
pub fn LiveCount() -> impl IntoView {
    let presence = use_presence();
    let viewer = use_viewer();
    let count = Memo::new(move |_| {
        let me = viewer.get().map(|viewer| viewer.id);
        presence.cards.with(|cards| cards.as_ref().map_or(0, |cards| others(cards, me.as_ref()).count()))
    });
    let shown = move || i64::try_from(count.get()).unwrap_or(i64::MAX);
    view! {
        <Show when=move || count.get() != 0>
            <span class="live-count numbers">
                <span aria-hidden="true">{move || format::count(shown())}</span>
                <span class="sr-only">
                    {move || t!("live-others", count = shown(), shown = format::count(shown()))}
                </span>
            </span>
        </Show>
    }
}
