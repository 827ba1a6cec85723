//! Working on a list together, and addresses by which anybody reads one.

use chrono::TimeDelta;
use medianest_core::lists::{self, collaborators, items, links};
use medianest_core::policy::{Actor, Origin};
use medianest_core::{Error, PageRequest, notifications};
use medianest_db::lists::SmartFilter;
use medianest_db::{ListRole, ListSortOrder};
use medianest_test_support::{Person, World};
use secrecy::ExposeSecret as _;

use super::{add, draft, field_of, films, list, titles};
use crate::visibility::{relate, set_privacy};

async fn news(world: &World, person: &Person) -> Vec<String> {
    let page = notifications::page(&world.app, &person.actor, true, &PageRequest { first: 9, after: None }).await.unwrap();
    page.items.into_iter().map(|news| news.title).collect()
}

/// The names of the lists that somebody owns or works on.
async fn own(world: &World, person: &Person) -> Vec<String> {
    let page = lists::page(&world.app, &person.actor, None, &PageRequest { first: 9, after: None }).await.unwrap();
    assert_eq!(lists::count(&world.app, &person.actor, None).await.unwrap(), i64::try_from(page.items.len()).unwrap());
    page.items.into_iter().map(|list| list.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_let_in_told_given_another_role_and_leaves() {
    let world = World::new().await;
    let (ana, ben, eve) = (world.user("ana").await, world.user("ben").await, world.user("eve").await);
    let shelf = list(&world, &ana, "Shelf").await;
    let put = async |person: &Person, role| collaborators::put(&world.app, &ana.actor, shelf.id, person.id, role).await;
    assert_eq!(own(&world, &ben).await, [""; 0]);
    put(&ben, ListRole::Viewer).await.unwrap();
    put(&ben, ListRole::Editor).await.unwrap();
    assert_eq!(news(&world, &ben).await, ["ana shares the list “Shelf” with you"], "told once");
    assert_eq!(own(&world, &ben).await, ["Shelf"]);
    add(&world, &ben, shelf.id, &films(&world, &["Laura"]).await).await;
    assert_eq!(field_of(&put(&ana, ListRole::Editor).await.unwrap_err()), "userId", "the owner is in already");
    set_privacy(&world, &eve, r#"{"profile": "nobody"}"#).await;
    assert!(matches!(put(&eve, ListRole::Viewer).await, Err(Error::NotFound("user"))), "one cannot let in whom one cannot see");

    collaborators::leave(&world.app, &ben.actor, shelf.id).await.unwrap();
    assert_eq!(own(&world, &ben).await, [""; 0]);
    assert!(matches!(collaborators::leave(&world.app, &ben.actor, shelf.id).await, Err(Error::NotFound("list"))));
    assert!(matches!(collaborators::leave(&world.app, &ana.actor, shelf.id).await, Err(Error::Conflict(_))));
    assert_eq!(titles(&world, &ana, shelf.id, None).await, ["Laura"], "what they put there stays");
    put(&ben, ListRole::Editor).await.unwrap();
    collaborators::remove(&world.app, &ana.actor, shelf.id, ben.id).await.unwrap();
    assert!(matches!(lists::find(&world.app, &ben.actor, shelf.id).await, Err(Error::NotFound(_))));
    assert!(matches!(collaborators::remove(&world.app, &ana.actor, shelf.id, ben.id).await, Err(Error::NotFound(_))));

    // Whoever blocks somebody works with them no more, without a word.
    put(&ben, ListRole::Editor).await.unwrap();
    relate(&world, &ben, &ana, "blocked").await;
    assert_eq!(own(&world, &ben).await, [""; 0]);
    let full = async {
        let sql = world.database.sql().await;
        sql.execute(
            "INSERT INTO users (id, username, display_name, claimed_at) SELECT gen_random_uuid(), 'p' || n, 'p', now() FROM generate_series(1, 60) AS n",
            &[],
        )
        .await
        .unwrap();
        sql.execute(
            "INSERT INTO list_collaborators (list_id, user_id) SELECT $1, id FROM users WHERE username LIKE 'p%' LIMIT 49",
            &[&shelf.id.0],
        )
        .await
        .unwrap();
    };
    full.await;
    let late = world.user("late").await;
    assert_eq!(field_of(&put(&late, ListRole::Viewer).await.unwrap_err()), "userId", "too many");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_shows_a_list_to_anybody_until_it_ends() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let shelf = list(&world, &ana, "Shelf").await;
    let rows = add(&world, &ana, shelf.id, &films(&world, &["Laura", "Gilda"]).await).await;
    items::update_notes(&world.app, &ana.actor, rows[1].id, Some("Mame")).await.unwrap();
    let nobody = Actor::anonymous(Origin::default());
    let issued = links::create(&world.app, &ana.actor, shelf.id, Some(world.app.now() + TimeDelta::days(2))).await.unwrap();
    let secret = issued.secret.expose_secret().to_owned();
    let read = async |secret: &str| {
        let request = PageRequest { first: 9, after: None };
        let page = links::page(&world.app, &nobody, secret, None, request).await?;
        assert_eq!(links::count(&world.app, &nobody, secret).await.unwrap(), i64::try_from(page.items.len()).unwrap());
        Ok::<_, Error>(page.items.into_iter().map(|(shared, _)| (shared.item.name, shared.notes)).collect::<Vec<_>>())
    };
    let all = vec![("Laura".to_owned(), None), ("Gilda".to_owned(), Some("Mame".to_owned()))];
    assert_eq!(read(&secret).await.unwrap(), all);
    assert!(matches!(read("mnl_guessed").await, Err(Error::NotFound("list"))));
    let sql = world.database.sql().await;
    let kept: Vec<u8> = sql.query_one("SELECT secret_hash FROM list_links", &[]).await.unwrap().get(0);
    assert!(!kept.windows(8).any(|part| secret.as_bytes().windows(8).any(|of| of == part)), "only its hash is kept");
    let log: i64 = sql
        .query_one("SELECT count(*) FROM audit_logs WHERE audit_logs::text LIKE '%' || $1 || '%'", &[&secret])
        .await
        .unwrap()
        .get(0);
    assert_eq!(log, 0, "it is not in the log");

    for (privacy, is_open) in [(r#"{"never_share": true}"#, false), (r#"{"history": "nobody"}"#, true)] {
        set_privacy(&world, &ana, privacy).await;
        assert_eq!(read(&secret).await.is_ok(), is_open, "{privacy}");
    }
    lists::delete(&world.app, &ana.actor, shelf.id).await.unwrap();
    assert!(read(&secret).await.is_err(), "of a list that is deleted");
    lists::restore(&world.app, &ana.actor, shelf.id).await.unwrap();
    assert!(read(&secret).await.is_ok());
    assert!(matches!(links::revoke(&world.app, &ben.actor, issued.link.id).await, Err(Error::NotFound("link"))));
    let second = links::create(&world.app, &ana.actor, shelf.id, None).await.unwrap();
    world.pass(TimeDelta::days(2));
    assert!(read(&secret).await.is_err(), "its time is over");
    let lasting = second.secret.expose_secret().to_owned();
    assert!(read(&lasting).await.is_ok());
    links::revoke(&world.app, &ana.actor, second.link.id).await.unwrap();
    assert!(read(&lasting).await.is_err());

    let past = links::create(&world.app, &ana.actor, shelf.id, Some(world.app.now())).await;
    assert_eq!(field_of(&past.unwrap_err()), "expiresAt");
    for _ in 1..10 {
        links::create(&world.app, &ana.actor, shelf.id, None).await.unwrap();
    }
    assert_eq!(field_of(&links::create(&world.app, &ana.actor, shelf.id, None).await.unwrap_err()), "listId");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_shows_what_somebody_did_with_things() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    films(&world, &["Laura"]).await;
    let smart = async |name: &str, filter| {
        let draft = lists::ListDraft { filter: Some(filter), sort_order: ListSortOrder::Title, ..draft(name) };
        lists::create(&world.app, &ana.actor, draft).await.unwrap()
    };
    let seen = smart("Seen", SmartFilter { is_watched: Some(true), ..SmartFilter::default() }).await;
    assert!(matches!(links::create(&world.app, &ana.actor, seen.id, None).await, Err(Error::Conflict(_))));
    let films = smart("Films", SmartFilter { types: vec!["movie".to_owned()], ..SmartFilter::default() }).await;
    let secret = links::create(&world.app, &ana.actor, films.id, None).await.unwrap().secret;
    let nobody = Actor::anonymous(Origin::default());
    assert_eq!(links::count(&world.app, &nobody, secret.expose_secret()).await.unwrap(), 1);
    // Nor does one that was made before the list asked for that.
    let changes = medianest_db::lists::UserListChanges {
        filter: Some(SmartFilter { is_watched: Some(false), ..SmartFilter::default() }),
        ..Default::default()
    };
    lists::update(&world.app, &ana.actor, films.id, changes).await.unwrap();
    assert_eq!(links::count(&world.app, &nobody, secret.expose_secret()).await.unwrap(), 0);
}
