//! Asking everybody who is on what there is.

use std::collections::HashMap;

use futures_util::future::join_all;
use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem};
use medianest_db::{MediaTypeId, MetadataProvider};

use super::ask::ask;
use super::fields::is_picture;
use super::provider::{Found, Kind, Provider, ProviderError};
use crate::catalogue::external_ids;
use crate::error::Problems;
use crate::identity::{METADATA_LOOK_UP, charge};
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// What came of a search.
#[derive(Debug, Default)]
pub struct Searched {
    /// What was found, by provider in the usual order, the best first.
    pub hits: Vec<Hit>,
    /// Who gave no answer, and why.
    pub failures: Vec<ProviderError>,
}

/// Something that a provider knows.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Who.
    pub provider: MetadataProvider,
    /// What.
    pub found: Found,
    /// The item that it is, if the catalogue has it.
    pub item: Option<MediaItem>,
}

/// Things of a media type that are called like this, as everybody who is on and knows such things says; `only` names some
/// of them.
///
/// # Errors
/// As [`policy::metadata::look_up`]; [`Error::Invalid`]; [`Error::Conflict`] when nobody is on who knows such things.
pub async fn search(
    app: &App,
    actor: &Actor,
    media_type: MediaTypeId,
    text: &str,
    year: Option<i16>,
    only: Option<&[MetadataProvider]>,
) -> Result<Searched> {
    policy::metadata::look_up(actor)?;
    let text = text.trim();
    let mut problems = Problems::default();
    let length = text.chars().count();
    problems.check((1..=200).contains(&length) && !text.contains(char::is_control), "query", "give 1 to 200 characters");
    problems.check(year.is_none_or(|year| (1000..=9999).contains(&year)), "year", "give a year of four digits");
    problems.into_result()?;
    let asked: Vec<(&dyn Provider, &'static Kind)> = app
        .providers()
        .all()
        .filter(|provider| only.is_none_or(|only| only.contains(&provider.name())))
        .flat_map(|provider| provider.kinds().iter().map(move |kind| (provider, kind)))
        .filter(|(_, kind)| kind.media_type == media_type)
        .collect();
    if asked.is_empty() {
        return Err(nobody_is_on());
    }
    charge(app, &METADATA_LOOK_UP, actor).await?;
    let answers = join_all(asked.iter().map(async |(provider, kind)| {
        let answer = ask(app, *provider, media_type, provider.search(kind, text, year)).await;
        (*provider, answer)
    }));
    let mut searched = Searched::default();
    for (provider, answer) in answers.await {
        match answer {
            Ok(found) => searched.hits.extend(found.into_iter().map(|found| hit(provider, found))),
            Err(error) => searched.failures.push(error),
        }
    }
    mark_known(app, &mut searched.hits).await?;
    Ok(searched)
}

fn hit(provider: &dyn Provider, mut found: Found) -> Hit {
    found.poster_url = found.poster_url.filter(|url| is_picture(url, provider.image_hosts()));
    Hit { provider: provider.name(), found, item: None }
}

/// That nobody is on.
pub(super) fn nobody_is_on() -> Error {
    Error::conflict("no metadata provider that knows such things is on: an administrator names some in `metadata.providers`")
}

/// Finds the items that were found.
async fn mark_known(app: &App, hits: &mut [Hit]) -> Result<()> {
    let keys: Vec<Option<ExternalKey>> =
        hits.iter().map(|hit| external_ids::key(hit.provider.as_str(), hit.found.kind.noun, &hit.found.id).ok()).collect();
    let wanted: Vec<ExternalKey> = keys.iter().flatten().cloned().collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let known = MediaExternalId::items_by_keys(&*app.db().await?, &wanted).await?;
    let known: HashMap<ExternalKey, MediaItem> = known.into_iter().map(|(id, item)| (id.key(), item)).collect();
    for (hit, key) in hits.iter_mut().zip(&keys) {
        hit.item = key.as_ref().and_then(|key| known.get(key)).cloned();
    }
    Ok(())
}
