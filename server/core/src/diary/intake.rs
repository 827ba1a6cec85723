//! Where scrobbles are taken in: those of several people that wait at the same time in one transaction. Their statements
//! are on their way together, and what beginning and committing costs is paid once.
//!
//! Nobody waits for others to come: whoever comes while nothing is under way is taken in alone, and those who come meanwhile
//! are together next. What one person says is taken in in the order in which it came.

use std::collections::{HashMap, HashSet, VecDeque};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::try_join_all;
use medianest_db::diary::ScrobbleFacts;
use medianest_db::{AsyncPgConnection, UserId};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::scrobble::{self, ScrobbleInput, Scrobbled};
use crate::{App, Error, Result};

/// The most that are taken in in one transaction. Their people's diaries are locked until it ends.
const TOGETHER: usize = 32;
/// How many transactions run at a time.
const AT_A_TIME: usize = 3;
/// What takes longer than this waits for somebody else who is at that person's diary, an import say: others go ahead.
const SOON: Duration = Duration::from_millis(200);

/// What waits to be taken in.
#[derive(Default)]
pub(crate) struct Intake(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Said>,
    /// Whose word is being taken in.
    people: HashSet<UserId>,
    /// How many transactions run, without those that wait for others.
    running: usize,
}

/// What somebody's player said, and who waits for what came of it.
struct Said {
    user: UserId,
    input: ScrobbleInput,
    at: DateTime<Utc>,
    answer: oneshot::Sender<Result<Scrobbled>>,
}

/// Those of whom something is being taken in, in one transaction.
struct Batch {
    app: App,
    people: Vec<UserId>,
    /// Whether it is one of those that run at a time.
    is_counted: bool,
}

impl Intake {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// The first word of each person of whom nothing is being taken in, for one more transaction.
    fn next(&mut self) -> Option<Vec<Said>> {
        if self.running >= AT_A_TIME {
            return None;
        }
        let (mut taken, mut left) = (Vec::new(), VecDeque::new());
        for said in self.waiting.drain(..) {
            if taken.len() < TOGETHER && self.people.insert(said.user) {
                taken.push(said);
            } else {
                left.push_back(said);
            }
        }
        self.waiting = left;
        if taken.is_empty() {
            return None;
        }
        self.running += 1;
        Some(taken)
    }
}

/// Takes in what a player said, in a transaction that has locked the person.
pub(super) async fn take_in(app: &App, user: UserId, input: ScrobbleInput, at: DateTime<Utc>) -> Result<Scrobbled> {
    let (answer, answered) = oneshot::channel();
    app.intake().queue().waiting.push_back(Said { user, input, at, answer });
    go_on(app);
    answered.await.map_err(Error::internal)?
}

/// Begins with what can be taken in now.
fn go_on(app: &App) {
    let next = app.intake().queue().next();
    if let Some(said) = next {
        Batch::begin(app, said);
    }
}

impl Batch {
    /// Takes these in, a transaction that is counted already, apart from whoever waits for it: what was begun for several is
    /// not given up with one of them.
    fn begin(app: &App, said: Vec<Said>) {
        let batch = Self { app: app.clone(), people: said.iter().map(|said| said.user).collect(), is_counted: true };
        app.tasks().spawn(batch.run(said));
    }

    async fn run(mut self, mut said: Vec<Said>) {
        if said.len() > 1 {
            self.together(said).await;
        } else if let Some(said) = said.pop() {
            let outcome = self.alone(&said).await;
            // Whoever asked may have left.
            let _ = said.answer.send(outcome);
        }
    }

    async fn alone(&mut self, said: &Said) -> Result<Scrobbled> {
        let app = self.app.clone();
        let mut taken = pin!(alone(&app, said));
        if let Ok(outcome) = timeout(SOON, &mut taken).await {
            return outcome;
        }
        self.step_aside();
        taken.await
    }

    /// Lets others go ahead.
    fn step_aside(&mut self) {
        self.is_counted = false;
        self.app.intake().queue().running -= 1;
        go_on(&self.app);
    }

    async fn together(&mut self, said: Vec<Said>) {
        // What goes wrong with one undoes it for all. Each is then taken in alone, and told of what went wrong with it.
        let mut outcomes = together(&self.app, &said).await.unwrap_or_default().into_iter();
        for said in said {
            if let Some(scrobbled) = outcomes.next().flatten() {
                let _ = said.answer.send(Ok(scrobbled));
            } else {
                self.people.retain(|user| *user != said.user);
                self.app.intake().queue().running += 1;
                Self::begin(&self.app, vec![said]);
            }
        }
    }
}

impl Drop for Batch {
    /// Lets these people's next words in, also where taking in the last ones panicked.
    fn drop(&mut self) {
        {
            let mut queue = self.app.intake().queue();
            queue.running -= usize::from(self.is_counted);
            for user in &self.people {
                queue.people.remove(user);
            }
        }
        go_on(&self.app);
    }
}

/// Takes one in, once nobody else is at the person's diary.
async fn alone(app: &App, said: &Said) -> Result<Scrobbled> {
    let mut conn = app.db().await?;
    ScrobbleFacts::begin(&mut conn, said.user).await?;
    let outcome = take_in_locked(app, &conn, &[said]).await;
    let scrobbled = ScrobbleFacts::end(&mut conn, outcome).await?.pop();
    scrobbled.ok_or_else(|| Error::internal("what one said was taken in as nothing"))
}

/// Takes in what several said, but for those at whose diary somebody else is: nobody waits for one of the others.
async fn together(app: &App, said: &[Said]) -> Result<Vec<Option<Scrobbled>>> {
    let people: Vec<UserId> = said.iter().map(|said| said.user).collect();
    let mut conn = app.db().await?;
    let locked = ScrobbleFacts::begin_together(&mut conn, &people).await?;
    let taken: Vec<&Said> = said.iter().filter(|said| locked.contains(&said.user)).collect();
    let outcome = take_in_locked(app, &conn, &taken).await;
    let mut scrobbled = ScrobbleFacts::end(&mut conn, outcome).await?.into_iter();
    Ok(said.iter().map(|said| if locked.contains(&said.user) { scrobbled.next() } else { None }).collect())
}

/// Takes in what people said who are locked. What is read or written of everybody alike is so in one statement for all.
async fn take_in_locked(app: &App, conn: &AsyncPgConnection, said: &[&Said]) -> Result<Vec<Scrobbled>> {
    let asked: Vec<_> = said.iter().map(|said| (said.user, said.input.item_id)).collect();
    let mut facts: HashMap<_, _> = ScrobbleFacts::find_all(conn, &asked).await?.into_iter().collect();
    let derived = said.iter().map(|said| {
        let facts = facts.remove(&said.user);
        scrobble::derive_from(app, conn, said.user, (&said.input, said.at), facts)
    });
    let derived = try_join_all(derived).await?;
    scrobble::write(app, conn, derived).await
}
