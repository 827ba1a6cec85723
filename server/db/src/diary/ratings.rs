use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Double, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::kept_privately;
use crate::kept::Keep as _;
use crate::schema::{user_rating_history, user_ratings};
use crate::{MediaItemId, RatingId, RatingType, Scope, UserId};

/// How a person rated an item.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = user_ratings)]
pub struct Rating {
    /// Its id.
    pub id: RatingId,
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// How good, from 0 to 100.
    pub rating: i16,
    /// The scale it was given on.
    pub rating_type: RatingType,
    /// When.
    pub rated_at: DateTime<Utc>,
}

/// A rating that was replaced or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = user_rating_history)]
pub struct FormerRating {
    /// Its id: not the rating's, which stays through its changes.
    pub id: RatingId,
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// How good, from 0 to 100.
    pub rating: i16,
    /// The scale it was given on.
    pub rating_type: RatingType,
    /// When.
    pub rated_at: DateTime<Utc>,
    /// Until when it stood.
    pub replaced_at: DateTime<Utc>,
}

/// How several people together rated an item.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct RatingSummary {
    /// What.
    #[diesel(sql_type = SqlUuid)]
    pub media_item_id: MediaItemId,
    /// How many rated it.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// Their average, from 0 to 100.
    #[diesel(sql_type = Double)]
    pub average: f64,
}

/// Which ratings a list has.
#[derive(Debug, Clone, Default)]
pub struct RatingFilter {
    /// Of this item.
    pub item: Option<MediaItemId>,
    /// Of media types with these names; empty is all.
    pub types: Vec<String>,
}

impl Rating {
    /// A person's own rating of an item, locked until the transaction ends.
    pub async fn find_own_for_update(mut conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(user_ratings::user_id.eq(user))
            .filter(user_ratings::media_item_id.eq(item))
            .for_update()
            .first(&mut conn)
            .await
            .optional()
    }

    /// Makes this the person's rating of the item.
    pub async fn set(&self, mut conn: &AsyncPgConnection) -> QueryResult<Self> {
        diesel::insert_into(user_ratings::table)
            .values(self)
            .on_conflict((user_ratings::user_id, user_ratings::media_item_id))
            .do_update()
            .set((
                user_ratings::rating.eq(self.rating),
                user_ratings::rating_type.eq(self.rating_type),
                user_ratings::rated_at.eq(self.rated_at),
            ))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
    }

    /// Withdraws a rating.
    pub async fn delete(mut conn: &AsyncPgConnection, id: RatingId) -> QueryResult<()> {
        diesel::delete(user_ratings::table.find(id)).execute(&mut conn).await.map(|_| ())
    }

    /// Ratings by id, as far as the scope lets them be seen.
    pub async fn by_ids(mut conn: &AsyncPgConnection, scope: &Scope, ids: &[RatingId]) -> QueryResult<Vec<Self>> {
        visible(scope, &RatingFilter::default())
            .filter(user_ratings::id.eq_any(ids))
            .select(Self::as_select())
            .keep()
            .load(&mut conn)
            .await
    }

    /// How this person rated these items, as far as the scope lets it be seen.
    pub async fn by_user_items(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        pairs: &[(UserId, MediaItemId)],
    ) -> QueryResult<Vec<Self>> {
        let pairs: HashSet<_> = pairs.iter().filter(|(user, _)| scope.includes(*user, false)).collect();
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        // Each column by itself, since the planner enters no index for pairs of which it does not know how many they are.
        let users: HashSet<Uuid> = pairs.iter().map(|(user, _)| user.0).collect();
        let items: HashSet<Uuid> = pairs.iter().map(|(_, item)| item.0).collect();
        let mut found: Vec<Self> = visible(scope, &RatingFilter::default())
            .select(Self::as_select())
            .filter(
                sql::<Bool>("user_ratings.user_id = ANY(")
                    .bind::<Array<SqlUuid>, _>(Vec::from_iter(users))
                    .sql(") AND user_ratings.media_item_id = ANY(")
                    .bind::<Array<SqlUuid>, _>(Vec::from_iter(items))
                    .sql(")"),
            )
            .keep()
            .load(&mut conn)
            .await?;
        found.retain(|rating| pairs.contains(&(rating.user_id, rating.media_item_id)));
        Ok(found)
    }

