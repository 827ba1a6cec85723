//! What people change of their own account.

use chrono_tz::Tz;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{Locale, fields, rate_limit, sessions};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{Credential, Preferences, PrivacySettings, StartPage, Theme, User, UserChanges, WhichSessions};
use crate::db::{AsyncConnection as _, Audience, AuditSeverity, RatingType, UserId};
use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Access, Actor, identity as policy};
use crate::{App, Error, Result};

/// The most that clients keep with a person, as JSON.
const MAX_CLIENT_DATA: usize = 64 * 1024;

/// What to change of one's profile: what is `None` stays, an inner `None` takes the value away where it can be.
#[derive(Debug, Clone, Default)]
pub struct ProfileChanges {
    /// What others call them.
    pub display_name: Option<Option<String>>,
    /// Their first name.
    pub first_name: Option<Option<String>>,
    /// Their last name.
    pub last_name: Option<Option<String>>,
    /// Where their picture is.
    pub avatar_url: Option<Option<String>>,
    /// What they say about themselves.
    pub bio: Option<Option<String>>,
    /// Their time zone.
    pub timezone: Option<Option<String>>,
    /// Their language.
    pub locale: Option<Option<String>>,
}

/// What to change of one's privacy settings: what is `None` stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct PrivacyChanges {
    /// Who sees that they exist.
    pub profile: Option<Audience>,
    /// Who sees what they have played.
    pub history: Option<Audience>,
    /// Who sees what is counted from it.
    pub stats: Option<Audience>,
    /// Who sees what they play now.
    pub currently_watching: Option<Audience>,
    /// Whether others may ask to become friends.
    pub allow_friend_requests: Option<bool>,
    /// Nothing is shown to anybody.
    pub never_share: Option<bool>,
}

/// What to change of how one wants to see MediaNest: what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct PreferenceChanges {
    /// In which colours.
    pub theme: Option<Theme>,
    /// In which language.
    pub locale: Option<Locale>,
    /// In which time zone.
    pub timezone: Option<String>,
    /// On which scale they rate.
    pub rating_scale: Option<RatingType>,
    /// Where they begin.
    pub start_page: Option<StartPage>,
    /// Whether nothing may move that need not.
    pub reduced_motion: Option<bool>,
    /// What else their clients remember for them: an object, which replaces the one before.
    pub client_data: Option<Value>,
}

/// Changes the caller's profile.
///
/// # Errors
/// [`Error::Invalid`], [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn update_profile(app: &App, actor: &Actor, changes: ProfileChanges) -> Result<User> {
    let id = actor.require(Access::Write)?.id;
    let changes = checked(changes)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let user = User::update(conn, id, &changes).await?.ok_or(Error::Unauthenticated)?;
        audit::record(app, actor, conn, Entry::new("identity.profile_updated").on("user", id)).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Ok(user)
    })
    .await
}

