//! How fast a provider may be asked.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The longest that somebody is kept waiting for their turn; who would wait longer is told so.
const PATIENCE: Duration = Duration::from_secs(20);

/// A bucket of turns that fills steadily. Of one server process: several share what a provider allows only by chance.
pub(super) struct Pace {
    /// How long it takes to fill one turn in; nothing where there is no limit.
    interval: Duration,
    /// How many turns it holds.
    burst: u32,
    state: Mutex<State>,
}

struct State {
    /// When the next turn is, if the bucket is empty; the further it lies in the past, the more turns there are.
    next: Instant,
    /// Nobody is asked before.
    closed_until: Instant,
}

impl Pace {
    /// So many turns at once, and then one each interval.
    pub(super) fn new(interval: Duration, burst: u32) -> Self {
        let now = Instant::now();
        let full = now.checked_sub(interval * burst).unwrap_or(now);
        Self { interval, burst, state: Mutex::new(State { next: full, closed_until: now }) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// How long it would take, where that is too long.
    pub(super) async fn turn(&self) -> Result<(), Duration> {
        let at = self.reserve(Instant::now())?;
        sleep_until(at).await;
        Ok(())
    }

    /// Lets nobody ask before this time has passed.
    pub(super) fn close(&self, wait: Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed_until = state.closed_until.max(Instant::now() + wait);
    }

    /// When the turn is that is taken now.
    fn reserve(&self, now: Instant) -> Result<Instant, Duration> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let saved = self.interval * self.burst.saturating_sub(1);
        let earliest = now.checked_sub(saved).unwrap_or(now);
        let turn = state.next.max(earliest);
        let at = turn.max(state.closed_until).max(now);
        let wait = at - now;
        if wait > PATIENCE {
            return Err(wait);
        }
        state.next = turn + self.interval;
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(pace: &Pace, now: Instant, count: usize) -> Vec<u128> {
        (0..count).map(|_| (pace.reserve(now).unwrap() - now).as_millis()).collect()
    }

    #[tokio::test]
    async fn turns_come_at_once_until_the_bucket_is_empty_and_then_one_by_one() {
        let pace = Pace::new(Duration::from_millis(500), 3);
        let now = Instant::now() + Duration::from_mins(1);
        assert_eq!(waits(&pace, now, 5), [0, 0, 0, 500, 1000]);
        assert_eq!(waits(&pace, now + Duration::from_secs(3), 2), [0, 0], "it has filled again meanwhile");
        assert_eq!(waits(&pace, now + Duration::from_mins(10), 4), [0, 0, 0, 500], "and never holds more than three");
    }

    #[tokio::test]
    async fn nobody_is_asked_while_it_is_closed_and_who_would_wait_long_is_told() {
        let pace = Pace::new(Duration::from_millis(100), 10);
        pace.close(Duration::from_secs(3));
        assert!(pace.reserve(Instant::now()).unwrap() > Instant::now() + Duration::from_secs(2));
        pace.close(Duration::from_mins(5));
        let wait = pace.reserve(Instant::now()).unwrap_err();
        assert!(wait > Duration::from_mins(4), "{wait:?}");
        pace.close(Duration::from_secs(1));
        assert!(pace.reserve(Instant::now()).is_err(), "a shorter time does not open it");
    }

    #[tokio::test]
    async fn without_an_interval_everybody_goes_at_once() {
        let pace = Pace::new(Duration::ZERO, 1);
        let now = Instant::now() + Duration::from_secs(1);
        assert_eq!(waits(&pace, now, 100), vec![0; 100]);
    }
}
