//! Asking again: for one item when somebody wants it, and by the clock for everything that has become old or was never
//! asked about.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, MediaMetadata, MetadataSource, ScraperPriority};
use medianest_db::{AsyncConnection, AsyncPgConnection, JobLane, MediaItemId, MetadataProvider};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ask::ask;
use super::fill::Filled;
use super::keep::{self, Asked, Outcome};
use super::merge::Order;
use super::provider::{Kind, Provider, ProviderError};
use super::search::nobody_is_on;
use super::when;
use crate::admin::audit::{self, Entry};
use crate::jobs::{self, Handlers};
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// The job that asks again about one item.
pub(super) const REFRESH: &str = "metadata.refresh";
/// From how many old answers of a provider on it is worth asking what changed at all.
const WORTH_ASKING: usize = 5;
/// How far back providers remember what changed, with a day to spare.
const REMEMBERED: TimeDelta = TimeDelta::days(13);
/// How long one run by the clock may go on beginning items.
const PATIENCE: Duration = Duration::from_mins(7);

/// What such a job is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refresh {
    item_id: MediaItemId,
    whom: Whom,
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Whom {
    /// Everybody who is on.
    Everybody,
    /// Those who never were.
    Others,
    /// These.
    These(Vec<MetadataProvider>),
}

/// What came of asking about one item.
#[derive(Debug, Default)]
struct Refreshed {
    filled: Filled,
    failures: Vec<ProviderError>,
}

impl Refresh {
    /// Asks those who were never asked.
    pub(super) fn of_others(item_id: MediaItemId) -> Self {
        Self { item_id, whom: Whom::Others }
    }

    /// The job's input.
    pub(super) fn payload(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(Error::internal)
    }
}

/// The job's handler.
pub(crate) fn handlers(handlers: Handlers) -> Handlers {
    handlers.with(REFRESH, async |running| {
        let refresh: Refresh = serde_json::from_value(running.job.payload.clone()).map_err(Error::internal)?;
        let refreshed = item(&running.app, refresh.item_id, &refresh.whom).await?;
        match refreshed.failures.into_iter().next() {
            Some(error) => Err(error.into()),
            None => Ok(jobs::Outcome::Done),
        }
    })
}

/// Asks everybody again about an item, or about what it is a part of, soon; answers what will be asked about.
///
/// # Errors
/// As [`policy::metadata::refresh`]; [`Error::NotFound`]; [`Error::Conflict`] when nobody is on who could be asked.
pub async fn request(app: &App, actor: &Actor, id: MediaItemId) -> Result<MediaItem> {
    policy::metadata::refresh(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let item = MediaItem::find(conn, id).await?.ok_or(Error::NotFound("item"))?;
        let item = askable(app, conn, item).await?;
        let payload = Refresh { item_id: item.id, whom: Whom::Everybody }.payload()?;
        let dedupe = format!("{REFRESH}:{}", item.id);
        jobs::enqueue(conn, app, JobLane::Metadata, REFRESH, payload, Some(&dedupe), actor.user_id()).await?;
        audit::record(app, actor, conn, Entry::new("catalogue.refresh_requested").on("media_item", item.id)).await?;
        Ok(item)
    })
    .await
}

/// The item, or the nearest thing that it is a part of, that somebody who is on can be asked about.
async fn askable(app: &App, conn: &AsyncPgConnection, item: MediaItem) -> Result<MediaItem> {
    let mut next = Some(item);
    let mut is_anybody_on = false;
    while let Some(item) = next {
        let knowing = app.providers().knowing(item.media_type_id, item.hierarchy_level);
        is_anybody_on |= !knowing.is_empty();
        let ids = ids_of(conn, item.id).await?;
        if knowing
            .iter()
            .any(|(provider, kind)| own_id(*provider, kind, &ids).is_some() || !foreign(*provider, kind, &ids).is_empty())
        {
            return Ok(item);
        }
        next = match item.parent_id {
            Some(parent) => MediaItem::find(conn, parent).await?,
            None => None,
        };
    }
    if is_anybody_on {
        return Err(Error::conflict("no metadata provider that is on knows this by any of its ids: add one of theirs"));
    }
    Err(nobody_is_on())
}

async fn ids_of(conn: &AsyncPgConnection, item: MediaItemId) -> Result<Vec<ExternalKey>> {
    Ok(MediaExternalId::by_items(conn, &[item]).await?.iter().map(MediaExternalId::key).collect())
}

fn own_id<'a>(provider: &dyn Provider, kind: &Kind, ids: &'a [ExternalKey]) -> Option<&'a str> {
    let is_own = |id: &&ExternalKey| id.provider == provider.name().as_str() && id.kind == kind.noun;
    ids.iter().find(is_own).map(|id| id.external_id.as_str())
}

/// By what others call the thing that the provider can find it by.
fn foreign<'a>(provider: &dyn Provider, kind: &Kind, ids: &'a [ExternalKey]) -> Vec<&'a ExternalKey> {
    let leads_there = |id: &&ExternalKey| {
        provider.foreign_kinds().iter().any(|(whose, noun, own)| id.provider == *whose && id.kind == *noun && *own == kind.noun)
    };
    ids.iter().filter(leads_there).collect()
}

