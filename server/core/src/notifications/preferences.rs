use medianest_db::DeliveryMethod;
use medianest_db::notifications::{self as rows, EVERY_TYPE, NotificationPreference};

use crate::error::Problems;
use crate::policy::{Access, Actor};
use crate::{App, Result};

/// The most preferences one person keeps: far more than there are kinds of news.
const MOST_PREFERENCES: usize = 1_000;

/// What the caller said about news, by kind and way. What is not there is on.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] for nobody.
pub async fn preferences(app: &App, actor: &Actor) -> Result<Vec<NotificationPreference>> {
    let person = actor.require(Access::Read)?;
    Ok(rows::preferences(&*app.db().await?, person.id).await?)
}

/// Keeps whether the caller wants news of a kind ([`EVERY_TYPE`]: of all without a preference of their own) by a way.
///
/// # Errors
/// [`crate::Error::Invalid`] for a type that cannot be one.
pub async fn update_preference(
    app: &App,
    actor: &Actor,
    notification_type: String,
    delivery_method: DeliveryMethod,
    is_enabled: bool,
) -> Result<NotificationPreference> {
    let person = actor.require(Access::Write)?;
    let mut problems = Problems::default();
    let message = "use a kind of notification, such as `import_completed`, or `*` for every kind";
    problems.check(is_type(&notification_type) || notification_type == EVERY_TYPE, "notificationType", message);
    problems.into_result()?;
    let conn = app.db().await?;
    let known = rows::preferences(&conn, person.id).await?;
    let mut problems = Problems::default();
    let is_known = known.iter().any(|row| row.notification_type == notification_type && row.delivery_method == delivery_method);
    let message = format!("at most {MOST_PREFERENCES} preferences are kept");
    problems.check(is_known || known.len() < MOST_PREFERENCES, "notificationType", message);
    problems.into_result()?;
    let preference = NotificationPreference { user_id: person.id, notification_type, delivery_method, is_enabled };
    rows::set_preference(&conn, &preference).await?;
    Ok(preference)
}

/// Whether a text can be a kind of notification: the same rule as the table's.
fn is_type(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
