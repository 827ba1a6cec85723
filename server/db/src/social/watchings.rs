use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::kept::Keep as _;
use crate::schema::{group_members, group_watching_members, group_watchings};
use crate::{GroupId, GroupWatchingId, UserId};

/// One of a group plays for several who sit together.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = group_watchings)]
pub struct GroupWatching {
    /// Its id.
    pub id: GroupWatchingId,
    /// Of which group.
    pub group_id: GroupId,
    /// Who plays.
    pub host_user_id: UserId,
    /// From when on what they play counts for the others.
    pub started_at: DateTime<Utc>,
    /// Until when it does.
    pub ends_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Willing {
    #[diesel(sql_type = SqlUuid)]
    user_id: UserId,
}

impl GroupWatching {
    /// Adds it, with those who are present.
    pub async fn insert(&self, mut conn: &AsyncPgConnection, present: &[UserId]) -> QueryResult<()> {
        diesel::insert_into(group_watchings::table).values(self).execute(&mut conn).await?;
        let rows: Vec<_> = present
            .iter()
            .map(|user| (group_watching_members::group_watching_id.eq(self.id), group_watching_members::user_id.eq(user)))
            .collect();
        diesel::insert_into(group_watching_members::table).values(rows).execute(&mut conn).await.map(|_| ())
    }

    /// One, locked.
    pub async fn lock(mut conn: &AsyncPgConnection, id: GroupWatchingId) -> QueryResult<Option<Self>> {
        Self::query().find(id).for_update().first(&mut conn).await.optional()
    }

    /// Those that this person plays for others at this moment, locked.
    pub async fn lock_hosted(mut conn: &AsyncPgConnection, host: UserId, now: DateTime<Utc>) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(group_watchings::host_user_id.eq(host))
            .filter(group_watchings::ends_at.gt(now))
            .for_update()
            .load(&mut conn)
            .await
    }

    /// Ends it at this moment.
    pub async fn end(&self, mut conn: &AsyncPgConnection, at: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(group_watchings::table.find(self.id))
            .set(group_watchings::ends_at.eq(at.max(self.started_at)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Takes somebody out of those present; false when they were not.
    pub async fn remove(&self, mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<bool> {
        let removed = diesel::delete(group_watching_members::table.find((self.id, user))).execute(&mut conn).await?;
        Ok(removed > 0)
    }

    /// Those that go on at this moment with this person: who plays or is present, and is in the group still.
    pub async fn of(mut conn: &AsyncPgConnection, person: UserId, now: DateTime<Utc>) -> QueryResult<Vec<Self>> {
        let present = group_watching_members::table
            .filter(group_watching_members::user_id.eq(person))
            .select(group_watching_members::group_watching_id);
        let theirs = group_members::table.filter(group_members::user_id.eq(person)).select(group_members::group_id);
        Self::query()
            .filter(group_watchings::ends_at.gt(now))
            .filter(group_watchings::host_user_id.eq(person).or(group_watchings::id.eq_any(present)))
            .filter(group_watchings::group_id.eq_any(theirs))
            .order(group_watchings::id.desc())
            .load(&mut conn)
            .await
    }

    /// What these people played for others between two moments, the one that began last first.
    pub async fn between(
        mut conn: &AsyncPgConnection,
        hosts: &[UserId],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(group_watchings::host_user_id.eq_any(hosts))
            .filter(group_watchings::ends_at.ge(from))
            .filter(group_watchings::started_at.le(to))
            .order(group_watchings::started_at.desc())
            .keep()
            .load(&mut conn)
            .await
    }

    /// Who is present in these, the host apart.
    pub async fn present(mut conn: &AsyncPgConnection, ids: &[GroupWatchingId]) -> QueryResult<Vec<(GroupWatchingId, UserId)>> {
        group_watching_members::table
            .filter(group_watching_members::group_watching_id.eq_any(ids))
            .select((group_watching_members::group_watching_id, group_watching_members::user_id))
            .order(group_watching_members::user_id)
            .load(&mut conn)
            .await
    }

    /// Those of these people who take over what the host plays: members of the group who said so, as long as the host may play
    /// for others there. Whoever shares nothing takes and gives nothing, whatever their group or its administrators say, and
    /// what cannot be read closes, as in [`super::VisibilityQuery`].
    pub async fn willing(
        mut conn: &AsyncPgConnection,
        group: GroupId,
        host: UserId,
        people: &[UserId],
    ) -> QueryResult<Vec<UserId>> {
        let willing: Vec<Willing> = diesel::sql_query(
            "SELECT m.user_id FROM group_members AS m
             JOIN group_members AS h ON h.group_id = m.group_id AND h.user_id = $2 AND h.role <> 'limited'
             JOIN users AS u ON u.id = m.user_id
             JOIN users AS p ON p.id = h.user_id
             WHERE m.group_id = $1 AND m.user_id = ANY($3) AND m.user_id <> $2 AND m.takes_plays
               AND u.status = 'active' AND coalesce(u.privacy_settings -> 'never_share', 'false') = 'false'
               AND p.status = 'active' AND coalesce(p.privacy_settings -> 'never_share', 'false') = 'false'
               AND NOT EXISTS (
                   SELECT FROM friendships AS f WHERE f.state = 'blocked'
                     AND (f.requester_id = m.user_id AND f.addressee_id = $2 OR f.requester_id = $2 AND f.addressee_id = m.user_id))
             ORDER BY m.id",
        )
        .bind::<SqlUuid, _>(group)
        .bind::<SqlUuid, _>(host)
        .bind::<Array<SqlUuid>, _>(people)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(willing.into_iter().map(|row| row.user_id).collect())
    }
}
