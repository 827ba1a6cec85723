//! For those who keep the server running: its jobs, its audit log and its faults.

use super::common::{PageInfo, PersonCard};
use super::identity::Locale;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Json, Patch, Uuid};
use crate::schema;

enums! {
    /// Which queue a job waits in, the most urgent first.
    JobLane { Ingest = "INGEST", Sync = "SYNC", Import = "IMPORT", Metadata = "METADATA" }

    /// Where a job stands.
    JobState {
        Queued = "QUEUED", Running = "RUNNING", Succeeded = "SUCCEEDED", Dead = "DEAD", Cancelled = "CANCELLED"
    }

    /// How a scheduled job went.
    JobRunStatus { Running = "RUNNING", Succeeded = "SUCCEEDED", Failed = "FAILED" }

    /// What kind of actor did something.
    AuditActorKind { User = "USER", ApiKey = "API_KEY", System = "SYSTEM", Anonymous = "ANONYMOUS" }

    /// How much something matters that was done.
    AuditSeverity { Info = "INFO", Warning = "WARNING", Critical = "CRITICAL" }
}

/// Something that is done in the background.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Job")]
pub struct JobRow {
    pub id: Id,
    pub kind: String,
    pub lane: JobLane,
    pub state: JobState,
    pub priority: i32,
    pub attempts: i32,
    pub max_attempts: i32,
    pub last_error: Option<String>,
    pub user: Option<PersonCard>,
    pub created_at: DateTime,
    pub run_at: DateTime,
    pub finished_at: Option<DateTime>,
}

/// A page of jobs.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "JobConnection")]
pub struct JobRows {
    pub nodes: Vec<JobRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// How a scheduled job went.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "JobRun")]
pub struct JobRunRow {
    pub id: Id,
    pub job_name: String,
    pub status: JobRunStatus,
    pub started_at: DateTime,
    pub completed_at: Option<DateTime>,
    pub error: Option<String>,
    pub details: Json,
}

/// A page of runs.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "JobRunConnection")]
pub struct JobRunRows {
    pub nodes: Vec<JobRunRow>,
    pub page_info: PageInfo,
}

/// Something that runs by the clock.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScheduledJob")]
pub struct ScheduledJobRow {
    pub name: String,
    pub description: Option<String>,
    pub schedule: String,
    pub settings: Json,
    pub is_enabled: bool,
    pub next_run_at: DateTime,
    pub last_run_at: Option<DateTime>,
    pub last_run_status: Option<JobRunStatus>,
}

/// Something that was done, and by whom.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "AuditLog")]
pub struct AuditRow {
    pub id: Id,
    pub action: String,
    pub severity: AuditSeverity,
    pub actor: Option<PersonCard>,
    pub actor_kind: AuditActorKind,
    pub actor_name: String,
    pub resource_type: Option<String>,
    pub resource_id: Option<Uuid>,
    pub old_values: Option<Json>,
    pub new_values: Option<Json>,
    pub context: Json,
    pub correlation_id: Option<Uuid>,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub created_at: DateTime,
}

/// A page of the audit log.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "AuditLogConnection")]
pub struct AuditRows {
    pub nodes: Vec<AuditRow>,
    pub page_info: PageInfo,
}

/// A fault that a caller was told only as an internal error.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ErrorLog")]
pub struct ErrorRow {
    pub id: Id,
    pub correlation_id: String,
    pub error_code: String,
    pub error_message: String,
    pub request_method: String,
    pub request_path: String,
    pub status_code: Option<i32>,
    pub user: Option<PersonCard>,
    pub user_name: Option<String>,
    pub created_at: DateTime,
}

/// A page of faults.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ErrorLogConnection")]
pub struct ErrorRows {
    pub nodes: Vec<ErrorRow>,
    pub page_info: PageInfo,
}

/// What administrators set for everybody.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "AppSettings")]
pub struct AppSettingsDetail {
    pub instance_name: String,
    pub default_locale: Locale,
    pub access_token_minutes: i32,
    pub session_days: i32,
    pub import_mebibytes: i32,
    pub shows_graphiql: bool,
}

/// What administrators set for everybody.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct AppSettings {
    pub app_settings: AppSettingsDetail,
}

