use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{group_invitations, groups};
use crate::{GroupId, GroupInvitationId, GroupRole, UserId};

/// Somebody's word that another may join a group.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = group_invitations)]
pub struct GroupInvitation {
    /// Its id.
    pub id: GroupInvitationId,
    /// Which group.
    pub group_id: GroupId,
    /// Who invited.
    pub from_user_id: UserId,
    /// Whom.
    pub to_user_id: Option<UserId>,
    /// What they may do in the group.
    pub role: GroupRole,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was declined.
    pub declined_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl GroupInvitation {
    /// Adds it, with the hash of its code.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection, code_hash: &[u8]) -> QueryResult<()> {
        diesel::insert_into(group_invitations::table)
            .values((
                group_invitations::id.eq(self.id),
                group_invitations::group_id.eq(self.group_id),
                group_invitations::from_user_id.eq(self.from_user_id),
                group_invitations::to_user_id.eq(self.to_user_id),
                group_invitations::role.eq(self.role),
                group_invitations::invite_code_hash.eq(code_hash),
                group_invitations::expires_at.eq(self.expires_at),
                group_invitations::created_at.eq(self.created_at),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// One to this person.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, id: GroupInvitationId, to: UserId) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(group_invitations::id.eq(id))
            .filter(group_invitations::to_user_id.eq(to))
            .first(&mut conn)
            .await
            .optional()
    }

    /// The one of a group to this person that waits for an answer.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_open(
        mut conn: &AsyncPgConnection,
        group: GroupId,
        to: UserId,
        now: DateTime<Utc>,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(group_invitations::group_id.eq(group))
            .filter(group_invitations::to_user_id.eq(to))
            .filter(group_invitations::accepted_at.is_null())
            .filter(group_invitations::declined_at.is_null())
            .filter(group_invitations::expires_at.gt(now))
            .first(&mut conn)
            .await
            .optional()
    }

    /// Keeps its answer.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(group_invitations::table.find(self.id))
            .set((group_invitations::accepted_at.eq(self.accepted_at), group_invitations::declined_at.eq(self.declined_at)))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Those to this person that wait for an answer, each with the name of its group, the latest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        to: UserId,
        now: DateTime<Utc>,
        after: Option<GroupInvitationId>,
        limit: i64,
    ) -> QueryResult<Vec<(Self, String)>> {
        let mut query = group_invitations::table
            .inner_join(groups::table)
            .filter(group_invitations::to_user_id.eq(to))
            .filter(group_invitations::accepted_at.is_null())
            .filter(group_invitations::declined_at.is_null())
            .filter(group_invitations::expires_at.gt(now))
            .select((Self::as_select(), groups::name))
            .order(group_invitations::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(group_invitations::id.lt(after));
        }
        query.load(&mut conn).await
    }

    /// How many such a list has.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, to: UserId, now: DateTime<Utc>) -> QueryResult<i64> {
        group_invitations::table
            .filter(group_invitations::to_user_id.eq(to))
            .filter(group_invitations::accepted_at.is_null())
            .filter(group_invitations::declined_at.is_null())
            .filter(group_invitations::expires_at.gt(now))
            .count()
            .get_result(&mut conn)
            .await
    }
}
