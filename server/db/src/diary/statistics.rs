use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::KEPT_BY_ONE;
use crate::kept::Keep as _;
use crate::schema::{plays, user_libraries};
use crate::{MediaItemId, MediaTypeId, Scope, UserId};

/// Whose plays are counted, and which.
#[derive(Debug, Clone)]
pub struct Counted {
    owner: UserId,
    with_private: bool,
}

impl Counted {
    /// The plays of this person, as far as the scope lets them be counted; `None` where it does not.
    #[must_use]
    pub fn new(scope: &Scope, owner: UserId) -> Option<Self> {
        scope.includes(owner, false).then(|| Self { owner, with_private: scope.includes(owner, true) })
    }

    /// Whose plays.
    #[must_use]
    pub fn owner(&self) -> UserId {
        self.owner
    }

    /// The same person's plays as others see them.
    #[must_use]
    pub fn without_private(&self) -> Self {
        Self { owner: self.owner, with_private: false }
    }

    /// Whether others may see less of them: some plays are private, or what was played is kept for oneself.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn has_private(&self, mut conn: &AsyncPgConnection) -> QueryResult<bool> {
        let played = plays::user_id.eq(self.owner).and(plays::deleted_at.is_null()).and(plays::is_private);
        let kept = user_libraries::user_id.eq(self.owner).and(user_libraries::is_private);
        let (played, kept) = (plays::table.filter(played), user_libraries::table.filter(kept));
        diesel::select(exists(played).or(exists(kept))).get_result(&mut conn).await
    }

    /// Whether private plays count too.
    #[must_use]
    pub fn with_private(&self) -> bool {
        self.with_private
    }
}

/// From one moment on, until another. Plays that nobody knows the time of belong only to a period without either.
#[derive(Debug, Clone, Copy, Default)]
pub struct Period {
    /// From when on.
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    pub to: Option<DateTime<Utc>>,
}

/// What a person played of one media type.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct TypeCount {
    /// Of which.
    #[diesel(sql_type = Uuid)]
    pub media_type_id: MediaTypeId,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// Of how many different things.
    #[diesel(sql_type = BigInt)]
    pub items: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

/// What a person played in a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct QuarterCount {
    /// When the quarter began.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// Whether these are the plays of it that nobody else may know of.
    #[diesel(sql_type = Bool)]
    pub is_private: bool,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

/// What a person played on a day of which no more is known.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct DayCount {
    /// The beginning of the day.
    #[diesel(sql_type = Timestamptz)]
    pub watched_at: DateTime<Utc>,
    /// In this zone.
    #[diesel(sql_type = Nullable<Text>)]
    pub timezone: Option<String>,
    /// Whether these are the plays of it that nobody else may know of.
    #[diesel(sql_type = Bool)]
    pub is_private: bool,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

/// One place of a list of what a person played most.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct TopRow {
    /// On which list: `titles`, `artists`, `albums`, `tracks` or `genres`.
    #[diesel(sql_type = Text)]
    pub list: String,
    /// What; not on the list of genres.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub media_item_id: Option<MediaItemId>,
    /// The genre.
    #[diesel(sql_type = Nullable<Text>)]
    pub genre: Option<String>,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// Of how many different things.
    #[diesel(sql_type = BigInt)]
    pub items: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

/// What makes something stand high on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TopOrder {
    /// How often it was played.
    #[default]
    Plays,
    /// For how long.
    Time,
}

/// A show, a podcast, and what a person played of it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct WatchedWhole {
    /// The whole.
    #[diesel(sql_type = Uuid)]
    pub root_id: MediaItemId,
    /// How many parts were played, in whatever cycle; no specials.
    #[diesel(sql_type = BigInt)]
    pub watched: i64,
    /// When a part was last played.
    #[diesel(sql_type = Timestamptz)]
    pub last_played_at: DateTime<Utc>,
    /// The level of these parts.
    #[diesel(sql_type = Integer)]
    pub level: i32,
}

/// How much of a show, a podcast a person played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The whole.
    pub root_id: MediaItemId,
    /// How many parts are out, or were played anyway; no specials.
    pub aired: i64,
    /// How many of these were played, in whatever cycle.
    pub watched: i64,
    /// When a part was last played.
    pub last_played_at: DateTime<Utc>,
}

/// How long a play took: what the player measured, else how long the thing is.
const SECONDS: &str = "coalesce(sum(coalesce(p.watched_seconds, i.runtime_seconds, 0)), 0)::bigint AS seconds";

