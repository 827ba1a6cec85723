//! People: their accounts, sessions, keys and devices, and the audit log of what was done to them.

mod access;
mod account;
mod administration;
mod audit_log;
mod client;
mod dashboard;
mod device;
mod preferences;
mod query;
mod session;
mod user;

use async_graphql::MergedObject;

pub use access::{AccessMutation, AccessQuery, ApiKey, ApiKeyScope, DeviceAuthorization};
pub use account::AccountMutation;
pub use administration::AdministrationMutation;
pub use audit_log::{AuditActorKind, AuditLog, AuditSeverity};
pub use dashboard::DashboardQuery;
pub use device::DeviceQuery;
pub use preferences::{Locale, Preferences, StartPage, Theme};
pub use query::IdentityQuery;
pub use session::{Session, SessionKind, SessionMutation, SessionTokens, TokenMode};
pub use user::{Audience, PrivacySettings, User, UserById, UserRole, UserStatus};

/// What people can do about their own and others' accounts.
#[derive(MergedObject, Default)]
pub struct IdentityMutation(
    SessionMutation,
    AccountMutation,
    AccessMutation,
    AdministrationMutation,
    dashboard::DashboardMutation,
    client::ClientMutation,
    device::DeviceMutation,
);
