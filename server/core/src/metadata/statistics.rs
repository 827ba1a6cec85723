//! How providers have answered.

pub use medianest_db::catalogue::ScraperStat;

use crate::policy::{self, Actor};
use crate::{App, Result};

/// How everybody has answered, by provider and media type. For administrators.
///
/// # Errors
/// As [`policy::metadata::manage`].
pub async fn all(app: &App, actor: &Actor) -> Result<Vec<ScraperStat>> {
    policy::metadata::manage(actor)?;
    Ok(ScraperStat::all(&*app.db().await?).await?)
}
