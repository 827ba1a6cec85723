use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::ImportJobId;

/// Every column that refers to an item, and whether a row there keeps an imported item from being removed; the others
/// go with the item.
pub const UNDO_REFERENCES_TO_ITEMS: &[(&str, &str, bool)] = &[
    ("announced_releases", "media_item_id", false),
    ("collected_items", "media_item_id", true),
    ("currently_watching", "media_item_id", true),
    ("interaction_events", "media_item_id", true),
    ("media_external_ids", "media_item_id", false),
    ("media_file_locations", "media_item_id", true),
    ("media_items", "parent_id", true),
    ("media_items", "root_id", false),
    ("media_metadata", "media_item_id", false),
    ("media_relationships", "from_media_id", true),
    ("media_relationships", "to_media_id", true),
    ("playback_positions", "media_item_id", true),
    ("playback_write_backs", "media_item_id", false),
    ("player_connection_items", "media_item_id", false),
    ("player_deliveries", "media_item_id", false),
    ("player_matches", "media_item_id", true),
    ("plays", "media_item_id", true),
    ("user_libraries", "media_item_id", true),
    ("user_list_items", "media_item_id", true),
    ("user_rating_history", "media_item_id", true),
    ("user_ratings", "media_item_id", true),
    ("user_reviews", "media_item_id", true),
    ("watch_sessions", "media_item_id", true),
];

/// Every column that refers to a person, and whether a row there keeps an imported person from being removed.
pub const UNDO_REFERENCES_TO_USERS: &[(&str, &str, bool)] = &[
    ("announced_releases", "user_id", true),
    ("api_keys", "user_id", true),
    ("app_settings", "updated_by", true),
    ("audit_logs", "actor_id", true),
    ("calendar_feeds", "user_id", true),
    ("client_authorizations", "user_id", true),
    ("collected_items", "user_id", true),
    ("currently_watching", "user_id", true),
    ("dashboards", "user_id", true),
    ("device_authorizations", "user_id", true),
    ("error_logs", "user_id", true),
    ("friendships", "addressee_id", true),
    ("friendships", "requester_id", true),
    ("group_invitations", "from_user_id", true),
    ("group_invitations", "to_user_id", true),
    ("group_members", "user_id", true),
    ("group_watching_members", "user_id", true),
    ("group_watchings", "host_user_id", true),
    ("groups", "owner_user_id", true),
    ("import_jobs", "user_id", true),
    ("interaction_events", "user_id", true),
    ("jobs", "user_id", true),
    ("latest_changes", "user_id", false),
    ("linked_accounts", "user_id", true),
    ("list_collaborators", "user_id", true),
    ("listen_imports", "user_id", true),
    ("media_items", "created_by", true),
    ("notification_channels", "user_id", true),
    ("notification_preferences", "user_id", true),
    ("notifications", "user_id", true),
    ("passkeys", "user_id", true),
    ("playback_positions", "user_id", true),
    ("playback_write_backs", "user_id", true),
    ("player_connections", "user_id", true),
    ("player_deliveries", "user_id", true),
    ("player_matches", "user_id", true),
    ("player_webhooks", "user_id", true),
    ("plays", "user_id", true),
    ("push_subscriptions", "user_id", true),
    ("sessions", "user_id", true),
    ("user_libraries", "user_id", true),
    ("user_list_items", "added_by_user_id", true),
    ("user_lists", "user_id", true),
    ("user_rating_history", "user_id", true),
    ("user_ratings", "user_id", true),
    ("user_reviews", "user_id", true),
    ("user_stats_cache", "user_id", false),
    ("user_stats_touched", "user_id", false),
    ("verification_tokens", "user_id", true),
    ("watch_sessions", "user_id", true),
];

/// What happened to the rows of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// The table.
    pub table: &'static str,
    /// Rows that were removed.
    pub removed: i64,
    /// Rows that stayed, because somebody changed them or came to depend on them since.
    pub kept: i64,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The tables whose rows an import makes, and which of them may go; each is looked at after the ones before it.
