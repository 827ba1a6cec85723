//! Every address of the app. Links are made here and nowhere else.

use medianest_web_api::Id;
use medianest_web_api::operations::identity::StartPage;

/// The home page.
pub const HOME: &str = "/";
/// First administrator.
pub const SETUP: &str = "/setup";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Where a device's code is typed in.
pub const DEVICE: &str = "/device";
/// Who watches what now.
pub const LIVE: &str = "/live";
/// Searching and browsing.
pub const DISCOVER: &str = "/discover";
/// One's own library.
pub const LIBRARY: &str = "/library";
/// Lists.
pub const LISTS: &str = "/lists";
/// A list that somebody has the address of.
pub const SHARED_LIST: &str = "/shared";
/// What was played.
pub const HISTORY: &str = "/history";
/// What comes out of what one keeps.
pub const CALENDAR: &str = "/calendar";
/// What is counted of one's history.
pub const STATISTICS: &str = "/statistics";
/// Notifications.
pub const NOTIFICATIONS: &str = "/notifications";
/// Which news somebody wants.
pub const NOTIFICATION_SETTINGS: &str = "/settings/notifications";
/// Imports.
pub const IMPORTS: &str = "/imports";
/// Friends.
pub const PEOPLE: &str = "/people";
/// Groups of people.
pub const GROUPS: &str = "/groups";
/// What friends and the members of one's groups did.
pub const ACTIVITY: &str = "/activity";
/// One's own settings.
pub const SETTINGS: &str = "/settings";
/// How the app looks and behaves.
pub const SETTINGS_APPEARANCE: &str = "/settings/appearance";
/// Who sees what of oneself.
pub const SETTINGS_PRIVACY: &str = "/settings/privacy";
/// One's password, and where one is signed in.
pub const SETTINGS_SECURITY: &str = "/settings/security";
/// One's API keys.
pub const SETTINGS_KEYS: &str = "/settings/keys";
/// One's media servers and players.
pub const SETTINGS_PLAYERS: &str = "/settings/players";
/// One's devices.
pub const SETTINGS_DEVICES: &str = "/settings/devices";
/// What is kept of oneself.
pub const SETTINGS_DATA: &str = "/settings/data";
/// For administrators.
pub const ADMIN: &str = "/admin";
/// The kinds of things there are.
pub const ADMIN_TYPES: &str = "/admin/types";
/// What holds for everybody.
pub const ADMIN_SETTINGS: &str = "/admin/settings";
/// Who is asked what things are.
pub const ADMIN_METADATA: &str = "/admin/metadata";
/// What is done in the background.
pub const ADMIN_JOBS: &str = "/admin/jobs";
/// Who did what.
pub const ADMIN_AUDIT: &str = "/admin/audit";
/// What went wrong.
pub const ADMIN_ERRORS: &str = "/admin/errors";
/// Trying the API.
pub const API: &str = "/api";

/// Who of a group, or `me`, watches what now.
pub fn live_of(who: &str) -> String {
    format!("{LIVE}?who={}", String::from(js_sys::encode_uri_component(who)))
}

/// A year of one's own in review.
pub fn year(year: i32) -> String {
    format!("/year/{year}")
}

/// A year of somebody's in review.
pub fn year_of(year: i32, person: &Id) -> String {
    format!("/year/{year}?of={}", person.inner())
}

/// The notifications that are not read.
pub fn unread_notifications() -> String {
    format!("{NOTIFICATIONS}?show=unread")
}

/// Whether an address that came from elsewhere stays inside of the app.
pub fn is_inside(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains('\\')
}

/// Where somebody wants to begin.
pub const fn start(page: StartPage) -> &'static str {
    match page {
        StartPage::Home => HOME,
        StartPage::Live => LIVE,
        StartPage::Discover => DISCOVER,
        StartPage::Library => LIBRARY,
        StartPage::History => HISTORY,
    }
}

/// The page of an item.
pub fn item(id: &Id) -> String {
    format!("/items/{}", id.inner())
}

/// The page of a person.
pub fn person(id: &Id) -> String {
    format!("/people/{}", id.inner())
}

/// A part of what a person shows: `history`, `library`, `lists`, `ratings`, `reviews`, `tastes`.
pub fn person_part(id: &Id, part: &str) -> String {
    format!("{}/{part}", person(id))
}

/// The page of a group.
pub fn group(id: &Id) -> String {
    format!("{GROUPS}/{}", id.inner())
}

/// The page of a list.
pub fn list(id: &Id) -> String {
    format!("{LISTS}/{}", id.inner())
}

/// What leads to a list without an account. The secret stands behind the hash, which browsers keep to themselves.
pub fn shared_list(origin: &str, secret: &str) -> String {
    format!("{origin}{SHARED_LIST}#{secret}")
}

/// The page of an import.
pub fn import(id: &Id) -> String {
    format!("{IMPORTS}/{}", id.inner())
}

/// Discover, with something typed in.
pub fn search(text: &str) -> String {
    format!("{DISCOVER}?q={}", String::from(js_sys::encode_uri_component(text)))
}

/// Discover, with the things of a genre and a media type.
pub fn genre(genre: &str, media_type: &str) -> String {
    let part = |text: &str| String::from(js_sys::encode_uri_component(text));
    format!("{DISCOVER}?type={}&genre={}", part(media_type), part(genre))
}
