//! What other places keep of what somebody watches: MyAnimeList, Netflix, TV Time, SIMKL, Yamtrack and Ryot.

use std::io::Write as _;

use medianest_core::db::{ImportSource, ImportStatus};
use medianest_test_support::World;

use super::{ENTRIES, LISTED, PLAYS, RATINGS, REVIEWS, draft, errors, file, import, texts, twice_and_back, zip};

/// Each play with the names from the top down.
const PLACES: &str = "SELECT concat_ws(' | ', r.name, CASE WHEN p.id <> r.id THEN p.name END, CASE WHEN i.id <> r.id THEN i.name END, l.watched_at AT TIME ZONE 'UTC', l.date_precision)
    FROM plays AS l JOIN media_items AS i ON i.id = l.media_item_id JOIN media_items AS p ON p.id = coalesce(i.parent_id, i.id)
    JOIN media_items AS r ON r.id = i.root_id ORDER BY 1";

const ANIME: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<!-- Created by XML Export feature at MyAnimeList.net -->
<myanimelist>
  <myinfo><user_id>1</user_id><user_name>ada</user_name><user_total_anime>4</user_total_anime></myinfo>
  <anime>
    <series_animedb_id>1</series_animedb_id>
    <series_title><![CDATA[Cowboy Bebop & friends]]></series_title>
    <series_type>TV</series_type><series_episodes>26</series_episodes>
    <my_watched_episodes>3</my_watched_episodes>
    <my_start_date>2019-05-00</my_start_date><my_finish_date>0000-00-00</my_finish_date>
    <my_score>9</my_score><my_status>Watching</my_status>
    <my_comments><![CDATA[slowly]]></my_comments><my_times_watched>0</my_times_watched>
    <my_tags><![CDATA[space, jazz]]></my_tags>
  </anime>
  <anime>
    <series_animedb_id>5</series_animedb_id><series_title>Tom &amp; Ei&#223;</series_title><series_type>Movie</series_type>
    <my_watched_episodes>1</my_watched_episodes><my_start_date>0000-00-00</my_start_date><my_finish_date>2019-06-02</my_finish_date>
    <my_score>0</my_score><my_status>Completed</my_status><my_times_watched>1</my_times_watched>
  </anime>
  <anime>
    <series_animedb_id>6</series_animedb_id><series_title>Later</series_title><series_type>TV</series_type>
    <my_watched_episodes>0</my_watched_episodes><my_score>0</my_score><my_status>Plan to Watch</my_status>
  </anime>
  <anime><series_animedb_id>7</series_animedb_id><series_title>Odd</series_title><my_status>Sleeping</my_status></anime>
  <manga>
    <manga_mangadb_id>2</manga_mangadb_id><manga_title>Berserk</manga_title><my_read_chapters>10</my_read_chapters>
    <my_start_date>2018-00-00</my_start_date><my_finish_date>0000-00-00</my_finish_date><my_score>10</my_score><my_status>Reading</my_status>
  </manga>
</myanimelist>
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_anime_comes_in_packed_or_not() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let plain = file(&world, "animelist.xml", ANIME);
    let packed = plain.with_extension("xml.gz");
    let mut gzip = flate2::write::GzEncoder::new(std::fs::File::create(&packed).unwrap(), flate2::Compression::default());
    gzip.write_all(ANIME.as_bytes()).unwrap();
    gzip.finish().unwrap();
    for path in [plain, packed] {
        twice_and_back(&world, ImportSource::Myanimelist, &path, ada.id, async |job, _| {
            assert_eq!(errors(&world.app, &job).await[0].error, "my_status: it is not known");
            assert_eq!(
                texts(&world, PLACES).await,
                [
                    "Cowboy Bebop & friends | Season 1 | Episode 1 | 2019-05-01 00:00:00 | month",
                    "Cowboy Bebop & friends | Season 1 | Episode 2 | 1970-01-01 00:00:00 | unknown",
                    "Cowboy Bebop & friends | Season 1 | Episode 3 | 1970-01-01 00:00:00 | unknown",
                    "Tom & Eiß | 1970-01-01 00:00:00 | unknown",
                    "Tom & Eiß | 2019-06-02 00:00:00 | day",
                ]
            );
            assert_eq!(
                texts(&world, ENTRIES).await,
                [
                    "Berserk watching f",
                    "Cowboy Bebop & friends watching f [\"space\", \"jazz\"] slowly",
                    "Later plan_to_watch f",
                    "Tom & Eiß completed f",
                ]
            );
            assert_eq!(texts(&world, RATINGS).await, ["Berserk 100 numeric", "Cowboy Bebop & friends 90 numeric"]);
        })
        .await;
    }
    let broken = file(&world, "broken.xml", &ANIME[..ANIME.len() - 200]);
    let job = import(&world.app, draft(ImportSource::Myanimelist, &broken, ada.id)).await;
    assert!(job.created_items > 3 && job.status == ImportStatus::Completed, "what stands before the end comes in");
}

