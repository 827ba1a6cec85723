//! Telling connections what waits for them: one job for each, in order, so that two servers never tell the same.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{Play, PlayerConnection, PlayerConnectionChanges, WriteBack};
use medianest_db::{
    AsyncConnection as _, DatePrecision, JobLane, MediaItemId, NotificationCategory, NotificationSeverity, PlayerConnectionId,
    PlayerConnectionState, WriteBackDeed, WriteBackId, WriteBackState,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::remote::Remote;
use super::trakt::{Line, Trakt};
use super::verdict::{Known, Verdict};
use super::wanted::Wanted;
use crate::catalogue::facts;
use crate::jobs::{self, Handlers, Outcome};
use crate::notifications::{self, NewNotification};
use crate::outgoing::Trouble;
use crate::policy::Actor;
use crate::{App, Error, Result};

/// The kind of job.
const TELL: &str = "diary.write_back";
/// How often it is looked for what waits.
const POLL: Duration = Duration::from_secs(5);
/// How much is decided at once, from one look at what is known.
const ROUND: i64 = 50;
/// How long the nth failure makes wait.
const WAITS: [TimeDelta; 5] =
    [TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(15), TimeDelta::hours(1), TimeDelta::hours(6)];
/// How often a server may fail at something before it is given up.
const MOST_ATTEMPTS: i32 = 8;

/// Whom to tell.
#[derive(Serialize, Deserialize)]
struct ToTell {
    connection_id: PlayerConnectionId,
}

/// Adds what is done for the jobs of this module.
pub(crate) fn handlers(handlers: Handlers) -> Handlers {
    handlers.with(TELL, async |running| {
        let ToTell { connection_id } = serde_json::from_value(running.job.payload.clone()).map_err(Error::internal)?;
        tell(&running.app, connection_id, &running.stop).await
    })
}

/// Sees to it, until the shutdown, that whatever waits is told.
pub(crate) async fn keep(app: App, shutdown: CancellationToken) {
    while shutdown.run_until_cancelled(sleep(POLL)).await.is_some() {
        if let Err(error) = enqueue_due(&app).await {
            tracing::warn!(error = %error, "what media servers are to be told could not be looked for");
        }
    }
}

/// Queues a job for each connection that something waits for; answers how many those are.
///
/// # Errors
/// Only those of the database.
pub async fn enqueue_due(app: &App) -> Result<usize> {
    let mut conn = app.db().await?;
    let due = WriteBack::due_connections(&conn, app.now()).await?;
    let count = due.len();
    for (connection_id, user) in due {
        let payload = serde_json::to_value(ToTell { connection_id }).map_err(Error::internal)?;
        let key = format!("{TELL}:{connection_id}");
        let queued = conn
            .transaction(async |conn| jobs::enqueue(conn, app, JobLane::Sync, TELL, payload, Some(&key), Some(user)).await)
            .await;
        // One that is just ending is asked for again at the next look.
        if !matches!(queued, Ok(_) | Err(Error::Conflict(_))) {
            queued?;
        }
    }
    Ok(count)
}

fn wait_after(failures: i32) -> TimeDelta {
    let place = usize::try_from(failures - 1).unwrap_or(0).min(WAITS.len() - 1);
    WAITS[place]
}

/// Tells a connection what waits for it.
async fn tell(app: &App, id: PlayerConnectionId, stop: &CancellationToken) -> Result<Outcome> {
    let found = PlayerConnection::with_credentials(&*app.db().await?, id).await?;
    let Some((connection, sealed)) = found else { return Ok(Outcome::Done) };
    let is_resting = connection.rests_until.is_some_and(|until| until > app.now());
    if !connection.is_enabled || connection.state != PlayerConnectionState::Working || is_resting {
        return Ok(Outcome::Done);
    }
    let remote = match Remote::open(app, &connection, &sealed).await? {
        Ok(remote) => remote,
        Err(trouble) => {
            rest(app, &connection, &trouble).await?;
            return Ok(Outcome::Done);
        }
    };
    let mut teller = Teller { app, connection, remote, wanted: HashMap::new() };
    loop {
        if stop.is_cancelled() {
            return Ok(Outcome::Yielded);
        }
        let due = WriteBack::due(&*app.db().await?, id, app.now(), ROUND).await?;
        if due.is_empty() || !teller.round(due).await? {
            return Ok(Outcome::Done);
        }
    }
}

/// The connection can be told nothing for now.
async fn rest(app: &App, connection: &PlayerConnection, trouble: &Trouble) -> Result<()> {
    let (now, failures) = (app.now(), connection.failures + 1);
    let mut changes = PlayerConnectionChanges {
        last_error: Some(Some(trouble.words().to_owned())),
        last_failure_at: Some(now),
        ..PlayerConnectionChanges::default()
    };
    let is_over = matches!(trouble, Trouble::SignIn(_));
    if is_over {
        changes.state = Some(PlayerConnectionState::Paused);
    } else {
        changes.failures = Some(failures);
        changes.rests_until = Some(Some(now + wait_for(trouble, failures)));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        PlayerConnection::change(conn, connection.id, &changes).await?;
        if is_over {
            notifications::notify(conn, app, sign_in_ended(connection, now)).await?;
        }
        Ok(())
    })
    .await
}

