//! Bringing a life from elsewhere: files, dry runs, progress, errors row by row, undo.

use super::common::{IdVariables, IdVariablesFields, PageInfo, PageVariables, PageVariablesFields, PersonCard};
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

enums! {
    /// What an import reads.
    ImportSource {
        Movielens = "MOVIELENS", Trakt = "TRAKT", Csv = "CSV", Letterboxd = "LETTERBOXD", Imdb = "IMDB", Goodreads = "GOODREADS",
        Json = "JSON", Myanimelist = "MYANIMELIST", Netflix = "NETFLIX", Spotify = "SPOTIFY",
        Listenbrainz = "LISTENBRAINZ", Lastfm = "LASTFM", Maloja = "MALOJA", ScrobblerLog = "SCROBBLER_LOG",
        Tvtime = "TVTIME", Simkl = "SIMKL", Yamtrack = "YAMTRACK", Ryot = "RYOT",
    }

    /// Where an import stands.
    ImportStatus {
        Pending = "PENDING", Running = "RUNNING", Completed = "COMPLETED", Failed = "FAILED", Cancelled = "CANCELLED",
        Undoing = "UNDOING", Undone = "UNDONE"
    }
}

impl ImportStatus {
    /// Whether it works, or is about to.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Pending | Self::Running | Self::Undoing)
    }
}

/// How far an import is with its rows.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportCounts {
    pub total: Option<i32>,
    pub processed: i32,
    pub created: i32,
    pub unchanged: i32,
    pub failed: i32,
}

/// How many things of a kind.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct ImportTally {
    pub kind: String,
    pub count: i32,
}

/// What an import made, kept and left out.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    pub created: Vec<ImportTally>,
    pub kept: Vec<ImportTally>,
    pub removed: Vec<ImportTally>,
    pub remaining: Vec<ImportTally>,
    pub skipped_files: Vec<String>,
    pub unknown_columns: Vec<String>,
}

/// An import.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Import")]
pub struct ImportRow {
    pub id: Id,
    pub source: ImportSource,
    pub status: ImportStatus,
    pub is_dry_run: bool,
    pub file_name: Option<String>,
    pub counts: ImportCounts,
    pub error: Option<String>,
    pub user: Option<PersonCard>,
    pub created_at: DateTime,
    pub started_at: Option<DateTime>,
    pub completed_at: Option<DateTime>,
    pub undone_at: Option<DateTime>,
}

/// An import with its report.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Import")]
pub struct ImportDetail {
    pub id: Id,
    pub source: ImportSource,
    pub status: ImportStatus,
    pub is_dry_run: bool,
    pub file_name: Option<String>,
    pub counts: ImportCounts,
    pub report: ImportSummary,
    pub error: Option<String>,
    pub user: Option<PersonCard>,
    pub created_at: DateTime,
    pub started_at: Option<DateTime>,
    pub completed_at: Option<DateTime>,
    pub undone_at: Option<DateTime>,
}

/// A page of imports.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ImportConnection")]
pub struct ImportRows {
    pub nodes: Vec<ImportRow>,
    pub page_info: PageInfo,
}

/// A row that could not be used.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ImportRowError")]
pub struct ImportErrorRow {
    pub file_name: String,
    pub row_number: i32,
    pub item: String,
    pub error: String,
}

/// A page of rows that could not be used.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ImportRowErrorConnection")]
pub struct ImportErrorRows {
    pub nodes: Vec<ImportErrorRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// An import as the holder of its errors.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Import", variables = "ImportErrorsVariables")]
pub struct FailedRows {
    pub id: Id,
    #[arguments(first: $first, after: $after)]
    pub errors: ImportErrorRows,
}

/// Imports, newest first: the caller's; everybody's for administrators.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct Imports {
    #[arguments(first: $first, after: $after)]
    pub imports: ImportRows,
}

/// One import with its report.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct ImportById {
    #[arguments(id: $id)]
    pub import: Option<ImportDetail>,
}

/// The variables of [`ImportErrors`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ImportErrorsVariables {
    pub id: Id,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// The rows of an import that could not be used.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ImportErrorsVariables")]
pub struct ImportErrors {
    #[arguments(id: $id)]
    pub import: Option<FailedRows>,
}

/// The variables of [`ImportLive`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ImportLiveVariables {
    pub import_id: Id,
}

/// An import as it goes on; its report is complete once it has ended.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Subscription", variables = "ImportLiveVariables")]
pub struct ImportLive {
    #[arguments(importId: $import_id)]
    pub import_progress: ImportDetail,
}

operations! {
    Query Imports(PageVariables);
    Query ImportById(IdVariables);
    Query ImportErrors(ImportErrorsVariables);
    Subscription ImportLive(ImportLiveVariables);
}

/// What to import: an uploaded file, or for administrators one that lies on the server.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct StartImportInput {
    pub source: ImportSource,
    pub upload_id: Option<Id>,
    pub server_path: Option<String>,
    pub file_name: Option<String>,
    pub is_dry_run: Option<bool>,
}

/// Which import to stop.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CancelImportInput {
    pub import_id: Id,
}

/// Which import to take back.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UndoImportInput {
    pub import_id: Id,
}

mutations! {
    /// Starts an import, or tries one.
    StartImport(StartImportVariables, StartImportInput) => start_import: StartImportPayload { import: ImportRow, }

    /// Stops an import.
    CancelImport(CancelImportVariables, CancelImportInput) => cancel_import: CancelImportPayload { import: ImportRow, }

    /// Takes an import back.
    UndoImport(UndoImportVariables, UndoImportInput) => undo_import: UndoImportPayload { import: ImportRow, }
}
