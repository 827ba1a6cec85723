//! How near two people's tastes are, and who may know.

use medianest_core::Error;
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::ratings::{self, Verdict};
use medianest_core::policy::{Actor, Origin};
use medianest_core::social::tastes::{self, BothRated};
use medianest_db::MediaItemId;
use medianest_test_support::{Person, World};
use serde_json::json;

use crate::library::Show;
use crate::scrobble::film;
use crate::visibility::{Relations, relate, set_privacy};

async fn rate(world: &World, person: &Person, item: MediaItemId, rating: i32) {
    ratings::rate(&world.app, &person.actor, item, Verdict::Hundred(rating)).await.unwrap();
}

async fn keep(world: &World, person: &Person, item_id: MediaItemId, status: &str, is_private: bool) {
    let entry =
        EntryDraft { item_id, status: status.to_owned(), is_favorite: false, is_private, notes: None, custom_fields: json!({}) };
    library::add(&world.app, &person.actor, entry).await.unwrap();
}

fn rated(all: &[BothRated]) -> Vec<(MediaItemId, Option<i16>, i16)> {
    all.iter().map(|rated| (rated.media_item_id, rated.one, rated.other)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tastes_are_compared_by_what_both_rated() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    relate(&world, &ana, &ben, "accepted").await;
    let mut films = Vec::new();
    for name in ["Laura", "Gilda", "Detour", "Brazil", "Alien", "Solaris", "Stalker"] {
        films.push(film(&world, name).await);
    }
    let [laura, gilda, detour, brazil, alien, solaris, stalker] = films.as_slice() else { panic!("seven films") };
    let compare = async |one: &Person, other: &Person| tastes::compare(&world.app, &one.actor, other.id).await.unwrap().unwrap();
    for (item, hers, his) in [(laura, 90, 80), (gilda, 100, 100)] {
        rate(&world, &ana, *item, hers).await;
        rate(&world, &ben, *item, his).await;
    }
    assert_eq!(compare(&ana, &ben).await.agreement, None, "two things say little");
    rate(&world, &ana, *detour, 20).await;
    rate(&world, &ben, *detour, 85).await;
    rate(&world, &ben, *brazil, 95).await;
    rate(&world, &ben, *alien, 80).await;
    rate(&world, &ben, *solaris, 79).await;
    rate(&world, &ben, *stalker, 99).await;
    // What she has seen, or is in the middle of, is not to be discovered; what she plans to see is.
    plays::add(&world.app, &ana.actor, PlayDraft::new(*alien, When::Now, "test")).await.unwrap();
    keep(&world, &ana, *brazil, status::PLAN_TO_WATCH, false).await;
    keep(&world, &ana, *stalker, status::WATCHING, false).await;
    let hers = compare(&ana, &ben).await;
    assert_eq!((hers.rated_by_both, hers.known_by_both, hers.agreement), (3, 4, Some(75.0)));
    assert_eq!(rated(&hers.loved_by_both), [(*gilda, Some(100), 100), (*laura, Some(90), 80)]);
    assert_eq!(rated(&hers.differences), [(*detour, Some(20), 85)]);
    assert_eq!(rated(&hers.to_discover), [(*brazil, None, 95)]);
    let his = compare(&ben, &ana).await;
    assert_eq!((his.agreement, his.known_by_both), (hers.agreement, hers.known_by_both), "it is the same from both sides");
    assert_eq!(rated(&his.differences), [(*detour, Some(85), 20)]);
    assert!(his.to_discover.is_empty());

    // What one of them keeps for themselves is not compared, and a part is known as the whole.
    keep(&world, &ben, *gilda, status::COMPLETED, true).await;
    keep(&world, &ana, *laura, status::COMPLETED, true).await;
    let less = compare(&ana, &ben).await;
    assert_eq!((less.rated_by_both, less.known_by_both, less.agreement), (1, 2, None));
    let show = Show::new(&world, "Lost").await;
    plays::add(&world.app, &ana.actor, PlayDraft::new(show.episode(1, 1), When::Now, "test")).await.unwrap();
    rate(&world, &ben, show.root.id, 88).await;
    let more = compare(&ana, &ben).await;
    assert_eq!(more.known_by_both, 3);
    assert_eq!(rated(&more.to_discover), [(*brazil, None, 95)], "she has begun the show");
}

#[tokio::test(flavor = "multi_thread")]
async fn tastes_are_compared_only_by_two_who_let_each_other_see_them() {
    let world = World::new().await;
    let all = Relations::of(&world).await;
    let owner = &all.owner;
    let settings = ["{}", r#"{"history": "nobody"}"#, r#"{"history": "members"}"#, r#"{"never_share": true}"#];
    for theirs in settings {
        set_privacy(&world, owner, theirs).await;
        let (to_friends, to_members) = match theirs {
            "{}" => (true, false),
            r#"{"history": "members"}"# => (true, true),
            _ => (false, false),
        };
        for (who, viewer, may) in all.seeing(to_friends, to_members, false) {
            if viewer.id == owner.id {
                assert_eq!(tastes::compare(&world.app, &owner.actor, owner.id).await.unwrap(), None, "nobody but oneself");
                continue;
            }
            for hers in settings {
                set_privacy(&world, viewer, hers).await;
                // Who took the permission for the history from the group the two share shows the other nothing by it.
                let is_close = matches!(
                    who,
                    "a friend" | "a guest who is a friend" | "somebody of a group that may not" | "a limited member of a group"
                );
                let is_apart = matches!(who, "somebody they blocked" | "somebody who blocked them");
                let shows = match hers {
                    "{}" => is_close,
                    r#"{"history": "members"}"# => !is_apart,
                    _ => false,
                };
                let one = tastes::compare(&world.app, &viewer.actor, owner.id).await.unwrap().is_some();
                let other = tastes::compare(&world.app, &owner.actor, viewer.id).await.unwrap().is_some();
                assert_eq!((one, other), (may && shows, may && shows), "{who}, {theirs} and {hers}");
            }
            set_privacy(&world, viewer, "{}").await;
        }
    }
    let nobody = Actor::anonymous(Origin::default());
    assert!(matches!(tastes::compare(&world.app, &nobody, owner.id).await, Err(Error::Unauthenticated)));
}
