//! What ten years of history cost beside one: the pages that people open daily should not feel it.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::measures::{Bench, Row};
use crate::statistics::STATISTICS;
use crate::stats::{in_turns, median};

/// How much slower a page may be with ten times the history.
const BAR: f64 = 1.3;
const HISTORY: &str = "{ history(first: 50) { nodes { id watchedAt item { id name parent { id name } } } } }";
const NEXT_UP: &str = "{ nextUp(first: 20) { nodes { item { id name parent { id name parent { id name } } } } } }";

/// The same pages of the same people with a year of history and with ten.
///
/// # Errors
/// When a page fails.
pub async fn growth(year: &Bench, decade: &Bench) -> Result<Vec<Row>> {
    Ok(vec![
        grown("history, ten years against one, p50", HISTORY, "history", year, decade).await?,
        grown("next up, ten years against one, p50", NEXT_UP, "nextUp", year, decade).await?,
        grown("statistics page, ten years against one, p50", STATISTICS, "statistics", year, decade).await?,
    ])
}

async fn grown(measure: &'static str, query: &str, field: &str, year: &Bench, decade: &Bench) -> Result<Row> {
    let ask = async |bench: &Bench, n: usize| {
        let data = bench.server.run(&bench.made.keys[n % bench.made.keys.len()], query, Value::Null).await?;
        ensure!(data[field] != json!({ "nodes": [] }), "{field} is not empty");
        Ok(())
    };
    let mut ratios = Vec::new();
    let mut last = String::new();
    for _ in 0..3 {
        let (ten, one) = in_turns(200, |n| ask(decade, n), |n| ask(year, n)).await?;
        ratios.push(ten.median().as_secs_f64() / one.median().as_secs_f64());
        last = format!("{:.1?} against {:.1?}", ten.median(), one.median());
    }
    let ratio = median(ratios);
    Ok(Row { measure, found: format!("{ratio:.2}× ({last})"), bar: "≤ 1.3×", met: ratio <= BAR })
}
