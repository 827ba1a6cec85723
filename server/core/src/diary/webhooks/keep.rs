//! What is kept of a payload: as it came, without secrets, and not too much of it.

use serde_json::{Map, Value};

use crate::admin::audit;

/// The largest payload that is kept whole.
const MAX_KEPT: usize = 64 * 1024;
/// The largest that is kept with an event as well.
const MAX_WITH_EVENT: usize = 30 * 1024;
/// How much is kept of what is no JSON, to see what is wrong with it.
const MAX_TEXT: usize = 4_000;
/// The lists that say what was played; the others (actors, streams, chapters) only make a payload large.
const NEEDED_LISTS: [&str; 3] = ["Guid", "Artists", "artist"];
/// What secrets are called in addresses.
const SECRET_PARAMETERS: [&str; 4] = ["token", "api_key", "apikey", "password"];
const REMOVED: &str = "[removed]";

/// The payload as it is kept; `None` where even what says what was played is too large.
pub(super) fn of(payload: Value) -> Option<Value> {
    let clean = cleaned(audit::without_secrets(payload));
    if is_small(&clean) {
        return Some(clean);
    }
    Some(without_lists(clean)).filter(is_small)
}

/// The beginning of what is no JSON.
pub(super) fn of_text(text: &str) -> Value {
    cleaned(Value::String(text.chars().take(MAX_TEXT).collect()))
}

/// Whether the payload can be kept with an event, too.
pub(super) fn fits_event(payload: &Value) -> bool {
    stored_bytes(payload) <= MAX_WITH_EVENT && payload.to_string().len() <= MAX_WITH_EVENT
}

fn is_small(value: &Value) -> bool {
    stored_bytes(value) <= MAX_KEPT
}

/// What PostgreSQL needs for a value at the most, which of short numbers is several times their text.
fn stored_bytes(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 8,
        Value::Number(_) => 24,
        Value::String(text) => text.len() + 8,
        Value::Array(values) => 8 + values.iter().map(stored_bytes).sum::<usize>(),
        Value::Object(fields) => 8 + fields.iter().map(|(name, value)| name.len() + 8 + stored_bytes(value)).sum::<usize>(),
    }
}

/// Without secrets in addresses, and without U+0000, which PostgreSQL cannot keep.
fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_secret_parameters(&text.replace('\0', ""))),
        Value::Array(values) => Value::Array(values.into_iter().map(cleaned).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name.replace('\0', ""), cleaned(value))).collect())
        }
        other => other,
    }
}

fn without_secret_parameters(text: &str) -> String {
    // Lower case of ASCII keeps every place where it is.
    let lower = text.to_ascii_lowercase();
    let mut clean = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(equals) = lower[from..].find('=').map(|length| from + length) {
        clean.push_str(&text[from..=equals]);
        from = equals + 1;
        if SECRET_PARAMETERS.iter().any(|name| lower[..equals].ends_with(name)) {
            let is_end = |char: char| matches!(char, '&' | '#' | '"' | '\'' | '<' | '>') || char.is_whitespace();
            from = text[from..].find(is_end).map_or(text.len(), |length| from + length);
            clean.push_str(REMOVED);
        }
    }
    clean + &text[from..]
}

fn without_lists(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_needed = |name: &str, value: &Value| !value.is_array() || NEEDED_LISTS.contains(&name);
            let kept = fields.into_iter().filter(|(name, value)| is_needed(name, value));
            Value::Object(kept.map(|(name, value)| (name, without_lists(value))).collect::<Map<_, _>>())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_left_out_by_name_and_out_of_addresses() {
        let payload = json!({ "Server": { "AccessToken": "abc" },
            "thumb": "http://plex:32400/photo?url=%2Flibrary&X-Plex-Token=s3cret&width=1", "note": "token=a\u{0}b api_key=c" });
        assert_eq!(
            of(payload),
            Some(json!({ "Server": { "AccessToken": REMOVED },
                "thumb": "http://plex:32400/photo?url=%2Flibrary&X-Plex-Token=[removed]&width=1",
                "note": "token=[removed] api_key=[removed]" }))
        );
        assert_eq!(of_text("{\"a\": \"?token=s3cret\""), json!("{\"a\": \"?token=[removed]\""));
    }

    #[test]
    fn of_a_large_payload_the_lists_go_that_say_nothing_of_what_was_played() {
        let people: Vec<Value> = (0..2_000).map(|n| json!({ "Name": format!("Somebody with a long name {n}") })).collect();
        let payload = json!({ "Item": { "Name": "Alien", "People": people, "Artists": ["A"] } });
        assert_eq!(of(payload), Some(json!({ "Item": { "Name": "Alien", "Artists": ["A"] } })));
        assert_eq!(of(json!({ "text": "x".repeat(MAX_KEPT) })), None);
        assert_eq!(of(json!({ "numbers": vec![0; 5_000], "name": "x" })), Some(json!({ "name": "x" })));
    }

    #[test]
    fn of_what_is_no_json_the_beginning_is_kept() {
        let text = "ä".repeat(MAX_TEXT + 1);
        assert_eq!(of_text(&text).as_str().map(|kept| kept.chars().count()), Some(MAX_TEXT));
    }
}
