use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::notification_preferences;
use crate::{DeliveryMethod, UserId};

/// The type that stands for every type.
pub const EVERY_TYPE: &str = "*";

/// Whether a person wants news of a kind by a way.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = notification_preferences, check_for_backend(diesel::pg::Pg))]
pub struct NotificationPreference {
    /// Who.
    pub user_id: UserId,
    /// What kind; [`EVERY_TYPE`] is all that have no row of their own.
    pub notification_type: String,
    /// Which way.
    pub delivery_method: DeliveryMethod,
    /// Whether.
    pub is_enabled: bool,
}

/// What a person said about news, by kind and way.
///
/// # Errors
/// Whatever the database answers.
pub async fn preferences(mut conn: &AsyncPgConnection, user_id: UserId) -> QueryResult<Vec<NotificationPreference>> {
    notification_preferences::table
        .filter(notification_preferences::user_id.eq(user_id))
        .select(NotificationPreference::as_select())
        .order((notification_preferences::notification_type, notification_preferences::delivery_method))
        .load(&mut conn)
        .await
}

/// Whether a person wants news of this kind by this way: what they said of the kind, else of every kind, else yes.
///
/// # Errors
/// Whatever the database answers.
pub async fn is_wanted(
    mut conn: &AsyncPgConnection,
    user_id: UserId,
    notification_type: &str,
    delivery_method: DeliveryMethod,
) -> QueryResult<bool> {
    let said: Vec<(String, bool)> = notification_preferences::table
        .filter(notification_preferences::user_id.eq(user_id))
        .filter(notification_preferences::delivery_method.eq(delivery_method))
        .filter(notification_preferences::notification_type.eq_any([notification_type, EVERY_TYPE]))
        .select((notification_preferences::notification_type, notification_preferences::is_enabled))
        .load(&mut conn)
        .await?;
    let of_kind = said.iter().find(|(kind, _)| kind == notification_type);
    Ok(of_kind.or(said.last()).is_none_or(|(_, is_enabled)| *is_enabled))
}

/// Keeps what a person says.
///
/// # Errors
/// Whatever the database answers.
pub async fn set_preference(mut conn: &AsyncPgConnection, preference: &NotificationPreference) -> QueryResult<()> {
    diesel::insert_into(notification_preferences::table)
        .values(preference)
        .on_conflict((
            notification_preferences::user_id,
            notification_preferences::notification_type,
            notification_preferences::delivery_method,
        ))
        .do_update()
        .set(notification_preferences::is_enabled.eq(preference.is_enabled))
        .execute(&mut conn)
        .await?;
    Ok(())
}
