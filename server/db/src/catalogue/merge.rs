use diesel::QueryResult;
use diesel::sql_types::Uuid;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::MediaItem;
use crate::MediaItemId;

/// What moves everything that refers to item `$2` over to item `$1`, where `$1` has nothing of the kind itself. Where
/// both have, people keep the better of the two.
const STEPS: &[&str] = &[
    // What is known of the item.
    "UPDATE media_items s SET original_name = coalesce(s.original_name, o.original_name),
         description = coalesce(s.description, o.description), year = coalesce(s.year, o.year),
         released_on = coalesce(s.released_on, o.released_on), released_at = coalesce(s.released_at, o.released_at),
         runtime_seconds = coalesce(s.runtime_seconds, o.runtime_seconds), language = coalesce(s.language, o.language),
         genres = CASE WHEN s.genres = '{}' THEN o.genres ELSE s.genres END, metadata = o.metadata || s.metadata,
         locked_fields = ARRAY(SELECT unnest(s.locked_fields) UNION SELECT unnest(o.locked_fields)),
         media_group_id = coalesce(s.media_group_id, o.media_group_id)
     FROM media_items o WHERE s.id = $1 AND o.id = $2",
    "UPDATE media_external_ids SET media_item_id = $1 WHERE media_item_id = $2",
    "UPDATE media_file_locations o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM media_file_locations s WHERE s.media_item_id = $1 AND s.file_path = o.file_path)",
    "UPDATE media_metadata o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM media_metadata s WHERE s.media_item_id = $1 AND s.provider = o.provider AND s.language = o.language)",
    "UPDATE media_relationships o SET from_media_id = $1 WHERE from_media_id = $2 AND to_media_id <> $1 AND NOT EXISTS (
         SELECT 1 FROM media_relationships s
         WHERE s.from_media_id = $1 AND s.to_media_id = o.to_media_id AND s.relationship_type = o.relationship_type)",
    "UPDATE media_relationships o SET to_media_id = $1 WHERE to_media_id = $2 AND from_media_id <> $1 AND NOT EXISTS (
         SELECT 1 FROM media_relationships s
         WHERE s.to_media_id = $1 AND s.from_media_id = o.from_media_id AND s.relationship_type = o.relationship_type)",
    // Library entries: a favourite stays one, notes are not lost, the earlier date counts.
    "UPDATE user_libraries s SET is_favorite = s.is_favorite OR o.is_favorite, added_at = least(s.added_at, o.added_at),
         notes = nullif(left(concat_ws(E'\\n\\n', s.notes, o.notes), 20000), ''), is_private = s.is_private OR o.is_private
     FROM user_libraries o WHERE s.media_item_id = $1 AND o.media_item_id = $2 AND o.user_id = s.user_id",
    "UPDATE user_libraries o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM user_libraries s WHERE s.media_item_id = $1 AND s.user_id = o.user_id)",
    // Cycles: one in progress at most; the moved ones are counted after those that are there.
    "UPDATE watch_sessions o SET status = 'abandoned' WHERE media_item_id = $2 AND status = 'in_progress' AND EXISTS (
         SELECT 1 FROM watch_sessions s WHERE s.media_item_id = $1 AND s.user_id = o.user_id AND s.status = 'in_progress')",
    "UPDATE watch_sessions o SET media_item_id = $1, session_number = o.session_number + coalesce(
         (SELECT max(s.session_number) FROM watch_sessions s WHERE s.media_item_id = $1 AND s.user_id = o.user_id), 0)
     WHERE media_item_id = $2",
    "UPDATE interaction_events SET media_item_id = $1 WHERE media_item_id = $2",
    "UPDATE plays SET media_item_id = $1 WHERE media_item_id = $2",
    // Positions and ratings: the newer one counts, and a rating that gives way is remembered.
    "DELETE FROM playback_positions s USING playback_positions o WHERE s.media_item_id = $1 AND o.media_item_id = $2
         AND o.user_id = s.user_id AND o.occurred_at > s.occurred_at",
    "UPDATE playback_positions o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM playback_positions s WHERE s.media_item_id = $1 AND s.user_id = o.user_id)",
    "UPDATE currently_watching SET media_item_id = $1 WHERE media_item_id = $2",
    "UPDATE player_deliveries SET media_item_id = $1 WHERE media_item_id = $2",
    "UPDATE player_matches SET media_item_id = $1 WHERE media_item_id = $2",
    "UPDATE playback_write_backs SET media_item_id = $1 WHERE media_item_id = $2",
    "UPDATE player_connection_items o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM player_connection_items s
         WHERE s.media_item_id = $1 AND s.player_connection_id = o.player_connection_id)",
    "UPDATE user_rating_history SET media_item_id = $1 WHERE media_item_id = $2",
    "INSERT INTO user_rating_history (id, user_id, media_item_id, rating, rating_type, rated_at, replaced_at)
     SELECT l.id, l.user_id, $1, l.rating, l.rating_type, l.rated_at, w.rated_at
     FROM user_ratings l JOIN user_ratings w ON w.user_id = l.user_id AND w.id <> l.id
     WHERE l.media_item_id IN ($1, $2) AND w.media_item_id IN ($1, $2)
         AND (l.rated_at, l.id) < (w.rated_at, w.id)
     ON CONFLICT (id) DO NOTHING",
    "DELETE FROM user_ratings s USING user_ratings o WHERE s.media_item_id = $1 AND o.media_item_id = $2
         AND o.user_id = s.user_id AND (o.rated_at, o.id) > (s.rated_at, s.id)",
    "UPDATE user_ratings o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM user_ratings s WHERE s.media_item_id = $1 AND s.user_id = o.user_id)",
    // Reviews: two of the same person on the same cycle become one text.
    "UPDATE user_reviews s SET content = left(s.content || E'\\n\\n' || o.content, 50000),
         contains_spoilers = s.contains_spoilers OR o.contains_spoilers, is_public = s.is_public AND o.is_public
     FROM user_reviews o WHERE s.media_item_id = $1 AND o.media_item_id = $2 AND o.user_id = s.user_id
         AND o.watch_session_id IS NOT DISTINCT FROM s.watch_session_id",
    "UPDATE user_reviews o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM user_reviews s WHERE s.media_item_id = $1 AND s.user_id = o.user_id
             AND s.watch_session_id IS NOT DISTINCT FROM o.watch_session_id)",
    "UPDATE user_list_items o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM user_list_items s WHERE s.media_item_id = $1 AND s.list_id = o.list_id)",
    // The earlier of two copies counts.
    "UPDATE collected_items s SET collected_at = least(s.collected_at, o.collected_at), removed_at = NULL
     FROM collected_items o WHERE s.media_item_id = $1 AND o.media_item_id = $2 AND o.user_id = s.user_id
         AND o.removed_at IS NULL",
    "UPDATE collected_items o SET media_item_id = $1 WHERE media_item_id = $2 AND NOT EXISTS (
         SELECT 1 FROM collected_items s WHERE s.media_item_id = $1 AND s.user_id = o.user_id)",
    // What is left of it gave way, and goes with it.
    "DELETE FROM media_items o USING media_items s WHERE o.id = $2 AND s.id = $1",
];

impl MediaItem {
    /// Moves everything that refers to `absorbed` over to `survivor` and removes `absorbed`. Its parts must have been moved
    /// before: they would go with it.
    pub async fn absorb(mut conn: &AsyncPgConnection, survivor: MediaItemId, absorbed: MediaItemId) -> QueryResult<()> {
        for step in STEPS {
            diesel::sql_query(*step).bind::<Uuid, _>(survivor).bind::<Uuid, _>(absorbed).execute(&mut conn).await?;
        }
        Ok(())
    }
}
