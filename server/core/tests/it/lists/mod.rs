//! Lists: what is on them, in which order, and who sees and changes them.

mod access;
mod order;
mod sharing;
mod smart;

use chrono::TimeDelta;
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self as catalogue, ItemDraft as CatalogueDraft};
use medianest_core::lists::items::{self, ItemDraft};
use medianest_core::lists::{self, ListDraft};
use medianest_core::policy::Actor;
use medianest_core::{Error, PageRequest, jobs};
use medianest_db::lists::{ListItem, SmartFilter, UserList, UserListChanges};
use medianest_db::{Audience, ListId, ListSortOrder, MediaItemId};
use medianest_test_support::{Person, World};

fn draft(name: &str) -> ListDraft {
    ListDraft {
        name: name.to_owned(),
        description: None,
        audience: Audience::Nobody,
        sort_order: ListSortOrder::Manual,
        filter: None,
    }
}

async fn list(world: &World, owner: &Person, name: &str) -> UserList {
    lists::create(&world.app, &owner.actor, draft(name)).await.unwrap()
}

async fn film(world: &World, name: &str) -> MediaItemId {
    catalogue::create(&world.app, &Actor::system("test"), CatalogueDraft::new(builtin::MOVIE, name)).await.unwrap().id
}

async fn films(world: &World, names: &[&str]) -> Vec<MediaItemId> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(film(world, name).await);
    }
    ids
}

fn drafts(items: &[MediaItemId]) -> Vec<ItemDraft> {
    items.iter().map(|item| ItemDraft { item_id: *item, notes: None, rank: None, added_at: None }).collect()
}

async fn add(world: &World, person: &Person, list: ListId, items: &[MediaItemId]) -> Vec<ListItem> {
    items::add(&world.app, &person.actor, list, drafts(items)).await.unwrap().added
}

/// The titles that a list shows somebody, page by page.
async fn titles(world: &World, person: &Person, list: ListId, sort: Option<ListSortOrder>) -> Vec<String> {
    let mut shown = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { first: 3, after };
        let page = items::page(&world.app, &person.actor, list, sort, request).await.unwrap();
        for (listed, _) in &page.items {
            shown.push(
                catalogue::by_ids_with_ancestors(&world.app, &person.actor, &[listed.item_id]).await.unwrap()[0].name.clone(),
            );
        }
        after = page.items.last().map(|(_, key)| key.clone());
        if !page.has_next {
            let count = items::count(&world.app, &person.actor, list).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), shown.len(), "the count is of what is shown");
            return shown;
        }
    }
}

