use async_graphql::{Context, Enum, InputObject, InputType, Json, MaybeUndefined, Object, Result, SimpleObject, Value};
use chrono::{DateTime, Utc};
use medianest_core::db::diary::{self as rows, LibraryEntryChanges, LibraryFilter, LibraryKey};
use medianest_core::db::{LibraryEntryId, MediaItemId, UserId};
use medianest_core::diary::library as rules;

use super::rating::{Rating, RatingByUserItem};
use crate::graphql::catalogue::{MediaItem, MediaItemById, expect_of_items};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, Quick, connection};

/// Something a person keeps in their library.
#[derive(Clone)]
pub struct LibraryEntry(pub rows::LibraryEntry);

impl LibraryEntry {
    fn is_own(&self, ctx: &Context<'_>) -> bool {
        ctx.actor().user_id() == Some(self.0.user_id)
    }

    /// The value of a field that needs nothing but the entry.
    #[must_use]
    pub fn at_hand(&self, field: &str) -> Option<Value> {
        let entry = &self.0;
        Some(match field {
            "id" => Id(entry.id).to_value(),
            "status" => entry.status.to_value(),
            "isFavorite" => entry.is_favorite.to_value(),
            "isPrivate" => entry.is_private.to_value(),
            "addedAt" => entry.added_at.to_value(),
            "updatedAt" => entry.updated_at.to_value(),
            _ => return None,
        })
    }
}

/// Something a person keeps in their library.
#[Object]
impl LibraryEntry {
    /// Its id.
    pub async fn id(&self) -> Id<LibraryEntryId> {
        Id(self.0.id)
    }

    /// Whose it is; null where the caller may see the entry but not the person's profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What is kept.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<Quick<MediaItem>>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?.map(Quick))
    }

    /// How its person rated it.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<Rating>> {
        Ok(ctx.load::<RatingByUserItem>((self.0.user_id, self.0.media_item_id)).await?)
    }

    /// Where they are with it: `plan_to_watch`, `watching`, `completed`, `on_hold`, `dropped`.
    async fn status(&self) -> &str {
        &self.0.status
    }

    /// One of their favourites.
    async fn is_favorite(&self) -> bool {
        self.0.is_favorite
    }

    /// Nobody else may know of it.
    async fn is_private(&self) -> bool {
        self.0.is_private
    }

    /// What they wrote to it. Only for its person.
    async fn notes(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.notes.as_deref().filter(|_| self.is_own(ctx))
    }

    /// What else they keep about it, an object. Only for its person.
    async fn custom_fields(&self, ctx: &Context<'_>) -> Option<Json<&serde_json::Value>> {
        self.is_own(ctx).then_some(Json(&self.0.custom_fields))
    }

    /// When it came into the library.
    async fn added_at(&self) -> DateTime<Utc> {
        self.0.added_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// How a library is sorted. What the order goes by and an entry lacks puts it last.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "rows::LibrarySort")]
pub enum LibrarySort {
    /// The latest addition first.
    #[default]
    Added,
    /// The latest change first.
    Updated,
    /// By title.
    Name,
    /// The best rated by the library's person first.
    Rating,
    /// The latest release first.
    Released,
}

/// Which entries of a library are asked for.
#[derive(InputObject, Default)]
pub struct LibraryFilterInput {
    /// Only with one of these states.
    status: Option<Vec<String>>,
    /// Only things of these media types, by name: `movie`, `tv`.
    types: Option<Vec<String>>,
    /// Only favourites, or only others.
    favorite: Option<bool>,
    /// Only things whose title holds this, without regard to case and accents.
    query: Option<String>,
}

/// Something to be kept.
#[derive(InputObject)]
pub struct AddToLibraryInput {
    /// What.
    item_id: Id<MediaItemId>,
    /// Where the caller is with it: `plan_to_watch`, `watching`, `completed`, `on_hold`, `dropped`.
    #[graphql(default_with = "rules::status::PLAN_TO_WATCH.to_owned()")]
    status: String,
    /// One of the caller's favourites.
    #[graphql(default)]
    is_favorite: bool,
    /// Nobody else may know of it.
    #[graphql(default)]
    is_private: bool,
    /// What there is to say of it; only its person reads it.
    notes: Option<String>,
    /// What else to keep about it: an object.
    custom_fields: Option<Json<serde_json::Value>>,
}

/// What came of adding to the library.
#[derive(SimpleObject)]
pub struct AddToLibraryPayload {
    /// The entry; one that was there already is answered as it is.
    entry: LibraryEntry,
    /// Whether it was not there before.
    is_new: bool,
}

/// What to change about entries. What is left out stays.
#[derive(InputObject)]
pub struct UpdateLibraryEntriesInput {
    /// Which, 100 at the most: all of them are changed alike, or none.
    ids: Vec<Id<LibraryEntryId>>,
    /// Where the caller is with them.
    status: Option<String>,
    /// Whether they are favourites.
    is_favorite: Option<bool>,
    /// Nobody else may know of them.
    is_private: Option<bool>,
    /// What there is to say of them; null takes it away.
    notes: MaybeUndefined<String>,
    /// What else to keep about them: an object that replaces the old one.
    custom_fields: Option<Json<serde_json::Value>>,
}

/// The changed entries.
#[derive(SimpleObject)]
pub struct UpdateLibraryEntriesPayload {
    /// The entries as they are now.
    entries: Vec<LibraryEntry>,
    /// The entries as they were before, in the same order: what an undo needs.
    previous: Vec<LibraryEntry>,
}

/// What to change about an entry. What is left out stays.
#[derive(InputObject)]
pub struct UpdateLibraryEntryInput {
    /// Which.
    id: Id<LibraryEntryId>,
    /// Where the caller is with it.
    status: Option<String>,
    /// Whether it is a favourite.
    is_favorite: Option<bool>,
    /// Nobody else may know of it.
    is_private: Option<bool>,
    /// What there is to say of it; null takes it away.
    notes: MaybeUndefined<String>,
    /// What else to keep about it: an object that replaces the old one.
    custom_fields: Option<Json<serde_json::Value>>,
}

/// The changed entry.
#[derive(SimpleObject)]
pub struct UpdateLibraryEntryPayload {
    /// The entry as it is now.
    entry: LibraryEntry,
}

/// Which entry to take out.
#[derive(InputObject)]
pub struct RemoveFromLibraryInput {
    /// The entry.
    id: Id<LibraryEntryId>,
}

/// The entry that is gone.
#[derive(SimpleObject)]
pub struct RemoveFromLibraryPayload {
    /// The entry as it was.
    entry: LibraryEntry,
}

/// What can be asked about libraries.
#[derive(Default)]
pub struct LibraryQuery;

#[Object]
impl LibraryQuery {
    /// A person's library; empty where the caller may not see it.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn library(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; the caller's, when absent.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "Which entries.")] filter: Option<LibraryFilterInput>,
        #[graphql(desc = "In which order.", default)] sort: LibrarySort,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<LibraryKey, LibraryEntry>> {
        let input = filter.unwrap_or_default();
        let filter = LibraryFilter {
            statuses: input.status.unwrap_or_default(),
            types: input.types.unwrap_or_default(),
            is_favorite: input.favorite,
            search: input.query,
        };
        let owner = user_id.map(|id| id.0);
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = rules::page(ctx.app(), ctx.actor(), owner, &filter, sort.into(), args.request()?).await?;
        let ids: Vec<_> = page.items.iter().map(|(entry, _)| entry.media_item_id).collect();
        expect_of_items(ctx, &ctx.look_ahead().field("edges").field("node").field("item"), &ids);
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |(entry, key)| (key, LibraryEntry(entry)),
            move || {
                let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
                async move { rules::count(&app, &actor, owner, &filter).await }
            },
        ))
    }
}

