use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use medianest_core::db::{MediaItemId, MediaTypeId};
use medianest_core::metadata::priorities::Place;
use medianest_core::metadata::{add, priorities, refresh};

use super::MetadataProvider;
use super::order::{MetadataOrders, MetadataPlaceInput};
use crate::graphql::catalogue::MediaItem;
use crate::graphql::{ContextExt, Id};

/// Something that a provider knows.
#[derive(InputObject)]
pub struct AddFromProviderInput {
    /// Who.
    provider: MetadataProvider,
    /// What kind of thing it is to the provider, as a search says.
    kind: String,
    /// What the provider calls it.
    external_id: String,
}

/// What was added.
#[derive(SimpleObject)]
pub struct AddFromProviderPayload {
    /// The item.
    item: MediaItem,
    /// Whether it was not there before.
    is_new: bool,
}

/// Which item to ask about.
#[derive(InputObject)]
pub struct RefreshMetadataInput {
    /// Its id.
    id: Id<MediaItemId>,
}

/// What is asked about.
#[derive(SimpleObject)]
pub struct RefreshMetadataPayload {
    /// The item that providers are asked about: for an episode its show.
    item: MediaItem,
}

/// Whose word is to count.
#[derive(InputObject)]
pub struct UpdateMetadataOrderInput {
    /// For which media type.
    media_type_id: Id<MediaTypeId>,
    /// For which field; without it, for all that have no order of their own.
    field: Option<String>,
    /// Everybody, the first to be asked first; whoever is left out comes after them. Empty takes the order away.
    places: Vec<MetadataPlaceInput>,
}

/// Whose word counts now.
#[derive(SimpleObject)]
pub struct UpdateMetadataOrderPayload {
    /// All orders of the media type.
    metadata_orders: MetadataOrders,
}

/// What can be done with what others know.
#[derive(Default)]
pub struct MetadataMutation;

#[Object]
impl MetadataMutation {
    /// Brings something that a provider knows into the catalogue, a show with its seasons and episodes, an album with its
    /// artist and tracks. What is there already is answered as it is. Not for guests.
    async fn add_from_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: AddFromProviderInput,
    ) -> Result<AddFromProviderPayload> {
        let AddFromProviderInput { provider, kind, external_id } = input;
        let added = add::from_provider(ctx.app(), ctx.actor(), provider.into(), &kind, &external_id).await?;
        Ok(AddFromProviderPayload { item: added.item.into(), is_new: added.created })
    }

    /// Has providers asked again about an item, soon. Moderators and administrators only.
    async fn refresh_metadata(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RefreshMetadataInput,
    ) -> Result<RefreshMetadataPayload> {
        Ok(RefreshMetadataPayload { item: refresh::request(ctx.app(), ctx.actor(), input.id.0).await?.into() })
    }

    /// Says whose word counts for a field of a media type, or for all others. For administrators.
    async fn update_metadata_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For what, and whose.")] input: UpdateMetadataOrderInput,
    ) -> Result<UpdateMetadataOrderPayload> {
        let UpdateMetadataOrderInput { media_type_id, field, places } = input;
        let places: Vec<Place> = places.into_iter().map(Into::into).collect();
        let orders = priorities::set(ctx.app(), ctx.actor(), media_type_id.0, field.as_deref(), &places).await?;
        Ok(UpdateMetadataOrderPayload { metadata_orders: orders.into() })
    }
}
