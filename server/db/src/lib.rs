//! All SQL of MediaNest: the schema, the rows, and the functions that read and write them.
//!
//! Nothing here decides who may see or do a thing: reads of things people own take a [`Scope`], which only the policy
//! module of `medianest-core` makes. Query functions take `&AsyncPgConnection`; transactions belong to the rules.

pub mod admin;
pub mod catalogue;
pub mod diary;
mod enums;
pub mod events;
pub mod exports;
pub mod identity;
mod ids;
pub mod imports;
mod kept;
mod like;
pub mod lists;
pub mod migrate;
pub mod notifications;
mod pool;
mod rows;
#[cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "the file is as diesel writes it"))]
pub mod schema;
mod scope;
pub mod social;
mod text_array;

pub use diesel::QueryResult;
pub use diesel::result::{DatabaseErrorKind, Error as QueryError};
pub use diesel_async::{AsyncConnection, AsyncPgConnection};
pub use enums::*;
pub use ids::*;
pub use pool::*;
pub use scope::Scope;
pub use text_array::TextArray;
