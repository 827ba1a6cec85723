//! Finding the item that a player, an import or a friend speaks of, and making it where there is none.
//!
//! These functions run in their caller's transaction, for many items at once.

use std::collections::{HashMap, HashSet};

use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, PlaceKey, TitleKey};
use medianest_db::{AsyncPgConnection, MediaItemId, MediaTypeId};

use super::items::{self, ItemDraft};
use super::{external_ids, names};
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// What somebody says of an item.
#[derive(Debug, Clone)]
pub struct Hint {
    /// What kind of thing it is.
    pub media_type_id: MediaTypeId,
    /// What others call it, the most trusted first.
    pub ids: Vec<ExternalKey>,
    /// Its title.
    pub title: Option<String>,
    /// Its year.
    pub year: Option<i16>,
    /// What it is a part of, and its position there.
    pub place: Option<(MediaItemId, Option<i32>)>,
}

/// An item that was found or made.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The item.
    pub item: MediaItem,
    /// Whether it was made just now.
    pub created: bool,
}

impl From<&ItemDraft> for Hint {
    fn from(draft: &ItemDraft) -> Self {
        Self {
            media_type_id: draft.media_type_id,
            ids: draft.external_ids.clone(),
            title: Some(draft.name.clone()),
            year: draft.year,
            place: draft.parent_id.map(|parent| (parent, draft.position)),
        }
    }
}

/// The item that the hint means: by external id, else by its place below its parent, else by exact title and year.
/// Namesakes with another id of the same provider are somebody else.
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn find(actor: &Actor, conn: &AsyncPgConnection, hint: &Hint) -> Result<Option<MediaItem>> {
    Ok(find_many(actor, conn, std::slice::from_ref(hint)).await?.pop().flatten())
}

/// The items that the hints mean, in their order; see [`find`].
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn find_many(actor: &Actor, conn: &AsyncPgConnection, hints: &[Hint]) -> Result<Vec<Option<MediaItem>>> {
    policy::catalogue::resolve(actor)?;
    let mut found = by_external_ids(conn, hints).await?;
    let (mut places, mut place_of) = (Vec::new(), Vec::new());
    let (mut titles, mut title_of) = (Vec::new(), Vec::new());
    for (index, hint) in hints.iter().enumerate().filter(|(index, _)| found[*index].is_none()) {
        match (&hint.place, &hint.title) {
            (Some((parent_id, position)), title) if position.is_some() || title.is_some() => {
                let sort_name = title.as_deref().map(|title| names::sort_name(title, None)).unwrap_or_default();
                places.push(PlaceKey { parent_id: *parent_id, position: *position, sort_name });
                place_of.push(index);
            }
            (None, Some(title)) => {
                titles.push(title_key(hint.media_type_id, title, hint.year));
                title_of.push(index);
            }
            _ => {}
        }
    }
    let mut candidates = Vec::new();
    if !places.is_empty() {
        let rows = MediaItem::by_places(conn, &places).await?;
        candidates.extend(rows.into_iter().map(|(number, item)| (place_of[number], item)));
    }
    if !titles.is_empty() {
        let rows = MediaItem::by_titles(conn, &titles).await?;
        let fits = |number: usize, item: &MediaItem| is_titled(item, &titles[number].name);
        candidates
            .extend(rows.into_iter().filter(|(number, item)| fits(*number, item)).map(|(number, item)| (title_of[number], item)));
    }
    if !candidates.is_empty() {
        let ids: Vec<_> = candidates.iter().map(|(_, item)| item.id).collect();
        let mut known: HashMap<MediaItemId, Vec<MediaExternalId>> = HashMap::new();
        for id in MediaExternalId::by_items(conn, &ids).await? {
            known.entry(id.media_item_id).or_default().push(id);
        }
        for (index, item) in candidates {
            let own = known.get(&item.id).map_or(&[][..], Vec::as_slice);
            if found[index].is_none() && !contradicts(&hints[index].ids, own) {
                found[index] = Some(item);
            }
        }
    }
    Ok(found)
}

