//! Items: reading them and adding new ones.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, MediaType, NewMediaExternalId, NewMediaItem, UNPLACED};
use medianest_db::{AsyncConnection, AsyncPgConnection, ImportJobId, MediaGroupId, MediaItemId, MediaTypeId, TypedId, UserId};
use serde_json::Value;

use super::{external_ids, metadata, names};
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// An item to be added. Level, root, sort name and slug follow from it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in MediaItem")]
pub struct ItemDraft {
    pub media_type_id: MediaTypeId,
    pub name: String,
    pub parent_id: Option<MediaItemId>,
    pub position: Option<i32>,
    pub media_group_id: Option<MediaGroupId>,
    pub original_name: Option<String>,
    pub description: Option<String>,
    pub year: Option<i16>,
    pub released_on: Option<NaiveDate>,
    pub released_at: Option<DateTime<Utc>>,
    pub runtime_seconds: Option<i32>,
    pub genres: Vec<String>,
    pub language: Option<String>,
    pub metadata: Value,
    pub locked_fields: Vec<String>,
    pub external_ids: Vec<ExternalKey>,
    pub import_job_id: Option<ImportJobId>,
}

impl ItemDraft {
    /// An item of which only the type and the name are known.
    #[must_use]
    pub fn new(media_type_id: MediaTypeId, name: impl Into<String>) -> Self {
        Self {
            media_type_id,
            name: name.into(),
            parent_id: None,
            position: None,
            media_group_id: None,
            original_name: None,
            description: None,
            year: None,
            released_on: None,
            released_at: None,
            runtime_seconds: None,
            genres: Vec::new(),
            language: None,
            metadata: Value::Object(serde_json::Map::new()),
            locked_fields: Vec::new(),
            external_ids: Vec::new(),
            import_job_id: None,
        }
    }

    /// The same, as a part of another item.
    #[must_use]
    pub fn below(mut self, parent: MediaItemId, position: Option<i32>) -> Self {
        self.parent_id = Some(parent);
        self.position = position;
        self
    }

    fn check(&self, media_type: Option<&MediaType>, parent: Option<&MediaItem>) -> Result<()> {
        let mut problems = Problems::default();
        check_name(&mut problems, "name", &self.name);
        if let Some(original) = &self.original_name {
            check_name(&mut problems, "originalName", original);
        }
        check_facts(
            &mut problems,
            &Facts {
                description: self.description.as_deref(),
                year: self.year,
                runtime_seconds: self.runtime_seconds,
                genres: Some(&self.genres),
                language: self.language.as_deref(),
                position: self.position,
            },
        );
        problems.check(media_type.is_some(), "mediaTypeId", "there is no such media type");
        problems.check(self.parent_id.is_some() == parent.is_some(), "parentId", "there is no such item");
        problems.check(self.external_ids.len() <= 50, "externalIds", "give at most 50 ids");
        if let (Some(media_type), Some(parent)) = (media_type, parent) {
            check_parent(&mut problems, media_type, parent, 1);
        }
        if let Some(media_type) = media_type {
            metadata::check(&mut problems, &metadata::fields(&media_type.metadata_schema), &self.metadata);
        }
        problems.into_result()
    }
}

/// A parent must be of the same type and leave room for `height` levels below itself.
pub(super) fn check_parent(problems: &mut Problems, media_type: &MediaType, parent: &MediaItem, height: i16) {
    problems.check(parent.media_type_id == media_type.id, "parentId", "a part has the media type of what it is a part of");
    let levels = media_type.hierarchy_levels.len();
    let lowest = usize::try_from(parent.hierarchy_level + height).unwrap_or(usize::MAX);
    problems.check(
        lowest < levels,
        "parentId",
        format_args!("{} has only the levels {}", media_type.display_name, media_type.hierarchy_levels.join(", ")),
    );
}

/// What is checked alike for new and changed items.
pub(super) struct Facts<'a> {
    pub description: Option<&'a str>,
    pub year: Option<i16>,
    pub runtime_seconds: Option<i32>,
    pub genres: Option<&'a [String]>,
    pub language: Option<&'a str>,
    pub position: Option<i32>,
}