fn wait_for(trouble: &Trouble, failures: i32) -> TimeDelta {
    let asked = match trouble {
        Trouble::Away { wait, .. } => wait.unwrap_or_default(),
        _ => TimeDelta::zero(),
    };
    wait_after(failures).max(asked)
}

fn sign_in_ended(connection: &PlayerConnection, now: DateTime<Utc>) -> NewNotification {
    NewNotification {
        user_id: connection.user_id,
        notification_type: "player_connection_paused",
        category: NotificationCategory::Integration,
        severity: NotificationSeverity::Warning,
        title: format!("{} no longer knows your sign-in", connection.name),
        message: "Sign in again, and it is told what you played meanwhile.".to_owned(),
        link_url: Some("/settings/players".to_owned()),
        data: json!({ "connectionId": connection.id.to_string() }),
        dedupe_key: Some(format!("player_connection_paused:{}:{}", connection.id, now.date_naive())),
        expires_at: None,
    }
}

struct Teller<'a> {
    app: &'a App,
    connection: PlayerConnection,
    remote: Remote,
    /// What the items are called elsewhere; `None` for what no server has.
    wanted: HashMap<MediaItemId, Option<Wanted>>,
}

/// What came of telling something.
enum Told {
    Done,
    Unmatched,
    Trouble(Trouble),
}

