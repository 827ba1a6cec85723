//! Times, and what is said of them.

use std::time::{Duration, Instant};

use anyhow::Result;

/// What a number of tries took.
#[derive(Debug, Clone)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Sorts the times.
    #[must_use]
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that `percent` of the tries stayed within.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * percent / 100).copied().unwrap_or_default()
    }

    /// The middle time.
    #[must_use]
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }
}

/// Measures two things in turns, so that whatever else the machine does meets both alike.
///
/// # Errors
/// The first error of either.
pub async fn in_turns<A, B>(tries: usize, mut a: impl FnMut(usize) -> A, mut b: impl FnMut(usize) -> B) -> Result<(Times, Times)>
where
    A: Future<Output = Result<()>>,
    B: Future<Output = Result<()>>,
{
    let (mut times_a, mut times_b) = (Vec::with_capacity(tries), Vec::with_capacity(tries));
    // The first rounds fill caches and prepare statements on both sides.
    for n in 0..tries + 10 {
        let begun = Instant::now();
        a(n).await?;
        let middle = Instant::now();
        b(n).await?;
        if n >= 10 {
            times_a.push(middle - begun);
            times_b.push(middle.elapsed());
        }
    }
    Ok((Times::new(times_a), Times::new(times_b)))
}

/// The middle of some numbers.
#[must_use]
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