pub(super) fn check_name(problems: &mut Problems, field: &str, name: &str) {
    let length = name.chars().count();
    problems.check(
        (1..=500).contains(&length) && !name.trim().is_empty() && !name.contains(char::is_control),
        field,
        "give 1 to 500 characters",
    );
}

pub(super) fn check_facts(problems: &mut Problems, facts: &Facts<'_>) {
    let description = facts.description.unwrap_or_default();
    problems.check(
        description.chars().count() <= 20_000 && !description.contains('\0'),
        "description",
        "give at most 20,000 characters",
    );
    problems.check(facts.year.is_none_or(|year| (-5000..=3000).contains(&year)), "year", "give a year from -5000 to 3000");
    problems.check(
        facts.runtime_seconds.is_none_or(|seconds| (0..=31_622_400).contains(&seconds)),
        "runtimeSeconds",
        "give 0 seconds to a year",
    );
    problems.check(
        facts.position.is_none_or(|position| (0..=1_000_000).contains(&position)),
        "position",
        "give a position from 0 to 1,000,000",
    );
    let genres = facts.genres.unwrap_or_default();
    let is_genre = |genre: &String| (1..=100).contains(&genre.chars().count()) && !genre.contains(char::is_control);
    problems.check(genres.len() <= 50 && genres.iter().all(is_genre), "genres", "give at most 50 genres of 1 to 100 characters");
    problems.check(facts.language.is_none_or(is_language), "language", "give a language tag like `en` or `pt-BR`");
}

/// Whether this looks like a BCP 47 tag.
#[must_use]
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    tag.len() <= 35
        && parts
            .next()
            .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// One item.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn find(app: &App, actor: &Actor, id: MediaItemId) -> Result<Option<MediaItem>> {
    policy::catalogue::see(actor)?;
    Ok(MediaItem::find(&*app.db().await?, id).await?)
}

/// One item by the number that protocols with numeric ids know it by.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn find_by_number(app: &App, actor: &Actor, number: i64) -> Result<Option<MediaItem>> {
    policy::catalogue::see(actor)?;
    Ok(MediaItem::find_by_number(&*app.db().await?, number).await?)
}

/// One top-level item of a type by its slug.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn find_by_slug(app: &App, actor: &Actor, media_type: MediaTypeId, slug: &str) -> Result<Option<MediaItem>> {
    policy::catalogue::see(actor)?;
    Ok(MediaItem::find_by_slug(&*app.db().await?, media_type, slug).await?)
}

/// Several items, in no order.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_ids(app: &App, actor: &Actor, ids: &[MediaItemId]) -> Result<Vec<MediaItem>> {
    policy::catalogue::see(actor)?;
    Ok(MediaItem::by_ids(&*app.db().await?, ids).await?)
}

/// Several items and, besides, what each is a part of and the top of its hierarchy: whoever shows an episode mostly shows
/// its show, too. Of a part that was moved or deleted a moment ago it may be what it belonged to before. In no order.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_ids_with_ancestors(app: &App, actor: &Actor, ids: &[MediaItemId]) -> Result<Vec<Arc<MediaItem>>> {
    policy::catalogue::see(actor)?;
    let conn = app.db().await?;
    let (all, unknown) = app.known_items().with_ancestors(ids);
    let changes = MediaItem::changes_with_ancestors(&conn, &all, &unknown).await?;
    let (mut found, missing) = app.known_items().sort(changes);
    if !missing.is_empty() {
        let read: Vec<_> = MediaItem::by_ids(&conn, &missing).await?.into_iter().map(Arc::new).collect();
        app.known_items().keep(&read);
        found.extend(read);
    }
    Ok(found)
}

/// An item that a stream was shown a moment ago.
#[must_use]
pub fn at_hand(app: &App, actor: &Actor, id: MediaItemId) -> Option<Arc<MediaItem>> {
    policy::catalogue::see(actor).ok()?;
    app.live().items.at_hand(&id)
}

