//! What one has played.

pub mod history;
