//! Groups and friendships.
