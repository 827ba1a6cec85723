use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Array, BigInt, Date, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::order::{ListKey, Order, Placed, Statement, bind_end};
use crate::kept::Keep as _;
use crate::like::holding;
use crate::{ListSortOrder, MediaItemId, UserId};

/// What a smart list holds, of the films, shows, books and albums of the catalogue: the column `user_lists.filter`. What is
/// left out does not narrow it. The second half asks how the list's owner stands to an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromSqlRow, AsExpression)]
#[diesel(sql_type = Jsonb)]
#[serde(default)]
pub struct SmartFilter {
    /// Of media types with these names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// With all of these genres.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    /// Of this year or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_from: Option<i16>,
    /// Of this year or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_to: Option<i16>,
    /// Whose title holds this, without regard to case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// In the owner's library with one of these states.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<String>,
    /// Among the owner's favourites, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_favorite: Option<bool>,
    /// Rated by the owner with so much at least, from 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating_from: Option<i16>,
    /// Rated by the owner with so much at the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating_to: Option<i16>,
    /// Played or completed by the owner, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_watched: Option<bool>,
}

impl SmartFilter {
    /// Whether it asks how its owner stands to an item.
    #[must_use]
    pub fn asks_for_state(&self) -> bool {
        !self.statuses.is_empty()
            || self.is_favorite.is_some()
            || self.rating_from.is_some()
            || self.rating_to.is_some()
            || self.is_watched.is_some()
    }
}

impl FromSql<Jsonb, Pg> for SmartFilter {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_value(<serde_json::Value as FromSql<Jsonb, Pg>>::from_sql(value)?)?)
    }
}

impl ToSql<Jsonb, Pg> for SmartFilter {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(self)?;
        <serde_json::Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
    }
}

/// As far as whose state a smart list may be read, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct SmartState {
    /// Whose.
    pub owner: UserId,
    /// With what they keep for themselves: for their own eyes.
    pub with_private: bool,
    /// Whose ratings the order goes by.
    pub viewer: Option<UserId>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: MediaItemId,
    #[diesel(sql_type = Text)]
    sort_name: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Date>)]
    released_on: Option<NaiveDate>,
    #[diesel(sql_type = SmallInt)]
    rating: i16,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How the viewer rated the items `i`.
const RATED: &str = "LEFT JOIN user_ratings r ON r.user_id = $2 AND r.media_item_id = i.id";

/// What narrows the items `i`, and the values that go with it; `$1` is the owner and `$2` the viewer.
struct Narrowing {
    conditions: Vec<String>,
    values: Vec<Value>,
}

enum Value {
    Texts(Vec<String>),
    Text(String),
    Number(i16),
}

impl Narrowing {
    fn new(filter: &SmartFilter, with_private: bool) -> Self {
        let top = "i.parent_id IS NULL AND i.hierarchy_level = 0".to_owned();
        let mut all = Self { conditions: vec![top], values: Vec::new() };
        all.by_catalogue(filter);
        all.by_state(filter, with_private);
        all
    }

    /// Adds a condition, whose `{}` is the value.
    fn add(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let place = format!("${}", self.values.len() + 2);
        self.conditions.push(condition.replace("{}", &place));
    }

    fn text(&self) -> String {
        self.conditions.join(" AND ")
    }

    fn by_catalogue(&mut self, filter: &SmartFilter) {
        if filter.types.is_empty() {
            self.conditions.push("i.media_type_id IN (SELECT id FROM media_types WHERE is_enabled)".to_owned());
        } else {
            let types = Value::Texts(filter.types.clone());
            self.add("i.media_type_id IN (SELECT id FROM media_types WHERE name = ANY({}::text[]))", types);
        }
        if !filter.genres.is_empty() {
            self.add("i.genres @> {}::text[]", Value::Texts(filter.genres.clone()));
        }
        if let Some(year) = filter.year_from {
            self.add("i.year >= {}", Value::Number(year));
        }
        if let Some(year) = filter.year_to {
            self.add("i.year <= {}", Value::Number(year));
        }
        if let Some(text) = &filter.text {
            let pattern = holding(text);
            self.add("i.search_name LIKE search_normalize({})", Value::Text(pattern));
        }
    }

