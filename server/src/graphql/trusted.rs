use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Request;
use medianest_core::policy::{Actor, Via, Who};
use sha2::{Digest, Sha256};

use super::errors::{ErrorCode, Refusal};

/// The documents that browsers and anonymous callers may run, when a server is set up to run only those. API keys are
/// for programs, whose documents nobody knows in advance: they stay free.
#[derive(Debug, Clone)]
pub struct TrustedDocuments(Arc<HashMap<String, String>>);

impl TrustedDocuments {
    /// Takes the documents as a JSON object from SHA-256 (hex) to text, the form that client generators write.
    ///
    /// # Errors
    /// Says which entry does not match its hash.
    pub fn from_json(json: &str) -> Result<Self, String> {
        let documents: HashMap<String, String> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        match documents.iter().find(|(hash, text)| sha256(text) != **hash) {
            Some((hash, _)) => Err(format!("the document under {hash} has another hash")),
            None => Ok(Self(Arc::new(documents))),
        }
    }

    /// Lets a request through if its document is trusted, and fills in the text where only the hash was sent.
    ///
    /// # Errors
    /// A [`Refusal`] for any other document.
    pub fn admit(&self, actor: &Actor, mut request: Request) -> Result<Request, Refusal> {
        if matches!(&actor.who, Who::Person(person) if matches!(person.via, Via::ApiKey(_))) {
            return Ok(request);
        }
        let hash = if request.query.is_empty() { sent_hash(&request) } else { Some(sha256(&request.query)) };
        let known = hash.and_then(|hash| self.0.get(&hash));
        let text = known.ok_or_else(|| Refusal {
            code: ErrorCode::DocumentNotTrusted,
            message: "this server runs only the documents it was given".to_owned(),
        })?;
        request.query.clone_from(text);
        request.extensions.remove("persistedQuery");
        Ok(request)
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
