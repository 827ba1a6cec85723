use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Request, ServerError};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::errors::{ErrorCode, Refusal};

/// The documents that a client of this server is known to send, such as the web app. They can be run by their hash alone,
/// and a server can be set up so that browsers and anonymous callers run nothing else. What comes with an API key or a
/// bearer token is a program, whose documents nobody knows in advance: it stays free.
#[derive(Debug, Clone)]
pub struct TrustedDocuments {
    texts: Arc<HashMap<String, String>>,
    only: bool,
}

impl TrustedDocuments {
    /// Takes the documents as a JSON object from SHA-256 (hex) to text, the form that client generators write; with `only`,
    /// nothing else is let through.
    ///
    /// # Errors
    /// Says which entry does not match its hash.
    pub fn from_json(json: &str, only: bool) -> Result<Self, String> {
        let texts: HashMap<String, String> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        match texts.iter().find(|(hash, text)| sha256(text) != **hash) {
            Some((hash, _)) => Err(format!("the document under {hash} has another hash")),
            None => Ok(Self { texts: Arc::new(texts), only }),
        }
    }

    /// Fills in the text where only the hash of a known document was sent. Lets other documents through for a program,
    /// and for everybody unless there are to be none.
    ///
    /// # Errors
    /// A [`Refusal`] for a document that this caller may not run.
    pub fn admit(&self, is_program: bool, mut request: Request) -> Result<Request, Refusal> {
        let text = match persisted_query(&request) {
            Some(persisted) if request.query.is_empty() => self.texts.get(&persisted.sha256_hash),
            _ => self.texts.get(&sha256(&request.query)),
        };
        match text {
            Some(text) => {
                request.query.clone_from(text);
                request.extensions.remove(PERSISTED_QUERY);
                Ok(request)
            }
            None if is_program || !self.only => Ok(request),
            None => Err(Refusal {
                code: ErrorCode::DocumentNotTrusted,
                message: "this server runs only the documents it was given".to_owned(),
            }),
        }
    }
}

/// The request extension by which Apollo's clients send a hash.
/// Source: <https://www.apollographql.com/docs/apollo-server/performance/apq>
const PERSISTED_QUERY: &str = "persistedQuery";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PersistedQuery {
    version: u32,
    sha256_hash: String,
}

fn persisted_query(request: &Request) -> Option<PersistedQuery> {
    async_graphql::from_value(request.extensions.get(PERSISTED_QUERY)?.clone()).ok()
}

/// Takes the hash off a request that sends one, along with its text or instead of it.
///
/// # Errors
/// A [`Refusal`] for an extension that is not understood.
pub(super) fn sent_hash(request: &mut Request) -> Result<Option<String>, ServerError> {
    if !request.extensions.contains_key(PERSISTED_QUERY) {
        return Ok(None);
    }
    let Some(PersistedQuery { version: 1, sha256_hash }) = persisted_query(request) else {
        let message = "`persistedQuery` is an object of `version`, which is 1, and `sha256Hash`".to_owned();
        return Err(Refusal { code: ErrorCode::BadRequest, message }.into_server_error());
    };
    request.extensions.remove(PERSISTED_QUERY);
    Ok(Some(sha256_hash))
}

/// The hash of a document's text, in hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
