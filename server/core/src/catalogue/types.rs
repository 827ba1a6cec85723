//! Media types: what kinds of things there are.

use std::collections::HashSet;

use medianest_db::catalogue::{MediaType, MediaTypeChanges, NewMediaType};
use medianest_db::{AsyncConnection, MediaTypeId};
use serde_json::{Value, json};

use super::external_ids::is_name;
use super::metadata::{self, MetadataField};
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

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

/// A media type to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in MediaType")]
pub struct TypeDraft {
    pub name: String,
    pub display_name: String,
    pub icon: Option<String>,
    pub color: Option<String>,
    pub hierarchy_levels: Vec<String>,
    pub interaction_verb: String,
    pub session_noun: String,
    pub progress_unit: String,
    pub completion_threshold_percent: f32,
    pub metadata_fields: Vec<MetadataField>,
}

/// What is to change of a media type: `None` leaves a thing as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "as in MediaType")]
pub struct TypePatch {
    pub display_name: Option<String>,
    pub icon: Option<Option<String>>,
    pub color: Option<Option<String>>,
    pub hierarchy_levels: Option<Vec<String>>,
    pub interaction_verb: Option<String>,
    pub session_noun: Option<String>,
    pub progress_unit: Option<String>,
    pub completion_threshold_percent: Option<f32>,
    pub metadata_fields: Option<Vec<MetadataField>>,
    pub is_enabled: Option<bool>,
}

/// Makes a media type.
///
/// # Errors
/// As [`policy::catalogue::manage_types`]; [`Error::Invalid`] naming the wrong fields; [`Error::Conflict`] for a taken name.
pub async fn create(app: &App, actor: &Actor, draft: TypeDraft) -> Result<MediaType> {
    policy::catalogue::manage_types(actor)?;
    let mut problems = Problems::default();
    problems.check(is_name(&draft.name), "name", "use lower-case letters, digits and underscores, starting with a letter");
    let patch = TypePatch {
        display_name: Some(draft.display_name.clone()),
        icon: Some(draft.icon.clone()),
        color: Some(draft.color.clone()),
        hierarchy_levels: Some(draft.hierarchy_levels.clone()),
        interaction_verb: Some(draft.interaction_verb.clone()),
        session_noun: Some(draft.session_noun.clone()),
        progress_unit: Some(draft.progress_unit.clone()),
        completion_threshold_percent: Some(draft.completion_threshold_percent),
        metadata_fields: Some(draft.metadata_fields.clone()),
        is_enabled: None,
    };
    check(&mut problems, &patch);
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let new = NewMediaType {
            id: app.new_id(),
            name: &draft.name,
            display_name: draft.display_name.trim(),
            icon: draft.icon.as_deref(),
            color: draft.color.as_deref(),
            hierarchy_levels: &draft.hierarchy_levels.iter().map(String::as_str).collect(),
            interaction_verb: &draft.interaction_verb,
            session_noun: &draft.session_noun,
            progress_unit: &draft.progress_unit,
            completion_threshold_percent: draft.completion_threshold_percent,
            metadata_schema: &metadata::schema(&draft.metadata_fields),
        };
        let made = new.insert(conn).await?.ok_or_else(|| Error::conflict("another media type has this name"))?;
        let entry = Entry::new("catalogue.type_created").on("media_type", made.id).with(facts(&made));
        audit::record(app, actor, conn, entry).await?;
        Ok(made)
    })
    .await
}

