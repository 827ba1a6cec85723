//! Making items anew of what was kept, when other words count: nobody is asked.

use medianest_db::catalogue::{MediaItem, MediaMetadata};
use medianest_db::{AsyncConnection, AsyncPgConnection, JobLane, MediaItemId, MediaTypeId};
use serde::{Deserialize, Serialize};

use super::keep::settle;
use crate::jobs::{self, Handlers, Outcome, Running};
use crate::policy::Actor;
use crate::{App, Error, Result};

const REMERGE: &str = "metadata.remerge";
/// How many items are looked up at once.
const PAGE: i64 = 200;

#[derive(Debug, Serialize, Deserialize)]
struct Remerge {
    media_type_id: MediaTypeId,
}

/// Has all items of a media type made anew. One that is being done may have passed some of them, so each change has its own.
pub(super) async fn enqueue(app: &App, actor: &Actor, conn: &AsyncPgConnection, media_type_id: MediaTypeId) -> Result<()> {
    let payload = serde_json::to_value(Remerge { media_type_id }).map_err(Error::internal)?;
    jobs::enqueue(conn, app, JobLane::Metadata, REMERGE, payload, None, actor.user_id()).await.map(|_| ())
}

/// The job's handler.
pub(crate) fn handlers(handlers: Handlers) -> Handlers {
    handlers.with(REMERGE, all)
}

async fn all(running: Running) -> Result<Outcome> {
    let Remerge { media_type_id } = serde_json::from_value(running.job.payload.clone()).map_err(Error::internal)?;
    let app = &running.app;
    let language = &app.settings().metadata.language;
    let mut after = None;
    loop {
        let page = MediaMetadata::items_of_type(&*app.db().await?, media_type_id, language, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(Outcome::Done) };
        after = Some(*last);
        for id in page {
            if running.stop.is_cancelled() {
                return Ok(Outcome::Yielded);
            }
            one(app, id).await?;
        }
    }
}

async fn one(app: &App, id: MediaItemId) -> Result<()> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        if let Some(item) = MediaItem::find_for_update(conn, id).await? {
            settle(app, &Actor::system("metadata"), conn, &item).await?;
        }
        Ok(())
    })
    .await
}
