//! Where the files of items lie. Only those who keep the catalogue see paths.

use std::collections::HashSet;

use medianest_db::catalogue::{MediaFileLocation, MediaItem};
use medianest_db::{AsyncConnection, FileType, MediaFileLocationId, MediaItemId};
use serde_json::{Value, json};

use crate::admin::audit::{self, Entry};
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// The files of several items, by path; none for somebody who may not see paths.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<MediaFileLocation>> {
    policy::catalogue::see(actor)?;
    if !policy::catalogue::sees_files(actor) {
        return Ok(Vec::new());
    }
    let wanted: Vec<_> = items.iter().copied().collect::<HashSet<_>>().into_iter().collect();
    Ok(MediaFileLocation::by_items(&*app.db().await?, &wanted).await?)
}

/// Notes where a file of an item lies.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] for a path the item has.
pub async fn create(
    app: &App,
    actor: &Actor,
    item: MediaItemId,
    path: &str,
    file_type: Option<FileType>,
) -> Result<MediaFileLocation> {
    policy::catalogue::edit(actor)?;
    let length = path.chars().count();
    if !(1..=4096).contains(&length) || path.contains('\0') || path.trim().is_empty() {
        return Err(Error::invalid("filePath", "give a path of 1 to 4,096 characters"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        MediaItem::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
        let new = MediaFileLocation {
            id: app.new_id(),
            media_item_id: item,
            file_path: path.to_owned(),
            file_type,
            verified_at: None,
            is_missing: false,
            created_at: app.now(),
        };
        let added = new.insert(conn).await?.ok_or_else(|| Error::conflict("the item has this path already"))?;
        let entry = Entry::new("catalogue.file_added").on("media_item", item).with(json!({"file_path": path}));
        audit::record(app, actor, conn, entry).await?;
        Ok(added)
    })
    .await
}

/// Notes that somebody looked for the file, and whether it was there.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`].
pub async fn verify(app: &App, actor: &Actor, id: MediaFileLocationId, is_missing: bool) -> Result<MediaFileLocation> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let seen_at = (!is_missing).then(|| app.now());
        let location = MediaFileLocation::set_seen(conn, id, seen_at).await?.ok_or(Error::NotFound("file"))?;
        let entry = Entry::new("catalogue.file_verified")
            .on("media_item", location.media_item_id)
            .with(json!({"file_path": location.file_path, "is_missing": is_missing}));
        audit::record(app, actor, conn, entry).await?;
        Ok(location)
    })
    .await
}

/// Forgets where a file lies; the file stays. Answers the item it was of.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`].
pub async fn delete(app: &App, actor: &Actor, id: MediaFileLocationId) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaFileLocation::find(conn, id).await?.ok_or(Error::NotFound("file"))?;
        MediaFileLocation::delete(conn, id).await?;
        let was = json!({"file_path": old.file_path});
        let entry = Entry::new("catalogue.file_removed").on("media_item", old.media_item_id).change(was, Value::Null);
        audit::record(app, actor, conn, entry).await?;
        MediaItem::find(conn, old.media_item_id).await?.ok_or(Error::NotFound("item"))
    })
    .await
}
