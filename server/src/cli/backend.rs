use anyhow::Context;
use medianest_core::db::{Database, migrate};
use medianest_core::{App, Clock};
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::private_postgres::{self, Access, Options, PrivatePostgres};

/// The database and the app over it, for one command. Call [`Backend::stop`] when done.
pub struct Backend {
    /// The app.
    pub app: App,
    postgres: Option<PrivatePostgres>,
}

impl Backend {
    /// For the server: a private PostgreSQL is this process's own, so a second server on its folder is refused.
    ///
    /// # Errors
    /// When there is no database to be had; says why and what to do.
    pub async fn for_server(config: &Config) -> anyhow::Result<Self> {
        Self::open(config, async |options| Ok(Access::Started(private_postgres::start(&options).await?))).await
    }

    /// For any other command: uses the private PostgreSQL of a running server, or starts it for as long as it takes.
    ///
    /// # Errors
    /// When there is no database to be had; says why and what to do.
    pub async fn for_command(config: &Config) -> anyhow::Result<Self> {
        Self::open(config, async |options| Ok(private_postgres::start_or_attach(&options).await?)).await
    }

    async fn open(config: &Config, private: impl AsyncFnOnce(Options) -> anyhow::Result<Access>) -> anyhow::Result<Self> {
        let (url, postgres) = if let Some(url) = &config.database_url {
            (url.expose_secret().to_owned(), None)
        } else {
            let options = Options {
                data_dir: config.data_dir.clone(),
                bin_dir: config.postgres_bin_dir.clone(),
                run_as: config.postgres_run_as.clone(),
            };
            match private(options).await? {
                Access::Started(postgres) => (postgres.url().to_owned(), Some(postgres)),
                Access::Attached(url) => (url, None),
            }
        };
        match Database::new(&config.database(url)).context("the database cannot be used") {
            Ok(database) => Ok(Self { app: App::new(database, Clock::system(), config.settings()), postgres }),
            Err(error) => {
                if let Some(postgres) = postgres {
                    postgres.stop().await;
                }
                Err(error)
            }
        }
    }

    /// Brings the database to this version; several servers may do so at once.
    ///
    /// # Errors
    /// When it does not answer, or is of a newer version.
    pub async fn migrate(&self) -> anyhow::Result<Vec<String>> {
        let conn = self.app.database().connect().await.context("the database cannot be reached")?;
        migrate::run_pending(conn).await.context("the database cannot be brought to this version")
    }

    /// Waits for work in the background and stops a PostgreSQL that was started for this.
    pub async fn stop(self) {
        self.app.tasks().close();
        self.app.tasks().wait().await;
        if let Some(postgres) = self.postgres {
            postgres.stop().await;
        }
    }

    /// Stops a PostgreSQL that was started for this, whatever still runs.
    pub async fn stop_now(self) {
        if let Some(postgres) = self.postgres {
            postgres.stop().await;
        }
    }
}
