//! The process and its database are killed in the middle of an import and of a stream of scrobbles. Whatever was
//! acknowledged is there afterwards, once; what was not is done anew, and once as well.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use rustix::process::{Signal, kill_process};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::api::Api;
use crate::support::{Server, data_dir, eventually, sql};

/// Rows of the import: several chunks, each a transaction of its own.
const ROWS: u32 = 6_000;
/// Films that are played over and over.
const FILMS: u32 = 40;
/// An import goes on when the lease of the worker that was killed has run out, which takes a minute.
const PATIENCE: Duration = Duration::from_mins(5);
/// How often things are looked at that change by themselves.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A diary of films, some of whose rows are wrong.
fn diary() -> String {
    let mut csv = "title,year,rating,watched_at\n".to_owned();
    for row in 0..ROWS {
        let rating = if row % 50 == 7 { "eleven".to_owned() } else { (1 + row % 10).to_string() };
        writeln!(csv, "Imported {row},{},{rating},2020-01-{:02}T20:00:00Z", 1950 + row % 70, 1 + row % 28).expect("text grows");
    }
    csv
}

/// How an import stands.
async fn standing(api: &Api, import: &str) -> Option<(String, Value)> {
    let query = "query ($id: ID!) { import(id: $id) { status counts { total processed created unchanged failed } } }";
    let mut answer = api.try_run(query, json!({ "id": import })).await?;
    let status = answer["data"]["import"]["status"].as_str()?.to_owned();
    Some((status, answer["data"]["import"]["counts"].take()))
}

fn processed(counts: &Value) -> i64 {
    counts["processed"].as_i64().expect("a number")
}