/// Asks about one item now, and makes it what is known then.
async fn item(app: &App, id: MediaItemId, whom: &Whom) -> Result<Refreshed> {
    let actor = Actor::system("metadata");
    let conn = app.db().await?;
    let item = MediaItem::find(&conn, id).await?.ok_or(Error::NotFound("item"))?;
    let ids = ids_of(&conn, id).await?;
    let order = Order::new(ScraperPriority::of_type(&conn, item.media_type_id).await?);
    let before = MetadataSource::asked_of(&conn, id, &app.settings().metadata.language).await?;
    drop(conn);
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for (provider, kind) in app.providers().knowing(item.media_type_id, item.hierarchy_level) {
        let name = provider.name();
        let is_wanted = match whom {
            Whom::Everybody => true,
            Whom::Others => !before.iter().any(|asked| asked == name.as_str()),
            Whom::These(these) => these.contains(&name),
        };
        if is_wanted && order.asks(name) {
            match ask_about(app, provider, kind, &ids).await {
                Ok(asked) => answers.extend(asked),
                Err(error) => failures.push(error),
            }
        }
    }
    let mut filled = Filled::default();
    if !answers.is_empty() {
        let mut conn = app.db().await?;
        filled = conn
            .transaction(async |conn| {
                // Two who ask about it at once fill it one after the other.
                let item = MediaItem::find_for_update(conn, id).await?.ok_or(Error::NotFound("item"))?;
                for asked in answers {
                    keep::put(app, conn, &item, asked).await?;
                }
                keep::settle(app, &actor, conn, &item).await
            })
            .await?;
    }
    Ok(Refreshed { filled, failures })
}

/// What a provider says of the thing with these ids; `None` where it can be found by none of them.
async fn ask_about(
    app: &App,
    provider: &dyn Provider,
    kind: &'static Kind,
    ids: &[ExternalKey],
) -> Result<Option<Asked>, ProviderError> {
    let name = provider.name();
    let foreign = foreign(provider, kind, ids);
    let id = match own_id(provider, kind, ids) {
        Some(id) => Some(id.to_owned()),
        None => look_up(app, provider, kind, &foreign).await?,
    };
    let Some(id) = id else {
        let sought = foreign.first().map(|other| format!("{}:{}", other.provider, other.external_id));
        return Ok(sought.map(|id| Asked { provider: name, id, outcome: Outcome::Unknown }));
    };
    let outcome = match ask(app, provider, kind.media_type, provider.details(kind, &id)).await {
        Ok(mut details) => {
            details.node = details.node.tidied(provider.image_hosts());
            Outcome::Known(Box::new(details))
        }
        Err(ProviderError::NotFound(_)) => Outcome::Unknown,
        Err(ProviderError::Unreadable(..)) => Outcome::Garbled,
        Err(error) => return Err(error),
    };
    Ok(Some(Asked { provider: name, id, outcome }))
}

