use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{Stream, StreamExt as _, stream};
use medianest_db::UserId;
use tokio::time::sleep;
use uuid::Uuid;

use super::{Activity, ActivityKind, ActivityPlace, Whom, latest, load, people, seen};
use crate::events::{Event, Heard};
use crate::policy::Actor;
use crate::policy::visibility::may_change;
use crate::{App, Error, Result};

/// How far back something may be said to have been done and still is news: players tell late.
const NEWS_FOR: TimeDelta = TimeDelta::hours(1);
/// Among how many of a person's latest doings one is looked for that was told of.
const LATEST: i64 = 30;
/// How many are remembered, so that none is told twice.
const REMEMBERED: usize = 100;
/// How long a watcher waits before it asks a database again that was away.
const PATIENCE: Duration = Duration::from_secs(1);

/// What somebody hears who watches what others do.
#[derive(Debug, Clone, PartialEq)]
pub enum ActivityEvent {
    /// Somebody did something.
    Added(Box<(Activity, ActivityPlace)>),
    /// Some may have been missed: read the feed again.
    Resync,
}

/// Watches what a feed has, as it comes into it: what is told is what the feed shows at that moment. What somebody enters for
/// an earlier day is no news. Ends when the actor may look no longer.
///
/// # Errors
/// As [`super::page`].
pub async fn watch(
    app: &App,
    actor: &Actor,
    whom: Whom,
    kinds: Vec<ActivityKind>,
) -> Result<impl Stream<Item = ActivityEvent> + Send + use<>> {
    // First the ear, then the look: a friend who is made in between is heard of.
    let heard = app.events().stream();
    let people = people(app, actor, whom).await?;
    let watcher = Watcher {
        app: app.clone(),
        actor: actor.clone(),
        whom,
        kinds,
        people,
        since: app.now() - NEWS_FOR,
        told: VecDeque::new(),
        heard,
    };
    Ok(stream::unfold(watcher, |mut watcher| async move { watcher.next().await.map(|event| (event, watcher)) }))
}

struct Watcher<H> {
    app: App,
    actor: Actor,
    whom: Whom,
    kinds: Vec<ActivityKind>,
    /// Whose doings may be in the feed: those of others are not looked at.
    people: HashSet<UserId>,
    since: DateTime<Utc>,
    told: VecDeque<ActivityPlace>,
    heard: H,
}

impl<H: Stream<Item = Heard> + Send + Unpin> Watcher<H> {
    async fn next(&mut self) -> Option<ActivityEvent> {
        loop {
            let heard = self.heard.next().await?;
            if may_change(&heard) {
                Box::pin(self.look_around()).await?;
            }
            match heard {
                Heard::Resync => return Some(ActivityEvent::Resync),
                Heard::Event(Event::ActivityAdded { user_id, id }) if self.people.contains(&user_id) => {
                    match Box::pin(self.find(user_id, id)).await {
                        Ok(Some(found)) => return Some(ActivityEvent::Added(Box::new(found))),
                        Ok(None) => {}
                        Err(error) if may_pass(&error) => return Some(ActivityEvent::Resync),
                        Err(_) => return None,
                    }
                }
                Heard::Event(_) => {}
            }
        }
    }

    /// Takes anew whose doings they are, however long the database is away; `None` when the actor may look no longer.
    async fn look_around(&mut self) -> Option<()> {
        loop {
            match people(&self.app, &self.actor, self.whom).await {
                Ok(people) => {
                    self.people = people;
                    return Some(());
                }
                Err(error) if may_pass(&error) => sleep(PATIENCE).await,
                Err(_) => return None,
            }
        }
    }

    /// What a person did, if the feed shows it now, and it was not told yet.
    async fn find(&mut self, person: UserId, id: Uuid) -> Result<Option<(Activity, ActivityPlace)>> {
        let seen = seen(&self.app, &self.actor, HashSet::from([person]), &self.kinds).await?;
        let conn = self.app.db().await?;
        let rows = seen.sources.page(&conn, latest(&self.app), LATEST).await?;
        let is_news = |at, id| at >= self.since && !self.told.contains(&(at, id));
        let Some(row) = rows.into_iter().find(|row| row.id == id && is_news(row.at, row.id)) else { return Ok(None) };
        let found = load(&conn, &seen, &[row]).await?.pop();
        if let Some((_, place)) = &found {
            if self.told.len() == REMEMBERED {
                self.told.pop_front();
            }
            self.told.push_back(*place);
        }
        Ok(found)
    }
}

/// Whether it may go by itself.
fn may_pass(error: &Error) -> bool {
    matches!(error, Error::Unavailable(_) | Error::Internal(_))
}
