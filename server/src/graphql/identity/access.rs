use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::identity as rows;
use medianest_core::db::{ApiKeyId, DeviceAuthorizationId};
use medianest_core::identity::{api_keys, devices, sessions};
use medianest_core::policy::Access;
use secrecy::ExposeSecret as _;

use super::Session;
use crate::graphql::{ContextExt, Id};

/// What an API key or a player lets its holder do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Access")]
pub enum ApiKeyScope {
    /// See what the person may see.
    Read,
    /// Change what the person may change.
    Write,
    /// Report playback, and what is loved of it; nothing else.
    Scrobble,
    /// Use the person's moderator or admin role.
    Admin,
}

impl ApiKeyScope {
    /// The scopes of a stored list.
    pub(super) fn of(scopes: &[String]) -> Vec<Self> {
        scopes.iter().filter_map(|scope| scope.parse::<Access>().ok()).map(Self::from).collect()
    }
}

/// A key with which a program acts for a person, without their password.
pub struct ApiKey(pub rows::ApiKey);

/// A key with which a program acts for a person, without their password.
#[Object]
impl ApiKey {
    /// Its id.
    async fn id(&self) -> Id<ApiKeyId> {
        Id(self.0.id)
    }

    /// What its person calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What follows `mn_` in the key, to tell keys apart.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// What it allows.
    async fn scopes(&self) -> Vec<ApiKeyScope> {
        ApiKeyScope::of(&self.0.scopes)
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it ends; null is never.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// The address it was last used from.
    async fn last_ip_address(&self) -> Option<String> {
        self.0.last_ip.map(|ip| ip.addr().to_string())
    }

    /// How many requests came with it, counted within a minute.
    async fn usage_count(&self) -> i64 {
        self.0.usage_count
    }
}

/// A device that waits for its code to be typed in.
pub struct DeviceAuthorization(pub rows::DeviceAuthorization);

/// A device that waits for its code to be typed in.
#[Object]
impl DeviceAuthorization {
    /// Its id.
    async fn id(&self) -> Id<DeviceAuthorizationId> {
        Id(self.0.id)
    }

    /// The code it shows.
    async fn user_code(&self) -> &str {
        &self.0.user_code
    }

    /// What the program calls itself. Nobody has checked it.
    async fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// When it asked.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its code ends.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }
}

/// What can be asked about one's sessions, keys and devices.
#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// Where the caller is signed in, the newest first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        Ok(sessions::mine(ctx.app(), ctx.actor()).await?.into_iter().map(Session).collect())
    }

    /// The caller's API keys that were not revoked, the newest first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn api_keys(&self, ctx: &Context<'_>) -> Result<Vec<ApiKey>> {
        Ok(api_keys::mine(ctx.app(), ctx.actor()).await?.into_iter().map(ApiKey).collect())
    }

    /// The device that waits with this code, to be looked at before it is approved.
    async fn device_authorization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code that the device shows.")] user_code: String,
    ) -> Result<DeviceAuthorization> {
        Ok(DeviceAuthorization(devices::find(ctx.app(), ctx.actor(), &user_code).await?))
    }
}

/// A key to be.
#[derive(InputObject)]
pub struct CreateApiKeyInput {
    /// What to call it.
    name: String,
    /// What it allows.
    scopes: Vec<ApiKeyScope>,
    /// When it ends; without it, never.
    expires_at: Option<DateTime<Utc>>,
}

/// A new key.
#[derive(SimpleObject)]
pub struct CreateApiKeyPayload {
    /// The key's row.
    api_key: ApiKey,
    /// The key itself: `mn_`, its prefix and a secret. It is shown once.
    secret: String,
}

/// Which key to revoke.
#[derive(InputObject)]
pub struct RevokeApiKeyInput {
    /// Which.
    id: Id<ApiKeyId>,
}

/// A revoked key.
#[derive(SimpleObject)]
pub struct RevokeApiKeyPayload {
    /// The key afterwards.
    api_key: ApiKey,
}

/// Which device to let in.
#[derive(InputObject)]
pub struct ApproveDeviceInput {
    /// The code that the device shows, however it is written.
    user_code: String,
}

/// An approved device.
#[derive(SimpleObject)]
pub struct ApproveDevicePayload {
    /// The device, which signs itself in within seconds.
    device_authorization: DeviceAuthorization,
}

/// Which device to refuse.
#[derive(InputObject)]
pub struct DenyDeviceInput {
    /// The code that the device shows, however it is written.
    user_code: String,
}

/// A refused device.
#[derive(SimpleObject)]
pub struct DenyDevicePayload {
    /// The device.
    device_authorization: DeviceAuthorization,
}

/// Letting programs and players in.
#[derive(Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Makes an API key of the caller's.
    async fn create_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What kind of key.")] input: CreateApiKeyInput,
    ) -> Result<CreateApiKeyPayload> {
        let access: Vec<Access> = input.scopes.into_iter().map(Into::into).collect();
        let issued = api_keys::create(ctx.app(), ctx.actor(), &input.name, &access, input.expires_at).await?;
        Ok(CreateApiKeyPayload { api_key: ApiKey(issued.key), secret: issued.secret.expose_secret().to_owned() })
    }

    /// Revokes an API key of the caller's; its subscriptions end within seconds.
    async fn revoke_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeApiKeyInput,
    ) -> Result<RevokeApiKeyPayload> {
        let key = api_keys::revoke(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RevokeApiKeyPayload { api_key: ApiKey(key) })
    }

    /// Lets the device with this code act for the caller: read, write and report playback.
    async fn approve_device(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ApproveDeviceInput,
    ) -> Result<ApproveDevicePayload> {
        let device = devices::approve(ctx.app(), ctx.actor(), &input.user_code).await?;
        Ok(ApproveDevicePayload { device_authorization: DeviceAuthorization(device) })
    }

    /// Refuses the device with this code.
    async fn deny_device(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DenyDeviceInput,
    ) -> Result<DenyDevicePayload> {
        let device = devices::deny(ctx.app(), ctx.actor(), &input.user_code).await?;
        Ok(DenyDevicePayload { device_authorization: DeviceAuthorization(device) })
    }
}
