use medianest_db::PlayerDeliveryId;
use medianest_db::diary::{DeliveryFilter, PlayerDelivery};
use serde_json::Value;

use crate::policy::{Access, Actor};
use crate::{App, Page, PageRequest, Result};

/// The actor's deliveries, the newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(
    app: &App,
    actor: &Actor,
    filter: &DeliveryFilter,
    page: PageRequest<PlayerDeliveryId>,
) -> Result<Page<PlayerDelivery>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(Page::from_rows(PlayerDelivery::page(&conn, user, filter, page.after, page.first + 1).await?, page.first))
}

/// How many deliveries of the actor such a list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, filter: &DeliveryFilter) -> Result<i64> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerDelivery::count(&conn, user, filter).await?)
}

/// One of the actor's deliveries.
///
/// # Errors
/// As [`page`].
pub async fn find(app: &App, actor: &Actor, id: PlayerDeliveryId) -> Result<Option<PlayerDelivery>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerDelivery::find_own(&conn, user, id).await?)
}

/// What came with the actor's deliveries, as far as it was kept.
///
/// # Errors
/// As [`page`].
pub async fn payloads(app: &App, actor: &Actor, ids: &[PlayerDeliveryId]) -> Result<Vec<(PlayerDeliveryId, Value)>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerDelivery::payloads(&conn, user, ids).await?)
}
