//! The pages. A page fetches; what it shows is made of widgets and components.

pub mod home;
pub mod identity;
pub mod lost;
#[cfg(feature = "styleguide")]
pub mod styleguide;
