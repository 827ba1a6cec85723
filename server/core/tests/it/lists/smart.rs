//! Lists that a filter fills.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self as catalogue, ItemDraft as CatalogueDraft};
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::ratings::{self, Verdict};
use medianest_core::lists::{self, ListDraft, items};
use medianest_core::policy::Actor;
use medianest_core::{Error, PageRequest};
use medianest_db::lists::{SmartFilter, UserList, UserListChanges};
use medianest_db::{Audience, ListSortOrder, MediaItemId};
use medianest_test_support::{Person, World};
use serde_json::json;

use super::{draft, drafts, field_of, titles};
use crate::visibility::{relate, set_privacy};

struct Shelf {
    alien: MediaItemId,
    brazil: MediaItemId,
}

impl Shelf {
    /// Three films and a show. Ana keeps Alien (a favourite, rated 90) and Cube (for herself, rated 80), and watched Brazil.
    async fn new(world: &World, ana: &Person) -> Self {
        let make = async |media_type, name: &str, year, genres: &[&str]| {
            let mut draft = CatalogueDraft::new(media_type, name);
            draft.year = Some(year);
            draft.genres = genres.iter().map(ToString::to_string).collect();
            catalogue::create(&world.app, &Actor::system("test"), draft).await.unwrap().id
        };
        let alien = make(builtin::MOVIE, "Alien", 1979, &["Horror", "Science Fiction"]).await;
        let brazil = make(builtin::MOVIE, "Brazil", 1985, &["Science Fiction"]).await;
        let cube = make(builtin::MOVIE, "Cube", 1997, &["Horror"]).await;
        make(builtin::TV, "Dark", 2017, &["Science Fiction"]).await;
        let keep = async |item_id, is_favorite, is_private, status: &str| {
            let status = status.to_owned();
            let draft = EntryDraft { item_id, status, is_favorite, is_private, notes: None, custom_fields: json!({}) };
            library::add(&world.app, &ana.actor, draft).await.unwrap();
        };
        keep(alien, true, false, status::WATCHING).await;
        keep(cube, true, true, status::WATCHING).await;
        for (item, rating) in [(alien, 90), (cube, 80)] {
            ratings::rate(&world.app, &ana.actor, item, Verdict::Hundred(rating)).await.unwrap();
        }
        for item in [brazil, cube] {
            let draft = PlayDraft::new(item, When::Now, "test");
            plays::add(&world.app, &ana.actor, draft).await.unwrap();
        }
        Self { alien, brazil }
    }
}

