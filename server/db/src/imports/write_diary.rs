use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, Bool, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::{
    DatePrecision, ImportJobId, LibraryEntryId, ListId, ListItemId, ListKind, MediaItemId, PlayId, RatingId, RatingType,
    ReviewId, UserId, WatchSessionId,
};

/// Whose row about which item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, QueryableByName)]
pub struct Owned {
    /// Whose.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: UserId,
    /// About what.
    #[diesel(sql_type = SqlUuid)]
    pub media_item_id: MediaItemId,
}

/// An entry of a person's library, to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of user_libraries")]
pub struct NewEntry {
    pub id: LibraryEntryId,
    pub owned: Owned,
    pub status: String,
    pub notes: Option<String>,
    pub is_favorite: bool,
    pub is_private: bool,
    pub added_at: DateTime<Utc>,
}

/// What a later row of the same import adds to an entry that an earlier one made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of user_libraries; tags are the custom field of that name")]
pub struct EntryChange {
    pub owned: Owned,
    pub status: Option<&'static str>,
    pub added_at: DateTime<Utc>,
    pub is_favorite: bool,
    pub notes: Option<String>,
    pub tags: Vec<String>,
}

/// A rating, to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of user_ratings")]
pub struct NewRating {
    pub id: RatingId,
    pub owned: Owned,
    pub rating: i16,
    pub rating_type: RatingType,
    pub rated_at: DateTime<Utc>,
}

/// A play, to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of plays; root_id is the top of the item's hierarchy")]
pub struct NewPlay {
    pub id: PlayId,
    pub owned: Owned,
    pub root_id: MediaItemId,
    pub cycle_id: WatchSessionId,
    pub watched_at: DateTime<Utc>,
    pub date_precision: DatePrecision,
    pub timezone: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub watched_seconds: Option<i32>,
    pub is_private: bool,
    pub source: &'static str,
    pub source_event_id: String,
}

/// A review, to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of user_reviews")]
pub struct NewReview {
    pub id: ReviewId,
    pub owned: Owned,
    pub content: String,
    pub contains_spoilers: bool,
}

