//! Adding items, and finding the one that somebody else speaks of.

use medianest_core::Error;
use medianest_core::catalogue::items::ItemDraft;
use medianest_core::catalogue::resolve::{self, Hint};
use medianest_core::catalogue::{ExternalKey, builtin, external_ids, items};
use medianest_core::policy::Actor;
use medianest_db::Role;
use medianest_test_support::World;
use serde_json::json;

fn imdb(id: &str) -> ExternalKey {
    external_ids::key("imdb", "movie", id).unwrap()
}

fn film(name: &str, year: i16, ids: &[&str]) -> ItemDraft {
    let mut draft = ItemDraft::new(builtin::MOVIE, name);
    draft.year = Some(year);
    draft.external_ids = ids.iter().map(|id| imdb(id)).collect();
    draft
}

fn hint(title: &str, year: Option<i16>) -> Hint {
    Hint { media_type_id: builtin::MOVIE, ids: Vec::new(), title: Some(title.to_owned()), year, place: None }
}

fn wrong_fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(fields) => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("expected wrong fields, not {other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_adds_a_show_with_season_and_episode() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let show = items::create(&world.app, &mia.actor, ItemDraft::new(builtin::TV, "The Wire")).await.unwrap();
    assert_eq!(
        (show.root_id, show.hierarchy_level, show.sort_name.as_str(), show.slug.as_str()),
        (show.id, 0, "wire", "the-wire")
    );
    let season = ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1));
    let season = items::create(&world.app, &mia.actor, season).await.unwrap();
    let episode = ItemDraft::new(builtin::TV, "The Target").below(season.id, Some(1));
    let episode = items::create(&world.app, &mia.actor, episode).await.unwrap();
    assert_eq!((episode.root_id, episode.hierarchy_level), (show.id, 2));
    assert_eq!(episode.position_path, [Some(1), Some(1)]);
    assert_eq!(episode.created_by, Some(mia.id));

    let too_deep = ItemDraft::new(builtin::TV, "Scene").below(episode.id, None);
    assert_eq!(wrong_fields(items::create(&world.app, &mia.actor, too_deep).await.unwrap_err()), ["parentId"]);
    let misplaced = ItemDraft::new(builtin::MOVIE, "A film in a show").below(show.id, None);
    assert!(items::create(&world.app, &mia.actor, misplaced).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_refused_with_all_its_wrong_fields() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let mut draft = ItemDraft::new(builtin::TV, " ");
    draft.year = Some(9999);
    draft.language = Some("not a tag".into());
    draft.metadata = json!({"network": 5, "secret": true});
    let refused = wrong_fields(items::create(&world.app, &mia.actor, draft).await.unwrap_err());
    assert_eq!(refused, ["name", "year", "language", "metadata.network", "metadata.secret"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ordinary_users_do_not_add_items_by_hand() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let refused = items::create(&world.app, &ana.actor, film("Alien", 1979, &[])).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn namesakes_get_slugs_of_their_own() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let mut slugs = Vec::new();
    for year in [1984, 2021, 2021] {
        slugs.push(items::create(&world.app, &mia.actor, film("Dune", year, &[])).await.unwrap().slug);
    }
    assert_eq!(slugs, ["dune", "dune-2021", "dune-2021-2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_id_belongs_to_one_item() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    items::create(&world.app, &mia.actor, film("Toy Story", 1995, &["114709"])).await.unwrap();
    let refused = items::create(&world.app, &mia.actor, film("Toy Story again", 1995, &["tt0114709"])).await;
    assert!(matches!(refused, Err(Error::Conflict(_))));
    let found = external_ids::find_item(&world.app, &mia.actor, "imdb", None, "tt114709").await.unwrap().unwrap();
    assert_eq!(found.name, "Toy Story");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_found_by_id_then_by_title_and_year() {
    let world = World::new().await;
    let system = Actor::system("test");
    let mut boot = film("Das Boot", 1981, &["tt0082096"]);
    boot.language = Some("de".into());
    let mut amelie = film("Amélie", 2001, &["tt0211915"]);
    amelie.original_name = Some("Le Fabuleux Destin d'Amélie Poulain".into());
    let mut ids = Vec::new();
    for draft in [boot, amelie, film("Hamlet", 1996, &["tt0116477"]), film("The Matrix", 1999, &[])] {
        ids.push(items::create(&world.app, &system, draft).await.unwrap().id);
    }
    let conn = world.app.db().await.unwrap();
    let find = async |hint: Hint| resolve::find(&system, &conn, &hint).await.unwrap().map(|item| item.id);
    assert_eq!(find(Hint { ids: vec![imdb("tt0082096")], ..hint("Something else", None) }).await, Some(ids[0]));
    assert_eq!(find(hint("das boot", Some(1981))).await, Some(ids[0]));
    assert_eq!(find(hint("amelie", Some(2001))).await, Some(ids[1]));
    assert_eq!(find(hint("Le fabuleux destin d’Amelie Poulain", None)).await, Some(ids[1]));
    assert_eq!(find(hint("Matrix, The", Some(1999))).await, Some(ids[3]));
    assert_eq!(find(hint("The Matrix", Some(2003))).await, None);
    // Another Hamlet of that year: the same provider knows it by another id.
    assert_eq!(find(Hint { ids: vec![imdb("tt9999999")], ..hint("Hamlet", Some(1996)) }).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_or_making_many_makes_each_once_and_learns_ids() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let conn = world.app.db().await.unwrap();
    let drafts = [film("Heat", 1995, &["113277"]), film("Heat", 1995, &["113277"]), film("Heat", 1995, &[]), film("", 1995, &[])];
    let made = resolve::find_or_create_many(&world.app, &ana.actor, &conn, &drafts).await.unwrap();
    let first = made[0].as_ref().unwrap();
    assert!(first.created);
    for again in &made[1..3] {
        let again = again.as_ref().unwrap();
        assert_eq!((again.item.id, again.created), (first.item.id, false));
    }
    assert!(matches!(&made[3], Err(Error::Invalid(_))));

    let mut richer = film("Heat", 1995, &["113277"]);
    richer.external_ids.push(external_ids::key("tmdb", "movie", "949").unwrap());
    let found = resolve::find_or_create(&world.app, &ana.actor, &conn, &richer).await.unwrap();
    assert!(!found.created);
    let by_tmdb = external_ids::find_item(&world.app, &ana.actor, "tmdb", Some("movie"), "949").await.unwrap().unwrap();
    assert_eq!(by_tmdb.id, first.item.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_episode_is_made_with_its_season() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let system = Actor::system("test");
    let conn = world.app.db().await.unwrap();
    let show = items::create(&world.app, &system, ItemDraft::new(builtin::TV, "Breaking Bad")).await.unwrap();
    assert_eq!(resolve::episode_of(&ana.actor, &conn, show.id, 1, 2).await.unwrap(), None);
    let draft = ItemDraft::new(builtin::TV, "Cat's in the Bag...");
    let made = resolve::find_or_create_episode(&world.app, &ana.actor, &conn, &show, 1, 2, draft.clone()).await.unwrap();
    let again = resolve::find_or_create_episode(&world.app, &ana.actor, &conn, &show, 1, 2, draft).await.unwrap();
    assert!(made.created && !again.created);
    assert_eq!(resolve::episode_of(&ana.actor, &conn, show.id, 1, 2).await.unwrap().map(|item| item.id), Some(made.item.id));
    assert_eq!(made.item.position_path, [Some(1), Some(2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_make_the_same_items_at_once_make_them_once() {
    let world = World::new().await;
    let second = world.second_app();
    let drafts: Vec<ItemDraft> = (0..40).map(|n| film(&format!("Film {n}"), 2000, &[&format!("{}", 1_000_000 + n)])).collect();
    let make = async |app: &medianest_core::App| {
        let conn = app.db().await.unwrap();
        for draft in &drafts {
            resolve::find_or_create(app, &Actor::system("test"), &conn, draft).await.unwrap();
        }
    };
    tokio::join!(make(&world.app), make(&second));
    let sql = world.database.sql().await;
    let count: i64 = sql.query_one("SELECT count(*) FROM media_items", &[]).await.unwrap().get(0);
    assert_eq!(count, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_read_again_once_it_has_changed_and_only_then() {
    let world = World::new().await;
    let (ana, mo) = (world.user("ana").await, world.with_role("mo", Role::Moderator).await);
    let show = items::create(&world.app, &mo.actor, ItemDraft::new(builtin::TV, "Show")).await.unwrap();
    let season = items::create(&world.app, &mo.actor, ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    let season = season.unwrap().id;
    let ask = async || {
        let before = world.app.database().statements();
        let mut found = items::by_ids_with_ancestors(&world.app, &ana.actor, &[season]).await.unwrap();
        found.sort_by_key(|item| item.hierarchy_level);
        let names: Vec<String> = found.iter().map(|item| item.name.clone()).collect();
        (names, world.app.database().statements() - before)
    };
    let of = |show: &str, statements| (vec![show.to_owned(), "Season 1".to_owned()], statements);
    assert_eq!(ask().await, of("Show", 2));
    assert_eq!(ask().await, of("Show", 1));
    let sql = world.database.sql().await;
    // As somebody else does, past this server.
    sql.execute("UPDATE media_items SET name = 'The Show' WHERE id = $1", &[&show.id.0]).await.unwrap();
    assert_eq!(ask().await, of("The Show", 2));
    assert_eq!(ask().await, of("The Show", 1));
    sql.execute("DELETE FROM media_items WHERE id = $1", &[&season.0]).await.unwrap();
    assert_eq!(ask().await, (vec!["The Show".to_owned()], 1));
}
