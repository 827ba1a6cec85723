use std::fmt;
use std::time::Duration;

use medianest_db::{DatabaseErrorKind, PoolError, QueryError};

/// What a rule answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing wrong with one field of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, as the caller's input names it: `username`, `positions[2].itemId`.
    pub field: String,
    /// What is wrong and what would be right, for a person.
    pub message: String,
}

/// Why a rule refused or failed. Everything but [`Error::Internal`] and [`Error::Unavailable`] may be shown to the caller as it is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or no longer.
    #[error("sign in first")]
    Unauthenticated,
    /// The caller may see the thing, but not do this to it; says what would be needed.
    #[error("{0}")]
    Forbidden(&'static str),
    /// There is no such thing, or the caller may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The thing is not in a state that allows this; says why.
    #[error("{0}")]
    Conflict(String),
    /// The input is wrong; says which fields and why.
    #[error("{}", join(.0))]
    Invalid(Vec<FieldError>),
    /// Too many tries; says when to come back.
    #[error("too many attempts; try again in {} seconds", .0.as_secs().max(1))]
    RateLimited(Duration),
    /// A service we depend on did not answer; says which.
    #[error("{0} did not answer")]
    Upstream(&'static str, #[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database is away; worth a retry.
    #[error("the database is not available")]
    Unavailable(String),
    /// Our fault; the cause goes to the log, not to the caller.
    #[error("internal error: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// One wrong field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// What one of many is told of that which all of them met.
    #[must_use]
    pub fn told(&self) -> Self {
        match self {
            Self::Unauthenticated => Self::Unauthenticated,
            Self::Forbidden(why) => Self::Forbidden(why),
            Self::Unavailable(why) => Self::Unavailable(why.clone()),
            other => Self::internal(other.to_string()),
        }
    }

    /// A state that does not allow what was asked.
    #[must_use]
    pub fn conflict(why: impl Into<String>) -> Self {
        Self::Conflict(why.into())
    }

    /// A cause that the caller cannot do anything about.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Whether a unique constraint of this name refused the write.
    #[must_use]
    pub fn violates(error: &QueryError, constraint: &str) -> bool {
        matches!(error, QueryError::DatabaseError(_, info) if info.constraint_name() == Some(constraint))
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => Self::Unavailable(info.message().to_owned()),
            other => Self::internal(other),
        }
    }
}

impl From<PoolError> for Error {
    fn from(error: PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Collects what is wrong with an input, so that the caller hears all of it at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<FieldError>);

impl Problems {
    /// Adds a problem when `ok` is false.
    pub(crate) fn check(&mut self, ok: bool, field: &str, message: impl fmt::Display) {
        if !ok {
            self.0.push(FieldError { field: field.to_owned(), message: message.to_string() });
        }
    }

    /// Refuses the input if there was any problem.
    pub(crate) fn into_result(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

fn join(fields: &[FieldError]) -> String {
    fields.iter().map(|problem| format!("{}: {}", problem.field, problem.message)).collect::<Vec<_>>().join("; ")
}
