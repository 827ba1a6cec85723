//! What people play, as it changes. A change is read once per process, however many watch; who may see it is decided
//! for each of them, from a scope that is kept until somebody's visibility changes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, stream};
use medianest_db::diary::CurrentlyWatching;
use medianest_db::{GroupId, Scope, UserId};
use tokio::sync::{OnceCell, broadcast};
use tokio::time::{Instant, sleep, timeout_at};

use crate::events::{Event, Heard, count_lag};
use crate::policy::Actor;
use crate::policy::visibility::{self, Aspect};
use crate::social::groups;
use crate::{App, Error, Result};

/// How many presences a watcher is shown at the most.
const SHOWN_AT_ONCE: i64 = 10_000;
/// How many changes a watcher may fall behind before it starts over.
const BACKLOG: usize = 1024;
/// The same, for a watcher of one person.
const BACKLOG_OF_ONE: usize = 64;
/// How long nothing more is told once something was: who looks on sees no more of ten changes in a second than of the last, and
/// each of them wakes everybody who watches.
const REST: Duration = Duration::from_millis(100);
/// How long a watcher waits before it asks a database again that was away.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whose presence is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// Everybody whom the watcher may see, themselves included.
    Everybody,
    /// One person.
    Person(UserId),
    /// These people, as far as the watcher may see them.
    People(HashSet<UserId>),
    /// The members of this group who let it see what they play, as they come and go.
    Group(GroupId),
}

/// Whose presence is watched at this moment.
enum Whom {
    Everybody,
    People(HashSet<UserId>),
}

impl Watched {
    /// Whose it is now; of a group only as long as the watcher is in it.
    async fn now(&self, app: &App, actor: &Actor) -> Result<Whom> {
        Ok(match self {
            Self::Everybody => Whom::Everybody,
            Self::Person(one) => Whom::People(HashSet::from([*one])),
            Self::People(people) => Whom::People(people.clone()),
            Self::Group(id) => Whom::People(groups::showing(app, actor, *id, Aspect::CurrentlyWatching.setting().0).await?),
        })
    }
}

impl Whom {
    fn includes(&self, person: UserId) -> bool {
        match self {
            Self::Everybody => true,
            Self::People(people) => people.contains(&person),
        }
    }
}

/// What a watcher sees happen.
#[derive(Debug, Clone)]
pub enum PresenceEvent {
    /// All there is to see; replaces whatever was seen before.
    Snapshot {
        /// The presences, the latest to begin first.
        playing: Vec<Arc<CurrentlyWatching>>,
        /// Whether something may have been missed before it.
        is_resync: bool,
    },
    /// Somebody began to play something, or came into view playing it.
    Started(Arc<CurrentlyWatching>),
    /// They play on, paused, or went elsewhere in it.
    Updated(Arc<CurrentlyWatching>),
    /// They play nothing any more, or went out of view.
    Ended(UserId),
}

/// What all watchers of this process hear.
#[derive(Debug, Clone)]
enum Moment {
    /// Of this person, this is what they play now.
    Changed(UserId, Option<Arc<CurrentlyWatching>>),
    /// Who may see whom changed.
    Visibility,
    /// Something may have been missed.
    Resync,
}

type Everything = Arc<HashMap<UserId, Arc<CurrentlyWatching>>>;

/// The changes, read once and told to every watcher of this process.
pub(crate) struct Feed {
    ears: Mutex<Ears>,
    /// Everything that plays, as far as it is known since the last change.
    everything: Mutex<Arc<OnceCell<Everything>>>,
}

/// Who is told. Whoever watches one person hears of nobody else: hundreds may, and what others play would wake them all.
struct Ears {
    all: broadcast::Sender<Moment>,
    of_one: HashMap<UserId, broadcast::Sender<Moment>>,
}

impl Default for Feed {
    fn default() -> Self {
        let ears = Ears { all: broadcast::channel(BACKLOG).0, of_one: HashMap::new() };
        Self { ears: Mutex::new(ears), everything: Mutex::default() }
    }
}

impl Ears {
    fn open(&mut self, watched: &Watched) -> broadcast::Receiver<Moment> {
        match watched {
            Watched::Person(person) => {
                self.of_one.entry(*person).or_insert_with(|| broadcast::channel(BACKLOG_OF_ONE).0).subscribe()
            }
            Watched::Everybody | Watched::People(_) | Watched::Group(_) => self.all.subscribe(),
        }
    }

    /// Those of these people of whom somebody is to be told.
    fn wanted(&mut self, changed: Vec<UserId>) -> Vec<UserId> {
        self.of_one.retain(|_, ear| ear.receiver_count() > 0);
        if self.all.receiver_count() > 0 {
            return changed;
        }
        changed.into_iter().filter(|person| self.of_one.contains_key(person)).collect()
    }

