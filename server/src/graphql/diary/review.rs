use std::collections::HashMap;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::diary as rows;
use medianest_core::db::diary::ReviewFilter;
use medianest_core::db::{MediaItemId, ReviewId, UserId, WatchSessionId};
use medianest_core::diary::reviews as rules;
use medianest_core::diary::reviews::{ReviewCursor, ReviewDraft};
use medianest_core::policy::Actor;
use medianest_core::{App, markdown};

use super::rating::{Rating, RatingByUserItem};
use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{Connection, ContextExt, Id, Load, PageArgs, connection};

/// What a person wrote about an item, or about one of their cycles through it.
#[derive(Clone)]
pub struct Review(pub rows::Review);

/// What a person wrote about an item, or about one of their cycles through it.
#[Object]
impl Review {
    /// Its id.
    pub async fn id(&self) -> Id<ReviewId> {
        Id(self.0.id)
    }

    /// The id of its person.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.0.user_id)
    }

    /// Whose it is; null where the caller may see the review but not the person's profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What it is about.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// The id of the cycle it is about; null where it is about the item as such.
    async fn cycle_id(&self) -> Option<Id<WatchSessionId>> {
        self.0.watch_session_id.map(Id)
    }

    /// The number of that cycle: 2 for the second time through.
    async fn cycle_number(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        match self.0.watch_session_id {
            Some(cycle) => Ok(ctx.load::<CycleNumberById>(cycle).await?),
            None => Ok(None),
        }
    }

    /// How its person rated the item.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<Rating>> {
        Ok(ctx.load::<RatingByUserItem>((self.0.user_id, self.0.media_item_id)).await?)
    }

    /// Its headline.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Its text, in Markdown.
    async fn content(&self) -> &str {
        &self.0.content
    }

    /// Its text as HTML that holds no script, no picture and no address inside of the app: safe to show as it is.
    async fn html(&self) -> String {
        markdown::html(&self.0.content)
    }

    /// Whether it gives away what happens: to be hidden until somebody asks for it.
    async fn contains_spoilers(&self) -> bool {
        self.0.contains_spoilers
    }

    /// Whether others may read it, as far as its person lets them see their history.
    async fn is_public(&self) -> bool {
        self.0.is_public
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// What the caller wrote about items.
pub struct OwnReviewsByItem;

impl Load for OwnReviewsByItem {
    type Key = MediaItemId;
    type Value = Vec<Review>;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> medianest_core::Result<HashMap<Self::Key, Vec<Review>>> {
        let mut by_item: HashMap<MediaItemId, Vec<Review>> = HashMap::new();
        for review in rules::own_by_items(app, actor, keys).await? {
            by_item.entry(review.media_item_id).or_default().push(Review(review));
        }
        Ok(by_item)
    }
}

/// The numbers of cycles that reviews are about.
struct CycleNumberById;

impl Load for CycleNumberById {
    type Key = WatchSessionId;
    type Value = i32;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> medianest_core::Result<HashMap<Self::Key, i32>> {
        Ok(rules::cycle_numbers(app, actor, keys).await?.into_iter().collect())
    }
}

/// What the caller writes about an item.
#[derive(InputObject)]
pub struct WriteReviewInput {
    /// About what.
    item_id: Id<MediaItemId>,
    /// About which of the caller's cycles through it; of the item as such, if not given.
    cycle_id: Option<Id<WatchSessionId>>,
    /// Its headline: at most 300 characters.
    title: Option<String>,
    /// Its text, in Markdown: 1 to 50000 characters.
    content: String,
    /// Whether it gives away what happens.
    #[graphql(default)]
    contains_spoilers: bool,
    /// Whether others may read it, as far as the caller lets them see their history.
    #[graphql(default = true)]
    is_public: bool,
}

/// What was written.
#[derive(SimpleObject)]
pub struct WriteReviewPayload {
    /// The review as it is now.
    review: Review,
    /// The review as it was before: what an undo needs; null for a new one.
    previous: Option<Review>,
}

/// Which review to take back.
#[derive(InputObject)]
pub struct DeleteReviewInput {
    /// The review.
    review_id: Id<ReviewId>,
}

/// The review that is gone.
#[derive(SimpleObject)]
pub struct DeleteReviewPayload {
    /// The review as it was.
    review: Review,
}

/// What can be asked about reviews.
#[derive(Default)]
pub struct ReviewQuery;

#[Object]
impl ReviewQuery {
    /// Reviews, the latest first: one person's, or those of everybody whose reviews the caller may see.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this person's.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "Only about this item.")] item_id: Option<Id<MediaItemId>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<ReviewCursor, Review>> {
        let filter = ReviewFilter { item: item_id.map(|id| id.0) };
        let (app, actor, owner) = (ctx.app().clone(), ctx.actor().clone(), user_id.map(|id| id.0));
        let args = PageArgs { first, after };
        let page = rules::page(&app, &actor, owner, filter, args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |review| ((review.created_at, review.id), Review(review)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { rules::count(&app, &actor, owner, filter).await }
            },
        ))
    }
}

/// What can be done about one's reviews.
#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Writes the caller's review of an item or of one of their cycles through it. Of each there is one: it is written anew.
    async fn write_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About what, and what.")] input: WriteReviewInput,
    ) -> Result<WriteReviewPayload> {
        let draft = ReviewDraft {
            item_id: input.item_id.0,
            cycle_id: input.cycle_id.map(|id| id.0),
            title: input.title,
            content: input.content,
            contains_spoilers: input.contains_spoilers,
            is_public: input.is_public,
        };
        let (review, previous) = rules::write(ctx.app(), ctx.actor(), draft).await?;
        Ok(WriteReviewPayload { review: Review(review), previous: previous.map(Review) })
    }

    /// Takes back a review of the caller's.
    async fn delete_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteReviewInput,
    ) -> Result<DeleteReviewPayload> {
        Ok(DeleteReviewPayload { review: Review(rules::delete(ctx.app(), ctx.actor(), input.review_id.0).await?) })
    }
}
