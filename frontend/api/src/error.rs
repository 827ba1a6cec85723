//! What can go wrong, as a page needs to know it.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

/// Why an operation has no answer. What was wrong is in `kind`; the text is for people, in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// What the server said, or what happened instead of an answer.
    pub message: String,
    /// What finds the request in the server's logs, where it came that far.
    pub correlation_id: Option<String>,
}

/// The kinds of failure that pages treat differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The server could not be reached.
    Network {
        /// The browser itself says that it has no network.
        is_offline: bool,
    },
    /// Nobody is signed in, or no longer.
    Unauthenticated,
    /// The caller may see the thing, but not do this.
    Forbidden,
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// The input is wrong.
    Invalid {
        /// What is wrong, field by field; a field inside another is `filter.search`.
        fields: Vec<FieldError>,
    },
    /// The thing is not in a state that allows this.
    Conflict,
    /// Too many attempts.
    RateLimited {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The server, or what it depends on, cannot answer right now.
    Unavailable,
    /// A fault of the server.
    Internal,
    /// An answer that this version of the app does not understand, or a request that the server does not.
    Unexpected,
}

/// What is wrong with one field of an input.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FieldError {
    /// Which field, by its name in the schema.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl ApiError {
    /// An error of this kind, with a message for builders.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), correlation_id: None }
    }

    pub(crate) fn unexpected(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unexpected, message)
    }

    /// What is wrong with this field of the input, if that is why it was refused.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields().iter().find(|problem| problem.field == name).map(|problem| problem.message.as_str())
    }

    /// What is wrong with the input, field by field.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        match &self.kind {
            ErrorKind::Invalid { fields } => fields,
            _ => &[],
        }
    }

    /// Whether the same may well succeed in a moment, without anybody doing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self.kind, ErrorKind::Network { .. } | ErrorKind::Unavailable)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}

/// An error as it comes over the wire.
#[derive(Debug, Deserialize)]
pub(crate) struct WireError {
    message: String,
    #[serde(default)]
    extensions: WireExtensions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireExtensions {
    code: String,
    field: Option<String>,
    fields: Vec<FieldError>,
    retry_after: Option<u64>,
    correlation_id: Option<String>,
}

impl From<WireError> for ApiError {
    fn from(WireError { message, extensions }: WireError) -> Self {
        let kind = match extensions.code.as_str() {
            "UNAUTHENTICATED" => ErrorKind::Unauthenticated,
            "FORBIDDEN" => ErrorKind::Forbidden,
            "NOT_FOUND" => ErrorKind::NotFound,
            "CONFLICT" => ErrorKind::Conflict,
            "INVALID_INPUT" => {
                let mut fields = extensions.fields;
                if let (true, Some(field)) = (fields.is_empty(), extensions.field) {
                    fields.push(FieldError { field, message: message.clone() });
                }
                ErrorKind::Invalid { fields }
            }
            "RATE_LIMITED" => ErrorKind::RateLimited { retry_after: Duration::from_secs(extensions.retry_after.unwrap_or(60)) },
            "UPSTREAM" | "UNAVAILABLE" => ErrorKind::Unavailable,
            "INTERNAL" => ErrorKind::Internal,
            _ => ErrorKind::Unexpected,
        };
        Self { kind, message, correlation_id: extensions.correlation_id }
    }
}

/// What a status says on its own, when no GraphQL came with it: proxies answer so.
pub(crate) fn of_status(status: u16, retry_after: Option<u64>) -> ApiError {
    let kind = match status {
        401 => ErrorKind::Unauthenticated,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        413 => ErrorKind::Invalid { fields: Vec::new() },
        429 => ErrorKind::RateLimited { retry_after: Duration::from_secs(retry_after.unwrap_or(60)) },
        502..=504 => ErrorKind::Unavailable,
        500 => ErrorKind::Internal,
        _ => ErrorKind::Unexpected,
    };
    ApiError::new(kind, format!("the server answered with status {status}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> ApiError {
        serde_json::from_str::<WireError>(json).unwrap().into()
    }

    #[test]
    fn wrong_input_names_every_field() {
        let error = read(
            r#"{ "message": "the input is wrong", "path": ["signIn"], "extensions": { "code": "INVALID_INPUT", "field": "login",
                "fields": [{ "field": "login", "message": "say who" }, { "field": "password", "message": "too short" }],
                "correlationId": "abc" } }"#,
        );
        assert_eq!(error.field("login"), Some("say who"));
        assert_eq!(error.field("password"), Some("too short"));
        assert_eq!(error.field("mode"), None);
        assert_eq!(error.correlation_id.as_deref(), Some("abc"));
    }

    #[test]
    fn every_published_code_has_a_kind() {
        let schema = include_str!("../../../schema.graphql");
        let codes = schema.split("enum ErrorCode {").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap();
        let known: Vec<&str> = codes
            .lines()
            .map(str::trim)
            .filter(|line| line.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
            .filter(|line| !line.is_empty())
            .collect();
        assert!(known.len() > 10, "{known:?}");
        // What the app can only have asked wrongly.
        let of_the_app = ["BAD_REQUEST", "DOCUMENT_NOT_TRUSTED", "LIMIT_EXCEEDED", "PERSISTED_QUERY_NOT_FOUND"];
        for code in known {
            let error = read(&format!(r#"{{ "message": "no", "extensions": {{ "code": "{code}" }} }}"#));
            assert_eq!(error.kind == ErrorKind::Unexpected, of_the_app.contains(&code), "{code}");
        }
    }

    #[test]
    fn waiting_is_told_in_seconds() {
        let error = read(r#"{ "message": "slowly", "extensions": { "code": "RATE_LIMITED", "retryAfter": 7 } }"#);
        assert_eq!(error.kind, ErrorKind::RateLimited { retry_after: Duration::from_secs(7) });
        assert!(!error.is_passing());
        assert!(of_status(503, None).is_passing());
    }

    #[test]
    fn an_error_without_extensions_is_read_too() {
        assert_eq!(read(r#"{ "message": "what?" }"#).kind, ErrorKind::Unexpected);
    }
}