impl Teller<'_> {
    /// Decides and tells these; false when the connection can be told nothing more for now.
    async fn round(&mut self, due: Vec<WriteBack>) -> Result<bool> {
        let mut items: Vec<MediaItemId> = due.iter().map(|row| row.media_item_id).collect();
        items.sort_unstable();
        items.dedup();
        self.learn(&items).await?;
        let connection = self.connection.clone();
        let mut known = self.known(&connection, &due, &items).await?;
        // Several of Trakt's travel together, as long as they say the same and of each item one.
        let mut batch: Vec<WriteBack> = Vec::new();
        for row in due {
            let is_apart = batch.iter().any(|other| other.deed != row.deed || other.media_item_id == row.media_item_id);
            if is_apart && !self.flush(&mut batch, &mut known).await? {
                return Ok(false);
            }
            match known.judge(&row) {
                Verdict::Skip(why) => self.end(&mut known, &[row], WriteBackState::Skipped, Some(why)).await?,
                Verdict::Tell => batch.push(row),
            }
            if !matches!(self.remote, Remote::Trakt(_)) && !self.flush(&mut batch, &mut known).await? {
                return Ok(false);
            }
        }
        self.flush(&mut batch, &mut known).await
    }

    /// What the items are called elsewhere.
    async fn learn(&mut self, items: &[MediaItemId]) -> Result<()> {
        let unknown: Vec<MediaItemId> = items.iter().copied().filter(|item| !self.wanted.contains_key(item)).collect();
        let facts = facts::of(self.app, &Actor::system(TELL), &unknown).await?;
        self.wanted.extend(unknown.into_iter().map(|item| (item, facts.get(&item).and_then(Wanted::of))));
        Ok(())
    }

    async fn known<'k>(&self, connection: &'k PlayerConnection, due: &[WriteBack], items: &[MediaItemId]) -> Result<Known<'k>> {
        let conn = self.app.db().await?;
        let user = connection.user_id;
        let ids: Vec<_> = due.iter().map(|row| row.play_id).collect();
        let plays = Play::own_by_ids(&conn, user, &ids).await?;
        let left = Play::own_of_items(&conn, user, items).await?;
        let ended = WriteBack::ended_of_items(&conn, connection.id, items).await?;
        let told_by = WriteBack::told_by(&conn, user, items).await?;
        Ok(Known {
            connection,
            plays: plays.into_iter().map(|play| (play.id, play)).collect(),
            left: by_item(left, |play| Some(play.media_item_id)),
            ended: by_item(ended, |row| Some(row.media_item_id)),
            told_by: by_item(told_by, |told| told.media_item_id),
        })
    }

    /// Tells the batch, and empties it; false when the connection can be told nothing more for now.
    async fn flush(&mut self, batch: &mut Vec<WriteBack>, known: &mut Known<'_>) -> Result<bool> {
        let rows = std::mem::take(batch);
        let Some(first) = rows.first() else { return Ok(true) };
        let (now, attempt) = (self.app.now(), first.attempts + 1);
        let ids: Vec<WriteBackId> = rows.iter().map(|row| row.id).collect();
        // Before anything is sent: a server that dies now tells it again later, and what comes back is known for an echo.
        WriteBack::begin(&*self.app.db().await?, &ids, now, now + wait_after(attempt)).await?;
        let told = match &self.remote {
            Remote::Trakt(trakt) => self.tell_trakt(trakt, &rows).await?,
            _ => self.tell_server(first, known).await?,
        };
        let mut is_well = false;
        for (row, told) in rows.into_iter().zip(told) {
            match told {
                Told::Done => {
                    is_well = true;
                    self.end(known, &[row], WriteBackState::Told, None).await?;
                }
                Told::Unmatched => {
                    is_well = true;
                    self.end(known, &[row], WriteBackState::Unmatched, Some("it has no such film or episode")).await?;
                }
                Told::Trouble(Trouble::Failed(why)) if row.attempts + 1 < MOST_ATTEMPTS => {
                    WriteBack::put_off(&*self.app.db().await?, &[row.id], &why, Some(now + wait_after(row.attempts + 1))).await?;
                }
                Told::Trouble(trouble @ (Trouble::Failed(_) | Trouble::Refused(_) | Trouble::Missing)) => {
                    self.end(known, &[row], WriteBackState::Failed, Some(trouble.words())).await?;
                }
                Told::Trouble(trouble) => {
                    // It is not the fault of these, so it is not counted against them.
                    WriteBack::wait_on(&*self.app.db().await?, &ids, trouble.words()).await?;
                    rest(self.app, &self.connection, &trouble).await?;
                    return Ok(false);
                }
            }
        }
        if is_well {
            self.note_success(now).await?;
        }
        Ok(true)
    }

    async fn note_success(&mut self, now: DateTime<Utc>) -> Result<()> {
        let changes = PlayerConnectionChanges {
            failures: Some(0),
            rests_until: Some(None),
            last_error: Some(None),
            last_success_at: Some(now),
            ..PlayerConnectionChanges::default()
        };
        self.connection = PlayerConnection::change(&*self.app.db().await?, self.connection.id, &changes).await?;
        Ok(())
    }

    async fn end(&self, known: &mut Known<'_>, rows: &[WriteBack], state: WriteBackState, reason: Option<&str>) -> Result<()> {
        let ids: Vec<WriteBackId> = rows.iter().map(|row| row.id).collect();
        WriteBack::end(&*self.app.db().await?, &ids, state, reason, self.app.now()).await?;
        for row in rows {
            let ended = WriteBack { state, reason: reason.map(ToOwned::to_owned), ..row.clone() };
            known.ended.entry(row.media_item_id).or_default().push(ended);
        }
        Ok(())
    }

    /// Tells a media server one thing, by what it calls the item: as it is known, else as it is found.
    async fn tell_server(&self, row: &WriteBack, known: &Known<'_>) -> Result<Vec<Told>> {
        let (connection, item) = (self.connection.id, row.media_item_id);
        let remembered = PlayerConnection::remote_item(&*self.app.db().await?, connection, item).await?;
        if let Some(remote_item) = remembered {
            match self.say(row, &remote_item, known).await {
                // It was removed, or came back under another name.
                Err(Trouble::Missing) => PlayerConnection::forget_item(&*self.app.db().await?, connection, item).await?,
                told => return Ok(vec![told.map_or_else(Told::Trouble, |()| Told::Done)]),
            }
        }
        let Some(Some(wanted)) = self.wanted.get(&item) else { return Ok(vec![Told::Unmatched]) };
        let found = match self.remote.find(wanted).await {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(vec![Told::Unmatched]),
            Err(trouble) => return Ok(vec![Told::Trouble(trouble)]),
        };
        let told = self.say(row, &found, known).await;
        if told.is_ok() {
            PlayerConnection::remember_item(&*self.app.db().await?, connection, item, &found).await?;
        }
        Ok(vec![told.map_or_else(Told::Trouble, |()| Told::Done)])
    }

    async fn say(&self, row: &WriteBack, remote_item: &str, known: &Known<'_>) -> Result<(), Trouble> {
        let is_dated = known.plays.get(&row.play_id).is_some_and(|play| play.date_precision != DatePrecision::Unknown);
        match row.deed {
            WriteBackDeed::Played => self.remote.mark(remote_item, is_dated.then_some(row.watched_at)).await,
            WriteBackDeed::Unplayed => self.remote.unmark(remote_item).await,
        }
    }

    /// Tells Trakt of all of these, which say the same.
    async fn tell_trakt(&self, trakt: &Trakt, rows: &[WriteBack]) -> Result<Vec<Told>> {
        let wanted = |row: &WriteBack| self.wanted.get(&row.media_item_id).and_then(Option::as_ref);
        let mut told: Vec<Option<Told>> =
            rows.iter().map(|row| if wanted(row).is_none() { Some(Told::Unmatched) } else { None }).collect();
        let (mut lines, mut places) = (Vec::new(), Vec::new());
        for (place, row) in rows.iter().enumerate() {
            let Some(wanted) = wanted(row) else { continue };
            let line = Line { wanted, watched_at: row.watched_at };
            // The answer to the last try may have been lost on its way.
            if row.attempted_at.is_some() && row.deed == WriteBackDeed::Played {
                match trakt.is_there(&line).await {
                    Ok(true) => {
                        told[place] = Some(Told::Done);
                        continue;
                    }
                    Ok(false) => {}
                    Err(trouble) => return Ok(all(rows, &trouble)),
                }
            }
            lines.push(line);
            places.push(place);
        }
        let deed = rows.first().map(|row| row.deed);
        let unknown = match deed {
            _ if lines.is_empty() => Ok(Vec::new()),
            Some(WriteBackDeed::Unplayed) => trakt.remove(&lines).await,
            _ => trakt.add(&lines).await,
        };
        match unknown {
            Ok(unknown) => {
                for (line, place) in places.into_iter().enumerate() {
                    told[place] = Some(if unknown.contains(&line) { Told::Unmatched } else { Told::Done });
                }
                Ok(told.into_iter().map(|told| told.unwrap_or(Told::Unmatched)).collect())
            }
            Err(trouble) => Ok(all(rows, &trouble)),
        }
    }
}

fn all(rows: &[WriteBack], trouble: &Trouble) -> Vec<Told> {
    rows.iter().map(|_| Told::Trouble(trouble.clone())).collect()
}

fn by_item<T>(rows: Vec<T>, item: impl Fn(&T) -> Option<MediaItemId>) -> HashMap<MediaItemId, Vec<T>> {
    let mut by_item: HashMap<MediaItemId, Vec<T>> = HashMap::new();
    for row in rows {
        if let Some(item) = item(&row) {
            by_item.entry(item).or_default().push(row);
        }
    }
    by_item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_makes_wait_longer_up_to_six_hours_and_a_server_may_ask_for_more() {
        let minutes: Vec<i64> = [1, 2, 3, 4, 5, 99].map(|failures| wait_after(failures).num_minutes()).into();
        assert_eq!(minutes, [1, 5, 15, 60, 360, 360]);
        let asked = |seconds| Trouble::Away { why: String::new(), wait: Some(TimeDelta::seconds(seconds)) };
        assert_eq!(wait_for(&asked(3_600), 1), TimeDelta::hours(1));
        assert_eq!(wait_for(&asked(1), 1), TimeDelta::minutes(1));
    }
}
