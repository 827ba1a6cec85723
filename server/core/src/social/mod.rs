//! Groups and friendships, and what people see of each other by them.

pub mod activity;
pub mod friendships;
pub mod groups;
pub mod invitations;
pub mod members;
pub mod tastes;
pub mod watching;
