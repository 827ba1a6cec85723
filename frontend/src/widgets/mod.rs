//! Parts of pages that know a domain type: they are given it, or load one small thing of their own.

pub mod agents;
pub mod connection;
pub mod counted;
pub mod filters;
pub mod friendship;
pub mod items;
pub mod lists;
pub mod notifications;
pub mod palette;
pub mod people;
pub mod picker;
pub mod plays;
pub mod presence;
pub mod reviews;
pub mod scale;
pub mod together;
pub mod view;
