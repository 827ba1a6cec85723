use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Preferences, PrivacySettings};
use crate::kept::Keep as _;
use crate::like::holding;
use crate::schema::users;
use crate::{Role, Scope, UserId, UserStatus};

/// A person, without their secrets.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = users)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// What they sign in with; nobody else has it, in any case.
    pub username: Option<String>,
    /// Their address; nobody else has it, in any case.
    pub email: Option<String>,
    /// When they proved that the address is theirs.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// They must choose a new password before anything else.
    pub requires_password_change: bool,
    /// What others call them.
    pub display_name: String,
    /// Their first name.
    pub first_name: Option<String>,
    /// Their last name.
    pub last_name: Option<String>,
    /// Where their picture is.
    pub avatar_url: Option<String>,
    /// What they say about themselves.
    pub bio: Option<String>,
    /// The IANA name of their time zone: decides what a day is for them.
    pub timezone: String,
    /// The BCP 47 tag of their language.
    pub locale: String,
    /// What they may do here.
    pub role: Role,
    /// Whether they may sign in.
    pub status: UserStatus,
    /// What they let others see.
    pub privacy_settings: PrivacySettings,
    /// How they want to see MediaNest.
    pub preferences: Preferences,
    /// When they took possession of the account; somebody from an import has not.
    pub claimed_at: Option<DateTime<Utc>>,
    /// When they last signed in.
    pub last_login_at: Option<DateTime<Utc>>,
    /// When everything of them is erased, because they asked for it.
    pub erase_at: Option<DateTime<Utc>>,
    /// When they came.
    pub created_at: DateTime<Utc>,
}

/// A person's password, apart from the person so that it cannot leak with them.
#[derive(HasQuery)]
#[diesel(table_name = users)]
pub struct Credential {
    /// Whose.
    pub id: UserId,
    /// Their display name.
    pub display_name: String,
    /// Whether they may sign in.
    pub status: UserStatus,
    /// The argon2id hash; none for somebody who cannot sign in by password.
    pub password_hash: Option<String>,
}

/// A person to be.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser {
    /// Its id.
    pub id: UserId,
    /// What they sign in with.
    pub username: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// The argon2id hash of their password.
    pub password_hash: Option<String>,
    /// When it was chosen.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// They must choose a new one first.
    pub requires_password_change: bool,
    /// What others call them.
    pub display_name: String,
    /// The BCP 47 tag of their language.
    pub locale: String,
    /// What they may do.
    pub role: Role,
    /// When they took possession of the account.
    pub claimed_at: Option<DateTime<Utc>>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// What to change of a person; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserChanges {
    /// What others call them.
    pub display_name: Option<String>,
    /// Their first name.
    pub first_name: Option<Option<String>>,
    /// Their last name.
    pub last_name: Option<Option<String>>,
    /// Where their picture is.
    pub avatar_url: Option<Option<String>>,
    /// What they say about themselves.
    pub bio: Option<Option<String>>,
    /// Their time zone.
    pub timezone: Option<String>,
    /// Their language.
    pub locale: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may sign in.
    pub status: Option<UserStatus>,
    /// What they let others see.
    pub privacy_settings: Option<PrivacySettings>,
    /// How they want to see MediaNest.
    pub preferences: Option<Preferences>,
    /// When they last signed in.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// Which people a list has.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Part of the display name or user name, without regard to case and accents.
    pub search: Option<String>,
    /// Of this role.
    pub role: Option<Role>,
    /// In this state; without it everybody but the deleted.
    pub status: Option<UserStatus>,
    /// Whether they have taken possession of their account.
    pub is_claimed: Option<bool>,
}

/// The order of lists of people: by name without case, then by id.
pub type UserKey = (String, UserId);

impl User {
    /// Its place in lists.
    #[must_use]
    pub fn key(&self) -> UserKey {
        (self.display_name.clone(), self.id)
    }

