use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use medianest_db::diary::ScrobbleFacts;
use medianest_db::{AsyncPgConnection, DatePrecision, UserId};

use crate::{Error, Result};

/// When something was watched, as far as its person knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Just now.
    Now,
    /// At this moment.
    At(DateTime<Utc>),
    /// Some time in this period, by the person's calendar.
    On(PartialDate),
    /// Some time.
    Unknown,
    /// What was said cannot be understood.
    Unclear {
        /// The field in which it was said.
        field: &'static str,
        /// What would be right.
        why: &'static str,
    },
}

/// A year, a month or a day: `1999`, `1999-12`, `1999-12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    first: NaiveDate,
    precision: DatePrecision,
}

impl FromStr for PartialDate {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let number = |index: usize, digits: usize| {
            let part: &&str = parts.get(index)?;
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u32>().ok())?
        };
        let parsed = match parts.len() {
            1 => number(0, 4).map(|year| (year, 1, 1, DatePrecision::Year)),
            2 => number(0, 4).zip(number(1, 2)).map(|(year, month)| (year, month, 1, DatePrecision::Month)),
            3 => number(0, 4)
                .zip(number(1, 2))
                .zip(number(2, 2))
                .map(|((year, month), day)| (year, month, day, DatePrecision::Day)),
            _ => None,
        };
        parsed
            .and_then(|(year, month, day, precision)| {
                let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
                Some(Self { first, precision })
            })
            .ok_or("must be a year, a month or a day: 1999, 1999-12 or 1999-12-31")
    }
}

impl PartialDate {
    /// The last day of the period.
    fn last(self) -> Option<NaiveDate> {
        match self.precision {
            DatePrecision::Year => self.first.checked_add_months(Months::new(12))?.checked_sub_days(Days::new(1)),
            DatePrecision::Month => self.first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1)),
            _ => Some(self.first),
        }
    }
}

impl When {
    /// The moment that is kept, and how exactly it is known.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what cannot be understood.
    pub(crate) fn resolve(self, zone: Tz, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DatePrecision)> {
        match self {
            Self::Now => Ok((now, DatePrecision::Second)),
            Self::At(at) => Ok((at, DatePrecision::Second)),
            Self::On(date) => Ok((start_of(date.first, zone), date.precision)),
            Self::Unknown => Ok((DateTime::UNIX_EPOCH, DatePrecision::Unknown)),
            Self::Unclear { field, why } => Err(Error::invalid(field, why)),
        }
    }

    /// Whether this can have happened: it has begun, and not before there was anything to play.
    pub(crate) fn is_past(self, zone: Tz, now: DateTime<Utc>) -> bool {
        match self {
            Self::Now | Self::Unknown | Self::Unclear { .. } => true,
            Self::At(at) => at <= now && at >= super::scrobble::first_moment(),
            Self::On(date) => {
                start_of(date.first, zone) <= now
                    && date.last().is_some_and(|last| last >= NaiveDate::from_yo_opt(FIRST_YEAR, 1).unwrap_or_default())
            }
        }
    }
}

/// Before this year nothing was played.
pub(super) const FIRST_YEAR: i32 = 1900;

/// Whether a day is one that anything is counted or looked up by.
pub(super) fn is_countable(day: NaiveDate) -> bool {
    (FIRST_YEAR..=9999).contains(&day.year())
}

/// The zone in which a person's days begin and end.
pub(super) async fn zone_of(conn: &AsyncPgConnection, person: UserId) -> Result<Tz> {
    Ok(ScrobbleFacts::zone_of(conn, person).await?.parse().unwrap_or(Tz::UTC))
}

/// When a day begins in a zone. Where the clocks jump over midnight, the day begins after the jump.
pub(super) fn start_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    (0..4)
        .filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
        .find_map(|time| zone.from_local_datetime(&day.and_time(time)).earliest())
        .map_or_else(|| day.and_time(NaiveTime::MIN).and_utc(), |start| start.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_is_a_year_a_month_or_a_day() {
        for (text, precision) in
            [("1999", DatePrecision::Year), ("1999-02", DatePrecision::Month), ("1999-02-28", DatePrecision::Day)]
        {
            assert_eq!(text.parse::<PartialDate>().unwrap().precision, precision, "{text}");
        }
        for bad in ["", "99", "1999-2", "1999-02-30", "1999-13", "1999-01-01T00:00", "+999", "1999-01-01-01", "١٩٩٩"] {
            assert!(bad.parse::<PartialDate>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_begins_in_its_persons_zone() {
        let now = Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap();
        let day = When::On("2026-03-01".parse().unwrap());
        assert_eq!(day.resolve(Tz::Pacific__Auckland, now).unwrap().0, Utc.with_ymd_and_hms(2026, 2, 28, 11, 0, 0).unwrap());
        assert_eq!(day.resolve(Tz::America__Los_Angeles, now).unwrap().0, Utc.with_ymd_and_hms(2026, 3, 1, 8, 0, 0).unwrap());
        // In Santiago the clocks jumped from midnight to one o'clock.
        let jump = When::On("2025-09-07".parse().unwrap());
        assert_eq!(jump.resolve(Tz::America__Santiago, now).unwrap().0, Utc.with_ymd_and_hms(2025, 9, 7, 4, 0, 0).unwrap());
    }

    #[test]
    fn a_period_that_has_begun_is_past() {
        let now = Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap();
        let past = |text: &str| When::On(text.parse().unwrap()).is_past(Tz::UTC, now);
        assert!(past("2026") && past("2026-03") && past("2026-03-01") && past("1900"));
        assert!(!past("2027") && !past("2026-04") && !past("2026-03-02") && !past("1899-12"));
        assert!(!When::At(now + chrono::TimeDelta::seconds(1)).is_past(Tz::UTC, now));
    }
}
