//! Archives of what was listened to: Spotify, ListenBrainz, Last.fm, Maloja and portable players.

use medianest_core::db::{ImportSource, ImportStatus};
use medianest_test_support::World;

use super::{completed, draft, errors, file, import, number, texts, twice_and_back, zip};

/// What was listened to: the artist, the album, the track, from when, until when and how long.
const LISTENS: &str = "SELECT concat_ws(' | ', r.name, a.name, i.name, p.started_at AT TIME ZONE 'UTC', p.watched_at AT TIME ZONE 'UTC', p.watched_seconds)
    FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id JOIN media_items AS a ON a.id = coalesce(i.parent_id, i.id)
    JOIN media_items AS r ON r.id = i.root_id ORDER BY p.started_at";

const EXTENDED: &str = r#"[
{"ts":"2021-02-03T10:04:00Z","platform":"linux","ms_played":240000,"conn_country":"DE","master_metadata_track_name":"Sunflower","master_metadata_album_artist_name":"Low","master_metadata_album_album_name":"Things We Lost in the Fire","spotify_track_uri":"spotify:track:1","episode_name":null,"episode_show_name":null,"reason_start":"trackdone","reason_end":"trackdone","shuffle":false,"skipped":false,"offline":false,"incognito_mode":false},
{"ts":"2021-02-03T10:04:20Z","ms_played":20000,"master_metadata_track_name":"Whitetail","master_metadata_album_artist_name":"Low","master_metadata_album_album_name":"Things We Lost in the Fire","reason_end":"fwdbtn","skipped":true,"incognito_mode":false},
{"ts":"2021-02-03T11:00:00Z","ms_played":200000,"master_metadata_track_name":"Secret","master_metadata_album_artist_name":"Nobody","master_metadata_album_album_name":"None","incognito_mode":true},
{"ts":"2021-02-04T09:30:00Z","ms_played":1800000,"master_metadata_track_name":null,"master_metadata_album_artist_name":null,"master_metadata_album_album_name":null,"episode_name":"On rain","episode_show_name":"Weather, hourly","incognito_mode":false},
{"ts":"yesterday","ms_played":200000,"master_metadata_track_name":"Lost","master_metadata_album_artist_name":"Low","master_metadata_album_album_name":null,"incognito_mode":false}
]"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_streaming_history_brings_what_was_heard_and_not_what_was_skipped() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = zip(
        &world,
        "my_spotify_data.zip",
        &[
            ("Spotify Extended Streaming History/Streaming_History_Audio_2021_0.json", EXTENDED),
            ("Spotify Extended Streaming History/ReadMe.pdf", "%PDF"),
            // The same listen, as the short history has it: another file of the same account.
            ("Spotify Account Data/Userdata.json", r#"{"username":"ada"}"#),
        ],
    );
    twice_and_back(&world, ImportSource::Spotify, &path, ada.id, async |job, report| {
        assert_eq!((job.processed_items, job.failed_items, report.skipped_files.len()), (3, 1, 2));
        assert!(errors(&world.app, &job).await[0].error.starts_with("ts: "));
        assert_eq!(
            texts(&world, LISTENS).await,
            [
                "Low | Things We Lost in the Fire | Sunflower | 2021-02-03 10:00:00 | 2021-02-03 10:04:00 | 240",
                "Weather, hourly | Weather, hourly | On rain | 2021-02-04 09:00:00 | 2021-02-04 09:30:00 | 1800",
            ]
        );
        assert_eq!(number(&world, "SELECT count(*) FROM user_libraries").await, 0, "hearing a track is not keeping it");
    })
    .await;
    let short = r#"[{"endTime":"2021-02-03 10:04","artistName":"Low","trackName":"Sunflower","msPlayed":240000},
        {"endTime":"2021-02-03 10:05","artistName":"Low","trackName":"Whitetail","msPlayed":1200}]"#;
    let path = file(&world, "StreamingHistory_music_0.json", short);
    twice_and_back(&world, ImportSource::Spotify, &path, ada.id, async |_, _| {
        assert_eq!(
            texts(&world, LISTENS).await,
            ["Low | [non-album tracks] | Sunflower | 2021-02-03 10:00:00 | 2021-02-03 10:04:00 | 240"]
        );
    })
    .await;
}

