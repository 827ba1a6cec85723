use std::net::IpAddr;

use chrono::TimeDelta;

use crate::db::identity::RateLimitWindow;
use crate::policy::{Actor, Origin};
use crate::{App, Error, Result};

/// How many attempts a subject has in a window. The counts are in the database: a restart forgives nothing, and all
/// server processes share them.
pub(crate) struct Limit {
    bucket: &'static str,
    attempts: i32,
    window: TimeDelta,
}

/// Sign-ins from one address, whoever they are for.
pub(super) const SIGN_IN_BY_IP: Limit = Limit { bucket: "sign_in_ip", attempts: 60, window: TimeDelta::minutes(15) };
/// Sign-ins to one account, wherever from; a good one forgets the bad ones.
pub(super) const SIGN_IN_BY_ACCOUNT: Limit = Limit { bucket: "sign_in_account", attempts: 10, window: TimeDelta::minutes(15) };
/// Checks of the current password by somebody who is signed in.
pub(super) const PASSWORD_CHECK: Limit = Limit { bucket: "password_check", attempts: 10, window: TimeDelta::minutes(15) };
/// Tries of set-up links.
pub(super) const SETUP: Limit = Limit { bucket: "setup", attempts: 20, window: TimeDelta::minutes(15) };
/// Device codes asked for from one address.
pub(super) const DEVICE_START: Limit = Limit { bucket: "device_start", attempts: 60, window: TimeDelta::minutes(10) };
/// Device codes typed in by one person.
pub(super) const DEVICE_CODE: Limit = Limit { bucket: "device_code", attempts: 30, window: TimeDelta::minutes(10) };
/// What comes to one player's address: many times what a player tells at its busiest.
pub(super) const PLAYER_WEBHOOK: Limit = Limit { bucket: "player_webhook", attempts: 600, window: TimeDelta::minutes(1) };
/// What comes from one address to addresses of players that are not there.
pub(super) const NO_PLAYER_WEBHOOK: Limit = Limit { bucket: "no_player_webhook", attempts: 120, window: TimeDelta::minutes(15) };
/// Sign-ins to media servers of one person: each asks a server at an address that they choose.
pub(crate) const PLAYER_CONNECTION: Limit = Limit { bucket: "player_connection", attempts: 30, window: TimeDelta::minutes(10) };
/// Looks whether one person typed a code in elsewhere.
pub(crate) const PLAYER_CONSENT: Limit = Limit { bucket: "player_consent", attempts: 300, window: TimeDelta::minutes(10) };
/// How often one calendar is read: many times what calendar programs do.
pub(super) const CALENDAR_FEED: Limit = Limit { bucket: "calendar_feed", attempts: 60, window: TimeDelta::minutes(15) };
/// What comes from one address to calendars that are not there.
pub(super) const NO_CALENDAR_FEED: Limit = Limit { bucket: "no_calendar_feed", attempts: 120, window: TimeDelta::minutes(15) };

/// What one person has metadata providers asked: many times what somebody types.
pub(crate) const METADATA_LOOK_UP: Limit = Limit { bucket: "metadata_look_up", attempts: 120, window: TimeDelta::minutes(10) };

/// Counts what a person does; MediaNest itself is not counted.
pub(crate) async fn charge(app: &App, limit: &Limit, actor: &Actor) -> Result<()> {
    match actor.user_id() {
        Some(user) => limit.charge(app, &user.to_string()).await,
        None => Ok(()),
    }
}

impl Limit {
    /// Counts an attempt of this subject, in a statement of its own: it counts whatever becomes of the rest.
    pub(crate) async fn charge(&self, app: &App, subject: &str) -> Result<()> {
        let now = app.now();
        let conn = app.db().await?;
        let window = RateLimitWindow::charge(&conn, subject, self.bucket, self.window, now).await?;
        if window.request_count > self.attempts {
            let wait = (window.window_started_at + self.window - now).to_std().unwrap_or_default();
            return Err(Error::RateLimited(wait));
        }
        Ok(())
    }

    /// Counts an attempt from this address, if it is known.
    pub(super) async fn charge_address(&self, app: &App, origin: &Origin) -> Result<()> {
        match origin.ip {
            Some(ip) => self.charge(app, &address(ip)).await,
            None => Ok(()),
        }
    }

    /// Forgets what this subject did.
    pub(super) async fn forget(&self, app: &App, subject: &str) -> Result<()> {
        let conn = app.db().await?;
        Ok(RateLimitWindow::forget(&conn, subject, self.bucket).await?)
    }
}

/// The subject of an address. Whoever has one IPv6 address has its whole /64.
fn address(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => format!("ip:{ip}"),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("ip:{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_are_one_subject() {
        let subject = |text: &str| address(text.parse().unwrap());
        assert_eq!(subject("2001:db8:1:2::1"), subject("2001:db8:1:2:ffff::9"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
        assert_eq!(subject("::ffff:192.0.2.1"), subject("192.0.2.1"));
        assert_ne!(subject("192.0.2.1"), subject("192.0.2.2"));
    }
}
