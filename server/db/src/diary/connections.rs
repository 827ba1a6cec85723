use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{player_connection_items, player_connections};
use crate::{MediaItemId, Player, PlayerConnectionId, PlayerConnectionKind, PlayerConnectionState, UserId};

/// A person's own account on a media server or at Trakt, which is told what they played elsewhere; without its credentials.
#[derive(Debug, Clone, PartialEq, HasQuery)]
#[diesel(table_name = player_connections)]
pub struct PlayerConnection {
    /// Its id.
    pub id: PlayerConnectionId,
    /// Whose.
    pub user_id: UserId,
    /// What kind of server.
    pub kind: PlayerConnectionKind,
    /// What its person calls it.
    pub name: String,
    /// Where it is.
    pub base_url: String,
    /// What the server calls itself.
    pub machine: Option<String>,
    /// What the server knows the account by.
    pub account_key: Option<String>,
    /// What the account is called there.
    pub account_name: Option<String>,
    /// Whether it can be told anything.
    pub state: PlayerConnectionState,
    /// Whether its person wants it told.
    pub is_enabled: bool,
    /// How often in a row it did not answer.
    pub failures: i32,
    /// Until when it is left alone.
    pub rests_until: Option<DateTime<Utc>>,
    /// What went wrong last, in words; nothing since it last went well.
    pub last_error: Option<String>,
    /// When it was last told something.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When that last went wrong.
    pub last_failure_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// The credentials of a connection as they are kept: encrypted.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = player_connections)]
pub struct SealedCredentials {
    /// The ciphertext.
    pub credentials: Vec<u8>,
    /// Which key opens it.
    pub key_id: String,
}

/// A connection to be.
#[derive(Insertable)]
#[diesel(table_name = player_connections)]
#[expect(missing_docs, reason = "as in PlayerConnection")]
pub struct NewPlayerConnection {
    pub id: PlayerConnectionId,
    pub user_id: UserId,
    pub kind: PlayerConnectionKind,
    pub name: String,
    pub base_url: String,
    pub machine: Option<String>,
    pub account_key: Option<String>,
    pub account_name: Option<String>,
    pub credentials: Vec<u8>,
    pub key_id: String,
    pub state: PlayerConnectionState,
    pub created_at: DateTime<Utc>,
}

/// What is to change about a connection; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, AsChangeset)]
#[diesel(table_name = player_connections)]
#[expect(missing_docs, reason = "as in PlayerConnection")]
pub struct PlayerConnectionChanges {
    pub name: Option<String>,
    pub base_url: Option<String>,
    pub machine: Option<Option<String>>,
    pub account_key: Option<Option<String>>,
    pub account_name: Option<Option<String>>,
    pub credentials: Option<Vec<u8>>,
    pub key_id: Option<String>,
    pub state: Option<PlayerConnectionState>,
    pub is_enabled: Option<bool>,
    pub failures: Option<i32>,
    pub rests_until: Option<Option<DateTime<Utc>>>,
    pub last_error: Option<Option<String>>,
    pub last_success_at: Option<DateTime<Utc>>,
    pub last_failure_at: Option<DateTime<Utc>>,
}

impl NewPlayerConnection {
    /// Adds the connection.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<PlayerConnection> {
        diesel::insert_into(player_connections::table)
            .values(self)
            .returning(PlayerConnection::as_select())
            .get_result(&mut conn)
            .await
    }
}

impl PlayerConnection {
    /// A person's connections, the newest first.
    pub async fn of(mut conn: &AsyncPgConnection, user: UserId, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(player_connections::user_id.eq(user))
            .order((player_connections::created_at.desc(), player_connections::id.desc()))
            .limit(limit)
            .load(&mut conn)
            .await
    }

    /// A person's connections among these.
    pub async fn own_by_ids(mut conn: &AsyncPgConnection, user: UserId, ids: &[PlayerConnectionId]) -> QueryResult<Vec<Self>> {
        Self::query().filter(player_connections::id.eq_any(ids).and(player_connections::user_id.eq(user))).load(&mut conn).await
    }