fn field_of(error: &Error) -> &str {
    match error {
        Error::Invalid(fields) => &fields[0].field,
        other => panic!("not a wrong field: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_made_changed_deleted_brought_back_and_gone_after_a_month() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let made = list(&world, &ana, "  Noir  ").await;
    assert_eq!((made.name.as_str(), made.audience), ("Noir", Audience::Nobody));
    let ids = films(&world, &["Laura", "Gilda"]).await;
    add(&world, &ana, made.id, &ids).await;
    let changes =
        UserListChanges { name: Some("Film noir".to_owned()), description: Some(Some("Dark".to_owned())), ..Default::default() };
    let changed = lists::update(&world.app, &ana.actor, made.id, changes).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.description.as_deref()), ("Film noir", Some("Dark")));

    lists::delete(&world.app, &ana.actor, made.id).await.unwrap();
    assert!(matches!(lists::find(&world.app, &ana.actor, made.id).await, Err(Error::NotFound("list"))));
    assert!(matches!(lists::restore(&world.app, &ben.actor, made.id).await, Err(Error::NotFound("list"))));
    lists::restore(&world.app, &ana.actor, made.id).await.unwrap();
    assert!(matches!(lists::restore(&world.app, &ana.actor, made.id).await, Err(Error::NotFound(_))), "it is there");
    assert_eq!(titles(&world, &ana, made.id, None).await, ["Laura", "Gilda"]);

    lists::delete(&world.app, &ana.actor, made.id).await.unwrap();
    world.pass(TimeDelta::days(29));
    jobs::run_due(&world.app).await.unwrap();
    lists::restore(&world.app, &ana.actor, made.id).await.unwrap();
    lists::delete(&world.app, &ana.actor, made.id).await.unwrap();
    world.pass(TimeDelta::days(31));
    jobs::run_due(&world.app).await.unwrap();
    assert!(matches!(lists::restore(&world.app, &ana.actor, made.id).await, Err(Error::NotFound(_))), "its time is over");
    let sql = world.database.sql().await;
    let left: i64 = sql.query_one("SELECT count(*) FROM user_list_items", &[]).await.unwrap().get(0);
    assert_eq!(left, 0);
    let told: Vec<String> = sql
        .query("SELECT DISTINCT action FROM audit_logs WHERE resource_type = 'list' ORDER BY action", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(told, ["lists.created", "lists.deleted", "lists.restored", "lists.updated"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_a_list_already_is_answered_and_not_doubled() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let noir = list(&world, &ana, "Noir").await;
    let ids = films(&world, &["Laura", "Gilda", "Detour"]).await;
    let first = add(&world, &ana, noir.id, &ids[..2]).await;
    let again = items::add(&world.app, &ana.actor, noir.id, drafts(&[ids[2], ids[0], ids[2]])).await.unwrap();
    assert_eq!(again.added.iter().map(|row| row.media_item_id).collect::<Vec<_>>(), [ids[2]]);
    assert_eq!(again.existing, [first[0].clone()]);
    assert_eq!(titles(&world, &ana, noir.id, None).await, ["Laura", "Gilda", "Detour"]);
    let nothing: MediaItemId = world.app.new_id();
    let unknown = items::add(&world.app, &ana.actor, noir.id, drafts(&[nothing])).await;
    assert!(matches!(unknown, Err(Error::NotFound("item"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_off_goes_back_to_where_it_was() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let noir = list(&world, &ana, "Noir").await;
    let ids = films(&world, &["Laura", "Gilda", "Detour", "Sorry"]).await;
    let rows = add(&world, &ana, noir.id, &ids).await;
    let noted = items::update_notes(&world.app, &ana.actor, rows[1].id, Some("Put the blame on Mame")).await.unwrap();
    let gone = [noted.id, rows[2].id];
    world.pass(TimeDelta::hours(1));
    let removed = items::remove(&world.app, &ana.actor, noir.id, &gone).await.unwrap();
    assert_eq!(removed, [noted, rows[2].clone()]);
    assert!(matches!(items::remove(&world.app, &ana.actor, noir.id, &gone).await, Err(Error::NotFound("list item"))));
    assert_eq!(titles(&world, &ana, noir.id, None).await, ["Laura", "Sorry"]);
    let back = removed.iter().map(|row| ItemDraft {
        item_id: row.media_item_id,
        notes: row.notes.clone(),
        rank: Some(row.position.clone()),
        added_at: Some(row.added_at),
    });
    let back = items::add(&world.app, &ana.actor, noir.id, back.collect()).await.unwrap().added;
    assert_eq!(titles(&world, &ana, noir.id, None).await, ["Laura", "Gilda", "Detour", "Sorry"]);
    let kept = |row: &ListItem| (row.media_item_id, row.notes.clone(), row.position.clone(), row.added_at);
    assert_eq!(back.iter().map(kept).collect::<Vec<_>>(), removed.iter().map(kept).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_or_no_input_names_its_field() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let create = async |draft| lists::create(&world.app, &ana.actor, draft).await;
    for (draft, field) in [
        (draft(" "), "name"),
        (draft(&"x".repeat(201)), "name"),
        (draft("two\nlines"), "name"),
        (ListDraft { description: Some("x".repeat(2_001)), ..draft("A") }, "description"),
        (ListDraft { filter: Some(SmartFilter::default()), ..draft("A") }, "sortOrder"),
    ] {
        assert_eq!(field_of(&create(draft).await.unwrap_err()), field);
    }
    let noir = list(&world, &ana, "Noir").await;
    let item = film(&world, "Laura").await;
    let one = |draft: ItemDraft| vec![draft];
    let plain = || drafts(&[item]).remove(0);
    for (wrong, field) in [
        (vec![plain(); 101], "items"),
        (one(ItemDraft { notes: Some("x".repeat(2_001)), ..plain() }), "items[0].notes"),
        (one(ItemDraft { rank: Some("A-".to_owned()), ..plain() }), "items[0].rank"),
        (one(ItemDraft { rank: Some("a0".to_owned()), ..plain() }), "items[0].rank"),
        (one(ItemDraft { added_at: Some(world.app.now() + TimeDelta::days(1)), ..plain() }), "items[0].addedAt"),
    ] {
        assert_eq!(field_of(&items::add(&world.app, &ana.actor, noir.id, wrong).await.unwrap_err()), field);
    }
    let sql = world.database.sql().await;
    sql.execute(
        "INSERT INTO media_items (id, media_type_id, root_id, name, sort_name, slug)
         SELECT id, $1, id, 'Film', 'film', 'film-' || n FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 10000) AS n) AS made",
        &[&builtin::MOVIE.0],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO user_list_items (id, list_id, media_item_id, position, added_at)
         SELECT gen_random_uuid(), $1, id, slug, now() FROM media_items WHERE slug LIKE 'film-%'",
        &[&noir.id.0],
    )
    .await
    .unwrap();
    assert_eq!(field_of(&items::add(&world.app, &ana.actor, noir.id, drafts(&[item])).await.unwrap_err()), "items");
    sql.execute(
        "INSERT INTO user_lists (id, user_id, name) SELECT gen_random_uuid(), $1, 'List' FROM generate_series(2, 500)",
        &[&ana.id.0],
    )
    .await
    .unwrap();
    assert_eq!(field_of(&create(draft("One more")).await.unwrap_err()), "name");
    lists::delete(&world.app, &ana.actor, noir.id).await.unwrap();
    create(draft("One more")).await.unwrap();
    assert_eq!(field_of(&lists::restore(&world.app, &ana.actor, noir.id).await.unwrap_err()), "id");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watchlist_stays() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let watchlist = list(&world, &ana, "Watchlist").await;
    let sql = world.database.sql().await;
    sql.execute("UPDATE user_lists SET kind = 'watchlist' WHERE id = $1", &[&watchlist.id.0]).await.unwrap();
    assert!(matches!(lists::delete(&world.app, &ana.actor, watchlist.id).await, Err(Error::Conflict(_))));
    add(&world, &ana, watchlist.id, &[film(&world, "Laura").await]).await;
    assert_eq!(titles(&world, &ana, watchlist.id, None).await, ["Laura"]);
}
