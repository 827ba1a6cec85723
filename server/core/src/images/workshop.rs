use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};

use super::Width;
use super::cache::{Cache, Picture};
use super::fetch::{FetchError, Fetcher};
use super::networks::Networks;
use super::render::{RenderError, render};
use crate::config::Settings;
use crate::{App, Error, Result};

/// How many pictures are fetched at a time.
const FETCHES: usize = 8;
/// How many pictures are made smaller at a time: each takes a processor, and memory for all its pixels.
const RENDERS: usize = 2;
/// How long a source that failed is left alone.
const LEFT_ALONE: TimeDelta = TimeDelta::minutes(5);

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the picture cannot be had: {0}")]
    Fetch(#[from] FetchError),
    #[error("the picture cannot be used: {0}")]
    Render(#[from] RenderError),
    #[error("its source failed a short time ago")]
    Earlier,
}

/// Where pictures are fetched, made and kept.
pub(crate) struct Workshop {
    cache: Cache,
    fetcher: Fetcher,
    fetches: Semaphore,
    renders: Semaphore,
    /// Who works on which source: all who want the same wait for one.
    under_way: Mutex<HashMap<String, Weak<AsyncMutex<()>>>>,
    /// Sources that failed, and when.
    failed: Mutex<HashMap<String, DateTime<Utc>>>,
}

impl Workshop {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            cache: Cache::new(settings.image_cache_dir(), settings.images.cache_bytes),
            fetcher: Fetcher::new(Networks::new(&settings.images.networks)),
            fetches: Semaphore::new(FETCHES),
            renders: Semaphore::new(RENDERS),
            under_way: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    /// The picture at a source, no wider than this.
    pub(super) async fn picture(self: &Arc<Self>, app: &App, source: &str, width: Width) -> Result<Picture> {
        let digest = Sha256::digest(source)[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let job = Job { source: source.to_owned(), original: format!("{digest}-original"), digest, width };
        if let Some(picture) = self.kept(&job).await? {
            return Ok(picture);
        }
        let (workshop, now) = (Arc::clone(self), app.now());
        // Whoever asked may go away: what was begun is finished all the same, for the next who asks.
        let made = app.tasks().spawn(async move { Box::pin(workshop.make(job, now)).await });
        made.await.map_err(Error::internal)?
    }

    async fn kept(self: &Arc<Self>, job: &Job) -> Result<Option<Picture>> {
        let name = job.name();
        self.on_disk(move |cache| cache.picture(&name)).await
    }

    async fn make(self: Arc<Self>, job: Job, now: DateTime<Utc>) -> Result<Picture> {
        let turn = self.turn(&job.digest);
        let _alone = turn.lock().await;
        // Whoever was here before may have made it, or found that it cannot be made.
        if let Some(picture) = self.kept(&job).await? {
            return Ok(picture);
        }
        if self.has_failed(&job.digest, now) {
            return Err(upstream(Failure::Earlier));
        }
        let original = job.original.clone();
        let (bytes, is_new) = match self.on_disk(move |cache| cache.original(&original)).await? {
            Some(bytes) => (bytes, false),
            None => match self.fetch(&job.source).await {
                Ok(bytes) => (bytes, true),
                Err(failure) => return Err(self.fail(&job, failure, now)),
            },
        };
        let bytes = Arc::new(bytes);
        match self.render(&bytes, job.width).await? {
            Ok(picture) => {
                let (kept, name) = (picture.clone(), job.name());
                self.on_disk(move |cache| {
                    if is_new {
                        cache.keep_original(&job.original, &bytes);
                    }
                    cache.keep_picture(&name, &kept);
                })
                .await?;
                Ok(picture)
            }
            Err(failure) => Err(self.fail(&job, failure.into(), now)),
        }
    }

    async fn fetch(&self, source: &str) -> Result<Vec<u8>, Failure> {
        let _slot = self.fetches.acquire().await;
        Ok(self.fetcher.fetch(source).await?)
    }

    async fn render(&self, bytes: &Arc<Vec<u8>>, width: Width) -> Result<Result<Picture, RenderError>> {
        let _slot = self.renders.acquire().await;
        let bytes = Arc::clone(bytes);
        let made = tokio::task::spawn_blocking(move || {
            let (format, bytes) = render(&bytes, width.pixels())?;
            Ok(Picture::new(format, bytes))
        });
        made.await.map_err(Error::internal)
    }

    async fn on_disk<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&Cache) -> T + Send + 'static) -> Result<T> {
        let workshop = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&workshop.cache)).await.map_err(Error::internal)
    }

    fn turn(&self, digest: &str) -> Arc<AsyncMutex<()>> {
        let mut under_way = lock(&self.under_way);
        under_way.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = under_way.get(digest).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        under_way.insert(digest.to_owned(), Arc::downgrade(&turn));
        turn
    }

    fn has_failed(&self, digest: &str, now: DateTime<Utc>) -> bool {
        lock(&self.failed).get(digest).is_some_and(|at| now - *at < LEFT_ALONE)
    }

    fn fail(&self, job: &Job, failure: Failure, now: DateTime<Utc>) -> Error {
        // Not the whole address, which may have a secret in it.
        let host = url::Url::parse(&job.source).ok().and_then(|url| url.host_str().map(str::to_owned));
        tracing::warn!(host, error = %failure, "a picture is not shown");
        let mut failed = lock(&self.failed);
        failed.retain(|_, at| now - *at < LEFT_ALONE);
        failed.insert(job.digest.clone(), now);
        upstream(failure)
    }
}

/// A picture to be made.
struct Job {
    source: String,
    digest: String,
    /// What its source is kept as.
    original: String,
    width: Width,
}

impl Job {
    /// What it is kept as.
    fn name(&self) -> String {
        format!("{}-{}", self.digest, self.width.pixels())
    }
}

fn upstream(failure: Failure) -> Error {
    Error::Upstream("the picture's source", Box::new(failure))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