const SUBMITTED: &str = concat!(
    r#"{"inserted_at":1612346900.1,"listened_at":1612346400,"track_metadata":{"artist_name":"Low feat. Nobody","track_name":"Sunflower","release_name":"Things We Lost in the Fire","mbid_mapping":null,"additional_info":{"artist_mbids":["21a23da4-ad62-4af0-a0bc-2cd5b2e1a3a5","31a23da4-ad62-4af0-a0bc-2cd5b2e1a3a5"],"recording_mbid":"11a23da4-ad62-4af0-a0bc-2cd5b2e1a3a5","recording_msid":"x","duration_ms":240000}}}"#,
    "\n",
    r#"{"listened_at":1612350000,"track_metadata":{"artist_name":"Low","track_name":"Whitetail","release_name":null,"additional_info":{}}}"#,
    "\n",
    r#"{"listened_at":0,"track_metadata":{"artist_name":"Low","track_name":"Lost"}}"#,
    "\n",
    r#"{"listened_at":1612350001}"#,
    "\n",
);

#[tokio::test(flavor = "multi_thread")]
async fn listens_come_in_as_they_were_submitted() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let files = [("user.json", r#"{"user_id":1}"#), ("listens/2021/2.jsonl", SUBMITTED), ("feedback.jsonl", "")];
    let path = zip(&world, "listenbrainz_ada_1612.zip", &files);
    twice_and_back(&world, ImportSource::Listenbrainz, &path, ada.id, async |job, report| {
        assert_eq!((job.failed_items, report.skipped_files), (2, vec!["feedback.jsonl".to_owned(), "user.json".to_owned()]));
        assert_eq!(
            texts(&world, LISTENS).await,
            [
                "Low | Things We Lost in the Fire | Sunflower | 2021-02-03 10:00:00 | 2021-02-03 10:04:00 | 240",
                "Low | [non-album tracks] | Whitetail | 2021-02-03 11:00:00 | 2021-02-03 11:00:00",
            ]
        );
        let ids = "SELECT concat_ws(' ', provider, kind) FROM media_external_ids";
        assert_eq!(texts(&world, ids).await, ["musicbrainz recording"], "two ids of artists are nobody's");
    })
    .await;
}

const BARE: &str = "\"Low\",\"Things We Lost in the Fire\",\"Sunflower\",\"03 Feb 2021 10:00\"\n\"Low\",\"\",\"Whitetail\",\"03 Feb 2021 11:00\"\n\"Low\",\"\",\"Lost\",\"\"\n";
const NAMED: &str = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n\
    \"1612346400\",\"03 Feb 2021, 10:00\",\"Low\",\"\",\"Things We Lost in the Fire\",\"\",\"Sunflower\",\"\"\n\
    \"1612350000\",\"03 Feb 2021, 11:00\",\"Low\",\"\",\"\",\"\",\"Whitetail\",\"\"\n\
    \"soon\",\"\",\"Low\",\"\",\"\",\"\",\"Lost\",\"\"\n";
const DUMPED: &str = r##"[[{"artist":{"mbid":"","#text":"Low"},"album":{"mbid":"","#text":"Things We Lost in the Fire"},"name":"Sunflower","date":{"uts":"1612346400","#text":"03 Feb 2021, 10:00"}},
    {"artist":{"#text":"Low"},"album":{"#text":""},"name":"Now","@attr":{"nowplaying":"true"}}],
    [{"artist":{"#text":"Low"},"album":{"#text":""},"name":"Whitetail","date":{"uts":"1612350000"}},{"artist":{"#text":"Low"},"name":"Lost"}]]"##;