const VIEWED: &str =
    "Title,Date\n\"Dark: Season 2: Ghosts\",1/31/24\nHeat,1/2/24\n\"Glass Onion: A Knives Out Mystery\",12/24/23\nLost,soon\n";
const ACTIVITY: &str = "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country\n\
    Ada,2024-01-31 20:15:30,00:50:00,,\"Dark: Season 2: Ghosts\",,TV,00:50:00,00:50:00,DE\n\
    Ada,2024-01-31 20:00:00,00:01:00,,\"Dark: Season 2 (Trailer)\",TRAILER,TV,00:01:00,00:01:00,DE\n\
    Ada,2024-01-30 20:15:30,00:05:00,,\"Dark: Season 2: Ghosts\",,TV,00:05:00,Not latest view,DE\n\
    Ada,2024-01-29 20:15:30,00:00:10,Autoplayed: user action: None;,Heat,,TV,00:00:10,00:00:10,DE\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_viewing_history_is_read_in_the_order_its_dates_are_written_in() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "NetflixViewingHistory.csv", VIEWED);
    twice_and_back(&world, ImportSource::Netflix, &path, ada.id, async |job, _| {
        assert_eq!(errors(&world.app, &job).await[0].error, "Date: give a day");
        assert_eq!(
            texts(&world, PLACES).await,
            [
                "Dark | Season 2 | Ghosts | 2024-01-31 00:00:00 | day",
                "Glass Onion: A Knives Out Mystery | 2023-12-24 00:00:00 | day",
                "Heat | 2024-01-02 00:00:00 | day",
            ]
        );
    })
    .await;
    let mine = "Profile Name,Title Name,Utc Title Add Date\nAda,Stalker,2024-01-01 10:00:00\n";
    let path = zip(
        &world,
        "netflix-report.zip",
        &[
            ("CONTENT_INTERACTION/ViewingActivity.csv", ACTIVITY),
            ("CONTENT_INTERACTION/MyList.csv", mine),
            ("PROFILES/Profiles.csv", "Profile Name\nAda\n"),
        ],
    );
    twice_and_back(&world, ImportSource::Netflix, &path, ada.id, async |_, report| {
        assert_eq!(report.skipped_files, ["CONTENT_INTERACTION/MyList.csv", "PROFILES/Profiles.csv"]);
        assert_eq!(texts(&world, PLACES).await, ["Dark | Season 2 | Ghosts | 2024-01-31 20:15:30 | second"]);
    })
    .await;
}

const TRACKED: &str = "user_id,gsi,key,s_id,series_name,season_number,episode_number,ep_no,created_at,updated_at\n\
    1,g,watch-episode-9001,334824,Dark,1,1,1,2020-01-02 20:30:00,2020-01-02 20:30:00\n\
    1,g,rewatch-episode-9001-1,334824,Dark,1,1,1,2021-01-02 20:30:00,2021-01-02 20:30:00\n\
    1,g,watch-episode-9002,334824,Dark,1,,2,2020-01-03 20:30:00,2020-01-03 20:30:00\n\
    1,g,user-series-334824,334824,Dark,,,,2020-01-01 20:30:00,2020-01-01 20:30:00\n";
const SEEN: &str = "source,created_at,tv_show_name,episode_season_number,episode_number\nios,2020-01-02 20:30:00,Dark,1,1\n";
const FOLLOWED: &str = "tv_show_id,tv_show_name,is_followed,is_favorited,is_archived,nb_episodes_seen,created_at\n\
    334824,Dark,1,1,0,1,2020-01-01 10:00:00\n79168,Friends (1994),1,0,0,0,2020-01-01 10:00:00\n1,Left,0,0,0,3,2020-01-01 10:00:00\n";
const FILMS: &str = "type,movie_name,uuid,release_date,created_at,entity_type\nwatch,Heat,u1,1995-12-15 00:00:00,2020-05-01 10:00:00,movie\n\
    towatch,Stalker,u2,1979-05-25 00:00:00,2020-05-02 10:00:00,movie\nfollow,,,,2020-05-02 10:00:00,user\n";

