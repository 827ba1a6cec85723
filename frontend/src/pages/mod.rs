//! The pages. A page fetches; what it shows is made of widgets and components.

pub mod admin;
pub mod api;
pub mod calendar;
pub mod catalogue;
pub mod diary;
pub mod home;
pub mod identity;
pub mod imports;
pub mod later;
pub mod library;
pub mod lists;
pub mod live;
pub mod lost;
pub mod notifications;
pub mod settings;
pub mod social;
pub mod statistics;
#[cfg(feature = "styleguide")]
pub mod styleguide;
