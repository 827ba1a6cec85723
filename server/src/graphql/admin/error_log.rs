use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::admin::errors;
use medianest_core::db::ErrorLogId;

use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id};

/// A fault that a caller was told only as an internal error.
pub struct ErrorLog(pub errors::ErrorLog);

/// A fault that a caller was told only as an internal error.
#[Object]
impl ErrorLog {
    /// Its id.
    async fn id(&self) -> Id<ErrorLogId> {
        Id(self.0.id)
    }

    /// When it was met.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// The id that the caller was shown.
    async fn correlation_id(&self) -> String {
        self.0.correlation_id.to_string()
    }

    /// Who met it, if they were signed in and still exist.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.user_id {
            Some(id) => Ok(ctx.load::<UserById>(id).await?),
            None => Ok(None),
        }
    }

    /// What they were called then.
    async fn user_name(&self) -> Option<&str> {
        self.0.user_name.as_deref()
    }

    /// The code that the caller was shown.
    async fn error_code(&self) -> &str {
        &self.0.error_code
    }

    /// What really went wrong.
    async fn error_message(&self) -> &str {
        &self.0.error_message
    }

    /// Where it was met.
    async fn request_path(&self) -> &str {
        &self.0.request_path
    }

    /// By which method.
    async fn request_method(&self) -> &str {
        &self.0.request_method
    }

    /// The HTTP status that was answered, or would have been.
    async fn status_code(&self) -> Option<i32> {
        self.0.status_code
    }
}
