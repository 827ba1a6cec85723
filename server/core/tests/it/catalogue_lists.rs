//! Searching and browsing the catalogue.

use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::search::{self, Search};
use medianest_core::catalogue::{ItemFilter, ItemSort, MediaItem, browse, builtin, types};
use medianest_core::policy::Actor;
use medianest_core::{App, Error, PageRequest};
use medianest_test_support::World;

async fn film(app: &App, name: &str, original: Option<&str>, year: Option<i16>) -> MediaItem {
    let mut draft = ItemDraft::new(builtin::MOVIE, name);
    draft.original_name = original.map(str::to_owned);
    draft.year = year;
    draft.released_on = year.and_then(|year| chrono::NaiveDate::from_ymd_opt(year.into(), 6, 1));
    items::create(app, &Actor::system("test"), draft).await.unwrap()
}

async fn found(app: &App, text: &str) -> Vec<String> {
    let search = Search { text: text.to_owned(), ..Search::default() };
    let page = PageRequest { first: 10, after: None };
    let hits = search::page(app, &Actor::system("test"), &search, page).await.unwrap();
    hits.items.into_iter().map(|hit| hit.item.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_forgives_what_people_type() {
    let world = World::new().await;
    for (name, original, year) in [
        ("Toy Story", None, 1995),
        ("Toy Story 2", None, 1999),
        ("The Lord of the Rings: The Two Towers", None, 2002),
        ("Amélie", Some("Le Fabuleux Destin d'Amélie Poulain"), 2001),
        ("Dune", None, 1984),
        ("Dune", None, 2021),
        ("The Matrix", None, 1999),
        ("Spirited Away", Some("千と千尋の神隠し"), 2001),
        ("Сталкер", None, 1979),
        ("الرسالة", None, 1976),
        ("Schindler's List", None, 1993),
        ("Blade Runner 2049", None, 2017),
        ("1917", None, 2019),
        ("Heat", None, 1995),
        ("Aliens", None, 1986),
    ] {
        film(&world.app, name, original, Some(year)).await;
    }
    for (typed, first) in [
        ("toy story", "Toy Story"),
        ("toy stroy", "Toy Story"),
        ("lord of th", "The Lord of the Rings: The Two Towers"),
        ("amelie", "Amélie"),
        ("fabuleux destin", "Amélie"),
        ("matrix", "The Matrix"),
        ("the matirx", "The Matrix"),
        ("matrix, the", "The Matrix"),
        ("千尋", "Spirited Away"),
        ("神隠し", "Spirited Away"),
        ("сталк", "Сталкер"),
        ("СТАЛКЕР", "Сталкер"),
        ("الرسالة", "الرسالة"),
        ("schindlers list", "Schindler's List"),
        ("sc", "Schindler's List"),
        ("blade runner 2049", "Blade Runner 2049"),
        ("1917", "1917"),
        ("heet", "Heat"),
        ("haet", "Heat"),
        ("heaat", "Heat"),
        ("jeat", "Heat"),
        ("dunr", "Dune"),
        ("aliems", "Aliens"),
    ] {
        assert_eq!(found(&world.app, typed).await.first().map(String::as_str), Some(first), "{typed}");
    }
    let dune = Search { text: "dune 2021".into(), ..Search::default() };
    let page = PageRequest { first: 10, after: None };
    let hits = search::page(&world.app, &Actor::system("test"), &dune, page).await.unwrap().items;
    assert_eq!(hits[0].item.year, Some(2021));
    for nothing in ["", "   ", "!!!", "zzzzqqqq", "'; DROP TABLE media_items; --", "\\", "a & | ! ( b:*"] {
        assert!(found(&world.app, nothing).await.len() < 5, "{nothing}");
    }
    assert!(found(&world.app, "zzzzqqqq").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_pages_without_gaps_and_looks_where_it_is_told() {
    let world = World::new().await;
    let system = Actor::system("test");
    for number in 0..25 {
        film(&world.app, &format!("Night {number}"), None, Some(1990 + number)).await;
    }
    let show = items::create(&world.app, &system, ItemDraft::new(builtin::TV, "Day Show")).await.unwrap();
    let season = ItemDraft::new(builtin::TV, "Night Season").below(show.id, Some(1));
    items::create(&world.app, &system, season).await.unwrap();

    let mut search = Search { text: "night".into(), ..Search::default() };
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = search::page(&world.app, &system, &search, PageRequest { first: 7, after }).await.unwrap();
        seen.extend(page.items.iter().map(|hit| hit.item.id));
        after = page.items.last().map(|hit| (hit.score, hit.item.id));
        if !page.has_next {
            break;
        }
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((count, seen.len()), (25, 25));
    assert_eq!(search::count(&world.app, &system, &search).await.unwrap(), 25);

    search.levels = Some(vec![1]);
    assert_eq!(search::count(&world.app, &system, &search).await.unwrap(), 1);
    search.levels = Some(vec![0, 1]);
    search.media_types = Some(vec![builtin::MOVIE]);
    search.year_from = Some(2010);
    assert_eq!(search::count(&world.app, &system, &search).await.unwrap(), 5);
    search.levels = Some(vec![9]);
    assert!(matches!(search::count(&world.app, &system, &search).await, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn items_of_a_disabled_type_are_out_of_ordinary_lists() {
    let world = World::new().await;
    let admin = world.admin("root").await;
    film(&world.app, "Heat", None, Some(1995)).await;
    let patch = types::TypePatch { is_enabled: Some(false), ..types::TypePatch::default() };
    types::update(&world.app, &admin.actor, builtin::MOVIE, patch).await.unwrap();
    assert!(found(&world.app, "heat").await.is_empty());
    let filter = ItemFilter::default();
    assert_eq!(browse::count(&world.app, &admin.actor, &filter).await.unwrap(), 0);
    let named = ItemFilter { media_types: Some(vec![builtin::MOVIE]), ..filter };
    assert_eq!(browse::count(&world.app, &admin.actor, &named).await.unwrap(), 1);
    let listed = types::all(&world.app, &admin.actor, false).await.unwrap();
    assert!(listed.iter().all(|media_type| media_type.name != "movie"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_genres_to_choose_among_are_those_of_types_in_use() {
    let world = World::new().await;
    let admin = world.admin("root").await;
    for (media_type, name, genres) in [
        (builtin::MOVIE, "Heat", ["Thriller", "Drama"].as_slice()),
        (builtin::MOVIE, "Airplane!", &["Comedy"]),
        (builtin::BOOK, "Emma", &["Romance", "Drama"]),
    ] {
        let mut draft = ItemDraft::new(media_type, name);
        draft.genres = genres.iter().map(|&genre| genre.to_owned()).collect();
        items::create(&world.app, &Actor::system("test"), draft).await.unwrap();
    }
    let genres = async |types| browse::genres(&world.app, &admin.actor, types).await.unwrap();
    assert_eq!(genres(None).await, ["Comedy", "Drama", "Romance", "Thriller"]);
    assert_eq!(genres(Some(vec![builtin::BOOK])).await, ["Drama", "Romance"]);

    let patch = types::TypePatch { is_enabled: Some(false), ..types::TypePatch::default() };
    types::update(&world.app, &admin.actor, builtin::BOOK, patch).await.unwrap();
    assert_eq!(genres(None).await, ["Comedy", "Drama", "Thriller"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sort_pages_through_everything_in_order_with_the_unknown_last() {
    let world = World::new().await;
    let system = Actor::system("test");
    for (name, year) in [("The Beta", Some(2001)), ("Alpha", None), ("Gamma", Some(1999)), ("A Delta", Some(2001)), ("Eta", None)]
    {
        film(&world.app, name, None, year).await;
        world.pass(chrono::TimeDelta::seconds(1));
    }
    let filter = ItemFilter { levels: Some(vec![0]), ..ItemFilter::default() };
    for sort in [ItemSort::SortName, ItemSort::Released, ItemSort::Created, ItemSort::Year] {
        for descending in [false, true] {
            let mut names = Vec::new();
            let mut years = Vec::new();
            let mut after = None;
            loop {
                let request = PageRequest { first: 2, after };
                let page = browse::page(&world.app, &system, &filter, sort, descending, request).await.unwrap();
                names.extend(page.items.iter().map(|item| item.name.clone()));
                years.extend(page.items.iter().map(|item| item.year));
                after = page.items.last().map(|item| (sort.key(item), item.id));
                if !page.has_next {
                    break;
                }
            }
            assert_eq!(names.len(), 5, "{sort:?} {descending}");
            match (sort, descending) {
                (ItemSort::SortName, false) => assert_eq!(names, ["Alpha", "The Beta", "A Delta", "Eta", "Gamma"]),
                (ItemSort::SortName, true) => assert_eq!(names, ["Gamma", "Eta", "A Delta", "The Beta", "Alpha"]),
                (ItemSort::Created, false) => assert_eq!(names, ["The Beta", "Alpha", "Gamma", "A Delta", "Eta"]),
                (ItemSort::Created, true) => assert_eq!(names, ["Eta", "A Delta", "Gamma", "Alpha", "The Beta"]),
                (_, false) => assert_eq!(years, [Some(1999), Some(2001), Some(2001), None, None]),
                (_, true) => assert_eq!(years, [Some(2001), Some(2001), Some(1999), None, None]),
            }
        }
    }
    let by_name =
        browse::page(&world.app, &system, &filter, ItemSort::SortName, false, PageRequest { first: 1, after: None }).await;
    let item = by_name.unwrap().items.remove(0);
    let foreign = PageRequest { first: 1, after: Some((ItemSort::SortName.key(&item), item.id)) };
    let refused = browse::page(&world.app, &system, &filter, ItemSort::Year, false, foreign).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}
