//! Groups and friendships.

pub mod friendships;
