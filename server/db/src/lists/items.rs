use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Nullable, SmallInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Sight;
use super::order::{ListKey, Order, Placed, bind_end};
use super::sight::{OF_VIEWER, over_seen};
use crate::kept::Keep as _;
use crate::schema::user_list_items;
use crate::{ListId, ListItemId, ListSortOrder, MediaItemId, UserId};

/// An item on a list.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, QueryableByName)]
#[diesel(table_name = user_list_items)]
pub struct ListItem {
    /// Its id.
    pub id: ListItemId,
    /// On which list.
    pub list_id: ListId,
    /// What.
    pub media_item_id: MediaItemId,
    /// Its rank: a text that sorts between those of its neighbours.
    pub position: String,
    /// What is said of it there.
    pub notes: Option<String>,
    /// Who put it there, while they are known.
    pub added_by_user_id: Option<UserId>,
    /// When.
    pub added_at: DateTime<Utc>,
}

/// An item to be put on a list.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = user_list_items, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "as in ListItem")]
pub struct NewListItem {
    pub id: ListItemId,
    pub list_id: ListId,
    pub media_item_id: MediaItemId,
    pub position: String,
    pub notes: Option<String>,
    pub added_by_user_id: Option<UserId>,
    pub added_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Sorted {
    #[diesel(embed)]
    item: ListItem,
    #[diesel(sql_type = Text)]
    sort_name: String,
    #[diesel(sql_type = Nullable<Date>)]
    released_on: Option<NaiveDate>,
    #[diesel(sql_type = SmallInt)]
    rating: i16,
}

#[derive(QueryableByName)]
struct Shown {
    #[diesel(embed)]
    item: ListItem,
    #[diesel(sql_type = Bool)]
    is_shown: bool,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = SqlUuid)]
    list_id: ListId,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The columns of [`ListItem`] in hand-written SQL that calls the table `li`.
const COLUMNS: &str = "li.id, li.list_id, li.media_item_id, li.position, li.notes, li.added_by_user_id, li.added_at";

/// Whether `$1` may know of the row `li`: not where whoever put it there keeps the item for themselves.
pub(super) const SHOWN: &str = "(li.added_by_user_id IS NOT DISTINCT FROM $1 OR NOT EXISTS (
    SELECT FROM user_libraries e
    WHERE e.user_id = li.added_by_user_id AND e.media_item_id = li.media_item_id AND e.is_private))";

impl NewListItem {
    /// Puts items on their list; those that are there already stay as they are and are left out of the answer.
    pub async fn insert_all(mut conn: &AsyncPgConnection, new: &[Self]) -> QueryResult<Vec<ListItem>> {
        diesel::insert_into(user_list_items::table)
            .values(new)
            .on_conflict((user_list_items::list_id, user_list_items::media_item_id))
            .do_nothing()
            .returning(ListItem::as_returning())
            .load(&mut conn)
            .await
    }
}

