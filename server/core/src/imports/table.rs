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
/// More rows than this do not stand above a header.
const MAX_ROWS_ABOVE: usize = 10;

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

/// The same, for a table that may have no header row: then its columns go by these names.
pub(super) fn read_under(
    archive: &mut Archive,
    file: &str,
    names: Option<&[&str]>,
    rows: &mut Rows<'_>,
) -> Result<(), SourceError> {
    read_table(archive.read(file)?, file, names, ToOwned::to_owned, rows)
}

/// The same, with the columns under other names.
pub(super) fn read_renamed(
    reader: RowReader<'_>,
    file: &str,
    rename: fn(&str) -> String,
    rows: &mut Rows<'_>,
) -> Result<(), SourceError> {
    read_table(reader, file, None, rename, rows)
}

fn read_table(
    reader: RowReader<'_>,
    file: &str,
    names: Option<&[&str]>,
    rename: fn(&str) -> String,
    rows: &mut Rows<'_>,
) -> Result<(), SourceError> {
    let budget = reader.budget();
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(reader);
    let header = match names {
        Some(names) => csv::StringRecord::from(names.to_vec()),
        None => header(&mut reader, file)?.1,
    };
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

/// What a file says before its rows.
pub(super) struct Head {
    /// Rows above the header, which only lists of Letterboxd have.
    pub before: Vec<csv::StringRecord>,
    /// The names of the columns.
    pub columns: Vec<String>,
}

/// Reads a file up to its rows.
pub(super) fn head(reader: RowReader<'_>, file: &str) -> Result<Head, SourceError> {
    let (before, header) = header(&mut csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(reader), file)?;
    Ok(Head { before, columns: columns(&header, file)?.names().into_iter().map(ToOwned::to_owned).collect() })
}

/// The names of a file's columns.
pub(super) fn column_names(
    reader: RowReader<'_>,
    file: &str,
    rename: fn(&str) -> String,
) -> Result<Vec<(String, String)>, SourceError> {
    Ok(head(reader, file)?.columns.into_iter().map(|name| (name.clone(), rename(&name))).collect())
}

/// The header row, and what stands above it where the first row announces that something does.
fn header(
    reader: &mut csv::Reader<RowReader<'_>>,
    file: &str,
) -> Result<(Vec<csv::StringRecord>, csv::StringRecord), SourceError> {
    let unusable = |why: &dyn std::fmt::Display| SourceError::Unusable(format!("{file} has no header row: {why}"));
    let mut before: Vec<csv::StringRecord> = Vec::new();
    loop {
        let mut row = csv::StringRecord::new();
        let any = reader.read_record(&mut row).map_err(|error| unusable(&error))?;
        let first = row.get(0).unwrap_or_default().trim_start_matches('\u{feff}');
        let is_header = if before.is_empty() { !first.starts_with("Letterboxd list export") } else { first == "Position" };
        if is_header || !any || before.len() >= MAX_ROWS_ABOVE {
            return Ok((before, row));
        }
        before.push(row);
    }
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