fn checked(changes: ProfileChanges) -> Result<UserChanges> {
    let clean = |value: Option<Option<String>>| {
        value.map(|value| value.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
    };
    let mut problems = Problems::default();
    for (field, value) in [("displayName", &changes.display_name), ("timezone", &changes.timezone), ("locale", &changes.locale)] {
        problems.check(*value != Some(None), field, "this cannot be taken away");
    }
    let changes = UserChanges {
        display_name: changes.display_name.flatten().map(|name| name.trim().to_owned()),
        first_name: clean(changes.first_name),
        last_name: clean(changes.last_name),
        avatar_url: clean(changes.avatar_url),
        bio: clean(changes.bio),
        timezone: changes.timezone.flatten(),
        locale: changes.locale.flatten(),
        ..UserChanges::default()
    };
    if let Some(name) = &changes.display_name {
        fields::line(&mut problems, "displayName", name, 1, 100);
    }
    for (field, value) in [("firstName", &changes.first_name), ("lastName", &changes.last_name)] {
        if let Some(Some(name)) = value {
            fields::line(&mut problems, field, name, 1, 100);
        }
    }
    if let Some(Some(bio)) = &changes.bio {
        fields::text(&mut problems, "bio", bio, 2000);
    }
    if let Some(Some(url)) = &changes.avatar_url {
        let ok = url.len() <= 2000 && Url::parse(url).is_ok_and(|url| url.scheme() == "https" && url.username().is_empty());
        problems.check(ok, "avatarUrl", "use an https:// address");
    }
    if let Some(zone) = &changes.timezone {
        check_zone(&mut problems, zone);
    }
    if let Some(locale) = &changes.locale {
        problems.check(is_language_tag(locale), "locale", "use a language tag, like `en` or `pt-BR`");
    }
    problems.into_result()?;
    Ok(changes)
}

fn check_zone(problems: &mut Problems, zone: &str) {
    problems.check(zone.parse::<Tz>().is_ok(), "timezone", "use the IANA name of a time zone, like `Europe/Berlin`");
}

fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language =
        parts.next().is_some_and(|first| (2..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic()));
    text.len() <= 35
        && is_language
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Changes what the caller lets others see, from now on and also of what was before.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn update_privacy(app: &App, actor: &Actor, changes: PrivacyChanges) -> Result<User> {
    let id = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = User::find_for_update(conn, id).await?.ok_or(Error::Unauthenticated)?.privacy_settings;
        let after = PrivacySettings {
            profile: changes.profile.unwrap_or(before.profile),
            history: changes.history.unwrap_or(before.history),
            stats: changes.stats.unwrap_or(before.stats),
            currently_watching: changes.currently_watching.unwrap_or(before.currently_watching),
            allow_friend_requests: changes.allow_friend_requests.unwrap_or(before.allow_friend_requests),
            never_share: changes.never_share.unwrap_or(before.never_share),
        };
        let update = UserChanges { privacy_settings: Some(after), ..UserChanges::default() };
        let user = User::update(conn, id, &update).await?.ok_or(Error::Unauthenticated)?;
        let entry = Entry::new("identity.privacy_updated").on("user", id).change(json!(before), json!(after));
        audit::record(app, actor, conn, entry).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(user)
    })
    .await
}

/// Changes how the caller wants to see MediaNest.
///
/// # Errors
/// [`Error::Invalid`] naming the wrong fields, [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn update_preferences(app: &App, actor: &Actor, changes: PreferenceChanges) -> Result<User> {
    let id = actor.require(Access::Write)?.id;
    let mut problems = Problems::default();
    if let Some(data) = &changes.client_data {
        let text = data.to_string();
        problems.check(data.is_object(), "clientData", "send a JSON object");
        problems.check(text.len() <= MAX_CLIENT_DATA, "clientData", "keep it below 64 KiB");
        problems.check(!text.contains("\\u0000"), "clientData", "the character NUL cannot be kept");
    }
    if let Some(zone) = &changes.timezone {
        check_zone(&mut problems, zone);
    }
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = User::find_for_update(conn, id).await?.ok_or(Error::Unauthenticated)?.preferences;
        let client_data = match changes.client_data {
            Some(Value::Object(data)) => data,
            _ => before.client_data,
        };
        let preferences = Preferences {
            theme: changes.theme.unwrap_or(before.theme),
            rating_scale: changes.rating_scale.unwrap_or(before.rating_scale),
            start_page: changes.start_page.unwrap_or(before.start_page),
            reduced_motion: changes.reduced_motion.unwrap_or(before.reduced_motion),
            client_data,
        };
        let update = UserChanges {
            preferences: Some(preferences),
            locale: changes.locale.map(|locale| locale.tag().to_owned()),
            timezone: changes.timezone,
            ..UserChanges::default()
        };
        let user = User::update(conn, id, &update).await?.ok_or(Error::Unauthenticated)?;
        Event::UserChanged { id }.emit(conn).await?;
        Ok(user)
    })
    .await
}

