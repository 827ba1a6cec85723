//! Changing, moving, merging and removing items, and what hangs on them.

use medianest_core::catalogue::changes::{self, ItemPatch};
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::types::{self, TypeDraft, TypePatch};
use medianest_core::catalogue::{FieldType, MediaItem, MetadataField, builtin, external_ids, files, groups, relationships};
use medianest_core::policy::Actor;
use medianest_core::{App, Error};
use medianest_db::{MediaItemId, Role};
use medianest_test_support::World;
use serde_json::json;

async fn item(app: &App, draft: ItemDraft) -> MediaItem {
    items::create(app, &Actor::system("test"), draft).await.unwrap()
}

async fn show(app: &App, name: &str, seasons: i32, episodes: i32) -> (MediaItem, Vec<MediaItem>) {
    let show = item(app, ItemDraft::new(builtin::TV, name)).await;
    let mut parts = Vec::new();
    for number in 1..=seasons {
        let season = item(app, ItemDraft::new(builtin::TV, format!("Season {number}")).below(show.id, Some(number))).await;
        for episode in 1..=episodes {
            parts
                .push(item(app, ItemDraft::new(builtin::TV, format!("Episode {episode}")).below(season.id, Some(episode))).await);
        }
        parts.push(season);
    }
    (show, parts)
}