#[tokio::test(flavor = "multi_thread")]
async fn of_tables_that_tell_the_same_one_is_believed() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = zip(
        &world,
        "tvtime.zip",
        &[
            ("tracking-prod-records-v2.csv", TRACKED),
            ("tracking-prod-records.csv", FILMS),
            ("seen_episode_source.csv", SEEN),
            ("user_tv_show_data.csv", FOLLOWED),
            ("addiction_score.csv", "tv_show_name,score\nDark,9\n"),
        ],
    );
    twice_and_back(&world, ImportSource::Tvtime, &path, ada.id, async |job, report| {
        assert_eq!(
            (job.failed_items, report.skipped_files),
            (1, vec!["addiction_score.csv".into(), "seen_episode_source.csv".into()])
        );
        assert_eq!(
            texts(&world, PLACES).await,
            [
                "Dark | Season 1 | Episode 1 | 2020-01-02 20:30:00 | second",
                "Dark | Season 1 | Episode 1 | 2021-01-02 20:30:00 | second",
                "Heat | 2020-05-01 10:00:00 | second",
            ]
        );
        assert_eq!(
            texts(&world, ENTRIES).await,
            ["Dark watching t", "Friends plan_to_watch f", "Heat completed f", "Stalker plan_to_watch f"]
        );
        assert_eq!(
            texts(&world, "SELECT concat(name, ' ', year) FROM media_items WHERE name = 'Friends'").await,
            ["Friends 1994"]
        );
    })
    .await;
    let path = file(&world, "seen_episode_source.csv", SEEN);
    twice_and_back(&world, ImportSource::Tvtime, &path, ada.id, async |_, _| {
        assert_eq!(texts(&world, PLACES).await, ["Dark | Season 1 | Episode 1 | 2020-01-02 20:30:00 | second"]);
    })
    .await;
}

const BACKUP: &str = r#"{"shows":[{"added_to_watchlist_at":"2020-01-01T10:00:00Z","last_watched_at":"2020-01-03T20:30:00Z","user_rated_at":"2020-02-01T10:00:00Z","user_rating":9,"status":"watching","memo":{"text":"mind the knots","is_private":false},
  "watched_episodes_count":2,"show":{"title":"Dark","year":2017,"ids":{"simkl":665,"slug":"dark","imdb":"tt5753856","tmdb":"70523","tvdb":"334824"}},
  "seasons":[{"number":1,"episodes":[{"number":1,"watched_at":"2020-01-02T20:30:00Z"},{"number":2,"watched_at":null}]}]}],
 "anime":[{"status":"completed","anime_type":"movie","last_watched_at":"2020-03-01T20:00:00Z","show":{"title":"Akira","year":1988,"ids":{"simkl":37,"mal":"47"}}},
  {"status":"sleeping","show":{"title":"Odd","ids":{"simkl":38}}}],
 "movies":[{"status":"plantowatch","added_to_watchlist_at":"2020-01-05T10:00:00Z","user_rating":null,"movie":{"title":"Stalker","year":1979,"ids":{"simkl":1,"imdb":"tt0079944"}}}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_shows_anime_and_films() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "SimklBackup.json", BACKUP);
    twice_and_back(&world, ImportSource::Simkl, &path, ada.id, async |job, _| {
        assert_eq!(errors(&world.app, &job).await[0].item, "Odd");
        assert_eq!(
            texts(&world, PLACES).await,
            [
                "Akira | 2020-03-01 20:00:00 | second",
                "Dark | Season 1 | Episode 1 | 2020-01-02 20:30:00 | second",
                "Dark | Season 1 | Episode 2 | 1970-01-01 00:00:00 | unknown",
            ]
        );
        assert_eq!(
            texts(&world, ENTRIES).await,
            ["Akira completed f", "Dark watching f mind the knots", "Stalker plan_to_watch f"]
        );
        assert_eq!(texts(&world, RATINGS).await, ["Dark 90 numeric"]);
    })
    .await;
}

