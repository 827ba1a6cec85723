//! People: their accounts, sessions, keys and devices, and the audit log of what was done to them.

mod query;
mod user;

pub use query::IdentityQuery;
pub use user::{Audience, PrivacySettings, User, UserById, UserRole, UserStatus};
