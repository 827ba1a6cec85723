use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::kept::Keep as _;
use crate::schema::{playback_write_backs, player_connections, player_deliveries};
use crate::{
    MediaItemId, PlayId, Player, PlayerConnectionId, PlayerConnectionState, PlayerDeliveryVerdict, UserId, WriteBackDeed,
    WriteBackId, WriteBackState,
};

/// Something that a connection is to be told, or was.
#[derive(Debug, Clone, PartialEq, HasQuery)]
#[diesel(table_name = playback_write_backs)]
pub struct WriteBack {
    /// Its id.
    pub id: WriteBackId,
    /// Its place among all.
    pub number: i64,
    /// Who is to be told.
    pub player_connection_id: PlayerConnectionId,
    /// Whose.
    pub user_id: UserId,
    /// Of what.
    pub media_item_id: MediaItemId,
    /// The play that came or went.
    pub play_id: PlayId,
    /// What.
    pub deed: WriteBackDeed,
    /// When it was played.
    pub watched_at: DateTime<Utc>,
    /// What became of it.
    pub state: WriteBackState,
    /// Why, in words.
    pub reason: Option<String>,
    /// How often it was begun.
    pub attempts: i32,
    /// When it is begun again.
    pub run_at: Option<DateTime<Utc>>,
    /// When it was last begun.
    pub attempted_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

/// Which of a person's are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct WriteBackFilter {
    /// To this connection.
    pub connection: Option<PlayerConnectionId>,
    /// Of which this became.
    pub state: Option<WriteBackState>,
}

/// What a server told of an item, as far as it matters to who is told of it.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct ToldBy {
    /// Of which item.
    pub media_item_id: Option<MediaItemId>,
    /// What kind of server.
    pub player: Player,
    /// Which, where it says so.
    pub machine: Option<String>,
    /// What was made of it.
    pub verdict: PlayerDeliveryVerdict,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

