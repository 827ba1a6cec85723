//! The kinds of widgets in words and signs.

use medianest_web_api::operations::dashboard::{DashboardWidgetSize as Size, DashboardWidgetType as Kind};

use crate::{routes, t};

/// What a kind of widget is called.
pub fn kind_name(kind: Kind) -> String {
    match kind {
        Kind::ContinueWatching => t!("home-continue"),
        Kind::NextUp => t!("home-next-up"),
        Kind::CurrentlyWatching => t!("home-live"),
        Kind::RecentHistory => t!("home-history"),
        Kind::RecentlyAdded => t!("home-added"),
        Kind::Statistics => t!("home-statistics"),
        Kind::Notifications => t!("nav-notifications"),
    }
}

/// What a kind of widget is good for.
pub fn kind_text(kind: Kind) -> String {
    match kind {
        Kind::ContinueWatching => t!("home-continue-text"),
        Kind::NextUp => t!("home-next-up-text"),
        Kind::CurrentlyWatching => t!("home-live-text"),
        Kind::RecentHistory => t!("home-history-text"),
        Kind::RecentlyAdded => t!("home-added-text"),
        Kind::Statistics => t!("home-statistics-text"),
        Kind::Notifications => t!("home-notifications-text"),
    }
}

/// The sign of a kind of widget.
pub const fn kind_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::ContinueWatching => "play",
        Kind::NextUp => "list-video",
        Kind::CurrentlyWatching => "radio",
        Kind::RecentHistory => "history",
        Kind::RecentlyAdded => "sparkles",
        Kind::Statistics => "chart-column",
        Kind::Notifications => "bell",
    }
}

/// The page that shows all of what a widget shows some of.
pub const fn kind_page(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::ContinueWatching | Kind::NextUp => None,
        Kind::CurrentlyWatching => Some(routes::LIVE),
        Kind::RecentHistory | Kind::Statistics => Some(routes::HISTORY),
        Kind::RecentlyAdded => Some(routes::DISCOVER),
        Kind::Notifications => Some(routes::NOTIFICATIONS),
    }
}

/// The size that most people want a kind of widget in.
pub const fn usual_size(kind: Kind) -> Size {
    match kind {
        Kind::ContinueWatching | Kind::NextUp | Kind::RecentlyAdded => Size::Large,
        Kind::CurrentlyWatching | Kind::RecentHistory | Kind::Statistics | Kind::Notifications => Size::Medium,
    }
}

/// Whether a kind of widget has nothing to show to whoever never played anything.
pub const fn needs_history(kind: Kind) -> bool {
    matches!(kind, Kind::ContinueWatching | Kind::NextUp | Kind::RecentHistory | Kind::Statistics)
}

/// Whether a kind of widget can show one media type alone.
pub const fn takes_media_type(kind: Kind) -> bool {
    matches!(kind, Kind::NextUp | Kind::RecentHistory | Kind::RecentlyAdded)
}

/// What a size is called.
pub fn size_name(size: Size) -> String {
    match size {
        Size::Small => t!("home-size-small"),
        Size::Medium => t!("home-size-medium"),
        Size::Large => t!("home-size-large"),
    }
}

/// The class of a size.
pub const fn size_class(size: Size) -> &'static str {
    match size {
        Size::Small => "widget small",
        Size::Medium => "widget medium",
        Size::Large => "widget large",
    }
}
