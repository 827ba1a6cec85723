use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object, Result, SimpleObject};
use medianest_core::identity::account::{self, PreferenceChanges, PrivacyChanges, ProfileChanges};
use medianest_core::identity::erasure;
use serde_json::Value;

use super::{Audience, Locale, StartPage, Theme, User};
use crate::graphql::ContextExt;
use crate::graphql::diary::RatingScale;

/// What to change of one's profile. What is left out stays; null takes the value away.
#[derive(InputObject)]
pub struct UpdateProfileInput {
    /// What others call them: 1 to 100 characters.
    display_name: MaybeUndefined<String>,
    /// Their first name.
    first_name: MaybeUndefined<String>,
    /// Their last name.
    last_name: MaybeUndefined<String>,
    /// The https:// address of their picture.
    avatar_url: MaybeUndefined<String>,
    /// What they say about themselves: at most 2000 characters.
    bio: MaybeUndefined<String>,
    /// The IANA name of their time zone, like `Europe/Berlin`.
    timezone: MaybeUndefined<String>,
    /// Their language, as a BCP 47 tag like `pt-BR`.
    locale: MaybeUndefined<String>,
}

impl From<UpdateProfileInput> for ProfileChanges {
    fn from(input: UpdateProfileInput) -> Self {
        Self {
            display_name: input.display_name.into(),
            first_name: input.first_name.into(),
            last_name: input.last_name.into(),
            avatar_url: input.avatar_url.into(),
            bio: input.bio.into(),
            timezone: input.timezone.into(),
            locale: input.locale.into(),
        }
    }
}

/// A changed profile.
#[derive(SimpleObject)]
pub struct UpdateProfilePayload {
    /// The person afterwards.
    user: User,
}

/// What to change of one's privacy settings. What is left out stays.
#[derive(InputObject)]
pub struct UpdatePrivacySettingsInput {
    /// Who sees that they exist, their name and picture.
    profile: Option<Audience>,
    /// Who sees what they have played, rated, written about and keep in their library.
    history: Option<Audience>,
    /// Who sees what is counted from their history.
    stats: Option<Audience>,
    /// Who sees what they play right now.
    currently_watching: Option<Audience>,
    /// Whether others may ask to become friends.
    allow_friend_requests: Option<bool>,
    /// Nothing is shown to anybody, whatever a group, a role or the other settings say.
    never_share: Option<bool>,
}

/// Changed privacy settings.
#[derive(SimpleObject)]
pub struct UpdatePrivacySettingsPayload {
    /// The person afterwards.
    user: User,
}

/// What to change of how one wants to see MediaNest. What is left out stays.
#[derive(InputObject)]
pub struct UpdatePreferencesInput {
    /// In which colours.
    theme: Option<Theme>,
    /// In which language.
    locale: Option<Locale>,
    /// The IANA name of their time zone, like `Europe/Berlin`.
    timezone: Option<String>,
    /// On which scale they rate.
    rating_scale: Option<RatingScale>,
    /// Where they begin.
    start_page: Option<StartPage>,
    /// Whether nothing may move that need not, whatever their system says.
    reduced_motion: Option<bool>,
    /// What else their clients are to remember: a JSON object of at most 64 KiB, which replaces the one before. MediaNest
    /// does not look into it.
    client_data: Option<Json<Value>>,
}

/// Changed preferences.
#[derive(SimpleObject)]
pub struct UpdatePreferencesPayload {
    /// The person afterwards.
    user: User,
}

/// A new password.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password so far.
    current_password: String,
    /// The new one: 8 characters at the least.
    new_password: String,
}

/// A changed password.
#[derive(SimpleObject)]
pub struct ChangePasswordPayload {
    /// The person afterwards.
    user: User,
}

/// A new e-mail address.
#[derive(InputObject)]
pub struct ChangeEmailInput {
    /// The address; null takes it away from somebody who has a user name to sign in with.
    email: Option<String>,
    /// The caller's password; accounts without one leave it out.
    current_password: Option<String>,
}

