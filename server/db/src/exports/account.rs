use diesel::QueryResult;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::UserId;

/// A table with rows of a person, and what of them they are given: no secret, no hash, nothing that is somebody else's.
#[derive(Debug)]
pub struct AccountTable {
    /// What it is called.
    pub name: &'static str,
    /// The columns that are given away.
    pub columns: &'static [&'static str],
    /// Which rows of `t` are those of `$1`.
    own: &'static str,
    /// What tells a row of `t` from the person's others, and gives their order.
    key: &'static str,
    /// The type of the key.
    key_type: &'static str,
}

/// A row, and its place among the others.
#[derive(Debug, Clone, QueryableByName)]
pub struct AccountRow {
    /// Its place.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// All of it; only the table's columns may be given away.
    #[diesel(sql_type = Jsonb)]
    pub data: Value,
}

const OWN: &str = "t.user_id = $1";
const ID: (&str, &str) = ("t.id", "uuid");

const fn table(
    name: &'static str,
    own: &'static str,
    (key, key_type): (&'static str, &'static str),
    columns: &'static [&'static str],
) -> AccountTable {
    AccountTable { name, columns, own, key, key_type }
}

/// Every table with rows of a person that the diary does not tell of.
pub const ACCOUNT_TABLES: &[AccountTable] = &[
    table(
        "users",
        "t.id = $1",
        ID,
        &[
            "id",
            "username",
            "email",
            "email_verified_at",
            "display_name",
            "first_name",
            "last_name",
            "avatar_url",
            "bio",
            "timezone",
            "locale",
            "role",
            "status",
            "privacy_settings",
            "preferences",
            "last_login_at",
            "created_at",
        ],
    ),
    table(
        "linked_accounts",
        OWN,
        ID,
        &["id", "provider", "provider_account_id", "username", "account_type", "scope", "created_at"],
    ),
    table(
        "sessions",
        OWN,
        ID,
        &[
            "id",
            "kind",
            "scopes",
            "ip",
            "user_agent",
            "device_name",
            "client_id",
            "last_used_at",
            "refresh_expires_at",
            "revoked_at",
            "revoked_reason",
            "created_at",
        ],
    ),
    table(
        "api_keys",
        OWN,
        ID,
        &["id", "name", "prefix", "scopes", "last_used_at", "last_ip", "usage_count", "expires_at", "revoked_at", "created_at"],
    ),
    table("calendar_feeds", OWN, ID, &["id", "last_used_at", "created_at"]),
    table(
        "collected_items",
        OWN,
        ("t.media_item_id", "uuid"),
        &["media_item_id", "collected_at", "metadata", "removed_at", "created_at"],
    ),
    table("listen_imports", OWN, ("t.service", "text"), &["service", "latest_listened_at", "created_at"]),
    table("passkeys", OWN, ID, &["id", "name", "last_used_at", "created_at"]),
    table("player_webhooks", OWN, ID, &["id", "player", "name", "account_name", "last_used_at", "revoked_at", "created_at"]),
    table(
        "player_deliveries",
        OWN,
        ID,
        &["id", "player", "verdict", "reason", "event_name", "account_name", "title", "payload", "received_at"],
    ),
    table(
        "player_connections",
        OWN,
        ID,
        &["id", "kind", "name", "base_url", "account_name", "state", "is_enabled", "last_success_at", "created_at"],
    ),
    table(
        "playback_write_backs",
        OWN,
        ID,
        &["id", "player_connection_id", "media_item_id", "deed", "watched_at", "state", "reason", "ended_at", "created_at"],
    ),
    table("player_matches", OWN, ("t.match_key", "text"), &["match_key", "media_item_id", "created_at"]),
    table(
        "dashboard_widgets",
        OWN,
        ID,
        &["id", "widget_type", "media_type_id", "position", "size", "settings", "is_enabled", "created_at"],
    ),
    table(
        "notification_preferences",
        OWN,
        ("(t.notification_type || ' ' || t.delivery_method)", "text"),
        &["notification_type", "delivery_method", "is_enabled", "created_at"],
    ),
    table("notification_channels", OWN, ID, &["id", "name", "kind", "event_filter", "is_enabled", "created_at"]),
    table(
        "notifications",
        OWN,
        ID,
        &["id", "notification_type", "category", "severity", "title", "message", "link_url", "data", "read_at", "created_at"],
    ),
    table("push_subscriptions", OWN, ID, &["id", "endpoint", "user_agent", "last_used_at", "created_at"]),
    table(
        "friendships",
        // Whoever is blocked is not told.
        "(t.requester_id = $1 OR (t.addressee_id = $1 AND t.state <> 'blocked'))",
        ID,
        &["id", "requester_id", "addressee_id", "state", "answered_at", "created_at"],
    ),
    table("groups", "t.owner_user_id = $1", ID, &["id", "name", "description", "group_type", "privacy", "created_at"]),
    table("group_members", OWN, ID, &["id", "group_id", "role", "permissions", "joined_at"]),
    table("group_watchings", "t.host_user_id = $1", ID, &["id", "group_id", "started_at", "ends_at", "created_at"]),
    table("group_watching_members", OWN, ("t.group_watching_id", "uuid"), &["group_watching_id", "created_at"]),
    table(
        "group_invitations",
        "(t.from_user_id = $1 OR t.to_user_id = $1)",
        ID,
        &[
            "id",
            "group_id",
            "from_user_id",
            "to_user_id",
            "to_email",
            "role",
            "expires_at",
            "accepted_at",
            "declined_at",
            "created_at",
        ],
    ),
    table("watch_sessions", OWN, ID, &["id", "media_item_id", "session_number", "status", "notes", "started_at", "completed_at"]),
    table(
        "playback_positions",
        OWN,
        ("t.number", "bigint"),
        &[
            "media_item_id",
            "progress_percent",
            "position_seconds",
            "duration_seconds",
            "source",
            "device_name",
            "is_private",
            "occurred_at",
            "dismissed_at",
        ],
    ),
    table(
        "currently_watching",
        OWN,
        ("t.media_item_id", "uuid"),
        &["media_item_id", "state", "progress_percent", "source", "device_name", "is_private", "started_at", "expires_at"],
    ),
    table("user_rating_history", OWN, ID, &["id", "media_item_id", "rating", "rating_type", "rated_at", "replaced_at"]),
    table(
        "user_lists",
        OWN,
        ID,
        &[
            "id",
            "name",
            "description",
            "kind",
            "filter",
            "icon",
            "sort_order",
            "audience",
            "created_at",
            "updated_at",
            "deleted_at",
        ],
    ),
    table("list_collaborators", OWN, ("t.list_id", "uuid"), &["list_id", "role", "created_at"]),
    table(
        "import_jobs",
        OWN,
        ID,
        &[
            "id",
            "source",
            "status",
            "is_dry_run",
            "file_name",
            "total_items",
            "created_items",
            "unchanged_items",
            "failed_items",
            "report",
            "error",
            "started_at",
            "completed_at",
            "undone_at",
            "created_at",
        ],
    ),
    // What others are called in what an administrator did is theirs.
    table(
        "audit_logs",
        "t.actor_id = $1",
        ID,
        &["id", "created_at", "action", "resource_type", "resource_id", "ip", "user_agent", "severity"],
    ),
    table("error_logs", OWN, ID, &["id", "created_at", "error_code", "request_method", "request_path", "status_code"]),
];

impl AccountTable {
    /// A part of a person's rows, in the order of their keys. Where they tell of an item, they say what it is called.
    pub async fn page(
        &self,
        mut conn: &AsyncPgConnection,
        user: UserId,
        after: Option<&str>,
        limit: i64,
    ) -> QueryResult<Vec<AccountRow>> {
        let Self { name, own, key, key_type, columns } = self;
        let titled = if columns.contains(&"media_item_id") {
            " || jsonb_build_object('item', (SELECT i.name FROM media_items AS i WHERE i.id = t.media_item_id))"
        } else {
            ""
        };
        let end = if after.is_some() { format!("{key} > $2::{key_type}") } else { "$2::text IS NULL".to_owned() };
        diesel::sql_query(format!(
            "SELECT {key}::text AS key, to_jsonb(t){titled} AS data FROM {name} AS t WHERE {own} AND {end} ORDER BY {key} LIMIT $3"
        ))
        .bind::<SqlUuid, _>(user)
        .bind::<Nullable<Text>, _>(after)
        .bind::<BigInt, _>(limit)
        .load(&mut conn)
        .await
    }
}
