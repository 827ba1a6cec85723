//! The MediaNest server: GraphQL, HTTP and the command line over `medianest-core`. No SQL and no rule lives here.

#![warn(missing_docs)]

pub mod cli;
pub mod config;
pub mod graphql;
pub mod http;
pub mod private_postgres;
pub mod telemetry;
