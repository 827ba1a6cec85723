use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::kept::Keep as _;
use crate::schema::{player_deliveries, player_matches};
use crate::{MediaItemId, Player, PlayerDeliveryId, PlayerDeliveryVerdict, PlayerWebhookId, TextArray, UserId};

/// What a player told at a person's address, and what was made of it; without the payload.
#[derive(Debug, Clone, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = player_deliveries, treat_none_as_null = true)]
pub struct PlayerDelivery {
    /// Its id.
    pub id: PlayerDeliveryId,
    /// The address it came to.
    pub player_webhook_id: PlayerWebhookId,
    /// Whose.
    pub user_id: UserId,
    /// What kind of player told it.
    pub player: Player,
    /// What was made of it.
    pub verdict: PlayerDeliveryVerdict,
    /// Why, in words.
    pub reason: Option<String>,
    /// What the player calls what happened.
    pub event_name: Option<String>,
    /// Of which account of the media server it tells.
    pub account_name: Option<String>,
    /// What was played, in the player's words.
    pub title: Option<String>,
    /// What a match of it is remembered by.
    pub match_keys: TextArray,
    /// The item it was taken to mean.
    pub media_item_id: Option<MediaItemId>,
    /// What the server that told it calls itself.
    pub machine: Option<String>,
    /// What that server calls the item.
    pub remote_item: Option<String>,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// Which deliveries are asked for.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// That came to this address.
    pub webhook: Option<PlayerWebhookId>,
    /// Of which this was made.
    pub verdict: Option<PlayerDeliveryVerdict>,
}

impl PlayerDelivery {
    /// Writes it with what came.
    pub async fn insert(&self, mut conn: &AsyncPgConnection, payload: &Option<Value>) -> QueryResult<()> {
        diesel::insert_into(player_deliveries::table)
            .values((self, player_deliveries::payload.eq(payload)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Writes what is now made of it.
    pub async fn save(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(player_deliveries::table.find(self.id)).set(self).execute(&mut conn).await.map(|_| ())
    }

    /// Forgets the earlier reports of the same, of which the same was made: how far it is now is all they say.
    pub async fn supersede(&self, mut conn: &AsyncPgConnection, since: DateTime<Utc>) -> QueryResult<()> {
        let earlier = player_deliveries::table
            .filter(player_deliveries::player_webhook_id.eq(self.player_webhook_id))
            .filter(player_deliveries::id.lt(self.id))
            .filter(player_deliveries::received_at.gt(since))
            .filter(player_deliveries::verdict.eq(self.verdict))
            .filter(player_deliveries::event_name.is_not_distinct_from(&self.event_name))
            .filter(player_deliveries::match_keys.eq(&self.match_keys));
        diesel::delete(earlier).execute(&mut conn).await.map(|_| ())
    }

    /// A person's deliveries, the newest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        user: UserId,
        filter: &DeliveryFilter,
        after: Option<PlayerDeliveryId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = own(user, filter).select(Self::as_select()).order(player_deliveries::id.desc()).limit(limit);
        if let Some(after) = after {
            query = query.filter(player_deliveries::id.lt(after));
        }
        query.keep().load(&mut conn).await
    }

    /// How many deliveries a person has.
    pub async fn count(mut conn: &AsyncPgConnection, user: UserId, filter: &DeliveryFilter) -> QueryResult<i64> {
        own(user, filter).count().get_result(&mut conn).await
    }

    /// A person's own delivery.
    pub async fn find_own(mut conn: &AsyncPgConnection, user: UserId, id: PlayerDeliveryId) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(player_deliveries::user_id.eq(user)).first(&mut conn).await.optional()
    }

    /// What came with a person's deliveries, as far as it was kept.
    pub async fn payloads(
        mut conn: &AsyncPgConnection,
        user: UserId,
        ids: &[PlayerDeliveryId],
    ) -> QueryResult<Vec<(PlayerDeliveryId, Value)>> {
        player_deliveries::table
            .filter(player_deliveries::id.eq_any(ids))
            .filter(player_deliveries::user_id.eq(user))
            .filter(player_deliveries::payload.is_not_null())
            .select((player_deliveries::id, player_deliveries::payload.assume_not_null()))
            .load(&mut conn)
            .await
    }

    /// A person's deliveries that a match by these keys bears on, in the order they came: those that wait for one, and those
    /// that were taken to mean another item.
    pub async fn concerned(
        mut conn: &AsyncPgConnection,
        user: UserId,
        keys: &[String],
        item: MediaItemId,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(player_deliveries::user_id.eq(user))
            .filter(sql::<Bool>("player_deliveries.match_keys && ").bind::<Array<Text>, _>(keys))
            .filter(player_deliveries::media_item_id.is_distinct_from(item))
            .filter(player_deliveries::verdict.ne(PlayerDeliveryVerdict::Ignored))
            .order(player_deliveries::id)
            .limit(limit)
            .keep()
            .load(&mut conn)
            .await
    }
}

fn own<'a>(user: UserId, filter: &DeliveryFilter) -> player_deliveries::BoxedQuery<'a, Pg> {
    let mut query = player_deliveries::table.filter(player_deliveries::user_id.eq(user)).into_boxed();
    if let Some(webhook) = filter.webhook {
        query = query.filter(player_deliveries::player_webhook_id.eq(webhook));
    }
    if let Some(verdict) = filter.verdict {
        query = query.filter(player_deliveries::verdict.eq(verdict));
    }
    query
}

/// What a person says that their players mean by a key.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = player_matches)]
pub struct PlayerMatch {
    /// Whose.
    pub user_id: UserId,
    /// What players call it.
    pub match_key: String,
    /// What is meant.
    pub media_item_id: MediaItemId,
}

impl PlayerMatch {
    /// Which items a person's players mean by these keys.
    pub async fn of(mut conn: &AsyncPgConnection, user: UserId, keys: &[String]) -> QueryResult<Vec<(String, MediaItemId)>> {
        player_matches::table
            .filter(player_matches::user_id.eq(user))
            .filter(player_matches::match_key.eq_any(keys))
            .select((player_matches::match_key, player_matches::media_item_id))
            .load(&mut conn)
            .await
    }

