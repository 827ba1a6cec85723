use diesel::sql_types::{Array, Bool, Jsonb, Text, Uuid as SqlUuid};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::users;
use crate::{ImportJobId, Role, UserId, UserStatus};

/// A person of the MovieLens data.
#[derive(Debug, Clone, QueryableByName)]
pub struct MovieLensPerson {
    /// Their number there.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// Who they are here.
    #[diesel(sql_type = SqlUuid)]
    pub id: UserId,
    /// Whether they were made just now.
    #[diesel(sql_type = Bool)]
    pub made: bool,
}

/// Finds the people with these numbers, and makes those that are missing: unclaimed, without a user name.
pub async fn ensure_movielens_people(
    mut conn: &AsyncPgConnection,
    import: ImportJobId,
    people: &[(u32, UserId)],
    privacy: &Value,
) -> QueryResult<Vec<MovieLensPerson>> {
    let numbers: Vec<String> = people.iter().map(|(number, _)| number.to_string()).collect();
    let ids: Vec<UserId> = people.iter().map(|(_, id)| *id).collect();
    diesel::sql_query(
        "WITH wanted AS (SELECT * FROM unnest($2::text[], $3::uuid[]) AS w (number, id)),
         made AS (
             INSERT INTO users (id, display_name, privacy_settings, metadata, import_job_id)
             SELECT w.id, 'MovieLens ' || w.number, $4, jsonb_build_object('movielens_user_id', w.number::bigint), $1
             FROM wanted AS w
             WHERE NOT EXISTS (
                 SELECT FROM users AS u WHERE u.metadata ? 'movielens_user_id' AND u.metadata ->> 'movielens_user_id' = w.number)
             ORDER BY w.id
             RETURNING id
         )
         SELECT w.number, coalesce(u.id, w.id) AS id, u.id IS NULL AS made
         FROM wanted AS w
         LEFT JOIN users AS u ON u.metadata ? 'movielens_user_id' AND u.metadata ->> 'movielens_user_id' = w.number",
    )
    .bind::<SqlUuid, _>(import)
    .bind::<Array<Text>, _>(numbers)
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Jsonb, _>(privacy)
    .load(&mut conn)
    .await
}

/// The administrator who has been here longest: the command line acts for them when it is not told for whom.
pub async fn first_administrator(mut conn: &AsyncPgConnection) -> QueryResult<Option<UserId>> {
    users::table
        .filter(users::role.eq_any([Role::Admin, Role::SuperAdmin]).and(users::status.eq(UserStatus::Active)))
        .order((users::role.desc(), users::created_at, users::id))
        .select(users::id)
        .first(&mut conn)
        .await
        .optional()
}

/// The time zone that a person lives in.
pub async fn timezone_of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Option<String>> {
    users::table.find(user).select(users::timezone).first(&mut conn).await.optional()
}

/// The person with this user name.
pub async fn person_named(mut conn: &AsyncPgConnection, username: &str) -> QueryResult<Option<UserId>> {
    users::table
        .filter(users::username.eq(username).and(users::status.eq(UserStatus::Active)))
        .select(users::id)
        .first(&mut conn)
        .await
        .optional()
}
