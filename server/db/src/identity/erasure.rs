use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::User;
use crate::schema::{error_logs, group_invitations, group_members, rate_limits, users};
use crate::{TypedId as _, UserId};

/// What an audit row calls somebody who is no longer known.
const NOBODY: &str = "erased account";

impl User {
    /// Sets when everything of a person is erased, or that it is not.
    pub async fn set_erasure(mut conn: &AsyncPgConnection, id: UserId, at: Option<DateTime<Utc>>) -> QueryResult<Self> {
        diesel::update(users::table.find(id))
            .set(users::erase_at.eq(at))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
    }

    /// Somebody whose time has come, locked until the transaction ends; whoever another server erases is passed over, and
    /// so is whoever must stay.
    pub async fn lock_to_erase(
        mut conn: &AsyncPgConnection,
        now: DateTime<Utc>,
        must_stay: Option<UserId>,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(users::erase_at.le(now).assume_not_null())
            .filter(users::id.ne_all(must_stay))
            .order(users::erase_at)
            .for_update()
            .skip_locked()
            .first(&mut conn)
            .await
            .optional()
    }

    /// Erases the person and everything that is theirs. What is also somebody else's stays without their name: titles they
    /// brought, items on lists of others, groups, which go to the member who has most to say, and what the logs tell.
    pub async fn erase(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        hand_over_groups(conn, self.id).await?;
        let names = self.names();
        forget_in_audit_log(conn, self.id, &names).await?;
        diesel::update(error_logs::table.filter(error_logs::user_id.eq(self.id).assume_not_null()))
            .set((error_logs::user_id.eq(None::<UserId>), error_logs::user_name.eq(None::<String>)))
            .execute(&mut conn)
            .await?;
        // What others were told of them; each says whom it is about.
        diesel::sql_query("DELETE FROM notifications WHERE data ->> 'userId' = ANY($1)")
            .bind::<Array<Text>, _>(&names)
            .execute(&mut conn)
            .await?;
        diesel::delete(group_invitations::table.filter(group_invitations::to_email.eq(self.email.clone()).assume_not_null()))
            .execute(&mut conn)
            .await?;
        diesel::delete(rate_limits::table.filter(rate_limits::subject.eq_any(&names))).execute(&mut conn).await?;
        // The rest goes with its person.
        diesel::delete(users::table.find(self.id)).execute(&mut conn).await?;
        Ok(())
    }

    /// What tells that something is about this very person.
    fn names(&self) -> Vec<String> {
        let told = [self.username.clone(), self.email.clone()].into_iter().flatten();
        [self.id.to_string(), self.id.uuid().to_string(), self.display_name.clone()].into_iter().chain(told).collect()
    }
}

/// A group goes to its longest-serving administrator, else to its longest-serving member; where only those are left whom
/// others look after, or nobody, it goes with its owner.
async fn hand_over_groups(mut conn: &AsyncPgConnection, owner: UserId) -> QueryResult<()> {
    diesel::delete(group_members::table.filter(group_members::user_id.eq(owner))).execute(&mut conn).await?;
    diesel::sql_query(
        "WITH heirs AS (
             SELECT DISTINCT ON (m.group_id) m.id, m.group_id, m.user_id
             FROM group_members AS m JOIN groups AS g ON g.id = m.group_id
             WHERE g.owner_user_id = $1 AND m.role IN ('admin', 'member')
             ORDER BY m.group_id, m.role = 'admin' DESC, m.joined_at, m.id),
         promoted AS (UPDATE group_members AS m SET role = 'owner' FROM heirs WHERE m.id = heirs.id)
         UPDATE groups AS g SET owner_user_id = heirs.user_id FROM heirs WHERE g.id = heirs.group_id",
    )
    .bind::<SqlUuid, _>(owner)
    .execute(&mut conn)
    .await?;
    Ok(())
}

/// Leaves in the log that something was done, and when; not by whom, from where, and to whom.
async fn forget_in_audit_log(mut conn: &AsyncPgConnection, user: UserId, names: &[String]) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE audit_logs SET actor_id = NULL, actor_name = $2, ip = NULL, user_agent = NULL, old_values = NULL, new_values = NULL, context = '{}'
         WHERE actor_id = $1",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(NOBODY)
    .execute(&mut conn)
    .await?;
    diesel::sql_query(
        "UPDATE audit_logs SET old_values = NULL, new_values = NULL, context = '{}',
             resource_id = CASE WHEN resource_id = $1 THEN NULL ELSE resource_id END
         WHERE resource_id = $1 OR EXISTS (
             SELECT FROM unnest($2::text[]) AS name
             WHERE strpos(concat(old_values, ' ', new_values, ' ', context), to_jsonb(name)::text) > 0)",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<Array<Text>, _>(names)
    .execute(&mut conn)
    .await?;
    Ok(())
}
