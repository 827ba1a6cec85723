use async_graphql::{Context, MergedObject, Object, Result};
use medianest_core::catalogue::{external_ids, items, types};
use medianest_core::db::{MediaItemId, MediaTypeId};

use super::list::CatalogueLists;
use super::{MediaItem, MediaItemById, MediaType};
use crate::graphql::{ContextExt, Id};

/// What can be asked of the catalogue.
#[derive(MergedObject, Default)]
pub struct CatalogueQuery(CatalogueItems, CatalogueLists);

/// Single items and media types.
#[derive(Default)]
pub struct CatalogueItems;

#[Object]
impl CatalogueItems {
    /// What kinds of things the catalogue holds, the built-in ones first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn media_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also the disabled ones.", default)] include_disabled: bool,
    ) -> Result<Vec<MediaType>> {
        Ok(types::all(ctx.app(), ctx.actor(), include_disabled).await?.into_iter().map(MediaType).collect())
    }

    /// One media type.
    async fn media_type(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: Id<MediaTypeId>) -> Result<Option<MediaType>> {
        Ok(types::find(ctx.app(), ctx.actor(), id.0).await?.map(MediaType))
    }

    /// One item.
    async fn media_item(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: Id<MediaItemId>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(id.0).await?)
    }

    /// The top-level item of a media type with this slug.
    async fn media_item_by_slug(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The media type's id.")] media_type_id: Id<MediaTypeId>,
        #[graphql(desc = "The item's slug.")] slug: String,
    ) -> Result<Option<MediaItem>> {
        Ok(items::find_by_slug(ctx.app(), ctx.actor(), media_type_id.0, &slug).await?.map(MediaItem::from))
    }

    /// The item that somebody else knows by this id.
    async fn media_item_by_external_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose id it is: `imdb`, `tmdb`.")] provider: String,
        #[graphql(
            desc = "What the provider calls such a thing: `movie`, `show`. Without it there is an answer only if no two items share the id."
        )]
        kind: Option<String>,
        #[graphql(desc = "The id.")] external_id: String,
    ) -> Result<Option<MediaItem>> {
        let found = external_ids::find_item(ctx.app(), ctx.actor(), &provider, kind.as_deref(), &external_id).await?;
        Ok(found.map(MediaItem::from))
    }
}