/// As [`by_ids`], for streams: the rows may be a moment old.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn live_by_ids(app: &App, actor: &Actor, ids: &[MediaItemId]) -> Result<HashMap<MediaItemId, Arc<MediaItem>>> {
    policy::catalogue::see(actor)?;
    let read = |missing: Vec<MediaItemId>| async move {
        let items = MediaItem::by_ids(&*app.db().await?, &missing).await?;
        Ok(items.into_iter().map(|item| (item.id, Arc::new(item))).collect())
    };
    app.live().items.get(ids, read).await
}

/// Adds an item with its external ids.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::Invalid`] naming the wrong fields; [`Error::Conflict`] when another item has
/// one of the external ids.
pub async fn create(app: &App, actor: &Actor, mut draft: ItemDraft) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    draft.external_ids = external_ids::keys(&draft.external_ids)?;
    // What a person writes, no provider overwrites.
    if actor.user_id().is_some() {
        draft.locked_fields = crate::metadata::given(&draft);
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        if let Some(group) = draft.media_group_id {
            let mut problems = Problems::default();
            super::groups::check_member(conn, &mut problems, group, draft.media_type_id).await?;
            problems.into_result()?;
        }
        let item = insert_many(app, conn, std::slice::from_ref(&draft), actor.user_id())
            .await?
            .pop()
            .ok_or(Error::NotFound("item"))??;
        let added = add_ids(app, conn, &[(item.id, &draft)]).await?;
        if added.len() < draft.external_ids.iter().collect::<HashSet<_>>().len() {
            return Err(Error::conflict("another item has one of these external ids"));
        }
        let entry = Entry::new("catalogue.item_created").on("media_item", item.id).with(super::changes::facts(&item));
        audit::record(app, actor, conn, entry).await?;
        Ok(item)
    })
    .await
}

/// Adds items without their external ids; each draft gets its item or says what is wrong with it. Parents must exist.
pub(super) async fn insert_many(
    app: &App,
    conn: &AsyncPgConnection,
    drafts: &[ItemDraft],
    by: Option<UserId>,
) -> Result<Vec<Result<MediaItem>>> {
    let types = by_key(MediaType::by_ids(conn, &distinct(drafts.iter().map(|draft| draft.media_type_id))).await?, |media_type| {
        media_type.id
    });
    let parents =
        by_key(MediaItem::by_ids_for_share(conn, &distinct(drafts.iter().filter_map(|draft| draft.parent_id))).await?, |item| {
            item.id
        });
    let mut slugs = Slugs::load(conn, drafts).await?;
    let mut rows = Vec::with_capacity(drafts.len());
    let mut answers = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let parent = draft.parent_id.and_then(|id| parents.get(&id));
        let checked = draft.check(types.get(&draft.media_type_id), parent);
        if checked.is_ok() {
            let id = app.new_id();
            rows.push(row(app, id, draft, parent, slugs.take(id, draft), by));
        }
        answers.push(checked);
    }
    let mut made = NewMediaItem::insert_many(conn, &rows).await?.into_iter();
    answers
        .into_iter()
        .map(|checked| match checked {
            Ok(()) => made.next().map(Ok).ok_or_else(|| Error::internal("an inserted item was not answered")),
            Err(problem) => Ok(Err(problem)),
        })
        .collect()
}

fn row(
    app: &App,
    id: MediaItemId,
    draft: &ItemDraft,
    parent: Option<&MediaItem>,
    slug: String,
    by: Option<UserId>,
) -> NewMediaItem {
    let name = draft.name.trim().to_owned();
    NewMediaItem {
        id,
        media_type_id: draft.media_type_id,
        media_group_id: draft.media_group_id,
        parent_id: draft.parent_id,
        root_id: parent.map_or(id, |parent| parent.root_id),
        hierarchy_level: parent.map_or(0, |parent| parent.hierarchy_level + 1),
        hierarchy_position: draft.position,
        position_path: parent.map_or_else(Vec::new, |parent| path_below(parent, draft.position)),
        sort_name: names::sort_name(&name, draft.language.as_deref()),
        name,
        original_name: draft.original_name.clone(),
        slug,
        description: draft.description.clone(),
        year: draft.year,
        released_on: draft.released_on,
        released_at: draft.released_at,
        runtime_seconds: draft.runtime_seconds,
        genres: draft.genres.iter().map(String::as_str).collect(),
        language: draft.language.clone(),
        metadata: draft.metadata.clone(),
        locked_fields: draft.locked_fields.iter().map(String::as_str).collect(),
        import_job_id: draft.import_job_id,
        created_by: by,
        created_at: app.now(),
    }
}

