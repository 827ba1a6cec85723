//! Groups of versions: one work in several cuts, editions or remasters.

use medianest_db::catalogue::{MediaGroup, MediaGroupChanges, MediaItem, MediaType, NewMediaGroup};
use medianest_db::{AsyncConnection, AsyncPgConnection, MediaGroupId, MediaTypeId};
use serde_json::{Value, json};

use super::items;
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// How many versions a group may have.
const MAX_VERSIONS: i64 = 100;

/// Several groups, in no order.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_ids(app: &App, actor: &Actor, ids: &[MediaGroupId]) -> Result<Vec<MediaGroup>> {
    policy::catalogue::see(actor)?;
    Ok(MediaGroup::by_ids(&*app.db().await?, ids).await?)
}

/// The versions in several groups, the earliest of each first.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn versions(app: &App, actor: &Actor, groups: &[MediaGroupId]) -> Result<Vec<MediaItem>> {
    policy::catalogue::see(actor)?;
    Ok(MediaGroup::versions(&*app.db().await?, groups).await?)
}

/// Makes a group. Items join it by being changed.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::Invalid`] naming the wrong fields.
pub async fn create(
    app: &App,
    actor: &Actor,
    media_type_id: MediaTypeId,
    name: &str,
    description: Option<&str>,
) -> Result<MediaGroup> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let mut problems = Problems::default();
        items::check_name(&mut problems, "name", name);
        check_description(&mut problems, description);
        problems.check(MediaType::find(conn, media_type_id).await?.is_some(), "mediaTypeId", "there is no such media type");
        problems.into_result()?;
        let new = NewMediaGroup { id: app.new_id(), media_type_id, name: name.trim(), description, created_at: app.now() };
        let group = new.insert(conn).await?;
        let entry = Entry::new("catalogue.group_created").on("media_group", group.id).with(facts(&group));
        audit::record(app, actor, conn, entry).await?;
        Ok(group)
    })
    .await
}

/// Renames or describes a group: `None` leaves a thing as it is.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Invalid`] naming the wrong fields.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: MediaGroupId,
    name: Option<String>,
    description: Option<Option<String>>,
) -> Result<MediaGroup> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaGroup::find(conn, id).await?.ok_or(Error::NotFound("group of versions"))?;
        let name = name.as_deref().unwrap_or(&old.name);
        let mut problems = Problems::default();
        items::check_name(&mut problems, "name", name);
        check_description(&mut problems, description.as_ref().and_then(Option::as_deref));
        problems.into_result()?;
        let changes = MediaGroupChanges { name: name.trim().to_owned(), description: description.clone() };
        let new = MediaGroup::update(conn, id, &changes).await?;
        let entry = Entry::new("catalogue.group_updated").on("media_group", id).change(facts(&old), facts(&new));
        audit::record(app, actor, conn, entry).await?;
        Ok(new)
    })
    .await
}

/// Removes a group; its versions stay, as items of their own.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`].
pub async fn delete(app: &App, actor: &Actor, id: MediaGroupId) -> Result<()> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaGroup::find(conn, id).await?.ok_or(Error::NotFound("group of versions"))?;
        MediaGroup::delete(conn, id).await?;
        let entry = Entry::new("catalogue.group_deleted").on("media_group", id).change(facts(&old), Value::Null);
        audit::record(app, actor, conn, entry).await
    })
    .await
}

/// Checks that an item of this type may join the group.
pub(super) async fn check_member(
    conn: &AsyncPgConnection,
    problems: &mut Problems,
    group: MediaGroupId,
    media_type: MediaTypeId,
) -> Result<()> {
    let found = MediaGroup::find(conn, group).await?;
    problems.check(
        found.is_some_and(|found| found.media_type_id == media_type),
        "mediaGroupId",
        "there is no such group of versions for this media type",
    );
    problems.check(
        MediaGroup::count_versions(conn, group).await? < MAX_VERSIONS,
        "mediaGroupId",
        "a group has at most 100 versions",
    );
    Ok(())
}

fn check_description(problems: &mut Problems, description: Option<&str>) {
    let description = description.unwrap_or_default();
    problems.check(
        description.chars().count() <= 20_000 && !description.contains('\0'),
        "description",
        "give at most 20,000 characters",
    );
}

fn facts(group: &MediaGroup) -> Value {
    json!({"name": group.name, "description": group.description, "media_type_id": group.media_type_id})
}
