//! Counting touched days ahead, so that nobody has to wait for it.

use chrono::NaiveDate;
use medianest_db::diary::CachedDay;
use medianest_db::{AsyncConnection, AsyncPgConnection, JobLane, UserId};
use serde_json::json;

use super::days::{self, around};
use super::kept;
use crate::jobs::{self, Handlers, Outcome};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// The job that counts one person's touched days.
const REBUILD: &str = "statistics.rebuild";
/// How many people are looked up at once.
const PEOPLE: i64 = 100;
/// Touched days that are not further apart are counted in one go, with those between them.
const GAP_DAYS: i64 = 31;

/// Has a person's touched days counted soon: in the transaction of a change to many plays. A change of a few can wait for
/// [`rebuild_all`].
pub(crate) async fn rebuild_soon(app: &App, conn: &AsyncPgConnection, user: UserId) -> Result<()> {
    jobs::enqueue(conn, app, JobLane::Sync, REBUILD, json!({ "user_id": user }), None, Some(user)).await.map(|_| ())
}

/// Adds what statistics need done later.
#[must_use]
pub fn handlers(handlers: Handlers) -> Handlers {
    handlers.with(REBUILD, async |running| {
        let user = serde_json::from_value(running.job.payload["user_id"].clone()).map_err(Error::internal)?;
        rebuild(&running.app, user).await?;
        Ok(Outcome::Done)
    })
}

/// Counts everybody's touched days; answers how many days were counted.
///
/// # Errors
/// Only those of the database.
pub async fn rebuild_all(app: &App) -> Result<usize> {
    let (mut counted, mut after) = (0, None);
    loop {
        let people = CachedDay::touched_people(&*app.db().await?, after, PEOPLE).await?;
        let Some(last) = people.last() else { return Ok(counted) };
        after = Some(*last);
        for user in people {
            counted += rebuild(app, user).await?;
        }
    }
}

/// Counts the days of a person whose plays changed since they were counted, and no others; answers how many had a play.
///
/// # Errors
/// Only those of the database.
pub async fn rebuild(app: &App, user: UserId) -> Result<usize> {
    let actor = Actor::system("statistics");
    let Some(counted) = super::counted(app, &actor, Some(user)).await? else { return Ok(0) };
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        CachedDay::lock(conn, user).await?;
        let touched = CachedDay::take_touched(conn, user).await?;
        if touched.is_empty() {
            return Ok(0);
        }
        let zone = super::zone_of(conn, user).await?;
        let mut rebuilt = 0;
        for (first, last) in spans(&touched) {
            let mut rows = Vec::new();
            for (day, counts) in days::count(conn, &counted, zone, first, last).await? {
                let counts = serde_json::to_value(counts).map_err(Error::internal)?;
                rows.push((app.new_id(), CachedDay { day, counts }));
            }
            CachedDay::replace(conn, user, (first, last), &rows, app.now()).await?;
            rebuilt += rows.len();
        }
        kept::rebuild(app, conn, &counted, zone, &touched).await?;
        Ok(rebuilt)
    })
    .await
}

/// The spans of calendar days to count for days of UTC in order.
fn spans(touched: &[NaiveDate]) -> Vec<(NaiveDate, NaiveDate)> {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (first, last) in touched.iter().copied().map(around) {
        match spans.last_mut() {
            Some(span) if (first - span.1).num_days() <= GAP_DAYS => span.1 = span.1.max(last),
            _ => spans.push((first, last)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touched_days_are_counted_with_their_neighbours_and_in_few_goes() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let touched = ["2025-03-01", "2025-03-02", "2025-03-20", "2026-01-01"].map(day);
        let expected = [("2025-02-28", "2025-03-21"), ("2025-12-31", "2026-01-02")].map(|(from, to)| (day(from), day(to)));
        assert_eq!(spans(&touched), expected);
        assert_eq!(spans(&[]), []);
    }
}
