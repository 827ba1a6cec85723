//! The audit log: who did what, written in the transaction that does it.

use ipnet::IpNet;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::db::admin::audit::{AuditFilter, AuditKey, AuditLog};
use crate::db::{ActorKind, AsyncPgConnection, AuditSeverity, TypedId, UserId};
use crate::policy::{self, Actor, Via, Who};
use crate::{App, Page, PageRequest, Result};

/// The longest user agent that is kept.
const MAX_USER_AGENT: usize = 500;

/// What an audit row says besides who, when and from where.
#[derive(Debug, Clone)]
pub struct Entry {
    action: &'static str,
    by: Option<(UserId, String)>,
    resource: Option<(&'static str, Uuid)>,
    old: Option<Value>,
    new: Option<Value>,
    context: Value,
    severity: AuditSeverity,
}

impl Entry {
    /// That this was done: `domain.thing_done`.
    #[must_use]
    pub fn new(action: &'static str) -> Self {
        Self { action, by: None, resource: None, old: None, new: None, context: json!({}), severity: AuditSeverity::Info }
    }

    /// By this person, who was nobody yet when they began.
    #[must_use]
    pub fn by(mut self, id: UserId, name: impl Into<String>) -> Self {
        self.by = Some((id, name.into()));
        self
    }

    /// To this thing.
    #[must_use]
    pub fn on<I: TypedId>(mut self, kind: &'static str, id: I) -> Self {
        self.resource = Some((kind, id.uuid()));
        self
    }

    /// Which was `old` before and is `new` now. Secrets in either are left out by name.
    #[must_use]
    pub fn change(mut self, old: Value, new: Value) -> Self {
        self.old = Some(old);
        self.new = Some(new);
        self
    }

    /// Which is `new` now.
    #[must_use]
    pub fn with(mut self, new: Value) -> Self {
        self.new = Some(new);
        self
    }

    /// What else matters.
    #[must_use]
    pub fn context(mut self, context: Value) -> Self {
        self.context = context;
        self
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(mut self, severity: AuditSeverity) -> Self {
        self.severity = severity;
        self
    }
}

/// Writes the row: call it in the transaction that does what it tells of.
///
/// # Errors
/// Whatever the database answers.
pub async fn record(app: &App, actor: &Actor, conn: &AsyncPgConnection, entry: Entry) -> Result<()> {
    let (actor_kind, actor_id, actor_name) = match &actor.who {
        Who::Anonymous => match entry.by {
            Some((id, name)) => (ActorKind::User, Some(id), name),
            None => (ActorKind::Anonymous, None, "anonymous".to_owned()),
        },
        Who::System(name) => (ActorKind::System, None, (*name).to_owned()),
        Who::Person(person) => match person.via {
            Via::Session(_) => (ActorKind::User, Some(person.id), person.name.clone()),
            Via::ApiKey(_) | Via::PlayerWebhook(_) => (ActorKind::ApiKey, Some(person.id), person.name.clone()),
        },
    };
    let mut context = entry.context;
    if let (Who::Person(person), Some(context)) = (&actor.who, context.as_object_mut()) {
        let via = match person.via {
            Via::Session(id) => id.to_string(),
            Via::ApiKey(id) => id.to_string(),
            Via::PlayerWebhook(id) => id.to_string(),
        };
        context.insert("via".to_owned(), Value::String(via));
    }
    let row = AuditLog {
        id: app.new_id(),
        created_at: app.now(),
        actor_kind,
        actor_id,
        actor_name,
        action: entry.action.to_owned(),
        resource_type: entry.resource.map(|(kind, _)| kind.to_owned()),
        resource_id: entry.resource.map(|(_, id)| id),
        old_values: entry.old.map(without_secrets),
        new_values: entry.new.map(without_secrets),
        context: without_secrets(context),
        ip: actor.origin.ip.map(IpNet::from),
        user_agent: actor.origin.user_agent.as_ref().map(|agent| agent.chars().take(MAX_USER_AGENT).collect()),
        correlation_id: actor.origin.correlation_id,
        severity: entry.severity,
    };
    row.insert(conn).await?;
    Ok(())
}

/// A part of the log, the newest first: for administrators.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] or [`crate::Error::Forbidden`].
pub async fn page(app: &App, actor: &Actor, filter: &AuditFilter, page: PageRequest<AuditKey>) -> Result<Page<AuditLog>> {
    policy::identity::administer(actor)?;
    let conn = app.db().await?;
    let rows = AuditLog::page(&conn, filter, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many rows such a list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, filter: &AuditFilter) -> Result<i64> {
    policy::identity::administer(actor)?;
    let conn = app.db().await?;
    Ok(AuditLog::count(&conn, filter).await?)
}

/// The value with everything replaced that its name says is secret.
pub(crate) fn without_secrets(value: Value) -> Value {
    const SECRET: &[&str] =
        &["password", "token", "secret", "credential", "authorization", "cookie", "hash", "api_key", "apikey"];
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| {
                    let lower = name.to_lowercase();
                    // A flag about a secret is not the secret.
                    let is_secret = !value.is_boolean() && SECRET.iter().any(|secret| lower.contains(secret));
                    (name, if is_secret { Value::String("[removed]".to_owned()) } else { without_secrets(value) })
                })
                .collect::<Map<_, _>>(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(without_secrets).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out_at_any_depth() {
        let value = json!({
            "name": "Ada", "newPassword": "x", "requiresPasswordChange": true,
            "keys": [{ "key_hash": "y", "prefix": "mn_12345678" }],
        });
        assert_eq!(
            without_secrets(value),
            json!({
                "name": "Ada", "newPassword": "[removed]", "requiresPasswordChange": true,
                "keys": [{ "key_hash": "[removed]", "prefix": "mn_12345678" }],
            })
        );
    }
}
