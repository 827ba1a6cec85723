//! The session's own mutations, which take no input: the tokens travel as cookies.

use crate::operation::operations;
use crate::scalars::Id;
use crate::schema;

/// Gives the session its next tokens. The client sends it by itself.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct RefreshSession {
    pub refresh_session: RefreshSessionPayload,
}

/// A session with its next tokens.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct RefreshSessionPayload {
    pub session_id: Id,
}

/// Ends the caller's session.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct SignOut {
    pub sign_out: SignOutPayload,
}

/// An ended sign-in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct SignOutPayload {
    pub session_id: Option<Id>,
}

/// Ends all of the caller's sessions but this one.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct RevokeOtherSessions {
    pub revoke_other_sessions: RevokeOtherSessionsPayload,
}

/// How many sessions ended.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct RevokeOtherSessionsPayload {
    pub revoked_count: i32,
}

operations! {
    Mutation RefreshSession;
    Mutation SignOut;
    Mutation RevokeOtherSessions;
}
