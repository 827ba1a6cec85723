//! From whom what is shown of items comes.

pub use medianest_db::catalogue::MetadataSource;
use medianest_db::{MediaItemId, MediaTypeId, MetadataProvider};

use super::Provider;
use crate::policy::{self, Actor};
use crate::{App, Result};

/// A provider, and whether it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderState {
    /// Who.
    pub provider: MetadataProvider,
    /// Whether it is asked.
    pub is_on: bool,
    /// What it knows about, if it is on.
    pub media_types: Vec<MediaTypeId>,
}

/// Everybody who can be asked, and whether they are on.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub fn providers(app: &App, actor: &Actor) -> Result<Vec<ProviderState>> {
    policy::catalogue::see(actor)?;
    let state = |provider: &MetadataProvider| {
        let on = app.providers().find(*provider);
        let mut media_types: Vec<MediaTypeId> = on.into_iter().flat_map(Provider::kinds).map(|kind| kind.media_type).collect();
        media_types.dedup();
        ProviderState { provider: *provider, is_on: on.is_some(), media_types }
    };
    Ok(MetadataProvider::ALL.iter().map(state).collect())
}

/// Who said something of these items, by provider.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<MetadataSource>> {
    policy::catalogue::see(actor)?;
    Ok(MetadataSource::of_items(&*app.db().await?, items, &app.settings().metadata.language).await?)
}
