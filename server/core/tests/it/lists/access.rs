//! Who sees and changes a list: every relation between two people, under every setting.

use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::lists::{self, collaborators, items};
use medianest_core::policy::{Access, Actor, Origin, Who};
use medianest_core::{Error, PageRequest};
use medianest_db::lists::{UserList, UserListChanges};
use medianest_db::{Audience, ListRole, MediaItemId};
use medianest_test_support::{Person, World};
use serde_json::json;

use super::{add, drafts, film, films, list, titles};
use crate::visibility::{Relations, relate, set_privacy};

/// Whether somebody sees a list: it answers the same however it is asked for.
async fn sees(world: &World, viewer: &Person, list: &UserList) -> bool {
    let found = match lists::find(&world.app, &viewer.actor, list.id).await {
        Ok(_) => true,
        Err(Error::NotFound("list")) => false,
        Err(other) => panic!("{other:?}"),
    };
    let request = PageRequest { first: 10, after: None };
    let of_owner = lists::page(&world.app, &viewer.actor, Some(list.user_id), &request).await.unwrap();
    assert_eq!(of_owner.items.iter().any(|known| known.id == list.id), found, "among the owner's");
    assert_eq!(lists::count(&world.app, &viewer.actor, Some(list.user_id)).await.unwrap(), i64::from(found), "counted");
    let read = items::page(&world.app, &viewer.actor, list.id, None, PageRequest { first: 10, after: None }).await;
    assert_eq!(read.is_ok(), found, "what is on it");
    assert_eq!(!items::counts(&world.app, &viewer.actor, &[list.id]).await.unwrap().is_empty(), found, "how much is on it");
    assert_eq!(!items::covers(&world.app, &viewer.actor, &[list.id], 4).await.unwrap().is_empty(), found, "its covers");
    found
}

