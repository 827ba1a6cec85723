use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use medianest_core::db::UserId;
use medianest_core::policy::{Actor, Who};

/// How long a budget lasts until it is whole again.
const WINDOW: TimeDelta = TimeDelta::minutes(1);
/// From this many windows on, those that are over are swept before another is added.
const SWEEP_AT: usize = 4096;

/// Whose budget it is: a person's, over all they are signed in with; else an address's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Payer {
    Person(UserId),
    Address(Option<IpAddr>),
}

#[derive(Clone, Copy)]
struct Window {
    began_at: DateTime<Utc>,
    spent: usize,
}

/// How a caller's budget stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What there is for a minute.
    pub limit: usize,
    /// What is left of it.
    pub remaining: usize,
    /// Until it is whole again.
    pub reset: Duration,
}

/// What each caller may ask of this process in a minute, in the points that operations are rated with before they run.
#[derive(Clone)]
pub struct CostBudgets {
    per_minute: usize,
    windows: Arc<Mutex<HashMap<Payer, Window>>>,
}

impl CostBudgets {
    /// Everybody gets `per_minute` points.
    #[must_use]
    pub fn new(per_minute: usize) -> Self {
        Self { per_minute, windows: Arc::default() }
    }

    /// How the actor's budget stands; `None` for the system, which has none.
    #[must_use]
    pub fn balance(&self, actor: &Actor, now: DateTime<Utc>) -> Option<Balance> {
        self.spend(actor, 0, now).map(|(balance, _)| balance)
    }

    /// Takes the points of an operation off the actor's budget.
    ///
    /// # Errors
    /// How long it takes until the budget is whole again, where they are not there.
    pub fn charge(&self, actor: &Actor, points: usize, now: DateTime<Utc>) -> Result<(), Duration> {
        match self.spend(actor, points, now) {
            Some((balance, false)) => Err(balance.reset),
            _ => Ok(()),
        }
    }

    /// Takes the points off the actor's budget; whether they were there.
    fn spend(&self, actor: &Actor, points: usize, now: DateTime<Utc>) -> Option<(Balance, bool)> {
        let payer = match &actor.who {
            Who::Person(person) => Payer::Person(person.id),
            Who::Anonymous => Payer::Address(actor.origin.ip),
            Who::System(_) => return None,
        };
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= SWEEP_AT {
            windows.retain(|_, window| now - window.began_at < WINDOW);
        }
        let window = windows.entry(payer).or_insert(Window { began_at: now, spent: 0 });
        if now - window.began_at >= WINDOW {
            *window = Window { began_at: now, spent: 0 };
        }
        let affordable = window.spent + points <= self.per_minute;
        if affordable {
            window.spent += points;
        }
        let reset = (window.began_at + WINDOW - now).to_std().unwrap_or_default();
        Some((Balance { limit: self.per_minute, remaining: self.per_minute - window.spent, reset }, affordable))
    }
}
