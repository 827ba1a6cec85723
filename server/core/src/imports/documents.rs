//! Exports that are JSON: one file, or several in a folder or zip. What tells the formats apart is which files they know,
//! and what an element of each says.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::de::DeserializeOwned;

use super::archive::Archive;
use super::json_list;
use super::record::{Problem, clip};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};

/// How much of a file is looked at to see what it is.
const START_BYTES: u64 = 16 << 10;

/// Says what a file of the format is, by its path in the export and its beginning; `None` leaves it out.
pub(super) type Classify = fn(&str, &str) -> Option<Shape>;

/// One kind of file of a format.
pub(super) struct Shape {
    /// Files of a lower rank are read first.
    pub rank: u8,
    /// Where its elements are.
    pub layout: Layout,
    /// What an element says: any number of rows.
    pub read: fn(&Element<'_>, &mut Sink<'_>) -> ControlFlow<()>,
}

/// Where the elements of a file are.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    /// In one list.
    List,
    /// In the lists of one object.
    Members,
    /// One on each line.
    Lines,
}

/// An element, and what is known besides.
pub(super) struct Element<'a> {
    /// Of which list of an object it is.
    pub member: &'a str,
    /// The element itself.
    pub text: &'a str,
    /// The zone that the person lives in.
    pub zone: Tz,
    /// When the import began.
    pub now: DateTime<Utc>,
}

impl Element<'_> {
    /// The element, read.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_str(self.text).map_err(|error| Problem::new(clip(self.text, 100), format!("not as expected: {error}")))
    }
}

/// Reads an element that is one row.
pub(super) fn one<T: DeserializeOwned>(
    element: &Element<'_>,
    sink: &mut Sink<'_>,
    row: impl FnOnce(T, &Element<'_>) -> Option<Parsed>,
) -> ControlFlow<()> {
    match element.parse().map(|parsed| row(parsed, element)) {
        Ok(Some(parsed)) => sink(parsed),
        Ok(None) => ControlFlow::Continue(()),
        Err(problem) => sink(Err(problem)),
    }
}

/// An export whose files are known.
pub(super) struct Documents {
    archive: Archive,
    files: Vec<String>,
    shapes: Vec<Shape>,
    skipped: Vec<String>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Documents {
    /// Opens an export; `expected` says what it should have been.
    pub(super) fn open(
        (path, name): (&Path, &str),
        classify: Classify,
        expected: &str,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<Self, SourceError> {
        let mut archive = Archive::open_with_folders(path, name)?;
        let mut known: Vec<(String, Shape)> = Vec::new();
        let mut skipped = Vec::new();
        for name in archive.names() {
            match classify(&name, &start(&mut archive, &name)) {
                Some(shape) => known.push((name, shape)),
                None => skipped.push(name),
            }
        }
        if known.is_empty() {
            return Err(SourceError::Unusable(expected.to_owned()));
        }
        known.sort_by(|one, other| (one.1.rank, &one.0).cmp(&(other.1.rank, &other.0)));
        let (files, shapes) = known.into_iter().unzip();
        Ok(Self { archive, files, shapes, skipped, zone, now })
    }
}

/// How a file begins; nothing for what cannot be read.
pub(super) fn start(archive: &mut Archive, name: &str) -> String {
    let mut bytes = Vec::new();
    let read = archive.read(name).map(|reader| reader.take(START_BYTES).read_to_end(&mut bytes));
    if matches!(read, Ok(Ok(_))) {
        String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').trim_start().to_owned()
    } else {
        String::new()
    }
}

impl Source for Documents {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let (zone, now, Shape { layout, read, .. }) = (self.zone, self.now, &self.shapes[file]);
        let reader = self.archive.read(&self.files[file])?;
        let end = match layout {
            Layout::List => json_list::read_list(reader, |text| read(&Element { member: "", text, zone, now }, sink)),
            Layout::Lines => json_list::read_lines(reader, |text| read(&Element { member: "", text, zone, now }, sink)),
            Layout::Members => json_list::read_members(reader, |member, text| read(&Element { member, text, zone, now }, sink)),
        };
        if let Err(problem) = end {
            let _ = sink(Err(Problem::new("", problem)));
        }
        Ok(())
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}