/// The provider's own id of what others call by one of these.
async fn look_up(
    app: &App,
    provider: &dyn Provider,
    kind: &'static Kind,
    foreign: &[&ExternalKey],
) -> Result<Option<String>, ProviderError> {
    for other in foreign {
        match ask(app, provider, kind.media_type, provider.look_up(kind, other)).await {
            Ok(Some(id)) => return Ok(Some(id)),
            Ok(None) | Err(ProviderError::NotFound(_) | ProviderError::Unreadable(..)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// What runs by the clock does.
#[derive(Debug, Default)]
struct Tally {
    asked: usize,
    unchanged: usize,
    changed: usize,
    added: usize,
    failed: usize,
    /// Who is left alone for the rest of the run.
    resting: HashSet<MetadataProvider>,
}

impl Tally {
    async fn ask(&mut self, app: &App, id: MediaItemId, whom: Vec<MetadataProvider>) -> Result<()> {
        let whom: Vec<_> = whom.into_iter().filter(|provider| !self.resting.contains(provider)).collect();
        if whom.is_empty() {
            return Ok(());
        }
        match item(app, id, &Whom::These(whom)).await {
            Ok(refreshed) => {
                self.asked += 1;
                self.changed += refreshed.filled.changed;
                self.added += refreshed.filled.added;
                self.failed += refreshed.failures.len();
                self.resting.extend(refreshed.failures.iter().filter(|error| error.concerns_all()).map(ProviderError::provider));
                Ok(())
            }
            // It went while we looked.
            Err(Error::NotFound(_)) => Ok(()),
            Err(error @ Error::Unavailable(_)) => Err(error),
            // One that cannot be kept must not keep the others from being asked about.
            Err(error) => {
                tracing::error!(item.id = %id, error = %error, "what providers know of an item could not be kept");
                self.failed += 1;
                Ok(())
            }
        }
    }

    fn told(&self) -> Value {
        let resting: Vec<&str> = self.resting.iter().map(|provider| provider.as_str()).collect();
        json!({
            "asked": self.asked, "unchanged": self.unchanged, "changed": self.changed, "added": self.added,
            "failed": self.failed, "resting": resting,
        })
    }
}

/// Asks again about what has become old: what a provider says has not changed is believed anew.
///
/// # Errors
/// Only those of the database.
pub(crate) async fn refresh_stale(app: &App, most: i64) -> Result<Value> {
    let began = Instant::now();
    let mut tally = Tally::default();
    let names = app.providers().names();
    let language = &app.settings().metadata.language;
    let due = MetadataSource::stale(&*app.db().await?, &names, language, app.now(), most).await?;
    let due = confirm_unchanged(app, due, &mut tally).await?;
    let mut by_item: BTreeMap<MediaItemId, Vec<MetadataProvider>> = BTreeMap::new();
    for source in due {
        by_item.entry(source.media_item_id).or_default().extend(source.provider.parse::<MetadataProvider>().ok());
    }
    for (id, whom) in by_item {
        if began.elapsed() < PATIENCE {
            tally.ask(app, id, whom).await?;
        }
    }
    Ok(tally.told())
}

/// Asks about what was never asked about: what came by imports and players and has only ids.
///
/// # Errors
/// Only those of the database.
pub(crate) async fn fill_unasked(app: &App, most: i64) -> Result<Value> {
    let began = Instant::now();
    let mut tally = Tally::default();
    let language = &app.settings().metadata.language;
    let mut open = app.providers().askable();
    let mut types: Vec<_> = open.iter().map(|one| one.media_type_id).collect();
    types.dedup();
    let conn = app.db().await?;
    for media_type in types {
        let order = Order::new(ScraperPriority::of_type(&conn, media_type).await?);
        open.retain(|one| one.media_type_id != media_type || order.asks(one.asked));
    }
    let unasked = MediaMetadata::never_asked(&conn, &open, language, most).await?;
    drop(conn);
    let mut whom: Vec<MetadataProvider> = open.iter().map(|one| one.asked).collect();
    whom.dedup();
    for id in unasked {
        if began.elapsed() < PATIENCE {
            let before = MetadataSource::asked_of(&*app.db().await?, id, language).await?;
            let others = whom.iter().filter(|provider| !before.iter().any(|asked| asked == provider.as_str())).copied();
            tally.ask(app, id, others.collect()).await?;
        }
    }
    Ok(tally.told())
}

/// Takes out what its provider says has not changed, where that is worth asking.
async fn confirm_unchanged(app: &App, due: Vec<MetadataSource>, tally: &mut Tally) -> Result<Vec<MetadataSource>> {
    let ids: Vec<MediaItemId> = due.iter().map(|source| source.media_item_id).collect();
    let items: HashMap<MediaItemId, MediaItem> =
        MediaItem::by_ids(&*app.db().await?, &ids).await?.into_iter().map(|item| (item.id, item)).collect();
    let mut open = Vec::new();
    let mut groups: BTreeMap<(MetadataProvider, &'static str), Vec<MetadataSource>> = BTreeMap::new();
    for source in due {
        let item = items.get(&source.media_item_id);
        let kind = item.zip(source.provider.parse::<MetadataProvider>().ok()).and_then(|(item, name)| {
            let knowing = app.providers().knowing(item.media_type_id, item.hierarchy_level);
            knowing.into_iter().find(|(provider, _)| provider.name() == name).map(|(_, kind)| (name, kind.noun))
        });
        match kind {
            // What was not found has no id that could be among those that changed.
            Some(key) if !source.external_id.contains(':') && app.now() - source.fetched_at < REMEMBERED => {
                groups.entry(key).or_default().push(source);
            }
            _ => open.push(source),
        }
    }
    for ((name, noun), sources) in groups {
        let changed = changed_since(app, name, noun, &sources, tally).await;
        for source in sources {
            match &changed {
                Some(changed) if !changed.contains(&source.external_id) => {
                    let is_running = source.lifetime().is_some_and(|lifetime| lifetime < TimeDelta::days(2));
                    let expires_at = when::expiry_anew(is_running, app.now());
                    MediaMetadata::confirm(&*app.db().await?, source.media_item_id, name, app.now(), expires_at).await?;
                    tally.unchanged += 1;
                }
                _ => open.push(source),
            }
        }
    }
    Ok(open)
}

/// What of a kind changed at a provider since the oldest of these answers; `None` where that is not worth asking or not to
/// be known.
async fn changed_since(
    app: &App,
    name: MetadataProvider,
    noun: &str,
    sources: &[MetadataSource],
    tally: &mut Tally,
) -> Option<HashSet<String>> {
    let provider = app.providers().find(name).filter(|_| sources.len() >= WORTH_ASKING)?;
    let kind = provider.kind(noun)?;
    let since = sources.iter().map(|source| source.fetched_at).min()?;
    match ask(app, provider, kind.media_type, provider.changes(kind, since, app.now())).await {
        Ok(changed) => changed,
        Err(error) => {
            tally.failed += 1;
            tally.resting.extend(error.concerns_all().then_some(name));
            None
        }
    }
}
