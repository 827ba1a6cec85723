//! What happened, told to every server process by NOTIFY.

use diesel::sql_types::{Array, Integer, Text};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kept::Keep as _;
use crate::{ApiKeyId, Database, ImportJobId, JobId, JobLane, NotificationId, PoolError, SessionId, UserId};

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
    /// A person did something that others may be shown.
    ActivityAdded {
        /// Who.
        user_id: UserId,
        /// The bare id of what came of it: a play, a rating, a review, a list.
        id: Uuid,
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
    /// A job was cancelled: whoever runs it should stop.
    JobCancelled {
        /// Which.
        id: JobId,
    },
    /// A scheduled job is due earlier than it was.
    ScheduleChanged,
    /// An app setting changed.
    SettingsChanged,
}

impl Event {
    /// The kind of thing that happened.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PresenceChanged { .. } => "presence_changed",
            Self::ActivityAdded { .. } => "activity_added",
            Self::NotificationCreated { .. } => "notification_created",
            Self::ImportProgressed { .. } => "import_progressed",
            Self::SessionEnded { .. } => "session_ended",
            Self::ApiKeyRevoked { .. } => "api_key_revoked",
            Self::UserChanged { .. } => "user_changed",
            Self::VisibilityChanged => "visibility_changed",
            Self::JobsReady { .. } => "jobs_ready",
            Self::JobCancelled { .. } => "job_cancelled",
            Self::ScheduleChanged => "schedule_changed",
            Self::SettingsChanged => "settings_changed",
        }
    }

    /// Tells every server process, when the surrounding transaction commits; nobody, when it rolls back.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn emit(&self, conn: &AsyncPgConnection) -> QueryResult<()> {
        Self::emit_all(conn, std::slice::from_ref(self)).await
    }

    /// Tells of several in one statement.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn emit_all(mut conn: &AsyncPgConnection, events: &[Self]) -> QueryResult<()> {
        if events.is_empty() {
            return Ok(());
        }
        let payloads: Result<Vec<String>, _> = events.iter().map(serde_json::to_string).collect();
        let payloads = payloads.map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
        diesel::sql_query("SELECT pg_notify($1, payload) FROM unnest($2) AS payload")
            .bind::<Text, _>(CHANNEL)
            .bind::<Array<Text>, _>(payloads)
            .keep()
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}

/// What a [`Listener`] hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Something happened.
    Event(Event),
    /// Its own heartbeat came back: the link works both ways.
    Heartbeat,
    /// A server of another version said something this one does not know.
    Unknown,
}

/// A connection of its own that hears what happens.
pub struct Listener {
    conn: AsyncPgConnection,
    heartbeat_channel: String,
}

#[derive(QueryableByName)]
struct Backend {
    #[diesel(sql_type = Integer)]
    pid: i32,
}

impl Listener {
    /// Connects and listens.
    ///
    /// # Errors
    /// [`PoolError::Unavailable`] when the database is away.
    pub async fn open(database: &Database) -> Result<Self, PoolError> {
        let mut conn = database.connect().await?;
        let unavailable = |error: diesel::result::Error| PoolError::Unavailable(error.to_string());
        let backend: Backend =
            diesel::sql_query("SELECT pg_backend_pid() AS pid").get_result(&mut conn).await.map_err(unavailable)?;
        let heartbeat_channel = format!("medianest_heartbeat_{}", backend.pid);
        for channel in [CHANNEL, heartbeat_channel.as_str()] {
            diesel::sql_query(format!("LISTEN {channel}")).execute(&mut conn).await.map_err(unavailable)?;
        }
        Ok(Self { conn, heartbeat_channel })
    }

    /// Sends a heartbeat that only this listener hears.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn beat(&mut self) -> QueryResult<()> {
        diesel::sql_query(format!("NOTIFY {}", self.heartbeat_channel)).execute(&mut self.conn).await?;
        Ok(())
    }

    /// Waits for the next signal; `None` when the connection is gone. May be dropped while waiting: nothing is lost.
    ///
    /// # Errors
    /// Whatever the connection failed with.
    pub async fn next(&mut self) -> QueryResult<Option<Signal>> {
        let Some(notification) = std::pin::pin!(self.conn.notifications_stream()).next().await.transpose()? else {
            return Ok(None);
        };
        if notification.channel == self.heartbeat_channel {
            return Ok(Some(Signal::Heartbeat));
        }
        Ok(Some(serde_json::from_str(&notification.payload).map_or(Signal::Unknown, Signal::Event)))
    }
}