    /// Nobody need hear it: they may have left meanwhile.
    fn tell(&self, moment: &Moment) {
        match moment {
            Moment::Changed(person, _) => {
                if let Some(ear) = self.of_one.get(person) {
                    let _ = ear.send(moment.clone());
                }
            }
            Moment::Visibility | Moment::Resync => {
                for ear in self.of_one.values() {
                    let _ = ear.send(moment.clone());
                }
            }
        }
        let _ = self.all.send(moment.clone());
    }
}

impl Feed {
    fn ears(&self) -> MutexGuard<'_, Ears> {
        self.ears.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what changed and tells the watchers, for as long as it is polled.
    pub(crate) async fn run(app: &App) {
        let feed = app.presence_feed();
        let mut heard = app.events().stream();
        let mut rested = Instant::now();
        while let Some(first) = heard.next().await {
            let mut changed = Vec::new();
            let (mut is_visibility, mut is_resync) = (false, false);
            let mut next = Some(first);
            // What came meanwhile, or comes before it is time, is read in the same statement.
            while let Some(heard_of) = next.take() {
                is_visibility |= visibility::may_change(&heard_of);
                match heard_of {
                    Heard::Event(Event::PresenceChanged { user_id }) => {
                        feed.grows_old();
                        if !changed.contains(&user_id) {
                            changed.push(user_id);
                        }
                    }
                    Heard::Resync => {
                        feed.grows_old();
                        is_resync = true;
                    }
                    Heard::Event(_) => {}
                }
                // Who may see what is told without delay.
                let until = if is_visibility { Instant::now() } else { rested };
                next = timeout_at(until, heard.next()).await.ok().flatten();
            }
            if !changed.is_empty() {
                rested = Instant::now() + REST;
            }
            if is_visibility {
                app.kept_scopes().clear();
            }
            let wanted = feed.ears().wanted(changed);
            let read = feed.read(app, &wanted).await;
            let ears = feed.ears();
            match read {
                _ if is_resync => ears.tell(&Moment::Resync),
                Ok(moments) => {
                    for moment in &moments {
                        ears.tell(moment);
                    }
                    if is_visibility {
                        ears.tell(&Moment::Visibility);
                    }
                }
                Err(error) => {
                    tracing::warn!(error = %error, "presence could not be read");
                    ears.tell(&Moment::Resync);
                }
            }
        }
    }

    async fn read(&self, app: &App, changed: &[UserId]) -> Result<Vec<Moment>> {
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let scope = visibility::scope(app, &Actor::system("presence"), Aspect::CurrentlyWatching).await?;
        let rows = CurrentlyWatching::by_users(&*app.db().await?, &scope, changed, app.now()).await?;
        let mut playing: HashMap<UserId, Arc<CurrentlyWatching>> =
            rows.into_iter().map(|row| (row.user_id, Arc::new(row))).collect();
        Ok(changed.iter().map(|user| Moment::Changed(*user, playing.remove(user))).collect())
    }

