//! Libraries, cycles, ratings, and what comes next.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use medianest_core::catalogue::items::ItemDraft;
use medianest_core::catalogue::{MediaItem, builtin, items};
use medianest_core::diary::library::{EntryDraft, status};
use medianest_core::diary::next_up::Extent;
use medianest_core::diary::ratings::Verdict;
use medianest_core::diary::{cycles, library, next_up, ratings};
use medianest_core::{Error, PageRequest};
use medianest_db::diary::{LibraryEntryChanges, LibraryFilter, LibraryKey, LibrarySort, Progress, RatingFilter, WatchSession};
use medianest_db::{LibraryEntryId, MediaItemId, RatingType, Role, WatchSessionStatus as Status};
use medianest_test_support::{Person, World};
use serde_json::json;

#[expect(clippy::unnecessary_wraps, reason = "drafts take days that may be unknown")]
fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

/// A show: the specials, then season 1 and 2 of three episodes each, the last one not out on 2026-03-01.
pub struct Show {
    pub root: MediaItem,
    pub seasons: Vec<MediaItem>,
    episodes: Vec<Vec<MediaItem>>,
}

impl Show {
    pub async fn new(world: &World, name: &str) -> Self {
        let keeper = world.with_role(&format!("keeper of {name}"), Role::Moderator).await;
        let make = async |draft| items::create(&world.app, &keeper.actor, draft).await.unwrap();
        let root = make(ItemDraft::new(builtin::TV, name)).await;
        let (mut seasons, mut episodes) = (Vec::new(), Vec::new());
        for season in 0..3 {
            let row = make(ItemDraft::new(builtin::TV, format!("Season {season}")).below(root.id, Some(season))).await;
            let mut of_season = Vec::new();
            for number in 1..=3 {
                let mut draft = ItemDraft::new(builtin::TV, format!("Episode {number}")).below(row.id, Some(number));
                draft.released_on = match (season, number) {
                    // Between two that are out, so it is out as well.
                    (1, 2) => None,
                    (2, 3) => day("2026-04-01"),
                    _ => day("2020-01-01"),
                };
                of_season.push(make(draft).await);
            }
            seasons.push(row);
            episodes.push(of_season);
        }
        Self { root, seasons, episodes }
    }

    pub fn episode(&self, season: usize, number: usize) -> MediaItemId {
        self.episodes[season][number - 1].id
    }

    fn name_of(&self, id: MediaItemId) -> String {
        for (season, of_season) in self.episodes.iter().enumerate() {
            if let Some(index) = of_season.iter().position(|episode| episode.id == id) {
                return format!("{season}x{}", index + 1);
            }
        }
        panic!("not of this show")
    }
}

pub async fn film(world: &World, name: &str) -> MediaItem {
    let keeper = world.with_role(&format!("keeper of {name}"), Role::Moderator).await;
    items::create(&world.app, &keeper.actor, ItemDraft::new(builtin::MOVIE, name)).await.unwrap()
}

async fn watch(world: &World, person: &Person, item: MediaItemId) -> usize {
    watch_at(world, person, item, world.app.now()).await
}

async fn watch_at(world: &World, person: &Person, item: MediaItemId, at: DateTime<Utc>) -> usize {
    next_up::mark_watched(&world.app, &person.actor, item, Extent::Item, Some(at)).await.unwrap().len()
}

async fn progress(world: &World, person: &Person, item: MediaItemId) -> Progress {
    next_up::progress_by_items(&world.app, &person.actor, &[item]).await.unwrap().pop().unwrap()
}

async fn next(world: &World, person: &Person, show: &Show) -> Option<String> {
    let page = next_up::page(&world.app, &person.actor, &[], PageRequest { first: 10, after: None }).await.unwrap();
    page.items.into_iter().find(|row| row.root_id == show.root.id)?.next_item_id.map(|id| show.name_of(id))
}

async fn cycles_of(world: &World, person: &Person, item: MediaItemId) -> Vec<(i32, Status)> {
    let found: Vec<WatchSession> = cycles::own_by_items(&world.app, &person.actor, &[item]).await.unwrap();
    found.into_iter().map(|cycle| (cycle.session_number, cycle.status)).collect()
}

