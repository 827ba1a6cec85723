//! Groups, friendships, and who may see whose things.
