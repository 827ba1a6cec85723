//! What a zip holds: files, each of one section, each row in the words of a format.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::DatePrecision;
use medianest_db::lists::UserList;
use serde_json::Value;

use super::archive::Packer;
use super::facts::{Fact, Reader, Section};
use super::items::{Items, Types};
use crate::policy::exports::Whole;
use crate::{App, Error, Result};

/// A file of an export.
pub(super) struct File {
    /// Its path in the zip.
    pub name: String,
    /// What it holds.
    pub section: Section,
    /// How.
    pub layout: Layout,
}

/// How the rows of a file are written. A fact that a format has no place for is left out.
pub(super) enum Layout {
    /// As one JSON list.
    Json(fn(&Told<'_>) -> Option<Value>),
    /// As a table below these rows.
    Csv(Vec<Vec<String>>, fn(&Told<'_>) -> Option<Vec<String>>),
}

/// A fact, and what is needed to put it into words.
pub(super) struct Told<'a> {
    pub fact: &'a Fact,
    pub items: &'a Items,
    pub section: &'a Section,
    /// The zone that the person lives in.
    pub zone: Tz,
    /// Its number in the file, from 1.
    pub number: usize,
}

impl Told<'_> {
    /// The list that the fact is on.
    pub(super) fn list(&self) -> Option<&UserList> {
        if let Section::List(list) = self.section { Some(list.as_ref()) } else { None }
    }

    /// A moment as exactly as it is known: `2019-05` is some time in that May. Periods are told in the zone they were meant
    /// in, and a moment that is not known at all is not told.
    pub(super) fn moment(&self, at: DateTime<Utc>, precision: DatePrecision, zone: Option<&str>) -> Option<String> {
        let zone = zone.and_then(|zone| zone.parse().ok()).unwrap_or(self.zone);
        let local = at.with_timezone(&zone);
        let form = match precision {
            DatePrecision::Second => return Some(time(at)),
            DatePrecision::Minute => "%Y-%m-%d %H:%M",
            DatePrecision::Day => "%Y-%m-%d",
            DatePrecision::Month => "%Y-%m",
            DatePrecision::Year => "%Y",
            DatePrecision::Unknown => return None,
        };
        Some(local.format(form).to_string())
    }

    /// The day of a moment for its person.
    pub(super) fn day(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }
}

/// A moment to the second or more exactly.
pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// Writes a file, page by page.
pub(super) async fn write(packer: &Packer, app: &App, whole: &Whole, types: &Types, zone: Tz, file: &File) -> Result<()> {
    packer.file(&file.name).await?;
    let mut reader = Reader::new(app, whole, types, &file.section);
    let mut rows = Rows::begin(&file.layout)?;
    while let Some((facts, items)) = reader.page().await? {
        for fact in &facts {
            let number = rows.written + 1;
            rows.add(&file.layout, &Told { fact, items: &items, section: &file.section, zone, number })?;
        }
        packer.bytes(rows.take()).await?;
    }
    packer.bytes(rows.end(&file.layout)).await
}

/// Rows that were written and not sent yet.
struct Rows {
    bytes: Vec<u8>,
    written: usize,
}

impl Rows {
    fn begin(layout: &Layout) -> Result<Self> {
        let mut rows = Self { bytes: Vec::new(), written: 0 };
        match layout {
            Layout::Json(_) => rows.bytes.push(b'['),
            Layout::Csv(head, _) => {
                for row in head {
                    rows.table_row(row)?;
                }
            }
        }
        Ok(rows)
    }

    fn add(&mut self, layout: &Layout, told: &Told<'_>) -> Result<()> {
        match layout {
            Layout::Json(row) => {
                let Some(value) = row(told) else { return Ok(()) };
                self.bytes.extend_from_slice(if self.written == 0 { b"\n" } else { b",\n" });
                serde_json::to_writer(&mut self.bytes, &value).map_err(Error::internal)?;
            }
            Layout::Csv(_, row) => {
                let Some(fields) = row(told) else { return Ok(()) };
                self.table_row(&fields)?;
            }
        }
        self.written += 1;
        Ok(())
    }

    fn table_row(&mut self, fields: &[String]) -> Result<()> {
        // An empty line parts what stands above a table from it.
        if fields.is_empty() {
            self.bytes.push(b'\n');
            return Ok(());
        }
        let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(&mut self.bytes);
        writer.write_record(fields).map_err(Error::internal)?;
        writer.flush().map_err(Error::internal)
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    fn end(mut self, layout: &Layout) -> Vec<u8> {
        if let Layout::Json(_) = layout {
            self.bytes.extend_from_slice(b"\n]\n");
        }
        self.bytes
    }
}
