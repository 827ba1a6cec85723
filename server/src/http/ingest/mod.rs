//! Protocols that players already speak. Each turns its wire types into one core call.

pub mod trakt;
