use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use ipnet::IpNet;
use uuid::Uuid;

use crate::kept::Keep as _;
use crate::schema::audit_logs;
use crate::{ActorKind, AuditLogId, AuditSeverity, UserId};

/// Who did what.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = audit_logs)]
pub struct AuditLog {
    /// Its id.
    pub id: AuditLogId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// Which person, while they exist.
    pub actor_id: Option<UserId>,
    /// What they were called then.
    pub actor_name: String,
    /// What they did: `identity.signed_in`.
    pub action: String,
    /// What kind of thing it was done to: `user`.
    pub resource_type: Option<String>,
    /// Which.
    pub resource_id: Option<Uuid>,
    /// What it was before, secrets left out.
    pub old_values: Option<serde_json::Value>,
    /// What it was afterwards, secrets left out.
    pub new_values: Option<serde_json::Value>,
    /// What else matters.
    pub context: serde_json::Value,
    /// Where the request came from.
    pub ip: Option<IpNet>,
    /// What the client called itself.
    pub user_agent: Option<String>,
    /// The request.
    pub correlation_id: Option<Uuid>,
    /// How much it matters.
    pub severity: AuditSeverity,
}

/// Which rows a list has.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// By this person.
    pub actor_id: Option<UserId>,
    /// Of this action.
    pub action: Option<String>,
    /// Done to a thing of this kind.
    pub resource_type: Option<String>,
    /// Done to this thing.
    pub resource_id: Option<Uuid>,
    /// Of this severity.
    pub severity: Option<AuditSeverity>,
    /// In this request.
    pub correlation_id: Option<Uuid>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
}

/// The order of the log: the newest first.
pub type AuditKey = (DateTime<Utc>, AuditLogId);

impl AuditLog {
    /// Writes the row.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(audit_logs::table).values(self).execute(&mut conn).await?;
        Ok(())
    }

    /// A part of the log, the newest first. Policy lets only administrators come here.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        filter: &AuditFilter,
        after: Option<AuditKey>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(matching(filter))
            .order((audit_logs::created_at.desc(), audit_logs::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((at, id)) = after {
            // As a row, so that the index is entered at the cursor.
            query = query.filter(
                sql::<Bool>("(audit_logs.created_at, audit_logs.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// How many rows such a list has.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, filter: &AuditFilter) -> QueryResult<i64> {
        audit_logs::table.filter(matching(filter)).count().get_result(&mut conn).await
    }
}

type Matching = Box<dyn BoxableExpression<audit_logs::table, diesel::pg::Pg, SqlType = diesel::sql_types::Bool>>;

fn matching(filter: &AuditFilter) -> Matching {
    let mut all: Matching = Box::new(audit_logs::created_at.ge(filter.from.unwrap_or(DateTime::UNIX_EPOCH)));
    if let Some(until) = filter.until {
        all = Box::new(all.and(audit_logs::created_at.lt(until)));
    }
    if let Some(actor_id) = filter.actor_id {
        all = Box::new(all.and(audit_logs::actor_id.eq(actor_id).assume_not_null()));
    }
    if let Some(action) = filter.action.clone() {
        all = Box::new(all.and(audit_logs::action.eq(action)));
    }
    if let Some(resource_type) = filter.resource_type.clone() {
        all = Box::new(all.and(audit_logs::resource_type.eq(resource_type).assume_not_null()));
    }
    if let Some(resource_id) = filter.resource_id {
        all = Box::new(all.and(audit_logs::resource_id.eq(resource_id).assume_not_null()));
    }
    if let Some(severity) = filter.severity {
        all = Box::new(all.and(audit_logs::severity.eq(severity)));
    }
    if let Some(correlation_id) = filter.correlation_id {
        all = Box::new(all.and(audit_logs::correlation_id.eq(correlation_id).assume_not_null()));
    }
    all
}
