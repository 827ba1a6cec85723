use std::collections::HashMap;

use async_graphql::{Context, Enum, Object};
use chrono::{DateTime, Utc};
use medianest_core::db::identity as rows;
use medianest_core::db::{self, UserId};
use medianest_core::diary::history::HistoryCursor;
use medianest_core::identity::users;
use medianest_core::images::PictureOf;
use medianest_core::policy::{Actor, identity as policy};
use medianest_core::{App, Result};

use super::Preferences;
use crate::graphql::diary::{CurrentlyWatching, CurrentlyWatchingByUser, HistoryFilterInput, Play, history};
use crate::graphql::{Connection, ContextExt, Id, Load, PageArgs, picture_address};

/// What a person may do here, each role including the ones before it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::Role")]
pub enum UserRole {
    /// Looks, and keeps a diary.
    Guest,
    /// Takes part.
    User,
    /// Looks after the catalogue and what people write.
    Moderator,
    /// Looks after the installation and its people.
    Admin,
    /// Looks after the administrators.
    SuperAdmin,
}

/// Whether a person may sign in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::UserStatus")]
pub enum UserStatus {
    /// They may.
    Active,
    /// They may not, until an administrator reinstates them.
    Suspended,
    /// They are gone.
    Deleted,
}

/// Who may see one part of a person's life here.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::Audience")]
pub enum Audience {
    /// Nobody but the person.
    Nobody,
    /// The person's friends.
    Friends,
    /// Everybody with an account here.
    Members,
}

/// What a person lets others see.
pub struct PrivacySettings(pub rows::PrivacySettings);

/// What a person lets others see.
#[Object]
impl PrivacySettings {
    /// Who sees that they exist, their name and picture.
    async fn profile(&self) -> Audience {
        self.0.profile.into()
    }

    /// Who sees what they have played, rated, written about and keep in their library.
    async fn history(&self) -> Audience {
        self.0.history.into()
    }

    /// Who sees what is counted from their history.
    async fn stats(&self) -> Audience {
        self.0.stats.into()
    }

    /// Who sees what they play right now.
    async fn currently_watching(&self) -> Audience {
        self.0.currently_watching.into()
    }

    /// Whether others may ask to become friends.
    async fn allow_friend_requests(&self) -> bool {
        self.0.allow_friend_requests
    }

    /// Nothing is shown to anybody, whatever a group, a role or the other settings say.
    async fn never_share(&self) -> bool {
        self.0.never_share
    }
}

/// A person. What is not part of their profile is null for everybody but themselves and administrators.
#[derive(Clone)]
pub struct User(pub rows::User);

impl User {
    fn account<'a, T>(&'a self, ctx: &Context<'_>, field: impl FnOnce(&'a rows::User) -> T) -> Option<T> {
        policy::sees_account(ctx.actor(), self.0.id).then(|| field(&self.0))
    }
}

/// A person. What is not part of their profile is null for everybody but themselves and administrators.
#[Object]
impl User {
    /// Its id.
    pub async fn id(&self) -> Id<UserId> {
        Id(self.0.id)
    }

    /// What they sign in with; somebody who came with an import has none until they claim their account.
    async fn username(&self) -> Option<&str> {
        self.0.username.as_deref()
    }

    /// What others call them.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The address of their picture, on this server, which fetches it from where it is. It needs no sign-in.
    #[expect(clippy::unused_async, reason = "a resolver is async")]
    async fn avatar_url(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How wide it should be, in pixels; 185 when absent. As with `MediaItem.posterUrl`.")] width: Option<i32>,
    ) -> async_graphql::Result<Option<String>> {
        picture_address(ctx, PictureOf::Avatar(self.0.id), self.0.avatar_url.as_deref(), width)
    }

    /// Where their picture comes from: the address that they gave. Only for themselves and administrators.
    async fn avatar_source(&self, ctx: &Context<'_>) -> Option<&str> {
        self.account(ctx, |user| user.avatar_url.as_deref()).flatten()
    }

    /// What they say about themselves.
    async fn bio(&self) -> Option<&str> {
        self.0.bio.as_deref()
    }

