//! Groups and friendships.

pub mod friendships;
pub mod groups;
pub mod invitations;
pub mod members;
