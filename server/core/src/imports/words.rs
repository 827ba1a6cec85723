//! Words and numbers of other people's files, as far as they can be kept.

use chrono::{DateTime, Utc};
use medianest_db::DatePrecision;

use super::dates;
use super::record::clip;

/// A title of at most 500 characters; `None` where nothing is left of it.
pub(super) fn title(text: &str) -> Option<String> {
    let title = clip(text.replace(char::is_control, " ").trim(), 500);
    (!title.is_empty()).then_some(title)
}

/// A longer text, cut to what is kept; `None` where it is empty.
pub(super) fn text(text: &str, length: usize) -> Option<String> {
    let text = clip(text.trim(), length);
    (!text.is_empty()).then_some(text)
}

/// Tags, each of at most 200 characters.
pub(super) fn tags<'a>(tags: impl Iterator<Item = &'a str>) -> Vec<String> {
    tags.map(|tag| clip(tag.trim(), 200)).filter(|tag| !tag.is_empty()).take(50).collect()
}

/// A length in seconds; nothing for lengths that nothing has.
pub(super) fn seconds(seconds: Option<i32>) -> Option<i32> {
    seconds.filter(|seconds| (1..=31_622_400).contains(seconds))
}

/// A moment given in seconds since 1970, neither in the future nor before anybody scrobbled.
///
/// # Errors
/// What would be right.
pub(super) fn unix(seconds: i64, now: DateTime<Utc>) -> Result<DateTime<Utc>, &'static str> {
    let at = DateTime::from_timestamp(seconds, 0).filter(|at| seconds > 0 && *at <= now + chrono::TimeDelta::days(1));
    at.ok_or("give seconds since 1970, not in the future")
}

/// A date whose unknown parts are zeros: `2019-05-00` is some day in May, `0000-00-00` none at all.
///
/// # Errors
/// What would be right.
pub(super) fn date_with_zeros(
    text: &str,
    zone: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Result<Option<(DateTime<Utc>, DatePrecision)>, &'static str> {
    let mut known = text.trim();
    while let Some(rest) = known.strip_suffix("-00") {
        known = rest;
    }
    if known.is_empty() || known == "0000" { Ok(None) } else { dates::parse(known, zone, now).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_what_is_known_of_them() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let read = |text: &str| date_with_zeros(text, chrono_tz::UTC, now).map(|date| date.map(|(_, precision)| precision));
        for (text, precision) in [
            ("2019-05-03", Some(DatePrecision::Day)),
            ("2019-05-00", Some(DatePrecision::Month)),
            ("2019-00-00", Some(DatePrecision::Year)),
            ("0000-00-00", None),
            ("", None),
        ] {
            assert_eq!(read(text), Ok(precision), "{text}");
        }
        assert!(read("2019-13-00").is_err() && read("0000-05-00").is_err());
    }

    #[test]
    fn nothing_was_heard_in_the_future_or_before_1970() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        assert!(unix(1_700_000_000, now).is_ok());
        assert!(
            unix(0, now).is_err() && unix(-5, now).is_err() && unix(4_000_000_000, now).is_err() && unix(i64::MAX, now).is_err()
        );
    }
}
