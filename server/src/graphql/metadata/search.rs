use async_graphql::{Object, SimpleObject};
use medianest_core::catalogue::external_ids;
use medianest_core::metadata::search::{Hit, Searched};
use medianest_core::metadata::{ProviderError, about};

use super::MetadataProvider;
use crate::graphql::catalogue::MediaItem;

/// What providers found.
#[derive(SimpleObject)]
pub struct MetadataSearch {
    /// What was found, by provider, the best of each first.
    hits: Vec<MetadataHit>,
    /// Who gave no answer. The others' are there all the same.
    failures: Vec<MetadataFailure>,
}

impl From<Searched> for MetadataSearch {
    fn from(searched: Searched) -> Self {
        Self {
            hits: searched.hits.into_iter().map(MetadataHit).collect(),
            failures: searched.failures.into_iter().map(MetadataFailure).collect(),
        }
    }
}

/// Something that a provider knows.
pub struct MetadataHit(Hit);

/// Something that a provider knows.
#[Object]
impl MetadataHit {
    /// Who.
    async fn provider(&self) -> MetadataProvider {
        self.0.provider.into()
    }

    /// What kind of thing it is to the provider: `movie`, `show`, `artist`, `release_group`.
    async fn kind(&self) -> &str {
        self.0.found.kind.noun
    }

    /// What the provider calls it.
    async fn external_id(&self) -> &str {
        &self.0.found.id
    }

    /// Its title.
    async fn name(&self) -> &str {
        &self.0.found.name
    }

    /// What tells it from namesakes: whose album, whose book, on what channel.
    async fn by(&self) -> Option<&str> {
        self.0.found.by.as_deref()
    }

    /// The year it came out.
    async fn year(&self) -> Option<i32> {
        self.0.found.year.map(i32::from)
    }

    /// What it is about.
    async fn description(&self) -> Option<&str> {
        self.0.found.description.as_deref()
    }

    /// The address of its poster.
    async fn poster_url(&self) -> Option<&str> {
        self.0.found.poster_url.as_deref()
    }

    /// Where the provider shows it.
    async fn url(&self) -> Option<String> {
        let key = external_ids::key(self.0.provider.as_str(), self.0.found.kind.noun, &self.0.found.id).ok()?;
        external_ids::url(&key)
    }

    /// The item that it is, if the catalogue has it already.
    async fn item(&self) -> Option<MediaItem> {
        self.0.item.clone().map(MediaItem::from)
    }
}

/// That a provider gave no answer.
pub struct MetadataFailure(ProviderError);

/// That a provider gave no answer.
#[Object]
impl MetadataFailure {
    /// Who.
    async fn provider(&self) -> MetadataProvider {
        self.0.provider().into()
    }

    /// What it calls itself.
    async fn name(&self) -> &str {
        about(self.0.provider()).name
    }

    /// Why, and what can be done about it.
    async fn message(&self) -> String {
        self.0.to_string()
    }
}
