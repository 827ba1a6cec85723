//! What those who are close to somebody did, as far as each lets it be seen.

use chrono::TimeDelta;
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::ratings::{self, Verdict};
use medianest_core::diary::reviews::{self, ReviewDraft};
use medianest_core::lists::items::ItemDraft;
use medianest_core::lists::{self, ListDraft, items};
use medianest_core::social::activity::{self, Activity, ActivityKind, Whom};
use medianest_core::social::members;
use medianest_core::{Error, PageRequest};
use medianest_db::{Audience, GroupRole, ListSortOrder, MediaItemId};
use medianest_test_support::{Person, World};
use serde_json::json;

use crate::groups::{group, join};
use crate::scrobble::film;
use crate::visibility::{Relations, relate, set_privacy};

fn kind(activity: &Activity) -> ActivityKind {
    match activity {
        Activity::Play(_) => ActivityKind::Play,
        Activity::Rating(_) => ActivityKind::Rating,
        Activity::Review(_) => ActivityKind::Review,
        Activity::List(_) => ActivityKind::List,
    }
}

/// What a feed shows somebody, page by page.
async fn feed(world: &World, viewer: &Person, whom: Whom, kinds: &[ActivityKind]) -> Vec<Activity> {
    let (mut shown, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest { first: 2, after };
        let page = activity::page(&world.app, &viewer.actor, whom, kinds, &request).await.unwrap();
        assert!(page.items.is_sorted_by(|(_, one), (_, next)| one > next), "the latest first");
        after = page.items.last().map(|(_, place)| *place);
        shown.extend(page.items.into_iter().map(|(activity, _)| activity));
        if !page.has_next {
            let count = activity::count(&world.app, &viewer.actor, whom, kinds).await.unwrap();
            assert_eq!(i64::try_from(shown.len()).unwrap(), count, "{whom:?}");
            return shown;
        }
    }
}

async fn kinds(world: &World, viewer: &Person, whom: Whom) -> Vec<ActivityKind> {
    feed(world, viewer, whom, &[]).await.iter().map(kind).collect()
}

async fn play(world: &World, person: &Person, item: MediaItemId) {
    plays::add(&world.app, &person.actor, PlayDraft::new(item, When::Now, "test")).await.unwrap();
    world.pass(TimeDelta::minutes(1));
}