    /// What the owner keeps for themselves is, for others, as if it were not there.
    fn by_state(&mut self, filter: &SmartFilter, with_private: bool) {
        let (entry, play) = if with_private { ("", "") } else { (" AND NOT e.is_private", " AND NOT p.is_private") };
        let unless_hidden = |row: &str| {
            if with_private {
                return String::new();
            }
            format!(
                " AND {row}.media_item_id NOT IN (
                     SELECT h.media_item_id FROM user_libraries h WHERE h.user_id = $1 AND h.is_private)"
            )
        };
        if !filter.statuses.is_empty() {
            let statuses = Value::Texts(filter.statuses.clone());
            let kept = format!(
                "i.id IN (SELECT e.media_item_id FROM user_libraries e WHERE e.user_id = $1 AND e.status = ANY({{}}::text[]){entry})"
            );
            self.add(&kept, statuses);
        }
        let negation = |is: bool| if is { "" } else { "NOT " };
        if let Some(is_favorite) = filter.is_favorite {
            let not = negation(is_favorite);
            self.conditions.push(format!(
                "i.id {not}IN (SELECT e.media_item_id FROM user_libraries e WHERE e.user_id = $1 AND e.is_favorite{entry})"
            ));
        }
        if filter.rating_from.is_some() || filter.rating_to.is_some() {
            let hidden = unless_hidden("r");
            self.values.push(Value::Number(filter.rating_from.unwrap_or(0)));
            let from = self.values.len() + 2;
            let rated = format!(
                "i.id IN (SELECT r.media_item_id FROM user_ratings r
                     WHERE r.user_id = $1 AND r.rating BETWEEN ${from} AND {{}}{hidden})"
            );
            self.add(&rated, Value::Number(filter.rating_to.unwrap_or(100)));
        }
        if let Some(is_watched) = filter.is_watched {
            let (not, hidden) = (negation(is_watched), unless_hidden("p"));
            self.conditions.push(format!(
                "i.id {not}IN (
                     SELECT p.media_item_id FROM plays p WHERE p.user_id = $1 AND p.deleted_at IS NULL{play}{hidden}
                     UNION ALL
                     SELECT e.media_item_id FROM user_libraries e WHERE e.user_id = $1 AND e.status = 'completed'{entry})"
            ));
        }
    }

    fn bind(self, text: &str, state: SmartState) -> Statement {
        let query =
            diesel::sql_query(text).into_boxed().bind::<SqlUuid, _>(state.owner).bind::<Nullable<SqlUuid>, _>(state.viewer);
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Texts(texts) => query.bind::<Array<Text>, _>(texts),
            Value::Text(text) => query.bind::<Text, _>(text),
            Value::Number(number) => query.bind::<SmallInt, _>(number),
        })
    }
}

impl SmartFilter {
    /// The items that pass it, each with its place. There is no order by rank: that is by title.
    pub async fn page(
        &self,
        mut conn: &AsyncPgConnection,
        state: SmartState,
        sort: ListSortOrder,
        after: Option<ListKey>,
        limit: i64,
    ) -> QueryResult<Vec<(MediaItemId, ListKey)>> {
        let (sort, key, direction) = match sort {
            ListSortOrder::Manual | ListSortOrder::Title => (ListSortOrder::Title, "i.sort_name", "ASC"),
            ListSortOrder::DateAdded => (sort, "i.created_at", "DESC"),
            ListSortOrder::ReleaseDate => (sort, "coalesce(i.released_on, '-infinity'::date)", "DESC"),
            ListSortOrder::Rating => (sort, "coalesce(r.rating, -1::smallint)", "DESC"),
        };
        let narrowing = Narrowing::new(self, state.with_private);
        let end = Order { key, id: "i.id", direction }.end(after.as_ref(), narrowing.values.len() + 2);
        // Only the order by rating needs any.
        let (rating, rated) = match sort {
            ListSortOrder::Rating => ("coalesce(r.rating, -1::smallint)", RATED),
            _ => ("-1::smallint", ""),
        };
        let text = format!(
            "SELECT i.id, i.sort_name, i.created_at, i.released_on, {rating} AS rating FROM media_items i {rated} WHERE {}{end}",
            narrowing.text()
        );
        let rows: Vec<Found> = bind_end(narrowing.bind(&text, state), after, limit).keep().load(&mut conn).await?;
        let placed = |row: Found| {
            let Found { id, sort_name, created_at, released_on, rating } = row;
            let placed = Placed { id: id.0, position: String::new(), sort_name, added_at: created_at, released_on, rating };
            (id, placed.key(sort))
        };
        Ok(rows.into_iter().map(placed).collect())
    }

    /// How many items pass it.
    pub async fn count(&self, mut conn: &AsyncPgConnection, state: SmartState) -> QueryResult<i64> {
        let narrowing = Narrowing::new(self, state.with_private);
        let text = format!("SELECT count(*) AS count FROM media_items i WHERE {}", narrowing.text());
        let row: Count = narrowing.bind(&text, state).keep().get_result(&mut conn).await?;
        Ok(row.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_filter_leaves_out_is_not_kept() {
        let filter = SmartFilter { year_from: Some(1980), ..SmartFilter::default() };
        assert_eq!(serde_json::to_value(&filter).unwrap(), serde_json::json!({ "year_from": 1980 }));
        assert!(!filter.asks_for_state());
        assert!(SmartFilter { is_watched: Some(false), ..filter }.asks_for_state());
    }
}