/// What can be done about one's library.
#[derive(Default)]
pub struct LibraryMutation;

#[Object]
impl LibraryMutation {
    /// Puts an item into the caller's library.
    async fn add_to_library(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to keep.")] input: AddToLibraryInput,
    ) -> Result<AddToLibraryPayload> {
        let draft = rules::EntryDraft {
            item_id: input.item_id.0,
            status: input.status,
            is_favorite: input.is_favorite,
            is_private: input.is_private,
            notes: input.notes,
            custom_fields: input.custom_fields.map_or_else(|| serde_json::json!({}), |fields| fields.0),
        };
        let (entry, is_new) = rules::add(ctx.app(), ctx.actor(), draft).await?;
        Ok(AddToLibraryPayload { entry: LibraryEntry(entry), is_new })
    }

    /// Changes an entry of the caller's library.
    async fn update_library_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateLibraryEntryInput,
    ) -> Result<UpdateLibraryEntryPayload> {
        let changes = LibraryEntryChanges {
            status: input.status,
            notes: input.notes.into(),
            is_favorite: input.is_favorite,
            is_private: input.is_private,
            custom_fields: input.custom_fields.map(|fields| fields.0),
        };
        let entry = rules::update_one(ctx.app(), ctx.actor(), input.id.0, changes).await?;
        Ok(UpdateLibraryEntryPayload { entry: LibraryEntry(entry) })
    }

    /// Changes entries of the caller's library.
    async fn update_library_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateLibraryEntriesInput,
    ) -> Result<UpdateLibraryEntriesPayload> {
        let changes = LibraryEntryChanges {
            status: input.status,
            notes: input.notes.into(),
            is_favorite: input.is_favorite,
            is_private: input.is_private,
            custom_fields: input.custom_fields.map(|fields| fields.0),
        };
        let ids: Vec<_> = input.ids.iter().map(|id| id.0).collect();
        let rules::Updated { entries, previous } = rules::update(ctx.app(), ctx.actor(), &ids, changes).await?;
        let wrap = |rows: Vec<_>| rows.into_iter().map(LibraryEntry).collect();
        Ok(UpdateLibraryEntriesPayload { entries: wrap(entries), previous: wrap(previous) })
    }

    /// Takes an entry out of the caller's library. Plays and ratings stay.
    async fn remove_from_library(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveFromLibraryInput,
    ) -> Result<RemoveFromLibraryPayload> {
        Ok(RemoveFromLibraryPayload { entry: LibraryEntry(rules::remove(ctx.app(), ctx.actor(), input.id.0).await?) })
    }
}