/// Plays, rates and reviews a film, and makes a list of it that friends may see.
async fn do_everything(world: &World, person: &Person, item: MediaItemId) {
    play(world, person, item).await;
    ratings::rate(&world.app, &person.actor, item, Verdict::Hundred(70)).await.unwrap();
    world.pass(TimeDelta::minutes(1));
    let review = ReviewDraft {
        item_id: item,
        cycle_id: None,
        title: None,
        content: "Dark.".to_owned(),
        contains_spoilers: false,
        is_public: true,
    };
    reviews::write(&world.app, &person.actor, review).await.unwrap();
    world.pass(TimeDelta::minutes(1));
    let draft = ListDraft {
        name: "Noir".to_owned(),
        description: None,
        audience: Audience::Friends,
        sort_order: ListSortOrder::Manual,
        filter: None,
    };
    let list = lists::create(&world.app, &person.actor, draft).await.unwrap();
    let held = ItemDraft { item_id: item, notes: None, rank: None, added_at: None };
    items::add(&world.app, &person.actor, list.id, vec![held]).await.unwrap();
    world.pass(TimeDelta::minutes(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_setting_lets_exactly_its_audience_see_what_somebody_did() {
    let world = World::new().await;
    let all = Relations::of(&world).await;
    let owner = &all.owner;
    do_everything(&world, owner, film(&world, "Laura").await).await;
    let close = |who: &str| matches!(who, "a friend" | "somebody of a group that may" | "a guest who is a friend");
    for (privacy, to_friends, to_members) in [
        ("{}", true, false),
        (r#"{"history": "nobody"}"#, false, false),
        (r#"{"history": "members"}"#, true, true),
        (r#"{"history": "somebody else"}"#, false, false),
        (r#"{"history": "members", "never_share": true}"#, false, false),
        (r#"{"history": "members", "never_share": "maybe"}"#, false, false),
    ] {
        set_privacy(&world, owner, privacy).await;
        let shares = !privacy.contains("never_share");
        for (who, viewer, may) in all.seeing(to_friends, to_members, false) {
            let shown = kinds(&world, viewer, Whom::Person(owner.id)).await;
            let did = shown.iter().filter(|kind| **kind != ActivityKind::List).count();
            assert_eq!(did, if may { 3 } else { 0 }, "{who}, {privacy}");
            let sees_list = viewer.id == owner.id || shares && close(who);
            assert_eq!(shown.contains(&ActivityKind::List), sees_list, "the list, {who}, {privacy}");
            // The feed of one's circle has the same of those who are close, and nothing of others.
            let circle = kinds(&world, viewer, Whom::Circle).await;
            let expected = if close(who) { shown } else { Vec::new() };
            assert_eq!(circle, expected, "the circle of {who}, {privacy}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_undated_or_taken_back_is_in_nobodys_feed() {
    use ActivityKind::{List, Play, Rating, Review};
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    relate(&world, &ana, &ben, "accepted").await;
    let (laura, gilda) = (film(&world, "Laura").await, film(&world, "Gilda").await);
    do_everything(&world, &ana, laura).await;
    do_everything(&world, &ana, gilda).await;
    let private = PlayDraft { is_private: true, ..PlayDraft::new(laura, When::Now, "test") };
    plays::add(&world.app, &ana.actor, private).await.unwrap();
    plays::add(&world.app, &ana.actor, PlayDraft::new(laura, When::Unknown, "test")).await.unwrap();
    let month = When::On("2026-02".parse().unwrap());
    plays::add(&world.app, &ana.actor, PlayDraft::new(laura, month, "test")).await.unwrap();
    assert_eq!(kinds(&world, &ben, Whom::Circle).await, [List, Review, Rating, Play, List, Review, Rating, Play]);
    assert_eq!(
        feed(&world, &ben, Whom::Circle, &[Rating, List]).await.iter().map(kind).collect::<Vec<_>>(),
        [List, Rating, List, Rating]
    );
    let entry = EntryDraft {
        item_id: gilda,
        status: status::COMPLETED.to_owned(),
        is_favorite: false,
        is_private: true,
        notes: None,
        custom_fields: json!({}),
    };
    let (entry, is_new) = library::add(&world.app, &ana.actor, entry).await.unwrap();
    assert!(!is_new, "her play put it there");
    let changes = medianest_db::diary::LibraryEntryChanges { is_private: Some(true), ..Default::default() };
    library::update(&world.app, &ana.actor, &[entry.id], changes).await.unwrap();
    assert_eq!(kinds(&world, &ben, Whom::Circle).await, [List, List, Review, Rating, Play], "she keeps one film for herself");
    ratings::remove(&world.app, &ana.actor, laura).await.unwrap();
    assert_eq!(kinds(&world, &ben, Whom::Circle).await, [List, List, Review, Play]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_groups_feed_is_for_its_members_and_closes_at_once_behind_who_leaves() {
    let world = World::new().await;
    let (ana, ben, eve) = (world.user("ana").await, world.user("ben").await, world.user("eve").await);
    let home = group(&world, &ana).await;
    join(&world, &ana, &home, &ben, GroupRole::Member).await;
    relate(&world, &ben, &eve, "accepted").await;
    let laura = film(&world, "Laura").await;
    for person in [&ana, &ben, &eve] {
        play(&world, person, laura).await;
    }
    let whom = Whom::Group(home.id);
    let people = async |viewer: &Person, whom| {
        let shown = feed(&world, viewer, whom, &[ActivityKind::Play]).await;
        shown.iter().map(Activity::user_id).collect::<Vec<_>>()
    };
    assert_eq!(people(&ben, whom).await, [ben.id, ana.id], "of the group, oneself among them");
    assert_eq!(people(&ben, Whom::Circle).await, [eve.id, ana.id], "of friends and groups, oneself apart");
    members::change_role(&world.app, &ana.actor, home.id, ben.id, GroupRole::Limited).await.unwrap();
    assert_eq!(people(&ben, whom).await, [ben.id], "a limited member");
    members::change_role(&world.app, &ana.actor, home.id, ben.id, GroupRole::Member).await.unwrap();
    members::leave(&world.app, &ben.actor, home.id).await.unwrap();
    let request = PageRequest { first: 9, after: None };
    for stranger in [&ben, &eve] {
        let refused = activity::page(&world.app, &stranger.actor, whom, &[], &request).await;
        assert!(matches!(refused, Err(Error::NotFound("group"))), "{}", stranger.name);
    }
    assert_eq!(people(&ben, Whom::Circle).await, [eve.id]);
    assert_eq!(people(&ana, whom).await, [ana.id]);
    let two = activity::page(&world.app, &ana.actor, Whom::Unclear, &[], &request).await;
    assert!(matches!(two, Err(Error::Invalid(_))));
}
