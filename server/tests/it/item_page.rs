//! What the page of an item stands on: what its person has seen of it, and who else has.

use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{builtin, external_ids};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::TestServer;

async fn make(server: &TestServer, draft: ItemDraft) -> medianest_core::catalogue::MediaItem {
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap()
}

/// A show, its one season, and that season's episodes.
async fn show(server: &TestServer, episodes: i32) -> (String, String, Vec<String>) {
    let show = make(server, ItemDraft::new(builtin::TV, "Show")).await;
    let season = make(server, ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    let mut ids = Vec::new();
    for number in 1..=episodes {
        let draft = ItemDraft::new(builtin::TV, format!("Episode {number}")).below(season.id, Some(number));
        ids.push(make(server, draft).await.id.to_string());
    }
    (show.id.to_string(), season.id.to_string(), ids)
}

const MARK: &str =
    "mutation($item: ID!, $extent: WatchedExtent!) { markWatched(input: { itemId: $item, extent: $extent }) { plays { id } } }";
const SEASON: &str = "query($season: ID!, $first: Int!) { mediaItem(id: $season) {
    viewerState { watchedCount airedCount isWatched playCount lastPlayedAt nextUp { item { name } } cycles { status } entry { status } rating { value } position { progressPercent } }
    friendsWhoHaveSeen { totalCount people { playCount user { displayName } rating { value } } }
    children(first: $first) { nodes { name
        viewerState { isWatched playCount watchedCount airedCount nextUp { remainingCount } cycles { status } entry { status } rating { value } position { progressPercent } }
        friendsWhoHaveSeen(first: 3) { totalCount people { user { displayName } rating { value } } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_season_shows_what_was_seen_of_it_at_the_same_cost_whatever_its_length() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let (_, season, episodes) = show(&server, 12).await;
    ben.data("mutation { updatePrivacySettings(input: { history: MEMBERS }) { user { id } } }", json!({})).await;
    for item in &episodes[..2] {
        ben.data(MARK, json!({ "item": item, "extent": "ITEM" })).await;
        let rate = "mutation($item: ID!) { rateItem(input: { itemId: $item, rating: 70 }) { rating { id } } }";
        ben.data(rate, json!({ "item": item })).await;
    }
    let marked = ana.data(MARK, json!({ "item": episodes[2], "extent": "UP_TO" })).await["markWatched"]["plays"].take();
    assert_eq!(marked.as_array().map(Vec::len), Some(3));
    let page = async |first: i32| {
        let before = server.world.app.database().statements();
        let page = ana.data(SEASON, json!({ "season": season, "first": first })).await["mediaItem"].take();
        (page, server.world.app.database().statements() - before)
    };
    // The pool opens the connections that the query uses side by side; a new one is not checked, and would not count.
    for first in [12, 3, 12] {
        page(first).await;
    }
    let ((_, few), (shown, many)) = (page(3).await, page(12).await);
    assert_eq!(few, many);
    let state = &shown["viewerState"];
    assert_eq!((&state["watchedCount"], &state["airedCount"], &state["isWatched"]), (&json!(3), &json!(12), &json!(false)));
    assert_eq!((&state["playCount"], &state["nextUp"]["item"]["name"]), (&json!(3), &json!("Episode 4")));
    assert_eq!(state["cycles"], json!([{ "status": "IN_PROGRESS" }]));
    let friends = json!({ "totalCount": 1, "people": [{ "playCount": 2, "user": { "displayName": "ben" }, "rating": null }] });
    assert_eq!(shown["friendsWhoHaveSeen"], friends);
    let parts = shown["children"]["nodes"].as_array().unwrap();
    let watched: Vec<bool> = parts.iter().map(|part| part["viewerState"]["isWatched"] == json!(true)).collect();
    assert_eq!(watched, [[true; 3].as_slice(), &[false; 9]].concat());
    assert_eq!(parts[0]["friendsWhoHaveSeen"]["people"][0]["rating"]["value"], 7.0);
    assert_eq!(parts[5]["friendsWhoHaveSeen"], json!({ "totalCount": 0, "people": [] }));

    // What was marked is taken back as a whole, and comes back.
    let ids: Vec<Value> = marked.as_array().unwrap().iter().map(|play| play["id"].clone()).collect();
    let delete = "mutation($ids: [ID!]!) { deletePlays(input: { ids: $ids }) { plays { id } } }";
    assert_eq!(ben.code(delete, json!({ "ids": ids })).await, "NOT_FOUND");
    ana.data(delete, json!({ "ids": ids })).await;
    assert_eq!(page(1).await.0["viewerState"]["watchedCount"], 0);
    let restore = "mutation($ids: [ID!]!) { restorePlays(input: { ids: $ids }) { plays { id } } }";
    ana.data(restore, json!({ "ids": ids })).await;
    assert_eq!(page(1).await.0["viewerState"]["watchedCount"], 3);
    let unmark = "mutation($item: ID!) { markUnwatched(input: { itemId: $item }) { removedCount plays { id } } }";
    let unmarked = ana.data(unmark, json!({ "item": season })).await["markUnwatched"].take();
    assert_eq!((&unmarked["removedCount"], unmarked["plays"].as_array().map(Vec::len)), (&json!(3), Some(3)));
    ana.data(restore, json!({ "ids": ids })).await;
    assert_eq!(page(1).await.0["viewerState"]["watchedCount"], 3);
    let too_many = json!({ "ids": (0..201).map(|n| format!("play_{n:026}")).collect::<Vec<_>>() });
    assert_eq!(ana.code(delete, too_many).await, "INVALID_INPUT");
    assert_eq!(
        ana.code(
            "query($id: ID!) { mediaItem(id: $id) { friendsWhoHaveSeen(first: 51) { totalCount } } }",
            json!({ "id": season })
        )
        .await,
        "INVALID_INPUT"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_leads_to_where_others_show_it() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let key = |provider, kind, id| external_ids::key(provider, kind, id).unwrap();
    let draft = ItemDraft {
        external_ids: vec![key("imdb", "movie", "tt0078748"), key("tmdb", "movie", "348"), key("home", "movie", "7")],
        ..ItemDraft::new(builtin::MOVIE, "Alien")
    };
    let id = make(&server, draft).await.id.to_string();
    let ask = "query($id: ID!) { mediaItem(id: $id) { externalIds { provider url } versions { id } group { id } relationships { type } } }";
    let item = ana.data(ask, json!({ "id": id })).await["mediaItem"].take();
    let links = json!([
        { "provider": "home", "url": null },
        { "provider": "imdb", "url": "https://www.imdb.com/title/tt0078748/" },
        { "provider": "tmdb", "url": "https://www.themoviedb.org/movie/348" },
    ]);
    assert_eq!(item["externalIds"], links);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_can_be_resumed_and_what_came_last_is_shown_first() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let mut ids = Vec::new();
    for name in ["Alien", "Brazil"] {
        server.world.pass(chrono::TimeDelta::minutes(5));
        ids.push(make(&server, ItemDraft::new(builtin::MOVIE, name)).await.id.to_string());
    }
    let pause = "mutation($item: ID!, $percent: Float!) { scrobble(input: { itemId: $item, action: PAUSE, progressPercent: $percent, positionSeconds: 600, durationSeconds: 6000 }) { outcome } }";
    for (item, percent) in ids.iter().zip([10.0, 20.0]) {
        server.world.pass(chrono::TimeDelta::minutes(5));
        ana.data(pause, json!({ "item": item, "percent": percent })).await;
    }
    let ask = "{ playbackPositions(first: 5) { totalCount nodes { progressPercent positionSeconds item { name } } }
        mediaItems(first: 5, sort: { field: CREATED, direction: DESCENDING }) { nodes { name } } }";
    let shown = ana.data(ask, json!({})).await;
    let positions = json!([
        { "progressPercent": 20.0, "positionSeconds": 600, "item": { "name": "Brazil" } },
        { "progressPercent": 10.0, "positionSeconds": 600, "item": { "name": "Alien" } },
    ]);
    assert_eq!(shown["playbackPositions"]["nodes"], positions);
    assert_eq!(shown["mediaItems"]["nodes"], json!([{ "name": "Brazil" }, { "name": "Alien" }]));
}
