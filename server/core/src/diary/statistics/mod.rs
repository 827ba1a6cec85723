//! What is counted from a person's history, as far as they let it be seen.
//!
//! What happened on each day, in each year and in a whole history is counted ahead ([`rebuild`]) and kept; what changed since
//! is counted when it is asked for, and so are other periods: an answer is always that of now.

mod completion;
mod days;
mod kept;
mod rebuild;
mod summary;
mod top;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use medianest_db::UserId;
use medianest_db::diary::{Counted, Period};
use serde::{Deserialize, Serialize};

pub use self::completion::completion;
use self::kept::Kept;
pub(crate) use self::rebuild::rebuild_soon;
pub use self::rebuild::{handlers, rebuild, rebuild_all};
use self::summary::Streaks;
pub use self::summary::Summary;
pub use self::top::{MOST_PLACES, TopGenre, TopItem, TopLists, top};
use super::when::{is_countable, start_of, zone_of};
use crate::error::Problems;
use crate::policy::Actor;
use crate::policy::visibility::{self, Aspect};
use crate::{App, Result};

/// What a person played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// In the period.
    pub summary: Summary,
    /// Days in a row with a play, up to today, or to yesterday while today has none yet. Of the whole history.
    pub current_streak_days: u32,
    /// The most days in a row with a play. Of the whole history.
    pub longest_streak_days: u32,
}

/// What a person played on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayActivity {
    /// Which.
    pub date: NaiveDate,
    /// How many plays.
    pub plays: i64,
    /// How long they took together.
    pub seconds: i64,
}

/// What a person played in one hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourActivity {
    /// The day of the week: 1 is Monday.
    pub weekday: u32,
    /// The hour of the day in which the plays ended.
    pub hour: u32,
    /// How many plays.
    pub plays: i64,
    /// How long they took together.
    pub seconds: i64,
}

/// What a person played in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthActivity {
    /// Its first day.
    pub month: NaiveDate,
    /// How many plays.
    pub plays: i64,
    /// How long they took together.
    pub seconds: i64,
}

/// Days from one to another, both included; without an end where there is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct DayRange {
    /// The first.
    pub from: Option<NaiveDate>,
    /// The last.
    pub to: Option<NaiveDate>,
}

impl DayRange {
    fn check(self) -> Result<()> {
        let mut problems = Problems::default();
        problems.check(self.from.is_none_or(is_countable), "from", "name a day between 1900 and 9999");
        problems.check(self.to.is_none_or(is_countable), "to", "name a day between 1900 and 9999");
        problems.check(self.from.zip(self.to).is_none_or(|(from, to)| from <= to), "to", "must not be before `from`");
        problems.into_result()
    }

    fn in_zone(self, zone: Tz) -> Period {
        let from = self.from.map(|day| start_of(day, zone));
        let to = self.to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| start_of(day, zone));
        Period { from, to }
    }

    fn holds(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What a person played, the actor where nobody is named, in a time of the person's calendar. `None` where the actor may not
/// see it.
///
/// # Errors
/// [`crate::Error::Invalid`] for a period that cannot be, [`crate::Error::Forbidden`] without the scope `read`.
pub async fn find(app: &App, actor: &Actor, user: Option<UserId>, range: DayRange) -> Result<Option<Statistics>> {
    let counted = counted(app, actor, user).await?;
    range.check()?;
    let Some(counted) = counted else { return Ok(None) };
    let conn = app.db().await?;
    let zone = zone_of(&conn, counted.owner()).await?;
    let kept = match Kept::of(range) {
        Some(period) => period.summary(&conn, &counted).await?,
        None => None,
    };
    let (summary, streaks) = if let Some(kept) = kept {
        kept
    } else {
        let days = days::of_history(&conn, &counted, zone, app.now()).await?;
        (Summary::count(&conn, &counted, zone, range, &days).await?, Streaks::of(days.keys().copied()))
    };
    let today = app.now().with_timezone(&zone).date_naive();
    Ok(Some(Statistics { summary, current_streak_days: streaks.current(today), longest_streak_days: streaks.longest }))
}

/// What a person played on each day of a year of their calendar, days without a play left out; the actor where nobody is
/// named. Nothing where the actor may not see it.
///
/// # Errors
/// [`crate::Error::Invalid`] for a year that cannot be, [`crate::Error::Forbidden`] without the scope `read`.
pub async fn by_day(app: &App, actor: &Actor, user: Option<UserId>, year: i32) -> Result<Vec<DayActivity>> {
    let counted = counted(app, actor, user).await?;
    let span = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
    let mut problems = Problems::default();
    problems.check(span.is_some_and(|(first, _)| is_countable(first)), "year", "name a year between 1900 and 9999");
    problems.into_result()?;
    let Some(((first, last), counted)) = span.zip(counted) else { return Ok(Vec::new()) };
    let conn = app.db().await?;
    let zone = zone_of(&conn, counted.owner()).await?;
    let days = days::of_span(&conn, &counted, zone, first, last).await?;
    let day = |(date, day): (_, days::Counts)| DayActivity { date, plays: day.whole.plays, seconds: day.whole.seconds };
    Ok(days.into_iter().map(day).collect())
}

async fn counted(app: &App, actor: &Actor, user: Option<UserId>) -> Result<Option<Counted>> {
    let owner = match user.or(actor.user_id()) {
        Some(owner) => owner,
        None => actor.person()?.id,
    };
    let scope = visibility::scope_of(app, actor, owner, Aspect::Stats).await?;
    Ok(scope.and_then(|scope| Counted::new(&scope, owner)))
}
