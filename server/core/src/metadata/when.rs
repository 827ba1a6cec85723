//! When a provider is asked again.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rand::RngExt;

use super::provider::Details;

/// Things that go on: shows with episodes to come, films that have not come out.
const RUNNING: TimeDelta = TimeDelta::hours(20);
/// Things of the last year, of which much is still written, and those that came out at no time, such as artists.
const RECENT: TimeDelta = TimeDelta::days(10);
/// What has long come to its end.
const ENDED: TimeDelta = TimeDelta::days(120);
/// What the provider did not know.
const UNKNOWN: TimeDelta = TimeDelta::days(30);

/// For how long an answer is believed, `None` being that there is no such thing.
pub(super) fn expiry(details: Option<&Details>, now: DateTime<Utc>) -> DateTime<Utc> {
    let lifetime = match details {
        None => UNKNOWN,
        Some(details) if details.is_running => RUNNING,
        Some(details) => {
            let facts = &details.node.facts;
            let year = facts.released_on.map(|day| day.year()).or(facts.year.map(i32::from));
            if year.is_none_or(|year| year + 1 >= now.year()) { RECENT } else { ENDED }
        }
    };
    now + scattered(lifetime)
}

/// For how long an answer is believed that proved to be still true.
pub(super) fn expiry_anew(is_running: bool, now: DateTime<Utc>) -> DateTime<Utc> {
    now + scattered(if is_running { RUNNING } else { RECENT })
}

/// What was asked at the same time is not asked again at the same time.
fn scattered(lifetime: TimeDelta) -> TimeDelta {
    lifetime * rand::rng().random_range(90..=110) / 100
}
