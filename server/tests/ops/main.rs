//! The server as whoever runs it meets it: real processes, started, killed and stopped.

mod configuration;
mod lifecycle;
mod observability;
mod private_postgres;
mod support;
