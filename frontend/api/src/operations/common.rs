//! What every domain uses.

use crate::Id;
use crate::schema;

/// Where a page of a list ends, and whether another follows.
#[derive(cynic::QueryFragment, Clone, Debug, Default, PartialEq, Eq)]
pub struct PageInfo {
    pub has_next_page: bool,
    pub end_cursor: Option<String>,
}

/// Which page of a list is asked for.
#[derive(cynic::QueryVariables, Clone, Debug, Default, PartialEq, Eq)]
pub struct PageVariables {
    pub after: Option<String>,
    pub first: Option<i32>,
}

/// One thing by its id.
#[derive(cynic::QueryVariables, Clone, Debug, PartialEq, Eq)]
pub struct IdVariables {
    pub id: Id,
}

/// Somebody, as lists and comments show them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "User")]
pub struct PersonCard {
    pub id: Id,
    pub display_name: String,
    pub avatar_url: Option<String>,
}
