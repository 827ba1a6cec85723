//! Settings of the installation that administrators change while it runs. Each has its default here; the database keeps
//! only what differs. They are read where they matter, so that a change holds at once, on every server.

use chrono::TimeDelta;
use medianest_db::admin::settings as rows;
use medianest_db::{AsyncConnection, AsyncPgConnection, AuditSeverity};
use serde_json::{Map, Value, json};

use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::identity::Locale;
use crate::policy::{self, Actor};
use crate::{App, Result};

/// The most that an uploaded import may be allowed to be.
pub const MOST_IMPORT_MEBIBYTES: i32 = 4096;

/// The settings as they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppSettings {
    /// What the installation calls itself.
    pub instance_name: String,
    /// Whether the page to try the API with is served, where the configuration allows it.
    pub shows_graphiql: bool,
    /// The language of new people, and of those who are not signed in.
    pub default_locale: Locale,
    /// How long an access token of a browser or program works.
    pub access_token_minutes: i32,
    /// How long a session of a browser or program lives without being used.
    pub session_days: i32,
    /// How large a file to be imported may be.
    pub import_mebibytes: i32,
}

impl Default for AppSettings {
    fn default() -> Self {
        Self {
            instance_name: "MediaNest".to_owned(),
            shows_graphiql: true,
            default_locale: Locale::default(),
            access_token_minutes: 15,
            session_days: 30,
            import_mebibytes: 512,
        }
    }
}

/// What an administrator changes: what is `None` stays, an inner `None` has its default again.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "as in AppSettings")]
pub struct AppSettingChanges {
    pub instance_name: Option<Option<String>>,
    pub shows_graphiql: Option<Option<bool>>,
    pub default_locale: Option<Option<Locale>>,
    pub access_token_minutes: Option<Option<i32>>,
    pub session_days: Option<Option<i32>>,
    pub import_mebibytes: Option<Option<i32>>,
}

impl AppSettings {
    /// How long an access token of a browser or program works.
    #[must_use]
    pub fn access_lifetime(&self) -> TimeDelta {
        TimeDelta::minutes(self.access_token_minutes.into())
    }

    /// How long a session of a browser or program lives without being used.
    #[must_use]
    pub fn session_lifetime(&self) -> TimeDelta {
        TimeDelta::days(self.session_days.into())
    }

    /// How many bytes a file to be imported may have.
    #[must_use]
    pub fn import_bytes(&self) -> u64 {
        u64::try_from(self.import_mebibytes).unwrap_or(0) << 20
    }