const ROWS: &str = "media_id,source,media_type,title,image,season_number,episode_number,score,status,notes,start_date,end_date,progress\n\
    949,tmdb,movie,Heat,http://x,,,8.5,Completed,the shore,,2020-01-02,1\n\
    949,tmdb,movie,Heat,http://x,,,8.5,Completed,,,2021-03-04 21:00:00+00:00,1\n\
    70523,tmdb,tv,Dark,http://x,,,9,In progress,,2020-01-01,,\n\
    70523,tmdb,season,Dark,http://x,1,,,In progress,,,,1\n\
    70523,tmdb,episode,Dark,http://x,1,1,,,,,2020-01-02,\n\
    1,mal,anime,Cowboy Bebop,http://x,,,,Planning,,,,0\n\
    x,manual,book,My diary,,,,,Completed,,,,\n\
    7,bgg,boardgame,Go,,,,,Completed,,,,\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_media_brings_each_time_through() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "yamtrack_2024.csv", &ROWS.replace(" 21:00:00+00:00", "T21:00:00+00:00"));
    twice_and_back(&world, ImportSource::Yamtrack, &path, ada.id, async |job, _| {
        let errors = errors(&world.app, &job).await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].error.starts_with("media_type: "));
        assert_eq!(
            texts(&world, PLACES).await,
            [
                "Dark | Season 1 | Episode 1 | 2020-01-02 00:00:00 | day",
                "Heat | 2020-01-02 00:00:00 | day",
                "Heat | 2021-03-04 21:00:00 | second",
                "My diary | 1970-01-01 00:00:00 | unknown",
            ]
        );
        assert_eq!(
            texts(&world, ENTRIES).await,
            ["Cowboy Bebop plan_to_watch f", "Dark watching f", "Heat completed f the shore", "My diary completed f"]
        );
        assert_eq!(texts(&world, RATINGS).await, ["Dark 90 numeric", "Heat 85 numeric"]);
    })
    .await;
}

const COMPLETE: &str = r#"{"metadata":[
 {"lot":"movie","source":"tmdb","identifier":"949","source_id":"Heat","seen_history":[{"state":"completed","progress":"100","started_on":"2020-01-02","ended_on":"2020-01-02"},{"state":"completed","progress":"100"}],
  "reviews":[{"rating":"85","review":{"text":"Two men, one coffee.","spoiler":true,"visibility":"private","date":"2020-01-03T10:00:00Z"},"comments":[]}],
  "collections":[{"collection_name":"Rain at night"},"Watchlist"]},
 {"lot":"show","source":"tmdb","identifier":"70523","source_id":"Dark","seen_history":[{"state":"completed","ended_on":"2020-01-02","show_season_number":1,"show_episode_number":1},{"state":"dropped","started_on":"2020-01-03","show_season_number":1,"show_episode_number":2}],"reviews":[],"collections":[]},
 {"lot":"anime","source":"anilist","identifier":"1","source_id":"Cowboy Bebop","seen_history":[{"state":"completed","ended_on":"2019-05-02","anime_episode_number":4}]},
 {"lot":"person","source":"tmdb","identifier":"3","source_id":"Al Pacino"}],
 "people":[{"identifier":"3","name":"Al Pacino","source":"tmdb"}],"measurements":[],"workouts":[]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_export_brings_what_was_seen_reviewed_and_collected() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "complete-export.json", COMPLETE);
    twice_and_back(&world, ImportSource::Ryot, &path, ada.id, async |job, _| {
        assert_eq!(errors(&world.app, &job).await[0].error, "lot: `person` is not imported");
        assert_eq!(
            texts(&world, PLACES).await,
            [
                "Cowboy Bebop | Season 1 | Episode 4 | 2019-05-02 00:00:00 | day",
                "Dark | Season 1 | Episode 1 | 2020-01-02 00:00:00 | day",
                "Heat | 1970-01-01 00:00:00 | unknown",
                "Heat | 2020-01-02 00:00:00 | day",
            ]
        );
        assert_eq!(texts(&world, RATINGS).await, ["Heat 85 numeric"]);
        assert_eq!(texts(&world, REVIEWS).await, ["Heat: Two men, one coffee. t"]);
        assert_eq!(texts(&world, LISTED).await, ["Rain at night: Heat", "Watchlist: Heat"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_kind_is_refused_with_what_was_expected() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let other = file(&world, "other.csv", "a,b\n1,2\n");
    for source in [
        ImportSource::Json,
        ImportSource::Myanimelist,
        ImportSource::Netflix,
        ImportSource::Spotify,
        ImportSource::Listenbrainz,
        ImportSource::Maloja,
        ImportSource::ScrobblerLog,
        ImportSource::Tvtime,
        ImportSource::Simkl,
        ImportSource::Yamtrack,
        ImportSource::Ryot,
    ] {
        let refused = import(&world.app, draft(source, &other, ada.id)).await;
        assert_eq!(refused.status, ImportStatus::Failed, "{source:?}");
        assert!(refused.error.unwrap().starts_with("this is no "), "{source:?}");
    }
    assert_eq!(texts(&world, PLAYS).await, Vec::<String>::new());
}
