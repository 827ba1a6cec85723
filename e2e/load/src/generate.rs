//! The collection that the measurements run on: one installation's year with 100 people, written by COPY.
//!
//! Everything follows from one seed, so two runs measure the same rows.

use anyhow::Result;
use bytes::Bytes;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use futures_util::{SinkExt, pin_mut};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio_postgres::Client;
use uuid::Uuid;

/// How much there is.
#[derive(Debug, Clone)]
pub struct Volume {
    /// People.
    pub people: u32,
    /// Films.
    pub films: u32,
    /// Shows, each with 4 seasons of 20 episodes.
    pub shows: u32,
    /// Library entries of each person.
    pub entries: u32,
    /// Plays of each person, each with 4 events.
    pub plays: u32,
    /// How many years these go back.
    pub years: u32,
}

impl Volume {
    /// Chronicle's own figures for 100 people in a year: 50,000 items, 2,000,000 events, 20,000 entries.
    pub const YEAR: Self = Self { people: 100, films: 9_500, shows: 500, entries: 200, plays: 5_000, years: 1 };
    /// The same people and things after ten years: 20,000,000 events.
    pub const DECADE: Self = Self { plays: 50_000, years: 10, ..Self::YEAR };
    /// Seasons of a show.
    pub const SEASONS: u32 = 4;
    /// Episodes of a season.
    pub const EPISODES: u32 = 19;

    /// Items in all.
    #[must_use]
    pub fn items(&self) -> u32 {
        self.films + self.shows * (1 + Self::SEASONS * (1 + Self::EPISODES))
    }

    /// Events in all.
    #[must_use]
    pub fn events(&self) -> u32 {
        self.people * self.plays * 4
    }
}

/// What the measurements need to know of what was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Generated {
    /// An API key of each person, with the scopes read, write and scrobble.
    pub keys: Vec<String>,
    /// The films' ids, as the API has them bare.
    pub films: Vec<Uuid>,
    /// Everybody's user id.
    pub people: Vec<Uuid>,
    /// Film and show names, for searching.
    pub names: Vec<String>,
}

impl Generated {
    /// Keeps it beside what was written.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn remember(&self, client: &Client) -> Result<()> {
        client.batch_execute("CREATE TABLE bench_generated (made jsonb NOT NULL)").await?;
        client.execute("INSERT INTO bench_generated VALUES ($1)", &[&serde_json::to_value(self)?]).await?;
        Ok(())
    }

    /// What an earlier run wrote.
    ///
    /// # Errors
    /// When none did.
    pub async fn recall(client: &Client) -> Result<Self> {
        let made = client.query_one("SELECT made FROM bench_generated", &[]).await?;
        Ok(serde_json::from_value(made.get(0))?)
    }
}

/// A small generator of repeatable choices (splitmix64): statistics do not matter here, repeatability does.
pub struct Dice(u64);

impl Dice {
    /// Starts at a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end.max(1) as u64).unwrap_or(0)
    }

    /// An id whose time part is `at`.
    pub fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u128::try_from(at.timestamp_millis()).unwrap_or(0);
        let random = (u128::from(self.roll()) << 64) | u128::from(self.roll());
        let bits = (millis << 80) | (random & ((1 << 80) - 1));
        let versioned = (bits & !(0xf << 76)) | (0x7 << 76);
        Uuid::from_u128((versioned & !(0x3 << 62)) | (0x2 << 62))
    }
}

const FIRST: &[&str] = &[
    "Silent",
    "Golden",
    "Broken",
    "Hidden",
    "Last",
    "Crimson",
    "Electric",
    "Distant",
    "Northern",
    "Paper",
    "Winter",
    "Midnight",
    "Wandering",
    "Burning",
    "Little",
    "Perfect",
    "Velvet",
    "Iron",
    "Strange",
    "Lonely",
    "Café",
    "Übermorgen",
    "Señorita",
    "Über",
    "Naïve",
    "東京",
    "Москва",
];
const SECOND: &[&str] = &[
    "River",
    "Garden",
    "Horizon",
    "Kingdom",
    "Letters",
    "Station",
    "Harbor",
    "Machine",
    "Orchard",
    "Witness",
    "Parade",
    "Shadow",
    "Summer",
    "Promise",
    "Empire",
    "Voyage",
    "Detective",
    "Sister",
    "Mountain",
    "Signal",
    "Carnival",
    "Lighthouse",
    "物語",
    "Ночь",
    "Amélie",
];
const THIRD: &[&str] = &[
    "of Ash",
    "in Blue",
    "of Tomorrow",
    "at Dawn",
    "Returns",
    "of the North",
    "and Bone",
    "for Two",
    "Below",
    "Forever",
    "of Glass",
    "Unbound",
];

