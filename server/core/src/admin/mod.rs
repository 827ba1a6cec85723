//! Looking after the installation: settings, imports, audit and error logs.

pub mod audit;
pub mod errors;
pub mod settings;
