use std::sync::{Arc, OnceLock, Weak};

use chrono::{DateTime, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::identity::User;
use medianest_db::{Connection, Database, MediaItemId, TypedId, UserId};
use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;

use crate::admin::errors::Sink;
use crate::config::Settings;
use crate::events::Events;
use crate::identity::{KeyUsage, PasswordHasher};
use crate::images::Workshop;
use crate::metadata::Providers;
use crate::outgoing::Outgoing;
use crate::policy::visibility::KeptScopes;
use crate::secrets::Keyring;
use crate::shared::Shared;
use crate::{Clock, Result, diary, notifications};

/// What all rules share. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    /// The connection that readers share while one of them reads.
    lent: Option<Arc<Mutex<Weak<Connection>>>>,
}

struct Parts {
    database: Database,
    events: Events,
    clock: Clock,
    settings: Settings,
    passwords: PasswordHasher,
    errors: Sink,
    tasks: TaskTracker,
    intake: diary::Intake,
    presence: diary::watch::Feed,
    scopes: KeptScopes,
    live: Live,
    notifications: notifications::Feed,
    key_usage: KeyUsage,
    providers: Providers,
    keyring: OnceLock<Keyring>,
    outgoing: OnceLock<Outgoing>,
    pictures: Arc<Workshop>,
}

/// Rows that streams show of what they tell.
#[derive(Default)]
pub(crate) struct Live {
    pub(crate) items: Shared<MediaItemId, Arc<MediaItem>>,
    pub(crate) users: Shared<UserId, User>,
}

impl App {
    /// Puts the parts together. Nothing runs yet: see [`Events::listen`] and [`crate::jobs`].
    #[must_use]
    pub fn new(database: Database, clock: Clock, settings: Settings) -> Self {
        let passwords = PasswordHasher::new(&settings);
        let providers = Providers::new(&settings.metadata);
        let pictures = Arc::new(Workshop::new(&settings));
        let (errors, tasks) = (Sink::default(), TaskTracker::new());
        let parts = Parts {
            database,
            events: Events::default(),
            clock,
            settings,
            passwords,
            errors,
            tasks,
            key_usage: KeyUsage::default(),
            pictures,
            intake: diary::Intake::default(),
            presence: diary::watch::Feed::default(),
            scopes: KeptScopes::default(),
            live: Live::default(),
            notifications: notifications::Feed::default(),
            providers,
            keyring: OnceLock::new(),
            outgoing: OnceLock::new(),
        };
        Self { parts: Arc::new(parts), lent: None }
    }

    /// A connection from the pool.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn db(&self) -> Result<Connection> {
        Ok(self.parts.database.get().await?)
    }

    /// The same, where what is read at the same time goes through one connection: its statements are on their way together,
    /// which wakes one process of the database instead of several.
    #[must_use]
    pub fn reading_together(mut self) -> Self {
        self.lent = Some(Arc::default());
        self
    }

    /// A connection for one statement that reads.
    ///
    /// # Errors
    /// As [`Self::db`].
    pub async fn reader(&self) -> Result<Arc<Connection>> {
        let Some(lent) = &self.lent else { return Ok(Arc::new(self.db().await?)) };
        let mut lent = lent.lock().await;
        if let Some(conn) = lent.upgrade() {
            return Ok(conn);
        }
        let conn = Arc::new(self.db().await?);
        *lent = Arc::downgrade(&conn);
        Ok(conn)
    }

    /// The database itself: for connections outside the pool, and for counting statements.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.parts.database
    }

    /// What happens, as it happens, on any server process.
    #[must_use]
    pub fn events(&self) -> &Events {
        &self.parts.events
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.parts.clock
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.parts.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        self.parts.clock.new_id()
    }

    /// How this installation is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// Hashes and checks passwords, off the async threads.
    #[must_use]
    pub fn passwords(&self) -> &PasswordHasher {
        &self.parts.passwords
    }

    /// Who is asked what things are.
    #[must_use]
    pub fn providers(&self) -> &Providers {
        &self.parts.providers
    }

    /// Where faults wait to be written.
    pub(crate) fn error_sink(&self) -> &Sink {
        &self.parts.errors
    }

    /// Work that outlives the request that began it; a shutdown waits for it.
    #[must_use]
    pub fn tasks(&self) -> &TaskTracker {
        &self.parts.tasks
    }

    /// The keys that secrets are encrypted with: read, or made, when they are first needed.
    pub(crate) fn keyring(&self) -> Result<&Keyring> {
        if let Some(keyring) = self.parts.keyring.get() {
            return Ok(keyring);
        }
        let keyring = Keyring::of(self.settings())?;
        Ok(self.parts.keyring.get_or_init(|| keyring))
    }

    /// What asks other servers.
    pub(crate) fn outgoing(&self) -> Result<&Outgoing> {
        if let Some(outgoing) = self.parts.outgoing.get() {
            return Ok(outgoing);
        }
        let outgoing = Outgoing::new()?;
        Ok(self.parts.outgoing.get_or_init(|| outgoing))
    }

    /// Requests by API keys that are not in the database yet.
    pub(crate) fn key_usage(&self) -> &KeyUsage {
        &self.parts.key_usage
    }

    /// Where pictures are fetched, made and kept.
    pub(crate) fn pictures(&self) -> &Arc<Workshop> {
        &self.parts.pictures
    }

    /// Whom viewers may see, kept for their streams.
    pub(crate) fn kept_scopes(&self) -> &KeptScopes {
        &self.parts.scopes
    }

    /// What streams of many viewers ask for alike.
    pub(crate) fn live(&self) -> &Live {
        &self.parts.live
    }

    /// What players said and is not taken in yet.
    pub(crate) fn intake(&self) -> &diary::Intake {
        &self.parts.intake
    }

    /// What people play, as it changes.
    pub(crate) fn presence_feed(&self) -> &diary::watch::Feed {
        &self.parts.presence
    }

    /// Notifications, as they are made.
    pub(crate) fn notification_feed(&self) -> &notifications::Feed {
        &self.parts.notifications
    }
}
