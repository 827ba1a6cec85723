//! The kinds of news, and the ways they come, in words.

use medianest_web_api::operations::notifications::DeliveryMethod;

use crate::t;

/// The kinds of news that the server tells of today, and the one that stands for all others.
pub const KINDS: [&str; 8] =
    ["new_episode", "new_release", "friend_request", "friend_accepted", "group_invitation", "list_shared", "play_shared", "*"];

/// What a kind of news is called; one that this app does not know by its own words.
pub fn kind_name(kind: &str) -> String {
    match kind {
        "*" => t!("news-kind-other"),
        "new_episode" => t!("news-kind-new-episode"),
        "new_release" => t!("news-kind-new-release"),
        "friend_request" => t!("news-kind-friend-request"),
        "friend_accepted" => t!("news-kind-friend-accepted"),
        "group_invitation" => t!("news-kind-group-invitation"),
        "list_shared" => t!("news-kind-list-shared"),
        "play_shared" => t!("news-kind-play-shared"),
        other => {
            let text = other.replace('_', " ");
            let mut letters = text.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

/// What is told with a kind of news.
pub fn kind_hint(kind: &str) -> Option<String> {
    match kind {
        "*" => Some(t!("news-kind-other-hint")),
        "new_episode" => Some(t!("news-kind-new-episode-hint")),
        "new_release" => Some(t!("news-kind-new-release-hint")),
        "friend_request" => Some(t!("news-kind-friend-request-hint")),
        "friend_accepted" => Some(t!("news-kind-friend-accepted-hint")),
        "group_invitation" => Some(t!("news-kind-group-invitation-hint")),
        "list_shared" => Some(t!("news-kind-list-shared-hint")),
        "play_shared" => Some(t!("news-kind-play-shared-hint")),
        _ => None,
    }
}

/// What a way is called on which news reaches people.
pub fn method_name(method: DeliveryMethod) -> String {
    match method {
        DeliveryMethod::InApp => t!("news-method-in-app"),
        DeliveryMethod::Email => t!("news-method-email"),
        DeliveryMethod::WebPush => t!("news-method-web-push"),
        DeliveryMethod::Webhook => t!("news-method-webhook"),
        // Names of services are the same in every language.
        DeliveryMethod::Discord => "Discord".to_owned(),
        DeliveryMethod::Telegram => "Telegram".to_owned(),
        DeliveryMethod::Gotify => "Gotify".to_owned(),
        DeliveryMethod::Ntfy => "ntfy".to_owned(),
        DeliveryMethod::Apprise => "Apprise".to_owned(),
    }
}