async fn show_to(world: &World, owner: &Person, list: &UserList, audience: Audience) {
    let changes = UserListChanges { audience: Some(audience), ..UserListChanges::default() };
    lists::update(&world.app, &owner.actor, list.id, changes).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_audience_lets_exactly_its_people_see_a_list() {
    let world = World::new().await;
    let all = Relations::of(&world).await;
    let owner = &all.owner;
    let shelf = list(&world, owner, "Shelf").await;
    add(&world, owner, shelf.id, &[film(&world, "Laura").await]).await;

    // What the settings say of the history says nothing of a list, but `never_share` says it of everything.
    for privacy in ["{}", r#"{"history": "nobody"}"#, r#"{"never_share": true}"#, r#"{"never_share": "maybe"}"#] {
        set_privacy(&world, owner, privacy).await;
        for audience in Audience::ALL.iter().copied() {
            show_to(&world, owner, &shelf, audience).await;
            let is_shared = !privacy.contains("never_share");
            let to_friends = is_shared && audience != Audience::Nobody;
            let to_members = is_shared && audience == Audience::Members;
            for (who, viewer, may) in all.seeing(to_friends, to_members, false) {
                assert_eq!(sees(&world, viewer, &shelf).await, may, "{who}, {audience:?}, {privacy}");
            }
        }
    }
    set_privacy(&world, owner, "{}").await;
    let sql = world.database.sql().await;
    for status in ["suspended", "deleted", "active"] {
        sql.execute("UPDATE users SET status = $2 WHERE id = $1", &[&owner.id.0, &status]).await.unwrap();
        assert_eq!(sees(&world, &all.member, &shelf).await, status == "active", "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_may_do_what_it_says() {
    let world = World::new().await;
    let (ana, ed, vi, reader, eve) = (
        world.user("ana").await,
        world.user("ed").await,
        world.user("vi").await,
        world.user("reader").await,
        world.user("eve").await,
    );
    relate(&world, &ana, &reader, "accepted").await;
    let shelf = list(&world, &ana, "Shelf").await;
    collaborators::put(&world.app, &ana.actor, shelf.id, ed.id, ListRole::Editor).await.unwrap();
    collaborators::put(&world.app, &ana.actor, shelf.id, vi.id, ListRole::Viewer).await.unwrap();
    let ids = films(&world, &["A", "B", "C", "D", "E"]).await;
    let rows = add(&world, &ana, shelf.id, &ids[..3]).await;
    show_to(&world, &ana, &shelf, Audience::Friends).await;
    let rename = || UserListChanges { name: Some("Other".to_owned()), ..UserListChanges::default() };
    for (person, sees_it, edits, owns) in [
        (&ana, true, true, true),
        (&ed, true, true, false),
        (&vi, true, false, false),
        (&reader, true, false, false),
        (&eve, false, false, false),
    ] {
        let app = &world.app;
        let actor = &person.actor;
        let expect = |what: &str, result: Result<(), Error>, may: bool| match result {
            Ok(()) => assert!(may, "{} may {what}", person.name),
            Err(Error::Forbidden(_)) => assert!(sees_it && !may, "{} may not {what}", person.name),
            Err(Error::NotFound(_)) => assert!(!sees_it, "{} does not know what to {what}", person.name),
            Err(other) => panic!("{} to {what}: {other:?}", person.name),
        };
        let none = |_| ();
        expect("see", lists::find(app, actor, shelf.id).await.map(none), true);
        let item = if owns { ids[3] } else { ids[4] };
        expect("add", items::add(app, actor, shelf.id, drafts(&[item])).await.map(|_| ()), edits);
        expect("move", items::move_to(app, actor, rows[0].id, Some(rows[1].id), None).await.map(|_| ()), edits);
        expect("note", items::update_notes(app, actor, rows[0].id, Some("!")).await.map(|_| ()), edits);
        expect("remove", items::remove(app, actor, shelf.id, &[]).await.map(|_| ()), edits);
        expect("rename", lists::update(app, actor, shelf.id, rename()).await.map(|_| ()), owns);
        expect("share", collaborators::put(app, actor, shelf.id, ed.id, ListRole::Editor).await.map(|_| ()), owns);
        expect("link", lists::links::create(app, actor, shelf.id, None).await.map(|_| ()), owns);
        let knows_links = !lists::links::by_lists(app, actor, &[shelf.id]).await.unwrap().is_empty();
        let knows_people = !collaborators::by_lists(app, actor, &[shelf.id]).await.unwrap().is_empty();
        assert_eq!((knows_links, knows_people), (owns, sees_it && person.name != "reader"), "{}", person.name);
    }
    for person in [&eve, &vi, &reader, &ed] {
        let result = lists::delete(&world.app, &person.actor, shelf.id).await;
        assert!(matches!(result, Err(Error::Forbidden(_) | Error::NotFound(_))), "{}", person.name);
    }
    let nobody = Actor::anonymous(Origin::default());
    assert!(matches!(lists::find(&world.app, &nobody, shelf.id).await, Err(Error::Unauthenticated)));
    assert!(matches!(lists::find(&world.app, &Actor::system("test"), shelf.id).await, Err(Error::Unauthenticated)));
    let mut reading = ana.actor.clone();
    if let Who::Person(person) = &mut reading.who {
        person.access = vec![Access::Read];
    }
    assert!(lists::find(&world.app, &reading, shelf.id).await.is_ok());
    assert!(matches!(lists::delete(&world.app, &reading, shelf.id).await, Err(Error::Forbidden(_))), "a key that only reads");
}

/// Keeps an item for nobody else to know of.
async fn keep_private(world: &World, person: &Person, item_id: MediaItemId) {
    let draft = EntryDraft {
        item_id,
        status: status::COMPLETED.to_owned(),
        is_favorite: false,
        is_private: true,
        notes: None,
        custom_fields: json!({}),
    };
    library::add(&world.app, &person.actor, draft).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_keeps_for_themselves_does_not_show_through_a_list() {
    let world = World::new().await;
    let (ana, ed) = (world.user("ana").await, world.user("ed").await);
    let shelf = list(&world, &ana, "Shelf").await;
    collaborators::put(&world.app, &ana.actor, shelf.id, ed.id, ListRole::Editor).await.unwrap();
    let ids = films(&world, &["Open", "Secret", "Theirs"]).await;
    let rows = add(&world, &ana, shelf.id, &ids[..2]).await;
    keep_private(&world, &ana, ids[1]).await;
    assert_eq!(titles(&world, &ana, shelf.id, None).await, ["Open", "Secret"]);
    assert_eq!(titles(&world, &ed, shelf.id, None).await, ["Open"]);
    assert_eq!(items::counts(&world.app, &ed.actor, &[shelf.id]).await.unwrap(), [(shelf.id, 1)]);
    assert_eq!(items::covers(&world.app, &ed.actor, &[shelf.id], 4).await.unwrap(), [(shelf.id, ids[0])]);
    assert!(items::on_own_lists(&world.app, &ed.actor, &[ids[1]]).await.unwrap().is_empty());
    let hidden = items::remove(&world.app, &ed.actor, shelf.id, &[rows[1].id]).await;
    assert!(matches!(hidden, Err(Error::NotFound("list item"))));
    let beside = items::move_to(&world.app, &ed.actor, rows[0].id, Some(rows[1].id), None).await;
    assert!(matches!(beside, Err(Error::NotFound("list item"))));

    // Whoever puts it there themselves learns nothing by it: it is new, and theirs.
    let theirs = items::add(&world.app, &ed.actor, shelf.id, drafts(&[ids[1]])).await.unwrap();
    assert_eq!((theirs.added.len(), theirs.existing.len()), (1, 0));
    assert_eq!(theirs.added[0].added_by_user_id, Some(ed.id));
    assert_eq!(titles(&world, &ed, shelf.id, None).await, ["Open", "Secret"]);
    assert_eq!(items::on_own_lists(&world.app, &ed.actor, &[ids[1]]).await.unwrap().len(), 1);
    // What an editor keeps for themselves the owner does not see either.
    add(&world, &ed, shelf.id, &[ids[2]]).await;
    keep_private(&world, &ed, ids[2]).await;
    assert_eq!(titles(&world, &ana, shelf.id, None).await, ["Open", "Secret"]);
    assert_eq!(titles(&world, &ed, shelf.id, None).await, ["Open", "Secret", "Theirs"]);
}
