//! The plans of the statements that run often: each enters an index and sorts no whole table.
//!
//! The statements are not written down here: a test runs the query function, finds what stayed prepared on its connection,
//! and asks the planner about that very text, so a changed query is a changed test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod cases;

use std::collections::BTreeSet;

use diesel::sql_types::{Integer, Json, Text};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use medianest_db::Connection;
use medianest_test_support::TestDatabase;
use serde_json::Value;

/// What has more rows than this is not read as a whole, nor sorted.
const MANY: f64 = 1000.0;

/// A database with much in it, and one connection to it.
struct Planner {
    conn: Connection,
    _database: TestDatabase,
}

#[derive(QueryableByName)]
struct Prepared {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    statement: String,
    #[diesel(sql_type = Integer)]
    parameters: i32,
}

impl Planner {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let sql = database.sql().await;
        sql.batch_execute(include_str!("data.sql")).await.unwrap();
        sql.batch_execute("VACUUM ANALYZE").await.unwrap();
        let conn = database.pool().get().await.unwrap();
        // The plan that serves whatever is asked: what the planner makes of one value says nothing of the next.
        (&mut &*conn).batch_execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
        Self { conn, _database: database }
    }

    async fn prepared(&self) -> Vec<Prepared> {
        diesel::sql_query(
            "SELECT name, statement, cardinality(parameter_types) AS parameters FROM pg_prepared_statements
             WHERE statement NOT LIKE '%pg_prepared_statements%'",
        )
        .load(&mut &*self.conn)
        .await
        .unwrap()
    }

    /// The faults of what this runs: tables read as a whole, and sorts of many rows.
    async fn faults<T>(&self, run: impl AsyncFnOnce(&AsyncPgConnection) -> QueryResult<T>) -> BTreeSet<String> {
        let before: BTreeSet<String> = self.prepared().await.into_iter().map(|known| known.name).collect();
        run(&self.conn).await.unwrap();
        let new: Vec<Prepared> = self.prepared().await.into_iter().filter(|made| !before.contains(&made.name)).collect();
        assert!(!new.is_empty(), "the statement stays prepared, as one that runs often should");
        let mut faults = BTreeSet::new();
        for made in new {
            let values = vec!["NULL"; usize::try_from(made.parameters).unwrap()].join(", ");
            let call = if values.is_empty() { made.name } else { format!("{}({values})", made.name) };
            let plan: Value = diesel::dsl::sql::<Json>(&format!("EXPLAIN (FORMAT JSON) EXECUTE {call}"))
                .get_result(&mut &*self.conn)
                .await
                .unwrap();
            look(&plan[0]["Plan"], &mut faults);
            if !faults.is_empty() {
                println!("{}\n{plan:#}", made.statement);
            }
        }
        faults
    }
}

fn look(node: &Value, faults: &mut BTreeSet<String>) {
    let rows = |node: &Value| node["Plan Rows"].as_f64().unwrap_or(0.0);
    let inner = node["Plans"].as_array().map(Vec::as_slice).unwrap_or_default();
    match node["Node Type"].as_str().unwrap_or_default() {
        "Seq Scan" if cases::MUCH.contains(&node["Relation Name"].as_str().unwrap_or_default()) => {
            faults.insert(format!("reads all of {}", node["Relation Name"]));
        }
        "Sort" if inner.iter().any(|from| rows(from) > MANY) => {
            faults.insert(format!("sorts {} rows by {}", rows(&inner[0]), node["Sort Key"]));
        }
        _ => {}
    }
    for node in inner {
        look(node, faults);
    }
}