    /// What is known of everything that plays is true no more.
    fn grows_old(&self) {
        *self.everything.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// Everything that plays, read once for all who ask between two changes.
    async fn everything(&self, app: &App) -> Result<Everything> {
        let cell = Arc::clone(&self.everything.lock().unwrap_or_else(PoisonError::into_inner));
        let read = async || {
            let scope = visibility::scope(app, &Actor::system("presence"), Aspect::CurrentlyWatching).await?;
            let rows = CurrentlyWatching::in_scope(&*app.db().await?, &scope, app.now(), SHOWN_AT_ONCE).await?;
            Ok::<_, Error>(Arc::new(rows.into_iter().map(|row| (row.user_id, Arc::new(row))).collect()))
        };
        // While the link is down nobody says when this grows old.
        if app.events().is_listening() { cell.get_or_try_init(read).await.cloned() } else { read().await }
    }
}

/// Watches what people play: first a snapshot, then each change. Ends when the actor may look no longer.
///
/// # Errors
/// [`Error::Unauthenticated`] and the like; [`Error::NotFound`] for one person whom the actor may not see playing, and for
/// a group that they are not in.
pub async fn watch(app: &App, actor: &Actor, whom: Watched) -> Result<impl Stream<Item = PresenceEvent> + Send + use<>> {
    // First the ear, then the look: what happens in between is heard twice rather than never.
    let moments = app.presence_feed().ears().open(&whom);
    let mut watcher = Watcher {
        app: app.clone(),
        actor: actor.clone(),
        scope: visibility::kept_scope(app, actor, Aspect::CurrentlyWatching).await?,
        whom: whom.now(app, actor).await?,
        watched: whom,
        moments,
        shown: HashMap::new(),
        pending: VecDeque::new(),
    };
    if let Watched::Person(person) = watcher.watched
        && !watcher.scope.includes(person, false)
    {
        return Err(Error::NotFound("user"));
    }
    watcher.start_over(false).await?;
    Ok(stream::unfold(watcher, |mut watcher| async move { watcher.next().await.map(|event| (event, watcher)) }))
}

struct Watcher {
    app: App,
    actor: Actor,
    watched: Watched,
    whom: Whom,
    scope: Scope,
    moments: broadcast::Receiver<Moment>,
    /// Whom the watcher sees playing, and since when.
    shown: HashMap<UserId, DateTime<Utc>>,
    pending: VecDeque<PresenceEvent>,
}

impl Watcher {
    async fn next(&mut self) -> Option<PresenceEvent> {
        loop {
            if let Some(event) = self.pending.pop_front() {
                return Some(event);
            }
            match self.moments.recv().await {
                Ok(Moment::Changed(user, playing)) => self.change(user, playing),
                Ok(Moment::Visibility) => self.insist(false).await?,
                Ok(Moment::Resync) => self.insist(true).await?,
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    count_lag("presence");
                    self.insist(true).await?;
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    fn sees(&self, playing: &CurrentlyWatching) -> bool {
        self.whom.includes(playing.user_id) && self.scope.includes(playing.user_id, playing.is_private)
    }

    fn change(&mut self, user: UserId, playing: Option<Arc<CurrentlyWatching>>) {
        match playing.filter(|playing| self.sees(playing)) {
            Some(playing) => {
                let before = self.shown.insert(user, playing.started_at);
                let is_same = before == Some(playing.started_at);
                self.pending.push_back(if is_same { PresenceEvent::Updated(playing) } else { PresenceEvent::Started(playing) });
            }
            None => {
                if self.shown.remove(&user).is_some() {
                    self.pending.push_back(PresenceEvent::Ended(user));
                }
            }
        }
    }

    /// Looks at everything anew until the database answers; `None` when the actor may look no longer.
    async fn insist(&mut self, is_resync: bool) -> Option<()> {
        loop {
            match Box::pin(self.look_again(is_resync)).await {
                Ok(()) => return Some(()),
                Err(Error::Unavailable(_) | Error::Internal(_)) => sleep(PATIENCE).await,
                Err(_) => return None,
            }
        }
    }

    async fn look_again(&mut self, is_resync: bool) -> Result<()> {
        self.scope = visibility::kept_scope(&self.app, &self.actor, Aspect::CurrentlyWatching).await?;
        if let Watched::Group(_) = self.watched {
            self.whom = self.watched.now(&self.app, &self.actor).await?;
        }
        if is_resync {
            return self.start_over(true).await;
        }
        let everything = self.app.presence_feed().everything(&self.app).await?;
        let gone: Vec<UserId> =
            self.shown.keys().filter(|user| everything.get(user).is_none_or(|playing| !self.sees(playing))).copied().collect();
        for user in gone {
            self.change(user, None);
        }
        let come: Vec<_> =
            everything.values().filter(|playing| !self.shown.contains_key(&playing.user_id)).map(Arc::clone).collect();
        for playing in come {
            self.change(playing.user_id, Some(playing));
        }
        Ok(())
    }

    async fn start_over(&mut self, is_resync: bool) -> Result<()> {
        let everything = self.app.presence_feed().everything(&self.app).await?;
        let now = self.app.now();
        let mut playing: Vec<_> =
            everything.values().filter(|playing| playing.expires_at > now && self.sees(playing)).map(Arc::clone).collect();
        playing.sort_by_key(|playing| (std::cmp::Reverse(playing.started_at), playing.user_id));
        self.shown = playing.iter().map(|playing| (playing.user_id, playing.started_at)).collect();
        self.pending.clear();
        self.pending.push_back(PresenceEvent::Snapshot { playing, is_resync });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(ear: &mut broadcast::Receiver<Moment>) -> Vec<String> {
        std::iter::from_fn(|| ear.try_recv().ok()).map(|moment| format!("{moment:?}")).collect()
    }

    #[test]
    fn whoever_watches_one_person_hears_of_nobody_else() {
        let feed = Feed::default();
        let [ana, ben] = [1, 2].map(|n| UserId(uuid::Uuid::from_u128(n)));
        let mut one = feed.ears().open(&Watched::Person(ana));
        let mut all = feed.ears().open(&Watched::Everybody);
        assert_eq!(feed.ears().wanted(vec![ana, ben]), [ana, ben]);
        for moment in [Moment::Changed(ben, None), Moment::Changed(ana, None), Moment::Visibility, Moment::Resync] {
            feed.ears().tell(&moment);
        }
        let others = all.try_recv().map(|moment| format!("{moment:?}")).unwrap();
        assert_eq!(others, format!("{:?}", Moment::Changed(ben, None)));
        let rest = heard(&mut all);
        assert_eq!(rest.len(), 3);
        assert_eq!(heard(&mut one), rest);
        drop(all);
        assert_eq!(feed.ears().wanted(vec![ana, ben]), [ana], "nobody looks for ben");
        drop(one);
        assert_eq!(feed.ears().wanted(vec![ana, ben]), []);
        assert!(feed.ears().of_one.is_empty(), "nobody is kept whom nobody watches");
    }
}