/// Changes the caller's password and ends all their other sessions. Also for those who must, before anything else.
///
/// # Errors
/// [`Error::Invalid`] for a wrong current password or a new one that may not be, [`Error::RateLimited`],
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn change_password(app: &App, actor: &Actor, current: &SecretString, new: &SecretString) -> Result<User> {
    let (person, session) = policy::own_session(actor)?;
    let id = person.id;
    let mut problems = Problems::default();
    problems.check(!fields::is_absurd(current), "currentPassword", "this is not your password");
    fields::password(&mut problems, "newPassword", new, &[&person.name]);
    problems.check(current.expose_secret() != new.expose_secret(), "newPassword", "choose a new one");
    problems.into_result()?;
    confirm(app, id, &credential(app, id).await?, current).await?;
    let hash = app.passwords().hash(new.expose_secret()).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        Credential::set(conn, id, &hash, false, app.now()).await?;
        let ended = sessions::end(app, conn, id, WhichSessions::AllBut(session), "password_changed").await?;
        let entry = Entry::new("identity.password_changed")
            .on("user", id)
            .context(json!({ "sessions": ended }))
            .severity(AuditSeverity::Warning);
        audit::record(app, actor, conn, entry).await?;
        Event::UserChanged { id }.emit(conn).await?;
        User::find_for_update(conn, id).await?.ok_or(Error::Unauthenticated)
    })
    .await
}

/// Changes the address that somebody signs in with and is written to; it is not confirmed until they show that it is
/// theirs. Whoever has a password must name it, so that an unattended browser is not enough to take an account over.
///
/// # Errors
/// [`Error::Invalid`] for a wrong password, or an address that is none or somebody else's, [`Error::RateLimited`],
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn change_email(app: &App, actor: &Actor, email: Option<&str>, password: &SecretString) -> Result<User> {
    let (person, _) = policy::sign_in_means(actor)?;
    let id = person.id;
    let email = email.map(str::trim).filter(|email| !email.is_empty());
    let mut problems = Problems::default();
    if let Some(email) = email {
        fields::email(&mut problems, "email", email);
    }
    problems.into_result()?;
    confirm_own(app, id, password).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = User::find_for_update(conn, id).await?.ok_or(Error::Unauthenticated)?;
        if email.is_none() && before.username.is_none() {
            return Err(Error::invalid("email", "you sign in with this address; it cannot be taken away"));
        }
        if before.email.as_deref() == email {
            return Ok(before);
        }
        let user = User::set_email(conn, id, email).await.map_err(|error| {
            if Error::violates(&error, "users_email_key") {
                Error::invalid("email", "somebody else has this address")
            } else {
                error.into()
            }
        })?;
        let entry = Entry::new("identity.email_changed").on("user", id).severity(AuditSeverity::Warning);
        let entry = entry.change(json!({ "email": before.email }), json!({ "email": user.email }));
        audit::record(app, actor, conn, entry).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Ok(user)
    })
    .await
}

/// Refuses whoever has a password and does not know it, and those who try too often.
pub(super) async fn confirm_own(app: &App, id: UserId, password: &SecretString) -> Result<()> {
    if fields::is_absurd(password) {
        return Err(Error::invalid("currentPassword", "this is not your password"));
    }
    let credential = credential(app, id).await?;
    if credential.password_hash.is_some() { confirm(app, id, &credential, password).await } else { Ok(()) }
}

async fn credential(app: &App, id: UserId) -> Result<Credential> {
    let conn = app.db().await?;
    Credential::find(&conn, id).await?.ok_or(Error::Unauthenticated)
}

/// Refuses whoever does not know the password, and those who try too often.
async fn confirm(app: &App, id: UserId, credential: &Credential, password: &SecretString) -> Result<()> {
    rate_limit::PASSWORD_CHECK.charge(app, &id.to_string()).await?;
    if !app.passwords().verify(password.expose_secret(), credential.password_hash.as_deref()).await? {
        return Err(Error::invalid("currentPassword", "this is not your password"));
    }
    rate_limit::PASSWORD_CHECK.forget(app, &id.to_string()).await
}
