use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use medianest_core::db::CalendarFeedId;
use medianest_core::db::identity as rows;
use medianest_core::diary::calendar as rules;
use medianest_core::identity::calendar_feeds;
use secrecy::ExposeSecret as _;

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{ContextExt, Id};
use crate::http::calendar::path_of;

/// Something that comes out.
pub struct Release(rules::Release);

/// Something that comes out.
#[Object]
impl Release {
    /// What: a film, an episode, an album, a book.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.item_id).await?)
    }

    /// The day, by the person's calendar.
    async fn date(&self) -> NaiveDate {
        self.0.date
    }

    /// The moment; null where no more than the day is known.
    async fn released_at(&self) -> Option<DateTime<Utc>> {
        self.0.at
    }
}

/// The address at which the caller's calendar can be read without signing in.
pub struct CalendarFeed(rows::CalendarFeed);

/// The address at which the caller's calendar can be read without signing in.
#[Object]
impl CalendarFeed {
    /// Its id.
    async fn id(&self) -> Id<CalendarFeedId> {
        Id(self.0.id)
    }

    /// When it was last read, to the minute.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// An address whose secret was made just now.
#[derive(SimpleObject)]
pub struct CreateCalendarFeedPayload {
    /// The address's row.
    feed: CalendarFeed,
    /// Where calendar programs read it: a path on this server, which holds the secret. It is shown once.
    path: String,
}

/// What was ended.
#[derive(SimpleObject)]
pub struct RevokeCalendarFeedPayload {
    /// The id of the address.
    revoked_id: Id<CalendarFeedId>,
}

/// What can be asked about what comes out.
#[derive(Default)]
pub struct CalendarQuery;

#[Object]
impl CalendarQuery {
    /// What comes out of what the caller keeps and has not dropped, in order: films, episodes, albums, books; 500 at the most.
    #[graphql(complexity = "20 + 60 * child_complexity")]
    async fn calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From this day of the caller's calendar on.")] from: NaiveDate,
        #[graphql(desc = "Up to and with this day: 62 days at the most.")] to: NaiveDate,
    ) -> Result<Vec<Release>> {
        Ok(rules::releases(ctx.app(), ctx.actor(), from, to).await?.into_iter().map(Release).collect())
    }

    /// The address at which the caller's calendar can be read without signing in; null while there is none.
    async fn calendar_feed(&self, ctx: &Context<'_>) -> Result<Option<CalendarFeed>> {
        Ok(calendar_feeds::mine(ctx.app(), ctx.actor()).await?.map(CalendarFeed))
    }
}

/// What can be done about calendars.
#[derive(Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Makes the caller an address at which calendar programs read what comes out. The one they had works no more.
    async fn create_calendar_feed(&self, ctx: &Context<'_>) -> Result<CreateCalendarFeedPayload> {
        let issued = calendar_feeds::create(ctx.app(), ctx.actor()).await?;
        let path = path_of(issued.token.expose_secret());
        Ok(CreateCalendarFeedPayload { feed: CalendarFeed(issued.feed), path })
    }

    /// Ends the caller's address: whoever has it reads nothing any more.
    async fn revoke_calendar_feed(&self, ctx: &Context<'_>) -> Result<RevokeCalendarFeedPayload> {
        let feed = calendar_feeds::revoke(ctx.app(), ctx.actor()).await?;
        Ok(RevokeCalendarFeedPayload { revoked_id: Id(feed.id) })
    }
}
