//! What is counted from a person's history, as far as they let it be seen.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use medianest_db::diary::{Counted, ScrobbleFacts, TypeCount};
use medianest_db::{AsyncPgConnection, UserId};

use super::when::start_of;
use crate::error::Problems;
use crate::policy::Actor;
use crate::policy::visibility::{self, Aspect};
use crate::{App, Result};

/// Before this year nothing was played.
const FIRST_YEAR: i32 = 1900;

/// What a person played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// By media type, the one with most plays first.
    pub by_type: Vec<TypeCount>,
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

/// What a person played, the actor where nobody is named: from one day to another, both included, by the person's
/// calendar. `None` where the actor may not see it.
///
/// # Errors
/// [`crate::Error::Invalid`] for a period that cannot be, [`crate::Error::Forbidden`] without the scope `read`.
pub async fn find(
    app: &App,
    actor: &Actor,
    user: Option<UserId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Option<Statistics>> {
    let counted = counted(app, actor, user).await?;
    let mut problems = Problems::default();
    problems.check(from.is_none_or(is_countable), "from", "name a day between 1900 and 9999");
    problems.check(to.is_none_or(is_countable), "to", "name a day between 1900 and 9999");
    problems.check(from.zip(to).is_none_or(|(from, to)| from <= to), "to", "must not be before `from`");
    problems.into_result()?;
    let Some((owner, counted)) = counted else { return Ok(None) };
    let conn = app.db().await?;
    let zone = zone_of(&conn, owner).await?;
    let from = from.map(|day| start_of(day, zone));
    let to = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| start_of(day, zone));
    let by_type = counted.by_type(&conn, from, to).await?;
    let today = app.now().with_timezone(&zone).date_naive();
    // A day earlier, since the first may be of a day that began elsewhere.
    let first = counted.first_at(&conn).await?.and_then(|at| at.with_timezone(&zone).date_naive().pred_opt());
    let days = match first {
        Some(first) => active_days(&conn, &counted, zone, first.min(today), today).await?,
        None => Vec::new(),
    };
    let (current_streak_days, longest_streak_days) = streaks(days.iter().map(|day| day.date), today);
    Ok(Some(Statistics { by_type, current_streak_days, longest_streak_days }))
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
    let Some(((first, last), (owner, counted))) = span.zip(counted) else { return Ok(Vec::new()) };
    let conn = app.db().await?;
    let zone = zone_of(&conn, owner).await?;
    active_days(&conn, &counted, zone, first, last).await
}

fn is_countable(day: NaiveDate) -> bool {
    (FIRST_YEAR..=9999).contains(&day.year())
}

async fn counted(app: &App, actor: &Actor, user: Option<UserId>) -> Result<Option<(UserId, Counted)>> {
    let owner = match user.or(actor.user_id()) {
        Some(owner) => owner,
        None => actor.person()?.id,
    };
    let scope = visibility::scope_of(app, actor, owner, Aspect::Stats).await?;
    Ok(scope.and_then(|scope| Counted::new(&scope, owner)).map(|counted| (owner, counted)))
}

async fn zone_of(conn: &AsyncPgConnection, owner: UserId) -> Result<Tz> {
    Ok(ScrobbleFacts::zone_of(conn, owner).await?.parse().unwrap_or(Tz::UTC))
}

/// The days of a period with a play. They are cut here and not in SQL: the zones that the database knows are others.
async fn active_days(
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<DayActivity>> {
    let mut moments: Vec<DateTime<Utc>> =
        first.iter_days().take_while(|day| *day <= last).map(|day| start_of(day, zone)).collect();
    moments.extend(last.checked_add_days(Days::new(1)).map(|day| start_of(day, zone)));
    let [from, .., to] = moments.as_slice() else { return Ok(Vec::new()) };
    let mut days: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
    for count in counted.by_span(conn, &moments).await? {
        let offset = u64::try_from(count.span - 1).unwrap_or(0);
        if let Some(date) = first.checked_add_days(Days::new(offset)) {
            days.insert(date, (count.plays, count.seconds));
        }
    }
    // Elsewhere the same day began up to 26 hours apart.
    let margin = TimeDelta::hours(26);
    for count in counted.of_days(conn, *from - margin, *to + margin).await? {
        let there = count.timezone.and_then(|name| name.parse().ok()).unwrap_or(zone);
        let date = count.watched_at.with_timezone(&there).date_naive();
        if (first..=last).contains(&date) {
            let (plays, seconds) = days.entry(date).or_default();
            *plays += count.plays;
            *seconds += count.seconds;
        }
    }
    Ok(days.into_iter().map(|(date, (plays, seconds))| DayActivity { date, plays, seconds }).collect())
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
