use async_graphql::{Context, Enum, Object, Result};
use medianest_core::db;
use medianest_core::metadata::sources::ProviderState;
use medianest_core::metadata::{About, about};

use crate::graphql::ContextExt;
use crate::graphql::catalogue::{MediaType, MediaTypeById};

/// Who is asked what things are.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::MetadataProvider")]
pub enum MetadataProvider {
    /// The Movie Database: films and shows.
    Tmdb,
    /// TheTVDB: shows and films.
    Tvdb,
    /// TVmaze: shows, with the minute at which they air.
    Tvmaze,
    /// AniList: anime and manga.
    Anilist,
    /// MusicBrainz, with the Cover Art Archive: artists and albums.
    Musicbrainz,
    /// Open Library: books.
    Openlibrary,
    /// IGDB: games.
    Igdb,
}

/// A provider of metadata, and what is to be said of it where its knowledge is shown.
pub struct MetadataProviderInfo(pub ProviderState);

impl MetadataProviderInfo {
    fn about(&self) -> &'static About {
        about(self.0.provider)
    }
}

/// A provider of metadata, and what is to be said of it where its knowledge is shown.
#[Object]
impl MetadataProviderInfo {
    /// Who.
    async fn provider(&self) -> MetadataProvider {
        self.0.provider.into()
    }

    /// What it calls itself.
    async fn name(&self) -> &str {
        self.about().name
    }

    /// Its home.
    async fn home_url(&self) -> &str {
        self.about().home
    }

    /// What it wants to be said, in its own words where it prescribes them.
    async fn notice(&self) -> &str {
        self.about().notice
    }

    /// Under what its knowledge may be used.
    async fn licence_url(&self) -> &str {
        self.about().licence_url
    }

    /// Whether this installation asks it.
    async fn is_on(&self) -> bool {
        self.0.is_on
    }

    /// What it knows about. Empty for one that is not asked.
    #[graphql(complexity = "5 * child_complexity")]
    async fn media_types(&self, ctx: &Context<'_>) -> Result<Vec<MediaType>> {
        let mut media_types = Vec::with_capacity(self.0.media_types.len());
        for id in &self.0.media_types {
            media_types.extend(ctx.load::<MediaTypeById>(*id).await?);
        }
        Ok(media_types)
    }
}