    /// One person.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, scope: &Scope, id: UserId) -> QueryResult<Option<Self>> {
        if !scope.includes(id, false) {
            return Ok(None);
        }
        Self::query().filter(users::id.eq(id)).first(&mut conn).await.optional()
    }

    /// One person, locked until the transaction ends: for rules that change them, after policy was asked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_for_update(mut conn: &AsyncPgConnection, id: UserId) -> QueryResult<Option<Self>> {
        Self::query().filter(users::id.eq(id)).for_no_key_update().first(&mut conn).await.optional()
    }

    /// Several people, in no order.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_ids(mut conn: &AsyncPgConnection, scope: &Scope, ids: &[UserId]) -> QueryResult<Vec<Self>> {
        let ids: Vec<_> = ids.iter().copied().filter(|id| scope.includes(*id, false)).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Self::query().filter(users::id.eq_any(ids)).load(&mut conn).await
    }

    /// A part of the people, by name.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &UserFilter,
        after: Option<UserKey>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(matching(scope, filter))
            .order((sql::<Text>("lower(users.display_name)"), users::id))
            .limit(limit)
            .into_boxed();
        if let Some((name, id)) = after {
            query = query.filter(
                sql::<Bool>("(lower(users.display_name), users.id) > (lower(")
                    .bind::<Text, _>(name)
                    .sql("), ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// How many people such a list has.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, scope: &Scope, filter: &UserFilter) -> QueryResult<i64> {
        users::table.filter(matching(scope, filter)).count().get_result(&mut conn).await
    }

    /// Changes a person; `None` when there is no such person.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update(mut conn: &AsyncPgConnection, id: UserId, changes: &UserChanges) -> QueryResult<Option<Self>> {
        if *changes == UserChanges::default() {
            return Self::find_for_update(conn, id).await;
        }
        diesel::update(users::table.find(id)).set(changes).returning(Self::as_select()).get_result(&mut conn).await.optional()
    }

    /// What somebody who may sign in may do here.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn role_of(mut conn: &AsyncPgConnection, id: UserId) -> QueryResult<Option<Role>> {
        users::table.find(id).filter(users::status.eq(UserStatus::Active)).select(users::role).first(&mut conn).await.optional()
    }

    /// Gives a person another address, or none; it is not confirmed.
    ///
    /// # Errors
    /// Whatever the database answers: `users_email_key` guards the addresses.
    pub async fn set_email(mut conn: &AsyncPgConnection, id: UserId, email: Option<&str>) -> QueryResult<Self> {
        diesel::update(users::table.find(id))
            .set((users::email.eq(email), users::email_verified_at.eq(None::<DateTime<Utc>>)))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
    }

    /// Whether anybody administers this installation.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn any_admin(mut conn: &AsyncPgConnection) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(
            users::table
                .filter(users::role.eq_any([Role::Admin, Role::SuperAdmin]))
                .filter(users::status.ne(UserStatus::Deleted)),
        ))
        .get_result(&mut conn)
        .await
    }

    /// The active super administrators, locked, so that two of them cannot step down at the same time.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock_super_admins(mut conn: &AsyncPgConnection) -> QueryResult<Vec<UserId>> {
        users::table
            .filter(users::role.eq(Role::SuperAdmin))
            .filter(users::status.eq(UserStatus::Active))
            .order(users::id)
            .select(users::id)
            .for_no_key_update()
            .load(&mut conn)
            .await
    }
}

impl NewUser {
    /// Adds the person.
    ///
    /// # Errors
    /// Whatever the database answers: `users_username_key` and `users_email_key` guard the names.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<User> {
        diesel::insert_into(users::table).values(self).returning(User::as_select()).get_result(&mut conn).await
    }
}

impl Credential {
    /// The credential of whoever signs in with this user name or address.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_by_login(mut conn: &AsyncPgConnection, login: &str) -> QueryResult<Option<Self>> {
        let query = Self::query().filter(users::status.ne(UserStatus::Deleted)).into_boxed();
        // A user name has no @, so the two never meet.
        let query =
            if login.contains('@') { query.filter(users::email.eq(login)) } else { query.filter(users::username.eq(login)) };
        query.first(&mut conn).await.optional()
    }

    /// A person's credential.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, id: UserId) -> QueryResult<Option<Self>> {
        Self::query().filter(users::id.eq(id)).first(&mut conn).await.optional()
    }

    /// Sets a new password; `temporary` ones must be changed at the next sign-in.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn set(
        mut conn: &AsyncPgConnection,
        id: UserId,
        hash: &str,
        temporary: bool,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(users::table.find(id))
            .set((
                users::password_hash.eq(hash),
                users::password_changed_at.eq(now),
                users::requires_password_change.eq(temporary),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Replaces the hash of an unchanged password by a stronger one, unless the password was changed meanwhile.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn rehash(mut conn: &AsyncPgConnection, id: UserId, old: &str, new: &str) -> QueryResult<()> {
        diesel::update(users::table.find(id).filter(users::password_hash.eq(old)))
            .set(users::password_hash.eq(new))
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}

type Matching = Box<dyn BoxableExpression<users::table, diesel::pg::Pg, SqlType = Bool>>;

fn matching(scope: &Scope, filter: &UserFilter) -> Matching {
    let mut all: Matching = match filter.status {
        Some(status) => Box::new(users::status.eq(status)),
        None => Box::new(users::status.ne(UserStatus::Deleted)),
    };
    if let Some(owners) = scope.owners() {
        all = Box::new(all.and(users::id.eq_any(owners)));
    }
    if let Some(role) = filter.role {
        all = Box::new(all.and(users::role.eq(role)));
    }
    if let Some(is_claimed) = filter.is_claimed {
        all = Box::new(all.and(users::claimed_at.is_not_null().eq(is_claimed)));
    }
    if let Some(search) = &filter.search {
        let pattern = holding(search);
        let by_name = sql::<Bool>("(search_normalize(users.display_name) LIKE search_normalize(")
            .bind::<Text, _>(pattern.clone())
            .sql(") OR users.username::text ILIKE ")
            .bind::<Text, _>(pattern)
            .sql(")");
        all = Box::new(all.and(by_name));
    }
    all
}