/// The position path of a part of `parent`.
pub(super) fn path_below(parent: &MediaItem, position: Option<i32>) -> Vec<Option<i32>> {
    parent.position_path.iter().copied().chain([Some(position.unwrap_or(UNPLACED))]).collect()
}

/// Adds the drafts' external ids to their items, as far as nobody has them.
pub(super) async fn add_ids(
    app: &App,
    conn: &AsyncPgConnection,
    items: &[(MediaItemId, &ItemDraft)],
) -> Result<Vec<MediaExternalId>> {
    let rows: Vec<NewMediaExternalId> = items
        .iter()
        .flat_map(|(item, draft)| draft.external_ids.iter().map(move |key| (*item, key, draft.import_job_id)))
        .map(|(media_item_id, key, import_job_id)| new_external_id(app, media_item_id, key, import_job_id))
        .collect();
    Ok(NewMediaExternalId::insert_many(conn, &rows).await?)
}

pub(super) fn new_external_id(
    app: &App,
    media_item_id: MediaItemId,
    key: &ExternalKey,
    import_job_id: Option<ImportJobId>,
) -> NewMediaExternalId {
    NewMediaExternalId {
        id: app.new_id(),
        media_item_id,
        provider: key.provider.clone(),
        kind: key.kind.clone(),
        external_id: key.external_id.clone(),
        url: external_ids::url(key),
        import_job_id,
        created_at: app.now(),
    }
}

/// Slugs of top-level items: the year tells namesakes apart, then a number does.
pub(super) struct Slugs {
    taken: HashSet<(MediaTypeId, String)>,
}

impl Slugs {
    /// Looks up which slugs near the drafts' are taken.
    pub(super) async fn load(conn: &AsyncPgConnection, drafts: &[ItemDraft]) -> Result<Self> {
        let mut wanted: HashMap<MediaTypeId, Vec<String>> = HashMap::new();
        for draft in drafts.iter().filter(|draft| draft.parent_id.is_none()) {
            wanted.entry(draft.media_type_id).or_default().extend(Self::candidates(&draft.name, draft.year).take(20));
        }
        let mut taken = HashSet::new();
        for (media_type, slugs) in wanted {
            taken.extend(MediaItem::taken_slugs(conn, media_type, &slugs).await?.into_iter().map(|slug| (media_type, slug)));
        }
        Ok(Self { taken })
    }

    fn candidates(name: &str, year: Option<i16>) -> impl Iterator<Item = String> {
        let base = names::slug(name);
        let usable = !base.is_empty();
        let dated = year.map_or_else(|| base.clone(), |year| format!("{base}-{year}"));
        let numbered = dated.clone();
        let plain = std::iter::once(base).chain(year.map(|_| dated));
        plain.chain((2..=100).map(move |number| format!("{numbered}-{number}"))).filter(move |_| usable)
    }

    /// A free slug for the item, taken from now on. Parts need none of their own: they are known by their place.
    pub(super) fn take(&mut self, id: MediaItemId, draft: &ItemDraft) -> String {
        let by_id = || format!("{}-{}", MediaItemId::PREFIX, id.to_string().rsplit('_').next().unwrap_or_default());
        if draft.parent_id.is_some() {
            let slug = names::slug(&draft.name);
            return if slug.is_empty() { by_id() } else { slug };
        }
        let free =
            Self::candidates(&draft.name, draft.year).find(|slug| !self.taken.contains(&(draft.media_type_id, slug.clone())));
        let slug = free.unwrap_or_else(by_id);
        self.taken.insert((draft.media_type_id, slug.clone()));
        slug
    }
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

fn by_key<K: Eq + std::hash::Hash, T>(values: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, T> {
    values.into_iter().map(|value| (key(&value), value)).collect()
}
