use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::friendships;
use crate::{FriendshipId, FriendshipState, UserId};

/// What two people are to each other: one row per pair, whoever asked. A blocked pair was blocked by its requester.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = friendships)]
pub struct Friendship {
    /// Its id.
    pub id: FriendshipId,
    /// Who asked, or blocked.
    pub requester_id: UserId,
    /// Who was asked, or blocked.
    pub addressee_id: UserId,
    /// Where it stands.
    pub state: FriendshipState,
    /// When it was answered, or the other was blocked.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

type Condition = Box<dyn BoxableExpression<friendships::table, Pg, SqlType = Bool>>;

/// Those that this person has: a block is only the blocker's.
fn had_by(person: UserId, state: FriendshipState) -> Condition {
    let asked = friendships::state.eq(state).and(friendships::requester_id.eq(person));
    if state == FriendshipState::Blocked {
        return Box::new(asked);
    }
    Box::new(asked.or(friendships::state.eq(state).and(friendships::addressee_id.eq(person))))
}

impl Friendship {
    /// The one of the two that is not this person.
    #[must_use]
    pub fn other(&self, person: UserId) -> UserId {
        if self.requester_id == person { self.addressee_id } else { self.requester_id }
    }

    /// Adds it; false when the pair has one already.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<bool> {
        let inserted = diesel::insert_into(friendships::table).values(self).on_conflict_do_nothing().execute(&mut conn).await?;
        Ok(inserted > 0)
    }

    /// One that this person has, in whatever state.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, id: FriendshipId, person: UserId) -> QueryResult<Option<Self>> {
        let states = [FriendshipState::Requested, FriendshipState::Accepted, FriendshipState::Blocked];
        let [requested, accepted, blocked] = states.map(|state| had_by(person, state));
        Self::query().filter(friendships::id.eq(id)).filter(requested.or(accepted).or(blocked)).first(&mut conn).await.optional()
    }

    /// One, locked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock(mut conn: &AsyncPgConnection, id: FriendshipId) -> QueryResult<Option<Self>> {
        Self::query().filter(friendships::id.eq(id)).for_update().first(&mut conn).await.optional()
    }

    /// That of two people, locked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock_pair(mut conn: &AsyncPgConnection, one: UserId, other: UserId) -> QueryResult<Option<Self>> {
        let there = friendships::requester_id.eq(one).and(friendships::addressee_id.eq(other));
        let back = friendships::requester_id.eq(other).and(friendships::addressee_id.eq(one));
        Self::query().filter(there.or(back)).for_update().first(&mut conn).await.optional()
    }

    /// Keeps who asked or blocked whom, where it stands, and since when.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(friendships::table.find(self.id))
            .set((
                friendships::requester_id.eq(self.requester_id),
                friendships::addressee_id.eq(self.addressee_id),
                friendships::state.eq(self.state),
                friendships::answered_at.eq(self.answered_at),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn delete(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::delete(friendships::table.find(self.id)).execute(&mut conn).await?;
        Ok(())
    }

    /// A person's, the latest first; of the blocked pairs only those whom this person blocked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        person: UserId,
        state: FriendshipState,
        after: Option<FriendshipId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().filter(had_by(person, state)).order(friendships::id.desc()).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(friendships::id.lt(after));
        }
        query.load(&mut conn).await
    }

    /// How many such a list has.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, person: UserId, state: FriendshipState) -> QueryResult<i64> {
        friendships::table.filter(had_by(person, state)).count().get_result(&mut conn).await
    }

    /// How many requests of this person nobody has answered yet.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count_open_requests(mut conn: &AsyncPgConnection, requester: UserId) -> QueryResult<i64> {
        friendships::table
            .filter(friendships::requester_id.eq(requester))
            .filter(friendships::state.eq(FriendshipState::Requested))
            .count()
            .get_result(&mut conn)
            .await
    }
}
