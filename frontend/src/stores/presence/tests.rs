use chrono::TimeDelta;
use medianest_web_api::operations::diary::{
    CurrentlyWatchingChange, CurrentlyWatchingChangeKind as Kind, CurrentlyWatchingEvent as Event, CurrentlyWatchingSnapshot,
    PresenceCard, PresenceState,
};
use medianest_web_api::{DateTime, Id};

use super::{Place, apply};

fn noon() -> DateTime {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn card(person: &str, position: Option<i32>) -> PresenceCard {
    PresenceCard {
        user_id: Id::new(person),
        user: None,
        item: None,
        state: PresenceState::Playing,
        started_at: noon(),
        last_heartbeat_at: noon(),
        expires_at: noon() + TimeDelta::minutes(5),
        progress_percent: 50.0,
        position_seconds: position,
        duration_seconds: Some(6_000),
        is_private: false,
        device_name: None,
        source: None,
    }
}

fn change(kind: Kind, person: &str, position: Option<i32>) -> Event {
    let currently_watching = (kind != Kind::Ended).then(|| Box::new(card(person, position)));
    Event::Change(CurrentlyWatchingChange { kind, user_id: Id::new(person), currently_watching })
}

fn people(cards: Option<&Vec<PresenceCard>>) -> Vec<&str> {
    cards.map(|cards| cards.iter().map(|card| card.user_id.inner()).collect()).unwrap_or_default()
}

#[test]
fn people_join_at_the_front_stay_in_their_place_and_leave() {
    let mut cards = None;
    let snapshot = CurrentlyWatchingSnapshot { everybody: vec![card("anna", None), card("ben", None)], is_resync: false };
    apply(&mut cards, Event::Snapshot(snapshot));
    apply(&mut cards, change(Kind::Started, "cleo", None));
    apply(&mut cards, change(Kind::Updated, "ben", Some(7)));
    assert_eq!(people(cards.as_ref()), ["cleo", "anna", "ben"]);
    assert_eq!(cards.as_ref().unwrap()[2].position_seconds, Some(7));
    apply(&mut cards, change(Kind::Ended, "anna", None));
    apply(&mut cards, change(Kind::Ended, "nobody", None));
    assert_eq!(people(cards.as_ref()), ["cleo", "ben"]);
}

#[test]
fn who_starts_something_else_keeps_one_card() {
    let mut cards = Some(vec![card("anna", Some(10)), card("ben", None)]);
    apply(&mut cards, change(Kind::Started, "anna", Some(0)));
    assert_eq!(people(cards.as_ref()), ["anna", "ben"]);
    assert_eq!(cards.unwrap()[0].position_seconds, Some(0));
}

#[test]
fn what_plays_goes_on_between_heartbeats_and_never_past_its_end() {
    let playing = card("anna", Some(3_000));
    let at = |seconds| Place::of(&playing, noon() + TimeDelta::seconds(seconds));
    assert_eq!(at(0).position, Some(3_000));
    assert_eq!(at(60).position, Some(3_060));
    assert_eq!(at(60).remaining(), Some(2_940));
    assert!((at(60).part - 0.51).abs() < 1e-9);
    assert_eq!(at(-30).position, Some(3_000), "a clock that is behind does not turn it back");
    assert_eq!(at(3_600).position, Some(3_300), "beyond what a heartbeat holds for, nobody knows");
    let ending = card("anna", Some(5_990));
    assert_eq!(Place::of(&ending, noon() + TimeDelta::seconds(60)).position, Some(6_000));
}

#[test]
fn what_is_paused_rests() {
    let paused = PresenceCard { state: PresenceState::Paused, ..card("anna", Some(3_000)) };
    assert_eq!(Place::of(&paused, noon() + TimeDelta::seconds(60)).position, Some(3_000));
}

#[test]
fn without_a_position_the_percentage_tells() {
    let told = card("anna", None);
    assert_eq!(Place::of(&told, noon() + TimeDelta::seconds(60)).position, Some(3_060));
    let unknown = PresenceCard { duration_seconds: None, ..told };
    let place = Place::of(&unknown, noon() + TimeDelta::seconds(60));
    assert_eq!((place.position, place.duration, place.remaining()), (None, None, None));
    assert!((place.part - 0.5).abs() < f64::EPSILON);
}