fn name(dice: &mut Dice) -> String {
    let article = if dice.below(4) == 0 { "The " } else { "" };
    format!("{article}{} {} {}", FIRST[dice.below(FIRST.len())], SECOND[dice.below(SECOND.len())], THIRD[dice.below(THIRD.len())])
}

/// One COPY under way: rows go out in chunks, so memory stays flat.
struct Copy<'a> {
    sink: std::pin::Pin<&'a mut tokio_postgres::CopyInSink<Bytes>>,
    buffer: String,
}

impl Copy<'_> {
    async fn row(&mut self, fields: std::fmt::Arguments<'_>) -> Result<()> {
        use std::fmt::Write as _;
        self.buffer.write_fmt(fields)?;
        self.buffer.push('\n');
        if self.buffer.len() > 256 * 1024 {
            self.sink.send(Bytes::from(std::mem::take(&mut self.buffer))).await?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<u64> {
        self.sink.send(Bytes::from(self.buffer)).await?;
        Ok(self.sink.finish().await?)
    }
}

macro_rules! copy {
    ($client:expr, $statement:literal, |$copy:ident| $body:block) => {{
        let sink = $client.copy_in::<_, Bytes>($statement).await?;
        pin_mut!(sink);
        let mut $copy = Copy { sink: sink.as_mut(), buffer: String::new() };
        $body
        $copy.finish().await?
    }};
}

/// Everybody is in the middle of the shows that they saw something of last, in the time since $1, twenty at the most.
const CYCLES: &str = "WITH recent AS (
        SELECT p.user_id, i.root_id, min(p.watched_at) AS began,
            row_number() OVER (PARTITION BY p.user_id ORDER BY max(p.watched_at) DESC) AS n
        FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id
        WHERE i.hierarchy_level = 2 AND p.watched_at > $1 GROUP BY p.user_id, i.root_id
    ), cycle AS (
        INSERT INTO watch_sessions (id, user_id, media_item_id, session_number, status, started_at)
        SELECT md5(user_id::text || root_id::text)::uuid, user_id, root_id, 1, 'in_progress', began FROM recent WHERE n <= 20
        RETURNING id, user_id, media_item_id, started_at
    )
    UPDATE plays AS p SET watch_session_id = cycle.id FROM cycle JOIN media_items AS i ON i.root_id = cycle.media_item_id
    WHERE p.media_item_id = i.id AND p.user_id = cycle.user_id AND p.watched_at >= cycle.started_at";

struct Item {
    id: Uuid,
    leaf: bool,
    top: bool,
}

