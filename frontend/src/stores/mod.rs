//! What outlives a page: the session, what was loaded, how the app looks, what is told.

pub mod address;
pub mod appearance;
pub mod data;
pub mod live;
pub mod optimistic;
pub mod session;
pub mod toasts;
