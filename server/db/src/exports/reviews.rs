use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::user_reviews;
use crate::{MediaItemId, ReviewId, UserId};

/// What a person wrote about an item.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = user_reviews)]
pub struct OwnReview {
    /// Its id.
    pub id: ReviewId,
    /// About what.
    pub media_item_id: MediaItemId,
    /// Its headline.
    pub title: Option<String>,
    /// Its text.
    pub content: String,
    /// Whether it gives things away.
    pub contains_spoilers: bool,
    /// Whether others may read it.
    pub is_public: bool,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

impl OwnReview {
    /// A part of a person's reviews, by id.
    pub async fn page(mut conn: &AsyncPgConnection, user: UserId, after: Option<ReviewId>, limit: i64) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().filter(user_reviews::user_id.eq(user)).order(user_reviews::id).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(user_reviews::id.gt(after));
        }
        query.load(&mut conn).await
    }
}