const COUNTED: &str = r#"{"username":"ada","scrobbles":[{"track":"Sunflower","artist":"Low","album":"Things We Lost in the Fire","albumId":"1","date":1612346400000},
    {"track":"Whitetail","artist":"Low","album":"","albumId":"","date":1612350000000},{"track":"","artist":"Low","album":"","date":1612350000000}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn scrobbles_come_in_however_a_program_wrote_them() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    for (name, text) in [("bare.csv", BARE), ("named.csv", NAMED), ("dumped.json", DUMPED), ("counted.json", COUNTED)] {
        let path = file(&world, name, text);
        twice_and_back(&world, ImportSource::Lastfm, &path, ada.id, async |job, _| {
            assert_eq!((job.processed_items, job.failed_items), (3, 1), "{name}");
            assert_eq!(
                texts(&world, LISTENS).await,
                [
                    "Low | Things We Lost in the Fire | Sunflower | 2021-02-03 10:00:00 | 2021-02-03 10:00:00",
                    "Low | [non-album tracks] | Whitetail | 2021-02-03 11:00:00 | 2021-02-03 11:00:00",
                ],
                "{name}"
            );
        })
        .await;
    }
    let other = file(&world, "other.csv", "title,year\nHeat,1995\n");
    assert_eq!(import(&world.app, draft(ImportSource::Lastfm, &other, ada.id)).await.status, ImportStatus::Failed);
}

const EXPORTED: &str = r#"{"maloja":{"export_time":1700000000},"scrobbles":[
{"time":1612346400,"track":{"artists":["Low","Nobody"],"title":"Sunflower","album":{"artists":["Low"],"albumtitle":"Things We Lost in the Fire"},"length":240},"duration":null,"origin":"client:web"},
{"time":1612350000,"track":{"artists":[],"title":"Lost","album":null,"length":null},"duration":null,"origin":null}]}"#;

const LOG: &str = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Player 3.15\n\
    Low\tThings We Lost in the Fire\tSunflower\t1\t240\tL\t1612350000\t11a23da4-ad62-4af0-a0bc-2cd5b2e1a3a5\n\
    Low\tThings We Lost in the Fire\tWhitetail\t2\t300\tS\t1612350300\t\n\
    Low\tshort line\n\n";

#[tokio::test(flavor = "multi_thread")]
async fn an_own_server_and_a_portable_player_tell_of_the_same_listen_once() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    world.database.sql().await.batch_execute("UPDATE users SET timezone = 'Europe/Berlin'").await.unwrap();
    let sunflower = ["Low | Things We Lost in the Fire | Sunflower | 2021-02-03 10:00:00 | 2021-02-03 10:04:00 | 240"];
    let exported = file(&world, "maloja_export_1700000000.json", EXPORTED);
    twice_and_back(&world, ImportSource::Maloja, &exported, ada.id, async |job, _| {
        assert_eq!(job.failed_items, 1);
        assert_eq!(texts(&world, LISTENS).await, sunflower);
    })
    .await;
    // The player's clock is that of its person: 11 in Berlin is 10 in UTC.
    let log = file(&world, ".scrobbler.log", LOG);
    twice_and_back(&world, ImportSource::ScrobblerLog, &log, ada.id, async |job, _| {
        assert_eq!((job.processed_items, job.failed_items), (2, 1));
        assert_eq!(texts(&world, LISTENS).await, sunflower);
        let (again, report) = completed(&world.app, draft(ImportSource::Maloja, &exported, ada.id)).await;
        assert_eq!((again.created_items, report.kept["plays"]), (0, 1));
        assert_eq!(texts(&world, LISTENS).await, sunflower);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_listens_are_read_in_chunks_and_written_once() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let line = |n: i64| {
        format!(
            r#"{{"listened_at":{},"track_metadata":{{"artist_name":"Artist {}","track_name":"Track {}","release_name":"Album {}"}}}}"#,
            1_500_000_000 + n * 180,
            n % 7,
            n % 50,
            n % 7
        )
    };
    let lines: Vec<String> = (0..3_500).map(line).collect();
    let path = file(&world, "listens.jsonl", &lines.join("\n"));
    let (job, _) = completed(&world.app, draft(ImportSource::Listenbrainz, &path, ada.id)).await;
    assert_eq!((job.processed_items, job.failed_items), (3_500, 0));
    assert_eq!(number(&world, "SELECT count(*) FROM plays").await, 3_500);
    assert_eq!(number(&world, "SELECT count(*) FROM media_items WHERE hierarchy_level = 2").await, 350);
    let (again, _) = completed(&world.app, draft(ImportSource::Listenbrainz, &path, ada.id)).await;
    assert_eq!((again.created_items, number(&world, "SELECT count(*) FROM watch_sessions").await), (0, 0));
}
