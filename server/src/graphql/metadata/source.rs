use std::collections::HashMap;

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::{self, MediaItemId};
use medianest_core::metadata::{about, sources};
use medianest_core::policy::Actor;
use medianest_core::{App, metadata};

use super::MetadataProvider;
use crate::graphql::catalogue::ExternalIdsByItem;
use crate::graphql::{ContextExt, Load};

/// That something of what is shown of an item comes from a provider, which is to be named then.
#[derive(Clone)]
pub struct MetadataSource {
    row: sources::MetadataSource,
    provider: db::MetadataProvider,
}

impl MetadataSource {
    fn new(row: sources::MetadataSource) -> Option<Self> {
        let provider = row.provider.parse().ok()?;
        Some(Self { row, provider })
    }

    fn about(&self) -> &'static metadata::About {
        about(self.provider)
    }
}

/// That something of what is shown of an item comes from a provider, which is to be named then.
#[Object]
impl MetadataSource {
    /// Who.
    async fn provider(&self) -> MetadataProvider {
        self.provider.into()
    }

    /// What it calls itself.
    async fn name(&self) -> &str {
        self.about().name
    }

    /// Where it shows the item; else its home.
    async fn url(&self, ctx: &Context<'_>) -> Result<String> {
        let ids = ctx.load::<ExternalIdsByItem>(self.row.media_item_id).await?.unwrap_or_default();
        let own = ids.iter().find(|id| id.0.provider == self.row.provider && id.0.external_id == self.row.external_id);
        Ok(own.and_then(|id| id.0.url.clone()).unwrap_or_else(|| self.about().home.to_owned()))
    }

    /// What it wants to be said, in its own words where it prescribes them.
    async fn notice(&self) -> &str {
        self.about().notice
    }

    /// Under what its knowledge may be used.
    async fn licence_url(&self) -> &str {
        self.about().licence_url
    }

    /// When this was last known to be what it says.
    async fn fetched_at(&self) -> DateTime<Utc> {
        self.row.fetched_at
    }

    /// When it is asked again, if it is on.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.row.expires_at
    }
}

/// From whom what is shown of an item comes.
pub struct SourcesByItem;

impl Load for SourcesByItem {
    type Key = MediaItemId;
    type Value = Vec<MetadataSource>;

    async fn load(
        app: &App,
        actor: &Actor,
        keys: &[MediaItemId],
    ) -> medianest_core::Result<HashMap<MediaItemId, Vec<MetadataSource>>> {
        let mut by_item: HashMap<MediaItemId, Vec<MetadataSource>> = HashMap::new();
        for row in sources::by_items(app, actor, keys).await? {
            by_item.entry(row.media_item_id).or_default().extend(MetadataSource::new(row));
        }
        Ok(by_item)
    }
}
