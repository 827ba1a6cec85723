use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use medianest_db::DatePrecision;

/// Reads a moment as people and programs write it, and how exactly it is known: `2019`, `2019-05`, `2019-05-03`,
/// `2019-05-03 21:30`, or with seconds and an offset. Without an offset it is meant in the person's zone; where only a
/// period is known, the moment is its start.
///
/// # Errors
/// What would be right.
pub(super) fn parse(text: &str, zone: Tz, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DatePrecision), &'static str> {
    const FORMS: &str = "give YYYY, YYYY-MM, YYYY-MM-DD or a time like 2019-05-03T21:30:00Z";
    let text = text.trim();
    let (at, precision) = if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        (at.with_timezone(&Utc), DatePrecision::Second)
    } else {
        let (local, precision) = local(text).ok_or(FORMS)?;
        (in_zone(local, zone).ok_or(FORMS)?, precision)
    };
    if at > now + TimeDelta::days(1) {
        return Err("the date is in the future");
    }
    if at.timestamp() < -3_155_760_000 {
        return Err("the date is more than a century before 1970");
    }
    Ok((at, precision))
}

fn local(text: &str) -> Option<(NaiveDateTime, DatePrecision)> {
    let start = |date: NaiveDate| date.and_hms_opt(0, 0, 0);
    let parts: Vec<&str> = text.split('-').collect();
    let is = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [year] if is(year, 4) => Some((start(NaiveDate::from_ymd_opt(year.parse().ok()?, 1, 1)?)?, DatePrecision::Year)),
        [year, month] if is(year, 4) && is(month, 2) => {
            Some((start(NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?)?, DatePrecision::Month))
        }
        [year, month, day] if is(year, 4) && is(month, 2) && is(day, 2) => Some((start(text.parse().ok()?)?, DatePrecision::Day)),
        _ => ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(|time| (time, DatePrecision::Second))
            .or_else(|| {
                ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
                    .iter()
                    .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
                    .map(|time| (time, DatePrecision::Minute))
            }),
    }
}

/// The earlier of two moments that share a wall-clock time; the moment after the gap for a time that was skipped.
fn in_zone(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    zone.from_local_datetime(&local)
        .earliest()
        .or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest())
        .or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(24))).earliest())
        .map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn now() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn moments_keep_what_is_known_of_them() {
        for (text, at, precision) in [
            ("2019", "2018-12-31T23:00:00Z", DatePrecision::Year),
            ("2019-05", "2019-04-30T22:00:00Z", DatePrecision::Month),
            ("2019-05-03", "2019-05-02T22:00:00Z", DatePrecision::Day),
            ("2019-05-03 21:30", "2019-05-03T19:30:00Z", DatePrecision::Minute),
            ("2019-05-03T21:30:05", "2019-05-03T19:30:05Z", DatePrecision::Second),
            ("2019-05-03T21:30:05Z", "2019-05-03T21:30:05Z", DatePrecision::Second),
            ("2019-05-03T21:30:05.250+02:00", "2019-05-03T19:30:05.250Z", DatePrecision::Second),
            // The night the clock was put forward, and the one it was put back.
            ("2019-03-31 02:30", "2019-03-31T01:30:00Z", DatePrecision::Minute),
            ("2019-10-27 02:30", "2019-10-27T00:30:00Z", DatePrecision::Minute),
        ] {
            assert_eq!(parse(text, BERLIN, now()), Ok((at.parse().unwrap(), precision)), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "19", "2019-13", "2019-02-30", "2019-00-00", "03.05.2019", "yesterday", "2027-01-01", "1500", "2019-5-3"]
        {
            assert!(parse(text, BERLIN, now()).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}|[0-9TZ:. +-]{0,30}") {
            let _ = parse(&text, BERLIN, now());
        }
    }
}
