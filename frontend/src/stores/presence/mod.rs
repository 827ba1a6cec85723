//! Who watches what right now, heard once for the whole app: the live page, the home page and the navigation show the same.

use std::time::Duration;

use leptos::prelude::*;
use medianest_web_api::operations::diary::{
    CurrentlyWatchingChangeKind, CurrentlyWatchingEvent, CurrentlyWatchingScope, PresenceCard, PresenceLive,
    PresenceLiveVariables, PresenceState,
};
use medianest_web_api::{ApiError, DateTime, Id, LiveEvent};

use super::live::use_live;
use crate::i18n::format;

/// How often positions are drawn anew. A transition of the same length between them makes the bar glide.
pub const TICK: Duration = Duration::from_secs(1);

/// What is known of who watches what.
#[derive(Clone, Copy)]
pub struct Presence {
    /// What is played, the latest to begin first; nothing until the server has said.
    pub cards: RwSignal<Option<Vec<PresenceCard>>>,
    /// Why the server does not say.
    pub refused: RwSignal<Option<ApiError>>,
    /// How far this browser's clock is ahead of the server's.
    ahead: RwSignal<Option<chrono::TimeDelta>>,
}

impl Presence {
    /// Listens for as long as the caller's part of the page lives.
    pub fn watch(scope: Option<CurrentlyWatchingScope>) -> Self {
        let presence = Self { cards: RwSignal::default(), refused: RwSignal::default(), ahead: RwSignal::default() };
        use_live().listen(PresenceLive::operation(PresenceLiveVariables { scope }), move |event| presence.hear(event));
        presence
    }

    fn hear(self, event: LiveEvent<PresenceLive>) {
        match event {
            LiveEvent::Data(heard) => {
                if let Some(at) = just_heard(&heard.currently_watching) {
                    let ahead = format::now() - at;
                    self.ahead.update(|known| *known = Some(known.map_or(ahead, |known| known.min(ahead))));
                }
                self.cards.update(|cards| apply(cards, heard.currently_watching));
            }
            // A snapshot follows by itself; until then what was there is the best that is known.
            LiveEvent::Reconnected => self.refused.set(None),
            LiveEvent::Failed(error) => self.refused.set(Some(error)),
        }
    }

    /// The present by the server's clock, as well as it is known.
    pub fn server_time(self, now: DateTime) -> DateTime {
        self.ahead.get().map_or(now, |ahead| now - ahead)
    }
}

/// When a player was heard whose word has only just come: what tells the two clocks apart.
fn just_heard(event: &CurrentlyWatchingEvent) -> Option<DateTime> {
    match event {
        CurrentlyWatchingEvent::Change(change) => Some(change.currently_watching.as_ref()?.last_heartbeat_at),
        CurrentlyWatchingEvent::Snapshot(_) | CurrentlyWatchingEvent::Unknown => None,
    }
}

/// Takes in what the server says. A person has one card, which stays where it is while it changes.
fn apply(cards: &mut Option<Vec<PresenceCard>>, event: CurrentlyWatchingEvent) {
    match event {
        CurrentlyWatchingEvent::Snapshot(snapshot) => *cards = Some(snapshot.everybody),
        CurrentlyWatchingEvent::Change(change) => {
            let cards = cards.get_or_insert_default();
            let place = cards.iter().position(|card| card.user_id == change.user_id);
            let ended = change.kind == CurrentlyWatchingChangeKind::Ended;
            match (place, change.currently_watching.filter(|_| !ended).map(|card| *card)) {
                (Some(place), Some(card)) => cards[place] = card,
                (None, Some(card)) => cards.insert(0, card),
                (Some(place), None) => drop(cards.remove(place)),
                (None, None) => {}
            }
        }
        CurrentlyWatchingEvent::Unknown => {}
    }
}

/// How far somebody is at a moment: between heartbeats what plays goes on by itself, and what is paused rests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From 0 to 1.
    pub part: f64,
    /// In seconds, where the player tells.
    pub position: Option<i64>,
    /// How long the whole is, where that is known.
    pub duration: Option<i64>,
}

impl Place {
    /// Where a card is at a moment of the server's clock.
    pub fn of(card: &PresenceCard, at: DateTime) -> Self {
        let runtime = card.item.as_ref().and_then(|item| item.runtime_seconds);
        let duration = card.duration_seconds.or(runtime).map(f64::from).filter(|duration| *duration > 0.0);
        // Beyond the time for which a heartbeat holds, nobody knows.
        let longest = card.expires_at - card.last_heartbeat_at;
        let elapsed = match card.state {
            PresenceState::Playing => {
                (at - card.last_heartbeat_at).clamp(chrono::TimeDelta::zero(), longest.max(chrono::TimeDelta::zero()))
            }
            PresenceState::Paused => chrono::TimeDelta::zero(),
        };
        let elapsed = elapsed.as_seconds_f64();
        let told = card.progress_percent.clamp(0.0, 100.0) / 100.0;
        let start = card.position_seconds.map(f64::from).or_else(|| duration.map(|duration| duration * told));
        let position = start.map(|start| duration.map_or(start + elapsed, |duration| (start + elapsed).min(duration.max(start))));
        let part = match (position, duration) {
            (Some(position), Some(duration)) => (position / duration).clamp(0.0, 1.0),
            _ => told,
        };
        Self { part, position: position.map(whole_seconds), duration: duration.map(whole_seconds) }
    }

    /// How long it goes on, where that is known.
    pub fn remaining(self) -> Option<i64> {
        Some((self.duration? - self.position?).max(0))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "nothing plays for longer than an i64 of seconds")]
fn whole_seconds(seconds: f64) -> i64 {
    seconds.floor() as i64
}

/// Who watches what, as far as the one who is signed in may see it.
pub fn use_presence() -> Presence {
    expect_context()
}

/// The cards without those of this person.
pub fn others<'cards>(cards: &'cards [PresenceCard], me: Option<&'cards Id>) -> impl Iterator<Item = &'cards PresenceCard> {
    cards.iter().filter(move |card| Some(&card.user_id) != me)
}

#[cfg(test)]
mod tests;
