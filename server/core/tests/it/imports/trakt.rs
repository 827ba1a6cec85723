use medianest_core::db::{ImportSource, ImportStatus};
use medianest_test_support::World;

use super::{completed, contents, created, draft, errors, file, import, number, undone, zip};

const DARK: &str = r#"{"title":"Dark","year":2017,"ids":{"trakt":119913,"slug":"dark","tvdb":334824,"imdb":"tt5753856","tmdb":70523},"aired_episodes":3}"#;
const HEAT: &str = r#"{"title":"Heat","year":1995,"ids":{"trakt":725,"slug":"heat-1995","imdb":"tt0113277","tmdb":949}}"#;

fn history() -> String {
    let play = |id: u64, at: &str, season: i32, number: i32, title: &str| {
        format!(
            r#"{{"id":{id},"watched_at":"{at}","action":"scrobble","type":"episode","episode":{{"season":{season},"number":{number},"title":"{title}","ids":{{"trakt":{},"tvdb":{},"imdb":null,"tmdb":{},"plex":{{"guid":"5d"}}}}}},"show":{DARK}}}"#,
            2_000_000 + season * 100 + number,
            6_000_000 + season * 100 + number,
            1_000_000 + season * 100 + number
        )
    };
    format!(
        r#"[{},{},{},{},{{"id":9001,"watched_at":"2020-02-01T20:00:00.000Z","action":"watch","type":"movie","movie":{HEAT}}},{{"id":9000,"watched_at":"1970-01-01T00:00:00.000Z","action":"watch","type":"movie","movie":{HEAT}}}]"#,
        play(7004, "2019-06-04T20:00:00.000Z", 1, 3, "Past and Present"),
        play(7003, "2019-06-03T20:00:00.000Z", 1, 2, "Lies"),
        play(7002, "2019-06-02T20:00:00.000Z", 1, 1, "Secrets"),
        play(7001, "2019-06-01T20:00:00.000Z", 0, 1, "Behind the scenes"),
    )
}