/// A changed e-mail address.
#[derive(SimpleObject)]
pub struct ChangeEmailPayload {
    /// The person afterwards.
    user: User,
}

/// An account to be given up.
#[derive(InputObject)]
pub struct RequestErasureInput {
    /// The caller's password; accounts without one leave it out.
    current_password: Option<String>,
}

/// An account that is given up.
#[derive(SimpleObject)]
pub struct RequestErasurePayload {
    /// The person, with when they will be gone.
    user: User,
}

/// An account that is kept after all.
#[derive(SimpleObject)]
pub struct WithdrawErasurePayload {
    /// The person afterwards.
    user: User,
}

/// Looking after one's own account.
#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Changes the caller's profile.
    async fn update_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateProfileInput,
    ) -> Result<UpdateProfilePayload> {
        let user = account::update_profile(ctx.app(), ctx.actor(), input.into()).await?;
        Ok(UpdateProfilePayload { user: User(user) })
    }

    /// Changes what the caller lets others see, also of what was before.
    async fn update_privacy_settings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdatePrivacySettingsInput,
    ) -> Result<UpdatePrivacySettingsPayload> {
        let changes = PrivacyChanges {
            profile: input.profile.map(Into::into),
            history: input.history.map(Into::into),
            stats: input.stats.map(Into::into),
            currently_watching: input.currently_watching.map(Into::into),
            allow_friend_requests: input.allow_friend_requests,
            never_share: input.never_share,
        };
        let user = account::update_privacy(ctx.app(), ctx.actor(), changes).await?;
        Ok(UpdatePrivacySettingsPayload { user: User(user) })
    }

    /// Changes how the caller wants to see MediaNest.
    async fn update_preferences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdatePreferencesInput,
    ) -> Result<UpdatePreferencesPayload> {
        let changes = PreferenceChanges {
            theme: input.theme.map(Into::into),
            locale: input.locale.map(Into::into),
            timezone: input.timezone,
            rating_scale: input.rating_scale.map(Into::into),
            start_page: input.start_page.map(Into::into),
            reduced_motion: input.reduced_motion,
            client_data: input.client_data.map(|data| data.0),
        };
        let user = account::update_preferences(ctx.app(), ctx.actor(), changes).await?;
        Ok(UpdatePreferencesPayload { user: User(user) })
    }

    /// Changes the caller's password and ends all their other sessions. Somebody whose password must be changed can do
    /// nothing else before.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password so far, and the new one.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let (current, new) = (input.current_password.into(), input.new_password.into());
        let user = account::change_password(ctx.app(), ctx.actor(), &current, &new).await?;
        Ok(ChangePasswordPayload { user: User(user) })
    }

    /// Changes the e-mail address that the caller signs in with and is written to. The new one counts as not confirmed.
    async fn change_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new address, and the password.")] input: ChangeEmailInput,
    ) -> Result<ChangeEmailPayload> {
        let password = input.current_password.unwrap_or_default().into();
        let user = account::change_email(ctx.app(), ctx.actor(), input.email.as_deref(), &password).await?;
        Ok(ChangeEmailPayload { user: User(user) })
    }

    /// Gives the caller's account up: in two weeks it is erased with everything that is theirs. Until then all goes on as
    /// before, and they can change their mind.
    async fn request_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password.")] input: RequestErasureInput,
    ) -> Result<RequestErasurePayload> {
        let password = input.current_password.unwrap_or_default().into();
        let user = erasure::request(ctx.app(), ctx.actor(), &password).await?;
        Ok(RequestErasurePayload { user: User(user) })
    }

    /// Keeps the caller's account after all.
    async fn withdraw_erasure(&self, ctx: &Context<'_>) -> Result<WithdrawErasurePayload> {
        let user = erasure::withdraw(ctx.app(), ctx.actor()).await?;
        Ok(WithdrawErasurePayload { user: User(user) })
    }
}
