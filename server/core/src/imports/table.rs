//! Rows of a CSV file with a header.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::str::FromStr;

use super::archive::Archive;
use super::archive::RowReader;
use super::record::Problem;
use super::source::SourceError;

/// More columns than this are not read.
const MAX_COLUMNS: usize = 200;

/// Where each column of a table stands, by name.
pub(super) struct Columns(HashMap<String, usize>);

impl Columns {
    /// A value without the space around it; `None` where it is empty or there is no such column.
    pub(super) fn get<'r>(&self, row: &'r csv::StringRecord, column: &str) -> Option<&'r str> {
        let value = row.get(*self.0.get(column)?)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// A number.
    ///
    /// # Errors
    /// Says which column holds none.
    pub(super) fn number<N: FromStr>(&self, row: &csv::StringRecord, column: &str, item: &str) -> Result<N, Problem> {
        let value = self.get(row, column).ok_or_else(|| Problem::new(item, format!("{column}: give a number")))?;
        value
            .parse()
            .map_err(|_| Problem::new(item, format!("{column}: `{}` is not such a number", super::record::clip(value, 40))))
    }

    /// The names of the columns, in order.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<(&str, usize)> = self.0.iter().map(|(name, index)| (name.as_str(), *index)).collect();
        names.sort_by_key(|(_, index)| *index);
        names.into_iter().map(|(name, _)| name).collect()
    }

    fn rename(self, rename: fn(&str) -> String) -> Self {
        let mut renamed = HashMap::new();
        for name in self.names() {
            // The first of two columns of one meaning counts.
            renamed.entry(rename(name)).or_insert(self.0[name]);
        }
        Self(renamed)
    }
}

/// Takes the rows of a table one by one.
pub(super) type Rows<'a> = dyn FnMut(&Columns, Result<csv::StringRecord, Problem>) -> ControlFlow<()> + 'a;

/// Reads a table, row by row. A row that is no text, or has too few or many fields, is a problem and not the end.
pub(super) fn read(archive: &mut Archive, file: &str, rows: &mut Rows<'_>) -> Result<(), SourceError> {
    read_renamed(archive.read(file)?, file, ToOwned::to_owned, rows)
}

/// The same, with the columns under other names.
pub(super) fn read_renamed(
    reader: RowReader<'_>,
    file: &str,
    rename: fn(&str) -> String,
    rows: &mut Rows<'_>,
) -> Result<(), SourceError> {
    let budget = reader.budget();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let header = header(&mut reader, file)?;
    let columns = columns(&header, file)?.rename(rename);
    let mut bytes = csv::ByteRecord::new();
    loop {
        budget.renew();
        let row = match reader.read_byte_record(&mut bytes) {
            Ok(false) => return Ok(()),
            Ok(true) => csv::StringRecord::from_byte_record(bytes.clone())
                .map_err(|error| Problem::new("", format!("the row is not UTF-8 text: {}", error.utf8_error())))
                .and_then(|row| match row.len() {
                    fields if fields == header.len() => Ok(row),
                    fields => Err(Problem::new(
                        row.iter().collect::<Vec<_>>().join(","),
                        format!("the row has {fields} fields, the header {}", header.len()),
                    )),
                }),
            Err(error) => {
                let problem = Problem::new("", format!("the rest of the file cannot be read: {error}"));
                let _ = rows(&columns, Err(problem));
                return Ok(());
            }
        };
        if rows(&columns, row).is_break() {
            return Ok(());
        }
    }
}

/// The names of a file's columns.
pub(super) fn column_names(
    reader: RowReader<'_>,
    file: &str,
    rename: fn(&str) -> String,
) -> Result<Vec<(String, String)>, SourceError> {
    let header = header(&mut csv::ReaderBuilder::new().flexible(true).from_reader(reader), file)?;
    Ok(columns(&header, file)?.names().into_iter().map(|name| (name.to_owned(), rename(name))).collect())
}

fn header(reader: &mut csv::Reader<RowReader<'_>>, file: &str) -> Result<csv::StringRecord, SourceError> {
    let unusable = |why: &dyn std::fmt::Display| SourceError::Unusable(format!("{file} has no header row: {why}"));
    reader.headers().cloned().map_err(|error| unusable(&error))
}

fn columns(header: &csv::StringRecord, file: &str) -> Result<Columns, SourceError> {
    if header.len() > MAX_COLUMNS || header.is_empty() {
        return Err(SourceError::Unusable(format!("{file} must have 1 to {MAX_COLUMNS} columns")));
    }
    let mut columns = HashMap::new();
    for (index, name) in header.iter().enumerate() {
        let name = super::record::clip(name.trim_start_matches('\u{feff}').trim(), 100);
        columns.entry(name).or_insert(index);
    }
    Ok(Columns(columns))
}
