//! The measurements, each against its bar. Speeds are ratios of two things measured in one run: machines differ.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::generate::{Dice, Generated};
use crate::server::Server;
use crate::stats::{Times, in_turns, median};
use crate::subscribers;

/// One line of the table.
pub struct Row {
    /// What was measured.
    pub measure: &'static str,
    /// What was found.
    pub found: String,
    /// What it should be.
    pub bar: &'static str,
    /// Whether it is.
    pub met: bool,
}

/// What the measurements run on.
pub struct Bench {
    /// The server under measurement.
    pub server: Server,
    /// A connection of our own, for comparison and counting.
    pub sql: Client,
    /// What is in the database.
    pub made: Generated,
    /// Where the database is.
    pub database_url: String,
    /// pgbench.
    pub pgbench: PathBuf,
}

const LIBRARY: &str = "query ($first: Int!) { library(first: $first) { edges { node { id status addedAt item {
    id name parent { id name parent { id name } } externalIds { provider kind externalId } myRating { rating } } } } } }";

/// The same answer in one statement, as somebody would write it by hand.
const LIBRARY_SQL: &str = "SELECT json_agg(entry)::text FROM (
    SELECT json_build_object('id', l.id, 'status', l.status, 'addedAt', l.added_at, 'item', json_build_object(
        'id', i.id, 'name', i.name,
        'parent', (SELECT json_build_object('id', p.id, 'name', p.name,
            'parent', (SELECT json_build_object('id', g.id, 'name', g.name) FROM media_items AS g WHERE g.id = p.parent_id))
            FROM media_items AS p WHERE p.id = i.parent_id),
        'externalIds', (SELECT json_agg(json_build_object('provider', x.provider, 'kind', x.kind, 'externalId', x.external_id))
            FROM media_external_ids AS x WHERE x.media_item_id = i.id),
        'myRating', (SELECT json_build_object('rating', r.rating) FROM user_ratings AS r WHERE r.user_id = l.user_id AND r.media_item_id = i.id)
    )) AS entry
    FROM user_libraries AS l JOIN media_items AS i ON i.id = l.media_item_id
    WHERE l.user_id = $1 ORDER BY l.added_at DESC, l.id DESC LIMIT $2) AS entries";

/// What a client that shows who is watching asks for.
pub const WATCHING: &str = "subscription { currentlyWatching(scope: { userId: \"WATCHED\" }) { __typename
    ... on CurrentlyWatchingSnapshot { currentlyWatching { item { name } } }
    ... on CurrentlyWatchingChange { kind user { displayName }
        currentlyWatching { state progressPercent startedAt item { id name parent { name } } } } } }";

impl Bench {
    /// The library query against one hand-written statement.
    ///
    /// # Errors
    /// When either side fails.
    pub async fn library(&self) -> Result<Vec<Row>> {
        let statement = self.sql.prepare(LIBRARY_SQL).await?;
        let mut ratios = Vec::new();
        let mut last = (Duration::ZERO, Duration::ZERO);
        for _ in 0..3 {
            // Of both sides the answer is awaited as text, and looked at alike.
            let has_all = |text: &str| text.matches("\"addedAt\"").count() == 50 && !text.contains("\"errors\"");
            let api = async |n: usize| {
                let text = self.server.text(&self.made.keys[n % 100], LIBRARY, json!({ "first": 50 })).await?;
                ensure!(has_all(&text), "50 entries come back");
                Ok(())
            };
            let by_hand = async |n: usize| {
                let row = self.sql.query_one(&statement, &[&self.made.people[n % 100], &50_i64]).await?;
                ensure!(has_all(row.get(0)), "50 entries come back");
                Ok(())
            };
            let (ours, theirs) = in_turns(200, api, by_hand).await?;
            ratios.push(ours.median().as_secs_f64() / theirs.median().as_secs_f64());
            last = (ours.median(), theirs.median());
        }
        let ratio = median(ratios);
        let statements = (self.statements(10).await?, self.statements(100).await?);
        Ok(vec![
            Row {
                measure: "library query: 50 entries × item × parent × parent × external ids × my rating, p50 against one SQL with json_agg",
                found: format!("{ratio:.2}× ({:.1?} against {:.1?})", last.0, last.1),
                bar: "≤ 2×",
                met: ratio <= 2.0,
            },
            Row {
                measure: "SQL statements of that query, for 10 and for 100 entries",
                found: format!("{} and {}", statements.0, statements.1),
                bar: "equal, ≤ 7",
                met: statements.0 == statements.1 && statements.0 <= 7,
            },
        ])
    }

