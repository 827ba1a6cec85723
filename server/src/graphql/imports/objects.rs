use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::{self, ImportJobId};
use medianest_core::imports::{self, ImportReport};

use crate::graphql::identity::{User, UserById};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// What an import reads.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::ImportSource")]
pub enum ImportSource {
    /// The MovieLens data: films, people and their ratings. For administrators.
    Movielens,
    /// The export of a Trakt account: a zip or folder of JSON files.
    Trakt,
    /// A table with a header row: type, title, year, season, episode, imdb_id, tmdb_id, tvdb_id, watched_at, rating,
    /// rated_at, status, notes, favorite.
    Csv,
    /// The export of a Letterboxd account: a zip or folder of CSV files, or one of them.
    Letterboxd,
    /// Exports of IMDb: ratings, the watchlist and lists, each a CSV file, alone or several in a zip or folder.
    Imdb,
    /// The library export of Goodreads: a CSV file.
    Goodreads,
    /// MediaNest's own JSON, as its export writes it and as `docs/import.schema.json` describes it: a file, or a zip of several.
    Json,
    /// The export of a MyAnimeList account: an XML file, packed as `.gz` or not.
    Myanimelist,
    /// The viewing history of a Netflix profile, or the zip of a whole account.
    Netflix,
    /// The streaming history of a Spotify account, extended or of the last year: a zip of JSON files.
    Spotify,
    /// The export of a ListenBrainz account: a zip of JSON files.
    Listenbrainz,
    /// Scrobbles taken along from Last.fm: a CSV or JSON file.
    Lastfm,
    /// The export of a Maloja server: a JSON file.
    Maloja,
    /// The log of a portable player: a file called `.scrobbler.log`.
    ScrobblerLog,
    /// The data of a TV Time account: a zip or folder of CSV files.
    Tvtime,
    /// The backup of a SIMKL account: a JSON file.
    Simkl,
    /// The export of a Yamtrack account: a CSV file.
    Yamtrack,
    /// The complete export of a Ryot account: a JSON file.
    Ryot,
}

/// Where an import stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::ImportStatus")]
pub enum ImportStatus {
    /// It waits for its turn.
    Pending,
    /// It is being carried out.
    Running,
    /// All of it was read.
    Completed,
    /// It could not be read; `error` says why.
    Failed,
    /// Somebody stopped it. What it has made stays until it is undone.
    Cancelled,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
}

/// One run of an import.
pub struct Import(pub imports::ImportJob);

/// One run of an import.
#[Object]
impl Import {
    /// Its id.
    pub async fn id(&self) -> Id<ImportJobId> {
        Id(self.0.id)
    }

    /// Who started it. What a source says of one person is said of them.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What it reads.
    async fn source(&self) -> ImportSource {
        self.0.source.into()
    }

    /// Where it stands.
    async fn status(&self) -> ImportStatus {
        self.0.status.into()
    }

    /// Whether it only tries: everything is checked and matched, and nothing is kept but the report.
    async fn is_dry_run(&self) -> bool {
        self.0.is_dry_run
    }

    /// What its person calls the file.
    async fn file_name(&self) -> Option<&str> {
        self.0.file_name.as_deref()
    }

    /// How far it is with its rows.
    async fn counts(&self) -> ImportCounts {
        ImportCounts {
            total: self.0.total_items,
            processed: self.0.processed_items,
            created: self.0.created_items,
            unchanged: self.0.unchanged_items,
            failed: self.0.failed_items,
        }
    }

    /// What it made, kept and left out; complete once it has ended.
    async fn report(&self) -> ImportSummary {
        ImportSummary(ImportReport::read(&self.0.report))
    }

    /// Why it failed as a whole.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// The rows that could not be used, by file and row; the first thousand are kept.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn errors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<(String, i64), ImportRowError>> {
        let args = PageArgs { first, after };
        let (app, actor, id) = (ctx.app().clone(), ctx.actor().clone(), self.0.id);
        let page = imports::errors(&app, &actor, id, args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |row| ((row.file_name.clone(), row.row_number), ImportRowError(row)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { imports::count_errors(&app, &actor, id).await }
            },
        ))
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it began.
    async fn started_at(&self) -> Option<DateTime<Utc>> {
        self.0.started_at
    }

    /// When it ended.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.0.completed_at
    }

    /// When it was taken back.
    async fn undone_at(&self) -> Option<DateTime<Utc>> {
        self.0.undone_at
    }
}

/// How far an import is with its rows.
#[derive(SimpleObject)]
pub struct ImportCounts {
    /// How many there are, once they were counted.
    total: Option<i64>,
    /// Rows that were looked at.
    processed: i64,
    /// Rows that brought something new; in a dry run, that would.
    created: i64,
    /// Rows that said what was known.
    unchanged: i64,
    /// Rows that could not be used.
    failed: i64,
}

/// What an import made, kept and left out.
pub struct ImportSummary(ImportReport);

/// What an import made, kept and left out.
#[Object]
impl ImportSummary {
    /// Things it made, by kind; in a dry run, that it would make.
    #[graphql(complexity = "10 * child_complexity")]
    async fn created(&self) -> Vec<ImportTally> {
        tallies(&self.0.created)
    }

    /// Things that were there before and stayed as they are, though the import says something of them, by kind.
    #[graphql(complexity = "10 * child_complexity")]
    async fn kept(&self) -> Vec<ImportTally> {
        tallies(&self.0.kept)
    }

    /// After an undo: things that were removed, by kind.
    #[graphql(complexity = "10 * child_complexity")]
    async fn removed(&self) -> Vec<ImportTally> {
        tallies(&self.0.removed)
    }

    /// After an undo: things that stayed, because somebody changed them or came to depend on them since, by kind.
    #[graphql(complexity = "10 * child_complexity")]
    async fn remaining(&self) -> Vec<ImportTally> {
        tallies(&self.0.remaining)
    }

    /// Files that were left out.
    async fn skipped_files(&self) -> &[String] {
        &self.0.skipped_files
    }

    /// Columns that were left out.
    async fn unknown_columns(&self) -> &[String] {
        &self.0.unknown_columns
    }
}

/// How many things of a kind.
#[derive(SimpleObject)]
pub struct ImportTally {
    /// The kind: `media_items`, `user_ratings`, `plays`.
    kind: String,
    /// How many.
    count: i64,
}

fn tallies(counts: &std::collections::BTreeMap<String, i64>) -> Vec<ImportTally> {
    counts.iter().map(|(kind, count)| ImportTally { kind: kind.clone(), count: *count }).collect()
}

/// A row that could not be used.
pub struct ImportRowError(pub imports::ImportError);

/// A row that could not be used.
#[Object]
impl ImportRowError {
    /// The file it is in.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// Which row of the file it is, counted from 1; a header does not count.
    async fn row_number(&self) -> i64 {
        self.0.row_number
    }

    /// What it is about, as far as it could be read.
    async fn item(&self) -> &str {
        &self.0.item
    }

    /// What is wrong with it, and in which column.
    async fn error(&self) -> &str {
        &self.0.error
    }
}