/// Changes a media type, or disables or enables it. Levels can be renamed and added, and removed where nothing is; metadata
/// fields that go stay in the items until those change.
///
/// # Errors
/// As [`policy::catalogue::manage_types`]; [`Error::NotFound`]; [`Error::Invalid`] naming the wrong fields;
/// [`Error::Conflict`] for levels that hold items.
pub async fn update(app: &App, actor: &Actor, id: MediaTypeId, patch: TypePatch) -> Result<MediaType> {
    policy::catalogue::manage_types(actor)?;
    let mut problems = Problems::default();
    check(&mut problems, &patch);
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaType::find_for_update(conn, id).await?.ok_or(Error::NotFound("media type"))?;
        if let Some(levels) = &patch.hierarchy_levels
            && let Some(deepest) = MediaType::deepest_level(conn, id).await?
            && levels.len() <= usize::try_from(deepest).unwrap_or(0)
        {
            return Err(Error::conflict("there are items at the levels that would go"));
        }
        let changes = MediaTypeChanges {
            display_name: patch.display_name.as_deref().unwrap_or(&old.display_name).trim().to_owned(),
            icon: patch.icon.clone(),
            color: patch.color.clone(),
            hierarchy_levels: patch.hierarchy_levels.as_ref().map(|levels| levels.iter().map(String::as_str).collect()),
            interaction_verb: patch.interaction_verb.clone(),
            session_noun: patch.session_noun.clone(),
            progress_unit: patch.progress_unit.clone(),
            completion_threshold_percent: patch.completion_threshold_percent,
            metadata_schema: patch.metadata_fields.as_deref().map(metadata::schema),
            is_enabled: patch.is_enabled,
        };
        let new = MediaType::update(conn, id, &changes).await?;
        let entry = Entry::new("catalogue.type_updated").on("media_type", id).change(facts(&old), facts(&new));
        audit::record(app, actor, conn, entry).await?;
        Ok(new)
    })
    .await
}

/// Removes a media type that is not built in and that nothing is of.
///
/// # Errors
/// As [`policy::catalogue::manage_types`]; [`Error::NotFound`]; [`Error::Conflict`].
pub async fn delete(app: &App, actor: &Actor, id: MediaTypeId) -> Result<()> {
    policy::catalogue::manage_types(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaType::find_for_update(conn, id).await?.ok_or(Error::NotFound("media type"))?;
        if old.is_system {
            return Err(Error::conflict("built-in media types cannot be deleted; disable it instead"));
        }
        if MediaType::deepest_level(conn, id).await?.is_some() {
            return Err(Error::conflict("there are items or groups of this media type; disable it instead"));
        }
        MediaType::delete(conn, id).await?;
        let entry = Entry::new("catalogue.type_deleted").on("media_type", id).change(facts(&old), Value::Null);
        audit::record(app, actor, conn, entry).await
    })
    .await
}

fn check(problems: &mut Problems, patch: &TypePatch) {
    let is_label =
        |text: &String| (1..=60).contains(&text.chars().count()) && !text.trim().is_empty() && !text.contains(char::is_control);
    let labels = [
        ("displayName", &patch.display_name),
        ("interactionVerb", &patch.interaction_verb),
        ("sessionNoun", &patch.session_noun),
        ("progressUnit", &patch.progress_unit),
        ("icon", &patch.icon.clone().flatten()),
    ];
    for (field, text) in labels {
        problems.check(text.as_ref().is_none_or(is_label), field, "give 1 to 60 characters");
    }
    let is_color = |color: &str| {
        color.len() == 7 && color.starts_with('#') && color[1..].bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let color = patch.color.as_ref().and_then(Option::as_deref);
    problems.check(color.is_none_or(is_color), "color", "give a colour like `#1d4ed8`");
    if let Some(levels) = &patch.hierarchy_levels {
        problems.check((1..=8).contains(&levels.len()), "hierarchyLevels", "give 1 to 8 levels, from the top");
        problems.check(
            levels.iter().all(|level| is_name(level)) && levels.iter().collect::<HashSet<_>>().len() == levels.len(),
            "hierarchyLevels",
            "give different names of lower-case letters, digits and underscores",
        );
    }
    let threshold = patch.completion_threshold_percent;
    problems.check(
        threshold.is_none_or(|percent| percent > 0.0 && percent <= 100.0),
        "completionThresholdPercent",
        "give more than 0 and at most 100",
    );
    if let Some(fields) = &patch.metadata_fields {
        metadata::check_fields(problems, fields);
    }
}

fn facts(media_type: &MediaType) -> Value {
    json!({
        "name": media_type.name, "display_name": media_type.display_name, "icon": media_type.icon, "color": media_type.color,
        "hierarchy_levels": media_type.hierarchy_levels.0, "interaction_verb": media_type.interaction_verb,
        "session_noun": media_type.session_noun, "progress_unit": media_type.progress_unit,
        "completion_threshold_percent": media_type.completion_threshold_percent,
        "metadata_schema": media_type.metadata_schema, "is_enabled": media_type.is_enabled,
    })
}