async fn status_of(world: &World, person: &Person, item: MediaItemId) -> Option<String> {
    library::own_by_items(&world.app, &person.actor, &[item]).await.unwrap().pop().map(|entry| entry.status)
}

fn draft(item_id: MediaItemId) -> EntryDraft {
    EntryDraft {
        item_id,
        status: status::PLAN_TO_WATCH.to_owned(),
        is_favorite: false,
        is_private: false,
        notes: None,
        custom_fields: json!({}),
    }
}

async fn add(world: &World, person: &Person, draft: EntryDraft) -> LibraryEntryId {
    library::add(&world.app, &person.actor, draft).await.unwrap().0.id
}

#[tokio::test(flavor = "multi_thread")]
async fn next_up_follows_the_furthest_part_whatever_was_watched_last() {
    let world = World::new().await;
    let (ana, show) = (world.user("ana").await, Show::new(&world, "The Wire").await);
    assert_eq!(next(&world, &ana, &show).await, None, "not begun");
    watch(&world, &ana, show.episode(1, 1)).await;
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("1x2"), "an undated part before a dated one is out");
    world.pass(TimeDelta::hours(1));
    watch(&world, &ana, show.episode(1, 3)).await;
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("2x1"), "a gap stays behind");
    world.pass(TimeDelta::hours(1));
    watch(&world, &ana, show.episode(0, 2)).await;
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("2x1"), "a special confuses nobody");
    world.pass(TimeDelta::hours(1));
    watch(&world, &ana, show.episode(1, 2)).await;
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("2x1"), "the gap was closed later");
    let so_far = progress(&world, &ana, show.root.id).await;
    assert_eq!((so_far.watched, so_far.aired, so_far.remaining), (3, 5, 2), "specials and what is to come are left out");
    watch_at(&world, &ana, show.episode(2, 1), world.app.now()).await;
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("2x2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_is_completed_when_all_that_is_out_was_watched_and_goes_on_with_what_comes() {
    let world = World::new().await;
    let (ana, show) = (world.user("ana").await, Show::new(&world, "The Wire").await);
    for (season, number) in [(1, 1), (1, 2), (1, 3), (2, 1)] {
        watch(&world, &ana, show.episode(season, number)).await;
    }
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::InProgress)]);
    assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some("watching"));
    watch(&world, &ana, show.episode(2, 2)).await;
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::Completed)], "the unaired part does not count");
    assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some("completed"));
    assert_eq!(next(&world, &ana, &show).await, None);

    watch(&world, &ana, show.episode(0, 1)).await;
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::Completed)], "a special begins nothing");
    world.pass(TimeDelta::days(60));
    watch(&world, &ana, show.episode(2, 3)).await;
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::Completed)], "the late part belongs to it");
    assert_eq!(progress(&world, &ana, show.root.id).await.watched, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rewatch_counts_from_the_beginning() {
    let world = World::new().await;
    let (ana, show) = (world.user("ana").await, Show::new(&world, "The Wire").await);
    assert_eq!(next_up::mark_watched(&world.app, &ana.actor, show.root.id, Extent::Item, None).await.unwrap().len(), 5);
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::Completed)]);
    world.pass(TimeDelta::days(1));
    let second = cycles::start(&world.app, &ana.actor, show.episode(2, 1)).await.unwrap();
    assert_eq!((second.session_number, second.media_item_id), (2, show.root.id), "a cycle goes through the whole");
    assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some("watching"));
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("1x1"));
    assert_eq!(watch(&world, &ana, show.episode(1, 1)).await, 1);
    assert_eq!(watch(&world, &ana, show.episode(1, 1)).await, 0, "it was watched in this cycle already");
    let so_far = progress(&world, &ana, show.root.id).await;
    assert_eq!((so_far.watched, so_far.aired), (1, 5));

    let old = world.app.now() - TimeDelta::hours(12);
    watch_at(&world, &ana, show.episode(1, 2), old).await;
    assert_eq!(progress(&world, &ana, show.root.id).await.watched, 1, "a play from before the cycle is not of it");

    cycles::abandon(&world.app, &ana.actor, second.id).await.unwrap();
    assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some("completed"), "it was once");
    assert!(matches!(cycles::complete(&world.app, &ana.actor, second.id).await, Err(Error::Conflict(_))));
    let ben = world.user("ben").await;
    assert!(matches!(cycles::complete(&world.app, &ben.actor, second.id).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_cycles_begun_at_once_one_is_refused() {
    let world = World::new().await;
    let (ana, show) = (world.user("ana").await, Show::new(&world, "The Wire").await);
    let (one, two, three) = tokio::join!(
        cycles::start(&world.app, &ana.actor, show.root.id),
        cycles::start(&world.app, &ana.actor, show.root.id),
        cycles::start(&world.app, &ana.actor, show.root.id),
    );
    let results = [one, two, three];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(results.iter().filter(|result| matches!(result, Err(Error::Conflict(_)))).count(), 2);
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::InProgress)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_play_of_a_film_is_a_cycle_numbered_by_time() {
    let world = World::new().await;
    let (ana, alien) = (world.user("ana").await, film(&world, "Alien").await);
    let now = world.app.now();
    watch_at(&world, &ana, alien.id, now).await;
    assert_eq!(status_of(&world, &ana, alien.id).await.as_deref(), Some("completed"));
    assert_eq!(watch_at(&world, &ana, alien.id, now).await, 0, "watched is watched");
    cycles::start(&world.app, &ana.actor, alien.id).await.unwrap();
    assert_eq!(cycles_of(&world, &ana, alien.id).await, [(1, Status::Completed), (2, Status::InProgress)]);
    watch_at(&world, &ana, alien.id, now - TimeDelta::days(700)).await;
    let found = cycles::own_by_items(&world.app, &ana.actor, &[alien.id]).await.unwrap();
    let starts: Vec<_> = found.iter().map(|cycle| cycle.started_at).collect();
    assert!(starts.is_sorted(), "the old one came first: {starts:?}");
    assert_eq!(found.iter().map(|cycle| cycle.session_number).collect::<Vec<_>>(), [1, 2, 3]);
    watch_at(&world, &ana, alien.id, now).await;
    assert!(cycles_of(&world, &ana, alien.id).await.iter().all(|(_, status)| *status == Status::Completed));
    assert_eq!(next_up::count(&world.app, &ana.actor, &[]).await.unwrap(), 0, "nothing comes next after a film");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_marked_as_unwatched_is_undone() {
    let world = World::new().await;
    let (ana, show) = (world.user("ana").await, Show::new(&world, "The Wire").await);
    let up_to = next_up::mark_watched(&world.app, &ana.actor, show.episode(2, 1), Extent::UpTo, None).await.unwrap();
    assert_eq!(up_to.len(), 4);
    watch(&world, &ana, show.seasons[2].id).await;
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::Completed)]);
    assert_eq!(next_up::mark_unwatched(&world.app, &ana.actor, show.seasons[2].id).await.unwrap().len(), 2);
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, [(1, Status::InProgress)]);
    assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some("watching"));
    assert_eq!(next(&world, &ana, &show).await.as_deref(), Some("2x1"));
    next_up::mark_unwatched(&world.app, &ana.actor, show.root.id).await.unwrap();
    assert_eq!(cycles_of(&world, &ana, show.root.id).await, []);
    assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some("plan_to_watch"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_that_is_put_on_hold_has_nothing_next_until_it_is_watched_again() {
    let world = World::new().await;
    let (ana, show) = (world.user("ana").await, Show::new(&world, "The Wire").await);
    watch(&world, &ana, show.episode(1, 1)).await;
    let entry = library::own_by_items(&world.app, &ana.actor, &[show.root.id]).await.unwrap().pop().unwrap();
    for (status, after) in [(status::ON_HOLD, "watching"), (status::DROPPED, "dropped")] {
        let changes = LibraryEntryChanges { status: Some(status.to_owned()), ..LibraryEntryChanges::default() };
        library::update(&world.app, &ana.actor, &[entry.id], changes).await.unwrap();
        assert_eq!(next(&world, &ana, &show).await, None, "{status}");
        next_up::mark_unwatched(&world.app, &ana.actor, show.episode(1, 2)).await.unwrap();
        watch(&world, &ana, show.episode(1, 2)).await;
        assert_eq!(status_of(&world, &ana, show.root.id).await.as_deref(), Some(after), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_is_sorted_and_paged_in_every_order() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let keeper = world.with_role("keeper", Role::Moderator).await;
    let mut ids = Vec::new();
    for (index, name) in ["Delta", "Alpha", "Echo", "Bravo", "Charlie"].into_iter().enumerate() {
        let mut draft = ItemDraft::new(builtin::MOVIE, name);
        // Two with equal dates and one without.
        draft.released_on = [day("2001-01-01"), None, day("2003-01-01"), day("2001-01-01"), day("1999-01-01")][index];
        let item = items::create(&world.app, &keeper.actor, draft).await.unwrap();
        // Of one moment two by two, so that the id decides.
        if index % 2 == 0 {
            world.pass(TimeDelta::seconds(1));
        }
        ids.push(add(&world, &ana, EntryDraft { is_favorite: index < 2, ..self::draft(item.id) }).await);
        if index < 3 {
            let rating = Verdict::Hundred([50, 90, 50][index]);
            ratings::rate(&world.app, &ana.actor, item.id, rating).await.unwrap();
        }
    }
    let all = LibraryFilter::default();
    for sort in [LibrarySort::Added, LibrarySort::Updated, LibrarySort::Name, LibrarySort::Rating, LibrarySort::Released] {
        let whole =
            library::page(&world.app, &ana.actor, None, &all, sort, PageRequest { first: 10, after: None }).await.unwrap();
        let whole: Vec<_> = whole.items.into_iter().map(|(entry, _)| entry.id).collect();
        assert_eq!(whole.iter().collect::<BTreeSet<_>>(), ids.iter().collect::<BTreeSet<_>>(), "{sort:?}");
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = library::page(&world.app, &ana.actor, None, &all, sort, PageRequest { first: 2, after: after.clone() });
            let page = page.await.unwrap();
            after = page.items.last().map(|(_, key)| key.clone());
            paged.extend(page.items.iter().map(|(entry, _)| entry.id));
            if !page.has_next {
                break;
            }
        }
        assert_eq!(paged, whole, "{sort:?}");
        let position = |index: usize| whole.iter().position(|id| *id == ids[index]).unwrap();
        match sort {
            LibrarySort::Name => assert_eq!(whole[..2], [ids[1], ids[3]]),
            LibrarySort::Rating => assert_eq!((position(1), position(3).min(position(4))), (0, 3), "no rating comes last"),
            LibrarySort::Released => assert_eq!((position(2), position(1)), (0, 4), "no date comes last"),
            LibrarySort::Added | LibrarySort::Updated => assert!(position(4) < position(0)),
        }
    }
    let favourites = LibraryFilter { is_favorite: Some(true), ..LibraryFilter::default() };
    assert_eq!(library::count(&world.app, &ana.actor, None, &favourites).await.unwrap(), 2);
    let searched = LibraryFilter { search: Some("ÉCH".to_owned()), types: vec!["movie".to_owned()], ..LibraryFilter::default() };
    assert_eq!(library::count(&world.app, &ana.actor, None, &searched).await.unwrap(), 1);
    let nothing = LibraryFilter { search: Some("%".to_owned()), ..LibraryFilter::default() };
    assert_eq!(library::count(&world.app, &ana.actor, None, &nothing).await.unwrap(), 0);
    let foreign = PageRequest { first: 1, after: Some(LibraryKey::Name("x".to_owned(), ids[0])) };
    assert!(matches!(
        library::page(&world.app, &ana.actor, None, &all, LibrarySort::Added, foreign).await,
        Err(Error::Invalid(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_shows_others_only_what_it_may_and_is_changed_by_nobody_else() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let (alien, heat) = (film(&world, "Alien").await, film(&world, "Heat").await);
    let open = add(&world, &ana, draft(alien.id)).await;
    let closed = add(&world, &ana, EntryDraft { is_private: true, ..draft(heat.id) }).await;
    let count =
        async |viewer: &Person| library::count(&world.app, &viewer.actor, Some(ana.id), &LibraryFilter::default()).await.unwrap();
    assert_eq!((count(&ana).await, count(&ben).await), (2, 0));
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET privacy_settings = '{\"history\": \"members\"}' WHERE id = $1", &[&ana.id.0]).await.unwrap();
    assert_eq!((count(&ana).await, count(&ben).await), (2, 1));
    let seen = library::by_ids(&world.app, &ben.actor, &[open, closed]).await.unwrap();
    assert_eq!(seen.into_iter().map(|entry| entry.id).collect::<Vec<_>>(), [open]);

    let changes = LibraryEntryChanges { notes: Some(Some("mine".to_owned())), ..LibraryEntryChanges::default() };
    assert!(matches!(library::update(&world.app, &ben.actor, &[open], changes.clone()).await, Err(Error::NotFound(_))));
    assert!(matches!(library::remove(&world.app, &ben.actor, open).await, Err(Error::NotFound(_))));
    let changed = library::update(&world.app, &ana.actor, &[closed, open], changes).await.unwrap().entries;
    assert_eq!(changed.len(), 2);
    let wrong = LibraryEntryChanges {
        status: Some("eaten".to_owned()),
        custom_fields: Some(json!([])),
        ..LibraryEntryChanges::default()
    };
    match library::update(&world.app, &ana.actor, &[open], wrong).await {
        Err(Error::Invalid(fields)) => {
            assert_eq!(fields.into_iter().map(|field| field.field).collect::<Vec<_>>(), ["status", "customFields"]);
        }
        other => panic!("{other:?}"),
    }
    let (again, is_new) = library::add(&world.app, &ana.actor, draft(alien.id)).await.unwrap();
    assert_eq!((again.id, is_new), (open, false));
    library::remove(&world.app, &ana.actor, open).await.unwrap();
    assert_eq!(count(&ana).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_keep_their_history_and_are_summed_over_those_one_may_see() {
    let world = World::new().await;
    let (ana, ben, cleo) = (world.user("ana").await, world.user("ben").await, world.user("cleo").await);
    let alien = film(&world, "Alien").await;
    let rate = async |person: &Person, verdict| ratings::rate(&world.app, &person.actor, alien.id, verdict).await;
    rate(&ana, Verdict::Hundred(40)).await.unwrap();
    world.pass(TimeDelta::days(1));
    rate(&ana, Verdict::Hundred(40)).await.unwrap();
    let stars = rate(&ana, Verdict::Scaled(RatingType::Stars, 4.5)).await.unwrap();
    assert_eq!((stars.rating, ratings::on_scale(stars.rating, stars.rating_type)), (90, 4.5));
    let former = ratings::history(&world.app, &ana.actor, alien.id).await.unwrap();
    assert_eq!(former.iter().map(|rating| rating.rating).collect::<Vec<_>>(), [40], "the same again is no change");
    for bad in [
        Verdict::Hundred(101),
        Verdict::Hundred(-1),
        Verdict::Scaled(RatingType::Stars, 0.0),
        Verdict::Scaled(RatingType::Stars, 3.3),
        Verdict::Scaled(RatingType::Numeric, f64::NAN),
        Verdict::Scaled(RatingType::Thumbs, 0.5),
    ] {
        assert!(matches!(rate(&ana, bad).await, Err(Error::Invalid(_))), "{bad:?}");
    }

    rate(&ben, Verdict::Scaled(RatingType::Thumbs, 0.0)).await.unwrap();
    rate(&cleo, Verdict::Scaled(RatingType::Numeric, 7.0)).await.unwrap();
    let sum = async |person: &Person| {
        let found = ratings::summaries(&world.app, &person.actor, &[alien.id]).await.unwrap().pop().unwrap();
        (found.count, found.average)
    };
    assert_eq!(sum(&ana).await, (1, 90.0));
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET privacy_settings = '{\"history\": \"members\"}' WHERE id = $1", &[&cleo.id.0]).await.unwrap();
    assert_eq!(sum(&ana).await, (2, 80.0));
    let pairs = [(ana.id, alien.id), (ben.id, alien.id), (cleo.id, alien.id)];
    assert_eq!(ratings::by_user_items(&world.app, &ana.actor, &pairs).await.unwrap().len(), 2);
    assert_eq!(ratings::count(&world.app, &ana.actor, None, &RatingFilter::default()).await.unwrap(), 2);
    assert_eq!(ratings::count(&world.app, &ana.actor, Some(ben.id), &RatingFilter::default()).await.unwrap(), 0);
    ratings::remove(&world.app, &ana.actor, alien.id).await.unwrap();
    assert!(matches!(ratings::remove(&world.app, &ana.actor, alien.id).await, Err(Error::NotFound(_))));
    assert_eq!(ratings::history(&world.app, &ana.actor, alien.id).await.unwrap().len(), 2);
}
