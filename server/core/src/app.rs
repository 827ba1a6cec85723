use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::identity::User;
use medianest_db::{Connection, Database, MediaItemId, TypedId, UserId};
use tokio_util::task::TaskTracker;

use crate::admin::errors::Sink;
use crate::catalogue::KnownItems;
use crate::config::Settings;
use crate::events::Events;
use crate::identity::{Holders, KeyUsage, PasswordHasher};
use crate::images::Workshop;
use crate::metadata::Providers;
use crate::outgoing::Outgoing;
use crate::policy::visibility::KeptScopes;
use crate::secrets::Keyring;
use crate::shared::Shared;
use crate::{Clock, Result, diary, notifications};

/// What all rules share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

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
    known_items: KnownItems,
    notifications: notifications::Feed,
    holders: Holders,
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
        Self(Arc::new(Parts {
            database,
            events: Events::default(),
            clock,
            settings,
            passwords,
            errors,
            tasks,
            holders: Holders::default(),
            key_usage: KeyUsage::default(),
            pictures,
            intake: diary::Intake::default(),
            presence: diary::watch::Feed::default(),
            scopes: KeptScopes::default(),
            live: Live::default(),
            known_items: KnownItems::default(),
            notifications: notifications::Feed::default(),
            providers,
            keyring: OnceLock::new(),
            outgoing: OnceLock::new(),
        }))
    }

    /// A connection from the pool.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn db(&self) -> Result<Connection> {
        Ok(self.0.database.get().await?)
    }

    /// The database itself: for connections outside the pool, and for counting statements.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// What happens, as it happens, on any server process.
    #[must_use]
    pub fn events(&self) -> &Events {
        &self.0.events
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        self.0.clock.new_id()
    }

    /// How this installation is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Hashes and checks passwords, off the async threads.
    #[must_use]
    pub fn passwords(&self) -> &PasswordHasher {
        &self.0.passwords
    }

    /// Who is asked what things are.
    #[must_use]
    pub fn providers(&self) -> &Providers {
        &self.0.providers
    }

    /// Where faults wait to be written.
    pub(crate) fn error_sink(&self) -> &Sink {
        &self.0.errors
    }

    /// Work that outlives the request that began it; a shutdown waits for it.
    #[must_use]
    pub fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    /// The keys that secrets are encrypted with: read, or made, when they are first needed.
    pub(crate) fn keyring(&self) -> Result<&Keyring> {
        if let Some(keyring) = self.0.keyring.get() {
            return Ok(keyring);
        }
        let keyring = Keyring::of(self.settings())?;
        Ok(self.0.keyring.get_or_init(|| keyring))
    }

    /// What asks other servers.
    pub(crate) fn outgoing(&self) -> Result<&Outgoing> {
        if let Some(outgoing) = self.0.outgoing.get() {
            return Ok(outgoing);
        }
        let outgoing = Outgoing::new()?;
        Ok(self.0.outgoing.get_or_init(|| outgoing))
    }

    /// Who holds the tokens that requests come with.
    pub(crate) fn holders(&self) -> &Holders {
        &self.0.holders
    }

    /// Requests by API keys that are not in the database yet.
    pub(crate) fn key_usage(&self) -> &KeyUsage {
        &self.0.key_usage
    }

    /// Where pictures are fetched, made and kept.
    pub(crate) fn pictures(&self) -> &Arc<Workshop> {
        &self.0.pictures
    }

    /// Whom viewers may see, kept for their streams.
    pub(crate) fn kept_scopes(&self) -> &KeptScopes {
        &self.0.scopes
    }

    /// What streams of many viewers ask for alike.
    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// Items as they were last read.
    pub(crate) fn known_items(&self) -> &KnownItems {
        &self.0.known_items
    }

    /// What players said and is not taken in yet.
    pub(crate) fn intake(&self) -> &diary::Intake {
        &self.0.intake
    }

    /// What people play, as it changes.
    pub(crate) fn presence_feed(&self) -> &diary::watch::Feed {
        &self.0.presence
    }

    /// Notifications, as they are made.
    pub(crate) fn notification_feed(&self) -> &notifications::Feed {
        &self.0.notifications
    }
}
