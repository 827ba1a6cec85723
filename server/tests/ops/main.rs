//! The server as whoever runs it meets it: real processes, started, killed and stopped.

mod api;
mod configuration;
mod crash;
mod faults;
mod lifecycle;
mod metrics;
mod observability;
mod private_postgres;
mod support;
mod traces;
