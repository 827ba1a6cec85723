use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::kept_privately;
use crate::kept::Keep as _;
use crate::schema::{user_reviews, watch_sessions};
use crate::{MediaItemId, ReviewId, Scope, UserId, WatchSessionId};

/// What a person wrote about an item, or about one of their cycles through it.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = user_reviews, treat_none_as_default_value = false)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// Who.
    pub user_id: UserId,
    /// About what.
    pub media_item_id: MediaItemId,
    /// About which cycle; none where it is about the item as such.
    pub watch_session_id: Option<WatchSessionId>,
    /// Its headline.
    pub title: Option<String>,
    /// Its text, in Markdown.
    pub content: String,
    /// Whether it gives away what happens.
    pub contains_spoilers: bool,
    /// Whether others may read it, as far as its person lets them see anything.
    pub is_public: bool,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Which reviews a list has.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReviewFilter {
    /// About this item.
    pub item: Option<MediaItemId>,
}

impl Review {
    /// A person's own review, locked until the transaction ends.
    pub async fn find_own_for_update(mut conn: &AsyncPgConnection, user: UserId, id: ReviewId) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(user_reviews::user_id.eq(user)).for_update().first(&mut conn).await.optional()
    }

    /// A person's own review of an item, of this cycle or of none, locked until the transaction ends.
    pub async fn find_own_of_for_update(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        cycle: Option<WatchSessionId>,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(user_reviews::user_id.eq(user))
            .filter(user_reviews::media_item_id.eq(item))
            .filter(user_reviews::watch_session_id.is_not_distinct_from(cycle))
            .for_update()
            .first(&mut conn)
            .await
            .optional()
    }

    /// Writes a new one.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(user_reviews::table).values(self).execute(&mut conn).await.map(|_| ())
    }

    /// Writes what it says now.
    pub async fn save(&self, mut conn: &AsyncPgConnection) -> QueryResult<Self> {
        diesel::update(user_reviews::table.find(self.id))
            .set((
                user_reviews::title.eq(&self.title),
                user_reviews::content.eq(&self.content),
                user_reviews::contains_spoilers.eq(self.contains_spoilers),
                user_reviews::is_public.eq(self.is_public),
            ))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
    }

    /// Takes it back.
    pub async fn delete(mut conn: &AsyncPgConnection, id: ReviewId) -> QueryResult<()> {
        diesel::delete(user_reviews::table.find(id)).execute(&mut conn).await.map(|_| ())
    }

    /// Whether there is one of this cycle.
    pub async fn any_of_cycle(mut conn: &AsyncPgConnection, cycle: WatchSessionId) -> QueryResult<bool> {
        diesel::select(exists(user_reviews::table.filter(user_reviews::watch_session_id.eq(cycle)))).get_result(&mut conn).await
    }

    /// Reviews by id, as far as the scope lets them be seen.
    pub async fn by_ids(mut conn: &AsyncPgConnection, scope: &Scope, ids: &[ReviewId]) -> QueryResult<Vec<Self>> {
        visible(scope, ReviewFilter::default())
            .filter(user_reviews::id.eq_any(ids))
            .select(Self::as_select())
            .keep()
            .load(&mut conn)
            .await
    }

    /// A person's own reviews of these items, the latest first.
    pub async fn own_by_items(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(user_reviews::user_id.eq(user))
            .filter(user_reviews::media_item_id.eq_any(items))
            .order((user_reviews::created_at.desc(), user_reviews::id.desc()))
            .load(&mut conn)
            .await
    }

    /// Reviews, the latest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: ReviewFilter,
        after: Option<(DateTime<Utc>, ReviewId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = visible(scope, filter)
            .select(Self::as_select())
            .order((user_reviews::created_at.desc(), user_reviews::id.desc()))
            .limit(limit);
        if let Some((at, id)) = after {
            query = query.filter(
                sql::<Bool>("(user_reviews.created_at, user_reviews.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// How many reviews such a list has.
    pub async fn count(mut conn: &AsyncPgConnection, scope: &Scope, filter: ReviewFilter) -> QueryResult<i64> {
        visible(scope, filter).count().keep().get_result(&mut conn).await
    }

    /// The numbers of these cycles, as far as the scope lets what is said of them be seen.
    pub async fn cycle_numbers(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        cycles: &[WatchSessionId],
    ) -> QueryResult<Vec<(WatchSessionId, i32)>> {
        let found: Vec<(WatchSessionId, UserId, i32)> = watch_sessions::table
            .filter(watch_sessions::id.eq_any(cycles))
            .select((watch_sessions::id, watch_sessions::user_id, watch_sessions::session_number))
            .load(&mut conn)
            .await?;
        let seen = found.into_iter().filter(|(_, user, _)| scope.includes(*user, false));
        Ok(seen.map(|(id, _, number)| (id, number)).collect())
    }
}

fn visible<'a>(scope: &Scope, filter: ReviewFilter) -> user_reviews::BoxedQuery<'a, Pg> {
    let mut query = user_reviews::table.into_boxed();
    if let Some(owners) = scope.owners() {
        query = match owners.as_slice() {
            // Equality, so that the index also gives the order.
            [owner] => query.filter(user_reviews::user_id.eq(*owner)),
            _ => query.filter(user_reviews::user_id.eq_any(owners)),
        };
        let viewer = scope.viewer().unwrap_or(UserId(uuid::Uuid::nil()));
        query = query.filter(
            sql::<Bool>("(user_reviews.user_id = ")
                .bind::<SqlUuid, _>(viewer)
                .sql(&format!(" OR user_reviews.is_public AND NOT {})", kept_privately("user_reviews"))),
        );
    }
    if let Some(item) = filter.item {
        query = query.filter(user_reviews::media_item_id.eq(item));
    }
    query
}
