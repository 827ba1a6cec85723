//! Programs that send their person to a page of the app, to be let in.

use crate::operation::mutations;
use crate::schema;

/// Which program to let in, as it said it.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ApproveClientInput {
    pub client_id: String,
    pub redirect_uri: String,
    pub state: Option<String>,
    pub code_challenge: Option<String>,
}

/// Which program to refuse, as it said it.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DenyClientInput {
    pub client_id: String,
    pub redirect_uri: String,
    pub state: Option<String>,
}

/// A program that was let in: its code, and where the browser takes it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ApproveClientPayload {
    pub code: String,
    pub redirect_url: Option<String>,
}

/// A program that was refused: where the browser tells it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct DenyClientPayload {
    pub redirect_url: Option<String>,
}

mutations! {
    /// Lets in a program that sent its person here.
    ApproveClient(ApproveClientVariables, ApproveClientInput) => approve_client: ApproveClientPayload

    /// Refuses a program that sent its person here.
    DenyClient(DenyClientVariables, DenyClientInput) => deny_client: DenyClientPayload
}
