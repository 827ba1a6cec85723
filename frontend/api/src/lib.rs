//! The web app's typed operations, its GraphQL client and its live connection. Knows no page and no component.
//!
//! ```text
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
//!
//! // What happens, as it happens; dropped with the page, it stops.
//! let mut events = live.subscribe(NotificationsLive::operation());
//! while let Some(event) = events.next().await {
//!     match event {
//!         LiveEvent::Data(received) => show(received.notification_received),
//!         LiveEvent::Reconnected => ask_again(),
//!         LiveEvent::Failed(error) => toast(&error.message, error.correlation_id),
//!     }
//! }
//! ```

mod client;
mod downloads;
mod error;
mod live;
mod operation;
pub mod operations;
mod scalars;
mod uploads;

pub use client::{Answering, Client, answer_in};
pub use error::{ApiError, ErrorKind, FieldError};
pub use live::{Ended, Live, LiveEvent, Status, Subscription};
#[cfg(not(target_arch = "wasm32"))]
pub use operation::Document;
pub use operation::{Answer, Kind, Operation, Request};
#[cfg(not(target_arch = "wasm32"))]
pub use operations::{documents, trusted_documents};
pub use scalars::{DateTime, Id, Json, NaiveDate, Patch, Uuid};
pub use uploads::{UploadProgress, Uploaded};

/// The published schema, as cynic sees it.
#[cynic::schema("medianest")]
#[expect(missing_docs, reason = "generated from schema.graphql, which says what each type means")]
pub mod schema {}
