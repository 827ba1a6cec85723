//! Changing, moving, merging and removing items.

use chrono::{DateTime, NaiveDate, Utc};
use medianest_db::catalogue::{MediaExternalId, MediaItem, MediaItemChanges, MediaType, Placement};
use medianest_db::{AsyncConnection, AsyncPgConnection, MediaGroupId, MediaItemId, TextArray};
use serde_json::{Value, json};

use super::items::{self, Facts};
use super::{metadata, names};
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// What is to change of an item: `None` leaves a thing as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "as in MediaItem")]
pub struct ItemPatch {
    pub name: Option<String>,
    pub original_name: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub year: Option<Option<i16>>,
    pub released_on: Option<Option<NaiveDate>>,
    pub released_at: Option<Option<DateTime<Utc>>>,
    pub runtime_seconds: Option<Option<i32>>,
    pub genres: Option<Vec<String>>,
    pub language: Option<Option<String>>,
    pub metadata: Option<Value>,
    pub media_group_id: Option<Option<MediaGroupId>>,
    /// What providers leave as it is; without it, what is changed here is added to it.
    pub locked_fields: Option<Vec<String>>,
}

/// Changes an item.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Invalid`] naming the wrong fields.
pub async fn update(app: &App, actor: &Actor, id: MediaItemId, patch: ItemPatch) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = locked(conn, id).await?;
        check_patch(conn, &old, &patch).await?;
        let name = patch.name.as_deref().map_or(old.name.as_str(), str::trim);
        let language = patch.language.clone().unwrap_or_else(|| old.language.clone());
        let changes = MediaItemChanges {
            sort_name: names::sort_name(name, language.as_deref()),
            name: patch.name.as_deref().map(|name| name.trim().to_owned()),
            original_name: patch.original_name.clone(),
            description: patch.description.clone(),
            year: patch.year,
            released_on: patch.released_on,
            released_at: patch.released_at,
            runtime_seconds: patch.runtime_seconds,
            genres: patch.genres.as_ref().map(|genres| genres.iter().map(String::as_str).collect()),
            language: patch.language.clone(),
            metadata: patch.metadata.clone(),
            locked_fields: locks(actor, &old, &patch),
            media_group_id: patch.media_group_id,
        };
        let new = MediaItem::update(conn, id, &changes).await?;
        let entry = Entry::new("catalogue.item_updated").on("media_item", id).change(facts(&old), facts(&new));
        audit::record(app, actor, conn, entry).await?;
        Ok(new)
    })
    .await
}

/// What providers leave as it is from now on: what the patch says, else besides what they left already what a person
/// changes.
fn locks(actor: &Actor, old: &MediaItem, patch: &ItemPatch) -> Option<TextArray> {
    let mut fields = match &patch.locked_fields {
        Some(fields) => fields.clone(),
        None if actor.user_id().is_some() => [old.locked_fields.0.clone(), crate::metadata::changed(old, patch)].concat(),
        None => return None,
    };
    fields.sort_unstable();
    fields.dedup();
    Some(fields.into_iter().collect())
}

async fn check_patch(conn: &AsyncPgConnection, old: &MediaItem, patch: &ItemPatch) -> Result<()> {
    let mut problems = Problems::default();
    if let Some(name) = &patch.name {
        items::check_name(&mut problems, "name", name);
    }
    if let Some(Some(original)) = &patch.original_name {
        items::check_name(&mut problems, "originalName", original);
    }
    let facts = Facts {
        description: patch.description.as_ref().and_then(Option::as_deref),
        year: patch.year.flatten(),
        runtime_seconds: patch.runtime_seconds.flatten(),
        genres: patch.genres.as_deref(),
        language: patch.language.as_ref().and_then(Option::as_deref),
        position: None,
    };
    items::check_facts(&mut problems, &facts);
    if let Some(metadata) = &patch.metadata {
        let media_type = MediaType::find(conn, old.media_type_id).await?.ok_or(Error::NotFound("media type"))?;
        metadata::check(&mut problems, &metadata::fields(&media_type.metadata_schema), metadata);
    }
    if let Some(locked) = &patch.locked_fields {
        let media_type = MediaType::find(conn, old.media_type_id).await?.ok_or(Error::NotFound("media type"))?;
        let own = metadata::fields(&media_type.metadata_schema);
        let is_field =
            |name: &String| crate::metadata::FIELDS.contains(&name.as_str()) || own.iter().any(|field| field.name == *name);
        problems.check(locked.len() <= 200 && locked.iter().all(is_field), "lockedFields", "name fields that the item has");
    }
    if let Some(Some(group)) = patch.media_group_id {
        super::groups::check_member(conn, &mut problems, group, old.media_type_id).await?;
    }
    problems.into_result()
}

/// Puts an item, and with it all its parts, below another item or at the top.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Invalid`] naming `parentId` or `position`.
pub async fn relocate(
    app: &App,
    actor: &Actor,
    id: MediaItemId,
    parent: Option<MediaItemId>,
    position: Option<i32>,
) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        MediaItem::lock_hierarchy(conn).await?;
        let subtree = MediaItem::lock_subtree(conn, id).await?;
        let old = MediaItem::find(conn, id).await?.ok_or(Error::NotFound("item"))?;
        let mut problems = Problems::default();
        let facts = Facts { description: None, year: None, runtime_seconds: None, genres: None, language: None, position };
        items::check_facts(&mut problems, &facts);
        let parent = match parent {
            Some(parent) => {
                Some(MediaItem::find(conn, parent).await?.ok_or_else(|| Error::invalid("parentId", "there is no such item"))?)
            }
            None => None,
        };
        if let Some(parent) = &parent {
            let media_type = MediaType::find(conn, old.media_type_id).await?.ok_or(Error::NotFound("media type"))?;
            let height = MediaItem::height(conn, id).await?;
            problems.check(!subtree.contains(&parent.id), "parentId", "an item cannot be a part of itself");
            items::check_parent(&mut problems, &media_type, parent, height + 1);
        }
        problems.into_result()?;
        place(conn, id, parent.as_ref(), position).await?;
        let new = MediaItem::find(conn, id).await?.ok_or(Error::NotFound("item"))?;
        let place_of = |item: &MediaItem| json!({"parent_id": item.parent_id, "position": item.hierarchy_position});
        let entry = Entry::new("catalogue.item_moved").on("media_item", id).change(place_of(&old), place_of(&new));
        audit::record(app, actor, conn, entry).await?;
        Ok(new)
    })
    .await
}

