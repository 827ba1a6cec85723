//! What happened on each day: as it was counted ahead, and as it is.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use medianest_db::AsyncPgConnection;
use medianest_db::diary::{CachedDay, Counted, TouchedSpan};
use serde::{Deserialize, Serialize};

use super::start_of;
use crate::diary::when::FIRST_YEAR;
use crate::{Error, Result};

/// How often, and how long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(i64, i64)", into = "(i64, i64)")]
pub(super) struct Tally {
    pub plays: i64,
    pub seconds: i64,
}

impl From<(i64, i64)> for Tally {
    fn from((plays, seconds): (i64, i64)) -> Self {
        Self { plays, seconds }
    }
}

impl From<Tally> for (i64, i64) {
    fn from(tally: Tally) -> Self {
        (tally.plays, tally.seconds)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.plays += other.plays;
        self.seconds += other.seconds;
    }
}

/// What happened on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    /// All of it.
    pub whole: Tally,
    /// By the hour in which the plays ended, where it is known.
    pub hours: BTreeMap<u32, Tally>,
}

impl Counts {
    fn add(&mut self, hour: Option<u32>, tally: Tally) {
        self.whole += tally;
        if let Some(hour) = hour {
            *self.hours.entry(hour).or_default() += tally;
        }
    }

    fn is_empty(&self) -> bool {
        self.whole.plays == 0
    }
}

/// A day as it is kept: what others may see apart from what only its person may.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Day {
    #[serde(skip_serializing_if = "Counts::is_empty")]
    open: Counts,
    #[serde(skip_serializing_if = "Counts::is_empty")]
    private: Counts,
}

impl Day {
    fn part(&mut self, is_private: bool) -> &mut Counts {
        if is_private { &mut self.private } else { &mut self.open }
    }

    fn seen(self, with_private: bool) -> Counts {
        let mut seen = self.open;
        if with_private {
            seen.whole += self.private.whole;
            for (hour, tally) in self.private.hours {
                *seen.hours.entry(hour).or_default() += tally;
            }
        }
        seen
    }
}

/// Each day of a history that has a play.
pub(super) async fn of_history(
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<BTreeMap<NaiveDate, Counts>> {
    let first = NaiveDate::from_yo_opt(FIRST_YEAR, 1).unwrap_or_default();
    // Where somebody plays east of their own zone it may be tomorrow already.
    let last = around(now.with_timezone(&zone).date_naive()).1;
    of_span(conn, counted, zone, first, last).await
}

/// Each day of a span that has a play.
pub(super) async fn of_span(
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Counts>> {
    // Which days are out of date is asked first: what changes after that is news.
    let touched = TouchedSpan::of(conn, counted.owner()).await?;
    let mut days = BTreeMap::new();
    for row in CachedDay::between(conn, counted.owner(), first, last).await? {
        days.insert(row.day, Day::deserialize(row.counts).map_err(Error::internal)?);
    }
    if let Some((from, to)) = touched.first.zip(touched.last) {
        let (from, to) = (around(from).0.max(first), around(to).1.min(last));
        days.retain(|day, _| *day < from || *day > to);
        days.extend(count(conn, counted, zone, from, to).await?);
    }
    let seen = days.into_iter().map(|(date, day)| (date, day.seen(counted.with_private())));
    Ok(seen.filter(|(_, counts)| !counts.is_empty()).collect())
}

/// The days of any calendar that begin or end within a day of UTC.
pub(super) fn around(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    (day.pred_opt().unwrap_or(day), day.succ_opt().unwrap_or(day))
}

/// Counts the days of a span, those without a play left out. They are cut here and not in SQL: the zones that the database
/// knows are others.
pub(super) async fn count(
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Day>> {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    let Some(end) = last.checked_add_days(Days::new(1)).filter(|_| first <= last) else { return Ok(days) };
    let (from, to) = (start_of(first, zone), start_of(end, zone));
    for quarter in counted.by_quarter(conn, from, to).await? {
        // A zone of long ago may begin its day within a quarter.
        let at = quarter.at.max(from).with_timezone(&zone);
        let tally = Tally { plays: quarter.plays, seconds: quarter.seconds };
        days.entry(at.date_naive()).or_default().part(quarter.is_private).add(Some(at.hour()), tally);
    }
    // Elsewhere the same day began up to 26 hours apart.
    let margin = TimeDelta::hours(26);
    for row in counted.of_days(conn, from - margin, to + margin).await? {
        let there = row.timezone.and_then(|name| name.parse().ok()).unwrap_or(zone);
        let date = day_in(row.watched_at, there);
        if (first..=last).contains(&date) {
            let tally = Tally { plays: row.plays, seconds: row.seconds };
            days.entry(date).or_default().part(row.is_private).add(None, tally);
        }
    }
    Ok(days)
}

fn day_in(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_day_is_kept_short_and_private_plays_apart() {
        let mut day = Day::default();
        day.part(false).add(Some(20), Tally { plays: 2, seconds: 5_400 });
        let kept = serde_json::to_value(&day).unwrap();
        assert_eq!(kept, json!({ "open": { "whole": [2, 5_400], "hours": { "20": [2, 5_400] } } }));
        day.part(true).add(None, Tally { plays: 1, seconds: 60 });
        let day: Day = serde_json::from_value(serde_json::to_value(&day).unwrap()).unwrap();
        assert_eq!(day.clone().seen(false).whole, Tally { plays: 2, seconds: 5_400 });
        assert_eq!(day.seen(true).whole, Tally { plays: 3, seconds: 5_460 });
    }
}
