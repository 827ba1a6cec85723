use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::SessionId;
use medianest_core::db::identity as rows;
use medianest_core::identity::sessions;

use super::ApiKeyScope;
use crate::graphql::{ContextExt, Id};

/// A player that the caller let in by a code.
pub struct ConnectedDevice(rows::Session);

/// A player that the caller let in by a code.
#[Object]
impl ConnectedDevice {
    /// Its id: that of its session.
    async fn id(&self) -> Id<SessionId> {
        Id(self.0.id)
    }

    /// What it is called: as its person named it, else as it names itself. Nobody has checked that.
    async fn name(&self) -> &str {
        let product = self.0.user_agent.as_deref().and_then(|agent| agent.split(['/', ' ']).next());
        let own = self.0.device_name.as_deref().or(product).filter(|name| !name.is_empty());
        own.or(self.0.client_id.as_deref()).unwrap_or("player")
    }

    /// What the program identified itself by when it asked for its code.
    async fn client_id(&self) -> Option<&str> {
        self.0.client_id.as_deref()
    }

    /// What it calls itself in its requests.
    async fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }

    /// What it may do.
    async fn scopes(&self) -> Vec<ApiKeyScope> {
        self.0.scopes.as_ref().map(|scopes| ApiKeyScope::of(scopes)).unwrap_or_default()
    }

    /// When it was let in.
    async fn connected_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last heard of, to the minute.
    async fn last_used_at(&self) -> DateTime<Utc> {
        self.0.last_used_at
    }

    /// The address it was last heard of from.
    async fn ip_address(&self) -> Option<String> {
        self.0.ip.map(|ip| ip.addr().to_string())
    }

    /// When it has to ask for a new code unless it is heard of before.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.refresh_expires_at
    }
}

/// Which player to shut out.
#[derive(InputObject)]
pub struct RevokeConnectedDeviceInput {
    /// The player.
    id: Id<SessionId>,
}

/// The player that was shut out.
#[derive(SimpleObject)]
pub struct RevokeConnectedDevicePayload {
    /// The player as it was.
    device: ConnectedDevice,
}

/// What can be asked about one's players.
#[derive(Default)]
pub struct DeviceQuery;

#[Object]
impl DeviceQuery {
    /// The players that the caller let in by a code and that still are, the newest first, 200 at the most.
    #[graphql(complexity = "10 * child_complexity")]
    async fn connected_devices(&self, ctx: &Context<'_>) -> Result<Vec<ConnectedDevice>> {
        Ok(sessions::devices(ctx.app(), ctx.actor()).await?.into_iter().map(ConnectedDevice).collect())
    }
}

/// What can be done about one's players.
#[derive(Default)]
pub struct DeviceMutation;

#[Object]
impl DeviceMutation {
    /// Shuts a player of the caller's out; it has to ask for a new code.
    async fn revoke_connected_device(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeConnectedDeviceInput,
    ) -> Result<RevokeConnectedDevicePayload> {
        let device = sessions::revoke_device(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RevokeConnectedDevicePayload { device: ConnectedDevice(device) })
    }
}
