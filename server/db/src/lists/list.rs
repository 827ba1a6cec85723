use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::sight::{COLUMNS, over_seen};
use super::{Sight, SmartFilter};
use crate::kept::Keep as _;
use crate::schema::user_lists;
use crate::{Audience, ListId, ListKind, ListSortOrder, ListStanding, UserId};

/// A list, as somebody who may see it does.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct UserList {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: ListId,
    /// What protocols with numeric ids call it.
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    /// Whose.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: UserId,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What it is about.
    #[diesel(sql_type = Nullable<Text>)]
    pub description: Option<String>,
    /// What fills it.
    #[diesel(sql_type = Text)]
    pub kind: ListKind,
    /// What a smart one holds.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub filter: Option<SmartFilter>,
    /// Who sees it besides those who work on it.
    #[diesel(sql_type = Text)]
    pub audience: Audience,
    /// How it is sorted when nobody says otherwise.
    #[diesel(sql_type = Text)]
    pub sort_order: ListSortOrder,
    /// When it was made.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    #[diesel(sql_type = Timestamptz)]
    pub updated_at: DateTime<Utc>,
    /// What the viewer is to it.
    #[diesel(sql_type = Text)]
    pub standing: ListStanding,
}

/// A list to be made.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = user_lists, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "as in UserList")]
pub struct NewUserList {
    pub id: ListId,
    pub user_id: UserId,
    pub name: String,
    pub description: Option<String>,
    pub kind: ListKind,
    pub filter: Option<SmartFilter>,
    pub audience: Audience,
    pub sort_order: ListSortOrder,
    pub created_at: DateTime<Utc>,
}

/// What to change of a list; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, AsChangeset)]
#[diesel(table_name = user_lists)]
#[expect(missing_docs, reason = "as in UserList")]
pub struct UserListChanges {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    pub filter: Option<SmartFilter>,
    pub audience: Option<Audience>,
    pub sort_order: Option<ListSortOrder>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The lists that are asked for: those of `$3`, or those that `$3`, who looks, owns or works on.
fn of(owner: Option<UserId>) -> &'static str {
    if owner.is_some() {
        "l.user_id = $3"
    } else {
        "l.id IN (SELECT id FROM user_lists WHERE user_id = $3 UNION ALL SELECT list_id FROM list_collaborators WHERE user_id = $3)"
    }
}

impl NewUserList {
    /// Adds it.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(user_lists::table).values(self).execute(&mut conn).await?;
        Ok(())
    }
}

impl UserList {
    /// Those of these lists that may be seen.
    pub async fn by_ids(mut conn: &AsyncPgConnection, sight: Sight, ids: &[ListId]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(over_seen("l.id = ANY($3)", &format!("SELECT {COLUMNS} FROM seen")))
            .bind::<SqlUuid, _>(sight.viewer())
            .bind::<Bool, _>(sight.is_member())
            .bind::<Array<SqlUuid>, _>(ids)
            .keep()
            .load(&mut conn)
            .await
    }

    /// One that may be seen.
    pub async fn find(conn: &AsyncPgConnection, sight: Sight, id: ListId) -> QueryResult<Option<Self>> {
        Ok(Self::by_ids(conn, sight, &[id]).await?.pop())
    }

    /// One that may be seen, locked first: whoever changes it or what is on it does so alone.
    pub async fn lock(mut conn: &AsyncPgConnection, sight: Sight, id: ListId) -> QueryResult<Option<Self>> {
        user_lists::table.find(id).select(user_lists::id).for_update().first::<ListId>(&mut conn).await.optional()?;
        Self::find(conn, sight, id).await
    }

    /// The lists of `owner` that may be seen, else those that the viewer owns or works on; the latest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        sight: Sight,
        owner: Option<UserId>,
        after: Option<ListId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let narrowed = format!("{} AND ($4::uuid IS NULL OR l.id < $4)", of(owner));
        let then = format!("SELECT {COLUMNS} FROM seen ORDER BY id DESC LIMIT $5");
        diesel::sql_query(over_seen(&narrowed, &then))
            .bind::<SqlUuid, _>(sight.viewer())
            .bind::<Bool, _>(sight.is_member())
            .bind::<SqlUuid, _>(owner.unwrap_or(sight.viewer()))
            .bind::<Nullable<SqlUuid>, _>(after)
            .bind::<BigInt, _>(limit)
            .keep()
            .load(&mut conn)
            .await
    }

    /// How many such a list of lists has.
    pub async fn count(mut conn: &AsyncPgConnection, sight: Sight, owner: Option<UserId>) -> QueryResult<i64> {
        let row: Count = diesel::sql_query(over_seen(of(owner), "SELECT count(*) AS count FROM seen"))
            .bind::<SqlUuid, _>(sight.viewer())
            .bind::<Bool, _>(sight.is_member())
            .bind::<SqlUuid, _>(owner.unwrap_or(sight.viewer()))
            .keep()
            .get_result(&mut conn)
            .await?;
        Ok(row.count)
    }

    /// How many lists a person owns.
    pub async fn count_owned(mut conn: &AsyncPgConnection, owner: UserId) -> QueryResult<i64> {
        let owned = user_lists::table.filter(user_lists::user_id.eq(owner)).filter(user_lists::deleted_at.is_null());
        owned.count().get_result(&mut conn).await
    }

    /// A person's own watchlist, if they have one.
    pub async fn find_watchlist(mut conn: &AsyncPgConnection, owner: UserId) -> QueryResult<Option<ListId>> {
        user_lists::table
            .filter(user_lists::user_id.eq(owner))
            .filter(user_lists::kind.eq(ListKind::Watchlist))
            .select(user_lists::id)
            .first(&mut conn)
            .await
            .optional()
    }

    /// Notes that what is on a list changed.
    pub async fn touch(mut conn: &AsyncPgConnection, id: ListId) -> QueryResult<()> {
        diesel::update(user_lists::table.find(id))
            .set(user_lists::updated_at.eq(diesel::dsl::now))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Changes a list.
    pub async fn update(mut conn: &AsyncPgConnection, id: ListId, changes: &UserListChanges) -> QueryResult<()> {
        if *changes != UserListChanges::default() {
            diesel::update(user_lists::table.find(id)).set(changes).execute(&mut conn).await?;
        }
        Ok(())
    }

    /// Deletes a list, to be brought back for a while.
    pub async fn delete(mut conn: &AsyncPgConnection, id: ListId, at: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(user_lists::table.find(id)).set(user_lists::deleted_at.eq(Some(at))).execute(&mut conn).await?;
        Ok(())
    }

    /// Brings back a list that its owner deleted; false when there is none.
    pub async fn restore(mut conn: &AsyncPgConnection, owner: UserId, id: ListId) -> QueryResult<bool> {
        let deleted =
            user_lists::table.find(id).filter(user_lists::user_id.eq(owner)).filter(user_lists::deleted_at.is_not_null());
        let restored = diesel::update(deleted).set(user_lists::deleted_at.eq(None::<DateTime<Utc>>)).execute(&mut conn).await?;
        Ok(restored > 0)
    }
}
