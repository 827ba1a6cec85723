//! Media types: what kinds of things there are.

use medianest_db::MediaTypeId;
use medianest_db::catalogue::MediaType;

use crate::policy::{self, Actor};
use crate::{App, Result};

/// One type.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn find(app: &App, actor: &Actor, id: MediaTypeId) -> Result<Option<MediaType>> {
    policy::catalogue::see(actor)?;
    Ok(MediaType::find(&*app.db().await?, id).await?)
}

/// One type by its name.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn find_by_name(app: &App, actor: &Actor, name: &str) -> Result<Option<MediaType>> {
    policy::catalogue::see(actor)?;
    Ok(MediaType::find_by_name(&*app.db().await?, name).await?)
}

/// Several types, in no order.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_ids(app: &App, actor: &Actor, ids: &[MediaTypeId]) -> Result<Vec<MediaType>> {
    policy::catalogue::see(actor)?;
    Ok(MediaType::by_ids(&*app.db().await?, ids).await?)
}

/// Every type, the built-in ones first; disabled ones only when asked for.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn all(app: &App, actor: &Actor, include_disabled: bool) -> Result<Vec<MediaType>> {
    policy::catalogue::see(actor)?;
    let mut types = MediaType::all(&*app.db().await?).await?;
    types.retain(|media_type| media_type.is_enabled || include_disabled);
    Ok(types)
}
