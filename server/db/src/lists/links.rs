use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::UserList;
use crate::kept::Keep as _;
use crate::schema::list_links;
use crate::{ListId, ListLinkId};

/// An address by which anybody reads a list. Its secret is not in it.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = list_links)]
pub struct ListLink {
    /// Its id.
    pub id: ListLinkId,
    /// Of which list.
    pub list_id: ListId,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// An address to be made.
#[derive(Debug, Insertable)]
#[diesel(table_name = list_links)]
#[expect(missing_docs, reason = "as in ListLink")]
pub struct NewListLink {
    pub id: ListLinkId,
    pub list_id: ListId,
    pub secret_hash: Vec<u8>,
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl NewListLink {
    /// Adds it.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<ListLink> {
        diesel::insert_into(list_links::table).values(self).returning(ListLink::as_returning()).get_result(&mut conn).await
    }
}

impl ListLink {
    /// The addresses of these lists, the oldest first.
    pub async fn by_lists(mut conn: &AsyncPgConnection, lists: &[ListId]) -> QueryResult<Vec<Self>> {
        Self::query().filter(list_links::list_id.eq_any(lists)).order(list_links::id).load(&mut conn).await
    }

    /// One.
    pub async fn find(mut conn: &AsyncPgConnection, id: ListLinkId) -> QueryResult<Option<Self>> {
        Self::query().filter(list_links::id.eq(id)).first(&mut conn).await.optional()
    }

    /// Ends one.
    pub async fn delete(mut conn: &AsyncPgConnection, id: ListLinkId) -> QueryResult<()> {
        diesel::delete(list_links::table.find(id)).execute(&mut conn).await?;
        Ok(())
    }

    /// The list that the address with this hash leads to, as a reader sees it: not when it has ended, nor when its owner
    /// shares nothing or cannot sign in.
    pub async fn open(mut conn: &AsyncPgConnection, secret_hash: &[u8], now: DateTime<Utc>) -> QueryResult<Option<UserList>> {
        diesel::sql_query(
            "SELECT l.id, l.number, l.user_id, l.name, l.description, l.kind, l.filter, l.audience, l.sort_order, l.created_at,
                 l.updated_at, 'reader' AS standing
             FROM list_links k JOIN user_lists l ON l.id = k.list_id JOIN users o ON o.id = l.user_id
             WHERE k.secret_hash = $1 AND (k.expires_at IS NULL OR k.expires_at > $2) AND l.deleted_at IS NULL
                 AND o.status = 'active' AND coalesce(o.privacy_settings -> 'never_share', 'false') = 'false'",
        )
        .bind::<Binary, _>(secret_hash)
        .bind::<Timestamptz, _>(now)
        .keep()
        .get_result(&mut conn)
        .await
        .optional()
    }
}
