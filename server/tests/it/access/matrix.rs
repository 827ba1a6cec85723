//! Who gets what. One letter per viewer, in the order of [`super::VIEWERS`]: `.` an answer, `U` sign in first, `F` not
//! allowed, `N` there is no such thing, `C` not in this state, `I` the made-up input is wrong (and the viewer may be told).

use serde_json::{Value, json};

/// Every root field.
pub const MATRIX: &[(&str, &str)] = &[];

/// A value for a scalar argument or input field.
pub fn scalar(field: &str, name: &str, ty: &str) -> Value {
    match ty {
        "Int" => json!(1),
        "Float" => json!(1.0),
        "Boolean" => json!(true),
        "ID" => json!(format!("{}_00000000000000000000000000", prefix(field, name))),
        "DateTime" => json!("2026-01-01T00:00:00Z"),
        "NaiveDate" => json!("2026-01-01"),
        "JSON" => json!({}),
        _ => json!("made up"),
    }
}

/// The prefix of the ids that an argument takes: by its own name, or for a bare `id` by the field's.
fn prefix(field: &str, name: &str) -> &'static str {
    const BY_NAME: &[(&str, &str)] = &[
        ("mediaTypeId", "type"),
        ("mediaGroupId", "mediagroup"),
        ("userId", "user"),
        ("groupId", "group"),
        ("importId", "import"),
        ("sessionId", "session"),
        ("invitationId", "groupinvite"),
        ("friendshipId", "friendship"),
        ("uploadId", "importfile"),
    ];
    const BY_FIELD: &[(&str, &str)] = &[
        ("LibraryEntr", "entry"),
        ("FileLocation", "file"),
        ("Relationship", "relationship"),
        ("ExternalId", "externalid"),
        ("MediaGroup", "mediagroup"),
        ("mediaGroup", "mediagroup"),
        ("MediaType", "type"),
        ("mediaType", "type"),
        ("ediaItem", "item"),
        ("FromLibrary", "entry"),
        ("Play", "play"),
        ("play", "play"),
        ("Cycle", "cycle"),
        ("Job", "job"),
        ("Notification", "notification"),
        ("Import", "import"),
        ("import", "import"),
        ("ApiKey", "key"),
        ("Session", "session"),
        ("roup", "group"),
        ("user", "user"),
        ("User", "user"),
    ];
    if let Some((_, prefix)) = BY_NAME.iter().find(|(known, _)| *known == name) {
        return prefix;
    }
    if name == "id" || name == "ids" {
        return BY_FIELD.iter().find(|(part, _)| field.contains(part)).map_or("item", |(_, prefix)| prefix);
    }
    "item"
}
