//! What a smart list costs: nothing of it is kept, so each page asks the catalogue and its owner's history.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::measures::{Bench, Row};
use crate::stats::Times;

const CREATE: &str = "mutation ($input: CreateListInput!) { createList(input: $input) { list { id } } }";
const PAGE: &str = "query ($id: ID!) { listItems(listId: $id, first: 50) { totalCount nodes { item { id name year } } } }";

impl Bench {
    /// The first page of smart lists, and how many they hold: of everything, of what their owner has not seen, of what they
    /// rated highly.
    ///
    /// # Errors
    /// When a list cannot be made or read.
    pub async fn smart_lists(&self) -> Result<Row> {
        let filters =
            [json!({ "types": ["movie", "tv"] }), json!({ "watched": false }), json!({ "ratingFrom": 60, "watched": true })];
        let mut lists = Vec::new();
        for key in self.made.keys.iter().take(20) {
            for filter in &filters {
                let input = json!({ "name": "Measured", "filter": filter });
                let made = self.server.run(key, CREATE, json!({ "input": input })).await?;
                let id = made["createList"]["list"]["id"].as_str().context("a list has an id")?;
                lists.push((key, id.to_owned()));
            }
        }
        let (mut times, mut largest) = (Vec::new(), 0);
        for n in 0..lists.len() * 6 {
            let (key, id) = &lists[n % lists.len()];
            let begun = Instant::now();
            let page = self.server.run(key, PAGE, json!({ "id": id })).await?;
            largest = largest.max(page["listItems"]["totalCount"].as_i64().unwrap_or_default());
            // The first time round fills caches and prepares statements.
            if n >= lists.len() {
                times.push(begun.elapsed());
            }
        }
        ensure!(largest >= 10_000, "the largest list holds {largest} items");
        let times = Times::new(times);
        let p95 = times.percentile(95);
        Ok(Row {
            measure: "smart lists of up to 10,000 items, first page with the count, p95",
            found: format!("{p95:.1?} (p50 {:.1?})", times.median()),
            bar: "< 100 ms",
            met: p95 < Duration::from_millis(100),
        })
    }
}
