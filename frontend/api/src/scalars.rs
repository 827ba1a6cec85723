//! The schema's own scalars, as the app holds them.

use cynic::impl_scalar;
use cynic::schema::IsScalar;
use serde::{Serialize, Serializer};

use crate::schema;

pub use cynic::Id;

/// A moment.
pub type DateTime = chrono::DateTime<chrono::Utc>;
/// A day of the calendar.
pub type NaiveDate = chrono::NaiveDate;
/// Anything: an object, mostly.
pub type Json = serde_json::Value;

impl_scalar!(DateTime, schema::DateTime);
impl_scalar!(NaiveDate, schema::NaiveDate);
impl_scalar!(Json, schema::JSON);

/// A bare UUID: a correlation id, or what the audit log names things by.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "UUID")]
pub struct Uuid(pub String);

/// What an input does to a field where "leave it" and "empty it" are different things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field stays as it is: nothing is sent.
    #[default]
    Keep,
    /// The field is emptied: `null` is sent.
    Clear,
    /// The field becomes this.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether nothing is to be sent.
    #[must_use]
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// What a form holds: nothing empties the field.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<T: IsScalar<Field>, Field> IsScalar<Field> for Patch<T> {
    type SchemaType = T::SchemaType;
}
