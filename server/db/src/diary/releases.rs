use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Nullable, Timestamptz, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::catalogue::builtin;
use crate::kept::Keep as _;
use crate::{MediaItemId, UserId};

/// Something of what a person keeps that comes out: a film, an episode, an album, a book.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Release {
    /// What.
    #[diesel(sql_type = Uuid)]
    pub media_item_id: MediaItemId,
    /// The whole that it is a part of; itself when it is none.
    #[diesel(sql_type = Uuid)]
    pub root_id: MediaItemId,
    /// The moment, where it is known.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub released_at: Option<DateTime<Utc>>,
    /// The day.
    #[diesel(sql_type = Nullable<Date>)]
    pub released_on: Option<NaiveDate>,
    /// Since when the person has kept it.
    #[diesel(sql_type = Timestamptz)]
    pub kept_since: DateTime<Utc>,
}

/// A time in which things come out. Their moments count where they are known, else their days: both ends belong to it.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseWindow {
    /// From this moment on.
    pub from_at: DateTime<Utc>,
    /// Until and with this moment.
    pub to_at: DateTime<Utc>,
    /// From this day on.
    pub from_on: NaiveDate,
    /// Until and with this day.
    pub to_on: NaiveDate,
}

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = Uuid)]
    user_id: UserId,
}

#[derive(QueryableByName)]
struct Announced {
    #[diesel(sql_type = Uuid)]
    media_item_id: MediaItemId,
}

/// What comes out from $1 until $2, or from the day $3 until the day $4, of what somebody keeps: it itself, what it is a part of,
/// or the whole; where they keep several of these, the nearest counts. Of music ($5) that is albums.
const RELEASES: &str = "media_items i
    JOIN media_types t ON t.id = i.media_type_id
    JOIN user_libraries l ON l.media_item_id = i.id OR l.media_item_id = i.parent_id OR l.media_item_id = i.root_id
    WHERE NOT EXISTS (
        SELECT FROM user_libraries nearer WHERE nearer.user_id = l.user_id
          AND (nearer.media_item_id = i.id AND l.media_item_id <> i.id
               OR nearer.media_item_id = i.parent_id AND l.media_item_id NOT IN (i.id, i.parent_id)))
      AND (i.released_at BETWEEN $1 AND $2 OR i.released_at IS NULL AND i.released_on BETWEEN $3 AND $4)
      AND i.hierarchy_level = CASE WHEN i.media_type_id = $5 THEN 1 ELSE cardinality(t.hierarchy_levels) - 1 END";

/// What of it is news to somebody: they have not given it up, nor played it, nor been told.
const IS_NEWS: &str = "l.status NOT IN ('dropped', 'on_hold')
    AND NOT EXISTS (SELECT FROM announced_releases a WHERE a.user_id = l.user_id AND a.media_item_id = i.id)
    AND NOT EXISTS (SELECT FROM plays p WHERE p.user_id = l.user_id AND p.media_item_id = i.id AND p.deleted_at IS NULL)";

impl Release {
    /// What comes out of what a person keeps and has not given up, the earliest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn of(mut conn: &AsyncPgConnection, user: UserId, window: ReleaseWindow, limit: i64) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "SELECT i.id AS media_item_id, i.root_id, i.released_at, i.released_on, l.added_at AS kept_since
             FROM {RELEASES} AND l.user_id = $6 AND l.status <> 'dropped'
             ORDER BY coalesce(i.released_at, i.released_on::timestamp AT TIME ZONE 'UTC'), i.root_id, i.position_path, i.id
             LIMIT $7"
        ))
        .bind::<Timestamptz, _>(window.from_at)
        .bind::<Timestamptz, _>(window.to_at)
        .bind::<Date, _>(window.from_on)
        .bind::<Date, _>(window.to_on)
        .bind::<Uuid, _>(builtin::MUSIC)
        .bind::<Uuid, _>(user)
        .bind::<BigInt, _>(limit)
        .keep()
        .load(&mut conn)
        .await
    }

    /// What is news to a person, in the order of its place in the whole.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn news_of(mut conn: &AsyncPgConnection, user: UserId, window: ReleaseWindow) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "SELECT i.id AS media_item_id, i.root_id, i.released_at, i.released_on, l.added_at AS kept_since
             FROM {RELEASES} AND l.user_id = $6 AND {IS_NEWS} ORDER BY i.root_id, i.position_path, i.id"
        ))
        .bind::<Timestamptz, _>(window.from_at)
        .bind::<Timestamptz, _>(window.to_at)
        .bind::<Date, _>(window.from_on)
        .bind::<Date, _>(window.to_on)
        .bind::<Uuid, _>(builtin::MUSIC)
        .bind::<Uuid, _>(user)
        .keep()
        .load(&mut conn)
        .await
    }

    /// People to whom something may be news, after one of them, in the order of their ids.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn people_with_news(
        mut conn: &AsyncPgConnection,
        window: ReleaseWindow,
        after: Option<UserId>,
        limit: i64,
    ) -> QueryResult<Vec<UserId>> {
        let people: Vec<Person> = diesel::sql_query(format!(
            "SELECT DISTINCT l.user_id FROM {RELEASES} AND {IS_NEWS} AND ($6::uuid IS NULL OR l.user_id > $6)
               AND EXISTS (SELECT FROM users u WHERE u.id = l.user_id AND u.status = 'active')
             ORDER BY l.user_id LIMIT $7"
        ))
        .bind::<Timestamptz, _>(window.from_at)
        .bind::<Timestamptz, _>(window.to_at)
        .bind::<Date, _>(window.from_on)
        .bind::<Date, _>(window.to_on)
        .bind::<Uuid, _>(builtin::MUSIC)
        .bind::<Nullable<Uuid>, _>(after)
        .bind::<BigInt, _>(limit)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(people.into_iter().map(|person| person.user_id).collect())
    }

    /// Notes that a person is told of these; answers those of which they were not told before.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn announce(
        mut conn: &AsyncPgConnection,
        user: UserId,
        items: &[MediaItemId],
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<MediaItemId>> {
        let announced: Vec<Announced> = diesel::sql_query(
            "INSERT INTO announced_releases (user_id, media_item_id, announced_at) SELECT $1, unnest($2::uuid[]), $3
             ON CONFLICT DO NOTHING RETURNING media_item_id",
        )
        .bind::<Uuid, _>(user)
        .bind::<Array<Uuid>, _>(items)
        .bind::<Timestamptz, _>(now)
        .load(&mut conn)
        .await?;
        Ok(announced.into_iter().map(|row| row.media_item_id).collect())
    }

    /// Forgets what was told before this.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn forget_announced(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
        diesel::sql_query("DELETE FROM announced_releases WHERE announced_at < $1")
            .bind::<Timestamptz, _>(before)
            .execute(&mut conn)
            .await
    }
}
