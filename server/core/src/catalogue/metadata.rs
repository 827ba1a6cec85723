//! Metadata of items, checked against what their media type describes.

use serde_json::Value;

use super::external_ids::is_name;
use crate::error::Problems;

/// Keys that items of every type may have: addresses of pictures.
const COMMON: &[&str] = &["poster_url", "backdrop_url"];
/// How large an item's metadata may get, as JSON text.
const MAX_BYTES: usize = 32 * 1024;

/// What kind of value a metadata field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// Yes or no.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl FieldType {
    /// Every type with its name in the schema.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::String, "string"),
        (Self::Integer, "integer"),
        (Self::Number, "number"),
        (Self::Boolean, "boolean"),
        (Self::Array, "array"),
        (Self::Object, "object"),
    ];

    /// The name as the schema has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(field_type, _)| *field_type == self).map_or("string", |(_, name)| name)
    }

    /// Whether a field of this type can hold the value.
    pub(crate) fn admits(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

/// One field that a media type's items have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataField {
    /// Its key.
    pub name: String,
    /// What it holds.
    pub field_type: FieldType,
    /// Whether every item must have it.
    pub required: bool,
}

/// The fields that a type's stored schema describes.
#[must_use]
pub fn fields(schema: &Value) -> Vec<MetadataField> {
    let field = |entry: &Value| {
        let type_name = entry.get("type")?.as_str()?;
        Some(MetadataField {
            name: entry.get("name")?.as_str()?.to_owned(),
            field_type: FieldType::ALL.iter().find(|(_, name)| *name == type_name)?.0,
            required: entry.get("required").and_then(Value::as_bool).unwrap_or(false),
        })
    };
    schema.get("fields").and_then(Value::as_array).into_iter().flatten().filter_map(field).collect()
}

/// The stored form of a list of fields.
#[must_use]
pub(super) fn schema(fields: &[MetadataField]) -> Value {
    let fields: Vec<Value> = fields
        .iter()
        .map(|field| serde_json::json!({"name": field.name, "type": field.field_type.as_str(), "required": field.required}))
        .collect();
    serde_json::json!({ "fields": fields })
}

/// Checks the fields that a type is to have.
pub(super) fn check_fields(problems: &mut Problems, fields: &[MetadataField]) {
    problems.check(fields.len() <= 100, "metadataFields", "give at most 100 fields");
    for (index, field) in fields.iter().enumerate() {
        let path = format!("metadataFields[{index}].name");
        problems.check(is_name(&field.name), &path, "use lower-case letters, digits and underscores, starting with a letter");
        problems.check(!COMMON.contains(&field.name.as_str()), &path, "every item has this field already");
        problems.check(
            fields[..index].iter().all(|earlier| earlier.name != field.name),
            &path,
            "this name is taken by another field",
        );
    }
}

/// Checks an item's metadata: an object with no other keys than the schema's and the common ones, each of its type.
/// A `null` counts as absent.
pub(super) fn check(problems: &mut Problems, fields: &[MetadataField], metadata: &Value) {
    let Some(entries) = metadata.as_object() else {
        problems.check(false, "metadata", "give an object");
        return;
    };
    problems.check(metadata.to_string().len() <= MAX_BYTES, "metadata", "keep it under 32 KiB");
    for (key, value) in entries {
        let path = format!("metadata.{}", key.chars().take(60).collect::<String>());
        if COMMON.contains(&key.as_str()) {
            let is_address = value.as_str().is_some_and(|text| text.len() <= 2000 && is_picture_address(text));
            problems.check(value.is_null() || is_address, &path, "give an http or https address, or a path that starts with `/`");
        } else if let Some(field) = fields.iter().find(|field| field.name == *key) {
            let admitted = value.is_null() || field.field_type.admits(value);
            problems.check(admitted, &path, format_args!("give a value of type {}", field.field_type.as_str()));
        } else {
            problems.check(false, &path, "this media type has no such field");
        }
    }
    for field in fields.iter().filter(|field| field.required) {
        let given = entries.get(&field.name).is_some_and(|value| !value.is_null());
        problems.check(given, &format!("metadata.{}", field.name), "this field is required");
    }
}

fn is_picture_address(text: &str) -> bool {
    (text.starts_with('/') && !text.starts_with("//"))
        || url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(schema: &Value, metadata: &Value) -> Vec<String> {
        let mut problems = Problems::default();
        check(&mut problems, &fields(schema), metadata);
        match problems.into_result() {
            Err(crate::Error::Invalid(fields)) => fields.into_iter().map(|field| field.field).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn each_wrong_field_is_named() {
        let schema = json!({"fields": [
            {"name": "network", "type": "string", "required": true}, {"name": "pages", "type": "integer"},
            {"name": "score", "type": "number"}, {"name": "tags", "type": "array"}, {"name": "more", "type": "object"},
            {"name": "done", "type": "boolean"},
        ]});
        let good =
            json!({"network": "HBO", "pages": 3, "score": 0.5, "tags": [], "more": {}, "done": false, "poster_url": "/p.jpg"});
        assert_eq!(wrong(&schema, &good), Vec::<String>::new());
        assert_eq!(wrong(&schema, &json!({})), ["metadata.network"]);
        assert_eq!(wrong(&schema, &json!({"network": null})), ["metadata.network"]);
        let bad = json!({"network": 1, "pages": 1.5, "score": "x", "tags": {}, "more": [], "done": 0});
        assert_eq!(
            wrong(&schema, &bad),
            ["metadata.done", "metadata.more", "metadata.network", "metadata.pages", "metadata.score", "metadata.tags"]
        );
        assert_eq!(wrong(&schema, &json!({"network": "x", "unknown": 1})), ["metadata.unknown"]);
        assert_eq!(wrong(&schema, &json!({"network": "x", "poster_url": "javascript:alert(1)"})), ["metadata.poster_url"]);
        assert_eq!(wrong(&schema, &json!([])), ["metadata"]);
    }
}
