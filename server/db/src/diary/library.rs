use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Date, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kept::Keep as _;
use crate::like::holding;
use crate::schema::{media_items, user_libraries, user_ratings};
use crate::{LibraryEntryId, MediaItemId, Scope, UserId};

/// Something a person keeps in their library.
#[derive(Debug, Clone, PartialEq, HasQuery)]
#[diesel(table_name = user_libraries)]
pub struct LibraryEntry {
    /// Its id.
    pub id: LibraryEntryId,
    /// Whose.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// Where they are with it: a snake_case word such as `watching`.
    pub status: String,
    /// What they wrote to it.
    pub notes: Option<String>,
    /// One of their favourites.
    pub is_favorite: bool,
    /// Only its person may know of it.
    pub is_private: bool,
    /// What else they keep about it.
    pub custom_fields: Value,
    /// When it came into the library.
    pub added_at: DateTime<Utc>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Insertable, Serialize)]
#[diesel(table_name = user_libraries, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "as in LibraryEntry")]
pub struct NewLibraryEntry {
    pub id: LibraryEntryId,
    pub user_id: UserId,
    pub media_item_id: MediaItemId,
    pub status: String,
    pub notes: Option<String>,
    pub is_favorite: bool,
    pub is_private: bool,
    pub custom_fields: Value,
    pub added_at: DateTime<Utc>,
}

/// What a person changes about an entry; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, AsChangeset)]
#[diesel(table_name = user_libraries)]
#[expect(missing_docs, reason = "as in LibraryEntry")]
pub struct LibraryEntryChanges {
    pub status: Option<String>,
    pub notes: Option<Option<String>>,
    pub is_favorite: Option<bool>,
    pub is_private: Option<bool>,
    pub custom_fields: Option<Value>,
}

/// Which entries of a library a list has.
#[derive(Debug, Clone, Default)]
pub struct LibraryFilter {
    /// With one of these states; empty is all.
    pub statuses: Vec<String>,
    /// Of media types with these names; empty is all.
    pub types: Vec<String>,
    /// Favourites only, or only others.
    pub is_favorite: Option<bool>,
    /// Whose title holds this, without regard to case and accents.
    pub search: Option<String>,
}

/// How a library is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LibrarySort {
    /// The latest addition first.
    #[default]
    Added,
    /// The latest change first.
    Updated,
    /// By title.
    Name,
    /// The best rated by the library's person first.
    Rating,
    /// The latest release first.
    Released,
}

/// An entry's place in a sorted library; without a rating or release date it comes last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LibraryKey {
    /// When it was added.
    Added(DateTime<Utc>, LibraryEntryId),
    /// When it changed.
    Updated(DateTime<Utc>, LibraryEntryId),
    /// The item's sort name.
    Name(String, LibraryEntryId),
    /// The rating, -1 for none.
    Rating(i16, LibraryEntryId),
    /// The release date, the first day of the calendar for none.
    Released(NaiveDate, LibraryEntryId),
}

impl LibraryKey {
    /// The order it is a place of.
    #[must_use]
    pub fn sort(&self) -> LibrarySort {
        match self {
            Self::Added(..) => LibrarySort::Added,
            Self::Updated(..) => LibrarySort::Updated,
            Self::Name(..) => LibrarySort::Name,
            Self::Rating(..) => LibrarySort::Rating,
            Self::Released(..) => LibrarySort::Released,
        }
    }
}

