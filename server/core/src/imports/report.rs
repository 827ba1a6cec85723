use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::source::Remarks;

/// What an import made, kept and left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportReport {
    /// Rows it made, by table; in a dry run, rows it would make.
    pub created: BTreeMap<String, i64>,
    /// Facts that were there before and stayed as they are, by table.
    pub kept: BTreeMap<String, i64>,
    /// Files that were left out.
    pub skipped_files: Vec<String>,
    /// Columns that were left out.
    pub unknown_columns: Vec<String>,
    /// After an undo: rows that were removed, by table.
    pub removed: BTreeMap<String, i64>,
    /// After an undo: rows that stayed because somebody changed them or came to depend on them, by table.
    pub remaining: BTreeMap<String, i64>,
}

/// More names than this are not listed.
const MAX_NAMES: usize = 100;

impl ImportReport {
    /// The report as an import has it; an import that has not begun has an empty one.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    pub(super) fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    pub(super) fn remark(&mut self, remarks: Remarks) {
        self.skipped_files = remarks.skipped_files.into_iter().take(MAX_NAMES).collect();
        self.unknown_columns = remarks.unknown_columns.into_iter().take(MAX_NAMES).collect();
    }

    pub(super) fn keep(&mut self, table: &str, rows: usize) {
        if rows > 0 {
            *self.kept.entry(table.to_owned()).or_default() += i64::try_from(rows).unwrap_or(i64::MAX);
        }
    }
}
