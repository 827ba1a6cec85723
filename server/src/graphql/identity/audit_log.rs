use async_graphql::{Context, Enum, InputObject, Json, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::admin::audit as rows;
use medianest_core::db::{self, AuditLogId, UserId};
use uuid::Uuid;

use super::{User, UserById};
use crate::graphql::{ContextExt, Id};

/// What kind of actor did something.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::ActorKind")]
pub enum AuditActorKind {
    /// A person, signed in.
    User,
    /// A person's API key.
    ApiKey,
    /// MediaNest itself: a job or the command line.
    System,
    /// Somebody not signed in.
    Anonymous,
}

/// How much something matters that was done.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::AuditSeverity")]
pub enum AuditSeverity {
    /// Everyday.
    Info,
    /// Worth a look.
    Warning,
    /// Somebody should know.
    Critical,
}

/// Something that was done, and by whom.
pub struct AuditLog(pub rows::AuditLog);

/// Something that was done, and by whom.
#[Object]
impl AuditLog {
    /// Its id.
    async fn id(&self) -> Id<AuditLogId> {
        Id(self.0.id)
    }

    /// When it was done.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// What kind of actor did it.
    async fn actor_kind(&self) -> AuditActorKind {
        self.0.actor_kind.into()
    }

    /// What the actor was called then.
    async fn actor_name(&self) -> &str {
        &self.0.actor_name
    }

    /// The person who did it, while they exist.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.actor_id {
            Some(id) => Ok(ctx.load::<UserById>(id).await?),
            None => Ok(None),
        }
    }

    /// What was done: `identity.signed_in`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What kind of thing it was done to: `user`.
    async fn resource_type(&self) -> Option<&str> {
        self.0.resource_type.as_deref()
    }

    /// The bare UUID of that thing.
    async fn resource_id(&self) -> Option<Uuid> {
        self.0.resource_id
    }

    /// What it was before, secrets left out.
    async fn old_values(&self) -> Option<Json<&serde_json::Value>> {
        self.0.old_values.as_ref().map(Json)
    }

    /// What it was afterwards, secrets left out.
    async fn new_values(&self) -> Option<Json<&serde_json::Value>> {
        self.0.new_values.as_ref().map(Json)
    }

    /// What else matters.
    async fn context(&self) -> Json<&serde_json::Value> {
        Json(&self.0.context)
    }

    /// Where the request came from.
    async fn ip_address(&self) -> Option<String> {
        self.0.ip.map(|ip| ip.addr().to_string())
    }

    /// What the client called itself.
    async fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }

    /// The request, as log lines and errors name it.
    async fn correlation_id(&self) -> Option<Uuid> {
        self.0.correlation_id
    }

    /// How much it matters.
    async fn severity(&self) -> AuditSeverity {
        self.0.severity.into()
    }
}

/// Which entries of the audit log.
#[derive(InputObject, Default)]
pub struct AuditLogFilterInput {
    /// Only what this person did.
    actor_id: Option<Id<UserId>>,
    /// Only this action.
    action: Option<String>,
    /// Only what was done to things of this kind.
    resource_type: Option<String>,
    /// Only what was done to this thing, by its bare UUID.
    resource_id: Option<Uuid>,
    /// Only what matters this much.
    severity: Option<AuditSeverity>,
    /// Only what was done in this request.
    correlation_id: Option<Uuid>,
    /// Not before this moment.
    from: Option<DateTime<Utc>>,
    /// Before this moment.
    until: Option<DateTime<Utc>>,
}

impl From<AuditLogFilterInput> for rows::AuditFilter {
    fn from(input: AuditLogFilterInput) -> Self {
        Self {
            actor_id: input.actor_id.map(|id| id.0),
            action: input.action,
            resource_type: input.resource_type,
            resource_id: input.resource_id,
            severity: input.severity.map(Into::into),
            correlation_id: input.correlation_id,
            from: input.from,
            until: input.until,
        }
    }
}
