//! What people have seen of an item, of a season, of a whole show, and who else has.

use chrono::TimeDelta;
use medianest_core::diary::next_up::{self, Extent};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::{cycles, viewing};
use medianest_db::MediaItemId;
use medianest_test_support::{Person, World};

use crate::library::{Show, film};

/// Watched of aired, and plays in all.
async fn seen(world: &World, person: &Person, items: &[MediaItemId]) -> Vec<(i64, i64, i64)> {
    let found = viewing::own_by_items(&world.app, &person.actor, items).await.unwrap();
    let of = |item: &MediaItemId| found.iter().find(|viewing| viewing.media_item_id == *item).expect("each item is answered");
    items.iter().map(of).map(|viewing| (viewing.watched, viewing.aired, viewing.plays)).collect()
}

async fn mark(world: &World, person: &Person, item: MediaItemId, extent: Extent) {
    next_up::mark_watched(&world.app, &person.actor, item, extent, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_its_seasons_and_episodes_know_what_was_seen_of_them() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let show = Show::new(&world, "Show").await;
    let items = [
        show.root.id,
        show.seasons[0].id,
        show.seasons[1].id,
        show.seasons[2].id,
        show.episode(0, 1),
        show.episode(1, 3),
        show.episode(2, 3),
    ];
    assert_eq!(
        seen(&world, &ana, &items).await,
        [(0, 5, 0), (0, 3, 0), (0, 3, 0), (0, 2, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0)],
        "the last episode is not out; a whole leaves its specials out"
    );
    mark(&world, &ana, show.episode(2, 1), Extent::UpTo).await;
    mark(&world, &ana, show.episode(0, 1), Extent::Item).await;
    assert_eq!(seen(&world, &ana, &items).await, [(4, 5, 5), (1, 3, 1), (3, 3, 3), (1, 2, 1), (1, 1, 1), (1, 1, 1), (0, 1, 0)]);
    // In the next cycle all begins anew, but what was played was played.
    mark(&world, &ana, show.root.id, Extent::Item).await;
    world.pass(TimeDelta::hours(1));
    cycles::start(&world.app, &ana.actor, show.root.id).await.unwrap();
    assert_eq!(seen(&world, &ana, &items).await[..4], [(0, 5, 6), (1, 3, 1), (0, 3, 3), (0, 2, 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_and_what_was_seen_of_a_whole_are_the_same() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (show, other) = (Show::new(&world, "Show").await, Show::new(&world, "Other").await);
    mark(&world, &ana, show.episode(1, 2), Extent::UpTo).await;
    let roots = [show.root.id, other.root.id];
    for progress in next_up::progress_by_items(&world.app, &ana.actor, &roots).await.unwrap() {
        let (watched, aired, _) = seen(&world, &ana, &[progress.root_id]).await[0];
        assert_eq!((watched, aired), (progress.watched, progress.aired));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_named_as_far_as_they_let_it_and_not_for_what_is_private() {
    let world = World::new().await;
    let (ana, ben, eve, hal) =
        (world.user("ana").await, world.user("ben").await, world.user("eve").await, world.user("hal").await);
    let show = Show::new(&world, "Show").await;
    let alien = film(&world, "Alien").await;
    let sql = world.database.sql().await;
    let open = "UPDATE users SET privacy_settings = '{\"history\": \"members\"}' WHERE id IN ($1, $2)";
    sql.execute(open, &[&ben.id.0, &eve.id.0]).await.unwrap();
    mark(&world, &ben, show.episode(1, 1), Extent::Item).await;
    mark(&world, &ana, show.episode(1, 1), Extent::Item).await;
    mark(&world, &hal, show.episode(1, 1), Extent::Item).await;
    world.pass(TimeDelta::hours(1));
    mark(&world, &eve, show.seasons[1].id, Extent::Item).await;
    let hidden = PlayDraft { is_private: true, ..PlayDraft::new(alien.id, When::Now, "test") };
    plays::add(&world.app, &ben.actor, hidden).await.unwrap();
    let items = [show.root.id, show.episode(1, 1), show.episode(1, 3), alien.id];
    let others = async |limit| {
        let found = viewing::others_by_items(&world.app, &ana.actor, &items, limit).await.unwrap();
        let of = |item: &MediaItemId| -> Vec<_> {
            let named = found.iter().filter(|viewer| viewer.media_item_id == *item);
            named.map(|viewer| (viewer.user_id, viewer.plays, viewer.people)).collect()
        };
        items.iter().map(of).collect::<Vec<_>>()
    };
    let all = [vec![(eve.id, 3, 2), (ben.id, 1, 2)], vec![(eve.id, 1, 2), (ben.id, 1, 2)], vec![(eve.id, 1, 1)], vec![]];
    assert_eq!(others(10).await, all);
    assert_eq!(others(1).await[0], [(eve.id, 3, 2)], "the latest ones, and how many there are");
}
