//! The rules, against a real database.

mod catalogue;
mod world;
