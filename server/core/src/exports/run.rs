use chrono_tz::Tz;
use medianest_db::identity::User;
use medianest_db::imports as people;
use medianest_db::lists::UserList;
use medianest_db::{TypedId, UserId};
use serde_json::json;
use tracing::Instrument;

use super::archive::{self, Bytes, Packer};
use super::items::{self, Types};
use super::layout::{self, File};
use super::{csv, facts, json as own, letterboxd, trakt};
use crate::admin::audit::{self, Entry};
use crate::catalogue::slug;
use crate::policy::exports::Whole;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// In whose words an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// In MediaNest's own: everything, to be read by programs and imported again.
    Json,
    /// As tables: everything, for spreadsheets.
    Csv,
    /// As Trakt's export: films and shows.
    Trakt,
    /// As Letterboxd's export: films.
    Letterboxd,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Json, Self::Csv, Self::Trakt, Self::Letterboxd];

    /// The format as addresses and commands have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Trakt => "trakt",
            Self::Letterboxd => "letterboxd",
        }
    }
}

impl std::str::FromStr for ExportFormat {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|format| format.as_str() == text).ok_or(Error::NotFound("export"))
    }
}

/// An export that is under way.
pub struct Export {
    /// What to call the zip.
    pub file_name: String,
    /// The zip, as it is made; an error where it breaks off.
    pub bytes: Bytes,
}

/// Takes along what there is of a person: everybody themselves; the command line says of whom. The zip is made as fast as
/// it is taken, a page of rows at a time.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn start(app: &App, actor: &Actor, user: Option<UserId>, format: ExportFormat) -> Result<Export> {
    let whole = policy::exports::take_along(actor, user)?;
    let conn = app.db().await?;
    let person = User::find(&conn, &whole.scope, whole.user).await?.ok_or(Error::NotFound("user"))?;
    let zone: Tz = people::timezone_of(&conn, whole.user).await?.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC);
    let types = items::types(&conn).await?;
    let entry = Entry::new("exports.started").on("user", whole.user).with(json!({ "format": format.as_str() }));
    audit::record(app, actor, &conn, entry).await?;
    drop(conn);
    let lists = facts::lists(app, &whole).await?;
    let files = match format {
        ExportFormat::Json => own::files(&lists),
        ExportFormat::Csv => csv::files(&lists),
        ExportFormat::Trakt => trakt::files(&lists),
        ExportFormat::Letterboxd => letterboxd::files(&lists),
    };
    let (packer, bytes) = archive::pack();
    let name = person.username.as_deref().map_or_else(|| slug(&person.display_name), slug);
    let file_name = format!("medianest-{name}-{}-{}.zip", format.as_str(), app.now().format("%Y-%m-%d"));
    let made = make(app.clone(), whole, types, zone, files, packer);
    let logged = async move {
        if let Err(error) = made.await {
            tracing::warn!(error = %error, "an export broke off");
        }
    };
    // A shutdown does not wait for somebody who reads slowly.
    tokio::spawn(logged.in_current_span());
    Ok(Export { file_name, bytes })
}

async fn make(app: App, whole: Whole, types: Types, zone: Tz, files: Vec<File>, packer: Packer) -> Result<()> {
    for file in &files {
        layout::write(&packer, &app, &whole, &types, zone, file).await?;
    }
    packer.end().await
}

/// What the file of a list is called: no two lists share it.
pub(super) fn file_name(list: &UserList) -> String {
    format!("{}-{}", list_number(list), slug(&list.name)).trim_end_matches('-').to_owned()
}

/// The part of a list's id that no other list has.
pub(super) fn list_number(list: &UserList) -> String {
    let id = list.id.uuid().simple().to_string();
    id[id.len() - 12..].to_owned()
}
