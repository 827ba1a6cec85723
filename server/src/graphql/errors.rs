use std::sync::Arc;

use async_graphql::{Enum, Name, Response, ServerError, Value};
use medianest_core::policy::Actor;
use medianest_core::{App, Error, admin};

/// What kind of error an answer carries, in `extensions.code`. Closed: a client can switch on it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// Nobody is signed in, or no longer: sign in, then try again.
    Unauthenticated,
    /// The caller may see the thing, but not do this.
    Forbidden,
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// The thing is not in a state that allows this.
    Conflict,
    /// The input is wrong: `extensions.field` names the first field, `extensions.fields` all of them.
    InvalidInput,
    /// Too many attempts: `extensions.retryAfter` says how many seconds to wait.
    RateLimited,
    /// A service that MediaNest depends on did not answer.
    Upstream,
    /// MediaNest cannot answer right now: try again.
    Unavailable,
    /// A fault of MediaNest: `extensions.correlationId` finds it in the log.
    Internal,
    /// The document is not GraphQL, or does not fit the schema.
    BadRequest,
    /// The operation is too deep, too complex, or repeats too much.
    LimitExceeded,
    /// The persisted query is not known: send its text along.
    PersistedQueryNotFound,
    /// Only the documents that this server was given may be run.
    DocumentNotTrusted,
}

impl ErrorCode {
    /// The code as `extensions.code` has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict => "CONFLICT",
            Self::InvalidInput => "INVALID_INPUT",
            Self::RateLimited => "RATE_LIMITED",
            Self::Upstream => "UPSTREAM",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
            Self::BadRequest => "BAD_REQUEST",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::DocumentNotTrusted => "DOCUMENT_NOT_TRUSTED",
        }
    }

    /// The code of a rule's refusal.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Unauthenticated => Self::Unauthenticated,
            Error::Forbidden(_) => Self::Forbidden,
            Error::NotFound(_) => Self::NotFound,
            Error::Conflict(_) => Self::Conflict,
            Error::Invalid(_) => Self::InvalidInput,
            Error::RateLimited(_) => Self::RateLimited,
            Error::Upstream(..) => Self::Upstream,
            Error::Unavailable(_) => Self::Unavailable,
            Error::Internal(_) => Self::Internal,
        }
    }
}

/// A refusal that is not a rule's but GraphQL's own, with the code it should wear.
#[derive(Debug)]
pub struct Refusal {
    /// The code.
    pub code: ErrorCode,
    /// What the caller is told.
    pub message: String,
}

impl Refusal {
    /// The refusal as the executor carries it.
    #[must_use]
    pub fn into_server_error(self) -> ServerError {
        let mut error = ServerError::new(self.message.clone(), None);
        error.source = Some(Arc::new(self));
        error
    }
}

/// Gives every error its code and the request's correlation id, and hides the text of unexpected ones.
#[must_use]
pub fn translate_errors(app: &App, actor: &Actor, mut response: Response) -> Response {
    for error in &mut response.errors {
        translate_one(app, actor, error);
    }
    response
}

fn translate_one(app: &App, actor: &Actor, error: &mut ServerError) {
    let (code, fields, retry_after) = if let Some(known) = error.source::<Error>() {
        let fields = match known {
            Error::Invalid(fields) => fields.clone(),
            _ => Vec::new(),
        };
        let retry_after = match known {
            Error::RateLimited(wait) => Some(wait.as_secs().max(1)),
            Error::Unavailable(_) => Some(1),
            _ => None,
        };
        (ErrorCode::of(known), fields, retry_after)
    } else if let Some(refusal) = error.source::<Refusal>() {
        (refusal.code, Vec::new(), None)
    } else if error.source.is_some() {
        (ErrorCode::Internal, Vec::new(), None)
    } else {
        (code_of_executor_message(&error.message), Vec::new(), None)
    };
    if code == ErrorCode::Internal {
        let cause = error.source::<Error>().map_or_else(|| error.message.clone(), ToString::to_string);
        let path = error.path.iter().map(|segment| format!("{segment:?}")).collect::<Vec<_>>().join(".");
        tracing::error!(graphql.path = path, error = cause, "resolver failed");
        admin::errors::record(app, actor, code.as_str(), &cause, "/graphql", "POST", 500);
        "internal error".clone_into(&mut error.message);
    }
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", Value::Enum(Name::new(code.as_str())));
    if let Some(first) = fields.first() {
        extensions.set("field", first.field.as_str());
        let list = fields
            .iter()
            .map(|problem| {
                Value::Object(
                    [
                        (Name::new("field"), Value::from(problem.field.as_str())),
                        (Name::new("message"), Value::from(problem.message.as_str())),
                    ]
                    .into_iter()
                    .collect(),
                )
            })
            .collect::<Vec<_>>();
        extensions.set("fields", Value::List(list));
    }
    if let Some(seconds) = retry_after {
        extensions.set("retryAfter", seconds);
    }
    if let Some(id) = actor.origin.correlation_id {
        extensions.set("correlationId", id.to_string());
    }
    error.source = None;
}

/// The executor's own refusals carry no source: its limits are known by their words, the rest is the document's fault.
fn code_of_executor_message(message: &str) -> ErrorCode {
    if message == "PersistedQueryNotFound" {
        ErrorCode::PersistedQueryNotFound
    } else if message.contains("too complex")
        || message.contains("nested too deep")
        || message.contains("recursion depth")
        || message.contains("directives")
    {
        ErrorCode::LimitExceeded
    } else {
        ErrorCode::BadRequest
    }
}
