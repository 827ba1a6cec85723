//! The web app's typed operations, its GraphQL client and its live connection. Knows no page and no component.

/// The published schema, as cynic sees it.
#[cynic::schema("medianest")]
#[expect(missing_docs, reason = "generated from schema.graphql, which says what each type means")]
pub mod schema {}
