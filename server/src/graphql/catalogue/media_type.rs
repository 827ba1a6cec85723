use async_graphql::{Enum, Object, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::catalogue::{self, FieldType};
use medianest_core::db::MediaTypeId;

use crate::graphql::{Id, percent};

/// A kind of thing the catalogue holds, such as films or books.
#[derive(Clone)]
pub struct MediaType(pub catalogue::MediaType);

/// A kind of thing the catalogue holds, such as films or books.
#[Object]
impl MediaType {
    /// Its id.
    pub async fn id(&self) -> Id<MediaTypeId> {
        Id(self.0.id)
    }

    /// Its name in the API and in imports: `movie`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its name for people: `Movies`.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The name of an icon.
    async fn icon(&self) -> Option<&str> {
        self.0.icon.as_deref()
    }

    /// A colour, as `#rrggbb`.
    async fn color(&self) -> Option<&str> {
        self.0.color.as_deref()
    }

    /// What its levels are called, from the top: `show`, `season`, `episode`.
    async fn hierarchy_levels(&self) -> &[String] {
        &self.0.hierarchy_levels
    }

    /// What one does with it: `watch`, `listen`.
    async fn interaction_verb(&self) -> &str {
        &self.0.interaction_verb
    }

    /// What going through it once is called: `watch`, `reading`, `playthrough`.
    async fn session_noun(&self) -> &str {
        &self.0.session_noun
    }

    /// What progress is counted in: `minute`, `page`.
    async fn progress_unit(&self) -> &str {
        &self.0.progress_unit
    }

    /// How far one must get for it to count as done, in percent.
    async fn completion_threshold_percent(&self) -> f64 {
        percent(self.0.completion_threshold_percent)
    }

    /// The metadata fields that its items have.
    async fn metadata_fields(&self) -> Vec<MetadataField> {
        catalogue::metadata_fields(&self.0.metadata_schema).into_iter().map(Into::into).collect()
    }

    /// Disabled types are left out of ordinary lists; their items stay.
    async fn is_enabled(&self) -> bool {
        self.0.is_enabled
    }

    /// Built in: it may be disabled, but not deleted.
    async fn is_system(&self) -> bool {
        self.0.is_system
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// A metadata field that a media type's items have.
#[derive(SimpleObject)]
pub struct MetadataField {
    /// Its key in `MediaItem.metadata`.
    name: String,
    /// What kind of value it holds.
    field_type: MetadataFieldType,
    /// Whether every item must have it.
    required: bool,
}

/// What kind of value a metadata field holds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::catalogue::FieldType")]
pub enum MetadataFieldType {
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

impl From<catalogue::MetadataField> for MetadataField {
    fn from(field: catalogue::MetadataField) -> Self {
        Self { name: field.name, field_type: FieldType::into(field.field_type), required: field.required }
    }
}
