use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{calendar_feeds, users};
use crate::{CalendarFeedId, UserId, UserStatus};

/// The address at which a person's calendar can be read without signing in. Its secret is not in it.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = calendar_feeds)]
pub struct CalendarFeed {
    /// Its id.
    pub id: CalendarFeedId,
    /// Whose calendar.
    pub user_id: UserId,
    /// When it was last read, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// An address to be.
#[derive(Insertable)]
#[diesel(table_name = calendar_feeds)]
pub struct NewCalendarFeed {
    /// Its id.
    pub id: CalendarFeedId,
    /// Whose calendar.
    pub user_id: UserId,
    /// The hash of its secret.
    pub token_hash: Vec<u8>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

impl NewCalendarFeed {
    /// Adds the address; one that the person had must be gone.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<CalendarFeed> {
        diesel::insert_into(calendar_feeds::table).values(self).returning(CalendarFeed::as_select()).get_result(&mut conn).await
    }
}

impl CalendarFeed {
    /// A person's address.
    pub async fn of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Option<Self>> {
        Self::query().filter(calendar_feeds::user_id.eq(user)).first(&mut conn).await.optional()
    }

    /// The address with the secret of this hash, if its person may sign in.
    pub async fn find(mut conn: &AsyncPgConnection, token_hash: &[u8]) -> QueryResult<Option<Self>> {
        let active = users::table.filter(users::status.eq(UserStatus::Active)).select(users::id);
        Self::query()
            .filter(calendar_feeds::token_hash.eq(token_hash.to_vec()))
            .filter(calendar_feeds::user_id.eq_any(active))
            .first(&mut conn)
            .await
            .optional()
    }

    /// Ends a person's address; answers the one that was.
    pub async fn delete_of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Option<Self>> {
        diesel::delete(calendar_feeds::table.filter(calendar_feeds::user_id.eq(user)))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
            .optional()
    }

    /// Notes that it was read.
    pub async fn touch(mut conn: &AsyncPgConnection, id: CalendarFeedId, now: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(calendar_feeds::table.find(id))
            .set(calendar_feeds::last_used_at.eq(now))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}
