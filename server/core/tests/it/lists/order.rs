//! In which order a list is read, and how it is changed.

use chrono::{NaiveDate, TimeDelta};
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self as catalogue, ItemDraft as CatalogueDraft};
use medianest_core::diary::ratings::{self, Verdict};
use medianest_core::lists::items;
use medianest_core::policy::Actor;
use medianest_core::{Error, PageRequest};
use medianest_db::lists::ListKey;
use medianest_db::{ListId, ListItemId, ListSortOrder};
use medianest_test_support::{Person, World};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{add, field_of, films, list, titles};

#[tokio::test(flavor = "multi_thread")]
async fn any_moves_leave_the_list_in_the_order_of_a_plain_one() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    for seed in 0..4_u64 {
        let mut random = StdRng::seed_from_u64(seed);
        let shelf = list(&world, &ana, &format!("Shelf {seed}")).await;
        let names: Vec<String> = (0..9).map(|n| format!("Film {seed}-{n}")).collect();
        let ids = films(&world, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let rows = add(&world, &ana, shelf.id, &ids).await;
        let mut model: Vec<ListItemId> = rows.iter().map(|row| row.id).collect();
        for _ in 0..60 {
            let moved = model.remove(random.random_range(0..model.len()));
            let at = random.random_range(0..=model.len());
            let (after, before) = (at.checked_sub(1).map(|place| model[place]), model.get(at).copied());
            // Whoever names one neighbour means the place beside it, whoever names both the place between them.
            let (after, before) = match random.random_range(0..3) {
                0 if after.is_some() => (after, None),
                1 if before.is_some() => (None, before),
                _ => (after, before),
            };
            items::move_to(&world.app, &ana.actor, moved, after, before).await.unwrap();
            model.insert(at, moved);
        }
        assert_eq!(shown(&world, &ana, shelf.id).await, model, "seed {seed}");
    }
}

async fn shown(world: &World, person: &Person, list: ListId) -> Vec<ListItemId> {
    let page = items::page(&world.app, &person.actor, list, None, PageRequest { first: 100, after: None }).await.unwrap();
    page.items.into_iter().filter_map(|(listed, _)| listed.row.map(|row| row.id)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_has_no_room_left_gets_some_in_the_same_move() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let shelf = list(&world, &ana, "Shelf").await;
    add(&world, &ana, shelf.id, &films(&world, &["A", "B", "C"]).await).await;
    let mut longest = 0;
    // The last is put behind the first, over and over: each time the room there halves.
    for _ in 0..400 {
        let order = shown(&world, &ana, shelf.id).await;
        let moved = items::move_to(&world.app, &ana.actor, order[2], Some(order[0]), Some(order[1])).await.unwrap();
        assert_eq!(shown(&world, &ana, shelf.id).await, [order[0], order[2], order[1]]);
        longest = longest.max(moved.position.len());
    }
    assert!(longest <= 64, "{longest}");
    // Ranks that are alike, as two imports at once may leave them, have no room between them either.
    let sql = world.database.sql().await;
    sql.execute("UPDATE user_list_items SET position = 'i' WHERE list_id = $1", &[&shelf.id.0]).await.unwrap();
    let order = shown(&world, &ana, shelf.id).await;
    items::move_to(&world.app, &ana.actor, order[2], Some(order[0]), Some(order[1])).await.unwrap();
    assert_eq!(shown(&world, &ana, shelf.id).await, [order[0], order[2], order[1]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_makes_no_sense_is_refused() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let (shelf, other) = (list(&world, &ana, "Shelf").await, list(&world, &ana, "Other").await);
    let ids = films(&world, &["A", "B", "C"]).await;
    let rows = add(&world, &ana, shelf.id, &ids).await;
    let elsewhere = add(&world, &ana, other.id, &ids).await;
    let to = async |after, before| items::move_to(&world.app, &ana.actor, rows[1].id, after, before).await;
    assert_eq!(field_of(&to(None, None).await.unwrap_err()), "afterId");
    assert_eq!(field_of(&to(Some(rows[1].id), None).await.unwrap_err()), "id");
    assert!(matches!(to(Some(rows[2].id), Some(rows[0].id)).await, Err(Error::Conflict(_))), "the wrong way round");
    assert!(matches!(to(Some(elsewhere[0].id), None).await, Err(Error::NotFound("list item"))), "of another list");
    let theirs = items::move_to(&world.app, &ben.actor, rows[1].id, Some(rows[2].id), None).await;
    assert!(matches!(theirs, Err(Error::NotFound(_))), "of somebody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_read_by_rank_title_addition_release_and_rating() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let shelf = list(&world, &ana, "Shelf").await;
    let facts = [
        ("The Zoo", Some("1999-01-01"), Some(40)),
        ("Alien", Some("1979-05-25"), None),
        ("Brazil", None, Some(90)),
        ("Cube", Some("1997-09-09"), Some(40)),
    ];
    for (name, released, rating) in facts {
        world.pass(TimeDelta::minutes(1));
        let mut draft = CatalogueDraft::new(builtin::MOVIE, name);
        draft.released_on = released.map(|day| day.parse::<NaiveDate>().unwrap());
        let item = catalogue::create(&world.app, &Actor::system("test"), draft).await.unwrap().id;
        if let Some(rating) = rating {
            ratings::rate(&world.app, &ana.actor, item, Verdict::Hundred(rating)).await.unwrap();
        }
        add(&world, &ana, shelf.id, &[item]).await;
    }
    for (sort, expected) in [
        (ListSortOrder::Manual, ["The Zoo", "Alien", "Brazil", "Cube"]),
        (ListSortOrder::Title, ["Alien", "Brazil", "Cube", "The Zoo"]),
        (ListSortOrder::DateAdded, ["Cube", "Brazil", "Alien", "The Zoo"]),
        (ListSortOrder::ReleaseDate, ["The Zoo", "Cube", "Alien", "Brazil"]),
        (ListSortOrder::Rating, ["Brazil", "Cube", "The Zoo", "Alien"]),
    ] {
        assert_eq!(titles(&world, &ana, shelf.id, Some(sort)).await, expected, "{sort:?}");
    }
    let after = Some(ListKey::Title("alien".to_owned(), shelf.id.0));
    let wrong = items::page(&world.app, &ana.actor, shelf.id, None, PageRequest { first: 3, after }).await;
    assert_eq!(field_of(&wrong.unwrap_err()), "after");
}