/// Narrows a query on libraries to what the scope lets be seen and the filter names: a macro, because a joined and a plain
/// query have no type in common.
macro_rules! narrowed {
    ($query:expr, $scope:expr, $filter:expr) => {{
        let mut query = $query;
        if let Some(owners) = $scope.owners() {
            let viewer = $scope.viewer().unwrap_or(UserId(uuid::Uuid::nil()));
            query = match owners.as_slice() {
                // Equality, so that the index also gives the order.
                [owner] => query.filter(user_libraries::user_id.eq(*owner)),
                _ => query.filter(user_libraries::user_id.eq_any(owners)),
            };
            query = query.filter(user_libraries::is_private.eq(false).or(user_libraries::user_id.eq(viewer)));
        }
        if !$filter.statuses.is_empty() {
            query = query.filter(user_libraries::status.eq_any($filter.statuses.clone()));
        }
        if let Some(is_favorite) = $filter.is_favorite {
            query = query.filter(user_libraries::is_favorite.eq(is_favorite));
        }
        if !$filter.types.is_empty() {
            query = query.filter(
                sql::<Bool>(
                    "EXISTS (SELECT FROM media_items AS i JOIN media_types AS t ON t.id = i.media_type_id
                     WHERE i.id = user_libraries.media_item_id AND t.name = ANY(",
                )
                .bind::<Array<Text>, _>($filter.types.clone())
                .sql("))"),
            );
        }
        if let Some(search) = &$filter.search {
            let pattern = holding(search);
            query = query.filter(
                sql::<Bool>(
                    "EXISTS (SELECT FROM media_items AS i WHERE i.id = user_libraries.media_item_id
                     AND i.search_name LIKE search_normalize(",
                )
                .bind::<Text, _>(pattern)
                .sql("))"),
            );
        }
        query
    }};
}

type Row = (LibraryEntry, String, NaiveDate, i16);

impl NewLibraryEntry {
    /// Adds the entry; `None` when the item is in the library already.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<Option<LibraryEntry>> {
        diesel::insert_into(user_libraries::table)
            .values(self)
            .on_conflict((user_libraries::user_id, user_libraries::media_item_id))
            .do_nothing()
            .returning(LibraryEntry::as_returning())
            .get_result(&mut conn)
            .await
            .optional()
    }
}

impl LibraryEntry {
    /// Entries by id, as far as the scope lets them be seen.
    pub async fn by_ids(mut conn: &AsyncPgConnection, scope: &Scope, ids: &[LibraryEntryId]) -> QueryResult<Vec<Self>> {
        let rows = Self::query().filter(user_libraries::id.eq_any(ids)).load::<Self>(&mut conn).await?;
        Ok(rows.into_iter().filter(|entry| scope.includes(entry.user_id, entry.is_private)).collect())
    }

    /// A person's own entries of these items.
    pub async fn own_by_items(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(user_libraries::user_id.eq(user))
            .filter(user_libraries::media_item_id.eq_any(items))
            .load(&mut conn)
            .await
    }

    /// A person's own entry of an item, locked until the transaction ends.
    pub async fn find_own_for_update(mut conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(user_libraries::user_id.eq(user))
            .filter(user_libraries::media_item_id.eq(item))
            .for_update()
            .first(&mut conn)
            .await
            .optional()
    }

    /// Those of a person's own entries, in the order of their ids, locked until the transaction ends.
    pub async fn own_by_ids_for_update(
        mut conn: &AsyncPgConnection,
        user: UserId,
        ids: &[LibraryEntryId],
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(user_libraries::user_id.eq(user))
            .filter(user_libraries::id.eq_any(ids))
            .order(user_libraries::id)
            .for_update()
            .load(&mut conn)
            .await
    }

    /// Changes those of a person's own entries; answers the changed ones, in the order of their ids.
    pub async fn update_own(
        mut conn: &AsyncPgConnection,
        user: UserId,
        ids: &[LibraryEntryId],
        changes: &LibraryEntryChanges,
    ) -> QueryResult<Vec<Self>> {
        let own = user_libraries::table.filter(user_libraries::user_id.eq(user)).filter(user_libraries::id.eq_any(ids));
        let mut rows: Vec<Self> = if *changes == LibraryEntryChanges::default() {
            own.select(Self::as_select()).load(&mut conn).await?
        } else {
            diesel::update(own).set(changes).returning(Self::as_returning()).load(&mut conn).await?
        };
        rows.sort_by_key(|entry| entry.id);
        Ok(rows)
    }

    /// Takes an entry out of its person's own library; `None` when it was not there.
    pub async fn delete_own(mut conn: &AsyncPgConnection, user: UserId, id: LibraryEntryId) -> QueryResult<Option<Self>> {
        diesel::delete(user_libraries::table.find(id).filter(user_libraries::user_id.eq(user)))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
            .optional()
    }

    /// A library, each entry with its place. The scope is of one person.
    pub async fn page(
        conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &LibraryFilter,
        sort: LibrarySort,
        after: Option<LibraryKey>,
        limit: i64,
    ) -> QueryResult<Vec<(Self, LibraryKey)>> {
        match sort {
            LibrarySort::Added | LibrarySort::Updated => Self::page_by_time(conn, scope, filter, sort, after, limit).await,
            LibrarySort::Name | LibrarySort::Rating | LibrarySort::Released => {
                Self::page_by_item(conn, scope, filter, sort, after, limit).await
            }
        }
    }

    /// In an order that an index of the library has.
    async fn page_by_time(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &LibraryFilter,
        sort: LibrarySort,
        after: Option<LibraryKey>,
        limit: i64,
    ) -> QueryResult<Vec<(Self, LibraryKey)>> {
        let query = user_libraries::table.select(Self::as_select()).limit(limit).into_boxed();
        let query = narrowed!(query, scope, filter);
        let query = if sort == LibrarySort::Updated {
            query.order((user_libraries::updated_at.desc(), user_libraries::id.desc()))
        } else {
            query.order((user_libraries::added_at.desc(), user_libraries::id.desc()))
        };
        // As a row, so that the index is entered at the cursor.
        let query = match after {
            Some(LibraryKey::Added(at, id)) => query.filter(
                sql::<Bool>("(user_libraries.added_at, user_libraries.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            ),
            Some(LibraryKey::Updated(at, id)) => query.filter(
                sql::<Bool>("(user_libraries.updated_at, user_libraries.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            ),
            _ => query,
        };
        let rows: Vec<Self> = query.keep().load(&mut conn).await?;
        let placed = |entry: Self| {
            let key = if sort == LibrarySort::Updated {
                LibraryKey::Updated(entry.updated_at, entry.id)
            } else {
                LibraryKey::Added(entry.added_at, entry.id)
            };
            (entry, key)
        };
        Ok(rows.into_iter().map(placed).collect())
    }

    /// In an order that the items have: what is sorted is one person's library.
    async fn page_by_item(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &LibraryFilter,
        sort: LibrarySort,
        after: Option<LibraryKey>,
        limit: i64,
    ) -> QueryResult<Vec<(Self, LibraryKey)>> {
        let query = user_libraries::table
            .inner_join(media_items::table)
            .left_join(
                user_ratings::table.on(user_ratings::user_id
                    .eq(user_libraries::user_id)
                    .and(user_ratings::media_item_id.eq(user_libraries::media_item_id))),
            )
            .select((
                Self::as_select(),
                media_items::sort_name,
                sql::<Date>("coalesce(media_items.released_on, date '0001-01-01')"),
                sql::<SmallInt>("coalesce(user_ratings.rating, -1::smallint)"),
            ))
            .limit(limit)
            .into_boxed();
        let query = narrowed!(query, scope, filter);
        let query = match sort {
            LibrarySort::Rating => {
                query.order((sql::<SmallInt>("coalesce(user_ratings.rating, -1::smallint)").desc(), user_libraries::id.desc()))
            }
            LibrarySort::Released => query
                .order((sql::<Date>("coalesce(media_items.released_on, date '0001-01-01')").desc(), user_libraries::id.desc())),
            _ => query.order((media_items::sort_name.asc(), user_libraries::id.asc())),
        };
        let query = match after {
            Some(LibraryKey::Name(name, id)) => query.filter(
                sql::<Bool>("(media_items.sort_name, user_libraries.id) > (")
                    .bind::<Text, _>(name)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            ),
            Some(LibraryKey::Rating(rating, id)) => query.filter(
                sql::<Bool>("(coalesce(user_ratings.rating, -1::smallint), user_libraries.id) < (")
                    .bind::<SmallInt, _>(rating)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            ),
            Some(LibraryKey::Released(on, id)) => query.filter(
                sql::<Bool>("(coalesce(media_items.released_on, date '0001-01-01'), user_libraries.id) < (")
                    .bind::<Date, _>(on)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            ),
            _ => query,
        };
        let rows: Vec<Row> = query.keep().load(&mut conn).await?;
        let placed = |(entry, name, released, rating): Row| {
            let key = match sort {
                LibrarySort::Rating => LibraryKey::Rating(rating, entry.id),
                LibrarySort::Released => LibraryKey::Released(released, entry.id),
                _ => LibraryKey::Name(name, entry.id),
            };
            (entry, key)
        };
        Ok(rows.into_iter().map(placed).collect())
    }

    /// How many entries a library has.
    pub async fn count(mut conn: &AsyncPgConnection, scope: &Scope, filter: &LibraryFilter) -> QueryResult<i64> {
        let query = user_libraries::table.count().into_boxed();
        narrowed!(query, scope, filter).keep().get_result(&mut conn).await
    }
}
