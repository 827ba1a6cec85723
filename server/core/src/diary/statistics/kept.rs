//! Whole periods that are asked for again and again, counted ahead: a whole history, and each year of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use medianest_db::AsyncPgConnection;
use medianest_db::diary::{Counted, KeptCounts, TopOrder, TopRow, WatchedWhole};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::days::{self, around};
use super::summary::{Streaks, Summary};
use super::top::{self, MOST_PLACES};
use super::{DayRange, completion};
use crate::{App, Error, Result};

const STREAKS: &str = "streaks";
const WATCHED: &str = "watched";

/// A period that is counted ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kept {
    /// A whole history.
    All,
    /// A year of its person's calendar.
    Year(i32),
}

impl Kept {
    /// The period that has these days, if it is kept.
    pub fn of(range: DayRange) -> Option<Self> {
        match (range.from, range.to) {
            (None, None) => Some(Self::All),
            (Some(from), Some(to)) => Some(Self::Year(from.year())).filter(|year| year.span() == Some((from, to))),
            _ => None,
        }
    }

    /// What is kept of the period, with its streaks; nothing where plays changed since.
    pub async fn summary(self, conn: &AsyncPgConnection, counted: &Counted) -> Result<Option<(Summary, Streaks)>> {
        let Some(summary) = self.find(conn, counted, &self.summary_key()).await? else { return Ok(None) };
        Ok(Self::All.find(conn, counted, STREAKS).await?.map(|streaks| (summary, streaks)))
    }

    /// What was played most in the period; nothing where plays changed since.
    pub async fn top(self, conn: &AsyncPgConnection, counted: &Counted, order: TopOrder) -> Result<Option<Vec<TopRow>>> {
        self.find(conn, counted, &self.top_key(order)).await
    }

    async fn find<T: DeserializeOwned>(self, conn: &AsyncPgConnection, counted: &Counted, key: &str) -> Result<Option<T>> {
        let days = self.span().map(|(first, last)| (around(first).0, around(last).1));
        let found = KeptCounts::find(conn, counted, key, days).await?;
        found.map(T::deserialize).transpose().map_err(Error::internal)
    }

    fn span(self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::All => None,
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31)),
        }
    }

    fn range(self) -> DayRange {
        let (from, to) = self.span().unzip();
        DayRange { from, to }
    }

    fn summary_key(self) -> String {
        format!("summary:{}", self.name())
    }

    fn top_key(self, order: TopOrder) -> String {
        match order {
            TopOrder::Plays => format!("top:plays:{}", self.name()),
            TopOrder::Time => format!("top:time:{}", self.name()),
        }
    }

    fn name(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Year(year) => year.to_string(),
        }
    }
}

/// What of shows and the like was played last; nothing where plays changed since.
pub(super) async fn watched(conn: &AsyncPgConnection, counted: &Counted) -> Result<Option<Vec<WatchedWhole>>> {
    Kept::All.find(conn, counted, WATCHED).await
}

/// Counts anew what is kept of the periods that hold these days of UTC, once the days themselves are counted.
pub(super) async fn rebuild(
    app: &App,
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    touched: &[NaiveDate],
) -> Result<()> {
    let now = app.now();
    let years = touched.iter().flat_map(|day| <[NaiveDate; 2]>::from(around(*day))).map(|day| Kept::Year(day.year()));
    let periods: BTreeSet<Kept> = years.chain([Kept::All]).collect();
    let open = count(conn, &counted.without_private(), zone, &periods, now).await?;
    // Whoever keeps nothing to themselves is seen alike by all.
    let whole = if counted.has_private(conn).await? { Some(count(conn, counted, zone, &periods, now).await?) } else { None };
    let mut rows = Vec::new();
    for (n, (key, open)) in open.into_iter().enumerate() {
        let value = match &whole {
            Some(whole) => json!({ "open": open, "whole": whole[n].1 }),
            None => json!({ "open": open }),
        };
        rows.push((app.new_id(), key, value));
    }
    Ok(KeptCounts::put(conn, counted.owner(), &rows, now).await?)
}

/// All that is kept of these periods, each under its key, always in the same order.
async fn count(
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    periods: &BTreeSet<Kept>,
    now: DateTime<Utc>,
) -> Result<Vec<(String, Value)>> {
    let days = days::of_history(conn, counted, zone, now).await?;
    let mut kept = vec![
        (STREAKS.to_owned(), value(&Streaks::of(days.keys().copied()))?),
        (WATCHED.to_owned(), value(&completion::watched(conn, counted).await?)?),
    ];
    for period in periods {
        let summary = Summary::count(conn, counted, zone, period.range(), &days).await?;
        kept.push((period.summary_key(), value(&summary)?));
        for order in [TopOrder::Plays, TopOrder::Time] {
            let rows = top::count(conn, counted, zone, period.range(), order, MOST_PLACES).await?;
            kept.push((period.top_key(order), value(&rows)?));
        }
    }
    Ok(kept)
}

fn value(counts: &impl Serialize) -> Result<Value> {
    serde_json::to_value(counts).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_and_whole_histories_are_kept() {
        let range = |from: &str, to: &str| DayRange { from: from.parse().ok(), to: to.parse().ok() };
        assert_eq!(Kept::of(DayRange::default()), Some(Kept::All));
        assert_eq!(Kept::of(range("2026-01-01", "2026-12-31")), Some(Kept::Year(2026)));
        assert_eq!(Kept::of(range("2026-01-01", "2026-12-30")), None);
        assert_eq!(Kept::of(range("2025-01-01", "2026-12-31")), None);
        assert_eq!(Kept::of(range("2026-01-01", "")), None);
    }
}
