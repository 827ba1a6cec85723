//! The web app's typed operations, its GraphQL client and its live connection. Knows no page and no component.
//!
//! ```ignore
//! // A query: what can be asked is in `operations`, by domain; the answer is a struct with the fields of the schema.
//! let people = client.run(Users::operation(UsersVariables { first: Some(50), ..Default::default() })).await?.users;
//!
//! // A mutation; what the server finds wrong with a field belongs beside that field.
//! let input = ChangePasswordInput { current_password, new_password };
//! match client.run(ChangePassword::operation(input)).await {
//!     Ok(changed) => greet(changed.change_password.user),
//!     Err(error) if !error.fields().is_empty() => new_password_field.set_error(error.field("newPassword")),
//!     Err(error) => toast(&error.message, error.correlation_id),
//! }
//! ```

mod client;
mod error;
mod operation;
pub mod operations;
mod scalars;

pub use client::{Client, answer_in};
pub use error::{ApiError, ErrorKind, FieldError};
#[cfg(not(target_arch = "wasm32"))]
pub use operation::Document;
pub use operation::{Answer, Kind, Operation, Request};
#[cfg(not(target_arch = "wasm32"))]
pub use operations::documents;
pub use scalars::{DateTime, Id, Json, NaiveDate, Patch, Uuid};

/// The published schema, as cynic sees it.
#[cynic::schema("medianest")]
#[expect(missing_docs, reason = "generated from schema.graphql, which says what each type means")]
pub mod schema {}
