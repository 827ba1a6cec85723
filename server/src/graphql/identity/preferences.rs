use async_graphql::{Enum, Json, Object};
use medianest_core::db::identity as rows;
use medianest_core::identity;

use crate::graphql::diary::RatingScale;

/// The colours a person wants to see.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rows::Theme")]
pub enum Theme {
    /// As their system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As easy to tell apart as can be.
    HighContrast,
}

/// Where a person wants to begin.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rows::StartPage")]
pub enum StartPage {
    /// Their home page.
    Home,
    /// What everybody plays right now.
    Live,
    /// The catalogue.
    Discover,
    /// Their library.
    Library,
    /// Their history.
    History,
}

/// A language that MediaNest speaks.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "identity::Locale")]
pub enum Locale {
    /// English.
    En,
    /// German.
    De,
    /// Spanish.
    Es,
}

/// How a person wants to see MediaNest.
pub struct Preferences {
    pub(super) user: rows::User,
}

/// How a person wants to see MediaNest.
#[Object]
impl Preferences {
    /// In which colours.
    async fn theme(&self) -> Theme {
        self.user.preferences.theme.into()
    }

    /// In which language: the nearest to the one of their profile.
    async fn locale(&self) -> Locale {
        identity::Locale::of(&self.user.locale).unwrap_or_default().into()
    }

    /// The IANA name of their time zone.
    async fn timezone(&self) -> &str {
        &self.user.timezone
    }

    /// On which scale they rate.
    async fn rating_scale(&self) -> RatingScale {
        self.user.preferences.rating_scale.into()
    }

    /// Where they begin.
    async fn start_page(&self) -> StartPage {
        self.user.preferences.start_page.into()
    }

    /// Whether nothing may move that need not, whatever their system says.
    async fn reduced_motion(&self) -> bool {
        self.user.preferences.reduced_motion
    }

    /// What else their clients remember for them, an object. MediaNest does not look into it.
    async fn client_data(&self) -> Json<&serde_json::Map<String, serde_json::Value>> {
        Json(&self.user.preferences.client_data)
    }
}
