use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{MediaItemId, PlayId, UserId};

/// A play of a track, told of when it was over.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of plays")]
pub struct NewListen {
    pub id: PlayId,
    pub media_item_id: MediaItemId,
    pub started_at: DateTime<Utc>,
    pub watched_at: DateTime<Utc>,
    pub watched_seconds: Option<i32>,
    pub source_event_id: String,
    pub device_name: Option<String>,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    place: i64,
}

impl NewListen {
    /// Which of these (by index) another source told of already: the artist's track of this name, on whatever album,
    /// beginning when this began, or, because sources differ in what they call the time of a listen, when this ended or
    /// the other way round. A play that its person deleted counts: they do not want it back.
    pub async fn told_elsewhere(
        mut conn: &AsyncPgConnection,
        user: UserId,
        source: &str,
        listens: &[Self],
    ) -> QueryResult<Vec<usize>> {
        if listens.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Place> = diesel::sql_query(
            "SELECT n.place - 1 AS place
             FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY
                 AS n (media_item_id, began, ended, place)
             JOIN media_items AS i ON i.id = n.media_item_id
             WHERE EXISTS (
                 SELECT FROM plays AS p
                 JOIN media_items AS o ON o.id = p.media_item_id
                 WHERE p.user_id = $4 AND p.source <> $5
                     AND o.root_id = i.root_id AND o.hierarchy_level = i.hierarchy_level AND o.sort_name = i.sort_name
                     AND p.watched_at BETWEEN n.began - interval '30 seconds' AND n.ended + (n.ended - n.began) + interval '30 seconds'
                     AND least(abs(extract(epoch FROM coalesce(p.started_at, p.watched_at) - n.began)),
                               abs(extract(epoch FROM p.watched_at - n.began)),
                               abs(extract(epoch FROM coalesce(p.started_at, p.watched_at) - n.ended))) <= 30)",
        )
        .bind::<Array<SqlUuid>, _>(listens.iter().map(|listen| listen.media_item_id).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(listens.iter().map(|listen| listen.started_at).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(listens.iter().map(|listen| listen.watched_at).collect::<Vec<_>>())
        .bind::<SqlUuid, _>(user)
        .bind::<Text, _>(source)
        .load(&mut conn)
        .await?;
        Ok(rows.into_iter().filter_map(|row| usize::try_from(row.place).ok()).collect())
    }

    /// Writes those that the source did not tell of before; answers how many.
    pub async fn insert(
        mut conn: &AsyncPgConnection,
        user: UserId,
        source: &str,
        timezone: &str,
        listens: &[Self],
    ) -> QueryResult<usize> {
        if listens.is_empty() {
            return Ok(0);
        }
        diesel::sql_query(
            "INSERT INTO plays (id, media_item_id, started_at, watched_at, watched_seconds, source_event_id, device_name, user_id, source, timezone, origin, progress_percent)
             SELECT n.*, $8, $9, $10, 'scrobble', 100
             FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::text[], $7::text[]) AS n
             ON CONFLICT DO NOTHING",
        )
        .bind::<Array<SqlUuid>, _>(listens.iter().map(|listen| listen.id).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(listens.iter().map(|listen| listen.media_item_id).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(listens.iter().map(|listen| listen.started_at).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(listens.iter().map(|listen| listen.watched_at).collect::<Vec<_>>())
        .bind::<Array<Nullable<Integer>>, _>(listens.iter().map(|listen| listen.watched_seconds).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(listens.iter().map(|listen| listen.source_event_id.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(listens.iter().map(|listen| listen.device_name.as_deref()).collect::<Vec<_>>())
        .bind::<SqlUuid, _>(user)
        .bind::<Text, _>(source)
        .bind::<Text, _>(timezone)
        .execute(&mut conn)
        .await
    }
}
