//! Bringing something that a provider knows into the catalogue, with all its parts.

use medianest_db::catalogue::{MediaExternalId, MediaItem};
use medianest_db::{AsyncConnection, AsyncPgConnection, JobLane, MetadataProvider};
use serde_json::json;

use super::ask::ask;
use super::fill::Shape;
use super::keep::{self, Asked, Outcome};
use super::provider::{Details, Kind};
use super::refresh::{REFRESH, Refresh};
use super::search::nobody_is_on;
use crate::admin::audit::{self, Entry};
use crate::catalogue::external_ids;
use crate::catalogue::resolve::{self, Resolved};
use crate::identity::{METADATA_LOOK_UP, charge};
use crate::policy::{self, Actor};
use crate::{App, Error, Result, jobs};

/// The item that a provider knows by this id, brought into the catalogue with its parts where it is not there yet. Once
/// there, it is only answered: asking again is another matter.
///
/// # Errors
/// As [`policy::metadata::look_up`]; [`Error::Conflict`] when the provider is not on; [`Error::Invalid`] for a kind of thing
/// that it does not know; [`Error::NotFound`], [`Error::RateLimited`] and [`Error::Upstream`] as the provider says.
pub async fn from_provider(
    app: &App,
    actor: &Actor,
    provider: MetadataProvider,
    noun: &str,
    external_id: &str,
) -> Result<Resolved> {
    policy::metadata::look_up(actor)?;
    let provider = app.providers().find(provider).ok_or_else(nobody_is_on)?;
    let name = provider.name();
    let kind = provider.kind(noun).ok_or_else(|| Error::invalid("kind", "the provider knows no such kind of things"))?;
    let key = external_ids::key(name.as_str(), noun, external_id)?;
    let is_plain = key.external_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_plain {
        return Err(Error::invalid("externalId", "give an id as the provider writes it"));
    }
    let known = MediaExternalId::items_by_keys(&*app.db().await?, std::slice::from_ref(&key)).await?;
    if let Some((_, item)) = known.into_iter().next() {
        return Ok(Resolved { item, created: false });
    }
    charge(app, &METADATA_LOOK_UP, actor).await?;
    let mut details = ask(app, provider, kind.media_type, provider.details(kind, &key.external_id)).await?;
    details.node = details.node.tidied(provider.image_hosts());
    details.above = details.above.map(|above| above.tidied(provider.image_hosts()));
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let resolved = place(app, actor, conn, &details, kind).await?;
        let asked = Asked { provider: name, id: key.external_id.clone(), outcome: Outcome::Known(Box::new(details)) };
        keep::put(app, conn, &resolved.item, asked).await?;
        keep::settle(app, actor, conn, &resolved.item).await?;
        let entry = Entry::new("catalogue.item_added_from_provider").on("media_item", resolved.item.id);
        let context = json!({ "provider": name.as_str(), "kind": noun, "external_id": key.external_id });
        audit::record(app, actor, conn, entry.context(context)).await?;
        // Others may know more.
        let others = app.providers().knowing(kind.media_type, kind.level);
        if others.iter().any(|(other, _)| other.name() != name) {
            let payload = Refresh::of_others(resolved.item.id).payload()?;
            let dedupe = format!("{REFRESH}:others:{}", resolved.item.id);
            jobs::enqueue(conn, app, JobLane::Metadata, REFRESH, payload, Some(&dedupe), actor.user_id()).await?;
        }
        let item = MediaItem::find(conn, resolved.item.id).await?.ok_or(Error::NotFound("item"))?;
        Ok(Resolved { item, created: resolved.created })
    })
    .await
}

/// The item itself, found or made, below what it is a part of.
async fn place(app: &App, actor: &Actor, conn: &AsyncPgConnection, details: &Details, kind: &Kind) -> Result<Resolved> {
    let shape = Shape::of(conn, kind.media_type).await?;
    let mut draft = shape.draft(kind.level, &details.node);
    match &details.above {
        Some(above) => {
            let whole = resolve::find_or_create(app, actor, conn, &shape.draft(kind.level - 1, above)).await?.item;
            draft = draft.below(whole.id, details.node.position);
        }
        None if kind.level > 0 => return Err(Error::NotFound("whole that this is a part of")),
        None => {}
    }
    resolve::find_or_create(app, actor, conn, &draft).await
}
