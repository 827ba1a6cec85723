//! Calendars as calendar programs read them, `/calendars/{token}.ics`: iCalendar, RFC 5545.

use axum::extract::{Extension, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use medianest_core::diary::calendar::{self, FeedEntry, place_and_name};
use medianest_core::policy::Origin;
use medianest_core::{Error, Result};

use super::Routes;
use super::ingest::refuse;
use super::state::HttpState;

/// Where the addresses begin; what follows is a secret.
pub const PREFIX: &str = "/calendars/";
/// How the addresses end, because programs tell by it what they get.
const SUFFIX: &str = ".ics";
/// How often programs should look: what comes out is known long before.
const LOOK_EVERY: TimeDelta = TimeDelta::hours(4);

/// How much is said of what comes out, in characters.
const MAX_DESCRIPTION: usize = 1_000;

/// The route of the calendars.
pub fn routes() -> Routes<HttpState> {
    Routes::default().get("/calendars/{file}", read)
}

/// The path of the calendar with this secret.
#[must_use]
pub fn path_of(token: &str) -> String {
    format!("{PREFIX}{token}{SUFFIX}")
}

async fn read(State(state): State<HttpState>, origin: Option<Extension<Origin>>, Path(file): Path<String>) -> Response {
    match find(&state, &file, origin.map(|origin| origin.0).unwrap_or_default()).await {
        Ok(entries) => {
            let headers = [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, no-cache")];
            (headers, written(&entries)).into_response()
        }
        Err(error) => refuse(&error),
    }
}

async fn find(state: &HttpState, file: &str, origin: Origin) -> Result<Vec<FeedEntry>> {
    let token = file.strip_suffix(SUFFIX).ok_or(Error::NotFound("calendar"))?;
    calendar::feed(&state.app, token, &origin).await
}

fn written(entries: &[FeedEntry]) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//MediaNest//Calendar//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .name("MediaNest")
        .ttl(&LOOK_EVERY);
    calendar.extend(entries.iter().map(event));
    calendar.to_string()
}

/// What comes out as an event: at its moment for as long as it runs, else on its day. What it is called stays the same, so
/// that programs see an event move when its date does.
fn event(entry: &FeedEntry) -> Event {
    let item = &entry.item;
    let mut event = Event::with_uid(&format!("{}@medianest", item.id));
    event.timestamp(item.updated_at).summary(&one_line(&title(entry))).add_property("TRANSP", "TRANSPARENT");
    if let Some(description) = &item.description {
        event.description(&without_controls(description).chars().take(MAX_DESCRIPTION).collect::<String>());
    }
    match entry.release.at {
        Some(at) => {
            event.starts(at);
            if let Some(runtime) = item.runtime_seconds.filter(|seconds| *seconds > 0) {
                event.ends(at + TimeDelta::seconds(runtime.into()));
            }
        }
        None => {
            event.starts(entry.release.date);
        }
    }
    event.done()
}

fn title(entry: &FeedEntry) -> String {
    match &entry.root {
        Some(root) => format!("{} · {}", root.name, place_and_name(&entry.item)),
        None => entry.item.name.clone(),
    }
}

fn one_line(text: &str) -> String {
    without_controls(text).replace('\n', " ")
}

/// Without what no calendar may hold: line ends are told as such, and other control characters not at all.
fn without_controls(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_ends_are_left_of_control_characters() {
        assert_eq!(without_controls("a\r\nb\u{0}\rc\u{1b}"), "a\nbc");
        assert_eq!(one_line("a\nb"), "a b");
    }

    #[test]
    fn the_address_ends_as_programs_expect() {
        assert_eq!(path_of("secret"), "/calendars/secret.ics");
    }
}
