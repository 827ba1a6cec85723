//! What administrators see and do to keep the installation running.

mod error_log;
mod job;
mod mutation;
mod query;
mod scheduled_job;
mod settings;

pub use error_log::ErrorLog;
pub use job::{Job, JobLane, JobState};
pub use mutation::AdminMutation;
pub use query::AdminQuery;
pub use scheduled_job::{JobRun, JobRunStatus, ScheduledJob};
pub use settings::{SettingsMutation, SettingsQuery};