    /// Ratings, the latest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &RatingFilter,
        after: Option<(DateTime<Utc>, RatingId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = visible(scope, filter)
            .select(Self::as_select())
            .order((user_ratings::rated_at.desc(), user_ratings::id.desc()))
            .limit(limit);
        if let Some((at, id)) = after {
            query = query.filter(
                sql::<Bool>("(user_ratings.rated_at, user_ratings.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// How many ratings such a list has.
    pub async fn count(mut conn: &AsyncPgConnection, scope: &Scope, filter: &RatingFilter) -> QueryResult<i64> {
        visible(scope, filter).count().keep().get_result(&mut conn).await
    }
}

/// Whose own things are shown them although they are private.
fn viewer_of(scope: &Scope) -> UserId {
    scope.viewer().unwrap_or(UserId(Uuid::nil()))
}

/// Of others, what they keep for themselves is left out.
fn visible<'a>(scope: &Scope, filter: &RatingFilter) -> user_ratings::BoxedQuery<'a, diesel::pg::Pg> {
    let mut query = user_ratings::table.into_boxed();
    if let Some(owners) = scope.owners() {
        query = match owners.as_slice() {
            // Equality, so that the index also gives the order.
            [owner] => query.filter(user_ratings::user_id.eq(*owner)),
            _ => query.filter(user_ratings::user_id.eq_any(owners.clone())),
        };
        let viewer = viewer_of(scope);
        // What is one's own needs no further look.
        if owners.as_slice() != [viewer] {
            query = query.filter(
                sql::<Bool>("(user_ratings.user_id = ")
                    .bind::<SqlUuid, _>(viewer)
                    .sql(&format!(" OR NOT {})", kept_privately("user_ratings"))),
            );
        }
    }
    if let Some(item) = filter.item {
        query = query.filter(user_ratings::media_item_id.eq(item));
    }
    if !filter.types.is_empty() {
        query = query.filter(
            sql::<Bool>(
                "EXISTS (SELECT FROM media_items AS i JOIN media_types AS t ON t.id = i.media_type_id
                 WHERE i.id = user_ratings.media_item_id AND t.name = ANY(",
            )
            .bind::<Array<Text>, _>(filter.types.clone())
            .sql("))"),
        );
    }
    query
}

impl FormerRating {
    /// Keeps what a rating was.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(user_rating_history::table).values(self).execute(&mut conn).await.map(|_| ())
    }

    /// A person's own former ratings of an item, the latest first; at most a hundred.
    pub async fn own(mut conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(user_rating_history::user_id.eq(user))
            .filter(user_rating_history::media_item_id.eq(item))
            .order((user_rating_history::replaced_at.desc(), user_rating_history::id.desc()))
            .limit(100)
            .load(&mut conn)
            .await
    }
}

impl RatingSummary {
    /// How the people in the scope rated these items; an item that nobody rated is left out.
    pub async fn by_items(mut conn: &AsyncPgConnection, scope: &Scope, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "SELECT media_item_id, count(*) AS count, avg(rating)::float8 AS average FROM user_ratings
             WHERE media_item_id = ANY($1) AND ($2::uuid[] IS NULL OR user_id = ANY($2) AND (user_id = $3 OR NOT {}))
             GROUP BY media_item_id",
            kept_privately("user_ratings")
        ))
        .bind::<Array<SqlUuid>, _>(items)
        .bind::<Nullable<Array<SqlUuid>>, _>(scope.owners())
        .bind::<SqlUuid, _>(viewer_of(scope))
        .keep()
        .load(&mut conn)
        .await
    }
}