    /// Statements of one library query, by PostgreSQL's own count.
    async fn statements(&self, first: i32) -> Result<i64> {
        // Once to warm up: an API key's first use of a minute is written down.
        self.server.run(&self.made.keys[0], LIBRARY, json!({ "first": first })).await?;
        self.sql.batch_execute("SELECT pg_stat_statements_reset()").await?;
        self.server.run(&self.made.keys[0], LIBRARY, json!({ "first": first })).await?;
        // The pool's check that a connection lives is not the query's, nor is our own statement.
        let count = "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND query NOT LIKE '%pg_stat_statements%' AND query <> 'SELECT $1' AND query NOT LIKE 'SELECT pg_notify%'";
        Ok(self.sql.query_one(count, &[]).await?.get(0))
    }

    /// Scrobbles per second against pgbench writing the same rows.
    ///
    /// # Errors
    /// When either side fails.
    pub async fn scrobbles(&self) -> Result<Row> {
        const CLIENTS: usize = 8;
        const SECONDS: u64 = 8;
        self.sql.batch_execute(PGBENCH_TABLES).await?;
        let script = tempfile::NamedTempFile::with_suffix(".sql")?;
        std::fs::write(script.path(), PGBENCH_SCRIPT)?;
        let mut ratios = Vec::new();
        let mut last = (0.0, 0.0);
        for round in 0..3 {
            let ours = self.scrobble_rate(CLIENTS, SECONDS, round).await?;
            let theirs = self.pgbench_rate(script.path(), CLIENTS, SECONDS).await?;
            ratios.push(ours / theirs);
            last = (ours, theirs);
        }
        let ratio = median(ratios);
        Ok(Row {
            measure: "scrobbles (start + stop) per second against pgbench writing the same rows, 8 clients",
            found: format!("{ratio:.2}× ({:.0}/s against {:.0}/s)", last.0, last.1),
            bar: "≥ 0.5×",
            met: ratio >= 0.5,
        })
    }

    async fn scrobble_rate(&self, clients: usize, seconds: u64, round: usize) -> Result<f64> {
        const SCROBBLE: &str = "mutation ($input: ScrobbleInput!) { scrobble(input: $input) { play { id } } }";
        let done = Arc::new(AtomicUsize::new(0));
        let begun = Instant::now();
        let until = begun + Duration::from_secs(seconds);
        let work = (0..clients).map(|client| {
            let done = Arc::clone(&done);
            async move {
                let mut dice = Dice::new((round * 100 + client) as u64);
                while Instant::now() < until {
                    // Each client has people of its own: a person plays one thing at a time.
                    let key = &self.made.keys[client + clients * dice.below(self.made.keys.len() / clients)];
                    let item = item_id(self.made.films[dice.below(self.made.films.len())]);
                    for (action, percent) in [("START", 0), ("STOP", 95)] {
                        let input = json!({ "itemId": item, "action": action, "progressPercent": percent, "source": "bench" });
                        self.server.run(key, SCROBBLE, json!({ "input": input })).await?;
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
                anyhow::Ok(())
            }
        });
        futures_util::future::try_join_all(work).await?;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand fit")]
        Ok(done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64())
    }

    async fn pgbench_rate(&self, script: &Path, clients: usize, seconds: u64) -> Result<f64> {
        let output = tokio::process::Command::new(&self.pgbench)
            .args(["--no-vacuum", "--protocol=prepared", "--file"])
            .arg(script)
            .args([format!("--client={clients}"), "--jobs=2".to_owned(), format!("--time={seconds}")])
            .arg(&self.database_url)
            .stdin(Stdio::null())
            .output()
            .await?;
        let text = String::from_utf8_lossy(&output.stdout);
        let tps = text
            .lines()
            .find_map(|line| line.strip_prefix("tps = "))
            .with_context(|| format!("pgbench tells its rate: {text}{}", String::from_utf8_lossy(&output.stderr)))?;
        Ok(tps.split_whitespace().next().unwrap_or_default().parse()?)
    }

    /// The 1,000th page of a history against the first.
    ///
    /// # Errors
    /// When a page fails.
    pub async fn history(&self) -> Result<Row> {
        const PAGE: &str = "query ($after: String) { history(first: 5, after: $after) {
            pageInfo { endCursor hasNextPage } edges { node { id watchedAt item { id name } } } } }";
        // Somebody whose history the scrobbles left alone; five plays a page make 1,000 pages of 5,000 plays.
        let key = self.made.keys.last().context("there are people")?;
        let mut cursor = Value::Null;
        for _ in 0..998 {
            let data = self.server.run(key, PAGE, json!({ "after": cursor })).await?;
            cursor = data["history"]["pageInfo"]["endCursor"].clone();
        }
        let mut ratios = Vec::new();
        for _ in 0..3 {
            let page = async |after: Value| {
                let data = self.server.run(key, PAGE, json!({ "after": after })).await?;
                ensure!(data["history"]["edges"].as_array().map(Vec::len) == Some(5), "a page is full");
                Ok(())
            };
            let (far, near) = in_turns(300, |_| page(cursor.clone()), |_| page(Value::Null)).await?;
            ratios.push(far.median().as_secs_f64() / near.median().as_secs_f64());
        }
        let ratio = median(ratios);
        Ok(Row {
            measure: "history page 1,000 against page 1", found: format!("{ratio:.2}×"), bar: "≤ 1.2×", met: ratio <= 1.2
        })
    }

