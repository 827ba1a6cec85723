//! Exports that are tables: one CSV file, or several in a folder or zip. What tells the formats apart is which tables
//! they know, and what a row of each says.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::ExternalKey;
use medianest_db::{DatePrecision, ListKind};

use super::archive::Archive;
use super::dates;
use super::record::{EntryFact, ListFact, Problem, clip};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};
use super::table::{self, Columns, Head};
use crate::catalogue::external_ids;

/// Says which table of the format a file is, by its path in the export and its head; `None` leaves it out.
pub(super) type Classify<'a> = &'a dyn Fn(&str, &Head) -> Option<Table>;

/// One table of a format.
pub(super) struct Table {
    /// Tables of a lower rank are read first.
    pub rank: u8,
    /// What a row says.
    pub read: fn(&Row<'_>) -> Parsed,
    /// Which rows are about what somebody did; the others are passed over.
    pub concerns: fn(&Row<'_>) -> bool,
    /// The list that the table is, if it is one.
    pub list: Option<ListName>,
    /// The names of its columns, where it has no row that says them.
    pub header: Option<&'static [&'static str]>,
}

impl Table {
    /// A table with a header row, read like this.
    pub(super) fn new(rank: u8, read: fn(&Row<'_>) -> Parsed) -> Self {
        Self { rank, read, concerns: |_| true, list: None, header: None }
    }
}

/// What a list is called.
#[derive(Clone)]
pub(super) struct ListName {
    pub kind: ListKind,
    pub name: String,
    pub description: Option<String>,
}

/// An export whose tables are known.
pub(super) struct Tables {
    archive: Archive,
    files: Vec<String>,
    read_as: Vec<Table>,
    skipped: Vec<String>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Tables {
    /// Opens an export; `expected` says what it should have been.
    pub(super) fn open(
        (path, name): (&Path, &str),
        classify: Classify<'_>,
        expected: &str,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<Self, SourceError> {
        let mut archive = Archive::open_with_folders(path, name)?;
        let mut known: Vec<(String, Table)> = Vec::new();
        let mut skipped = Vec::new();
        for name in archive.names() {
            // What is no table at all is left out like a table that is not known.
            let head = archive.read(&name).and_then(|reader| table::head(reader, &name));
            match head.ok().and_then(|head| classify(&name, &head)) {
                Some(table) => known.push((name, table)),
                None => skipped.push(name),
            }
        }
        if known.is_empty() {
            return Err(SourceError::Unusable(expected.to_owned()));
        }
        known.sort_by(|one, other| (one.1.rank, &one.0).cmp(&(other.1.rank, &other.0)));
        let (files, read_as) = known.into_iter().unzip();
        Ok(Self { archive, files, read_as, skipped, zone, now })
    }
}

impl Source for Tables {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let (zone, now, table) = (self.zone, self.now, &self.read_as[file]);
        table::read_under(&mut self.archive, &self.files[file], table.header, &mut |columns, fields| {
            if fields.as_ref().is_ok_and(|fields| fields.iter().all(|field| field.trim().is_empty())) {
                return ControlFlow::Continue(());
            }
            let row = fields.as_ref().map(|fields| Row { columns, fields, table, zone, now });
            match row {
                Ok(row) if !(table.concerns)(&row) => ControlFlow::Continue(()),
                Ok(row) => sink((table.read)(&row)),
                Err(problem) => sink(Err(problem.clone())),
            }
        })
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}

/// A row of such a table.
pub(super) struct Row<'a> {
    columns: &'a Columns,
    fields: &'a csv::StringRecord,
    table: &'a Table,
    zone: Tz,
    /// When the import began.
    pub now: DateTime<Utc>,
}

impl Row<'_> {
    /// A value; `None` where it is empty.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.columns.get(self.fields, column)
    }

    /// A long text, cut to what is kept.
    pub(super) fn text(&self, column: &str, length: usize) -> Option<String> {
        self.get(column).map(|text| clip(text, length))
    }

    /// A problem with one column.
    pub(super) fn wrong(&self, column: &str, why: &str) -> Problem {
        let item = ["Name", "Title", "Const"].into_iter().find_map(|column| self.get(column)).unwrap_or_default();
        Problem::new(item, format!("{column}: {why}"))
    }

    /// A title, which must be there.
    pub(super) fn title(&self, column: &str) -> Result<String, Problem> {
        let title = self.get(column).map(|title| clip(title.replace(char::is_control, " ").trim(), 500));
        title.filter(|title| !title.is_empty()).ok_or_else(|| self.wrong(column, "give a title"))
    }

    /// A year.
    pub(super) fn year(&self, column: &str) -> Result<Option<i16>, Problem> {
        let parse = |text: &str| text.parse().ok().filter(|year: &i16| (-5000..=3000).contains(year));
        self.get(column).map(|text| parse(text).ok_or_else(|| self.wrong(column, "give a year from -5000 to 3000"))).transpose()
    }

    /// A moment and how exactly it is known; dates may be written with slashes.
    pub(super) fn moment(&self, column: &str) -> Result<Option<(DateTime<Utc>, DatePrecision)>, Problem> {
        self.get(column)
            .map(|text| dates::parse(&text.replace('/', "-"), self.zone, self.now).map_err(|why| self.wrong(column, why)))
            .transpose()
    }

    /// The same, or when the import began.
    pub(super) fn time(&self, column: &str) -> Result<DateTime<Utc>, Problem> {
        Ok(self.moment(column)?.map_or(self.now, |(at, _)| at))
    }

    /// A rating of a scale that ends at `most`, as one of a hundred.
    pub(super) fn rating(&self, column: &str, most: u8) -> Result<Option<i16>, Problem> {
        let Some(text) = self.get(column) else { return Ok(None) };
        let value = text.parse().ok().filter(|value: &f64| (0.0..=f64::from(most)).contains(value));
        let value = value.ok_or_else(|| self.wrong(column, &format!("give 0 to {most}")))?;
        #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100, as just checked")]
        let rating = (value * 100.0 / f64::from(most)).round() as i16;
        Ok((rating > 0).then_some(rating))
    }

    /// An id of a provider, in the form it is stored in.
    pub(super) fn key(&self, provider: &str, kind: &str, id: &str) -> Result<ExternalKey, Problem> {
        external_ids::key(provider, kind, id).map_err(|_| self.wrong(provider, "give an id of at most 500 characters"))
    }

    /// A place on the list that the table is.
    pub(super) fn list(&self, added_at: DateTime<Utc>, notes: Option<String>) -> Option<ListFact> {
        let ListName { kind, name, description } = self.table.list.clone()?;
        Some(ListFact { kind, name, description, added_at, notes })
    }
}

/// The name of a file without its folder and ending, with spaces for dashes.
pub(super) fn spoken_name(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or(path);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    clip(stem.replace(['-', '_'], " ").replace(char::is_control, " ").trim(), 200)
}

/// An entry that follows from what was done.
pub(super) fn entry(status: &'static str, added_at: DateTime<Utc>) -> EntryFact {
    EntryFact { status, is_stated: false, added_at, notes: None, is_favorite: false, is_private: false }
}