    /// A person's connection, locked until the transaction ends.
    pub async fn find_own_for_update(
        mut conn: &AsyncPgConnection,
        user: UserId,
        id: PlayerConnectionId,
    ) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(player_connections::user_id.eq(user)).for_update().first(&mut conn).await.optional()
    }

    /// How many connections a person has.
    pub async fn count_of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<i64> {
        player_connections::table.filter(player_connections::user_id.eq(user)).count().get_result(&mut conn).await
    }

    /// A connection with its credentials.
    pub async fn with_credentials(
        mut conn: &AsyncPgConnection,
        id: PlayerConnectionId,
    ) -> QueryResult<Option<(Self, SealedCredentials)>> {
        player_connections::table
            .find(id)
            .select((Self::as_select(), SealedCredentials::as_select()))
            .first(&mut conn)
            .await
            .optional()
    }

    /// The credentials of every connection.
    pub async fn all_sealed(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(PlayerConnectionId, SealedCredentials)>> {
        player_connections::table.select((player_connections::id, SealedCredentials::as_select())).load(&mut conn).await
    }

    /// Keeps the same credentials as they are sealed now; false where they changed meanwhile.
    pub async fn reseal(
        mut conn: &AsyncPgConnection,
        id: PlayerConnectionId,
        was: &SealedCredentials,
        now: &SealedCredentials,
    ) -> QueryResult<bool> {
        diesel::update(player_connections::table.find(id).filter(player_connections::credentials.eq(&was.credentials)))
            .set((player_connections::credentials.eq(&now.credentials), player_connections::key_id.eq(&now.key_id)))
            .execute(&mut conn)
            .await
            .map(|changed| changed > 0)
    }

    /// Changes it.
    pub async fn change(
        mut conn: &AsyncPgConnection,
        id: PlayerConnectionId,
        changes: &PlayerConnectionChanges,
    ) -> QueryResult<Self> {
        diesel::update(player_connections::table.find(id)).set(changes).returning(Self::as_select()).get_result(&mut conn).await
    }

    /// Deletes it, with all that it was to be told.
    pub async fn delete(mut conn: &AsyncPgConnection, id: PlayerConnectionId) -> QueryResult<()> {
        diesel::delete(player_connections::table.find(id)).execute(&mut conn).await.map(|_| ())
    }

    /// What the server calls this item, as far as it is known.
    pub async fn remote_item(
        mut conn: &AsyncPgConnection,
        id: PlayerConnectionId,
        item: MediaItemId,
    ) -> QueryResult<Option<String>> {
        player_connection_items::table
            .find((id, item))
            .select(player_connection_items::remote_item)
            .first(&mut conn)
            .await
            .optional()
    }

    /// Remembers what the server calls an item.
    pub async fn remember_item(
        mut conn: &AsyncPgConnection,
        id: PlayerConnectionId,
        item: MediaItemId,
        remote: &str,
    ) -> QueryResult<()> {
        diesel::insert_into(player_connection_items::table)
            .values((
                player_connection_items::player_connection_id.eq(id),
                player_connection_items::media_item_id.eq(item),
                player_connection_items::remote_item.eq(remote),
            ))
            .on_conflict((player_connection_items::player_connection_id, player_connection_items::media_item_id))
            .do_update()
            .set(player_connection_items::remote_item.eq(remote))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Forgets what the server called an item.
    pub async fn forget_item(mut conn: &AsyncPgConnection, id: PlayerConnectionId, item: MediaItemId) -> QueryResult<()> {
        diesel::delete(player_connection_items::table.find((id, item))).execute(&mut conn).await.map(|_| ())
    }

    /// Remembers for a person's connections to this very server what a message of it calls an item.
    pub async fn learn_item(
        mut conn: &AsyncPgConnection,
        (user, player, machine): (UserId, Player, &str),
        item: MediaItemId,
        remote: &str,
    ) -> QueryResult<()> {
        diesel::sql_query(
            "INSERT INTO player_connection_items AS known (player_connection_id, media_item_id, remote_item)
             SELECT id, $4, $5 FROM player_connections WHERE user_id = $1 AND kind = $2 AND machine = $3
             ON CONFLICT (player_connection_id, media_item_id) DO UPDATE SET remote_item = excluded.remote_item
             WHERE known.remote_item <> excluded.remote_item",
        )
        .bind::<SqlUuid, _>(user)
        .bind::<Text, _>(player)
        .bind::<Text, _>(machine)
        .bind::<SqlUuid, _>(item)
        .bind::<Text, _>(remote)
        .execute(&mut conn)
        .await
        .map(|_| ())
    }

    /// Remembers for a new connection what the messages of its server that are kept call items.
    pub async fn learn_from_deliveries(mut conn: &AsyncPgConnection, id: PlayerConnectionId) -> QueryResult<()> {
        diesel::sql_query(
            "INSERT INTO player_connection_items (player_connection_id, media_item_id, remote_item)
             SELECT DISTINCT ON (d.media_item_id) c.id, d.media_item_id, d.remote_item
             FROM player_connections AS c
             JOIN player_deliveries AS d ON d.user_id = c.user_id AND d.player = c.kind AND d.machine = c.machine
             WHERE c.id = $1 AND d.media_item_id IS NOT NULL AND d.remote_item IS NOT NULL
             ORDER BY d.media_item_id, d.id DESC
             ON CONFLICT DO NOTHING",
        )
        .bind::<SqlUuid, _>(id)
        .execute(&mut conn)
        .await
        .map(|_| ())
    }
}
