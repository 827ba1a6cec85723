//! News in words and signs.

use medianest_web_api::Id;
use medianest_web_api::operations::notifications::{NotificationCategory, NotificationRow, NotificationSeverity};

use crate::routes;

/// The sign of a piece of news: that it failed, else what it is about.
pub fn icon_of(row: &NotificationRow) -> &'static str {
    match (row.severity, row.category) {
        (NotificationSeverity::Error | NotificationSeverity::Warning, _) => "circle-alert",
        (_, NotificationCategory::Media) => "clapperboard",
        (_, NotificationCategory::Social) => "users",
        (_, NotificationCategory::User) => "user",
        (_, NotificationCategory::Integration) => "plug",
        (_, NotificationCategory::System) => "info",
    }
}

/// The class of a piece of news by how much it matters.
pub const fn tone_of(severity: NotificationSeverity) -> &'static str {
    match severity {
        NotificationSeverity::Info => "news-icon",
        NotificationSeverity::Success => "news-icon good",
        NotificationSeverity::Warning => "news-icon warn",
        NotificationSeverity::Error => "news-icon bad",
    }
}

/// The page of this app that a piece of news is about, where there is one.
pub fn link_of(row: &NotificationRow) -> Option<String> {
    let named = |key: &str| row.data.get(key).and_then(|value| value.as_str()).map(Id::new);
    match row.kind.as_str() {
        "friend_request" | "friend_accepted" | "group_invitation" => named("userId").map(|id| routes::person(&id)),
        _ => row.link_url.clone().filter(|link| routes::is_inside(link)),
    }
}
