//! Trakt's API as programs use it that keep a copy of what their person watched, rated, owns and means to watch.

use chrono::TimeDelta;
use medianest_core::diary::presence;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::trakt::{Player, catalogue, signed_in};

/// The numbers of `movies`, `shows`, `seasons` and `episodes` in an answer.
fn counts(answer: &Value) -> [i64; 4] {
    ["movies", "shows", "seasons", "episodes"].map(|kind| answer[kind].as_i64().unwrap_or(-1))
}

/// A header that says which page was answered, asked for by HEAD.
async fn pages(player: &Player<'_>, path: &str) -> [String; 4] {
    let url = player.server.url(&format!("/trakt{path}"));
    let answer = player.server.http().head(url).bearer_auth(player.token.as_ref().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    ["page", "limit", "page-count", "item-count"]
        .map(|name| answer.headers()[format!("x-pagination-{name}")].to_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_watched_is_read_whole_by_old_clients_and_by_page_by_new_ones() {
    let server = TestServer::start().await;
    let (_, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let batch = json!({
        "movies": [{ "ids": { "imdb": "tt0133093" }, "watched_at": "2026-02-01T20:00:00Z" }],
        "shows": [{ "ids": { "trakt": show.number }, "watched_at": "2026-02-02T20:00:00Z" }],
    });
    assert_eq!(player.post("/sync/history", batch).await.0, StatusCode::CREATED);
    let again = json!({ "shows": [{ "ids": { "trakt": show.number }, "seasons": [{ "number": 1, "episodes": [
        { "number": 2, "watched_at": "2026-02-20T20:00:00Z" }] }] }] });
    player.post("/sync/history", again).await;

    let (_, movies) = player.get("/sync/watched/movies").await;
    assert_eq!((&movies[0]["plays"], &movies[0]["movie"]["title"]), (&json!(1), &json!("The Matrix")), "{movies}");
    assert_eq!(movies[0]["last_watched_at"], "2026-02-01T20:00:00.000Z");
    let (_, shows) = player.get("/sync/watched/shows").await;
    let episodes = json!([
        { "number": 1, "plays": 1, "last_watched_at": "2026-02-02T20:00:00.000Z" },
        { "number": 2, "plays": 2, "last_watched_at": "2026-02-20T20:00:00.000Z" },
    ]);
    assert_eq!((&shows[0]["plays"], &shows[0]["last_watched_at"]), (&json!(3), &json!("2026-02-20T20:00:00.000Z")), "{shows}");
    assert_eq!((&shows[0]["reset_at"], &shows[0]["seasons"]), (&Value::Null, &json!([{ "number": 1, "episodes": episodes }])));
    for without in ["?extended=noseasons", "?page=1&limit=10"] {
        let (_, shows) = player.get(&format!("/sync/watched/shows{without}")).await;
        assert_eq!((shows.as_array().map(Vec::len), shows[0].get("seasons")), (Some(1), None), "{without}");
    }
    let (_, shows) = player.get("/sync/watched/shows?page=1&extended=progress,full").await;
    assert_eq!(
        (&shows[0]["seasons"][0]["episodes"], shows[0]["show"].get("overview")),
        (&episodes, Some(&Value::Null)),
        "{shows}"
    );
    assert_eq!(player.get("/sync/watched/shows?page=2&limit=1").await.1, json!([]));
    assert_eq!(player.get("/sync/watched/people").await.0, StatusCode::NOT_FOUND);
    assert_eq!(pages(&player, "/sync/watched/movies").await, ["1", "1", "1", "1"]);
    assert_eq!(pages(&player, "/sync/watched/shows?limit=5&page=2").await, ["2", "5", "1", "1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn films_shows_seasons_and_episodes_are_rated_from_one_to_ten() {
    let server = TestServer::start().await;
    let (_, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let batch = json!({
        "movies": [{ "ids": { "tmdb": 603 }, "rating": 9, "rated_at": "2026-01-05T10:00:00Z" }, { "title": "Nobody knows this", "rating": 3 }],
        "shows": [{ "ids": { "trakt": show.number }, "rating": 8, "seasons": [{ "number": 1, "rating": 7,
            "episodes": [{ "number": 1, "rating": 10 }, { "number": 9, "rating": 1 }] }] }],
    });
    let (status, added) = player.post("/sync/ratings", batch).await;
    assert_eq!((status, counts(&added["added"])), (StatusCode::CREATED, [1, 1, 1, 1]), "{added}");
    assert_eq!(added["not_found"]["movies"][0]["title"], "Nobody knows this");
    assert_eq!(added["not_found"]["episodes"][0]["number"], 9);

    let (_, rated) = player.get("/sync/ratings").await;
    let given: Vec<_> =
        rated.as_array().unwrap().iter().map(|row| (row["type"].as_str().unwrap(), row["rating"].as_i64())).collect();
    assert_eq!(given.len(), 4, "{rated}");
    for row in [("movie", Some(9)), ("show", Some(8)), ("season", Some(7)), ("episode", Some(10))] {
        assert!(given.contains(&row), "{row:?} is not among {given:?}");
    }
    let (_, movies) = player.get("/sync/ratings/movies").await;
    assert_eq!(
        (movies.as_array().map(Vec::len), &movies[0]["rated_at"]),
        (Some(1), &json!("2026-01-05T10:00:00.000Z")),
        "{movies}"
    );
    let (_, seasons) = player.get("/sync/ratings/seasons/6,7").await;
    assert_eq!((&seasons[0]["season"]["number"], &seasons[0]["show"]["title"]), (&json!(1), &json!("Night Watch")), "{seasons}");
    assert_eq!(player.get("/sync/ratings/seasons/8").await.1, json!([]));
    assert_eq!(pages(&player, "/sync/ratings?limit=3").await, ["1", "3", "2", "4"]);

    for wrong in [json!({ "rating": 11 }), json!({}), json!({ "rating": 5, "rated_at": "soon" })] {
        let mut movie = wrong.clone();
        movie["ids"] = json!({ "tmdb": 603 });
        let (status, answer) = player.post("/sync/ratings", json!({ "movies": [movie] })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {answer}");
    }
    let gone = json!({ "shows": [{ "ids": { "trakt": show.number } }], "movies": [{ "ids": { "tmdb": 603 } }] });
    assert_eq!(counts(&player.post("/sync/ratings/remove", gone.clone()).await.1["deleted"]), [1, 1, 0, 0]);
    assert_eq!(counts(&player.post("/sync/ratings/remove", gone).await.1["deleted"]), [0, 0, 0, 0]);
    assert_eq!(player.get("/sync/ratings/shows").await.1, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watchlist_keeps_its_order_and_takes_everything_once() {
    let server = TestServer::start().await;
    let (film, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    assert_eq!(player.get("/sync/watchlist").await.1, json!([]));
    let shows = json!({ "shows": [{ "ids": { "slug": show.slug }, "notes": "with ben", "listed_at": "2026-01-01T00:00:00Z" }] });
    assert_eq!(counts(&player.post("/sync/watchlist", shows).await.1["added"]), [0, 1, 0, 0]);
    let both = json!({ "movies": [{ "ids": { "trakt": film.number } }], "shows": [{ "ids": { "trakt": show.number } }], "episodes": [{ "ids": { "trakt": 1 } }] });
    let (status, added) = player.post("/sync/watchlist", both).await;
    assert_eq!(status, StatusCode::CREATED, "{added}");
    assert_eq!((counts(&added["added"]), counts(&added["existing"])), ([1, 0, 0, 0], [0, 1, 0, 0]));
    assert_eq!(added["not_found"]["episodes"].as_array().map(Vec::len), Some(1), "{added}");
    let (_, rows) = player.get("/sync/watchlist").await;
    assert_eq!(
        (&rows[0]["rank"], &rows[0]["show"]["title"], &rows[0]["notes"]),
        (&json!(1), &json!("Night Watch"), &json!("with ben"))
    );
    assert_eq!((&rows[0]["listed_at"], &rows[1]["movie"]["title"]), (&json!("2026-01-01T00:00:00.000Z"), &json!("The Matrix")));
    let (_, movies) = player.get("/users/me/watchlist/movies/added").await;
    assert_eq!((movies.as_array().map(Vec::len), &movies[0]["rank"]), (Some(1), &json!(2)), "{movies}");
    let gone = json!({ "shows": [{ "ids": { "trakt": show.number } }] });
    assert_eq!(counts(&player.post("/sync/watchlist/remove", gone).await.1["deleted"]), [0, 1, 0, 0]);
    assert_eq!(pages(&player, "/sync/watchlist").await, ["1", "1", "1", "1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_collection_knows_in_which_form_something_is_owned() {
    let server = TestServer::start().await;
    let (film, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let bluray = json!({ "ids": { "trakt": film.number }, "collected_at": "2026-01-01T00:00:00Z", "media_type": "bluray", "resolution": "hd_1080p", "3d": false });
    let batch = json!({ "movies": [bluray], "shows": [{ "ids": { "trakt": show.number }, "media_type": "digital", "seasons": [{ "number": 1 }] }] });
    let (status, added) = player.post("/sync/collection", batch.clone()).await;
    assert_eq!((status, counts(&added["added"])), (StatusCode::CREATED, [1, 0, 0, 2]), "{added}");
    let (_, again) = player.post("/sync/collection", batch).await;
    assert_eq!((counts(&again["added"]), counts(&again["existing"])), ([0; 4], [1, 0, 0, 2]), "{again}");
    let other = json!({ "movies": [{ "ids": { "trakt": film.number }, "media_type": "digital" }] });
    assert_eq!(counts(&player.post("/sync/collection", other).await.1["updated"]), [1, 0, 0, 0]);

    let (_, movies) = player.get("/sync/collection/movies?extended=metadata").await;
    assert_eq!(movies[0]["collected_at"], "2026-01-01T00:00:00.000Z", "{movies}");
    assert_eq!((&movies[0]["metadata"], &movies[0]["movie"]["year"]), (&json!({ "media_type": "digital" }), &json!(1999)));
    let (_, shows) = player.get("/sync/collection/shows").await;
    assert_eq!(shows[0]["show"]["title"], "Night Watch", "{shows}");
    assert_eq!(shows[0]["seasons"][0]["episodes"].as_array().map(Vec::len), Some(2));
    let gone =
        json!({ "shows": [{ "ids": { "trakt": show.number }, "seasons": [{ "number": 1, "episodes": [{ "number": 2 }] }] }] });
    assert_eq!(counts(&player.post("/sync/collection/remove", gone.clone()).await.1["deleted"]), [0, 0, 0, 1]);
    assert_eq!(counts(&player.post("/sync/collection/remove", gone).await.1["deleted"]), [0; 4]);
    assert_eq!(player.get("/sync/collection/shows").await.1[0]["seasons"][0]["episodes"].as_array().map(Vec::len), Some(1));
    // Nobody else sees it, or adds to it.
    let ben = signed_in(&server, "ben").await;
    assert_eq!(ben.get("/sync/collection/movies").await.1, json!([]));
    assert_eq!(ben.get("/users/ana/collection/movies").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_learn_what_changed_also_when_it_was_taken_back() {
    let server = TestServer::start().await;
    let (film, _) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let movie = json!({ "movies": [{ "ids": { "trakt": film.number }, "rating": 6 }] });
    let mut before = player.get("/sync/last_activities").await.1;
    let steps = [
        ("/sync/history", "/movies/watched_at"),
        ("/sync/history/remove", "/movies/watched_at"),
        ("/sync/ratings", "/movies/rated_at"),
        ("/sync/ratings/remove", "/movies/rated_at"),
        ("/sync/watchlist", "/watchlist/updated_at"),
        ("/sync/watchlist/remove", "/movies/watchlisted_at"),
        ("/sync/collection", "/movies/collected_at"),
        ("/sync/collection/remove", "/movies/collected_at"),
    ];
    for (path, place) in steps {
        assert!(player.post(path, movie.clone()).await.0.is_success(), "{path}");
        let after = player.get("/sync/last_activities").await.1;
        assert_ne!(before.pointer(place).unwrap(), after.pointer(place).unwrap(), "{path}: {after}");
        assert_eq!(before["episodes"]["watched_at"], after["episodes"]["watched_at"], "{path}");
        before = after;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_checks_in_has_watched_it_when_its_time_is_over() {
    let server = TestServer::start().await;
    let (film, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let movie = json!({ "movie": { "ids": { "trakt": film.number } }, "message": "at last" });
    let (status, begun) = player.post("/checkin", movie.clone()).await;
    assert_eq!((status, &begun["movie"]["title"]), (StatusCode::CREATED, &json!("The Matrix")), "{begun}");
    let (_, watching) = player.get("/users/me/watching").await;
    assert_eq!((&watching["action"], &watching["type"]), (&json!("checkin"), &json!("movie")), "{watching}");
    let (status, busy) = player.post("/checkin", movie.clone()).await;
    assert_eq!((status, &busy["expires_at"]), (StatusCode::CONFLICT, &watching["expires_at"]), "{busy}");
    server.world.pass(TimeDelta::minutes(99));
    presence::sweep(&server.world.app).await.unwrap();
    assert_eq!(player.get("/sync/history").await.1, json!([]));
    server.world.pass(TimeDelta::minutes(2));
    for _ in 0..2 {
        presence::sweep(&server.world.app).await.unwrap();
    }
    let (_, history) = player.get("/sync/history").await;
    assert_eq!((history.as_array().map(Vec::len), &history[0]["action"]), (Some(1), &json!("checkin")), "{history}");
    assert_eq!(history[0]["watched_at"], watching["expires_at"]);
    assert_eq!(player.get("/users/me/watching").await.0, StatusCode::NO_CONTENT);

    // Who checks out has not.
    let episode = json!({ "show": { "ids": { "trakt": show.number } }, "episode": { "season": 1, "number": 1 } });
    assert_eq!(player.post("/checkin", episode).await.0, StatusCode::CREATED);
    assert_eq!(player.send(Method::DELETE, "/checkin", Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(player.get("/users/me/watching").await.0, StatusCode::NO_CONTENT);
    server.world.pass(TimeDelta::hours(3));
    presence::sweep(&server.world.app).await.unwrap();
    assert_eq!(player.get("/sync/history/episodes").await.1, json!([]));
    assert_eq!(player.post("/checkin", json!({ "message": "nothing" })).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_tells_of_its_seasons_and_a_person_only_of_themselves() {
    let server = TestServer::start().await;
    let (_, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let (_, full) = player.get(&format!("/shows/{}?extended=full", show.slug)).await;
    assert_eq!((&full["aired_episodes"], full.get("overview")), (&json!(2), Some(&Value::Null)), "{full}");
    let (_, seasons) = player.get(&format!("/shows/{}/seasons?extended=episodes", show.number)).await;
    assert_eq!((&seasons[0]["number"], &seasons[0]["episodes"][1]["title"]), (&json!(1), &json!("Part 2")), "{seasons}");
    assert_eq!(player.get(&format!("/shows/{}/seasons", show.number)).await.1[0].get("episodes"), None);
    let (_, episodes) = player.get(&format!("/shows/{}/seasons/1?extended=full", show.slug)).await;
    assert_eq!((&episodes[0]["number"], &episodes[0]["runtime"]), (&json!(1), &json!(40)), "{episodes}");
    assert_eq!(player.get(&format!("/shows/{}/seasons/7", show.slug)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(player.get(&format!("/search/trakt/{}?type=movie", show.number)).await.1, json!([]));
    assert_eq!(player.get(&format!("/search/trakt/{}?type=movie,show", show.number)).await.1[0]["show"]["title"], "Night Watch");
    assert_eq!(player.get("/search/show?query=night+watch&page=2&limit=1").await.1, json!([]));

    server.world.user("ben").await;
    for own in ["me", "ana", "ANA"] {
        assert_eq!(player.get(&format!("/users/{own}")).await.1["username"], "ana");
        for path in ["history", "history/shows", "watched/movies", "ratings/movies", "watchlist", "collection/shows"] {
            assert_eq!(player.get(&format!("/users/{own}/{path}")).await, (StatusCode::OK, json!([])), "{own}/{path}");
        }
    }
    for path in ["", "/history", "/watched/shows", "/ratings", "/watchlist", "/collection/movies", "/watching"] {
        assert_eq!(player.get(&format!("/users/ben{path}")).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
