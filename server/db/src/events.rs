//! What happened, told to every server process by NOTIFY.

use diesel::QueryResult;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, ImportJobId, JobLane, NotificationId, SessionId, UserId};

/// The NOTIFY channel. Channels are per database, so tests with a database each do not hear each other.
pub const CHANNEL: &str = "medianest_events";

/// Something that happened. Carries ids only: listeners load what they may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// What the person plays right now changed, began or ended.
    PresenceChanged {
        /// Whose.
        user_id: UserId,
    },
    /// A notification was made.
    NotificationCreated {
        /// Which.
        id: NotificationId,
        /// For whom.
        user_id: UserId,
    },
    /// An import moved on or ended.
    ImportProgressed {
        /// Which.
        id: ImportJobId,
        /// Whose.
        user_id: UserId,
    },
    /// A session was revoked or signed out.
    SessionEnded {
        /// Which.
        id: SessionId,
    },
    /// An API key was revoked.
    ApiKeyRevoked {
        /// Which.
        id: ApiKeyId,
    },
    /// A person was suspended or deleted, or their role or password changed: whoever acts as them must be looked at anew.
    UserChanged {
        /// Who.
        id: UserId,
    },
    /// Who may see whom changed: privacy settings, a friendship, a group membership.
    VisibilityChanged,
    /// Jobs wait in a lane.
    JobsReady {
        /// Which.
        lane: JobLane,
    },
    /// An app setting changed.
    SettingsChanged,
}

impl Event {
    /// Tells every server process, when the surrounding transaction commits; nobody, when it rolls back.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn emit(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        let payload = serde_json::to_string(self).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
        diesel::sql_query("SELECT pg_notify($1, $2)")
            .bind::<Text, _>(CHANNEL)
            .bind::<Text, _>(payload)
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}