fn export(world: &World) -> std::path::PathBuf {
    let ratings = format!(r#"[{{"rated_at":"2020-02-01T21:00:00.000Z","rating":9,"type":"movie","movie":{HEAT}}}]"#);
    let episode_ratings = format!(
        r#"[{{"rated_at":"2019-06-02T21:00:00.000Z","rating":8,"type":"episode","episode":{{"season":1,"number":1,"title":"Secrets","ids":{{"trakt":2000101}}}},"show":{DARK}}}]"#
    );
    let watchlist = r#"[{"rank":1,"id":11,"listed_at":"2021-01-01T00:00:00.000Z","notes":"soon","type":"movie","movie":{"title":"Dune","year":2021,"ids":{"trakt":287071,"slug":"dune-2021","imdb":"tt1160419","tmdb":438631}}},{"rank":2,"id":12,"listed_at":"2021-01-02T00:00:00.000Z","notes":null,"type":"show","show":{"title":"Severance","year":2022,"ids":{"trakt":154997}}}]"#;
    let favorites =
        format!(r#"[{{"rank":1,"id":13,"listed_at":"2021-01-03T00:00:00.000Z","notes":"best","type":"movie","movie":{HEAT}}}]"#);
    let lists =
        r#"[{"name":"Rainy days","description":"For the sofa","privacy":"private","ids":{"trakt":555,"slug":"rainy-days"}}]"#;
    let list = format!(
        r#"[{{"rank":1,"id":14,"listed_at":"2021-01-04T00:00:00.000Z","type":"movie","movie":{HEAT}}},{{"rank":2,"id":15,"listed_at":"2021-01-05T00:00:00.000Z","type":"season","season":{{"number":1,"ids":{{"trakt":167313}}}},"show":{DARK}}}]"#
    );
    let collection = format!(r#"[{{"collected_at":"2018-01-01T00:00:00.000Z","movie":{HEAT}}}]"#);
    let comments = format!(
        r#"[{{"type":"movie","movie":{HEAT},"comment":{{"id":1,"comment":"The diner scene alone is worth it.","spoiler":true,"review":false}}}}]"#
    );
    zip(
        world,
        "export.zip",
        &[
            ("user-profile.json", r#"{"username":"ada"}"#),
            ("watched-history-1.json", &history()),
            ("watched-movies.json", "[]"),
            ("ratings-movies.json", &ratings),
            ("ratings-episodes.json", &episode_ratings),
            ("lists-watchlist.json", watchlist),
            ("lists-favorites.json", &favorites),
            ("lists-lists.json", lists),
            ("lists-list-555-rainy-days.json", &list),
            ("collection-movies.json", &collection),
            ("comments-movies.json", &comments),
        ],
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trakt_export_comes_in_once_and_goes_without_a_trace() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let before = contents(&world).await;
    let path = export(&world);
    let (job, report) = completed(&world.app, draft(ImportSource::Trakt, &path, ada.id)).await;
    assert_eq!(errors(&world.app, &job).await.iter().map(|error| error.error.clone()).collect::<Vec<_>>(), Vec::<String>::new());
    assert_eq!(report.skipped_files, ["lists-lists.json", "user-profile.json", "watched-movies.json"]);
    let counts: Vec<(&str, i64)> = [
        "media_items",
        "plays",
        "watch_sessions",
        "user_ratings",
        "user_libraries",
        "user_lists",
        "user_list_items",
        "user_reviews",
    ]
    .into_iter()
    .map(|table| (table, created(&report, table)))
    .collect();
    assert_eq!(
        counts,
        [
            // Dark with two seasons and four episodes, Heat, Dune, Severance.
            ("media_items", 10),
            ("plays", 6),
            // One for the show, one for each play of the film.
            ("watch_sessions", 3),
            ("user_ratings", 2),
            ("user_libraries", 2),
            ("user_lists", 3),
            ("user_list_items", 5),
            ("user_reviews", 1),
        ]
    );
    let after = contents(&world).await;
    let (again, report) = completed(&world.app, draft(ImportSource::Trakt, &path, ada.id)).await;
    assert_eq!((again.created_items, report.created.len()), (0, 0));
    assert_eq!(report.kept["plays"], 6);
    assert_eq!(contents(&world).await, after, "a second run adds nothing");
    let report = undone(&world.app, &job).await;
    assert_eq!(report.remaining.len(), 0);
    assert_eq!(contents(&world).await, before, "an undone import leaves no trace");
}

#[tokio::test(flavor = "multi_thread")]
async fn plays_keep_their_id_and_moment_and_a_show_that_was_seen_whole_is_completed() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    completed(&world.app, draft(ImportSource::Trakt, &export(&world), ada.id)).await;
    let sql = world.database.sql().await;
    let plays: Vec<String> = sql
        .query(
            "SELECT concat_ws(' ', p.source, p.source_event_id, to_char(p.watched_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), p.date_precision, i.name, s.session_number, s.status)
             FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id LEFT JOIN watch_sessions AS s ON s.id = p.watch_session_id ORDER BY p.watched_at",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(
        plays,
        [
            "trakt 9000 1970-01-01 unknown Heat 1 completed",
            "trakt 7001 2019-06-01 second Behind the scenes 1 completed",
            "trakt 7002 2019-06-02 second Secrets 1 completed",
            "trakt 7003 2019-06-03 second Lies 1 completed",
            "trakt 7004 2019-06-04 second Past and Present 1 completed",
            "trakt 9001 2020-02-01 second Heat 2 completed",
        ]
    );
    let entries: Vec<String> = sql
        .query(
            "SELECT concat_ws(' ', i.name, l.status, l.is_favorite, l.notes, to_char(l.added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'))
             FROM user_libraries AS l JOIN media_items AS i ON i.id = l.media_item_id ORDER BY 1",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(entries, ["Dark completed f 2019-06-01", "Heat completed t best 2020-02-01"]);
    let lists: Vec<String> = sql
        .query(
            "SELECT concat_ws(' ', l.name, l.kind, string_agg(i.name, ', ' ORDER BY li.position COLLATE \"C\"))
             FROM user_lists AS l JOIN user_list_items AS li ON li.list_id = l.id JOIN media_items AS i ON i.id = li.media_item_id
             GROUP BY l.id ORDER BY 1",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(lists, ["Collection manual Heat", "Rainy days manual Heat, Season 1", "Watchlist watchlist Dune, Severance"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_has_here_already_stays_as_it_is() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let mine = file(
        &world,
        "mine.csv",
        "title,year,imdb_id,watched_at,rating,status,notes\nHeat,1995,tt0113277,2020-02-01T20:04:00Z,2,dropped,mine\n",
    );
    completed(&world.app, draft(ImportSource::Csv, &mine, ada.id)).await;
    let (_, report) = completed(&world.app, draft(ImportSource::Trakt, &export(&world), ada.id)).await;
    assert_eq!((report.kept["user_ratings"], report.kept["plays"]), (1, 1), "four minutes apart is the same evening");
    let kept = "SELECT count(*) FROM user_ratings AS r JOIN user_libraries AS l USING (user_id, media_item_id) WHERE r.rating = 20 AND l.status = 'dropped' AND l.notes = 'mine' AND NOT l.is_favorite";
    assert_eq!(number(&world, kept).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_history_the_newest_play_of_everything_watched_comes_in() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let shows = format!(
        r#"[{{"plays":3,"last_watched_at":"2019-06-03T20:00:00.000Z","show":{DARK},"seasons":[{{"number":1,"episodes":[{{"number":1,"plays":2,"last_watched_at":"2019-06-02T20:00:00.000Z"}},{{"number":2,"plays":1,"last_watched_at":"2019-06-03T20:00:00.000Z"}}]}}]}}]"#
    );
    let movies = format!(r#"[{{"plays":2,"last_watched_at":"2020-02-01T20:00:00.000Z","movie":{HEAT}}}]"#);
    let path = zip(&world, "watched.zip", &[("deep/inside/watched-shows.json", &shows), ("watched-movies.json", &movies)]);
    let (_, report) = completed(&world.app, draft(ImportSource::Trakt, &path, ada.id)).await;
    assert_eq!((created(&report, "plays"), created(&report, "media_items")), (3, 5));
    assert_eq!(number(&world, "SELECT count(*) FROM user_libraries WHERE status = 'watching'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_makes_no_sense_is_named_and_the_others_come_in() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let history = format!(
        r#"[{{"id":1,"watched_at":"2020-02-01T20:00:00.000Z","type":"movie","movie":{HEAT}}},
            {{"watched_at":"2020-02-01T20:00:00.000Z","type":"movie","movie":{HEAT}}},
            {{"id":3,"watched_at":"last night","type":"movie","movie":{HEAT}}},
            {{"id":4,"watched_at":"2020-02-01T20:00:00.000Z","type":"movie"}},
            {{"id":5,"watched_at":"2020-02-01T20:00:00.000Z","type":"person"}},
            {{"id":6,"watched_at":"2020-02-01T20:00:00.000Z","type":"episode","show":{DARK}}},
            {{"id":7,"watched_at":"2020-02-01T20:00:00.000Z","type":"movie","movie":{{"title":null,"ids":{{}}}}}},
            {{"id":8,"watched_at":"2050-02-01T20:00:00.000Z","type":"movie","movie":{HEAT}}},
            "text", 17,
            {{"id":9,"watched_at":"2021-02-01T20:00:00.000Z","type":"movie","movie":{HEAT}}},
            {{"id":10,"watched_at"#
    );
    let path = zip(&world, "odd.zip", &[("watched-history-1.json", &history), ("ratings-movies.json", "{\"not\": \"a list\"}")]);
    let (job, report) = completed(&world.app, draft(ImportSource::Trakt, &path, ada.id)).await;
    assert_eq!((job.processed_items, job.failed_items, created(&report, "plays")), (13, 11, 2));
    let errors = errors(&world.app, &job).await;
    assert!(errors.iter().any(|error| error.row_number == 12 && error.error.contains("rest of the file")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_that_is_none_or_holds_no_export_fails_with_the_reason() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    for (path, reason) in [
        (zip(&world, "other.zip", &[("holiday.jpg", "x")]), "no Trakt export"),
        (file(&world, "broken.zip", "PK\u{3}\u{4} and no more"), "cannot be read"),
    ] {
        let job = import(&world.app, draft(ImportSource::Trakt, &path, ada.id)).await;
        assert_eq!(job.status, ImportStatus::Failed);
        assert!(job.error.clone().unwrap().contains(reason), "{:?}", job.error);
    }
}
