//! What people write about things: who reads it, and of which cycle it is.

use chrono::TimeDelta;
use medianest_core::diary::cycles;
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::reviews::{self, ReviewDraft};
use medianest_core::policy::{Access, Actor, Origin, Who};
use medianest_core::{Error, PageRequest};
use medianest_db::diary::{Review, ReviewFilter};
use medianest_db::{MediaItemId, WatchSessionId};
use medianest_test_support::{Person, World};
use serde_json::json;

use crate::library::Show;
use crate::scrobble::film;
use crate::visibility::{Relations, relate, set_privacy};

fn draft(item_id: MediaItemId, content: &str) -> ReviewDraft {
    ReviewDraft { item_id, cycle_id: None, title: None, content: content.to_owned(), contains_spoilers: false, is_public: true }
}

async fn write(world: &World, person: &Person, draft: ReviewDraft) -> Review {
    reviews::write(&world.app, &person.actor, draft).await.unwrap().0
}

/// What a list of reviews says, page by page.
async fn texts(world: &World, viewer: &Person, owner: Option<&Person>, item: Option<MediaItemId>) -> Vec<String> {
    let (mut shown, mut after) = (Vec::new(), None);
    let owner = owner.map(|owner| owner.id);
    loop {
        let request = PageRequest { first: 2, after };
        let page = reviews::page(&world.app, &viewer.actor, owner, ReviewFilter { item }, request).await.unwrap();
        after = page.items.last().map(|last| (last.created_at, last.id));
        shown.extend(page.items.into_iter().map(|review| review.content));
        if !page.has_next {
            let count = reviews::count(&world.app, &viewer.actor, owner, ReviewFilter { item }).await.unwrap();
            assert_eq!(i64::try_from(shown.len()).unwrap(), count);
            return shown;
        }
    }
}

