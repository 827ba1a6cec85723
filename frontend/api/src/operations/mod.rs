//! What the pages ask and do, by domain. A type that ends in a row's or card's name is a fragment; one that `operation` can
//! be called on is an operation. Fields mean what `schema.graphql` says of them.

pub mod activity;
pub mod admin;
pub mod calendar;
pub mod catalogue;
pub mod clients;
pub mod common;
pub mod curation;
pub mod dashboard;
pub mod diary;
pub mod discover;
pub mod erasure;
pub mod identity;
pub mod imports;
pub mod lists;
pub mod metadata;
pub mod notifications;
pub mod player_connections;
pub mod players;
pub mod session;
pub mod social;
pub mod statistics;
pub mod together;
pub mod viewing;

/// Every document that the app sends, by name.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn documents() -> Vec<crate::Document> {
    let mut documents = [
        activity::documents(),
        admin::documents(),
        admin::mutation_documents(),
        calendar::documents(),
        catalogue::documents(),
        catalogue::mutation_documents(),
        clients::mutation_documents(),
        curation::mutation_documents(),
        dashboard::documents(),
        dashboard::mutation_documents(),
        diary::documents(),
        discover::documents(),
        erasure::documents(),
        erasure::mutation_documents(),
        identity::documents(),
        identity::mutation_documents(),
        imports::documents(),
        imports::mutation_documents(),
        lists::documents(),
        lists::mutation_documents(),
        metadata::documents(),
        metadata::mutation_documents(),
        notifications::documents(),
        notifications::mutation_documents(),
        player_connections::documents(),
        player_connections::mutation_documents(),
        players::documents(),
        players::mutation_documents(),
        session::documents(),
        social::documents(),
        social::mutation_documents(),
        statistics::documents(),
        together::documents(),
        together::mutation_documents(),
        viewing::documents(),
        viewing::mutation_documents(),
    ]
    .concat();
    documents.sort_unstable_by_key(|document| document.name);
    documents
}

/// The list of documents as a server takes it that runs only what it knows: from SHA-256 to text, in JSON.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn trusted_documents() -> String {
    let by_hash: serde_json::Map<_, _> =
        documents().into_iter().map(|document| (document.sha256, document.text.into())).collect();
    serde_json::Value::Object(by_hash).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_document_has_a_name_of_its_own_and_wears_it() {
        let documents = documents();
        let names: BTreeSet<_> = documents.iter().map(|document| document.name).collect();
        assert_eq!(names.len(), documents.len());
        for document in &documents {
            let head = document.text.split(['(', '{']).next().unwrap();
            assert!(head.trim_end().ends_with(&format!(" {}", document.name)), "{}", document.text);
            assert_eq!(document.sha256.len(), 64);
        }
    }

    #[test]
    fn what_is_left_alone_is_not_sent_and_what_is_emptied_is_null() {
        use crate::Patch;
        use identity::{UpdateProfile, UpdateProfileInput};
        let input = UpdateProfileInput { first_name: Patch::Clear, bio: Patch::Set("Hi".to_owned()), ..Default::default() };
        let body: serde_json::Value = serde_json::from_str(&UpdateProfile::operation(input).request.body).unwrap();
        assert_eq!(body["variables"], serde_json::json!({ "input": { "firstName": null, "bio": "Hi" } }));
    }

    #[test]
    fn one_of_many_is_sent_alone() {
        use diary::{CurrentlyWatchingScope, PresenceLive, PresenceLiveVariables};
        let variables = PresenceLiveVariables { scope: Some(CurrentlyWatchingScope::Me(true)) };
        let body: serde_json::Value = serde_json::from_str(&PresenceLive::operation(variables).request.body).unwrap();
        assert_eq!(body["variables"], serde_json::json!({ "scope": { "me": true } }));
    }

    #[test]
    fn a_default_of_the_server_is_left_to_it() {
        use crate::Id;
        use diary::{AddPlay, AddPlayInput};
        let body: serde_json::Value =
            serde_json::from_str(&AddPlay::operation(AddPlayInput::of(Id::new("item_1"))).request.body).unwrap();
        assert_eq!(body["variables"]["input"].get("isPrivate"), None);
    }
}