pub(crate) async fn place(
    conn: &AsyncPgConnection,
    id: MediaItemId,
    parent: Option<&MediaItem>,
    position: Option<i32>,
) -> Result<()> {
    let to = Placement {
        parent_id: parent.map(|parent| parent.id),
        root_id: parent.map_or(id, |parent| parent.root_id),
        hierarchy_level: parent.map_or(0, |parent| parent.hierarchy_level + 1),
        position,
        position_path: parent.map_or_else(Vec::new, |parent| items::path_below(parent, position)),
    };
    MediaItem::place(conn, id, &to).await?;
    Ok(())
}

/// Removes an item with all its parts, unless somebody's diary speaks of one of them.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Conflict`] while there are diary entries.
pub async fn delete(app: &App, actor: &Actor, id: MediaItemId) -> Result<()> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let subtree = MediaItem::lock_subtree(conn, id).await?;
        let item = MediaItem::find(conn, id).await?.ok_or(Error::NotFound("item"))?;
        if MediaItem::are_in_diaries(conn, &subtree).await? {
            return Err(Error::conflict("people have this item, or a part of it, in their library, history, ratings or lists"));
        }
        MediaItem::delete(conn, &[id]).await?;
        let gone = json!({"item": facts(&item), "parts": subtree.len().saturating_sub(1)});
        audit::record(app, actor, conn, Entry::new("catalogue.item_deleted").on("media_item", id).change(gone, Value::Null)).await
    })
    .await
}

/// Makes one item of two that are the same: `absorbed` goes, and its external ids, parts and everything that people did
/// with it go over to `survivor`. Parts at the same position are merged likewise.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Invalid`] for two items that cannot be the same.
pub async fn merge(app: &App, actor: &Actor, survivor: MediaItemId, absorbed: MediaItemId) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    if survivor == absorbed {
        return Err(Error::invalid("absorbedId", "give two different items"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        MediaItem::lock_hierarchy(conn).await?;
        let below_survivor = MediaItem::lock_subtree(conn, survivor).await?;
        let below_absorbed = MediaItem::lock_subtree(conn, absorbed).await?;
        let kept = MediaItem::find(conn, survivor).await?.ok_or(Error::NotFound("item"))?;
        let gone = MediaItem::find(conn, absorbed).await?.ok_or(Error::NotFound("item"))?;
        let mut problems = Problems::default();
        problems.check(kept.media_type_id == gone.media_type_id, "absorbedId", "the items are of different media types");
        problems.check(kept.hierarchy_level == gone.hierarchy_level, "absorbedId", "the items are of different levels");
        problems.check(
            !below_survivor.contains(&absorbed) && !below_absorbed.contains(&survivor),
            "absorbedId",
            "one of the items is a part of the other",
        );
        problems.into_result()?;
        let ids = MediaExternalId::by_items(conn, &[absorbed]).await?;
        merge_into(conn, &kept, absorbed).await?;
        let ids: Vec<String> = ids.into_iter().map(|id| format!("{}:{}:{}", id.provider, id.kind, id.external_id)).collect();
        let was = json!({"absorbed": facts(&gone), "absorbed_id": absorbed, "external_ids": ids});
        audit::record(app, actor, conn, Entry::new("catalogue.items_merged").on("media_item", survivor).change(was, Value::Null))
            .await?;
        MediaItem::find(conn, survivor).await?.ok_or(Error::NotFound("item"))
    })
    .await
}

async fn merge_into(conn: &AsyncPgConnection, survivor: &MediaItem, absorbed: MediaItemId) -> Result<()> {
    let own = MediaItem::parts(conn, survivor.id).await?;
    for part in MediaItem::parts(conn, absorbed).await? {
        let same = |other: &&MediaItem| match part.hierarchy_position {
            Some(position) => other.hierarchy_position == Some(position),
            None => other.hierarchy_position.is_none() && other.sort_name == part.sort_name,
        };
        match own.iter().find(same) {
            Some(other) => Box::pin(merge_into(conn, other, part.id)).await?,
            None => place(conn, part.id, Some(survivor), part.hierarchy_position).await?,
        }
    }
    MediaItem::absorb(conn, survivor.id, absorbed).await?;
    Ok(())
}

pub(super) async fn locked(conn: &AsyncPgConnection, id: MediaItemId) -> Result<MediaItem> {
    MediaItem::find_for_update(conn, id).await?.ok_or(Error::NotFound("item"))
}

/// What the audit log keeps of an item.
pub(super) fn facts(item: &MediaItem) -> Value {
    json!({
        "name": item.name, "original_name": item.original_name, "description": item.description, "year": item.year,
        "released_on": item.released_on, "released_at": item.released_at, "runtime_seconds": item.runtime_seconds,
        "genres": item.genres.0, "language": item.language, "metadata": item.metadata, "media_group_id": item.media_group_id,
        "locked_fields": item.locked_fields.0,
    })
}
