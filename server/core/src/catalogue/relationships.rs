//! How items stand to each other: sequels, adaptations, spin-offs.

use medianest_db::catalogue::{MediaItem, MediaRelationship};
use medianest_db::{AsyncConnection, MediaItemId, MediaRelationshipId};
use serde_json::{Value, json};

use super::external_ids::is_name;
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// Relationships that mean another one the other way round.
const INVERSES: &[(&str, &str)] =
    &[("sequel", "prequel"), ("adaptation", "source"), ("spin_off", "parent_story"), ("remake", "original")];

/// What a relationship means the other way round, if it means anything.
fn inverse(kind: &str) -> Option<&'static str> {
    INVERSES.iter().find_map(|(one, other)| match kind {
        _ if kind == *one => Some(*other),
        _ if kind == *other => Some(*one),
        _ => None,
    })
}

/// What other items are to several items.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<MediaRelationship>> {
    policy::catalogue::see(actor)?;
    Ok(MediaRelationship::by_items(&*app.db().await?, items).await?)
}

/// Notes what `to` is to `from`, and for sequels and their like what `from` is to `to`.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::Invalid`] naming the wrong fields; [`Error::Conflict`] when it is noted already.
pub async fn create(app: &App, actor: &Actor, from: MediaItemId, to: MediaItemId, kind: &str) -> Result<MediaRelationship> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let found = MediaItem::by_ids(conn, &[from, to]).await?;
        let mut problems = Problems::default();
        problems.check(found.iter().any(|item| item.id == from), "fromId", "there is no such item");
        problems.check(found.iter().any(|item| item.id == to), "toId", "there is no such item");
        problems.check(from != to, "toId", "give another item");
        problems.check(is_name(kind), "type", "use lower-case letters, digits and underscores, starting with a letter");
        problems.into_result()?;
        let row = |from_media_id, to_media_id, kind: &str| MediaRelationship {
            id: app.new_id(),
            from_media_id,
            to_media_id,
            relationship_type: kind.to_owned(),
            created_at: app.now(),
        };
        let mut rows = vec![row(from, to, kind)];
        rows.extend(inverse(kind).map(|kind| row(to, from, kind)));
        let added = MediaRelationship::insert_many(conn, &rows).await?;
        let Some(added) = added.into_iter().find(|added| added.from_media_id == from && added.relationship_type == kind) else {
            return Err(Error::conflict("this relationship is known already"));
        };
        let entry = Entry::new("catalogue.relationship_created").on("media_item", from).with(json!({"to": to, "type": kind}));
        audit::record(app, actor, conn, entry).await?;
        Ok(added)
    })
    .await
}

/// Removes a relationship, and what it means the other way round; answers the item it was told of.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`].
pub async fn delete(app: &App, actor: &Actor, id: MediaRelationshipId) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaRelationship::find(conn, id).await?.ok_or(Error::NotFound("relationship"))?;
        let (from, to, kind) = (old.from_media_id, old.to_media_id, old.relationship_type.as_str());
        MediaRelationship::delete(conn, from, to, kind).await?;
        if let Some(kind) = inverse(kind) {
            MediaRelationship::delete(conn, to, from, kind).await?;
        }
        let was = json!({"to": to, "type": kind});
        let entry = Entry::new("catalogue.relationship_deleted").on("media_item", from).change(was, Value::Null);
        audit::record(app, actor, conn, entry).await?;
        MediaItem::find(conn, from).await?.ok_or(Error::NotFound("item"))
    })
    .await
}