async fn smart(world: &World, owner: &Person, filter: SmartFilter) -> UserList {
    let draft =
        ListDraft { filter: Some(filter), sort_order: ListSortOrder::Title, audience: Audience::Members, ..draft("Smart") };
    lists::create(&world.app, &owner.actor, draft).await.unwrap()
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_asks_for_what_it_says_and_shows_of_its_owner_what_they_let_be_seen() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    Shelf::new(&world, &ana).await;
    let none = SmartFilter::default;
    // What the filter asks, what Ana sees, and what others see whom she lets see her history.
    let cases: Vec<(SmartFilter, &[&str], &[&str])> = vec![
        (none(), &["Alien", "Brazil", "Cube", "Dark"], &["Alien", "Brazil", "Cube", "Dark"]),
        (SmartFilter { types: texts(&["tv"]), ..none() }, &["Dark"], &["Dark"]),
        (SmartFilter { genres: texts(&["Horror"]), ..none() }, &["Alien", "Cube"], &["Alien", "Cube"]),
        (SmartFilter { genres: texts(&["Horror", "Science Fiction"]), ..none() }, &["Alien"], &["Alien"]),
        (SmartFilter { year_from: Some(1980), year_to: Some(1999), ..none() }, &["Brazil", "Cube"], &["Brazil", "Cube"]),
        (SmartFilter { text: Some("RÁZ".to_owned()), ..none() }, &["Brazil"], &["Brazil"]),
        (SmartFilter { text: Some("%".to_owned()), ..none() }, &[], &[]),
        (SmartFilter { statuses: texts(&["watching"]), ..none() }, &["Alien"], &["Alien"]),
        (SmartFilter { statuses: texts(&["completed"]), ..none() }, &["Brazil", "Cube"], &["Brazil"]),
        (SmartFilter { is_favorite: Some(true), ..none() }, &["Alien", "Cube"], &["Alien"]),
        (SmartFilter { is_favorite: Some(false), ..none() }, &["Brazil", "Dark"], &["Brazil", "Cube", "Dark"]),
        (SmartFilter { rating_from: Some(80), ..none() }, &["Alien", "Cube"], &["Alien"]),
        (SmartFilter { rating_to: Some(85), ..none() }, &["Cube"], &[]),
        (SmartFilter { is_watched: Some(true), ..none() }, &["Brazil", "Cube"], &["Brazil"]),
        (SmartFilter { is_watched: Some(false), ..none() }, &["Alien", "Dark"], &["Alien", "Cube", "Dark"]),
        (SmartFilter { is_watched: Some(true), year_to: Some(1990), ..none() }, &["Brazil"], &["Brazil"]),
    ];
    for (filter, hers, others) in cases {
        let asks = filter.asks_for_state();
        let list = smart(&world, &ana, filter.clone()).await;
        assert_eq!(titles(&world, &ana, list.id, None).await, hers, "{filter:?}");
        for (privacy, may) in
            [(r#"{"history": "members"}"#, true), (r#"{"history": "friends"}"#, false), (r#"{"history": "nobody"}"#, false)]
        {
            set_privacy(&world, &ana, privacy).await;
            let shown: &[&str] = if !asks || may { others } else { &[] };
            assert_eq!(titles(&world, &ben, list.id, None).await, shown, "{filter:?}, {privacy}");
        }
        lists::delete(&world.app, &ana.actor, list.id).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn friendship_opens_and_ends_what_a_smart_list_shows() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    Shelf::new(&world, &ana).await;
    let seen = smart(&world, &ana, SmartFilter { is_watched: Some(true), ..SmartFilter::default() }).await;
    assert_eq!(titles(&world, &ben, seen.id, None).await, [""; 0]);
    relate(&world, &ana, &ben, "accepted").await;
    assert_eq!(titles(&world, &ben, seen.id, None).await, ["Brazil"]);
    world.database.sql().await.execute("DELETE FROM friendships", &[]).await.unwrap();
    assert_eq!(titles(&world, &ben, seen.id, None).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_smart_list_is_sorted_by_what_the_viewer_thinks_and_filled_by_nobody() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let shelf = Shelf::new(&world, &ana).await;
    let films = smart(&world, &ana, SmartFilter { types: texts(&["movie"]), ..SmartFilter::default() }).await;
    ratings::rate(&world.app, &ben.actor, shelf.brazil, Verdict::Hundred(10)).await.unwrap();
    let rating = Some(ListSortOrder::Rating);
    assert_eq!(titles(&world, &ana, films.id, rating).await[..2], ["Alien", "Cube"]);
    assert_eq!(titles(&world, &ben, films.id, rating).await[0], "Brazil");
    assert_eq!(titles(&world, &ana, films.id, Some(ListSortOrder::DateAdded)).await.len(), 3);
    assert_eq!(titles(&world, &ana, films.id, Some(ListSortOrder::ReleaseDate)).await.len(), 3);
    let request = PageRequest { first: 3, after: None };
    let by_rank = items::page(&world.app, &ana.actor, films.id, Some(ListSortOrder::Manual), request).await;
    assert_eq!(field_of(&by_rank.unwrap_err()), "sort");
    let added = items::add(&world.app, &ana.actor, films.id, drafts(&[shelf.alien])).await;
    assert!(matches!(added, Err(Error::Conflict(_))));
    let by_hand = lists::create(&world.app, &ana.actor, draft("By hand")).await.unwrap();
    let filter = UserListChanges { filter: Some(SmartFilter::default()), ..UserListChanges::default() };
    let refused = lists::update(&world.app, &ana.actor, by_hand.id, filter).await;
    assert_eq!(field_of(&refused.unwrap_err()), "filter");
    let horror = SmartFilter { genres: texts(&["Horror"]), ..SmartFilter::default() };
    let changes = UserListChanges { filter: Some(horror), ..UserListChanges::default() };
    lists::update(&world.app, &ana.actor, films.id, changes).await.unwrap();
    assert_eq!(titles(&world, &ana, films.id, None).await, ["Alien", "Cube"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_makes_no_sense_names_its_field() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let none = SmartFilter::default;
    for (filter, field) in [
        (SmartFilter { types: vec![String::new()], ..none() }, "filter.types"),
        (SmartFilter { genres: texts(&["x"; 21]), ..none() }, "filter.genres"),
        (SmartFilter { statuses: texts(&["bored"]), ..none() }, "filter.status"),
        (SmartFilter { text: Some("x".repeat(201)), ..none() }, "filter.query"),
        (SmartFilter { year_from: Some(2000), year_to: Some(1999), ..none() }, "filter.yearFrom"),
        (SmartFilter { rating_to: Some(101), ..none() }, "filter.ratingFrom"),
    ] {
        let draft = ListDraft { filter: Some(filter), sort_order: ListSortOrder::Title, ..draft("Smart") };
        assert_eq!(field_of(&lists::create(&world.app, &ana.actor, draft).await.unwrap_err()), field);
    }
}
