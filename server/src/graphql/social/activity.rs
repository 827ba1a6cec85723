use async_graphql::{Context, Enum, Object, Result, SimpleObject, Subscription, Union};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt};
use medianest_core::db::{GroupId, UserId, social as rows};
use medianest_core::social::activity::{self as rules, ActivityEvent, ActivityPlace, Whom};

use crate::graphql::diary::{Play, Rating, Review};
use crate::graphql::identity::{User, UserById};
use crate::graphql::lists::UserList;
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// What kind of thing somebody did.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rows::ActivityKind")]
pub enum ActivityKind {
    /// They played something.
    Play,
    /// They rated something.
    Rating,
    /// They wrote about something.
    Review,
    /// They made a list.
    List,
}

/// What came of what somebody did.
#[derive(Union)]
pub enum ActivitySubject {
    /// They played something.
    Play(Play),
    /// They rated something.
    Rating(Rating),
    /// They wrote about something.
    Review(Review),
    /// They made a list.
    UserList(UserList),
}

/// Something that somebody did.
pub struct Activity {
    subject: rules::Activity,
    at: DateTime<Utc>,
}

/// Something that somebody did.
#[Object]
impl Activity {
    /// The id of whoever did it.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.subject.user_id())
    }

    /// Who did it; null where the caller may not see their profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.subject.user_id()).await?)
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// What came of it.
    async fn subject(&self) -> ActivitySubject {
        match self.subject.clone() {
            rules::Activity::Play(play) => ActivitySubject::Play(Play(play)),
            rules::Activity::Rating(rating) => ActivitySubject::Rating(Rating(rating)),
            rules::Activity::Review(review) => ActivitySubject::Review(Review(review)),
            rules::Activity::List(list) => ActivitySubject::UserList(UserList(list)),
        }
    }
}

/// What can be asked about what people did.
#[derive(Default)]
pub struct ActivityQuery;

#[Object]
impl ActivityQuery {
    /// What those who are close to the caller did, the latest first: their friends and the members of their groups, as far as
    /// each lets the caller see it. What is private, or kept for oneself, is in nobody's feed.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of the members of this group, which the caller is in.")] group_id: Option<Id<GroupId>>,
        #[graphql(desc = "Only of this person.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "Only of these kinds.")] kinds: Option<Vec<ActivityKind>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<ActivityPlace, Activity>> {
        let args = PageArgs { first, after };
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        let (whom, kinds) = (whom(group_id, user_id), of_kinds(kinds));
        let page = rules::page(&app, &actor, whom, &kinds, &args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |(subject, place)| (place, Activity { subject, at: place.0 }),
            move || {
                let (app, actor, kinds) = (app.clone(), actor.clone(), kinds.clone());
                async move { rules::count(&app, &actor, whom, &kinds).await }
            },
        ))
    }
}

/// What one who watches what others do is told.
#[derive(SimpleObject)]
pub struct ActivityAdded {
    /// What somebody did; nothing when `isResync` is true.
    activity: Option<Activity>,
    /// Whether some may have been missed: read `activity` again.
    is_resync: bool,
}

/// What can be watched of what people do.
#[derive(Default)]
pub struct ActivitySubscription;

#[Subscription]
impl ActivitySubscription {
    /// What comes into the feed `activity`, as it does, by the same privacy. What somebody enters for an earlier day is no news,
    /// nor is what comes with an import. Of a group it ends when the caller leaves it.
    async fn activity_added<'a>(
        &self,
        ctx: &Context<'a>,
        #[graphql(desc = "Only of the members of this group, which the caller is in.")] group_id: Option<Id<GroupId>>,
        #[graphql(desc = "Only of this person.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "Only of these kinds.")] kinds: Option<Vec<ActivityKind>>,
    ) -> Result<impl Stream<Item = ActivityAdded> + use<'a>> {
        let watched = rules::watch(ctx.app(), ctx.actor(), whom(group_id, user_id), of_kinds(kinds)).await?;
        Ok(watched.map(|event| match event {
            ActivityEvent::Added(added) => {
                let (subject, (at, _)) = *added;
                ActivityAdded { activity: Some(Activity { subject, at }), is_resync: false }
            }
            ActivityEvent::Resync => ActivityAdded { activity: None, is_resync: true },
        }))
    }
}

fn whom(group_id: Option<Id<GroupId>>, user_id: Option<Id<UserId>>) -> Whom {
    match (group_id, user_id) {
        (None, None) => Whom::Circle,
        (Some(id), None) => Whom::Group(id.0),
        (None, Some(id)) => Whom::Person(id.0),
        (Some(_), Some(_)) => Whom::Unclear,
    }
}

fn of_kinds(kinds: Option<Vec<ActivityKind>>) -> Vec<rows::ActivityKind> {
    kinds.unwrap_or_default().into_iter().map(Into::into).collect()
}
