//! One playback becomes a play of each who sat there.
//!
//! Each takes it in a transaction of their own, in a job, so that nobody's diary waits for another's. It is theirs from then
//! on: they correct and remove it, and what they removed does not come back.

use medianest_db::catalogue::MediaItem;
use medianest_db::diary::{Play, ScrobbleFacts};
use medianest_db::social::GroupWatching;
use medianest_db::{
    AsyncConnection, AsyncPgConnection, DatePrecision, GroupId, JobLane, NotificationCategory, NotificationSeverity, PlayId,
    PlayOrigin, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::plays::{self, PlayDraft, When};
use crate::admin::audit::{self, Entry};
use crate::jobs::{self, Handlers, Outcome};
use crate::notifications::{self, NewNotification};
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::social::watching;
use crate::{App, Error, Result};

/// Who is said to have told of such a play.
pub const SOURCE: &str = "group";
/// The kind of job.
const SHARE: &str = "diary.share_play";

/// A play, and who sat there.
#[derive(Serialize, Deserialize)]
struct Shared {
    play_id: PlayId,
    group_id: GroupId,
    user_ids: Vec<UserId>,
}

/// Gives a play of the actor's to these of a group, who must have said that they take what is played with them. It comes into
/// their history a moment later.
///
/// # Errors
/// [`Error::NotFound`] for a play that is not the actor's and a group that they are not in, [`Error::Forbidden`] for the group's
/// limited members, [`Error::Invalid`] naming `userIds` when one of them does not take it, or `playId` when it is private or
/// nobody knows when it was.
pub async fn share(app: &App, actor: &Actor, play: PlayId, group: GroupId, people: &[UserId]) -> Result<Play> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let play = Play::find_own_for_update(conn, user, play).await?.filter(|play| play.deleted_at.is_none());
        let play = play.ok_or(Error::NotFound("play"))?;
        if !is_shareable(&play) {
            return Err(Error::invalid("playId", "a play that is private, or of which no moment is known, is nobody else's"));
        }
        let user_ids = watching::willing(conn, group, user, people).await?;
        let entry = Entry::new("diary.play_shared").on("group", group).context(json!({ "play": play.id.to_string() }));
        audit::record(app, actor, conn, entry).await?;
        enqueue(app, conn, user, Shared { play_id: play.id, group_id: group, user_ids }).await?;
        Ok(play)
    })
    .await
}

/// Plays came into people's histories, in this transaction: gives each to those for whom its person played. What they tell of
/// by hand they give themselves, by [`share`].
pub(super) async fn follow(app: &App, conn: &AsyncPgConnection, plays: &[Play]) -> Result<()> {
    let told: Vec<&Play> = plays.iter().filter(|play| play.origin == PlayOrigin::Scrobble && is_shareable(play)).collect();
    let moments: Vec<_> = told.iter().map(|play| (play.user_id, play.watched_at)).collect();
    for (play, played_for) in told.into_iter().zip(watching::at(conn, &moments).await?) {
        if let Some((group_id, user_ids)) = played_for.filter(|(_, people)| !people.is_empty()) {
            enqueue(app, conn, play.user_id, Shared { play_id: play.id, group_id, user_ids }).await?;
        }
    }
    Ok(())
}

fn is_shareable(play: &Play) -> bool {
    !play.is_private && matches!(play.date_precision, DatePrecision::Second | DatePrecision::Minute)
}

async fn enqueue(app: &App, conn: &AsyncPgConnection, host: UserId, shared: Shared) -> Result<()> {
    let payload = serde_json::to_value(shared).map_err(Error::internal)?;
    jobs::enqueue(conn, app, JobLane::Sync, SHARE, payload, None, Some(host)).await.map(|_| ())
}

/// Adds what is done for the jobs of this module.
pub(crate) fn handlers(handlers: Handlers) -> Handlers {
    handlers.with(SHARE, async |running| {
        let shared: Shared = serde_json::from_value(running.job.payload.clone()).map_err(Error::internal)?;
        hand_out(&running.app, &shared).await?;
        Ok(Outcome::Done)
    })
}

async fn hand_out(app: &App, shared: &Shared) -> Result<()> {
    for user in &shared.user_ids {
        let mut conn = app.db().await?;
        conn.transaction(async |conn| take(app, conn, shared, *user).await).await?;
    }
    Ok(())
}

/// One of those who sat there takes the play, unless they do not any more, or know of it.
async fn take(app: &App, conn: &AsyncPgConnection, shared: &Shared, user: UserId) -> Result<()> {
    let everybody = visibility::scope(app, &Actor::system(SHARE), Aspect::History).await?;
    // Whatever became of the play meanwhile holds for those it was for.
    let Some(play) = Play::find(conn, &everybody, shared.play_id).await?.filter(is_shareable) else { return Ok(()) };
    if GroupWatching::willing(conn, shared.group_id, play.user_id, &[user]).await?.is_empty() {
        return Ok(());
    }
    ScrobbleFacts::lock_person(conn, user).await?;
    let told = play.id.to_string();
    if Play::is_told(conn, user, SOURCE, &told).await? {
        return Ok(());
    }
    let draft = PlayDraft {
        started_at: play.started_at,
        source_event_id: Some(told),
        unless_known: true,
        ..PlayDraft::new(play.media_item_id, When::At(play.watched_at), SOURCE)
    };
    let taken = plays::add_within(app, conn, user, draft).await?;
    if taken.is_new {
        notifications::notify(conn, app, news(conn, &play, &taken.play).await?).await?;
    }
    Ok(())
}

async fn news(conn: &AsyncPgConnection, host: &Play, taken: &Play) -> Result<NewNotification> {
    let title = MediaItem::find(conn, taken.media_item_id).await?.map(|item| item.name).unwrap_or_default();
    Ok(NewNotification {
        user_id: taken.user_id,
        notification_type: "play_shared",
        category: NotificationCategory::Social,
        severity: NotificationSeverity::Info,
        title: format!("{title} came into your history"),
        message: "You watched it together. Remove it if you did not.".to_owned(),
        link_url: Some("/history".to_owned()),
        data: json!({ "playId": taken.id.to_string(), "userId": host.user_id.to_string() }),
        dedupe_key: Some(format!("play_shared:{}", taken.id)),
        expires_at: None,
    })
}