impl WriteBack {
    /// A person's, the latest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        user: UserId,
        filter: WriteBackFilter,
        after: Option<i64>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = own(user, filter).select(Self::as_select()).order(playback_write_backs::number.desc()).limit(limit);
        if let Some(after) = after {
            query = query.filter(playback_write_backs::number.lt(after));
        }
        query.keep().load(&mut conn).await
    }

    /// How many a person has.
    pub async fn count(mut conn: &AsyncPgConnection, user: UserId, filter: WriteBackFilter) -> QueryResult<i64> {
        own(user, filter).count().get_result(&mut conn).await
    }

    /// A person's own, locked until the transaction ends.
    pub async fn find_own_for_update(mut conn: &AsyncPgConnection, user: UserId, id: WriteBackId) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(playback_write_backs::user_id.eq(user)).for_update().first(&mut conn).await.optional()
    }

    /// The connections that something waits for which may be told now, with their people.
    pub async fn due_connections(
        mut conn: &AsyncPgConnection,
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<(PlayerConnectionId, UserId)>> {
        player_connections::table
            .filter(player_connections::is_enabled)
            .filter(player_connections::state.eq(PlayerConnectionState::Working))
            .filter(
                sql::<Bool>("coalesce(player_connections.rests_until <= ")
                    .bind::<Timestamptz, _>(now)
                    .sql(
                        ", true) AND EXISTS (SELECT FROM playback_write_backs AS w
                         WHERE w.player_connection_id = player_connections.id AND w.state = 'waiting'
                         AND coalesce(w.run_at <= ",
                    )
                    .bind::<Timestamptz, _>(now)
                    .sql(", true))"),
            )
            .select((player_connections::id, player_connections::user_id))
            .keep()
            .load(&mut conn)
            .await
    }

    /// What waits for a connection and may be told now, in order. Nothing overtakes an earlier one of the same item.
    pub async fn due(
        mut conn: &AsyncPgConnection,
        connection: PlayerConnectionId,
        now: DateTime<Utc>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(playback_write_backs::player_connection_id.eq(connection))
            .filter(playback_write_backs::state.eq(WriteBackState::Waiting))
            .filter(
                sql::<Bool>(
                    "NOT EXISTS (SELECT FROM playback_write_backs AS w WHERE w.state = 'waiting'
                     AND w.player_connection_id = playback_write_backs.player_connection_id
                     AND w.media_item_id = playback_write_backs.media_item_id
                     AND w.number <= playback_write_backs.number AND w.run_at > ",
                )
                .bind::<Timestamptz, _>(now)
                .sql(")"),
            )
            .order(playback_write_backs::number)
            .limit(limit)
            .keep()
            .load(&mut conn)
            .await
    }

    /// What a connection was told, or not, of these items before.
    pub async fn ended_of_items(
        mut conn: &AsyncPgConnection,
        connection: PlayerConnectionId,
        items: &[MediaItemId],
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(playback_write_backs::player_connection_id.eq(connection))
            .filter(playback_write_backs::media_item_id.eq_any(items))
            .filter(playback_write_backs::state.ne(WriteBackState::Waiting))
            .order(playback_write_backs::number)
            .load(&mut conn)
            .await
    }

    /// What servers told of these items, as far as it is kept.
    pub async fn told_by(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<ToldBy>> {
        player_deliveries::table
            .filter(player_deliveries::media_item_id.eq_any(items).assume_not_null())
            .filter(player_deliveries::user_id.eq(user))
            .select((
                player_deliveries::media_item_id,
                player_deliveries::player,
                player_deliveries::machine,
                player_deliveries::verdict,
                player_deliveries::received_at,
            ))
            .load(&mut conn)
            .await
    }

    /// Notes that these are begun, and when they are begun again if nothing more is heard of it.
    pub async fn begin(
        mut conn: &AsyncPgConnection,
        ids: &[WriteBackId],
        now: DateTime<Utc>,
        run_at: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(playback_write_backs::table.filter(playback_write_backs::id.eq_any(ids)))
            .set((
                playback_write_backs::attempts.eq(playback_write_backs::attempts + 1),
                playback_write_backs::attempted_at.eq(now),
                playback_write_backs::run_at.eq(run_at),
            ))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Ends these.
    pub async fn end(
        mut conn: &AsyncPgConnection,
        ids: &[WriteBackId],
        state: WriteBackState,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(playback_write_backs::table.filter(playback_write_backs::id.eq_any(ids)))
            .set((
                playback_write_backs::state.eq(state),
                playback_write_backs::reason.eq(reason),
                playback_write_backs::run_at.eq(None::<DateTime<Utc>>),
                playback_write_backs::ended_at.eq(now),
            ))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Leaves these for later; says why.
    pub async fn put_off(
        mut conn: &AsyncPgConnection,
        ids: &[WriteBackId],
        reason: &str,
        run_at: Option<DateTime<Utc>>,
    ) -> QueryResult<()> {
        diesel::update(playback_write_backs::table.filter(playback_write_backs::id.eq_any(ids)))
            .set((playback_write_backs::reason.eq(reason), playback_write_backs::run_at.eq(run_at)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Lets these wait until their connection works again, as if they had not been begun; says why.
    pub async fn wait_on(mut conn: &AsyncPgConnection, ids: &[WriteBackId], reason: &str) -> QueryResult<()> {
        diesel::update(playback_write_backs::table.filter(playback_write_backs::id.eq_any(ids)))
            .set((
                playback_write_backs::attempts.eq(playback_write_backs::attempts - 1),
                playback_write_backs::reason.eq(reason),
                playback_write_backs::run_at.eq(None::<DateTime<Utc>>),
            ))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Lets it wait anew.
    pub async fn retry(mut conn: &AsyncPgConnection, id: WriteBackId) -> QueryResult<Self> {
        diesel::update(playback_write_backs::table.find(id))
            .set((
                playback_write_backs::state.eq(WriteBackState::Waiting),
                playback_write_backs::attempts.eq(0),
                playback_write_backs::reason.eq(None::<String>),
                playback_write_backs::run_at.eq(None::<DateTime<Utc>>),
                playback_write_backs::ended_at.eq(None::<DateTime<Utc>>),
            ))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
    }

    /// Whether a person's server of this kind was told this of an item in this time: what it then says of it is an echo.
    pub async fn is_echo(
        mut conn: &AsyncPgConnection,
        (user, player, machine): (UserId, Player, Option<&str>),
        item: MediaItemId,
        deed: WriteBackDeed,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
    ) -> QueryResult<bool> {
        diesel::select(
            sql::<Bool>(
                "EXISTS (SELECT FROM playback_write_backs AS w JOIN player_connections AS c ON c.id = w.player_connection_id
                 WHERE w.media_item_id = ",
            )
            .bind::<SqlUuid, _>(item)
            .sql(" AND c.user_id = ")
            .bind::<SqlUuid, _>(user)
            .sql(" AND c.kind = ")
            .bind::<Text, _>(player)
            .sql(" AND w.deed = ")
            .bind::<Text, _>(deed)
            .sql(" AND w.attempted_at BETWEEN ")
            .bind::<Timestamptz, _>(from)
            .sql(" AND ")
            .bind::<Timestamptz, _>(to)
            .sql(" AND coalesce(c.machine = ")
            .bind::<Nullable<Text>, _>(machine)
            .sql(", true))"),
        )
        .keep()
        .get_result(&mut conn)
        .await
    }

    /// How much of a person's history a connection was never told: each play, or of each item the latest.
    pub async fn count_untold(mut conn: &AsyncPgConnection, connection: PlayerConnectionId) -> QueryResult<i64> {
        let query = format!("SELECT count(*) AS count FROM ({UNTOLD}) AS untold");
        let counted: Counted = diesel::sql_query(query).bind::<SqlUuid, _>(connection).get_result(&mut conn).await?;
        Ok(counted.count)
    }

    /// Lets all of that wait to be told; answers how much it is.
    pub async fn add_untold(mut conn: &AsyncPgConnection, connection: PlayerConnectionId) -> QueryResult<usize> {
        let query = format!(
            "INSERT INTO playback_write_backs (player_connection_id, user_id, media_item_id, play_id, deed, watched_at)
             SELECT * FROM ({UNTOLD}) AS untold ORDER BY watched_at, play_id"
        );
        diesel::sql_query(query).bind::<SqlUuid, _>(connection).execute(&mut conn).await
    }

    /// Deletes those that ended before `before` without being told. What was told is remembered as long as the connection is,
    /// so that it is not told again.
    pub async fn delete_untold(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
        let old = playback_write_backs::table
            .filter(playback_write_backs::ended_at.lt(before).assume_not_null())
            .filter(playback_write_backs::state.ne(WriteBackState::Told));
        diesel::delete(old).execute(&mut conn).await
    }
}

/// Trakt counts every play, media servers know only whether something was played.
const UNTOLD: &str = "
    SELECT DISTINCT ON (CASE WHEN c.kind = 'trakt' THEN p.id ELSE p.media_item_id END)
        c.id, p.user_id, p.media_item_id, p.id AS play_id, 'played', p.watched_at
    FROM player_connections AS c
    JOIN plays AS p ON p.user_id = c.user_id AND p.deleted_at IS NULL AND NOT p.is_private
    JOIN media_items AS i ON i.id = p.media_item_id
    JOIN media_types AS t ON t.id = i.media_type_id AND t.name IN ('movie', 'tv')
    WHERE c.id = $1 AND NOT EXISTS (
        SELECT FROM playback_write_backs AS w
        WHERE w.player_connection_id = c.id AND w.media_item_id = p.media_item_id AND w.deed = 'played'
          AND (w.play_id = p.id OR c.kind <> 'trakt') AND w.state IN ('waiting', 'told'))
    ORDER BY CASE WHEN c.kind = 'trakt' THEN p.id ELSE p.media_item_id END, p.watched_at DESC, p.id DESC";

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn own<'a>(user: UserId, filter: WriteBackFilter) -> playback_write_backs::BoxedQuery<'a, Pg> {
    let mut query = playback_write_backs::table.filter(playback_write_backs::user_id.eq(user)).into_boxed();
    if let Some(connection) = filter.connection {
        query = query.filter(playback_write_backs::player_connection_id.eq(connection));
    }
    if let Some(state) = filter.state {
        query = query.filter(playback_write_backs::state.eq(state));
    }
    query
}
