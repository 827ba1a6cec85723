//! What a period comes to, and the days in a row of a history.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use medianest_db::AsyncPgConnection;
use medianest_db::diary::{Counted, TypeCount};
use serde::{Deserialize, Serialize};

use super::days::{Counts, Tally};
use super::{DayRange, HourActivity, MonthActivity};
use crate::Result;

/// What a person played in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// By media type, the one with most plays first.
    pub by_type: Vec<TypeCount>,
    /// On how many days of the period there was a play.
    pub active_days: usize,
    /// By weekday and hour, those without a play left out. Of plays whose time is known.
    pub by_hour: Vec<HourActivity>,
    /// By month, those without a play left out. Of plays whose day is known.
    pub by_month: Vec<MonthActivity>,
}

impl Summary {
    /// Counts it, from the days of the whole history.
    pub(super) async fn count(
        conn: &AsyncPgConnection,
        counted: &Counted,
        zone: Tz,
        range: DayRange,
        days: &BTreeMap<NaiveDate, Counts>,
    ) -> Result<Self> {
        let by_type = counted.by_type(conn, range.in_zone(zone)).await?;
        let (mut by_month, mut by_hour) = (BTreeMap::<_, Tally>::new(), BTreeMap::<_, Tally>::new());
        let mut active_days = 0;
        for (date, day) in days.iter().filter(|(date, _)| range.holds(**date)) {
            active_days += 1;
            *by_month.entry(date.with_day(1).unwrap_or(*date)).or_default() += day.whole;
            for (hour, tally) in &day.hours {
                *by_hour.entry((date.weekday().number_from_monday(), *hour)).or_default() += *tally;
            }
        }
        let hour = |((weekday, hour), Tally { plays, seconds })| HourActivity { weekday, hour, plays, seconds };
        let month = |(month, Tally { plays, seconds })| MonthActivity { month, plays, seconds };
        Ok(Self {
            by_type,
            active_days,
            by_hour: by_hour.into_iter().map(hour).collect(),
            by_month: by_month.into_iter().map(month).collect(),
        })
    }
}

/// The runs of days in a row with a play.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Streaks {
    /// How many days the longest has.
    pub longest: u32,
    /// How many days the last one has.
    last: u32,
    /// Its last day.
    ended_on: Option<NaiveDate>,
}

impl Streaks {
    /// Those of days in order.
    pub fn of(days: impl Iterator<Item = NaiveDate>) -> Self {
        days.fold(Self::default(), |so_far, day| {
            let goes_on = so_far.ended_on.is_some() && so_far.ended_on == day.pred_opt();
            let last = if goes_on { so_far.last + 1 } else { 1 };
            Self { longest: so_far.longest.max(last), last, ended_on: Some(day) }
        })
    }

    /// How many days the run has that goes on, while today is not over.
    pub fn current(self, today: NaiveDate) -> u32 {
        let goes_on = self.ended_on.is_some_and(|day| day >= today || Some(day) == today.pred_opt());
        if goes_on { self.last } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streak_goes_on_while_today_is_not_over() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-02-27", "2026-02-28"].map(day);
        let streaks = Streaks::of(days.into_iter());
        assert_eq!(streaks.longest, 3);
        assert_eq!(["2026-02-28", "2026-03-01", "2026-03-02"].map(|today| streaks.current(day(today))), [2, 2, 0]);
        assert_eq!(Streaks::of([].into_iter()).current(day("2026-03-02")), 0);
    }
}
