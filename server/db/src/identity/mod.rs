//! People, how they sign in, and what they sign in with.