/// Whether somebody sees a review: it answers the same however it is asked for.
async fn sees(world: &World, viewer: &Person, review: &Review) -> bool {
    let found = !reviews::by_ids(&world.app, &viewer.actor, &[review.id]).await.unwrap().is_empty();
    let owner = ReviewFilter { item: Some(review.media_item_id) };
    let request = || PageRequest { first: 10, after: None };
    let of_owner = reviews::page(&world.app, &viewer.actor, Some(review.user_id), ReviewFilter::default(), request()).await;
    assert_eq!(of_owner.unwrap().items.iter().any(|known| known.id == review.id), found, "among the owner's");
    let of_item = reviews::page(&world.app, &viewer.actor, None, owner, request()).await.unwrap();
    assert_eq!(of_item.items.iter().any(|known| known.id == review.id), found, "among those of the item");
    let count = reviews::count(&world.app, &viewer.actor, None, owner).await.unwrap();
    assert_eq!(count, i64::from(found), "counted");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn each_setting_lets_exactly_its_audience_read_a_review_and_a_private_one_nobody() {
    let world = World::new().await;
    let all = Relations::of(&world).await;
    let owner = &all.owner;
    let laura = film(&world, "Laura").await;
    for is_public in [true, false] {
        let review = write(&world, owner, ReviewDraft { is_public, ..draft(laura, "Dark.") }).await;
        for (privacy, to_friends, to_members) in [
            ("{}", true, false),
            (r#"{"history": "nobody"}"#, false, false),
            (r#"{"history": "friends"}"#, true, false),
            (r#"{"history": "members"}"#, true, true),
            (r#"{"history": "the whole web"}"#, false, false),
            (r#"{"history": "members", "never_share": true}"#, false, false),
            (r#"{"history": "members", "never_share": "maybe"}"#, false, false),
        ] {
            set_privacy(&world, owner, privacy).await;
            for (who, viewer, may) in all.seeing(to_friends, to_members, false) {
                let may = may && (is_public || viewer.id == owner.id);
                assert_eq!(sees(&world, viewer, &review).await, may, "{who}, public: {is_public}, {privacy}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_keeps_for_themselves_is_not_reviewed_before_others() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    relate(&world, &ana, &ben, "accepted").await;
    let show = Show::new(&world, "Lost").await;
    let of_show = write(&world, &ana, draft(show.root.id, "Long.")).await;
    let of_part = write(&world, &ana, draft(show.episode(1, 1), "It begins.")).await;
    assert!(sees(&world, &ben, &of_show).await && sees(&world, &ben, &of_part).await);
    let entry = EntryDraft {
        item_id: show.root.id,
        status: status::WATCHING.to_owned(),
        is_favorite: false,
        is_private: true,
        notes: None,
        custom_fields: json!({}),
    };
    library::add(&world.app, &ana.actor, entry).await.unwrap();
    for review in [&of_show, &of_part] {
        assert!(!sees(&world, &ben, review).await, "{}", review.content);
        assert!(sees(&world, &ana, review).await, "{}", review.content);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_and_each_cycle_through_it_have_one_review_which_is_written_anew() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    relate(&world, &ana, &ben, "accepted").await;
    let (laura, gilda) = (film(&world, "Laura").await, film(&world, "Gilda").await);
    let mut seen: Vec<WatchSessionId> = Vec::new();
    for _ in 0..2 {
        let played = plays::add(&world.app, &ana.actor, PlayDraft::new(laura, When::Now, "test")).await.unwrap();
        seen.push(played.play.watch_session_id.unwrap());
        world.pass(TimeDelta::days(1));
    }
    let of = |cycle: WatchSessionId, content: &str| ReviewDraft { cycle_id: Some(cycle), ..draft(laura, content) };
    let first = write(&world, &ana, of(seen[0], "At first: hm.")).await;
    world.pass(TimeDelta::days(1));
    write(&world, &ana, of(seen[1], "Now I see.")).await;
    world.pass(TimeDelta::days(1));
    write(&world, &ana, draft(laura, "See it twice.")).await;
    world.pass(TimeDelta::days(1));
    let (again, before) = reviews::write(&world.app, &ana.actor, of(seen[0], " At first: well. ")).await.unwrap();
    assert_eq!((again.id, again.created_at, again.content.as_str()), (first.id, first.created_at, "At first: well."));
    assert_eq!(before.unwrap().content, "At first: hm.");
    assert_eq!(texts(&world, &ben, None, Some(laura)).await, ["See it twice.", "Now I see.", "At first: well."]);
    assert_eq!(texts(&world, &ben, Some(&ana), None).await.len(), 3);
    let own = reviews::own_by_items(&world.app, &ana.actor, &[laura, gilda]).await.unwrap();
    assert_eq!(own.len(), 3);
    assert!(reviews::own_by_items(&world.app, &ben.actor, &[laura]).await.unwrap().is_empty());
    let numbers = reviews::cycle_numbers(&world.app, &ben.actor, &seen).await.unwrap();
    let numbers: std::collections::HashMap<_, _> = numbers.into_iter().collect();
    assert_eq!((numbers[&seen[0]], numbers[&seen[1]]), (1, 2));
    set_privacy(&world, &ana, r#"{"history": "nobody"}"#).await;
    assert!(reviews::cycle_numbers(&world.app, &ben.actor, &seen).await.unwrap().is_empty());

    let wrong = reviews::write(&world.app, &ana.actor, ReviewDraft { item_id: gilda, ..of(seen[0], "?") }).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "the cycle is through another film");
    let wrong = reviews::write(&world.app, &ben.actor, of(seen[0], "?")).await;
    assert!(matches!(wrong, Err(Error::NotFound("cycle"))), "the cycle is another's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_that_was_written_about_stays_when_its_plays_go() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let laura = film(&world, "Laura").await;
    write(&world, &ana, draft(laura, "As such.")).await;
    let play = plays::add(&world.app, &ana.actor, PlayDraft::new(laura, When::Now, "test")).await.unwrap().play;
    let cycle = play.watch_session_id.unwrap();
    let review = write(&world, &ana, ReviewDraft { cycle_id: Some(cycle), ..draft(laura, "This time.") }).await;
    plays::delete(&world.app, &ana.actor, &[play.id]).await.unwrap();
    assert!(cycles::find(&world.app, &ana.actor, cycle).await.unwrap().is_some());
    let found = reviews::by_ids(&world.app, &ana.actor, &[review.id]).await.unwrap();
    assert_eq!(found.iter().map(|review| review.watch_session_id).collect::<Vec<_>>(), [Some(cycle)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_its_persons_to_write_and_to_take_back() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let laura = film(&world, "Laura").await;
    let review = write(&world, &ana, draft(laura, "Dark.")).await;
    let refused = reviews::delete(&world.app, &ben.actor, review.id).await;
    assert!(matches!(refused, Err(Error::NotFound("review"))));
    let nobody = Actor::anonymous(Origin::default());
    assert!(matches!(reviews::write(&world.app, &nobody, draft(laura, "!")).await, Err(Error::Unauthenticated)));
    let mut reading = ana.actor.clone();
    if let Who::Person(person) = &mut reading.who {
        person.access = vec![Access::Read];
    }
    assert!(matches!(reviews::delete(&world.app, &reading, review.id).await, Err(Error::Forbidden(_))));
    let unknown = reviews::write(&world.app, &ana.actor, draft(world.app.new_id(), "?")).await;
    assert!(matches!(unknown, Err(Error::NotFound("item"))));
    let long = "x".repeat(50_001);
    for (title, content) in [(None, " "), (None, long.as_str()), (None, "a\0b"), (Some("a\nb"), "fine")] {
        let wrong = ReviewDraft { title: title.map(str::to_owned), ..draft(laura, content) };
        assert!(matches!(reviews::write(&world.app, &ana.actor, wrong).await, Err(Error::Invalid(_))), "{title:?}");
    }
    assert_eq!(reviews::delete(&world.app, &ana.actor, review.id).await.unwrap(), review);
    assert!(texts(&world, &ana, Some(&ana), None).await.is_empty());
}
