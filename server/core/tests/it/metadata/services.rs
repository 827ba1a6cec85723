//! The other providers: how each is asked, and what is made of an answer of the shape that its documentation gives.

use chrono::TimeDelta;
use medianest_core::catalogue::{ExternalKey, builtin};
use medianest_core::config::MetadataService;
use medianest_core::metadata::ProviderError;
use medianest_core::metadata::search::search;
use medianest_db::MetadataProvider::{Anilist, Igdb, Musicbrainz, Openlibrary, Tvdb, Tvmaze};
use medianest_test_support::{Fake, Reply, World};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{add, at, ids, item, number, parts, tvmaze};
use crate::statistics::day;

/// A show at TVmaze with so many episodes, the last of which airs at no time of its own.
pub fn tvmaze_show(episodes: i32) -> Value {
    let episode = |n: i32| {
        json!({
            "id": 500 + n, "name": format!("Maze {n}"), "season": 1, "number": n, "type": "regular", "runtime": 48,
            "airdate": format!("2026-03-{:02}", 10 + n), "airtime": if n == episodes { "" } else { "21:00" },
            "airstamp": format!("2026-03-{:02}T02:00:00+00:00", 11 + n), "summary": "<p>It rises.</p>",
            "image": { "medium": "https://static.tvmaze.com/m.jpg", "original": format!("https://static.tvmaze.com/{n}.jpg") },
        })
    };
    json!({
        "id": 9, "name": "Tidewater", "language": "English", "genres": ["Drama", "Mystery"], "status": "Running",
        "runtime": null, "averageRuntime": 50, "premiered": "2024-01-08", "network": null,
        "webChannel": { "id": 1, "name": "Canal Nord", "country": { "name": "Canada", "code": "CA" } },
        "externals": { "tvrage": null, "thetvdb": 440_011, "imdb": "tt9990002" },
        "image": { "medium": "https://static.tvmaze.com/m.jpg", "original": "http://static.tvmaze.com/o.jpg" },
        "summary": "<p>A town <b>below</b> the dike &amp; the sea.</p>", "updated": 1_772_000_000,
        "_embedded": {
            "seasons": [{ "id": 91, "number": 1, "name": "", "premiereDate": "2026-03-11", "image": null, "summary": null }],
            "episodes": (1..=episodes).map(episode).chain([json!({
                "id": 599, "name": "A special", "season": 1, "number": null, "type": "insignificant_special",
                "airdate": "", "airtime": "", "airstamp": null, "runtime": null, "image": null, "summary": null,
            })]).collect::<Vec<_>>(),
        },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn tvmaze_tells_the_minute_at_which_episodes_air() {
    let (fake, service) = tvmaze().await;
    fake.answer("/shows/9", &tvmaze_show(3));
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let show = add(&world, &ana, Tvmaze, "show", "9").await.unwrap().item;
    assert_eq!(show.description.as_deref(), Some("A town below the dike & the sea."));
    assert_eq!((show.language.as_deref(), show.runtime_seconds), (Some("en"), Some(3000)));
    assert_eq!(
        show.metadata,
        json!({ "network": "Canal Nord", "countries": ["CA"], "status": "Running" }),
        "no picture in the clear"
    );
    assert_eq!(ids(&world, show.id).await, ["imdb:show:tt9990002", "tvdb:show:440011", "tvmaze:show:9"]);
    let seasons = parts(&world.app, show.id).await;
    assert_eq!((seasons.len(), seasons[0].name.as_str()), (1, "Season 1"));
    let episodes = parts(&world.app, seasons[0].id).await;
    let times: Vec<_> = episodes.iter().map(|episode| (episode.released_at, episode.released_on)).collect();
    assert_eq!(
        times,
        [
            (at("2026-03-12T02:00:00Z"), Some(day("2026-03-11"))),
            (at("2026-03-13T02:00:00Z"), Some(day("2026-03-12"))),
            (None, Some(day("2026-03-13"))),
        ]
    );
    let query: Vec<_> = fake.asked()[0].query.keys().cloned().collect();
    assert_eq!(query, ["embed[]"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_may_lead_to_another_of_its_own_addresses_and_nowhere_else() {
    let (fake, service) = tvmaze().await;
    fake.answer("/shows/9", &tvmaze_show(1));
    fake.reply("/lookup/shows", "thetvdb", Reply::text(301, "").header("location", "/shows/9"));
    let elsewhere = Fake::start().await;
    elsewhere.answer("/shows/9", &tvmaze_show(1));
    fake.reply("/lookup/shows", "imdb", Reply::text(301, "").header("location", format!("{}shows/9", elsewhere.url)));
    let world = World::asking(vec![service]).await;
    let provider = world.app.providers().find(Tvmaze).unwrap();
    let key = |whose: &str, id: &str| ExternalKey { provider: whose.into(), kind: "show".into(), external_id: id.into() };
    let kind = &provider.kinds()[0];
    assert_eq!(provider.look_up(kind, &key("tvdb", "440011")).await.unwrap().as_deref(), Some("9"));
    assert!(matches!(provider.look_up(kind, &key("imdb", "tt9990002")).await, Err(ProviderError::Unreadable(..))));
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn tvmaze_tells_what_changed_of_the_last_month() {
    let (fake, service) = tvmaze().await;
    let world = World::asking(vec![service]).await;
    let (provider, now) = (world.app.providers().find(Tvmaze).unwrap(), world.app.now());
    let kind = &provider.kinds()[0];
    let updates = json!({ "9": now.timestamp() - 3_600, "10": now.timestamp() - 3 * 86_400 });
    fake.reply("/updates/shows", "since=week", Reply::json(&updates));
    let changed = provider.changes(kind, now - TimeDelta::days(2), now).await.unwrap().unwrap();
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), ["9"]);
    assert!(provider.changes(kind, now - TimeDelta::days(40), now).await.unwrap().is_none());
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tvdb_tells_what_changed_page_by_page() {
    let fake = Fake::start().await;
    fake.answer("/login", &json!({ "status": "success", "data": { "token": "a-token" } }));
    let page = |id: i64, next: Option<&str>| {
        Reply::json(&json!({ "status": "success", "data": [{ "recordId": id, "method": "update", "entityType": "series" }],
                             "links": { "next": next } }))
    };
    fake.reply("/updates", "page=0", page(1, Some("https://api4.thetvdb.com/next")));
    fake.reply("/updates", "page=1", page(2, None));
    let key = SecretString::from("the-key");
    let world = World::asking(vec![MetadataService::Tvdb { url: fake.url.clone(), key, pin: None }]).await;
    let (provider, now) = (world.app.providers().find(Tvdb).unwrap(), world.app.now());
    let kind = provider.kind("show").unwrap();
    let mut changed: Vec<_> = provider.changes(kind, now - TimeDelta::days(2), now).await.unwrap().unwrap().into_iter().collect();
    changed.sort();
    assert_eq!(changed, ["1", "2"]);
    let asked = fake.asked();
    assert_eq!((asked[1].query["type"].as_str(), asked[1].query["since"].parse()), ("series", Ok(now.timestamp() - 2 * 86_400)));
    assert!(!asked[0].body.contains("pin"), "a key without a PIN is sent without one");
}

#[tokio::test(flavor = "multi_thread")]
async fn tvdb_finds_films_and_shows_by_the_ids_of_imdb() {
    let fake = Fake::start().await;
    fake.answer("/login", &json!({ "status": "success", "data": { "token": "a-token" } }));
    let found = |data: Value| json!({ "status": "success", "data": data });
    // A person and a company may have the same id, and a film and a show too.
    fake.answer(
        "/search/remoteid/tt9990002",
        &found(
            json!([{ "people": { "id": 1 } }, { "movie": { "id": 77, "name": "Low Water" } }, { "series": { "id": 440_011 } }]),
        ),
    );
    fake.answer("/search/remoteid/tt9990003", &found(Value::Null));
    fake.reply("/search/remoteid/tt9990004", "", Reply::text(404, "{}"));
    let key = SecretString::from("the-key");
    let world = World::asking(vec![MetadataService::Tvdb { url: fake.url.clone(), key, pin: None }]).await;
    let provider = world.app.providers().find(Tvdb).unwrap();
    let look_up = async |noun: &str, id: &str| {
        let key = ExternalKey { provider: "imdb".into(), kind: noun.into(), external_id: id.into() };
        provider.look_up(provider.kind(noun).unwrap(), &key).await.unwrap()
    };
    assert_eq!(look_up("show", "tt9990002").await.as_deref(), Some("440011"));
    assert_eq!(look_up("movie", "tt9990002").await.as_deref(), Some("77"));
    assert_eq!(look_up("show", "tt9990003").await, None);
    assert_eq!(look_up("show", "tt9990004").await, None);
}

fn musicbrainz(fake: &Fake) -> MetadataService {
    MetadataService::Musicbrainz { url: fake.url.clone(), covers: fake.url.clone() }
}

const ARTIST: &str = "11111111-aaaa-4aaa-8aaa-111111111111";
const ALBUM: &str = "22222222-bbbb-4bbb-8bbb-222222222222";

#[tokio::test(flavor = "multi_thread")]
async fn musicbrainz_brings_an_album_with_its_artist_its_tracks_and_its_cover() {
    let fake = Fake::start().await;
    fake.answer(
        &format!("/ws/2/release-group/{ALBUM}"),
        &json!({
            "id": ALBUM, "title": "Low Water", "first-release-date": "1998-04", "primary-type": "Album",
            "artist-credit": [{ "name": "The Dikes", "joinphrase": "", "artist": { "id": ARTIST, "name": "The Dikes" } }],
            "genres": [{ "name": "ambient", "count": 1 }, { "name": "folk", "count": 5 }],
            "releases": [
                { "id": "r-late", "title": "Low Water", "status": "Official", "date": "2010-01-01" },
                { "id": "r-boot", "title": "Low Water", "status": "Bootleg", "date": "1990" },
                { "id": "r-first", "title": "Low Water", "status": "Official", "date": "1998-04-02" },
            ],
        }),
    );
    let track = |title: &str, length: Value, recording: &str| {
        json!({ "id": "t", "position": 1, "number": "1", "title": title, "length": length,
                "recording": { "id": recording, "title": title, "length": 181_600 } })
    };
    fake.answer(
        "/ws/2/release/r-first",
        &json!({
            "id": "r-first", "label-info": [{ "label": null }, { "label": { "name": "Wharf Records" } }],
            "media": [
                { "position": 1, "tracks": [track("Ebb", json!(200_400), "33333333-cccc-4ccc-8ccc-333333333333")] },
                { "position": 2, "tracks": [track("Flood", json!(null), "44444444-dddd-4ddd-8ddd-444444444444")] },
            ],
        }),
    );
    let cover = Reply::text(307, "").header("location", "https://archive.org/download/x/x.jpg");
    fake.reply(&format!("/release-group/{ALBUM}/front-500"), "", cover);
    let world = World::asking(vec![musicbrainz(&fake)]).await;
    let ana = world.user("ana").await;
    let album = add(&world, &ana, Musicbrainz, "release_group", ALBUM).await.unwrap().item;
    assert_eq!((album.name.as_str(), album.year, album.released_on), ("Low Water", Some(1998), None));
    assert_eq!(album.genres.0, ["folk", "ambient"]);
    let cover = format!("https://coverartarchive.org/release-group/{ALBUM}/front-500");
    assert_eq!(album.metadata, json!({ "label": "Wharf Records", "poster_url": cover }));
    let artist = item(&world.app, album.parent_id.unwrap()).await;
    assert_eq!((artist.name.as_str(), artist.hierarchy_level), ("The Dikes", 0));
    assert_eq!(ids(&world, artist.id).await, [format!("musicbrainz:artist:{ARTIST}")]);
    let tracks = parts(&world.app, album.id).await;
    let heard: Vec<_> =
        tracks.iter().map(|track| (track.hierarchy_position, track.name.as_str(), track.runtime_seconds)).collect();
    assert_eq!(heard, [(Some(1), "Ebb", Some(200)), (Some(2), "Flood", Some(182))], "the length of the recording fills in");
    assert_eq!(tracks[1].metadata["disc_number"], 2);
    let last = fake.asked().pop().unwrap();
    assert_eq!((last.method.as_str(), last.path.ends_with("front-500")), ("HEAD", true));
    assert_eq!(fake.asked()[0].query["fmt"], "json");
}

#[tokio::test(flavor = "multi_thread")]
async fn musicbrainz_brings_an_artist_with_all_albums_page_by_page() {
    let fake = Fake::start().await;
    fake.answer(
        &format!("/ws/2/artist/{ARTIST}"),
        &json!({ "id": ARTIST, "name": "The Dikes", "disambiguation": "from the coast", "genres": [] }),
    );
    let albums = |from: i32, count: i32| {
        let album = |n: i32| json!({ "id": format!("{n:08}-bbbb-4bbb-8bbb-222222222222"), "title": format!("Album {n}"), "first-release-date": "1998-04-02" });
        json!({ "release-group-count": 130, "release-group-offset": from, "release-groups": (from..from + count).map(album).collect::<Vec<_>>() })
    };
    fake.reply("/ws/2/release-group", "offset=0", Reply::json(&albums(0, 100)));
    fake.reply("/ws/2/release-group", "offset=100", Reply::json(&albums(100, 30)));
    let world = World::asking(vec![musicbrainz(&fake)]).await;
    let ana = world.user("ana").await;
    let artist = add(&world, &ana, Musicbrainz, "artist", ARTIST).await.unwrap().item;
    assert_eq!(artist.description.as_deref(), Some("from the coast"));
    assert_eq!(number(&world, "SELECT count(*) FROM media_items WHERE hierarchy_level = 1").await, 130);
    assert_eq!(fake.count("/ws/2/release-group"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_library_brings_a_book_with_its_authors_and_finds_one_by_isbn() {
    let fake = Fake::start().await;
    let doc = json!({ "key": "/works/OL77W", "title": "The Dike Reeve", "author_name": ["T. Strand"], "first_publish_year": 1888,
                      "cover_i": 42, "language": ["ger"], "number_of_pages_median": 160, "publisher": ["Wharf", "Other"] });
    fake.answer("/search.json", &json!({ "numFound": 1, "start": 0, "docs": [doc] }));
    fake.answer(
        "/works/OL77W.json",
        &json!({ "key": "/works/OL77W", "title": "The Dike Reeve", "description": { "type": "/type/text", "value": "A rider.\r\nA dike." },
                 "covers": [-1, 42], "subjects": ["Fiction", "Dikes, fiction", "series:x", "Coasts"] }),
    );
    let world = World::asking(vec![MetadataService::Openlibrary { url: fake.url.clone() }]).await;
    let ana = world.user("ana").await;
    let found = search(&world.app, &ana.actor, builtin::BOOK, "dike", None, None).await.unwrap();
    assert_eq!((found.hits[0].found.id.as_str(), found.hits[0].found.by.as_deref()), ("OL77W", Some("T. Strand")));
    let book = add(&world, &ana, Openlibrary, "work", "OL77W").await.unwrap().item;
    assert_eq!((book.year, book.description.as_deref()), (Some(1888), Some("A rider.\nA dike.")));
    assert_eq!(book.genres.0, ["Fiction", "Coasts"]);
    assert_eq!(book.language.as_deref(), Some("de"), "which libraries call `ger`");
    assert_eq!(
        book.metadata,
        json!({ "authors": ["T. Strand"], "pages": 160, "publisher": "Wharf", "poster_url": "https://covers.openlibrary.org/b/id/42-L.jpg" })
    );
    let provider = world.app.providers().find(Openlibrary).unwrap();
    let isbn = ExternalKey { provider: "isbn".into(), kind: "book".into(), external_id: "9780000000002".into() };
    assert_eq!(provider.look_up(&provider.kinds()[0], &isbn).await.unwrap().as_deref(), Some("OL77W"));
    assert_eq!(fake.asked().pop().unwrap().query["isbn"], "9780000000002");
}

#[tokio::test(flavor = "multi_thread")]
async fn anilist_brings_an_anime_with_the_times_of_its_episodes() {
    let fake = Fake::start().await;
    let media = json!({
        "id": 321, "idMal": 654, "type": "ANIME", "format": "TV", "status": "RELEASING", "episodes": null, "duration": 24,
        "countryOfOrigin": "JP", "genres": ["Slice of Life"], "bannerImage": "https://s4.anilist.co/banner.jpg",
        "title": { "romaji": "Shizuka na Minato", "english": "Quiet Port", "native": "静かな港" },
        "description": "Boats.<br><br>And <i>cats</i>.", "startDate": { "year": 2026, "month": 1, "day": null },
        "coverImage": { "extraLarge": "https://s4.anilist.co/cover.jpg", "large": "https://s4.anilist.co/c.jpg" },
        "studios": { "nodes": [{ "name": "Studio Kai" }] },
        "aired": { "nodes": [{ "episode": 1, "airingAt": 1_767_880_800 }] },
        "coming": { "nodes": [{ "episode": 3, "airingAt": 1_773_000_000 }, { "episode": 2, "airingAt": 1_772_500_000 }] },
    });
    fake.reply("/", "airingSchedule", Reply::json(&json!({ "data": { "Media": media } })));
    fake.reply("/", "idMal: $id", Reply::json(&json!({ "data": { "Media": { "id": 321 } } })));
    let world = World::asking(vec![MetadataService::Anilist { url: fake.url.clone() }]).await;
    let ana = world.user("ana").await;
    let show = add(&world, &ana, Anilist, "show", "321").await.unwrap().item;
    assert_eq!((show.name.as_str(), show.original_name.as_deref()), ("Quiet Port", Some("静かな港")));
    assert_eq!((show.year, show.released_on, show.description.as_deref()), (Some(2026), None, Some("Boats.\nAnd cats.")));
    assert_eq!(show.metadata["poster_url"], "https://s4.anilist.co/cover.jpg");
    assert_eq!(ids(&world, show.id).await, ["anilist:show:321", "myanimelist:anime:654"]);
    let seasons = parts(&world.app, show.id).await;
    let episodes = parts(&world.app, seasons[0].id).await;
    let times: Vec<_> = episodes.iter().map(|episode| (episode.name.as_str(), episode.released_at)).collect();
    assert_eq!(times[0], ("Episode 1", at("2026-01-08T14:00:00Z")));
    assert_eq!(times.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["Episode 1", "Episode 2", "Episode 3"]);
    let provider = world.app.providers().find(Anilist).unwrap();
    let mal = ExternalKey { provider: "myanimelist".into(), kind: "anime".into(), external_id: "654".into() };
    assert_eq!(provider.look_up(provider.kind("show").unwrap(), &mal).await.unwrap().as_deref(), Some("321"));
}

#[tokio::test(flavor = "multi_thread")]
async fn igdb_is_asked_with_a_token_from_twitch_and_with_a_new_one_when_it_has_ended() {
    let fake = Fake::start().await;
    fake.reply_times(
        1,
        "/oauth2/token",
        "",
        Reply::json(&json!({ "access_token": "second", "expires_in": 5_000_000, "token_type": "bearer" })),
    );
    fake.reply_times(
        1,
        "/oauth2/token",
        "",
        Reply::json(&json!({ "access_token": "first", "expires_in": 5_000_000, "token_type": "bearer" })),
    );
    let game = json!([{
        "id": 1234, "name": "Harbourmaster", "summary": "Ships come and go.", "first_release_date": 1_583_020_800,
        "cover": { "id": 1, "image_id": "co1abc" }, "artworks": [{ "id": 2, "image_id": "ar1abc" }], "genres": [{ "id": 1, "name": "Simulator" }],
        "platforms": [{ "id": 6, "name": "PC" }],
        "involved_companies": [{ "id": 3, "developer": true, "publisher": false, "company": { "id": 4, "name": "Dockside" } }],
    }]);
    fake.answer("/v4/games", &game);
    let service = MetadataService::Igdb {
        url: fake.url.clone(),
        sign_in: fake.url.clone(),
        client_id: "the-client".to_owned(),
        client_secret: SecretString::from("the-secret"),
    };
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let found = search(&world.app, &ana.actor, builtin::GAME, "the \"harbour\"", None, None).await.unwrap();
    assert_eq!((found.hits[0].found.year, found.hits[0].found.by.as_deref()), (Some(2020), Some("Dockside")));
    fake.reply_times(1, "/v4/games", "", Reply::text(401, "{}"));
    let item = add(&world, &ana, Igdb, "game", "1234").await.unwrap().item;
    assert_eq!(
        item.metadata,
        json!({
            "platforms": ["PC"], "developers": ["Dockside"],
            "poster_url": "https://images.igdb.com/igdb/image/upload/t_cover_big_2x/co1abc.jpg",
            "backdrop_url": "https://images.igdb.com/igdb/image/upload/t_720p/ar1abc.jpg",
        })
    );
    let asked = fake.asked();
    let tokens: Vec<_> = asked.iter().filter_map(|one| one.headers.get("authorization")?.to_str().ok()).collect();
    assert_eq!(tokens, ["Bearer first", "Bearer first", "Bearer second"]);
    assert!(asked[0].body.contains("client_secret=the-secret") && asked[0].query.is_empty(), "a secret is in no address");
    assert!(asked[1].body.contains("search \"the \\\"harbour\\\"\";") && asked[1].headers["client-id"] == "the-client");
}

#[tokio::test(flavor = "multi_thread")]
async fn tvdb_is_signed_in_to_and_brings_a_show_in_the_order_of_airing() {
    let fake = Fake::start().await;
    fake.answer("/login", &json!({ "status": "success", "data": { "token": "a-token" } }));
    fake.answer(
        "/series/440011/extended",
        &json!({ "status": "success", "data": {
            "id": 440_011, "name": "Gezeiten", "overview": "Eine Stadt.", "image": "https://artworks.thetvdb.com/banners/p.jpg",
            "firstAired": "2024-01-08", "averageRuntime": 50, "originalLanguage": "deu", "status": { "id": 2, "name": "Ended" },
            "originalNetwork": { "name": "Canal Nord" }, "genres": [{ "id": 1, "name": "Drama" }],
            "remoteIds": [{ "id": "tt9990002", "type": 2, "sourceName": "IMDB" }],
            "contentRatings": [{ "name": "TV-14", "country": "usa" }],
            "artworks": [
                { "id": 1, "image": "https://artworks.thetvdb.com/banners/b1.jpg", "type": 3, "score": 1.0 },
                { "id": 2, "image": "https://artworks.thetvdb.com/banners/b2.jpg", "type": 3, "score": 9.0 },
                { "id": 3, "image": "https://artworks.thetvdb.com/banners/p2.jpg", "type": 2, "score": 99.0 },
            ],
            "seasons": [
                { "id": 81, "number": 1, "type": { "id": 1, "type": "official" } },
                { "id": 82, "number": 2, "type": { "id": 1, "type": "official" } },
                { "id": 83, "number": 1, "type": { "id": 2, "type": "dvd" } },
            ],
            "translations": {
                "nameTranslations": [{ "language": "eng", "name": "Tidewater" }],
                "overviewTranslations": [{ "language": "eng", "overview": "A town." }],
            },
        } }),
    );
    let episode = |id: i32, number: i32| {
        json!({ "id": id, "name": format!("Part {number}"), "overview": null, "aired": format!("2024-01-{:02}", 7 + number), "runtime": 50,
                "number": number, "seasonNumber": 1, "absoluteNumber": number, "image": "/banners/e.jpg" })
    };
    let page = |episodes: Vec<Value>, next: Option<&str>| {
        Reply::json(&json!({ "status": "success", "data": { "series": {}, "episodes": episodes }, "links": { "next": next } }))
    };
    fake.reply("/series/440011/episodes/default", "page=0", page(vec![episode(1, 1)], Some("https://api4.thetvdb.com/next")));
    fake.reply("/series/440011/episodes/default", "page=1", page(vec![episode(2, 2)], None));
    let service = MetadataService::Tvdb {
        url: fake.url.clone(),
        key: SecretString::from("the-key"),
        pin: Some(SecretString::from("the-pin")),
    };
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let show = add(&world, &ana, Tvdb, "show", "440011").await.unwrap().item;
    assert_eq!((show.name.as_str(), show.original_name.as_deref()), ("Tidewater", Some("Gezeiten")));
    assert_eq!(
        show.metadata,
        json!({
            "network": "Canal Nord", "certification": "TV-14", "status": "Ended",
            "poster_url": "https://artworks.thetvdb.com/banners/p.jpg", "backdrop_url": "https://artworks.thetvdb.com/banners/b2.jpg",
        })
    );
    let seasons = parts(&world.app, show.id).await;
    assert_eq!(seasons.len(), 1, "a season without episodes is none");
    let episodes = parts(&world.app, seasons[0].id).await;
    assert_eq!((episodes.len(), episodes[1].released_on), (2, Some(day("2024-01-09"))));
    assert_eq!(
        episodes[1].metadata,
        json!({ "absolute_number": 2, "backdrop_url": "https://artworks.thetvdb.com/banners/e.jpg" })
    );
    let asked = fake.asked();
    assert_eq!((asked[0].path.as_str(), asked[0].body.contains("the-pin")), ("/login", true));
    assert!(asked[1..].iter().all(|one| one.headers["authorization"] == "Bearer a-token"));
    assert_eq!(fake.count("/login"), 1);
}