    /// The settings of rows. What this version does not know is passed over; what it cannot read has its default.
    fn of(rows: Vec<(String, Value)>) -> Self {
        let rows: Map<String, Value> = rows.into_iter().collect();
        let defaults = Self::default();
        let text = |key: &str| rows.get(key).and_then(Value::as_str);
        let number = |key: &str, default: i32| {
            rows.get(key).and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok()).unwrap_or(default)
        };
        let read = Self {
            instance_name: text("instance_name").map_or(defaults.instance_name, str::to_owned),
            shows_graphiql: rows.get("shows_graphiql").and_then(Value::as_bool).unwrap_or(defaults.shows_graphiql),
            default_locale: text("default_locale").and_then(Locale::of).unwrap_or(defaults.default_locale),
            access_token_minutes: number("access_token_minutes", defaults.access_token_minutes),
            session_days: number("session_days", defaults.session_days),
            import_mebibytes: number("import_mebibytes", defaults.import_mebibytes),
        };
        match read.check() {
            Ok(()) => read,
            Err(problem) => {
                tracing::warn!(error = %problem, "the settings in the database cannot hold; the defaults do");
                Self::default()
            }
        }
    }

    /// Each setting by the key that it is kept under.
    fn values(&self) -> [(&'static str, Value); 6] {
        [
            ("instance_name", json!(self.instance_name)),
            ("shows_graphiql", json!(self.shows_graphiql)),
            ("default_locale", json!(self.default_locale.tag())),
            ("access_token_minutes", json!(self.access_token_minutes)),
            ("session_days", json!(self.session_days)),
            ("import_mebibytes", json!(self.import_mebibytes)),
        ]
    }

    fn check(&self) -> Result<()> {
        let mut problems = Problems::default();
        let name_fits = (1..=100).contains(&self.instance_name.chars().count()) && !self.instance_name.contains(char::is_control);
        problems.check(name_fits, "instanceName", "use 1 to 100 characters on one line");
        problems.check((1..=1440).contains(&self.access_token_minutes), "accessTokenMinutes", "give 1 to 1440 minutes");
        problems.check((1..=365).contains(&self.session_days), "sessionDays", "give 1 to 365 days");
        let lasts = i64::from(self.session_days) * 1440 >= i64::from(self.access_token_minutes);
        problems.check(lasts, "sessionDays", "must not be shorter than `accessTokenMinutes`");
        let import_fits = (1..=MOST_IMPORT_MEBIBYTES).contains(&self.import_mebibytes);
        problems.check(import_fits, "importMebibytes", format_args!("give 1 to {MOST_IMPORT_MEBIBYTES} MiB"));
        problems.into_result()
    }

    fn changed(&self, changes: AppSettingChanges) -> Self {
        fn one<T: Clone>(change: Option<Option<T>>, now: &T, default: T) -> T {
            match change {
                None => now.clone(),
                Some(None) => default,
                Some(Some(value)) => value,
            }
        }
        let defaults = Self::default();
        let name = changes.instance_name.map(|name| name.map(|name| name.trim().to_owned()));
        Self {
            instance_name: one(name, &self.instance_name, defaults.instance_name),
            shows_graphiql: one(changes.shows_graphiql, &self.shows_graphiql, defaults.shows_graphiql),
            default_locale: one(changes.default_locale, &self.default_locale, defaults.default_locale),
            access_token_minutes: one(changes.access_token_minutes, &self.access_token_minutes, defaults.access_token_minutes),
            session_days: one(changes.session_days, &self.session_days, defaults.session_days),
            import_mebibytes: one(changes.import_mebibytes, &self.import_mebibytes, defaults.import_mebibytes),
        }
    }
}

/// The settings as they hold: for administrators.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] or [`crate::Error::Forbidden`].
pub async fn find(app: &App, actor: &Actor) -> Result<AppSettings> {
    policy::identity::administer(actor)?;
    current(&*app.db().await?).await
}

/// What the installation calls itself, and in which language it speaks to those it does not know. Anybody may know.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn public(app: &App, _: &Actor) -> Result<(String, Locale)> {
    let settings = current(&*app.db().await?).await?;
    Ok((settings.instance_name, settings.default_locale))
}

/// Whether the page to try the API with is served. Anybody may know.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn shows_graphiql(app: &App, _: &Actor) -> Result<bool> {
    Ok(current(&*app.db().await?).await?.shows_graphiql)
}

/// The settings as they hold, for other rules.
pub(crate) async fn current(conn: &AsyncPgConnection) -> Result<AppSettings> {
    Ok(AppSettings::of(rows::all(conn).await?))
}

/// Changes settings: all that are named, or none.
///
/// # Errors
/// [`crate::Error::Invalid`] naming the wrong fields, [`crate::Error::Unauthenticated`] or [`crate::Error::Forbidden`].
pub async fn update(app: &App, actor: &Actor, changes: AppSettingChanges) -> Result<AppSettings> {
    policy::identity::administer(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = AppSettings::of(rows::all_for_update(conn).await?);
        let after = before.changed(changes);
        after.check()?;
        let (mut old, mut new) = (Map::new(), Map::new());
        let defaults = AppSettings::default().values();
        for (((key, was), (_, is)), (_, default)) in before.values().into_iter().zip(after.values()).zip(defaults) {
            if was == is {
                continue;
            }
            if is == default {
                rows::unset(conn, key).await?;
            } else {
                rows::set(conn, key, &is, actor.user_id()).await?;
            }
            old.insert(key.to_owned(), was);
            new.insert(key.to_owned(), is);
        }
        if !new.is_empty() {
            let entry = Entry::new("admin.settings_updated")
                .change(Value::Object(old), Value::Object(new))
                .severity(AuditSeverity::Warning);
            audit::record(app, actor, conn, entry).await?;
        }
        Ok(after)
    })
    .await
}
