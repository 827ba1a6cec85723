use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation};
use async_graphql::{Pos, ServerError, ValidationResult};
use chrono::{DateTime, TimeDelta, Utc};
use medianest_core::db::UserId;
use medianest_core::policy::{Actor, Who};
use medianest_core::{App, Error};

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

/// Charges each operation its points once it is known to be valid, before it runs.
pub struct CostLimit;

impl ExtensionFactory for CostLimit {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for CostLimit {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let rated = next.run(ctx).await?;
        if let (Some(budgets), Some(app), Some(actor)) =
            (ctx.data_opt::<CostBudgets>(), ctx.data_opt::<App>(), ctx.data_opt::<Actor>())
            && let Some((balance, false)) = budgets.spend(actor, rated.complexity, app.now())
        {
            return Err(vec![async_graphql::Error::from(Error::RateLimited(balance.reset)).into_server_error(Pos::default())]);
        }
        Ok(rated)
    }
}