fn wrong_fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(fields) => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("expected wrong fields, not {other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_touches_what_it_names_and_leaves_a_trace() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let mut draft = ItemDraft::new(builtin::MOVIE, "The Martix");
    draft.year = Some(1999);
    draft.description = Some("A hacker wakes up.".into());
    let old = item(&world.app, draft).await;
    let patch = ItemPatch { name: Some("The Matrix".into()), description: Some(None), ..ItemPatch::default() };
    let new = changes::update(&world.app, &mia.actor, old.id, patch).await.unwrap();
    assert_eq!(
        (new.name.as_str(), new.sort_name.as_str(), new.description, new.year),
        ("The Matrix", "matrix", None, Some(1999))
    );
    let sql = world.database.sql().await;
    let row = sql
        .query_one("SELECT old_values->>'name', new_values->>'name' FROM audit_logs WHERE action = 'catalogue.item_updated'", &[])
        .await
        .unwrap();
    assert_eq!((row.get::<_, &str>(0), row.get::<_, &str>(1)), ("The Martix", "The Matrix"));

    let bad = ItemPatch { metadata: Some(json!({"tagline": 5})), ..ItemPatch::default() };
    assert_eq!(wrong_fields(changes::update(&world.app, &mia.actor, old.id, bad).await.unwrap_err()), ["metadata.tagline"]);
    let ana = world.user("ana").await;
    assert!(matches!(changes::update(&world.app, &ana.actor, old.id, ItemPatch::default()).await, Err(Error::Forbidden(_))));
    let nobody = world.app.new_id();
    assert!(matches!(changes::update(&world.app, &mia.actor, nobody, ItemPatch::default()).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_season_takes_its_episodes_along() {
    let world = World::new().await;
    let system = Actor::system("test");
    let (from, parts) = show(&world.app, "From", 1, 2).await;
    let (to, _) = show(&world.app, "To", 1, 0).await;
    let season = parts.last().unwrap();
    changes::relocate(&world.app, &system, season.id, Some(to.id), Some(4)).await.unwrap();
    let episode = items::find(&world.app, &system, parts[1].id).await.unwrap().unwrap();
    assert_eq!((episode.root_id, episode.hierarchy_level, episode.position_path), (to.id, 2, vec![Some(4), Some(2)]));

    let refused = changes::relocate(&world.app, &system, to.id, Some(season.id), None).await.unwrap_err();
    assert!(wrong_fields(refused).contains(&"parentId".to_owned()));
    // A show with seasons and episodes does not fit below another show.
    let refused = changes::relocate(&world.app, &system, to.id, Some(from.id), None).await.unwrap_err();
    assert_eq!(wrong_fields(refused), ["parentId"]);
    // A season may become a show of its own.
    let freed = changes::relocate(&world.app, &system, season.id, None, None).await.unwrap();
    assert_eq!((freed.root_id, freed.hierarchy_level, freed.position_path), (season.id, 0, Vec::new()));
}

async fn play(world: &World, user: uuid::Uuid, item: MediaItemId, source_event: &str) {
    let sql = world.database.sql().await;
    sql.execute(
        "INSERT INTO plays (id, user_id, media_item_id, watched_at, origin, source, source_event_id)
         VALUES (gen_random_uuid(), $1, $2, now(), 'manual', 'test', $3)",
        &[&user, &item.0, &source_event],
    )
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_in_somebodys_history_is_not_deleted() {
    let world = World::new().await;
    let system = Actor::system("test");
    let ana = world.user("ana").await;
    let (show, parts) = show(&world.app, "Kept", 1, 2).await;
    play(&world, ana.id.0, parts[0].id, "1").await;
    assert!(matches!(changes::delete(&world.app, &system, show.id).await, Err(Error::Conflict(_))));
    changes::delete(&world.app, &system, parts[1].id).await.unwrap();
    assert!(items::find(&world.app, &system, parts[1].id).await.unwrap().is_none());
    assert!(items::find(&world.app, &system, parts[0].id).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_items_keep_what_people_did_with_either() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let (kept, kept_parts) = show(&world.app, "The Office", 1, 2).await;
    let (gone, gone_parts) = show(&world.app, "Office, The", 2, 2).await;
    let tmdb = external_ids::key("tmdb", "show", "2316").unwrap();
    external_ids::create(&world.app, &mia.actor, gone.id, &tmdb).await.unwrap();
    let sql = world.database.sql().await;
    for (user, item, rating, rated) in [
        (&ana, kept.id, 60_i16, "2020-01-01T00:00:00Z"),
        (&ana, gone.id, 80, "2021-01-01T00:00:00Z"),
        (&ben, gone.id, 50, "2021-01-01T00:00:00Z"),
    ] {
        let library = "INSERT INTO user_libraries (id, user_id, media_item_id, status, added_at) VALUES (gen_random_uuid(), $1, $2, 'x', now())";
        sql.execute(library, &[&user.id.0, &item.0]).await.unwrap();
        let rating_of = "INSERT INTO user_ratings (id, user_id, media_item_id, rating, rated_at) VALUES (gen_random_uuid(), $1, $2, $3, $4::text::timestamptz)";
        sql.execute(rating_of, &[&user.id.0, &item.0, &rating, &rated]).await.unwrap();
        let cycle = "INSERT INTO watch_sessions (id, user_id, media_item_id, session_number, started_at) VALUES (gen_random_uuid(), $1, $2, 1, now())";
        sql.execute(cycle, &[&user.id.0, &item.0]).await.unwrap();
        let review = "INSERT INTO user_reviews (id, user_id, media_item_id, content) VALUES (gen_random_uuid(), $1, $2, 'good')";
        sql.execute(review, &[&user.id.0, &item.0]).await.unwrap();
        let position = "INSERT INTO playback_positions (user_id, media_item_id, progress_percent, source, occurred_at) VALUES ($1, $2, 10, 'test', $3::text::timestamptz)";
        sql.execute(position, &[&user.id.0, &item.0, &rated]).await.unwrap();
        let copy = "INSERT INTO collected_items (user_id, media_item_id, collected_at) VALUES ($1, $2, now())";
        sql.execute(copy, &[&user.id.0, &item.0]).await.unwrap();
    }
    play(&world, ana.id.0, gone_parts[0].id, "1").await;
    play(&world, ana.id.0, gone_parts[3].id, "2").await;

    let merged = changes::merge(&world.app, &mia.actor, kept.id, gone.id).await.unwrap();
    assert_eq!(merged.name, "The Office");
    assert!(items::find(&world.app, &mia.actor, gone.id).await.unwrap().is_none());
    let found = external_ids::find_item(&world.app, &mia.actor, "tmdb", Some("show"), "2316").await.unwrap();
    assert_eq!(found.map(|item| item.id), Some(kept.id));
    let count = async |query: &str| sql.query_one(query, &[]).await.unwrap().get::<_, i64>(0);
    // 1 show, season 1 merged with two episodes, season 2 moved over with two.
    assert_eq!(count("SELECT count(*) FROM media_items").await, 7);
    assert_eq!(count("SELECT count(*) FROM plays").await, 2);
    let first: uuid::Uuid =
        sql.query_one("SELECT media_item_id FROM plays WHERE source_event_id = '1'", &[]).await.unwrap().get(0);
    assert_eq!(first, kept_parts[0].id.0);
    assert_eq!(count("SELECT count(*) FROM user_libraries").await, 2);
    assert_eq!(count("SELECT sum(rating)::bigint FROM user_ratings").await, 130);
    assert_eq!(count("SELECT sum(rating)::bigint FROM user_rating_history").await, 60);
    assert_eq!(count("SELECT count(*) FROM watch_sessions").await, 3);
    assert_eq!(count("SELECT count(*) FROM watch_sessions WHERE status = 'in_progress'").await, 2);
    assert_eq!(count("SELECT count(*) FROM user_reviews WHERE length(content) > 4").await, 1);
    assert_eq!(count("SELECT count(*) FROM playback_positions").await, 2);
    assert_eq!(count("SELECT count(*) FROM collected_items").await, 2);
    let moved = items::find(&world.app, &mia.actor, gone_parts[3].id).await.unwrap().unwrap();
    assert_eq!((moved.root_id, moved.position_path), (kept.id, vec![Some(2), Some(1)]));
    assert_eq!(count("SELECT count(*) FROM audit_logs WHERE action = 'catalogue.items_merged'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_items_that_could_be_the_same_are_merged() {
    let world = World::new().await;
    let system = Actor::system("test");
    let (show, parts) = show(&world.app, "Show", 1, 1).await;
    let film = item(&world.app, ItemDraft::new(builtin::MOVIE, "Film")).await;
    for (survivor, absorbed) in [(show.id, show.id), (show.id, film.id), (show.id, parts[0].id), (parts[0].id, show.id)] {
        let refused = changes::merge(&world.app, &system, survivor, absorbed).await.unwrap_err();
        assert!(wrong_fields(refused).contains(&"absorbedId".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_shape_media_types() {
    let world = World::new().await;
    let (admin, mia) = (world.admin("root").await, world.with_role("mia", Role::Moderator).await);
    let draft = TypeDraft {
        name: "theatre".into(),
        display_name: "Theatre".into(),
        icon: None,
        color: Some("#aabbcc".into()),
        hierarchy_levels: vec!["play".into(), "act".into()],
        interaction_verb: "watch".into(),
        session_noun: "visit".into(),
        progress_unit: "act".into(),
        completion_threshold_percent: 90.0,
        metadata_fields: vec![MetadataField { name: "house".into(), field_type: FieldType::String, required: true }],
    };
    assert!(matches!(types::create(&world.app, &mia.actor, draft.clone()).await, Err(Error::Forbidden(_))));
    let theatre = types::create(&world.app, &admin.actor, draft.clone()).await.unwrap();
    assert!(matches!(types::create(&world.app, &admin.actor, draft.clone()).await, Err(Error::Conflict(_))));
    let wrong = TypeDraft { name: "Bad Name".into(), color: Some("red".into()), hierarchy_levels: Vec::new(), ..draft };
    let refused = types::create(&world.app, &admin.actor, wrong).await.unwrap_err();
    assert_eq!(wrong_fields(refused), ["name", "color", "hierarchyLevels"]);

    let refused = items::create(&world.app, &mia.actor, ItemDraft::new(theatre.id, "Hamlet")).await.unwrap_err();
    assert_eq!(wrong_fields(refused), ["metadata.house"]);
    let mut hamlet = ItemDraft::new(theatre.id, "Hamlet");
    hamlet.metadata = json!({"house": "Globe"});
    let hamlet = items::create(&world.app, &mia.actor, hamlet).await.unwrap();
    let mut act = ItemDraft::new(theatre.id, "Act I").below(hamlet.id, Some(1));
    act.metadata = json!({"house": "Globe"});
    items::create(&world.app, &mia.actor, act).await.unwrap();
    let shorter = TypePatch { hierarchy_levels: Some(vec!["play".into()]), ..TypePatch::default() };
    assert!(matches!(types::update(&world.app, &admin.actor, theatre.id, shorter).await, Err(Error::Conflict(_))));
    assert!(matches!(types::delete(&world.app, &admin.actor, theatre.id).await, Err(Error::Conflict(_))));
    changes::delete(&world.app, &mia.actor, hamlet.id).await.unwrap();
    types::delete(&world.app, &admin.actor, theatre.id).await.unwrap();
    assert!(matches!(types::delete(&world.app, &admin.actor, builtin::MOVIE).await, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sequel_has_a_prequel() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let alien = item(&world.app, ItemDraft::new(builtin::MOVIE, "Alien")).await;
    let aliens = item(&world.app, ItemDraft::new(builtin::MOVIE, "Aliens")).await;
    let made = relationships::create(&world.app, &mia.actor, alien.id, aliens.id, "sequel").await.unwrap();
    let back = relationships::by_items(&world.app, &mia.actor, &[aliens.id]).await.unwrap();
    assert_eq!((back.len(), back[0].to_media_id, back[0].relationship_type.as_str()), (1, alien.id, "prequel"));
    let again = relationships::create(&world.app, &mia.actor, alien.id, aliens.id, "sequel").await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    relationships::delete(&world.app, &mia.actor, made.id).await.unwrap();
    assert!(relationships::by_items(&world.app, &mia.actor, &[alien.id, aliens.id]).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_share_a_group_of_their_type() {
    let world = World::new().await;
    let mia = world.with_role("mia", Role::Moderator).await;
    let group = groups::create(&world.app, &mia.actor, builtin::MOVIE, "Blade Runner", None).await.unwrap();
    for name in ["Blade Runner", "Blade Runner: The Final Cut"] {
        let mut draft = ItemDraft::new(builtin::MOVIE, name);
        draft.media_group_id = Some(group.id);
        item(&world.app, draft).await;
    }
    assert_eq!(groups::versions(&world.app, &mia.actor, &[group.id]).await.unwrap().len(), 2);
    let book = item(&world.app, ItemDraft::new(builtin::BOOK, "Do Androids Dream")).await;
    let joins = ItemPatch { media_group_id: Some(Some(group.id)), ..ItemPatch::default() };
    assert_eq!(wrong_fields(changes::update(&world.app, &mia.actor, book.id, joins).await.unwrap_err()), ["mediaGroupId"]);
    groups::delete(&world.app, &mia.actor, group.id).await.unwrap();
    assert!(groups::by_ids(&world.app, &mia.actor, &[group.id]).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_are_for_those_who_keep_the_catalogue() {
    let world = World::new().await;
    let (mia, ana) = (world.with_role("mia", Role::Moderator).await, world.user("ana").await);
    let film = item(&world.app, ItemDraft::new(builtin::MOVIE, "Heat")).await;
    let file = files::create(&world.app, &mia.actor, film.id, "/media/heat.mkv", None).await.unwrap();
    assert!(matches!(files::create(&world.app, &mia.actor, film.id, "/media/heat.mkv", None).await, Err(Error::Conflict(_))));
    assert!(files::by_items(&world.app, &ana.actor, &[film.id]).await.unwrap().is_empty());
    let missing = files::verify(&world.app, &mia.actor, file.id, true).await.unwrap();
    assert!(missing.is_missing && missing.verified_at.is_none());
    let seen = files::verify(&world.app, &mia.actor, file.id, false).await.unwrap();
    assert_eq!((seen.is_missing, seen.verified_at), (false, Some(world.app.now())));
    files::delete(&world.app, &mia.actor, file.id).await.unwrap();
    assert!(files::by_items(&world.app, &mia.actor, &[film.id]).await.unwrap().is_empty());
}
