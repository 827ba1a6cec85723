use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{BigInt, Date, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ListSortOrder;

/// A statement that is put together.
pub(super) type Statement = BoxedSqlQuery<'static, Pg, SqlQuery>;

/// An item's place in a sorted list; without a rating or release date it comes last. The id tells apart what is alike: of a
/// list's row, on smart lists of the item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKey {
    /// The rank.
    Manual(String, Uuid),
    /// The item's sort name.
    Title(String, Uuid),
    /// When it was added; to a smart list, when the item came into the catalogue.
    Added(DateTime<Utc>, Uuid),
    /// The release date.
    Released(Option<NaiveDate>, Uuid),
    /// The viewer's rating, -1 for none.
    Rating(i16, Uuid),
}

impl ListKey {
    /// The order it is a place of.
    #[must_use]
    pub fn sort(&self) -> ListSortOrder {
        match self {
            Self::Manual(..) => ListSortOrder::Manual,
            Self::Title(..) => ListSortOrder::Title,
            Self::Added(..) => ListSortOrder::DateAdded,
            Self::Released(..) => ListSortOrder::ReleaseDate,
            Self::Rating(..) => ListSortOrder::Rating,
        }
    }
}

/// What a sorted row has to its place.
pub(super) struct Placed {
    pub id: Uuid,
    pub position: String,
    pub sort_name: String,
    pub added_at: DateTime<Utc>,
    pub released_on: Option<NaiveDate>,
    pub rating: i16,
}

impl Placed {
    pub fn key(self, sort: ListSortOrder) -> ListKey {
        match sort {
            ListSortOrder::Manual => ListKey::Manual(self.position, self.id),
            ListSortOrder::Title => ListKey::Title(self.sort_name, self.id),
            ListSortOrder::DateAdded => ListKey::Added(self.added_at, self.id),
            ListSortOrder::ReleaseDate => ListKey::Released(self.released_on, self.id),
            ListSortOrder::Rating => ListKey::Rating(self.rating, self.id),
        }
    }
}

/// How rows are sorted: the expression that decides, in the words of its index, and the direction.
pub(super) struct Order {
    pub key: &'static str,
    pub id: &'static str,
    pub direction: &'static str,
}

impl Order {
    /// The end of a statement whose first parameters are `used`: from the cursor on, sorted, no more than so many.
    pub fn end(&self, after: Option<&ListKey>, used: usize) -> String {
        let Self { key, id, direction } = self;
        let compare = if *direction == "DESC" { "<" } else { ">" };
        let (value, row) = (used + 2, used + 3);
        // As a row, so that the index is entered at the cursor.
        let from = match after {
            None => String::new(),
            Some(ListKey::Released(..)) => {
                format!(" AND ({key}, {id}) {compare} (coalesce(${value}::date, '-infinity'::date), ${row})")
            }
            Some(_) => format!(" AND ({key}, {id}) {compare} (${value}, ${row})"),
        };
        let limit = used + 1;
        format!("{from} ORDER BY {key} {direction}, {id} {direction} LIMIT ${limit}")
    }
}

/// Binds what [`Order::end`] asks for.
pub(super) fn bind_end(query: Statement, after: Option<ListKey>, limit: i64) -> Statement {
    let query = query.bind::<BigInt, _>(limit);
    match after {
        None => query,
        Some(ListKey::Manual(text, id) | ListKey::Title(text, id)) => query.bind::<Text, _>(text).bind::<SqlUuid, _>(id),
        Some(ListKey::Added(at, id)) => query.bind::<Timestamptz, _>(at).bind::<SqlUuid, _>(id),
        Some(ListKey::Released(on, id)) => query.bind::<Nullable<Date>, _>(on).bind::<SqlUuid, _>(id),
        Some(ListKey::Rating(rating, id)) => query.bind::<SmallInt, _>(rating).bind::<SqlUuid, _>(id),
    }
}