/// The items that the drafts describe, in their order: those there are, which learn the drafts' external ids, and new ones
/// for the others. A draft that is wrong answers why, and nothing is made of it.
///
/// # Errors
/// As [`policy::catalogue::contribute`].
pub async fn find_or_create_many(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    drafts: &[ItemDraft],
) -> Result<Vec<Result<Resolved>>> {
    policy::catalogue::contribute(actor)?;
    // External ids are unique, titles are not: who may make items known by title alone waits for others who do.
    if drafts.iter().any(|draft| draft.external_ids.is_empty()) {
        MediaItem::lock_creation(conn).await?;
    }
    let mut answers: Vec<Option<Result<Resolved>>> = drafts.iter().map(|_| None).collect();
    // A round makes one item of each group of drafts that mean the same; the next round finds it for the others, and
    // finds what another server process made in between.
    for _ in 0..3 {
        let open: Vec<usize> = (0..drafts.len()).filter(|index| answers[*index].is_none()).collect();
        if open.is_empty() {
            break;
        }
        let hints: Vec<Hint> = open.iter().map(|index| Hint::from(&drafts[*index])).collect();
        let mut missing = Vec::new();
        let mut seen = HashSet::new();
        let mut learning = Vec::new();
        for (index, item) in open.iter().copied().zip(find_many(actor, conn, &hints).await?) {
            if let Some(item) = item {
                learning.push((item.id, &drafts[index]));
                answers[index] = Some(Ok(Resolved { item, created: false }));
            } else if names_of(&drafts[index]).into_iter().all(|name| seen.insert(name)) {
                missing.push(index);
            }
        }
        learn_ids(app, conn, &learning).await?;
        create_missing(app, actor, conn, drafts, &missing, &mut answers).await?;
    }
    answers
        .into_iter()
        .map(|answer| answer.map_or_else(|| Err(Error::conflict("others change these items right now; try again")), Ok))
        .collect()
}

/// The item that the draft describes, found or made; see [`find_or_create_many`].
///
/// # Errors
/// As [`policy::catalogue::contribute`]; [`Error::Invalid`] naming the draft's wrong fields.
pub async fn find_or_create(app: &App, actor: &Actor, conn: &AsyncPgConnection, draft: &ItemDraft) -> Result<Resolved> {
    let mut answers = find_or_create_many(app, actor, conn, std::slice::from_ref(draft)).await?;
    answers.pop().ok_or(Error::NotFound("item"))?
}

/// The episode of a show, by the numbers of its season (0 for specials) and in it.
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn episode_of(
    actor: &Actor,
    conn: &AsyncPgConnection,
    show: MediaItemId,
    season: i32,
    number: i32,
) -> Result<Option<MediaItem>> {
    policy::catalogue::resolve(actor)?;
    let Some(season) = MediaItem::child_at(conn, show, season).await? else { return Ok(None) };
    Ok(MediaItem::child_at(conn, season.id, number).await?)
}

/// The episode of a show, made with its season where it is not known yet. `episode` has what else is known of it; its
/// place is set here.
///
/// # Errors
/// As [`policy::catalogue::contribute`]; [`Error::Invalid`] for a show that is none.
pub async fn find_or_create_episode(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    show: &MediaItem,
    season: i32,
    number: i32,
    episode: ItemDraft,
) -> Result<Resolved> {
    let name = if season == 0 { "Specials".to_owned() } else { format!("Season {season}") };
    let mut draft = ItemDraft::new(show.media_type_id, name).below(show.id, Some(season));
    draft.import_job_id = episode.import_job_id;
    let season = find_or_create(app, actor, conn, &draft).await?.item;
    find_or_create(app, actor, conn, &episode.below(season.id, Some(number))).await
}

async fn by_external_ids(conn: &AsyncPgConnection, hints: &[Hint]) -> Result<Vec<Option<MediaItem>>> {
    let keys: Vec<ExternalKey> = hints.iter().flat_map(|hint| hint.ids.iter().cloned()).collect();
    let mut by_key: HashMap<ExternalKey, MediaItem> = HashMap::new();
    for keys in keys.chunks(5000) {
        by_key.extend(MediaExternalId::items_by_keys(conn, keys).await?.into_iter().map(|(id, item)| (id.key(), item)));
    }
    let first =
        |hint: &Hint| hint.ids.iter().find_map(|key| by_key.get(key).filter(|item| item.media_type_id == hint.media_type_id));
    Ok(hints.iter().map(|hint| first(hint).cloned()).collect())
}

