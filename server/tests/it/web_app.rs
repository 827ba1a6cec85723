//! What the web app asks must be within what the server answers.

use medianest_web_api::operations::documents;
use serde_json::{Map, Value, json};

use crate::support::TestServer;

/// The most that a list may be asked for at once.
const LONGEST_PAGE: i32 = 100;

#[tokio::test(flavor = "multi_thread")]
async fn no_document_of_the_web_app_is_beyond_the_limits() {
    let server = TestServer::start().await;
    let documents = documents();
    assert!(documents.len() > 50, "{} documents are not a whole app", documents.len());
    for (number, document) in documents.iter().enumerate() {
        // Somebody new each time: all together cost more than one person may spend in a minute.
        let (_, client) = server.admin(&format!("reader{number}")).await;
        let answer = client.run(&document.text, longest_pages(&document.text)).await;
        for error in answer["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"].as_str().unwrap_or_default();
            assert!(!["LIMIT_EXCEEDED", "RATE_LIMITED"].contains(&code), "{}: {error}", document.name);
            let text = error["message"].as_str().unwrap_or_default();
            assert!(!text.contains("Unknown"), "the server does not know what {} asks: {text}", document.name);
        }
    }
}

/// Each number that a document takes, as large as a length of a page can be. What else it takes is left out: a document is
/// rated before it is missed.
fn longest_pages(document: &str) -> Value {
    let head = document.split('{').next().unwrap_or_default();
    let declared = head.split('$').skip(1).filter_map(|variable| variable.split_once(": "));
    let numbers = declared.filter(|(_, kind)| kind.starts_with("Int"));
    Value::Object(numbers.map(|(name, _)| (name.to_owned(), json!(LONGEST_PAGE))).collect::<Map<_, _>>())
}
