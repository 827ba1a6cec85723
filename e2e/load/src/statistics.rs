//! The pages that count a history.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::measures::{Bench, Row};
use crate::stats::Times;

/// What the statistics page asks.
pub const STATISTICS: &str =
    "query { statistics { playCount itemCount watchedSeconds activeDayCount currentStreakDays longestStreakDays
    byMediaType { playCount itemCount watchedSeconds mediaType { name } } byHour { weekday hour playCount }
    byMonth { month watchedSeconds } completion(first: 12) { airedCount watchedCount root { id name } }
    top(first: 12) { titles { playCount item { id name } } artists { item { id name } } albums { item { id name } }
        tracks { item { id name } } genres { name playCount } } } }";

/// What the year page asks.
const YEAR: &str = "query ($year: Int!, $from: NaiveDate!, $to: NaiveDate!) {
    statistics(from: $from, to: $to) { playCount itemCount watchedSeconds activeDayCount
        byMediaType { playCount watchedSeconds mediaType { name } } byHour { weekday hour playCount } byMonth { month watchedSeconds }
        top(first: 10) { titles { playCount item { id name } } artists { item { id name } } albums { item { id name } }
            tracks { item { id name } } genres { name playCount } } }
    activityByDay(year: $year) { date playCount watchedSeconds } }";

impl Bench {
    /// The statistics of everybody in turn, and their year, while all of their days are counted ahead.
    ///
    /// # Errors
    /// When a page fails.
    pub async fn statistics(&self) -> Result<Vec<Row>> {
        // The year that holds the middle of what was written.
        let middle = "SELECT extract(year FROM now() - interval '182 days')::integer";
        let year: i32 = self.sql.query_one(middle, &[]).await?.get(0);
        let of_year = json!({ "year": year, "from": format!("{year}-01-01"), "to": format!("{year}-12-31") });
        let whole = self.p95(STATISTICS, &Value::Null).await?;
        let year = self.p95(YEAR, &of_year).await?;
        Ok(vec![row("statistics page, p95", &whole), row("year page, p95", &year)])
    }

    async fn p95(&self, query: &str, variables: &Value) -> Result<Times> {
        let mut times = Vec::new();
        for n in 0..220 {
            let begun = Instant::now();
            let data = self.server.run(&self.made.keys[n % self.made.keys.len()], query, variables.clone()).await?;
            ensure!(data["statistics"]["playCount"].is_number(), "something is counted");
            if n >= 20 {
                times.push(begun.elapsed());
            }
        }
        Ok(Times::new(times))
    }
}

/// Waits until the server's own job has counted what was written into the database.
///
/// # Errors
/// When it has not within ten minutes.
pub async fn counted_ahead(sql: &Client) -> Result<()> {
    let deadline = Instant::now() + Duration::from_mins(10);
    loop {
        let row = sql.query_one("SELECT count(DISTINCT user_id) FROM user_stats_touched", &[]).await?;
        if row.get::<_, i64>(0) == 0 {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "the days are counted within ten minutes");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

fn row(measure: &'static str, times: &Times) -> Row {
    let p95 = times.percentile(95);
    Row {
        measure,
        found: format!("{p95:.1?} (p50 {:.1?})", times.median()),
        bar: "< 100 ms",
        met: p95 < Duration::from_millis(100),
    }
}
