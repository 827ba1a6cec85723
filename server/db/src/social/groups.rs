use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{group_members, groups};
use crate::{GroupId, GroupPrivacy, GroupType, UserId};

/// People who let each other see things.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = groups)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What kind it is.
    pub group_type: GroupType,
    /// Who may do everything with it.
    pub owner_user_id: UserId,
    /// Who may find and join it.
    pub privacy: GroupPrivacy,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Group {
    /// Adds it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(groups::table).values(self).execute(&mut conn).await?;
        Ok(())
    }

    /// One, whoever asks: the caller looks at its members.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, id: GroupId) -> QueryResult<Option<Self>> {
        Self::query().filter(groups::id.eq(id)).first(&mut conn).await.optional()
    }

    /// One, locked: whoever changes it, its members or its invitations does so alone.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock(mut conn: &AsyncPgConnection, id: GroupId) -> QueryResult<Option<Self>> {
        Self::query().filter(groups::id.eq(id)).for_update().first(&mut conn).await.optional()
    }

    /// Keeps everything that may change of it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(groups::table.find(self.id))
            .set((
                groups::name.eq(&self.name),
                groups::description.eq(&self.description),
                groups::group_type.eq(self.group_type),
                groups::owner_user_id.eq(self.owner_user_id),
                groups::privacy.eq(self.privacy),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Deletes it with its members and invitations.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn delete(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::delete(groups::table.find(self.id)).execute(&mut conn).await?;
        Ok(())
    }

    /// Those that this person is a member of, the latest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        person: UserId,
        after: Option<GroupId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let theirs = group_members::table.filter(group_members::user_id.eq(person)).select(group_members::group_id);
        let mut query = Self::query().filter(groups::id.eq_any(theirs)).order(groups::id.desc()).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(groups::id.lt(after));
        }
        query.load(&mut conn).await
    }

    /// How many this person is a member of.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, person: UserId) -> QueryResult<i64> {
        group_members::table.filter(group_members::user_id.eq(person)).count().get_result(&mut conn).await
    }
}
