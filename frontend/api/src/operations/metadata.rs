//! What others know of items: who is asked, searching at them, bringing in what they know, and whose word counts.

use super::catalogue::ItemRef;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

enums! {
    /// Who is asked what things are.
    MetadataProvider {
        Tmdb = "TMDB", Tvdb = "TVDB", Tvmaze = "TVMAZE", Anilist = "ANILIST", Musicbrainz = "MUSICBRAINZ",
        Openlibrary = "OPENLIBRARY", Igdb = "IGDB"
    }

    /// What is done when a provider knows a thing, but not the field.
    MetadataFallback { Continue = "CONTINUE", Stop = "STOP" }
}

/// A media type by its name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaType")]
pub struct TypeRef {
    pub id: Id,
    pub name: String,
    pub display_name: String,
}

/// Somebody who can be asked.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataProviderInfo")]
pub struct ProviderRow {
    pub provider: MetadataProvider,
    pub name: String,
    pub home_url: String,
    pub notice: String,
    pub licence_url: String,
    pub is_on: bool,
    pub media_types: Vec<TypeRef>,
}

/// Everybody who can be asked.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct MetadataProviders {
    pub metadata_providers: Vec<ProviderRow>,
}

/// Something that a provider knows.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataHit")]
pub struct HitRow {
    pub provider: MetadataProvider,
    pub kind: String,
    pub external_id: String,
    pub name: String,
    pub by: Option<String>,
    pub year: Option<i32>,
    pub description: Option<String>,
    pub url: Option<String>,
    pub item: Option<ItemRef>,
}

/// That a provider gave no answer.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataFailure")]
pub struct FailureRow {
    pub name: String,
    pub message: String,
}

/// What providers found.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataSearch")]
pub struct Searched {
    pub hits: Vec<HitRow>,
    pub failures: Vec<FailureRow>,
}

/// The variables of [`SearchProviders`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct SearchProvidersVariables {
    /// What it is called.
    pub query: String,
    /// What kind of thing it is.
    pub media_type_id: Id,
}

/// Asks providers what there is.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "SearchProvidersVariables")]
pub struct SearchProviders {
    #[arguments(query: $query, mediaTypeId: $media_type_id)]
    pub metadata_search: Searched,
}

/// How a provider has answered.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataStatistic")]
pub struct StatisticRow {
    pub provider: MetadataProvider,
    pub media_type: Option<TypeRef>,
    pub success_count: i32,
    pub failure_count: i32,
    pub average_response_milliseconds: Option<i32>,
    pub last_success_at: Option<DateTime>,
    pub last_failure_at: Option<DateTime>,
}

/// How everybody has answered.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct MetadataStatistics {
    pub metadata_statistics: Vec<StatisticRow>,
}

/// A provider's place in an order.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataPlace")]
pub struct PlaceRow {
    pub provider: MetadataProvider,
    pub is_enabled: bool,
    pub fallback: MetadataFallback,
}

/// Whose word counts for one field.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataOrder")]
pub struct OrderRow {
    pub field: String,
    pub places: Vec<PlaceRow>,
}

/// Whose word counts for a media type.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataOrders")]
pub struct OrdersOfType {
    pub general: Vec<PlaceRow>,
    pub orders: Vec<OrderRow>,
    pub fields: Vec<String>,
}

/// The variables of [`MetadataOrders`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct MetadataOrdersVariables {
    /// The media type.
    pub media_type_id: Id,
}

/// Whose word counts for a media type.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "MetadataOrdersVariables")]
pub struct MetadataOrders {
    #[arguments(mediaTypeId: $media_type_id)]
    pub metadata_orders: OrdersOfType,
}

operations! {
    Query MetadataProviders;
    Query SearchProviders(SearchProvidersVariables);
    Query MetadataStatistics;
    Query MetadataOrders(MetadataOrdersVariables);
}

/// Something that a provider knows.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct AddFromProviderInput {
    pub external_id: String,
    pub kind: String,
    pub provider: MetadataProvider,
}

/// Which item to ask about.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct RefreshMetadataInput {
    pub id: Id,
}

/// A provider's place in an order.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct MetadataPlaceInput {
    pub fallback: MetadataFallback,
    pub is_enabled: bool,
    pub provider: MetadataProvider,
}

/// Whose word is to count.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct UpdateMetadataOrderInput {
    pub field: Option<String>,
    pub media_type_id: Id,
    pub places: Vec<MetadataPlaceInput>,
}

mutations! {
    /// Brings something that a provider knows into the catalogue.
    AddFromProvider(AddFromProviderVariables, AddFromProviderInput)
        => add_from_provider: AddFromProviderPayload { item: ItemRef, }

    /// Has providers asked again about an item.
    RefreshMetadata(RefreshMetadataVariables, RefreshMetadataInput)
        => refresh_metadata: RefreshMetadataPayload { item: ItemRef, }

    /// Says whose word counts.
    UpdateMetadataOrder(UpdateMetadataOrderVariables, UpdateMetadataOrderInput)
        => update_metadata_order: UpdateMetadataOrderPayload { metadata_orders: OrdersOfType, }
}
