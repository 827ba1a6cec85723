use chrono::{DateTime, NaiveDateTime, Utc};
use medianest_db::{EventType, Player};
use serde_json::Value;

use super::media::{Media, Title};
use super::{jellyfin, kodi, plex};
use crate::diary::Heartbeat;

/// The longest text that is read whole.
const MAX_TEXT: usize = 500;
/// The longest id that is one.
const MAX_ID: usize = 32;
/// The longest name of a server, or of an item there.
const MAX_NAME: usize = 200;
/// The most ids of one thing.
const MAX_IDS: usize = 12;
/// The providers whose ids are known to name the same thing everywhere.
const PROVIDERS: [&str; 3] = ["imdb", "tmdb", "tvdb"];

/// What a player says, in our words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Message {
    /// What the player calls what happened.
    pub event: Option<String>,
    /// Of which account of the media server it tells.
    pub account: Option<String>,
    /// Whether that is the account that set up the webhook, where the server says so.
    pub is_of_owner: Option<bool>,
    /// What it tells.
    pub tells: Tells,
}

/// What a message tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tells {
    /// Nothing about playback; says why not.
    Nothing(&'static str),
    /// That something was played.
    Of(Box<Report>),
}

/// What was played, and how far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Report {
    pub deed: Deed,
    pub media: Media,
    pub progress_percent: Option<f32>,
    pub position_seconds: Option<i32>,
    pub duration_seconds: Option<i32>,
    pub device_name: Option<String>,
    /// When it happened, where the player says so.
    pub occurred_at: Option<DateTime<Utc>>,
    pub heartbeat: Heartbeat,
}

/// What its person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// They play it.
    Played(EventType),
    /// They said that they have seen it.
    MarkedPlayed,
    /// They said that they have not.
    MarkedUnplayed,
}

impl Message {
    /// Reads what a player sent. Whatever it is, the answer says what was made of it.
    pub(super) fn read(player: Player, payload: &Value) -> Self {
        let payload = Payload(payload);
        match player {
            Player::Plex => plex::read(payload),
            Player::Jellyfin | Player::Emby => jellyfin::read(payload),
            Player::Kodi => kodi::read(payload),
        }
    }
}

/// Which server a message came from, and what that calls the item: as far as it says so.
pub(super) fn origin(player: Player, payload: &Value) -> (Option<String>, Option<String>) {
    let payload = Payload(payload);
    let (machine, item) = match player {
        Player::Plex => ("/Server/uuid", "/Metadata/ratingKey"),
        Player::Jellyfin | Player::Emby if payload.at("/NotificationType").is_some() => ("/ServerId", "/ItemId"),
        Player::Jellyfin | Player::Emby => ("/Server/Id", "/Item/Id"),
        Player::Kodi => return (None, None),
    };
    let named = |pointer: &str| payload.text(pointer).filter(|name| name.chars().count() <= MAX_NAME);
    (named(machine), named(item))
}

/// A message as it came, looked into by JSON pointers.
#[derive(Clone, Copy)]
pub(super) struct Payload<'a>(pub &'a Value);

impl<'a> Payload<'a> {
    pub(super) fn at(self, pointer: &str) -> Option<&'a Value> {
        self.0.pointer(pointer)
    }

    /// The text at a place; a number there counts as one. Jellyfin leaves backslashes before the quotes in names.
    pub(super) fn text(self, pointer: &str) -> Option<String> {
        let text = match self.at(pointer)? {
            Value::String(text) => text.replace("\\\"", "\"").replace("\\'", "'"),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let text: String = text.chars().filter(|char| !char.is_control()).take(MAX_TEXT).collect();
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The whole number at a place, which may be written as a text.
    pub(super) fn number(self, pointer: &str) -> Option<i64> {
        match self.at(pointer)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(super) fn small(self, pointer: &str) -> Option<i32> {
        self.number(pointer).and_then(|number| i32::try_from(number).ok())
    }

    /// The percentage at a place.
    pub(super) fn percent(self, pointer: &str) -> Option<f32> {
        let percent = match self.at(pointer)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        #[expect(clippy::cast_possible_truncation, reason = "a percentage needs no more than seven digits")]
        percent.filter(|percent| percent.is_finite()).map(|percent| percent.clamp(0.0, 100.0) as f32)
    }

    /// The time at a place, in whole seconds, where the player counts this many a second.
    pub(super) fn seconds(self, pointer: &str, per_second: i64) -> Option<i32> {
        let count = self.number(pointer).filter(|count| *count >= 0)?;
        i32::try_from(count / per_second).ok()
    }

    /// Whether the place says so; templates turn truth values into texts.
    pub(super) fn is_true(self, pointer: &str) -> bool {
        match self.at(pointer) {
            Some(Value::Bool(is)) => *is,
            Some(Value::String(text)) => text.trim().eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// The moment at a place, in UTC.
    pub(super) fn moment(self, pointer: &str) -> Option<DateTime<Utc>> {
        let text = self.text(pointer)?;
        let zoned = DateTime::parse_from_rfc3339(&text).map(|at| at.to_utc()).ok();
        zoned.or_else(|| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|at| at.and_utc()))
    }

    /// The ids in the object at a place whose names, without this prefix, are providers.
    pub(super) fn ids(self, pointer: &str, prefix: &str) -> Vec<(String, String)> {
        let fields = self.at(pointer).and_then(Value::as_object).into_iter().flatten();
        let named = fields.filter_map(|(name, id)| {
            let id = match id {
                Value::String(id) => id.trim().to_owned(),
                Value::Number(id) => id.to_string(),
                _ => return None,
            };
            Some((name.strip_prefix(prefix)?.to_ascii_lowercase(), id))
        });
        known(named)
    }

    /// What the thing is called whose name, year and ids these are.
    pub(super) fn title(self, name: &str, year: Option<&str>, ids: Vec<(String, String)>) -> Title {
        let year = year.and_then(|year| i16::try_from(self.number(year)?).ok()).filter(|year| *year > 0);
        Title { name: self.text(name), year, ids }
    }
}

/// The ids of providers that are known, in one order.
pub(super) fn known(ids: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let is_id = |id: &str| (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_known = |(provider, id): &(String, String)| PROVIDERS.contains(&provider.as_str()) && is_id(id);
    let mut ids: Vec<_> = ids.filter(is_known).take(MAX_IDS).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A position within the length, where both are known: clocks and files disagree by a second.
pub(super) fn within(position: Option<i32>, duration: Option<i32>) -> (Option<i32>, Option<i32>) {
    let duration = duration.filter(|seconds| *seconds > 0);
    (position.map(|position| duration.map_or(position, |duration| position.min(duration))), duration)
}
