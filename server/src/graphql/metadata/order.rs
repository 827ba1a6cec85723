use async_graphql::{Enum, InputObject, SimpleObject};
use medianest_core::db;
use medianest_core::metadata::priorities::{self, Place};

use super::MetadataProvider;

/// What is done when a provider knows a thing, but not the field.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::FallbackBehavior")]
pub enum MetadataFallback {
    /// The next is asked.
    Continue,
    /// The field stays as it is.
    Stop,
}

/// Whose word counts for the items of a media type.
#[derive(SimpleObject)]
pub struct MetadataOrders {
    /// The order for all fields without one of their own: everybody, in the order in which they are asked.
    general: Vec<MetadataPlace>,
    /// The fields with an order of their own.
    orders: Vec<MetadataOrder>,
    /// The fields that can have an order of their own. `parts` is whose seasons and episodes, albums or tracks there are.
    fields: Vec<String>,
}

/// Whose word counts for one field.
#[derive(SimpleObject)]
pub struct MetadataOrder {
    /// The field.
    field: String,
    /// Everybody, in the order in which they are asked.
    places: Vec<MetadataPlace>,
}

/// A provider's place in an order.
#[derive(SimpleObject)]
pub struct MetadataPlace {
    /// Who.
    provider: MetadataProvider,
    /// Whether it is asked at all.
    is_enabled: bool,
    /// What is done when it knows a thing, but not the field.
    fallback: MetadataFallback,
}

/// A provider's place in an order.
#[derive(InputObject)]
pub struct MetadataPlaceInput {
    /// Who.
    provider: MetadataProvider,
    /// Whether it is asked at all.
    #[graphql(default = true)]
    is_enabled: bool,
    /// What is done when it knows a thing, but not the field.
    #[graphql(default_with = "MetadataFallback::Continue")]
    fallback: MetadataFallback,
}

impl From<priorities::Orders> for MetadataOrders {
    fn from(orders: priorities::Orders) -> Self {
        let places = |places: Vec<Place>| places.into_iter().map(MetadataPlace::from).collect();
        Self {
            general: places(orders.general),
            orders: orders.own.into_iter().map(|(field, own)| MetadataOrder { field, places: places(own) }).collect(),
            fields: orders.fields,
        }
    }
}

impl From<Place> for MetadataPlace {
    fn from(place: Place) -> Self {
        Self { provider: place.provider.into(), is_enabled: place.is_enabled, fallback: place.fallback.into() }
    }
}

impl From<MetadataPlaceInput> for Place {
    fn from(place: MetadataPlaceInput) -> Self {
        Self { provider: place.provider.into(), is_enabled: place.is_enabled, fallback: place.fallback.into() }
    }
}