/// Waits until the import is as wanted.
async fn until(api: &Api, import: &str, what: &str, is_so: impl Fn(&str, &Value) -> bool) -> (String, Value) {
    let since = Instant::now();
    loop {
        if let Some((status, counts)) = standing(api, import).await
            && is_so(&status, &counts)
        {
            return (status, counts);
        }
        assert!(since.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        sleep(LOOK_EVERY).await;
    }
}

/// What an import left behind: how many of each, and a text for what they are, without ids and the time of writing.
async fn left_by(data_dir: &Path, person: &str) -> Vec<(i64, String)> {
    let sql = sql(data_dir).await;
    let mut left = Vec::new();
    for table in [
        "SELECT i.name, i.year FROM media_items AS i WHERE i.name LIKE 'Imported %' AND $1::text IS NOT NULL",
        "SELECT i.name, r.rating FROM user_ratings AS r JOIN media_items AS i ON i.id = r.media_item_id
         JOIN users AS u ON u.id = r.user_id WHERE u.username = $1",
        "SELECT i.name, p.watched_at, p.origin FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id
         JOIN users AS u ON u.id = p.user_id WHERE u.username = $1",
        "SELECT i.name, l.status FROM user_libraries AS l JOIN media_items AS i ON i.id = l.media_item_id
         JOIN users AS u ON u.id = l.user_id WHERE u.username = $1",
        "SELECT e.row_number, e.error FROM import_errors AS e WHERE $1::text IS NOT NULL",
    ] {
        let query = format!("SELECT count(*), coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') FROM ({table}) AS t");
        let row = sql.query_one(&query, &[&person]).await.expect("the tables are there");
        left.push((row.get(0), row.get(1)));
    }
    left
}

/// A player that reports film after film, each until the server has acknowledged it.
struct Player {
    address: Arc<Mutex<SocketAddr>>,
    acknowledged: Arc<AtomicU32>,
    is_over: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<u32>,
}

impl Player {
    fn start(api: &Api, films: Vec<String>) -> Self {
        let (address, acknowledged, is_over) =
            (Arc::new(Mutex::new(api.address)), Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
        let mut api = api.clone();
        let (where_to, count, stop) = (Arc::clone(&address), Arc::clone(&acknowledged), Arc::clone(&is_over));
        let task = tokio::spawn(async move {
            let mut repeated = 0;
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let mut tries = 0;
                loop {
                    api.address = *where_to.lock().expect("nobody panicked");
                    if report(&api, &films, number).await {
                        break;
                    }
                    tries += 1;
                    sleep(LOOK_EVERY).await;
                }
                repeated += u32::from(tries > 0);
                count.store(number + 1, Ordering::Relaxed);
            }
            repeated
        });
        Self { address, acknowledged, is_over, task }
    }

    fn acknowledged(&self) -> u32 {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Waits until that many more films were acknowledged.
    async fn goes_on(&self, more: u32) {
        let (since, until) = (Instant::now(), self.acknowledged() + more);
        while self.acknowledged() < until {
            assert!(since.elapsed() < PATIENCE, "the player does not get on");
            sleep(LOOK_EVERY).await;
        }
    }

    /// Ends after the film at hand; how many were reported, and how many of them more than once.
    async fn end(self) -> (u32, u32) {
        self.is_over.store(true, Ordering::Relaxed);
        let repeated = self.task.await.expect("the player did not panic");
        (self.acknowledged.load(Ordering::Relaxed), repeated)
    }
}

/// When a film was played: each play is long after the one before.
fn ended_at(number: u32) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2005-01-01T00:00:00Z".parse().expect("a literal time parses");
    first + TimeDelta::hours(3 * i64::from(number))
}

/// Tells of a film from its start to its end; whether the server took it in.
async fn report(api: &Api, films: &[String], number: u32) -> bool {
    let film = &films[number as usize % films.len()];
    let scrobble = "mutation ($input: ScrobbleInput!) { scrobble(input: $input) { outcome play { id } } }";
    for (action, progress, at) in [("START", 1.0, ended_at(number) - TimeDelta::hours(2)), ("STOP", 97.0, ended_at(number))] {
        let input = json!({
            "itemId": film, "action": action, "progressPercent": progress, "occurredAt": at,
            "source": "player", "sourceEventId": format!("{number}-{action}"),
        });
        match api.try_run(scrobble, json!({ "input": input })).await {
            Some(answer) if answer.get("errors").is_none() && answer["data"].is_object() => {}
            Some(answer) => {
                let code = &answer["errors"][0]["extensions"]["code"];
                assert!(code == "UNAVAILABLE" || code == "INTERNAL", "the player is refused: {answer}");
                return false;
            }
            None => return false,
        }
    }
    true
}

async fn films(api: &Api) -> Vec<String> {
    let types = api.data("{ mediaTypes { id name } }", json!({})).await;
    let movie = types["mediaTypes"].as_array().expect("a list").iter().find(|ty| ty["name"] == "movie").expect("films");
    let create = "mutation ($input: CreateMediaItemInput!) { createMediaItem(input: $input) { item { id } } }";
    let mut films = Vec::new();
    for number in 0..FILMS {
        let input = json!({ "mediaTypeId": movie["id"], "name": format!("Played {number}"), "runtimeSeconds": 7_200 });
        let made = api.data(create, json!({ "input": input })).await;
        films.push(made["createMediaItem"]["item"]["id"].as_str().expect("an id").to_owned());
    }
    films
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_or_doubled_when_server_and_database_are_killed() {
    // What the import comes to when nothing happens.
    let calm = data_dir();
    let expected = {
        let server = Server::start(calm.path());
        let importer = Api::of_admin(&server, "importer").await;
        let import = importer.import(diary()).await;
        let (_, counts) = until(&importer, &import, "the undisturbed import is over", |status, _| status == "COMPLETED").await;
        assert_eq!(counts["failed"], json!(ROWS / 50), "{counts}");
        (counts, left_by(calm.path(), "importer").await)
    };

    let folder = data_dir();
    let mut server = Server::start(folder.path());
    let mut importer = Api::of_admin(&server, "importer").await;
    let mut player = Api::of_admin(&server, "player").await;
    let stream = Player::start(&player, films(&player).await);
    let import = importer.import(diary()).await;
    stream.goes_on(5).await;
    let is_midway = |counts: &Value| (1..i64::from(ROWS)).contains(&processed(counts));

    let (_, counts) = until(&importer, &import, "a part is imported", |_, counts| processed(counts) > 0).await;
    assert!(is_midway(&counts), "the import was over before anything happened: {counts}");
    server.kill();
    let kept = sql(folder.path()).await;
    let row = kept.query_one("SELECT status, processed_items FROM import_jobs", &[]).await.expect("the import is known");
    assert_eq!(row.get::<_, String>(0), "running", "the kill came too late to test anything");
    let before: i64 = row.get(1);
    let acknowledged = stream.acknowledged();
    let plays = kept.query_one("SELECT count(*) FROM plays WHERE source = 'player'", &[]).await.expect("plays are there");
    assert!(plays.get::<_, i64>(0) >= i64::from(acknowledged), "what was acknowledged is there before anybody repairs anything");
    drop(kept);

    let server = Server::start(folder.path());
    importer.address = server.address;
    *stream.address.lock().expect("nobody panicked") = server.address;
    stream.goes_on(5).await;
    let goes_on = |_: &str, counts: &Value| processed(counts) > before;
    let (_, counts) = until(&importer, &import, "the import goes on after the server's death", goes_on).await;
    assert!(is_midway(&counts), "the import was over before the database was killed: {counts}");
    let killed = server.postgres();
    kill_process(killed, Signal::KILL).expect("it runs");
    eventually("another PostgreSQL runs", || {
        crate::support::postgres_of(folder.path())
            .filter(|pid| *pid != killed)
            .and_then(|_| (server.ready().0 == 200).then_some(()))
    });
    stream.goes_on(5).await;
    let (_, counts) = until(&importer, &import, "the import is over", |status, _| status == "COMPLETED").await;
    let (reported, repeated) = stream.end().await;
    eprintln!("{reported} films were reported, {repeated} of them more than once");

    assert_eq!((counts, left_by(folder.path(), "importer").await), expected, "as if nothing had happened");
    let kept = sql(folder.path()).await;
    let attempts: i32 = kept.query_one("SELECT max(attempts) FROM jobs", &[]).await.expect("the job is kept").get(0);
    assert!(attempts >= 3, "both deaths interrupted the import: it took {attempts} attempts");
    let query = "SELECT source_event_id, count(*) FROM interaction_events WHERE source = 'player' GROUP BY 1";
    let events = kept.query(query, &[]).await.expect("events are there");
    assert!(events.iter().all(|row| row.get::<_, i64>(1) == 1), "no event is there twice");
    let events: BTreeSet<String> = events.iter().map(|row| row.get(0)).collect();
    let all = (0..reported).flat_map(|number| [format!("{number}-START"), format!("{number}-STOP")]).collect();
    assert_eq!(events, all, "every event is there");
    let query = "SELECT p.watched_at FROM plays AS p WHERE p.source = 'player' AND p.deleted_at IS NULL ORDER BY 1";
    let plays = kept.query(query, &[]).await.expect("plays are there");
    let plays: Vec<DateTime<Utc>> = plays.iter().map(|row| row.get(0)).collect();
    assert_eq!(plays, (0..reported).map(ended_at).collect::<Vec<_>>(), "every film was played once");
    player.address = server.address;
    let shown = player.data("{ history { totalCount } interactionEvents { totalCount } }", json!({})).await;
    assert_eq!(
        (&shown["history"]["totalCount"], &shown["interactionEvents"]["totalCount"]),
        (&json!(reported), &json!(2 * reported))
    );
}
