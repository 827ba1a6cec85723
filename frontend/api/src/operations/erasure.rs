//! Giving an account up, and changing one's mind.

use crate::operation::{mutations, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

/// When somebody's account is erased.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "User")]
pub struct Leaving {
    pub id: Id,
    pub erase_at: Option<DateTime>,
}

/// When the caller's own account is.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct MyErasure {
    pub me: Leaving,
}

/// Keeps the caller's account after all.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct WithdrawErasure {
    pub withdraw_erasure: WithdrawErasurePayload,
}

/// The account that is kept.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct WithdrawErasurePayload {
    pub user: Leaving,
}

operations! {
    Query MyErasure;
    Mutation WithdrawErasure;
}

/// The password, if the account has one.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RequestErasureInput {
    pub current_password: Option<String>,
}

/// Whom to erase.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct EraseUserInput {
    pub user_id: Id,
}

mutations! {
    /// Gives the caller's account up.
    RequestErasure(RequestErasureVariables, RequestErasureInput) => request_erasure: RequestErasurePayload { user: Leaving, }

    /// Erases somebody else's account at once.
    EraseUser(EraseUserVariables, EraseUserInput) => erase_user: EraseUserPayload { user_id: Id, }
}
