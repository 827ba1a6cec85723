//! The rules, against a real database.

mod world;
