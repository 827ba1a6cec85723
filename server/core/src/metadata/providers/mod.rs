//! Everybody who knows things, each in a file of its own.

mod anilist;
mod igdb;
mod musicbrainz;
mod openlibrary;
mod shared;
mod tmdb;
mod token;
mod tvdb;
mod tvmaze;

use medianest_db::catalogue::Askable;
use medianest_db::{MediaTypeId, MetadataProvider};

use super::provider::{Kind, Provider};
use crate::config::{MetadataService, MetadataSettings};

/// The providers that are on.
#[derive(Default)]
pub struct Providers(Vec<Box<dyn Provider>>);

impl Providers {
    /// Those that an administrator named.
    #[must_use]
    pub fn new(settings: &MetadataSettings) -> Self {
        let make = |service: &MetadataService| -> Box<dyn Provider> {
            match service {
                MetadataService::Tmdb { url, token } => Box::new(tmdb::Tmdb::new(settings, url, token)),
                MetadataService::Tvdb { url, key, pin } => Box::new(tvdb::Tvdb::new(settings, url, key, pin.as_ref())),
                MetadataService::Tvmaze { url } => Box::new(tvmaze::Tvmaze::new(settings, url)),
                MetadataService::Anilist { url } => Box::new(anilist::Anilist::new(settings, url)),
                MetadataService::Musicbrainz { url, covers } => Box::new(musicbrainz::Musicbrainz::new(settings, url, covers)),
                MetadataService::Openlibrary { url } => Box::new(openlibrary::Openlibrary::new(settings, url)),
                MetadataService::Igdb { url, sign_in, client_id, client_secret } => {
                    Box::new(igdb::Igdb::new(settings, url, sign_in, client_id, client_secret))
                }
            }
        };
        let mut providers: Vec<_> = settings.services.iter().map(make).collect();
        providers.sort_by_key(|provider| provider.name());
        Self(providers)
    }

    /// All of them, in the usual order.
    pub fn all(&self) -> impl Iterator<Item = &dyn Provider> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Who they are.
    #[must_use]
    pub fn names(&self) -> Vec<MetadataProvider> {
        self.all().map(Provider::name).collect()
    }

    /// One of them.
    #[must_use]
    pub fn find(&self, name: MetadataProvider) -> Option<&dyn Provider> {
        self.all().find(|provider| provider.name() == name)
    }

    /// Those that know things of a media type at a level, with what they call them.
    pub(super) fn knowing(&self, media_type: MediaTypeId, level: i16) -> Vec<(&dyn Provider, &'static Kind)> {
        let kind =
            |provider: &dyn Provider| provider.kinds().iter().find(|kind| kind.media_type == media_type && kind.level == level);
        self.all().filter_map(|provider| Some((provider, kind(provider)?))).collect()
    }

    /// By whose ids they can be asked about what.
    pub(super) fn askable(&self) -> Vec<Askable> {
        let mut askable = Vec::new();
        for provider in self.all() {
            for kind in provider.kinds() {
                let foreign = provider.foreign_kinds().iter().filter(|(.., own)| *own == kind.noun);
                let ids = foreign.map(|(whose, noun, _)| (*whose, *noun)).chain([(provider.name().as_str(), kind.noun)]);
                askable.extend(ids.map(|(id_provider, id_kind)| Askable {
                    asked: provider.name(),
                    media_type_id: kind.media_type,
                    level: kind.level,
                    id_provider,
                    id_kind,
                }));
            }
        }
        askable
    }
}