/// An item for a list.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the columns of user_list_items")]
pub struct NewListItem {
    pub id: ListItemId,
    pub list_id: ListId,
    pub owned: Owned,
    pub position: String,
    pub notes: Option<String>,
    pub added_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct MadePlay {
    #[diesel(sql_type = SqlUuid)]
    id: PlayId,
}

#[derive(QueryableByName)]
struct MadeItem {
    #[diesel(sql_type = SqlUuid)]
    id: ListItemId,
}

#[derive(QueryableByName)]
struct FoundList {
    #[diesel(sql_type = SqlUuid)]
    id: ListId,
}

#[derive(QueryableByName)]
struct Position {
    #[diesel(sql_type = Nullable<Text>)]
    position: Option<String>,
}

fn users(rows: &[Owned]) -> Vec<UserId> {
    rows.iter().map(|row| row.user_id).collect()
}

fn items(rows: &[Owned]) -> Vec<MediaItemId> {
    rows.iter().map(|row| row.media_item_id).collect()
}

/// Makes the entries that their people do not have yet; answers whose were made.
pub async fn insert_entries(mut conn: &AsyncPgConnection, import: ImportJobId, rows: &[NewEntry]) -> QueryResult<Vec<Owned>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let owned: Vec<Owned> = rows.iter().map(|row| row.owned).collect();
    diesel::sql_query(
        "INSERT INTO user_libraries (id, user_id, media_item_id, status, notes, is_favorite, is_private, added_at, import_job_id)
         SELECT n.*, $1
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::boolean[], $8::boolean[], $9::timestamptz[]) AS n
         ON CONFLICT (user_id, media_item_id) DO NOTHING
         RETURNING user_id, media_item_id",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(users(&owned))
    .bind::<Array<SqlUuid>, _>(items(&owned))
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.status.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.notes.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(rows.iter().map(|row| row.is_favorite).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(rows.iter().map(|row| row.is_private).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows.iter().map(|row| row.added_at).collect::<Vec<_>>())
    .load(&mut conn)
    .await
}

/// Adds to entries that this very import made; those of the person stay as they are. Answers whose changed.
///
/// created_at moves along, so that a later updated_at keeps meaning that the person changed the entry since.
pub async fn change_own_entries(
    mut conn: &AsyncPgConnection,
    import: ImportJobId,
    changes: &[EntryChange],
) -> QueryResult<Vec<Owned>> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let owned: Vec<Owned> = changes.iter().map(|change| change.owned).collect();
    diesel::sql_query(
        "UPDATE user_libraries AS e SET
             status = coalesce(c.status, e.status),
             added_at = least(e.added_at, c.added_at),
             is_favorite = e.is_favorite OR c.is_favorite,
             notes = coalesce(e.notes, c.notes),
             custom_fields = CASE WHEN coalesce(e.custom_fields -> 'tags', '[]') @> c.tags THEN e.custom_fields
                 ELSE jsonb_set(e.custom_fields, '{tags}', coalesce(e.custom_fields -> 'tags', '[]') || (
                     SELECT coalesce(jsonb_agg(t), '[]') FROM jsonb_array_elements(c.tags) AS t
                     WHERE NOT coalesce(e.custom_fields -> 'tags', '[]') @> jsonb_build_array(t))) END,
             created_at = now()
         FROM unnest($2::uuid[], $3::uuid[], $4::boolean[], $5::text[], $6::jsonb[], $7::text[], $8::timestamptz[])
             AS c (user_id, media_item_id, is_favorite, notes, tags, status, added_at)
         WHERE e.user_id = c.user_id AND e.media_item_id = c.media_item_id AND e.import_job_id = $1
             AND (e.status <> c.status OR e.added_at > c.added_at OR (c.is_favorite AND NOT e.is_favorite) OR (e.notes IS NULL AND c.notes IS NOT NULL)
                 OR (NOT coalesce(e.custom_fields -> 'tags', '[]') @> c.tags AND pg_column_size(e.custom_fields) < 32768))
         RETURNING e.user_id, e.media_item_id",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(users(&owned))
    .bind::<Array<SqlUuid>, _>(items(&owned))
    .bind::<Array<Bool>, _>(changes.iter().map(|change| change.is_favorite).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(changes.iter().map(|change| change.notes.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Jsonb>, _>(changes.iter().map(|change| Value::from(change.tags.clone())).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(changes.iter().map(|change| change.status).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(changes.iter().map(|change| change.added_at).collect::<Vec<_>>())
    .load(&mut conn)
    .await
}

/// Makes the ratings that their people have not given yet; answers whose were made.
pub async fn insert_ratings(mut conn: &AsyncPgConnection, import: ImportJobId, rows: &[NewRating]) -> QueryResult<Vec<Owned>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let owned: Vec<Owned> = rows.iter().map(|row| row.owned).collect();
    diesel::sql_query(
        "INSERT INTO user_ratings (id, user_id, media_item_id, rating, rating_type, rated_at, import_job_id)
         SELECT n.*, $1
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[], $6::text[], $7::timestamptz[]) AS n
         ON CONFLICT (user_id, media_item_id) DO NOTHING
         RETURNING user_id, media_item_id",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(users(&owned))
    .bind::<Array<SqlUuid>, _>(items(&owned))
    .bind::<Array<SmallInt>, _>(rows.iter().map(|row| row.rating).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.rating_type.as_str()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows.iter().map(|row| row.rated_at).collect::<Vec<_>>())
    .load(&mut conn)
    .await
}

/// Makes the plays that were not told of before; answers which.
pub async fn insert_plays(mut conn: &AsyncPgConnection, import: ImportJobId, rows: &[NewPlay]) -> QueryResult<Vec<PlayId>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let owned: Vec<Owned> = rows.iter().map(|row| row.owned).collect();
    let made: Vec<MadePlay> = diesel::sql_query(
        "INSERT INTO plays (id, user_id, media_item_id, watched_at, date_precision, timezone, source, source_event_id, started_at, watched_seconds, is_private, origin, progress_percent, import_job_id)
         SELECT n.*, 'import', 100, $1
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::integer[], $12::boolean[]) AS n
         ON CONFLICT DO NOTHING
         RETURNING id",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(users(&owned))
    .bind::<Array<SqlUuid>, _>(items(&owned))
    .bind::<Array<Timestamptz>, _>(rows.iter().map(|row| row.watched_at).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.date_precision.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.timezone.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.source).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.source_event_id.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Timestamptz>>, _>(rows.iter().map(|row| row.started_at).collect::<Vec<_>>())
    .bind::<Array<Nullable<Integer>>, _>(rows.iter().map(|row| row.watched_seconds).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(rows.iter().map(|row| row.is_private).collect::<Vec<_>>())
    .load(&mut conn)
    .await?;
    Ok(made.into_iter().map(|row| row.id).collect())
}

/// Puts plays just made into cycles. A thing without parts is finished by one play, so each play is a cycle of its own;
/// a thing with parts goes on in its newest cycle, or in a first one.
pub async fn ensure_cycles(mut conn: &AsyncPgConnection, import: ImportJobId, plays: &[NewPlay]) -> QueryResult<usize> {
    let (whole, parts): (Vec<&NewPlay>, Vec<&NewPlay>) = plays.iter().partition(|play| play.root_id == play.owned.media_item_id);
    let mut made = 0;
    if !whole.is_empty() {
        made += diesel::sql_query(
            "INSERT INTO watch_sessions (id, user_id, media_item_id, session_number, status, started_at, completed_at, import_job_id)
             SELECT n.id, n.user_id, n.root_id,
                 coalesce((SELECT max(s.session_number) FROM watch_sessions AS s WHERE s.user_id = n.user_id AND s.media_item_id = n.root_id), 0)
                     + row_number() OVER (PARTITION BY n.user_id, n.root_id ORDER BY n.watched_at, n.id),
                 'completed', n.watched_at, n.watched_at, $1
             FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[]) AS n (id, user_id, root_id, watched_at)",
        )
        .bind::<SqlUuid, _>(import)
        .bind::<Array<SqlUuid>, _>(whole.iter().map(|play| play.cycle_id).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(whole.iter().map(|play| play.owned.user_id).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(whole.iter().map(|play| play.root_id).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(whole.iter().map(|play| play.watched_at).collect::<Vec<_>>())
        .execute(&mut conn)
        .await?;
        diesel::sql_query(
            "UPDATE plays AS p SET watch_session_id = n.cycle_id FROM unnest($1::uuid[], $2::uuid[]) AS n (id, cycle_id) WHERE p.id = n.id",
        )
        .bind::<Array<SqlUuid>, _>(whole.iter().map(|play| play.id).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(whole.iter().map(|play| play.cycle_id).collect::<Vec<_>>())
        .execute(&mut conn)
        .await?;
    }
    if !parts.is_empty() {
        let ids: Vec<_> = parts.iter().map(|play| play.cycle_id).collect();
        let people: Vec<_> = parts.iter().map(|play| play.owned.user_id).collect();
        let roots: Vec<_> = parts.iter().map(|play| play.root_id).collect();
        let times: Vec<_> = parts.iter().map(|play| play.watched_at).collect();
        made += diesel::sql_query(
            "INSERT INTO watch_sessions (id, user_id, media_item_id, session_number, status, started_at, import_job_id)
             SELECT DISTINCT ON (n.user_id, n.root_id) n.id, n.user_id, n.root_id, 1, 'in_progress', n.watched_at, $1
             FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[]) AS n (id, user_id, root_id, watched_at)
             WHERE NOT EXISTS (SELECT FROM watch_sessions AS s WHERE s.user_id = n.user_id AND s.media_item_id = n.root_id)
             ORDER BY n.user_id, n.root_id, n.watched_at, n.id",
        )
        .bind::<SqlUuid, _>(import)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<SqlUuid>, _>(&people)
        .bind::<Array<SqlUuid>, _>(&roots)
        .bind::<Array<Timestamptz>, _>(&times)
        .execute(&mut conn)
        .await?;
        // Exports come newest first, so a later chunk may begin the cycle earlier.
        diesel::sql_query(
            "UPDATE watch_sessions AS s SET started_at = n.watched_at, created_at = now()
             FROM (SELECT user_id, root_id, min(watched_at) AS watched_at
                   FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) AS n (user_id, root_id, watched_at)
                   GROUP BY user_id, root_id) AS n
             WHERE s.user_id = n.user_id AND s.media_item_id = n.root_id AND s.import_job_id = $1 AND s.started_at > n.watched_at",
        )
        .bind::<SqlUuid, _>(import)
        .bind::<Array<SqlUuid>, _>(&people)
        .bind::<Array<SqlUuid>, _>(&roots)
        .bind::<Array<Timestamptz>, _>(&times)
        .execute(&mut conn)
        .await?;
        diesel::sql_query(
            "UPDATE plays AS p SET watch_session_id = (
                 SELECT s.id FROM watch_sessions AS s WHERE s.user_id = n.user_id AND s.media_item_id = n.root_id
                 ORDER BY s.session_number DESC LIMIT 1)
             FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS n (id, user_id, root_id) WHERE p.id = n.id",
        )
        .bind::<Array<SqlUuid>, _>(parts.iter().map(|play| play.id).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(&people)
        .bind::<Array<SqlUuid>, _>(&roots)
        .execute(&mut conn)
        .await?;
    }
    Ok(made)
}

/// Marks shows as finished, in the entries and cycles that this import made.
pub async fn complete_shows(
    mut conn: &AsyncPgConnection,
    import: ImportJobId,
    shows: &[(Owned, DateTime<Utc>)],
) -> QueryResult<()> {
    if shows.is_empty() {
        return Ok(());
    }
    let owned: Vec<Owned> = shows.iter().map(|show| show.0).collect();
    diesel::sql_query(
        "WITH done AS (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) AS d (user_id, media_item_id, at)),
         entries AS (
             UPDATE user_libraries AS e SET status = 'completed', created_at = now() FROM done AS d
             WHERE e.user_id = d.user_id AND e.media_item_id = d.media_item_id AND e.import_job_id = $1 AND e.status = 'watching')
         UPDATE watch_sessions AS s SET status = 'completed', completed_at = greatest(d.at, s.started_at), created_at = now() FROM done AS d
         WHERE s.user_id = d.user_id AND s.media_item_id = d.media_item_id AND s.import_job_id = $1 AND s.status = 'in_progress'",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(users(&owned))
    .bind::<Array<SqlUuid>, _>(items(&owned))
    .bind::<Array<Timestamptz>, _>(shows.iter().map(|show| show.1).collect::<Vec<_>>())
    .execute(&mut conn)
    .await?;
    Ok(())
}

/// Makes the reviews of items that their people have not reviewed yet; answers whose were made. They are private.
pub async fn insert_reviews(mut conn: &AsyncPgConnection, import: ImportJobId, rows: &[NewReview]) -> QueryResult<Vec<Owned>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let owned: Vec<Owned> = rows.iter().map(|row| row.owned).collect();
    diesel::sql_query(
        "INSERT INTO user_reviews (id, user_id, media_item_id, content, contains_spoilers, import_job_id)
         SELECT n.*, $1
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::boolean[]) AS n
         ON CONFLICT DO NOTHING
         RETURNING user_id, media_item_id",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(users(&owned))
    .bind::<Array<SqlUuid>, _>(items(&owned))
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.content.as_str()).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(rows.iter().map(|row| row.contains_spoilers).collect::<Vec<_>>())
    .load(&mut conn)
    .await
}

/// The person's watchlist, or their list of this name; makes it under `id` if there is none. Also says whether it did.
pub async fn ensure_list(
    mut conn: &AsyncPgConnection,
    import: ImportJobId,
    id: ListId,
    user: UserId,
    kind: ListKind,
    name: &str,
    description: Option<&str>,
) -> QueryResult<(ListId, bool)> {
    let found: Option<FoundList> = diesel::sql_query(
        "SELECT id FROM user_lists WHERE user_id = $1 AND kind = $2 AND ($2 = 'watchlist' OR name = $3)
         AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(kind)
    .bind::<Text, _>(name)
    .get_result(&mut conn)
    .await
    .optional()?;
    if let Some(list) = found {
        return Ok((list.id, false));
    }
    diesel::sql_query(
        "INSERT INTO user_lists (id, user_id, name, description, kind, import_job_id) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(name)
    .bind::<Nullable<Text>, _>(description)
    .bind::<Text, _>(kind)
    .bind::<SqlUuid, _>(import)
    .execute(&mut conn)
    .await?;
    Ok((id, true))
}

/// The rank of the last item of a list.
pub async fn last_position(mut conn: &AsyncPgConnection, list: ListId) -> QueryResult<Option<String>> {
    let last: Position = diesel::sql_query("SELECT max(position) AS position FROM user_list_items WHERE list_id = $1")
        .bind::<SqlUuid, _>(list)
        .get_result(&mut conn)
        .await?;
    Ok(last.position)
}

/// Puts the items on their lists that are not there yet; answers which were put.
pub async fn insert_list_items(
    mut conn: &AsyncPgConnection,
    import: ImportJobId,
    rows: &[NewListItem],
) -> QueryResult<Vec<ListItemId>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let made: Vec<MadeItem> = diesel::sql_query(
        "INSERT INTO user_list_items (id, list_id, media_item_id, added_by_user_id, position, notes, added_at, import_job_id)
         SELECT n.*, $1
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[]) AS n
         ON CONFLICT (list_id, media_item_id) DO NOTHING
         RETURNING id",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.list_id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.owned.media_item_id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.owned.user_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.position.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.notes.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows.iter().map(|row| row.added_at).collect::<Vec<_>>())
    .load(&mut conn)
    .await?;
    Ok(made.into_iter().map(|row| row.id).collect())
}
