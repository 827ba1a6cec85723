use chrono::{DateTime, TimeDelta, Utc};
use medianest_core::config::Settings;
use medianest_core::policy::{Access, Actor, Origin, SignedIn, Via, Who};
use medianest_core::{App, Clock};
use medianest_db::{ApiKeyId, Role, SessionId, UserId};

use sha2::{Digest, Sha256};

use crate::TestDatabase;

/// A test's whole installation: its database, its app, and its clock, which stands at 2026-03-01 12:00 UTC until moved.
pub struct World {
    /// The app under test.
    pub app: App,
    /// Its database; dropped last.
    pub database: TestDatabase,
    /// Where its files go; removed with this value.
    pub data_dir: tempfile::TempDir,
    settings: Settings,
}

/// Somebody in a test, and how they ask.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who they are.
    pub id: UserId,
    /// Their user name.
    pub name: String,
    /// They themselves, signed in with everything a session allows.
    pub actor: Actor,
}

impl World {
    /// A new installation with nobody in it.
    ///
    /// # Panics
    /// When the test PostgreSQL does not answer.
    pub async fn new() -> Self {
        let start: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().expect("a literal time parses");
        Self::at(Clock::manual(start)).await
    }

    /// A new installation that is set up otherwise than most.
    pub async fn set_up(change: impl FnOnce(&mut Settings)) -> Self {
        let mut world = Self::new().await;
        change(&mut world.settings);
        world.app = world.second_app();
        world
    }

    /// A new installation on the machine's clock, for tests that wait for real time to pass.
    pub async fn in_real_time() -> Self {
        Self::at(Clock::system()).await
    }

    async fn at(clock: Clock) -> Self {
        let database = TestDatabase::new().await;
        let data_dir = tempfile::tempdir().expect("a temporary directory can be made");
        let settings = settings(&data_dir);
        let app = App::new(database.pool(), clock, settings.clone());
        Self { app, database, data_dir, settings }
    }

    /// A second server process's app on the same database and clock.
    #[must_use]
    pub fn second_app(&self) -> App {
        App::new(self.database.pool(), self.app.clock().clone(), self.settings.clone())
    }

    /// Moves the clock.
    pub fn pass(&self, time: TimeDelta) {
        self.app.clock().advance(time);
    }

    /// An ordinary user.
    pub async fn user(&self, name: &str) -> Person {
        self.with_role(name, Role::User).await
    }

    /// An administrator.
    pub async fn admin(&self, name: &str) -> Person {
        self.with_role(name, Role::Admin).await
    }

    /// Somebody of this role, without a password.
    ///
    /// # Panics
    /// When the name is taken in this world.
    pub async fn with_role(&self, name: &str, role: Role) -> Person {
        let id: UserId = self.app.new_id();
        let sql = self.database.sql().await;
        sql.execute(
            "INSERT INTO users (id, username, display_name, role, claimed_at) VALUES ($1, $2::text::citext, $3, $4, now())",
            &[&id.0, &name, &name, &role.as_str()],
        )
        .await
        .expect("the name is free in this world");
        Person { id, name: name.to_owned(), actor: self.actor(id, name, role) }
    }

    /// Signs the person in without a password and returns the access token of a bearer session that lasts for a day.
    ///
    /// # Panics
    /// When the person is not of this world.
    pub async fn session_token(&self, person: &Person) -> String {
        let id: SessionId = self.app.new_id();
        let (access, refresh) = (format!("access-{id}"), format!("refresh-{id}"));
        let hash = |token: &str| Sha256::digest(token).to_vec();
        let sql = self.database.sql().await;
        let (now, later) = (self.app.now(), self.app.now() + TimeDelta::days(1));
        sql.execute(
            "INSERT INTO sessions (id, user_id, kind, access_token_hash, refresh_token_hash, refresh_family_hash, expires_at, refresh_expires_at, last_used_at)
             VALUES ($1, $2, 'bearer', $3, $4, $4, $5, $5, $6)",
            &[&id.0, &person.id.0, &hash(&access), &hash(&refresh), &later, &now],
        )
        .await
        .expect("the person is of this world");
        access
    }

    /// An API key of the person with these scopes.
    ///
    /// # Panics
    /// When the person is not of this world, or there is no such scope.
    pub async fn api_key(&self, person: &Person, scopes: &[&str]) -> String {
        let id: ApiKeyId = self.app.new_id();
        let key = format!("mn_test_{id}");
        let sql = self.database.sql().await;
        sql.execute(
            "INSERT INTO api_keys (id, user_id, name, prefix, key_hash, scopes) VALUES ($1, $2, 'test', 'mn_test', $3, $4)",
            &[&id.0, &person.id.0, &Sha256::digest(&key).to_vec(), &scopes],
        )
        .await
        .expect("the person is of this world");
        key
    }

    /// How this person asks, signed in by a session.
    #[must_use]
    pub fn actor(&self, id: UserId, name: &str, role: Role) -> Actor {
        let session: SessionId = self.app.new_id();
        Actor {
            who: Who::Person(SignedIn {
                id,
                name: name.to_owned(),
                role,
                via: Via::Session(session),
                access: Access::ALL.to_vec(),
                requires_password_change: false,
            }),
            origin: Origin::default(),
        }
    }
}

fn settings(data_dir: &tempfile::TempDir) -> Settings {
    Settings {
        data_dir: data_dir.path().to_owned(),
        // The cheapest argon2id there is: tests sign in a lot.
        password_memory_kib: 64,
        ..Settings::default()
    }
}