impl ListItem {
    /// What a list shows this viewer (`None` is whoever has its address), each with its place.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        list: ListId,
        viewer: Option<UserId>,
        sort: ListSortOrder,
        after: Option<ListKey>,
        limit: i64,
    ) -> QueryResult<Vec<(Self, ListKey)>> {
        let (key, id, direction) = match sort {
            ListSortOrder::Manual => ("li.position", "li.id", "ASC"),
            ListSortOrder::Title => ("i.sort_name", "li.id", "ASC"),
            ListSortOrder::DateAdded => ("li.added_at", "li.id", "DESC"),
            ListSortOrder::ReleaseDate => ("coalesce(i.released_on, '-infinity'::date)", "li.id", "DESC"),
            ListSortOrder::Rating => ("coalesce(r.rating, -1::smallint)", "li.id", "DESC"),
        };
        let end = Order { key, id, direction }.end(after.as_ref(), 2);
        let query = diesel::sql_query(format!(
            "SELECT {COLUMNS}, i.sort_name, i.released_on, coalesce(r.rating, -1::smallint) AS rating
             FROM user_list_items li JOIN media_items i ON i.id = li.media_item_id
             LEFT JOIN user_ratings r ON r.user_id = $1 AND r.media_item_id = li.media_item_id
             WHERE li.list_id = $2 AND {SHOWN}{end}"
        ))
        .into_boxed()
        .bind::<Nullable<SqlUuid>, _>(viewer)
        .bind::<SqlUuid, _>(list);
        let rows: Vec<Sorted> = bind_end(query, after, limit).keep().load(&mut conn).await?;
        let placed = |row: Sorted| {
            let Sorted { item, sort_name, released_on, rating } = row;
            let (position, added_at) = (item.position.clone(), item.added_at);
            let key = Placed { id: item.id.0, position, sort_name, added_at, released_on, rating }.key(sort);
            (item, key)
        };
        Ok(rows.into_iter().map(placed).collect())
    }

    /// How much these lists show this viewer; those that show nothing are left out.
    pub async fn counts(
        mut conn: &AsyncPgConnection,
        lists: &[ListId],
        viewer: Option<UserId>,
    ) -> QueryResult<Vec<(ListId, i64)>> {
        let rows: Vec<Count> = diesel::sql_query(format!(
            "SELECT li.list_id, count(*) AS count FROM user_list_items li
             WHERE li.list_id = ANY($2) AND {SHOWN} GROUP BY li.list_id"
        ))
        .bind::<Nullable<SqlUuid>, _>(viewer)
        .bind::<Array<SqlUuid>, _>(lists)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.list_id, row.count)).collect())
    }

    /// How many rows a list has, whoever may know of them.
    pub async fn count_all(mut conn: &AsyncPgConnection, list: ListId) -> QueryResult<i64> {
        user_list_items::table.filter(user_list_items::list_id.eq(list)).count().get_result(&mut conn).await
    }

    /// The rows by which lists that the viewer owns or works on hold these items, as far as the viewer may know of them.
    pub async fn on_lists_of(mut conn: &AsyncPgConnection, sight: Sight, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        let then = format!(
            "SELECT {COLUMNS} FROM user_list_items li JOIN seen ON seen.id = li.list_id
             WHERE li.media_item_id = ANY($3) AND {SHOWN} ORDER BY li.list_id DESC"
        );
        diesel::sql_query(over_seen(OF_VIEWER, &then))
            .bind::<SqlUuid, _>(sight.viewer())
            .bind::<Bool, _>(sight.is_member())
            .bind::<Array<SqlUuid>, _>(items)
            .keep()
            .load(&mut conn)
            .await
    }

    /// Those rows of a list that hold these items, each with whether the viewer may know of it.
    pub async fn of_items(
        mut conn: &AsyncPgConnection,
        list: ListId,
        viewer: UserId,
        items: &[MediaItemId],
    ) -> QueryResult<Vec<(Self, bool)>> {
        let rows: Vec<Shown> = diesel::sql_query(format!(
            "SELECT {COLUMNS}, {SHOWN} AS is_shown FROM user_list_items li WHERE li.list_id = $2 AND li.media_item_id = ANY($3)"
        ))
        .bind::<SqlUuid, _>(viewer)
        .bind::<SqlUuid, _>(list)
        .bind::<Array<SqlUuid>, _>(items)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.item, row.is_shown)).collect())
    }

    /// These rows, as far as the viewer may know of them, in the order of the lists and of their ranks.
    pub async fn by_ids(mut conn: &AsyncPgConnection, viewer: UserId, ids: &[ListItemId]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "SELECT {COLUMNS} FROM user_list_items li WHERE li.id = ANY($2) AND {SHOWN} ORDER BY li.list_id, li.position, li.id"
        ))
        .bind::<SqlUuid, _>(viewer)
        .bind::<Array<SqlUuid>, _>(ids)
        .keep()
        .load(&mut conn)
        .await
    }

    /// The last rank of a list.
    pub async fn last_position(mut conn: &AsyncPgConnection, list: ListId) -> QueryResult<Option<String>> {
        user_list_items::table
            .filter(user_list_items::list_id.eq(list))
            .order((user_list_items::position.desc(), user_list_items::id.desc()))
            .select(user_list_items::position)
            .first(&mut conn)
            .await
            .optional()
    }

    /// The rank next to this row's, before or behind it, of all but the row `moved`.
    pub async fn position_beside(
        &self,
        mut conn: &AsyncPgConnection,
        is_behind: bool,
        moved: ListItemId,
    ) -> QueryResult<Option<String>> {
        let others =
            user_list_items::table.filter(user_list_items::list_id.eq(self.list_id)).filter(user_list_items::id.ne(moved));
        let (position, id) = (user_list_items::position, user_list_items::id);
        let alike = position.eq(&self.position);
        if is_behind {
            let behind = position.gt(&self.position).or(alike.and(id.gt(self.id)));
            let next = others.filter(behind).order((position.asc(), id.asc()));
            return next.select(position).first(&mut conn).await.optional();
        }
        let before = position.lt(&self.position).or(alike.and(id.lt(self.id)));
        let next = others.filter(before).order((position.desc(), id.desc()));
        next.select(position).first(&mut conn).await.optional()
    }

    /// The ids of a list's rows in the order of their ranks.
    pub async fn ids_by_position(mut conn: &AsyncPgConnection, list: ListId) -> QueryResult<Vec<ListItemId>> {
        user_list_items::table
            .filter(user_list_items::list_id.eq(list))
            .order((user_list_items::position, user_list_items::id))
            .select(user_list_items::id)
            .load(&mut conn)
            .await
    }

    /// Gives rows other ranks.
    pub async fn set_positions(mut conn: &AsyncPgConnection, ranks: &[(ListItemId, String)]) -> QueryResult<()> {
        diesel::sql_query(
            "UPDATE user_list_items AS li SET position = n.position FROM unnest($1::uuid[], $2::text[]) AS n (id, position)
             WHERE li.id = n.id",
        )
        .bind::<Array<SqlUuid>, _>(ranks.iter().map(|(id, _)| *id).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(ranks.iter().map(|(_, rank)| rank.as_str()).collect::<Vec<_>>())
        .keep()
        .execute(&mut conn)
        .await?;
        Ok(())
    }

    /// Makes what somebody put on a list, and others may not know of, what `new` says: it is theirs from now on.
    pub async fn take_over(mut conn: &AsyncPgConnection, id: ListItemId, new: &NewListItem) -> QueryResult<Self> {
        diesel::update(user_list_items::table.find(id))
            .set((
                user_list_items::position.eq(&new.position),
                user_list_items::notes.eq(&new.notes),
                user_list_items::added_by_user_id.eq(new.added_by_user_id),
                user_list_items::added_at.eq(new.added_at),
            ))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
    }

    /// Writes something else to a row.
    pub async fn set_notes(mut conn: &AsyncPgConnection, id: ListItemId, notes: Option<&str>) -> QueryResult<Self> {
        diesel::update(user_list_items::table.find(id))
            .set(user_list_items::notes.eq(notes))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
    }

    /// Takes rows off their lists.
    pub async fn delete_all(mut conn: &AsyncPgConnection, ids: &[ListItemId]) -> QueryResult<()> {
        diesel::delete(user_list_items::table.filter(user_list_items::id.eq_any(ids))).execute(&mut conn).await?;
        Ok(())
    }
}
