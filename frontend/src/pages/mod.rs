//! The pages. A page fetches; what it shows is made of widgets and components.

pub mod catalogue;
pub mod home;
pub mod identity;
pub mod library;
pub mod live;
pub mod lost;
pub mod notifications;
#[cfg(feature = "styleguide")]
pub mod styleguide;
