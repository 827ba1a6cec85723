use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Holder;
use crate::kept::Keep as _;
use crate::schema::{player_webhooks, users};
use crate::{Player, PlayerWebhookId, UserId, UserStatus};

/// An address at which a player tells of a person's playback, without its secret.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = player_webhooks)]
pub struct PlayerWebhook {
    /// Its id.
    pub id: PlayerWebhookId,
    /// Whose.
    pub user_id: UserId,
    /// What kind of player uses it.
    pub player: Player,
    /// What its person calls it.
    pub name: String,
    /// The account of the media server that is its person's; `None` where every account is.
    pub account_name: Option<String>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether its person has such servers told what they played elsewhere: then what comes may be an echo of that.
    #[diesel(select_expression = is_connected())]
    #[diesel(select_expression_type = SqlLiteral<Bool>)]
    pub is_connected: bool,
}

fn is_connected() -> SqlLiteral<Bool> {
    sql(
        "EXISTS (SELECT FROM player_connections AS c WHERE c.user_id = player_webhooks.user_id AND c.kind = player_webhooks.player)",
    )
}

/// An address to be.
#[derive(Insertable)]
#[diesel(table_name = player_webhooks)]
pub struct NewPlayerWebhook {
    /// Its id.
    pub id: PlayerWebhookId,
    /// Whose.
    pub user_id: UserId,
    /// What kind of player will use it.
    pub player: Player,
    /// What its person calls it.
    pub name: String,
    /// The account of the media server that is its person's.
    pub account_name: Option<String>,
    /// The hash of its secret.
    pub token_hash: Vec<u8>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// What an address proves: one statement reads all of it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = player_webhooks)]
#[diesel(base_query = player_webhooks::table.inner_join(users::table))]
pub struct PlayerWebhookHolder {
    /// The address.
    #[diesel(embed)]
    pub webhook: PlayerWebhook,
    /// The person.
    #[diesel(embed)]
    pub person: Holder,
}

impl PlayerWebhookHolder {
    /// Whose address this is, if it still works.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, player: Player, token_hash: &[u8]) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(player_webhooks::token_hash.eq(token_hash.to_vec()))
            .filter(player_webhooks::player.eq(player))
            .filter(player_webhooks::revoked_at.is_null())
            .filter(users::status.eq(UserStatus::Active))
            .keep()
            .get_result(&mut conn)
            .await
            .optional()
    }
}

impl NewPlayerWebhook {
    /// Adds the address.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<PlayerWebhook> {
        diesel::insert_into(player_webhooks::table).values(self).returning(PlayerWebhook::as_select()).get_result(&mut conn).await
    }
}

impl PlayerWebhook {
    /// A person's addresses that were not revoked, the newest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn of(mut conn: &AsyncPgConnection, user: UserId, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(player_webhooks::user_id.eq(user).and(player_webhooks::revoked_at.is_null()))
            .order((player_webhooks::created_at.desc(), player_webhooks::id.desc()))
            .limit(limit)
            .keep()
            .load(&mut conn)
            .await
    }

    /// A person's addresses among these, revoked ones too.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn own_by_ids(mut conn: &AsyncPgConnection, user: UserId, ids: &[PlayerWebhookId]) -> QueryResult<Vec<Self>> {
        Self::query().filter(player_webhooks::id.eq_any(ids).and(player_webhooks::user_id.eq(user))).load(&mut conn).await
    }

    /// How many addresses a person has that were not revoked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count_of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<i64> {
        player_webhooks::table
            .filter(player_webhooks::user_id.eq(user).and(player_webhooks::revoked_at.is_null()))
            .count()
            .get_result(&mut conn)
            .await
    }

    /// A person's address that was not revoked, locked until the transaction ends.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_own_for_update(
        mut conn: &AsyncPgConnection,
        user: UserId,
        id: PlayerWebhookId,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .find(id)
            .filter(player_webhooks::user_id.eq(user).and(player_webhooks::revoked_at.is_null()))
            .for_update()
            .first(&mut conn)
            .await
            .optional()
    }

    /// Changes what its person says about it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn change(
        mut conn: &AsyncPgConnection,
        id: PlayerWebhookId,
        name: &str,
        account_name: Option<&str>,
    ) -> QueryResult<Self> {
        diesel::update(player_webhooks::table.find(id))
            .set((player_webhooks::name.eq(name), player_webhooks::account_name.eq(account_name)))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
    }

    /// Gives it another secret.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn rotate(mut conn: &AsyncPgConnection, id: PlayerWebhookId, token_hash: &[u8]) -> QueryResult<Self> {
        diesel::update(player_webhooks::table.find(id))
            .set(player_webhooks::token_hash.eq(token_hash))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
    }

    /// Revokes it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn revoke(mut conn: &AsyncPgConnection, id: PlayerWebhookId, now: DateTime<Utc>) -> QueryResult<Self> {
        diesel::update(player_webhooks::table.find(id))
            .set(player_webhooks::revoked_at.eq(now))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
    }

    /// Notes that it was used.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn touch(mut conn: &AsyncPgConnection, id: PlayerWebhookId, now: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(player_webhooks::table.find(id))
            .set(player_webhooks::last_used_at.eq(now))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}
