//! What outlives a page: the session, what was loaded, how the app looks, what is told.

pub mod address;
pub mod appearance;
pub mod arrangement;
pub mod data;
pub mod live;
pub mod news;
pub mod optimistic;
pub mod presence;
pub mod session;
pub mod toasts;
