//! Lists in words and signs.

use medianest_web_api::operations::identity::Audience;
use medianest_web_api::operations::lists::{ListKind, ListRole, ListSort};

use crate::t;

/// What fills a list.
pub fn kind_name(kind: ListKind) -> String {
    match kind {
        ListKind::Manual => t!("lists-kind-manual"),
        ListKind::Smart => t!("lists-kind-smart"),
        ListKind::Watchlist => t!("lists-kind-watchlist"),
    }
}

/// The sign of a list.
pub const fn kind_icon(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Manual => "list-video",
        ListKind::Smart => "sparkles",
        ListKind::Watchlist => "bookmark",
    }
}

/// What somebody may do with a list.
pub fn role_name(role: ListRole) -> String {
    match role {
        ListRole::Owner => t!("role-owner"),
        ListRole::Editor => t!("lists-role-editor"),
        ListRole::Viewer => t!("lists-role-viewer"),
    }
}

/// Who sees a list.
pub fn audience_name(audience: Audience) -> String {
    match audience {
        Audience::Nobody => t!("lists-audience-nobody"),
        Audience::Friends => t!("lists-audience-friends"),
        Audience::Members => t!("lists-audience-members"),
    }
}

/// An order of a list.
fn sort_name(sort: ListSort) -> String {
    match sort {
        ListSort::Manual => t!("lists-sort-manual"),
        ListSort::Title => t!("sort-title"),
        ListSort::DateAdded => t!("sort-added"),
        ListSort::ReleaseDate => t!("sort-newest"),
        ListSort::Rating => t!("sort-rating"),
    }
}

/// The orders that a list has: smart lists have none of their own.
pub fn sorts_of(kind: ListKind) -> Vec<(String, String)> {
    let has_ranks = kind != ListKind::Smart;
    let all = ListSort::ALL.iter().copied().filter(|sort| has_ranks || *sort != ListSort::Manual);
    all.map(|sort| (sort.as_str().to_owned(), sort_name(sort))).collect()
}

/// The order of this name.
pub fn sort_of(name: &str) -> Option<ListSort> {
    ListSort::ALL.iter().copied().find(|sort| sort.as_str() == name)
}
