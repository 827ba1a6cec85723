//! What somebody wrote of an item by hand, and so stays as it is.

use medianest_db::catalogue::MediaItem;

use crate::catalogue::changes::ItemPatch;
use crate::catalogue::items::ItemDraft;

/// The fields that a patch really changes.
pub(crate) fn changed(old: &MediaItem, patch: &ItemPatch) -> Vec<String> {
    fn differs<T: PartialEq>(new: Option<&T>, old: &T) -> bool {
        new.is_some_and(|new| new != old)
    }
    let mut fields: Vec<String> = [
        ("name", patch.name.as_ref().is_some_and(|name| name.trim() != old.name)),
        ("original_name", differs(patch.original_name.as_ref(), &old.original_name)),
        ("description", differs(patch.description.as_ref(), &old.description)),
        ("year", differs(patch.year.as_ref(), &old.year)),
        ("released_on", differs(patch.released_on.as_ref(), &old.released_on)),
        ("released_at", differs(patch.released_at.as_ref(), &old.released_at)),
        ("runtime_seconds", differs(patch.runtime_seconds.as_ref(), &old.runtime_seconds)),
        ("genres", differs(patch.genres.as_ref(), &old.genres.0)),
        ("language", differs(patch.language.as_ref(), &old.language)),
    ]
    .into_iter()
    .filter(|(_, is_changed)| *is_changed)
    .map(|(field, _)| field.to_owned())
    .collect();
    if let Some(metadata) = &patch.metadata {
        let keys = metadata.as_object().into_iter().chain(old.metadata.as_object()).flat_map(serde_json::Map::keys);
        for key in keys.filter(|key| metadata.get(key) != old.metadata.get(key)) {
            if !fields.contains(key) {
                fields.push(key.clone());
            }
        }
    }
    fields
}

/// The fields that somebody filled in when they made an item.
pub(crate) fn given(draft: &ItemDraft) -> Vec<String> {
    let columns = [
        ("name", true),
        ("original_name", draft.original_name.is_some()),
        ("description", draft.description.is_some()),
        ("year", draft.year.is_some()),
        ("released_on", draft.released_on.is_some()),
        ("released_at", draft.released_at.is_some()),
        ("runtime_seconds", draft.runtime_seconds.is_some()),
        ("genres", !draft.genres.is_empty()),
        ("language", draft.language.is_some()),
    ];
    let keys = draft.metadata.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.clone());
    columns.into_iter().filter(|(_, is_given)| *is_given).map(|(field, _)| field.to_owned()).chain(keys).collect()
}

/// Whether providers leave this field of the item as it is.
pub(super) fn is_locked(item: &MediaItem, field: &str) -> bool {
    item.locked_fields.iter().any(|locked| locked == field)
}