/// The variables of [`Jobs`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct JobsVariables {
    pub lane: Option<JobLane>,
    pub state: Option<JobState>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What is done in the background, newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "JobsVariables")]
pub struct Jobs {
    #[arguments(lane: $lane, state: $state, first: $first, after: $after)]
    pub jobs: JobRows,
}

/// The variables of [`JobHistory`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct JobHistoryVariables {
    pub job_name: Option<String>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// How scheduled jobs went, newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "JobHistoryVariables")]
pub struct JobHistory {
    #[arguments(jobName: $job_name, first: $first, after: $after)]
    pub job_history: JobRunRows,
}

/// What runs by the clock.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct ScheduledJobs {
    pub scheduled_jobs: Vec<ScheduledJobRow>,
}

/// Which entries of the audit log are asked for.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditLogFilterInput {
    pub action: Option<String>,
    pub actor_id: Option<Id>,
    pub correlation_id: Option<Uuid>,
    pub from: Option<DateTime>,
    pub until: Option<DateTime>,
    pub resource_id: Option<Uuid>,
    pub resource_type: Option<String>,
    pub severity: Option<AuditSeverity>,
}

/// The variables of [`AuditLogs`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct AuditLogsVariables {
    pub filter: Option<AuditLogFilterInput>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Who did what, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "AuditLogsVariables")]
pub struct AuditLogs {
    #[arguments(filter: $filter, first: $first, after: $after)]
    pub audit_logs: AuditRows,
}

/// The variables of [`ErrorLogs`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct ErrorLogsVariables {
    /// Only those of this request.
    pub correlation_id: Option<String>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Faults that callers were told only as internal errors, newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ErrorLogsVariables")]
pub struct ErrorLogs {
    #[arguments(correlationId: $correlation_id, first: $first, after: $after)]
    pub error_logs: ErrorRows,
}

operations! {
    Query AppSettings;
    Query Jobs(JobsVariables);
    Query JobHistory(JobHistoryVariables);
    Query ScheduledJobs;
    Query AuditLogs(AuditLogsVariables);
    Query ErrorLogs(ErrorLogsVariables);
}

/// Which dead job to try again.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RetryJobInput {
    pub id: Id,
}

/// Which job to call off.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CancelJobInput {
    pub id: Id,
}

/// Which scheduled job to run at once.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RunScheduledJobNowInput {
    pub name: String,
}

/// What to change about a scheduled job; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateScheduledJobInput {
    pub name: String,
    pub is_enabled: Option<bool>,
    /// A cron expression of five fields, in UTC.
    pub schedule: Option<String>,
    pub settings: Option<Json>,
}

/// What to set; what is left out stays, what is emptied becomes as it is without being set.
#[derive(cynic::InputObject, Clone, Debug, Default)]
pub struct UpdateAppSettingsInput {
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub instance_name: Patch<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub default_locale: Option<Locale>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub access_token_minutes: Patch<i32>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub session_days: Patch<i32>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub import_mebibytes: Patch<i32>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub shows_graphiql: Patch<bool>,
}

mutations! {
    /// Sets what holds for everybody.
    UpdateAppSettings(UpdateAppSettingsVariables, UpdateAppSettingsInput)
        => update_app_settings: UpdateAppSettingsPayload { app_settings: AppSettingsDetail, }

    /// Tries a dead job again.
    RetryJob(RetryJobVariables, RetryJobInput) => retry_job: RetryJobPayload { job: JobRow, }

    /// Calls off a job.
    CancelJob(CancelJobVariables, CancelJobInput) => cancel_job: CancelJobPayload { job: JobRow, }

    /// Runs a scheduled job at once.
    RunScheduledJobNow(RunScheduledJobNowVariables, RunScheduledJobNowInput)
        => run_scheduled_job_now: RunScheduledJobNowPayload { job_run: JobRunRow, }

    /// Changes a scheduled job.
    UpdateScheduledJob(UpdateScheduledJobVariables, UpdateScheduledJobInput)
        => update_scheduled_job: UpdateScheduledJobPayload { scheduled_job: ScheduledJobRow, }
}
