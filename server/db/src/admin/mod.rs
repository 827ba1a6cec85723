//! What keeps the installation running: settings, jobs, schedules, imports, audit and error logs.

pub mod audit;
pub mod errors;
pub mod jobs;
pub mod partitions;
pub mod retention;
pub mod schedule;
pub mod settings;