/// `r` is the row. What its person changed since (updated_at after created_at) is theirs and stays.
const STEPS: &[(&str, &str)] = &[
    ("user_list_items", "true"),
    (
        "user_lists",
        "NOT EXISTS (SELECT FROM user_list_items AS i WHERE i.list_id = r.id)
         AND NOT EXISTS (SELECT FROM list_collaborators AS c WHERE c.list_id = r.id) AND r.updated_at <= r.created_at",
    ),
    ("user_reviews", "r.updated_at <= r.created_at"),
    ("user_ratings", "r.updated_at <= r.created_at"),
    ("plays", "r.edited_at IS NULL"),
    (
        "watch_sessions",
        "NOT EXISTS (SELECT FROM plays AS p WHERE p.watch_session_id = r.id)
         AND NOT EXISTS (SELECT FROM interaction_events AS e WHERE e.watch_session_id = r.id)
         AND NOT EXISTS (SELECT FROM user_reviews AS w WHERE w.watch_session_id = r.id)",
    ),
    ("user_libraries", "r.updated_at <= r.created_at"),
];

/// Removes what an import made, but for what others have come to depend on. In one transaction, which the caller owns.
pub async fn undo(conn: &AsyncPgConnection, import: ImportJobId) -> QueryResult<Vec<Undone>> {
    let mut undone = Vec::new();
    for (table, may_go) in STEPS {
        let removed = delete(conn, import, table, may_go).await?;
        undone.push(Undone { table, removed, kept: count(conn, import, table).await? });
    }
    // An id on somebody else's item goes; one on an item of this import goes with it or stays with it.
    let ids = count(conn, import, "media_external_ids").await?;
    let foreign = "NOT EXISTS (SELECT FROM media_items AS i WHERE i.id = r.media_item_id AND i.import_job_id = r.import_job_id)";
    delete(conn, import, "media_external_ids", foreign).await?;
    undone.push(remove_items(conn, import).await?);
    let kept = count(conn, import, "media_external_ids").await?;
    undone.push(Undone { table: "media_external_ids", removed: ids - kept, kept });
    let unclaimed = format!("r.claimed_at IS NULL AND {}", nobody_refers(UNDO_REFERENCES_TO_USERS));
    let removed = delete(conn, import, "users", &unclaimed).await?;
    undone.push(Undone { table: "users", removed, kept: count(conn, import, "users").await? });
    Ok(undone)
}

/// Removes items from the lowest level up, so that a part that stays keeps what it is a part of.
async fn remove_items(conn: &AsyncPgConnection, import: ImportJobId) -> QueryResult<Undone> {
    let unneeded = format!(
        "{} AND NOT EXISTS (SELECT FROM media_external_ids AS e
             WHERE e.media_item_id = r.id AND e.import_job_id IS DISTINCT FROM r.import_job_id)",
        nobody_refers(UNDO_REFERENCES_TO_ITEMS)
    );
    let mut removed = 0;
    for level in (0..8).rev() {
        removed += delete(conn, import, "media_items", &format!("r.hierarchy_level = {level} AND {unneeded}")).await?;
    }
    Ok(Undone { table: "media_items", removed, kept: count(conn, import, "media_items").await? })
}

fn nobody_refers(references: &[(&str, &str, bool)]) -> String {
    let clauses: Vec<String> = references
        .iter()
        .filter(|(_, _, keeps)| *keeps)
        .map(|(table, column, _)| format!("NOT EXISTS (SELECT FROM {table} AS x WHERE x.{column} = r.id)"))
        .collect();
    clauses.join(" AND ")
}

async fn delete(mut conn: &AsyncPgConnection, import: ImportJobId, table: &str, may_go: &str) -> QueryResult<i64> {
    let removed = diesel::sql_query(format!("DELETE FROM {table} AS r WHERE r.import_job_id = $1 AND {may_go}"))
        .bind::<SqlUuid, _>(import)
        .execute(&mut conn)
        .await?;
    Ok(i64::try_from(removed).unwrap_or(i64::MAX))
}

async fn count(mut conn: &AsyncPgConnection, import: ImportJobId, table: &str) -> QueryResult<i64> {
    let row: Count = diesel::sql_query(format!("SELECT count(*) AS count FROM {table} WHERE import_job_id = $1"))
        .bind::<SqlUuid, _>(import)
        .get_result(&mut conn)
        .await?;
    Ok(row.count)
}
