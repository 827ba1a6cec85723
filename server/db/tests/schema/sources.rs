//! Every column of the five designs that MediaNest unites has a home here, or a written reason why it has none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use medianest_test_support::TestDatabase;

use crate::{assert_none, texts};

const HOMES: &str = include_str!("../../../../migrations/source-columns.tsv");

/// The columns of a line, and where they went.
struct Row {
    source: (String, String, String),
    home: Home,
}

enum Home {
    /// `table.column`, or `table.column#key` for a key of its JSON.
    Live { table: String, column: String },
    /// `table.column (planned)`: a table of a later domain.
    Planned { table: String },
    /// `- why not`.
    None,
}

fn rows() -> Vec<Row> {
    let mut lines = HOMES.lines();
    assert_eq!(lines.next(), Some("system\ttable\tcolumn\thome"));
    lines
        .map(|line| {
            let [system, table, column, home] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("not four columns: {line}");
            };
            Row { source: (system.to_owned(), table.to_owned(), column.to_owned()), home: parse(home) }
        })
        .collect()
}

fn parse(home: &str) -> Home {
    if let Some(reason) = home.strip_prefix("- ") {
        assert!(reason.len() > 10, "not a reason: {home}");
        return Home::None;
    }
    let (place, planned) = home.strip_suffix(" (planned)").map_or((home, false), |place| (place, true));
    let (table, column) = place.split_once('.').unwrap_or_else(|| panic!("not a home: {home}"));
    let column = column.split('#').next().unwrap_or(column);
    assert!(
        [table, column].iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())),
        "{home}"
    );
    if planned {
        Home::Planned { table: table.to_owned() }
    } else {
        Home::Live { table: table.to_owned(), column: column.to_owned() }
    }
}

#[tokio::test]
async fn the_homes_of_source_columns_exist_and_the_planned_ones_do_not_yet() {
    let database = TestDatabase::new().await;
    let sql = database.sql().await;
    let columns =
        texts(&sql, "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'")
            .await;
    let tables = texts(&sql, "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'").await;
    let mut odd = BTreeSet::new();
    for Row { source, home } in rows() {
        match home {
            Home::Live { table, column } if !columns.contains(&format!("{table}.{column}")) => {
                odd.insert(format!("{source:?}: there is no {table}.{column}"));
            }
            Home::Planned { table } if tables.contains(&table) => {
                odd.insert(format!("{source:?}: {table} exists, so it is planned no more"));
            }
            _ => {}
        }
    }
    assert_none("homes that are not as migrations/source-columns.tsv says", &odd);
}

#[test]
fn every_source_column_has_one_home() {
    let rows = rows();
    let distinct: BTreeSet<_> = rows.iter().map(|row| &row.source).collect();
    assert_eq!((rows.len(), distinct.len()), (896, 896));
    let mut systems: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *systems.entry(&row.source.0).or_default() += 1;
    }
    assert_eq!(systems.len(), 5, "{systems:?}");
}

/// The designs lie beside the repository where it is developed, not in it.
#[test]
fn the_source_columns_are_those_of_the_designs() {
    let designs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/source-schemas/columns.tsv");
    let Ok(designs) = std::fs::read_to_string(&designs) else {
        println!("skipped: the designs are not beside this checkout, so only their number was compared");
        return;
    };
    let theirs: BTreeSet<String> =
        designs.lines().skip(1).map(|line| line.split('\t').take(3).collect::<Vec<_>>().join("\t")).collect();
    let ours: BTreeSet<String> =
        HOMES.lines().skip(1).map(|line| line.split('\t').take(3).collect::<Vec<_>>().join("\t")).collect();
    assert_none("columns without a line in migrations/source-columns.tsv", &theirs.difference(&ours).cloned().collect());
    assert_none("lines without a column in the designs", &ours.difference(&theirs).cloned().collect());
}
