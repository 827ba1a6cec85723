use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Request;
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
        let hash = if request.query.is_empty() { sent_hash(&request) } else { Some(sha256(&request.query)) };
        match hash.and_then(|hash| self.texts.get(&hash)) {
            Some(text) => {
                request.query.clone_from(text);
                request.extensions.remove("persistedQuery");
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

/// The hash that a persisted-query request sends instead of its text.
fn sent_hash(request: &Request) -> Option<String> {
    let async_graphql::Value::Object(extension) = request.extensions.get("persistedQuery")? else { return None };
    match extension.get("sha256Hash")? {
        async_graphql::Value::String(hash) => Some(hash.clone()),
        _ => None,
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