fn title_key(media_type_id: MediaTypeId, title: &str, year: Option<i16>) -> TitleKey {
    let languages = names::article_languages().map(Some).chain([None]);
    let mut sort_names: Vec<String> = languages.map(|language| names::sort_name(title, language)).collect();
    // Languages without articles of their own, such as Japanese.
    sort_names.push(names::sort_name(title, Some("und")));
    sort_names.sort_unstable();
    sort_names.dedup();
    TitleKey { media_type_id, name: title.to_owned(), sort_names, year }
}

/// Whether the title is the item's: articles only count as such in the item's own language.
fn is_titled(item: &MediaItem, title: &str) -> bool {
    let is = |name: &str| names::sort_name(title, item.language.as_deref()) == names::sort_name(name, item.language.as_deref());
    is(&item.name) || item.original_name.as_deref().is_some_and(is)
}

/// Whether the item is known to the same provider, as the same kind of thing, by another id.
fn contradicts(ids: &[ExternalKey], own: &[MediaExternalId]) -> bool {
    ids.iter()
        .any(|key| own.iter().any(|id| id.provider == key.provider && id.kind == key.kind && id.external_id != key.external_id))
}

/// Everything by which two drafts of a batch could mean the same item.
fn names_of(draft: &ItemDraft) -> Vec<String> {
    let mut names: Vec<String> =
        draft.external_ids.iter().map(|key| format!("{}:{}:{}", key.provider, key.kind, key.external_id)).collect();
    names.push(match (draft.parent_id, draft.position) {
        (Some(parent), Some(position)) => format!("place:{parent}:{position}"),
        (parent, _) => {
            let parent = parent.map(|parent| parent.to_string()).unwrap_or_default();
            format!("title:{}:{parent}:{}:{:?}", draft.media_type_id, names::sort_name(&draft.name, None), draft.year)
        }
    });
    names
}

/// Adds the drafts' ids to the items that were found, except where the item has another id of that provider and kind.
pub(crate) async fn learn_ids(app: &App, conn: &AsyncPgConnection, found: &[(MediaItemId, &ItemDraft)]) -> Result<()> {
    let ids: Vec<_> = found.iter().filter(|(_, draft)| !draft.external_ids.is_empty()).map(|(item, _)| *item).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known: HashSet<(MediaItemId, String, String)> =
        MediaExternalId::by_items(conn, &ids).await?.into_iter().map(|id| (id.media_item_id, id.provider, id.kind)).collect();
    let mut rows = Vec::new();
    for (item, draft) in found {
        let is_new = |key: &&ExternalKey| !known.contains(&(*item, key.provider.clone(), key.kind.clone()));
        rows.extend(
            draft.external_ids.iter().filter(is_new).map(|key| items::new_external_id(app, *item, key, draft.import_job_id)),
        );
    }
    if !rows.is_empty() {
        external_ids::add_rows(conn, &rows).await?;
    }
    Ok(())
}

async fn create_missing(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    drafts: &[ItemDraft],
    missing: &[usize],
    answers: &mut [Option<Result<Resolved>>],
) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let new: Vec<ItemDraft> = missing.iter().map(|index| drafts[*index].clone()).collect();
    let made = items::insert_many(app, conn, &new, actor.user_id()).await?;
    let with_ids: Vec<(MediaItemId, &ItemDraft)> =
        made.iter().zip(&new).filter_map(|(made, draft)| Some((made.as_ref().ok()?.id, draft))).collect();
    let named: HashSet<MediaItemId> =
        items::add_ids(app, conn, &with_ids).await?.into_iter().map(|id| id.media_item_id).collect();
    // Another process made the same item since we looked: ours goes, and the next round finds theirs.
    let mut surplus = Vec::new();
    for ((index, draft), made) in missing.iter().zip(&new).zip(made) {
        match made {
            Ok(item) if !draft.external_ids.is_empty() && !named.contains(&item.id) => surplus.push(item.id),
            Ok(item) => answers[*index] = Some(Ok(Resolved { item, created: true })),
            Err(problem) => answers[*index] = Some(Err(problem)),
        }
    }
    if !surplus.is_empty() {
        MediaItem::delete(conn, &surplus).await?;
    }
    Ok(())
}
