//! How an import gets on, as it does.

use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, stream};
use medianest_db::imports::ImportJob;
use medianest_db::{ImportJobId, ImportStatus};
use tokio::time::sleep;

use super::lifecycle::find;
use crate::events::{Event, Heard};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// How long a watcher waits before it asks a database again that was away.
const PATIENCE: Duration = Duration::from_secs(1);

/// Watches one import: how it stands, then each change. Ends when the import is over.
///
/// # Errors
/// [`Error::NotFound`] for one the actor may not see, and as [`find`].
pub async fn watch(app: &App, actor: &Actor, id: ImportJobId) -> Result<impl Stream<Item = ImportJob> + Send + use<>> {
    // First the ear, then the look: what happens in between is heard twice rather than never.
    let news = app.events().stream().filter(move |heard| {
        let concerns = match heard {
            Heard::Event(Event::ImportProgressed { id: of, .. }) => *of == id,
            Heard::Event(_) => false,
            Heard::Resync => true,
        };
        std::future::ready(concerns)
    });
    let job = find(app, actor, id).await?.ok_or(Error::NotFound("import"))?;
    let watcher = Watcher { app: app.clone(), actor: actor.clone(), id, news: news.boxed(), first: Some(job), is_over: false };
    Ok(stream::unfold(watcher, |mut watcher| async move { watcher.next().await.map(|job| (job, watcher)) }))
}

struct Watcher {
    app: App,
    actor: Actor,
    id: ImportJobId,
    news: BoxStream<'static, Heard>,
    first: Option<ImportJob>,
    is_over: bool,
}

impl Watcher {
    async fn next(&mut self) -> Option<ImportJob> {
        if self.is_over {
            return None;
        }
        let job = if let Some(job) = self.first.take() {
            job
        } else {
            self.news.next().await?;
            self.look().await?
        };
        self.is_over = is_over(job.status);
        Some(job)
    }

    /// Looks until the database answers; `None` when the import is gone or may be seen no longer.
    async fn look(&mut self) -> Option<ImportJob> {
        loop {
            match find(&self.app, &self.actor, self.id).await {
                Ok(found) => return found,
                Err(Error::Unavailable(_) | Error::Internal(_)) => sleep(PATIENCE).await,
                Err(_) => return None,
            }
        }
    }
}

/// Whether nothing more happens to an import unless somebody asks for it.
const fn is_over(status: ImportStatus) -> bool {
    match status {
        ImportStatus::Pending | ImportStatus::Running | ImportStatus::Undoing => false,
        ImportStatus::Completed | ImportStatus::Failed | ImportStatus::Cancelled | ImportStatus::Undone => true,
    }
}
