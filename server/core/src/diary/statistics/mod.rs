//! What is counted from a person's history, as far as they let it be seen.
//!
//! What happened on each day is counted ahead ([`rebuild`]) and kept; a day whose plays changed since is counted when it is
//! asked for, so an answer is always that of now. Things, types and lists are counted when they are asked for.

mod days;
mod rebuild;
mod top;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use medianest_db::UserId;
use medianest_db::diary::{Completion, Counted, Period, TypeCount};

use self::days::Tally;
pub(crate) use self::rebuild::rebuild_soon;
pub use self::rebuild::{handlers, rebuild, rebuild_all};
pub use self::top::{MOST_PLACES, TopGenre, TopItem, TopLists, top};
use super::when::{FIRST_YEAR, is_countable, start_of, zone_of};
use crate::catalogue::builtin;
use crate::error::Problems;
use crate::policy::Actor;
use crate::policy::visibility::{self, Aspect};
use crate::{App, Result};

/// What a person played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// By media type, the one with most plays first.
    pub by_type: Vec<TypeCount>,
    /// On how many days of the period there was a play.
    pub active_days: usize,
    /// By weekday and hour, those without a play left out. Of plays whose time is known.
    pub by_hour: Vec<HourActivity>,
    /// By month, those without a play left out. Of plays whose day is known.
    pub by_month: Vec<MonthActivity>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let by_type = counted.by_type(&conn, range.in_zone(zone)).await?;
    let today = app.now().with_timezone(&zone).date_naive();
    let first = NaiveDate::from_yo_opt(FIRST_YEAR, 1).unwrap_or_default();
    // Where somebody plays east of their own zone it may be tomorrow already.
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let days = days::of_span(&conn, &counted, zone, first, last).await?;
    let (current_streak_days, longest_streak_days) = streaks(days.keys().copied(), today);
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
    Ok(Some(Statistics {
        by_type,
        active_days,
        by_hour: by_hour.into_iter().map(hour).collect(),
        by_month: by_month.into_iter().map(month).collect(),
        current_streak_days,
        longest_streak_days,
    }))
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

/// How much of shows and the like a person played, the latest first; the actor where nobody is named. Nothing where the
/// actor may not see it.
///
/// # Errors
/// As [`by_day`].
pub async fn completion(app: &App, actor: &Actor, user: Option<UserId>, first: i64) -> Result<Vec<Completion>> {
    let counted = counted(app, actor, user).await?;
    top::check_places(first)?;
    let Some(counted) = counted else { return Ok(Vec::new()) };
    Ok(counted.completion(&*app.db().await?, app.now(), first, builtin::MUSIC).await?)
}

async fn counted(app: &App, actor: &Actor, user: Option<UserId>) -> Result<Option<Counted>> {
    let owner = match user.or(actor.user_id()) {
        Some(owner) => owner,
        None => actor.person()?.id,
    };
    let scope = visibility::scope_of(app, actor, owner, Aspect::Stats).await?;
    Ok(scope.and_then(|scope| Counted::new(&scope, owner)))
}

/// The current and the longest run of days in a row, of days in order.
fn streaks(days: impl Iterator<Item = NaiveDate>, today: NaiveDate) -> (u32, u32) {
    let (mut run, mut longest, mut before) = (0, 0, None::<NaiveDate>);
    for day in days {
        run = if before.is_some() && before == day.pred_opt() { run + 1 } else { 1 };
        longest = longest.max(run);
        before = Some(day);
    }
    let lasts = before.is_some_and(|day| day >= today || Some(day) == today.pred_opt());
    (if lasts { run } else { 0 }, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streak_goes_on_while_today_is_not_over() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-02-27", "2026-02-28"].map(day);
        assert_eq!(streaks(days.into_iter(), day("2026-02-28")), (2, 3));
        assert_eq!(streaks(days.into_iter(), day("2026-03-01")), (2, 3));
        assert_eq!(streaks(days.into_iter(), day("2026-03-02")), (0, 3));
        assert_eq!(streaks([].into_iter(), day("2026-03-02")), (0, 0));
    }
}