    /// Remembers these, in the place of what was said of the same keys before.
    pub async fn remember(mut conn: &AsyncPgConnection, rows: &[Self]) -> QueryResult<()> {
        diesel::insert_into(player_matches::table)
            .values(rows)
            .on_conflict((player_matches::user_id, player_matches::match_key))
            .do_update()
            .set(player_matches::media_item_id.eq(diesel::upsert::excluded(player_matches::media_item_id)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}

/// An item with all that a person's players mean it by.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct RememberedMatch {
    /// What is meant.
    #[diesel(sql_type = SqlUuid)]
    pub media_item_id: MediaItemId,
    /// What players call it.
    #[diesel(sql_type = Array<Text>)]
    pub match_keys: Vec<String>,
    /// When that was last said.
    #[diesel(sql_type = Timestamptz)]
    pub remembered_at: DateTime<Utc>,
}

impl RememberedMatch {
    /// What a person said that their players mean, by item, those that came into the catalogue last first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        user: UserId,
        after: Option<MediaItemId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        diesel::sql_query(
            "SELECT media_item_id, array_agg(match_key ORDER BY match_key) AS match_keys, max(created_at) AS remembered_at
             FROM player_matches WHERE user_id = $1 AND coalesce(media_item_id < $2, true)
             GROUP BY media_item_id ORDER BY media_item_id DESC LIMIT $3",
        )
        .bind::<SqlUuid, _>(user)
        .bind::<Nullable<SqlUuid>, _>(after)
        .bind::<BigInt, _>(limit)
        .keep()
        .load(&mut conn)
        .await
    }

    /// How many items those are.
    pub async fn count(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<i64> {
        player_matches::table
            .filter(player_matches::user_id.eq(user))
            .select(diesel::dsl::count(player_matches::media_item_id).aggregate_distinct())
            .get_result(&mut conn)
            .await
    }

    /// Forgets what a person's players mean by these keys of an item, or by all of them; answers which they were.
    pub async fn forget(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        keys: Option<&[String]>,
    ) -> QueryResult<Vec<String>> {
        let of_item =
            player_matches::table.filter(player_matches::user_id.eq(user)).filter(player_matches::media_item_id.eq(item)).filter(
                sql::<Bool>("coalesce(player_matches.match_key = ANY(").bind::<Nullable<Array<Text>>, _>(keys).sql("), true)"),
            );
        diesel::delete(of_item).returning(player_matches::match_key).get_results(&mut conn).await
    }
}