    /// Searching 50,000 items, with typos, prefixes and several scripts.
    ///
    /// # Errors
    /// When a search fails.
    pub async fn search(&self) -> Result<Row> {
        const SEARCH: &str =
            "query ($query: String!) { search(query: $query, first: 20) { edges { node { item { id name } } } } }";
        let mut dice = Dice::new(7);
        let mut times = Vec::new();
        let mut empty = 0;
        for n in 0..420 {
            let query = searched(&self.made.names[dice.below(self.made.names.len())], n, &mut dice);
            let begun = Instant::now();
            let data = self.server.run(&self.made.keys[0], SEARCH, json!({ "query": query })).await?;
            if n >= 20 {
                times.push(begun.elapsed());
                empty += usize::from(data["search"]["edges"].as_array().is_none_or(Vec::is_empty));
            }
        }
        let times = Times::new(times);
        let p95 = times.percentile(95);
        Ok(Row {
            measure: "search p95 on 50,000 items (whole names, prefixes, typos)",
            found: format!("{p95:.1?} (p50 {:.1?}; {empty} of 400 found nothing)", times.median()),
            bar: "< 30 ms",
            met: p95 < Duration::from_millis(30) && empty < 20,
        })
    }

    /// 5,000 subscribers of one stream.
    ///
    /// # Errors
    /// When a subscriber hears nothing.
    pub async fn subscribers(&self) -> Result<Vec<Row>> {
        const SCROBBLE: &str = "mutation ($input: ScrobbleInput!) { scrobble(input: $input) { currentlyWatching { state } } }";
        let change = async |round: usize| {
            let item = item_id(self.made.films[round]);
            let input = json!({ "itemId": item, "action": "START", "progressPercent": 1, "source": "bench" });
            self.server.run(&self.made.keys[0], SCROBBLE, json!({ "input": input })).await.map(|_| ())
        };
        let watched = medianest_core::db::UserId(self.made.people[0]).to_string();
        let subscription = WATCHING.replace("WATCHED", &watched);
        let found = subscribers::measure(&self.server, &self.made.keys, &subscription, 5000, 20, change).await?;
        let p99 = found.delivery.percentile(99);
        Ok(vec![
            Row {
                measure: "5,000 subscribers of one stream: p99 of delivery",
                found: format!("{p99:.0?} (p50 {:.0?})", found.delivery.median()),
                bar: "< 500 ms",
                met: p99 < Duration::from_millis(500),
            },
            Row {
                measure: "memory of each of them",
                found: format!("{:.1} KiB", found.kib_each),
                bar: "< 30 KiB",
                met: found.kib_each < 30.0,
            },
        ])
    }
}

/// An item's id as the API has it.
pub fn item_id(id: uuid::Uuid) -> String {
    medianest_core::db::MediaItemId(id).to_string()
}

/// What somebody types who looks for this name: the name, its beginning, or the name with a letter wrong or missing.
fn searched(name: &str, n: usize, dice: &mut Dice) -> String {
    let letters: Vec<char> = name.chars().collect();
    match n % 4 {
        0 => name.to_owned(),
        1 => letters[..letters.len().min(6)].iter().collect(),
        2 => {
            let at = 1 + dice.below(letters.len() - 2);
            letters.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, letter)| letter).collect()
        }
        _ => {
            let at = 1 + dice.below(letters.len() - 2);
            letters.iter().enumerate().map(|(index, letter)| if index == at { 'x' } else { *letter }).collect()
        }
    }
}

/// People and films by number, because pgbench rolls numbers; and ids that begin with the time, as the server's do: others
/// would spread over the indexes and cost more.
const PGBENCH_TABLES: &str = "
    CREATE TABLE IF NOT EXISTS bench_people AS SELECT row_number() OVER () AS n, id FROM users WHERE username LIKE 'person%';
    CREATE TABLE IF NOT EXISTS bench_films AS SELECT row_number() OVER () AS n, id FROM media_items WHERE hierarchy_level = 0;
    CREATE OR REPLACE FUNCTION bench_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
        SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
            || right(replace(gen_random_uuid()::text, '-', ''), 19))::uuid $$;
    CREATE UNIQUE INDEX IF NOT EXISTS bench_people_n ON bench_people (n);
    CREATE UNIQUE INDEX IF NOT EXISTS bench_films_n ON bench_films (n);
    ANALYZE bench_people; ANALYZE bench_films";

/// A start and a stop as bare writes, the rows that the server writes and no other: two events, what is played now and that
/// it ended, a play, its cycle and its library entry. As there, each client has people of its own.
const PGBENCH_SCRIPT: &str = include_str!("scrobble.pgbench.sql");
