//! All who watch something now, coming and going.

use std::time::Duration;

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::diary::PresenceCard;

use super::card::{WatchingCard, name_of, title_of};
use crate::i18n::format;
use crate::stores::presence::{Presence, TICK};
use crate::t;

/// How long somebody who left is still drawn, on their way out. The style sheet takes as long.
const LEAVING: Duration = Duration::from_millis(220);

/// Somebody who is drawn: as long as they watch, and for a moment after.
#[derive(Clone)]
struct Row {
    person: Id,
    card: ArcRwSignal<PresenceCard>,
    is_leaving: ArcRwSignal<bool>,
}

impl Row {
    fn new(card: PresenceCard) -> Self {
        Self { person: card.user_id.clone(), card: ArcRwSignal::new(card), is_leaving: ArcRwSignal::new(false) }
    }
}

/// The cards of all who watch something. Each person keeps their place on the page while what they watch changes.
#[component]
pub fn Cast(
    /// Where they were heard.
    presence: Presence,
    /// Who is shown, in order.
    #[prop(into)]
    cards: Signal<Vec<PresenceCard>>,
    /// What they have in common, for those who cannot see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let rows = RwSignal::new(Vec::<Row>::new());
    let news = RwSignal::new(String::new());
    let now = ticking();
    Effect::new(move |known: Option<()>| {
        let cards = cards.get();
        let (joined, left) = update(rows, &cards);
        // The first to be shown are no news.
        if known.is_some() {
            let joined = joined.iter().map(|card| t!("live-joined", name = name_of(card), title = title_of(card)));
            let left = left.iter().map(|card| t!("live-left", name = name_of(card)));
            let text = joined.chain(left).collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                news.set(text);
            }
        }
        if rows.with_untracked(|rows| rows.iter().any(|row| row.is_leaving.get_untracked())) {
            set_timeout(move || forget(rows), LEAVING);
        }
    });
    view! {
        <p class="sr-only" aria-live="polite">
            {move || news.get()}
        </p>
        <ul class="cast" aria-label=label>
            <For each=move || rows.get() key=|row| row.person.clone() let:row>
                {
                    let (card, is_leaving) = (row.card.clone(), row.is_leaving.clone());
                    view! {
                        <li class:leaving=move || is_leaving.get()>
                            <WatchingCard card=Signal::from(card) presence=presence now=now />
                        </li>
                    }
                }
            </For>
        </ul>
    }
}

/// Makes the rows those of these cards; who is gone stays where they were, leaving. Tells who came and who left.
fn update(rows: RwSignal<Vec<Row>>, cards: &[PresenceCard]) -> (Vec<PresenceCard>, Vec<PresenceCard>) {
    let before = rows.get_untracked();
    let mut joined = Vec::new();
    let mut after: Vec<Row> = Vec::with_capacity(cards.len());
    for card in cards {
        if let Some(row) = before.iter().find(|row| row.person == card.user_id) {
            if row.card.with_untracked(|known| known != card) {
                row.card.set(card.clone());
            }
            if row.is_leaving.get_untracked() {
                row.is_leaving.set(false);
                joined.push(card.clone());
            }
            after.push(row.clone());
        } else {
            joined.push(card.clone());
            after.push(Row::new(card.clone()));
        }
    }
    let mut left = Vec::new();
    for (place, row) in before.iter().enumerate() {
        if cards.iter().all(|card| card.user_id != row.person) {
            if !row.is_leaving.get_untracked() {
                row.is_leaving.set(true);
                left.push(row.card.get_untracked());
            }
            after.insert(place.min(after.len()), row.clone());
        }
    }
    let people = |rows: &[Row]| rows.iter().map(|row| row.person.clone()).collect::<Vec<_>>();
    if people(&before) != people(&after) {
        rows.set(after);
    }
    (joined, left)
}

/// Draws those no more who left. A page that is gone has nothing to forget.
fn forget(rows: RwSignal<Vec<Row>>) {
    let is_any = rows.try_with_untracked(|rows| rows.iter().any(|row| row.is_leaving.get_untracked()));
    if is_any == Some(true) {
        rows.update(|rows| rows.retain(|row| !row.is_leaving.get_untracked()));
    }
}

/// The present, as it goes by.
fn ticking() -> Signal<medianest_web_api::DateTime> {
    let now = RwSignal::new(format::now());
    // It fails only where there is no window.
    if let Ok(handle) = set_interval_with_handle(move || now.set(format::now()), TICK) {
        on_cleanup(move || handle.clear());
    }
    now.into()
}
