//! What there is of a person besides their diary: the account, its sessions and keys, friends, groups, notifications.

use medianest_db::exports::ACCOUNT_TABLES;
use serde_json::{Map, Value};

use super::facts::{Fact, Section};
use super::layout::{File, Layout, Told};

/// A file for each table.
pub(super) fn files(ending: &str, layout: impl Fn(&[&str]) -> Layout) -> Vec<File> {
    ACCOUNT_TABLES
        .iter()
        .map(|table| File {
            name: format!("account/{}.{ending}", table.name),
            section: Section::Table(table),
            layout: layout(&columns(table.columns)),
        })
        .collect()
}

/// The columns as they are given away: after an item's id comes what it is called.
fn columns(of: &[&'static str]) -> Vec<&'static str> {
    of.iter().flat_map(|column| [Some(*column), (*column == "media_item_id").then_some("item")]).flatten().collect()
}

/// A row with the columns that may be given away.
fn row<'a>(told: &Told<'a>) -> Option<Vec<(&'static str, &'a Value)>> {
    let (Section::Table(table), Fact::Row(row)) = (told.section, told.fact) else { return None };
    Some(columns(table.columns).into_iter().map(|column| (column, row.get(column).unwrap_or(&Value::Null))).collect())
}

/// The row as an object.
pub(super) fn object(told: &Told<'_>) -> Option<Value> {
    let fields = row(told)?.into_iter().filter(|(_, value)| !value.is_null());
    Some(Value::Object(fields.map(|(column, value)| (column.to_owned(), value.clone())).collect::<Map<_, _>>()))
}

/// The row as the fields of a table.
pub(super) fn fields(told: &Told<'_>) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(row(told)?.into_iter().map(|(_, value)| text(value)).collect())
}
