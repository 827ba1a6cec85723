use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::group_members;
use crate::{GroupId, GroupMemberId, GroupRole, UserId};

/// A person in a group.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = group_members)]
pub struct GroupMember {
    /// Its id.
    pub id: GroupMemberId,
    /// Which group.
    pub group_id: GroupId,
    /// Who.
    pub user_id: UserId,
    /// What they may do in it.
    pub role: GroupRole,
    /// What they let it see, by aspect; what is not there they do.
    pub permissions: Value,
    /// Whether what another of the group plays with them comes into their history.
    pub takes_plays: bool,
    /// When they came.
    pub joined_at: DateTime<Utc>,
}

impl GroupMember {
    /// Whether they let the group see this aspect. Whatever cannot be read closes, as it does for the visibility.
    #[must_use]
    pub fn shows(&self, aspect: &str) -> bool {
        self.permissions.get(aspect).is_none_or(|value| *value == Value::Bool(true))
    }

    /// Adds them.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(group_members::table).values(self).execute(&mut conn).await?;
        Ok(())
    }

    /// A person's membership of a group.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, group: GroupId, person: UserId) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(group_members::group_id.eq(group))
            .filter(group_members::user_id.eq(person))
            .first(&mut conn)
            .await
            .optional()
    }

    /// A person's memberships of these groups.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_groups(mut conn: &AsyncPgConnection, person: UserId, groups: &[GroupId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(group_members::user_id.eq(person))
            .filter(group_members::group_id.eq_any(groups))
            .load(&mut conn)
            .await
    }

    /// Keeps what they may do and let see.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(group_members::table.find(self.id))
            .set((
                group_members::role.eq(self.role),
                group_members::permissions.eq(&self.permissions),
                group_members::takes_plays.eq(self.takes_plays),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Takes them out.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn delete(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::delete(group_members::table.find(self.id)).execute(&mut conn).await?;
        Ok(())
    }

    /// The members of a group, the first to come first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        group: GroupId,
        after: Option<GroupMemberId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query =
            Self::query().filter(group_members::group_id.eq(group)).order(group_members::id).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(group_members::id.gt(after));
        }
        query.load(&mut conn).await
    }

    /// How many members a group has.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, group: GroupId) -> QueryResult<i64> {
        group_members::table.filter(group_members::group_id.eq(group)).count().get_result(&mut conn).await
    }

    /// The members who let a group see this aspect.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn showing(mut conn: &AsyncPgConnection, group: GroupId, aspect: &str) -> QueryResult<HashSet<UserId>> {
        let members: Vec<Self> = Self::query().filter(group_members::group_id.eq(group)).load(&mut conn).await?;
        Ok(members.into_iter().filter(|member| member.shows(aspect)).map(|member| member.user_id).collect())
    }
}