    /// Whether they have taken possession of their account; somebody who came with an import has not.
    async fn is_claimed(&self) -> bool {
        self.0.claimed_at.is_some()
    }

    /// When they came.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Their address. Only for themselves and administrators.
    async fn email(&self, ctx: &Context<'_>) -> Option<&str> {
        self.account(ctx, |user| user.email.as_deref()).flatten()
    }

    /// When they proved that the address is theirs. Only for themselves and administrators.
    async fn email_verified_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.account(ctx, |user| user.email_verified_at).flatten()
    }

    /// Their first name. Only for themselves and administrators.
    async fn first_name(&self, ctx: &Context<'_>) -> Option<&str> {
        self.account(ctx, |user| user.first_name.as_deref()).flatten()
    }

    /// Their last name. Only for themselves and administrators.
    async fn last_name(&self, ctx: &Context<'_>) -> Option<&str> {
        self.account(ctx, |user| user.last_name.as_deref()).flatten()
    }

    /// What they may do here. Only for themselves and administrators.
    async fn role(&self, ctx: &Context<'_>) -> Option<UserRole> {
        self.account(ctx, |user| user.role.into())
    }

    /// Whether they may sign in. Only for themselves and administrators.
    async fn status(&self, ctx: &Context<'_>) -> Option<UserStatus> {
        self.account(ctx, |user| user.status.into())
    }

    /// Whether they must choose a new password before anything else. Only for themselves and administrators.
    async fn requires_password_change(&self, ctx: &Context<'_>) -> Option<bool> {
        self.account(ctx, |user| user.requires_password_change)
    }

    /// The IANA name of their time zone: it decides what a day is for them. Only for themselves and administrators.
    async fn timezone(&self, ctx: &Context<'_>) -> Option<&str> {
        self.account(ctx, |user| user.timezone.as_str())
    }

    /// Their language, as a BCP 47 tag. Only for themselves and administrators.
    async fn locale(&self, ctx: &Context<'_>) -> Option<&str> {
        self.account(ctx, |user| user.locale.as_str())
    }

    /// What they let others see. Only for themselves and administrators.
    async fn privacy_settings(&self, ctx: &Context<'_>) -> Option<PrivacySettings> {
        self.account(ctx, |user| PrivacySettings(user.privacy_settings))
    }

    /// How they want to see MediaNest. Only for themselves.
    async fn preferences(&self, ctx: &Context<'_>) -> Option<Preferences> {
        (ctx.actor().user_id() == Some(self.0.id)).then(|| Preferences { user: self.0.clone() })
    }

    /// What they play right now; null when nothing, or nothing that the caller may see.
    async fn currently_watching(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<CurrentlyWatching>> {
        Ok(ctx.load::<CurrentlyWatchingByUser>(self.0.id).await?)
    }

    /// What they have played, newest first; empty where the caller may not see it.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
        #[graphql(desc = "Which plays.")] filter: Option<HistoryFilterInput>,
    ) -> async_graphql::Result<Connection<HistoryCursor, Play>> {
        history(ctx, Some(self.0.id), filter, PageArgs { first, after }).await
    }

    /// When the account is erased with everything that is theirs, because they gave it up; they can still change their mind.
    async fn erase_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.account(ctx, |user| user.erase_at).flatten()
    }

    /// When they last signed in. Only for themselves and administrators.
    async fn last_login_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.account(ctx, |user| user.last_login_at).flatten()
    }
}

/// People by their ids, those left out whose profile the actor may not see.
pub struct UserById;

impl Load for UserById {
    type Key = UserId;
    type Value = User;

    async fn load(app: &App, actor: &Actor, keys: &[UserId]) -> Result<HashMap<UserId, User>> {
        Ok(users::by_ids(app, actor, keys).await?.into_iter().map(|(id, user)| (id, User(user))).collect())
    }

    fn at_hand(app: &App, actor: &Actor, key: &UserId) -> Option<User> {
        users::at_hand(app, actor, *key).map(User)
    }

    async fn load_live(app: &App, actor: &Actor, keys: &[UserId]) -> Result<HashMap<UserId, User>> {
        Ok(users::live_by_ids(app, actor, keys).await?.into_iter().map(|(id, user)| (id, User(user))).collect())
    }
}