/// What counts: $1 the person, $2 whether private plays do.
const PLAYS: &str = "plays p JOIN media_items i ON i.id = p.media_item_id
    WHERE p.user_id = $1 AND p.deleted_at IS NULL AND (NOT p.is_private OR $2)";

/// Whether nobody but its person may know of a play: it is private, or they keep what was played for themselves.
fn hidden() -> String {
    format!("(p.is_private OR p.media_item_id IN ({KEPT_BY_ONE}))")
}

impl Counted {
    /// Of others, what they keep for themselves is not counted.
    fn shown(&self) -> String {
        if self.with_private { String::new() } else { format!(" AND p.media_item_id NOT IN ({KEPT_BY_ONE})") }
    }

    /// Each thing that was played from $3 on until $4, once, and how much. Counted before the catalogue is looked at: people
    /// play the same things again and again.
    fn played(&self) -> String {
        format!(
            "WITH counted AS MATERIALIZED (
                 SELECT p.media_item_id, count(*) AS plays, coalesce(sum(p.watched_seconds), 0) AS measured,
                     count(*) FILTER (WHERE p.watched_seconds IS NULL) AS unmeasured
                 FROM plays p
                 WHERE p.user_id = $1 AND p.deleted_at IS NULL AND (NOT p.is_private OR $2)
                   AND p.watched_at >= coalesce($3, '-infinity') AND p.watched_at < coalesce($4, 'infinity')
                   AND (p.date_precision <> 'unknown' OR $3 IS NULL AND $4 IS NULL){}
                 GROUP BY p.media_item_id
             ), played AS MATERIALIZED (
                 SELECT i.id, i.parent_id, i.root_id, i.media_type_id, i.genres, c.plays,
                     c.measured + c.unmeasured * coalesce(i.runtime_seconds, 0) AS seconds
                 FROM counted c JOIN media_items i ON i.id = c.media_item_id
             )",
            self.shown()
        )
    }

    /// What was played by media type in a period.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_type(&self, mut conn: &AsyncPgConnection, period: Period) -> QueryResult<Vec<TypeCount>> {
        diesel::sql_query(format!(
            "{}
             SELECT media_type_id, sum(plays)::bigint AS plays, count(*) AS items, sum(seconds)::bigint AS seconds
             FROM played GROUP BY media_type_id ORDER BY plays DESC, media_type_id",
            self.played()
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<Nullable<Timestamptz>, _>(period.from)
        .bind::<Nullable<Timestamptz>, _>(period.to)
        .keep()
        .load(&mut conn)
        .await
    }

    /// What was played most in a period: each list's first places, in order. Of music there are artists, albums (but for
    /// the one called `no_album`, which is none) and tracks, of everything else the whole titles.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn top(
        &self,
        mut conn: &AsyncPgConnection,
        period: Period,
        order: TopOrder,
        first: i64,
        music: MediaTypeId,
        no_album: &str,
    ) -> QueryResult<Vec<TopRow>> {
        let order = match order {
            TopOrder::Plays => "plays DESC, seconds DESC",
            TopOrder::Time => "seconds DESC, plays DESC",
        };
        let best = |list: &str, what: &str, from: &str| {
            format!(
                "(SELECT '{list}' AS list, {what}, sum(t.plays)::bigint AS plays, count(*) AS items, sum(t.seconds)::bigint AS seconds
                  FROM played t {from} GROUP BY media_item_id, genre ORDER BY {order}, media_item_id, genre LIMIT $5)"
            )
        };
        let item = |id: &str| format!("{id} AS media_item_id, NULL::text AS genre");
        let lists = [
            best("titles", &item("t.root_id"), "WHERE t.media_type_id <> $6"),
            best("artists", &item("t.root_id"), "WHERE t.media_type_id = $6"),
            best("albums", &item("a.id"), "JOIN media_items a ON a.id = t.parent_id WHERE t.media_type_id = $6 AND a.name <> $7"),
            best("tracks", &item("t.id"), "WHERE t.media_type_id = $6"),
            best(
                "genres",
                "NULL::uuid AS media_item_id, g.genre",
                "JOIN media_items r ON r.id = t.root_id
                 CROSS JOIN unnest(CASE WHEN cardinality(t.genres) > 0 THEN t.genres ELSE r.genres END) AS g (genre)",
            ),
        ]
        .join(" UNION ALL ");
        let played = self.played();
        diesel::sql_query(format!("{played} SELECT * FROM ({lists}) AS best ORDER BY list, {order}, media_item_id, genre"))
            .bind::<Uuid, _>(self.owner)
            .bind::<Bool, _>(self.with_private)
            .bind::<Nullable<Timestamptz>, _>(period.from)
            .bind::<Nullable<Timestamptz>, _>(period.to)
            .bind::<BigInt, _>(first)
            .bind::<Uuid, _>(music)
            .bind::<Text, _>(no_album)
            .keep()
            .load(&mut conn)
            .await
    }

    /// What was played of whatever has parts, the latest first. Specials are left out, and so is music.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn watched_wholes(
        &self,
        mut conn: &AsyncPgConnection,
        first: i64,
        music: MediaTypeId,
    ) -> QueryResult<Vec<WatchedWhole>> {
        diesel::sql_query(format!(
            "SELECT i.root_id, count(DISTINCT i.id) AS watched, max(p.watched_at) AS last_played_at,
                 cardinality(t.hierarchy_levels) - 1 AS level
             FROM plays p JOIN media_items i ON i.id = p.media_item_id JOIN media_types t ON t.id = i.media_type_id
             WHERE p.user_id = $1 AND p.deleted_at IS NULL AND (NOT p.is_private OR $2){}
               AND i.media_type_id <> $4 AND i.hierarchy_level > 0
               AND i.hierarchy_level = cardinality(t.hierarchy_levels) - 1
               AND NOT (cardinality(t.hierarchy_levels) > 2 AND coalesce(i.position_path[1] = 0, false))
             GROUP BY i.root_id, t.hierarchy_levels ORDER BY last_played_at DESC, i.root_id LIMIT $3",
            self.shown()
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<BigInt, _>(first)
        .bind::<Uuid, _>(music)
        .keep()
        .load(&mut conn)
        .await
    }

    /// What was played in each quarter of an hour from one moment on until another; plays of which no more than the day is
    /// known are left out. Every zone in use is whole quarters of an hour away from UTC.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_quarter(
        &self,
        mut conn: &AsyncPgConnection,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> QueryResult<Vec<QuarterCount>> {
        diesel::sql_query(format!(
            "SELECT date_bin('15 minutes', p.watched_at, 'epoch'::timestamptz) AS at, {hidden} AS is_private, count(*) AS plays,
                 {SECONDS}
             FROM {PLAYS} AND p.date_precision IN ('second', 'minute') AND p.watched_at >= $3 AND p.watched_at < $4
             GROUP BY 1, 2",
            hidden = hidden()
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .keep()
        .load(&mut conn)
        .await
    }

    /// The plays of which only the day is known, by the beginning of that day, from one moment on until another.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn of_days(
        &self,
        mut conn: &AsyncPgConnection,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> QueryResult<Vec<DayCount>> {
        diesel::sql_query(format!(
            "SELECT p.watched_at, p.timezone, {hidden} AS is_private, count(*) AS plays, {SECONDS}
             FROM {PLAYS} AND p.date_precision = 'day' AND p.watched_at >= $3 AND p.watched_at < $4
             GROUP BY 1, 2, 3",
            hidden = hidden()
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .keep()
        .load(&mut conn)
        .await
    }
}

impl WatchedWhole {
    /// How much of these is out by now, in their order. Specials are left out.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn with_aired(mut conn: &AsyncPgConnection, wholes: &[Self], now: DateTime<Utc>) -> QueryResult<Vec<Completion>> {
        let out: Vec<Aired> = diesel::sql_query(
            "SELECT (
                 SELECT count(*) FROM media_items e
                 WHERE e.root_id = w.root_id AND e.hierarchy_level = w.level
                   AND NOT (w.level > 1 AND coalesce(e.position_path[1] = 0, false))
                   AND coalesce(e.released_at, e.released_on::timestamp AT TIME ZONE 'UTC', '-infinity') <= $3
             ) AS aired
             FROM unnest($1::uuid[], $2::integer[]) WITH ORDINALITY AS w (root_id, level, place) ORDER BY w.place",
        )
        .bind::<Array<Uuid>, _>(wholes.iter().map(|whole| whole.root_id).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(wholes.iter().map(|whole| whole.level).collect::<Vec<_>>())
        .bind::<Timestamptz, _>(now)
        .keep()
        .load(&mut conn)
        .await?;
        let complete = |(whole, out): (&Self, Aired)| Completion {
            root_id: whole.root_id,
            aired: out.aired.max(whole.watched),
            watched: whole.watched,
            last_played_at: whole.last_played_at,
        };
        Ok(wholes.iter().zip(out).map(complete).collect())
    }
}

#[derive(QueryableByName)]
struct Aired {
    #[diesel(sql_type = BigInt)]
    aired: i64,
}
