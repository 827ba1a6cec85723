//! What somebody keeps privately in their library: what they did with it and its parts is shown to nobody else.

use medianest_core::PageRequest;
use medianest_core::diary::history;
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::ratings::{self, Verdict};
use medianest_core::diary::statistics::{self, DayRange};
use medianest_core::diary::viewing;
use medianest_db::diary::{HistoryFilter, LibraryEntryChanges, RatingFilter, TopOrder};
use medianest_db::{MediaItemId, UserId};
use medianest_test_support::{Person, World};
use serde_json::json;

use crate::library::Show;
use crate::scrobble::film;
use crate::visibility::relate;

/// The items that ratings and plays of a person are of, as somebody sees them, however they ask.
async fn seen(world: &World, viewer: &Person, owner: UserId, items: &[MediaItemId]) -> (Vec<MediaItemId>, Vec<MediaItemId>) {
    let (app, actor, first) = (&world.app, &viewer.actor, || PageRequest { first: 50, after: None });
    let filter = RatingFilter::default();
    let all = ratings::page(app, actor, Some(owner), &filter, first()).await.unwrap().items;
    let mut rated: Vec<MediaItemId> = all.iter().map(|rating| rating.media_item_id).collect();
    rated.sort_unstable();
    let count = ratings::count(app, actor, Some(owner), &filter).await.unwrap();
    assert_eq!(usize::try_from(count).unwrap(), rated.len());
    for item in items {
        let is_seen = rated.contains(item);
        let of_item = RatingFilter { item: Some(*item), ..RatingFilter::default() };
        let of_item = ratings::page(app, actor, None, &of_item, first()).await.unwrap().items;
        assert_eq!(of_item.iter().any(|rating| rating.user_id == owner), is_seen, "among those of the item");
        assert_eq!(ratings::by_user_items(app, actor, &[(owner, *item)]).await.unwrap().len(), usize::from(is_seen));
        let summary = ratings::summaries(app, actor, &[*item]).await.unwrap();
        assert_eq!(!summary.is_empty(), is_seen, "in the average");
    }
    let of_owner = HistoryFilter { user: Some(owner), ..HistoryFilter::default() };
    let plays = history::page(app, actor, of_owner.clone(), PageRequest { first: 50, after: None }).await.unwrap().items;
    let mut played: Vec<MediaItemId> = plays.iter().map(|play| play.media_item_id).collect();
    played.sort_unstable();
    assert_eq!(usize::try_from(history::count(app, actor, of_owner).await.unwrap()).unwrap(), played.len());
    if viewer.id != owner {
        let named = viewing::others_by_items(app, actor, items, 5).await.unwrap();
        for item in items {
            assert_eq!(named.iter().any(|viewer| viewer.media_item_id == *item), played.contains(item), "who has seen it");
        }
    }
    (rated, played)
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_ratings_nor_plays_of_it_are_seen_by_others() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    relate(&world, &ana, &ben, "accepted").await;
    let show = Show::new(&world, "Lost").await;
    let mut items = vec![film(&world, "Laura").await, film(&world, "Gilda").await, show.episode(1, 1)];
    items.sort_unstable();
    let (mut ratings_made, mut plays_made) = (Vec::new(), Vec::new());
    for item in &items {
        ratings_made.push(ratings::rate(&world.app, &ana.actor, *item, Verdict::Hundred(70)).await.unwrap());
        plays_made.push(plays::add(&world.app, &ana.actor, PlayDraft::new(*item, When::Now, "test")).await.unwrap().play);
    }
    assert_eq!(seen(&world, &ben, ana.id, &items).await, (items.clone(), items.clone()));
    for kept in [items[0], show.root.id] {
        let entry = EntryDraft {
            item_id: kept,
            status: status::WATCHING.to_owned(),
            is_favorite: false,
            is_private: true,
            notes: None,
            custom_fields: json!({}),
        };
        let (entry, _) = library::add(&world.app, &ana.actor, entry).await.unwrap();
        let private = LibraryEntryChanges { is_private: Some(true), ..LibraryEntryChanges::default() };
        library::update(&world.app, &ana.actor, &[entry.id], private).await.unwrap();
    }
    let shown: Vec<MediaItemId> = items[1..].iter().copied().filter(|item| *item != show.episode(1, 1)).collect();
    assert_eq!(seen(&world, &ben, ana.id, &items).await, (shown.clone(), shown.clone()));
    assert_eq!(seen(&world, &ana, ana.id, &items).await, (items.clone(), items.clone()), "she sees all of it");
    let top = async |viewer: &Person| {
        let range = DayRange { from: None, to: None };
        let found = statistics::top(&world.app, &viewer.actor, Some(ana.id), range, TopOrder::Plays, 10).await.unwrap().unwrap();
        let mut titles: Vec<MediaItemId> = found.titles.iter().map(|title| title.item_id).collect();
        titles.sort_unstable();
        titles
    };
    assert_eq!(top(&ben).await, shown, "nor named in her statistics");
    assert_eq!(top(&ana).await.len(), 3);
    for (rating, play) in ratings_made.iter().zip(&plays_made) {
        let is_shown = shown.contains(&rating.media_item_id);
        assert_eq!(ratings::find(&world.app, &ben.actor, rating.id).await.unwrap().is_some(), is_shown);
        assert_eq!(history::by_ids(&world.app, &ben.actor, &[play.id]).await.unwrap().len(), usize::from(is_shown));
    }
}