/// Writes the collection into a migrated, empty database. The newest event is from `now`.
///
/// # Errors
/// Whatever the database answers.
pub async fn generate(client: &Client, volume: &Volume, now: DateTime<Utc>) -> Result<Generated> {
    let mut dice = Dice::new(0x4d4e);
    let start = now - TimeDelta::days(365 * i64::from(volume.years));
    let stamp = start.to_rfc3339();
    for back in 0..=12 * volume.years {
        let month = NaiveDate::from_ymd_opt(now.year(), now.month(), 1)
            .and_then(|first| first.checked_sub_months(chrono::Months::new(back)));
        client.execute("SELECT ensure_month_partition('interaction_events', $1)", &[&month]).await?;
    }

    let people: Vec<Uuid> = (0..volume.people).map(|_| dice.id(start)).collect();
    let keys: Vec<String> =
        (0..volume.people).map(|n| format!("mn_load{n:04}_{:016x}{:016x}", dice.roll(), dice.roll())).collect();
    copy!(client, "COPY users (id, username, display_name, claimed_at, privacy_settings) FROM STDIN", |copy| {
        for (n, id) in people.iter().enumerate() {
            // Everybody may watch the first.
            let privacy = if n == 0 { r#"{"currently_watching": "members"}"# } else { "{}" };
            copy.row(format_args!("{id}\tperson{n}\tPerson {n}\t{stamp}\t{privacy}")).await?;
        }
    });
    copy!(client, "COPY api_keys (id, user_id, name, prefix, key_hash, scopes) FROM STDIN", |copy| {
        for (id, key) in people.iter().zip(&keys) {
            let hash: String = Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect();
            copy.row(format_args!("{}\t{id}\tload\t{}\t\\\\x{hash}\t{{read,write,scrobble}}", dice.id(start), &key[..11]))
                .await?;
        }
    });

    let (items, names) = items(client, &mut dice, volume, start).await?;
    copy!(client, "COPY media_external_ids (id, media_item_id, provider, kind, external_id) FROM STDIN", |copy| {
        for (n, item) in items.iter().enumerate().filter(|(_, item)| item.top || item.leaf) {
            copy.row(format_args!("{}\t{}\ttmdb\t{}\t{n}", dice.id(start), item.id, if item.top { "movie" } else { "episode" }))
                .await?;
            copy.row(format_args!("{}\t{}\timdb\ttitle\ttt{n:08}", dice.id(start), item.id)).await?;
        }
    });

    let leaves: Vec<Uuid> = items.iter().filter(|item| item.leaf).map(|item| item.id).collect();
    // Leaves in steps that never meet again: an entry is unique per person and item. Everybody rated what they keep.
    let firsts: Vec<usize> = people.iter().map(|_| dice.below(leaves.len())).collect();
    let kept = |first: usize, n: usize| leaves[(first + n * 211) % leaves.len()];
    copy!(client, "COPY user_libraries (id, user_id, media_item_id, status, added_at) FROM STDIN", |copy| {
        for (person, first) in people.iter().zip(&firsts) {
            for (n, minute) in (0..volume.entries as usize).zip((0_i64..).step_by(7)) {
                let at = start + TimeDelta::minutes(minute);
                let status = ["watching", "completed", "plan_to_watch"][n % 3];
                let leaf = kept(*first, n);
                copy.row(format_args!("{}\t{person}\t{leaf}\t{status}\t{}", dice.id(at), at.to_rfc3339())).await?;
            }
        }
    });
    copy!(client, "COPY user_ratings (id, user_id, media_item_id, rating, rated_at) FROM STDIN", |copy| {
        for (person, first) in people.iter().zip(&firsts) {
            for (n, minute) in (0..volume.entries as usize).zip((0_i64..).step_by(11)) {
                let at = start + TimeDelta::minutes(minute);
                let leaf = kept(*first, n);
                copy.row(format_args!("{}\t{person}\t{leaf}\t{}\t{}", dice.id(at), dice.below(101), at.to_rfc3339())).await?;
            }
        }
    });
    history(client, &mut dice, volume, &people, &leaves, now).await?;
    client.execute(CYCLES, &[&(now - TimeDelta::days(30))]).await?;
    client.batch_execute("ANALYZE").await?;
    let films = items.iter().filter(|item| item.top && item.leaf).map(|item| item.id).collect();
    Ok(Generated { keys, films, people, names })
}

async fn items(client: &Client, dice: &mut Dice, volume: &Volume, start: DateTime<Utc>) -> Result<(Vec<Item>, Vec<String>)> {
    const MOVIE: &str = "00000000-0000-7000-8000-000000000001";
    const TV: &str = "00000000-0000-7000-8000-000000000002";
    let mut items = Vec::new();
    let mut names = Vec::new();
    copy!(
        client,
        "COPY media_items (id, media_type_id, parent_id, root_id, hierarchy_level, hierarchy_position, position_path, name, sort_name, slug, year, released_on, runtime_seconds, genres) FROM STDIN",
        |copy| {
            for n in 0..volume.films {
                let (id, name, year) = (dice.id(start), name(dice), 1930 + n % 96);
                let sort = name.trim_start_matches("The ").to_lowercase();
                copy.row(format_args!(
                    "{id}\t{MOVIE}\t\\N\t{id}\t0\t\\N\t{{}}\t{name}\t{sort}\tfilm-{n}\t{year}\t{year}-06-01\t6600\t{{Drama}}"
                ))
                .await?;
                items.push(Item { id, leaf: true, top: true });
                names.push(name);
            }
            for n in 0..volume.shows {
                let (show, name, year) = (dice.id(start), name(dice), 1990 + n % 35);
                let sort = name.trim_start_matches("The ").to_lowercase();
                copy.row(format_args!(
                    "{show}\t{TV}\t\\N\t{show}\t0\t\\N\t{{}}\t{name}\t{sort}\tshow-{n}\t{year}\t{year}-09-01\t2700\t{{Comedy}}"
                ))
                .await?;
                items.push(Item { id: show, leaf: false, top: true });
                for s in 1..=Volume::SEASONS {
                    let season = dice.id(start);
                    copy.row(format_args!("{season}\t{TV}\t{show}\t{show}\t1\t{s}\t{{{s}}}\tSeason {s}\tseason {s}\tseason-{s}\t{year}\t{year}-09-01\t\\N\t{{}}")).await?;
                    items.push(Item { id: season, leaf: false, top: false });
                    for e in 1..=Volume::EPISODES {
                        let episode = dice.id(start);
                        copy.row(format_args!(
                            "{episode}\t{TV}\t{season}\t{show}\t2\t{e}\t{{{s},{e}}}\tEpisode {e}\tepisode {e}\tepisode-{e}\t{year}\t{year}-09-{e:02}\t2700\t{{}}"
                        ))
                        .await?;
                        items.push(Item { id: episode, leaf: true, top: false });
                    }
                }
                names.push(name);
            }
        }
    );
    Ok((items, names))
}

/// Each person's plays and their events: start, two heartbeats, stop; the newest just before `now`.
async fn history(
    client: &Client,
    dice: &mut Dice,
    volume: &Volume,
    people: &[Uuid],
    leaves: &[Uuid],
    now: DateTime<Utc>,
) -> Result<()> {
    let step = TimeDelta::days(364 * i64::from(volume.years)) / i32::try_from(volume.plays)?;
    let plays: Vec<(usize, usize, DateTime<Utc>)> = (0..people.len())
        .flat_map(|person| (0..volume.plays).map(move |n| (person, n)))
        .map(|(person, n)| (person, dice.below(leaves.len()), now - TimeDelta::hours(1) - step * i32::try_from(n).unwrap_or(0)))
        .collect();
    copy!(
        client,
        "COPY interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, progress_percent, position_seconds, duration_seconds, source, source_event_id) FROM STDIN",
        |copy| {
            for (n, (person, leaf, end)) in plays.iter().enumerate() {
                let (person, leaf) = (people[*person], leaves[*leaf]);
                for (k, (kind, percent, before)) in
                    [("start", 0, 45), ("progress", 30, 30), ("progress", 60, 15), ("stop", 97, 0)].into_iter().enumerate()
                {
                    let at = *end - TimeDelta::minutes(before);
                    let stamp = at.to_rfc3339();
                    copy.row(format_args!(
                        "{}\t{stamp}\t{stamp}\t{person}\t{leaf}\t{kind}\t{percent}\t{}\t2700\tload\t{n}-{k}",
                        dice.id(at),
                        27 * percent
                    ))
                    .await?;
                }
            }
        }
    );
    copy!(
        client,
        "COPY plays (id, user_id, media_item_id, started_at, watched_at, progress_percent, origin, source, source_event_id) FROM STDIN",
        |copy| {
            for (n, (person, leaf, end)) in plays.iter().enumerate() {
                let begun = (*end - TimeDelta::minutes(45)).to_rfc3339();
                copy.row(format_args!(
                    "{}\t{}\t{}\t{begun}\t{}\t97\tscrobble\tload\t{n}",
                    dice.id(*end),
                    people[*person],
                    leaves[*leaf],
                    end.to_rfc3339()
                ))
                .await?;
            }
        }
    );
    Ok(())
}
