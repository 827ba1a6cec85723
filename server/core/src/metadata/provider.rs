//! What a provider is, and what all of them speak of.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use medianest_db::catalogue::ExternalKey;
use medianest_db::{MediaTypeId, MetadataProvider};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::about;
use crate::Error;

/// What comes of asking.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, ProviderError>>;

/// Somebody who knows things.
pub trait Provider: Send + Sync {
    /// Who.
    fn name(&self) -> MetadataProvider;

    /// What it knows, by the nouns that its ids have here.
    fn kinds(&self) -> &'static [Kind];

    /// Whose pictures it names: others are not shown.
    fn image_hosts(&self) -> &'static [&'static str];

    /// Things of a kind that are called like this.
    fn search<'a>(&'a self, kind: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>>;

    /// All about one thing, with its parts.
    fn details<'a>(&'a self, kind: &'a Kind, id: &'a str) -> Answer<'a, Details>;

    /// Whose ids it can find things by, besides its own: of what kind, and its own kind that they lead to.
    fn foreign_kinds(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        &[]
    }

    /// Its own id of what somebody else knows by this one.
    fn look_up<'a>(&'a self, kind: &'a Kind, foreign: &'a ExternalKey) -> Answer<'a, Option<String>> {
        let _ = (kind, foreign);
        ready(Ok(None)).boxed()
    }

    /// The ids of all things of a kind that changed from then until now; `None` where it cannot tell.
    fn changes<'a>(&'a self, kind: &'a Kind, since: DateTime<Utc>, now: DateTime<Utc>) -> Answer<'a, Option<HashSet<String>>> {
        let _ = (kind, since, now);
        ready(Ok(None)).boxed()
    }

    /// Its kind of this name.
    fn kind(&self, noun: &str) -> Option<&'static Kind> {
        self.kinds().iter().find(|kind| kind.noun == noun)
    }
}

/// A kind of thing that a provider knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What its ids of such things are called here.
    pub noun: &'static str,
    /// Which media type they are of.
    pub media_type: MediaTypeId,
    /// How far below the top of the hierarchy.
    pub level: i16,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Of which kind.
    pub kind: &'static Kind,
    /// The provider's id.
    pub id: String,
    /// Its title.
    pub name: String,
    /// What tells it from namesakes: whose album, whose book.
    pub by: Option<String>,
    /// When it came out.
    pub year: Option<i16>,
    /// What it is about.
    pub description: Option<String>,
    /// The address of its poster.
    pub poster_url: Option<String>,
}

/// All that a provider says of one thing.
#[derive(Debug, Clone)]
pub struct Details {
    /// The thing, with its parts.
    pub node: Node,
    /// What it is a part of, without other parts: the artist of an album.
    pub above: Option<Node>,
    /// Whether more is to be expected soon: the show runs, the film has not come out.
    pub is_running: bool,
    /// What the provider really sent.
    pub raw: Value,
}

/// A thing and its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Its number among its siblings; season 0 holds the specials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i32>,
    /// What is known of it.
    pub facts: Facts,
    /// What the provider and others call it: provider, kind, id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<(String, String, String)>,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Node>,
}

/// What can be known of a thing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "as in MediaItem")]
pub struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_seconds: Option<i32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Pictures and what the media type's schema describes, by key.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
}

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It does not take the key.
    #[error("{} does not accept its key: an administrator gives another in `{}`", about(*.0).name, .1)]
    KeyRefused(MetadataProvider, &'static str),
    /// It knows no such thing.
    #[error("{} knows no such thing", about(*.0).name)]
    NotFound(MetadataProvider),
    /// It wants to be asked later.
    #[error("{} wants to be asked again in {} seconds", about(*.0).name, .1.as_secs().max(1))]
    RateLimited(MetadataProvider, Duration),
    /// It did not answer, or not in time.
    #[error("{} did not answer: {}", about(*.0).name, .1)]
    Unreachable(MetadataProvider, String),
    /// What it answered cannot be read.
    #[error("{} answered what cannot be read: {}", about(*.0).name, .1)]
    Unreadable(MetadataProvider, String),
}

impl ProviderError {
    /// Whose.
    #[must_use]
    pub fn provider(&self) -> MetadataProvider {
        match self {
            Self::KeyRefused(provider, _)
            | Self::NotFound(provider)
            | Self::RateLimited(provider, _)
            | Self::Unreachable(provider, _)
            | Self::Unreadable(provider, _) => *provider,
        }
    }

    /// Whether the provider is better left alone for a while, whatever else one wants to know of it.
    #[must_use]
    pub fn concerns_all(&self) -> bool {
        matches!(self, Self::KeyRefused(..) | Self::RateLimited(..) | Self::Unreachable(..))
    }
}

impl From<ProviderError> for Error {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::KeyRefused(..) => Self::Conflict(error.to_string()),
            ProviderError::NotFound(_) => Self::NotFound("thing at the provider"),
            ProviderError::RateLimited(_, wait) => Self::RateLimited(wait),
            ProviderError::Unreachable(provider, _) | ProviderError::Unreadable(provider, _) => {
                Self::Upstream(about(provider).name, error.into())
            }
        }
    }
}
