use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::list_collaborators;
use crate::{ListId, ListRole, UserId};

/// Somebody who works on another's list.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = list_collaborators)]
pub struct ListCollaborator {
    /// On which list.
    pub list_id: ListId,
    /// Who.
    pub user_id: UserId,
    /// What they may do.
    pub role: ListRole,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl ListCollaborator {
    /// Lets them in; who is in gets this role.
    pub async fn keep(&self, mut conn: &AsyncPgConnection) -> QueryResult<Self> {
        diesel::insert_into(list_collaborators::table)
            .values(self)
            .on_conflict((list_collaborators::list_id, list_collaborators::user_id))
            .do_update()
            .set(list_collaborators::role.eq(self.role))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
    }

    /// Those who work on these lists, the first to come first.
    pub async fn by_lists(mut conn: &AsyncPgConnection, lists: &[ListId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(list_collaborators::list_id.eq_any(lists))
            .order((list_collaborators::created_at, list_collaborators::user_id))
            .load(&mut conn)
            .await
    }

    /// Takes somebody off a list; `None` when they were not on it.
    pub async fn delete(mut conn: &AsyncPgConnection, list: ListId, user: UserId) -> QueryResult<Option<Self>> {
        diesel::delete(list_collaborators::table.find((list, user)))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
            .optional()
    }
}
