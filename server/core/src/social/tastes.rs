//! How near the tastes of two people are.

use medianest_db::UserId;
pub use medianest_db::social::BothRated;
use medianest_db::social::Tastes;

use crate::policy::Actor;
use crate::policy::visibility::{self, Aspect};
use crate::{App, Result};

/// From which rating on something is loved.
const LOVED: i16 = 80;
/// From which difference on two differ.
const APART: i16 = 30;
/// From how many things that both rated on their agreement means something.
const ENOUGH: usize = 3;
/// How many of each are named.
const MOST: usize = 12;

/// How two people stand to things, as far as they let each other see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How many works both know: played or rated, the whole for its parts.
    pub known_by_both: i64,
    /// How many things both rated.
    pub rated_by_both: usize,
    /// How near their ratings of these are, from 0 to 100: 100 less the difference between them on average. None where they are
    /// too few to say.
    pub agreement: Option<f64>,
    /// What both love, the best first.
    pub loved_by_both: Vec<BothRated>,
    /// Where they differ most, the furthest apart first.
    pub differences: Vec<BothRated>,
    /// What the other loves and the one who asks does not know, the best first.
    pub to_discover: Vec<BothRated>,
}

/// Compares the tastes of the actor with another's; `None` unless each lets the other see what they played and how they rated.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] or [`crate::Error::Forbidden`].
pub async fn compare(app: &App, actor: &Actor, other: UserId) -> Result<Option<Comparison>> {
    for aspect in [Aspect::History, Aspect::Ratings] {
        if !visibility::see_each_other(app, actor, other, aspect).await? {
            return Ok(None);
        }
    }
    let tastes = Tastes { one: actor.person()?.id, other };
    let conn = app.db().await?;
    let both = tastes.both_rated(&conn).await?;
    Ok(Some(Comparison {
        known_by_both: tastes.count_known(&conn).await?,
        rated_by_both: both.len(),
        agreement: agreement(&both),
        loved_by_both: best(&both, |one, other| (one.min(other) >= LOVED).then_some(one + other)),
        differences: best(&both, |one, other| Some((one - other).abs()).filter(|apart| *apart >= APART)),
        to_discover: tastes.unknown_to_one(&conn, LOVED, i64::try_from(MOST).unwrap_or(i64::MAX)).await?,
    }))
}

fn agreement(both: &[BothRated]) -> Option<f64> {
    if both.len() < ENOUGH {
        return None;
    }
    let apart: u32 = both.iter().filter_map(|rated| Some(u32::from(rated.one?.abs_diff(rated.other)))).sum();
    let count = u32::try_from(both.len()).ok()?;
    Some(100.0 - f64::from(apart) / f64::from(count))
}

/// Those of which something is to be said, by how much it is.
fn best(both: &[BothRated], weigh: impl Fn(i16, i16) -> Option<i16>) -> Vec<BothRated> {
    let weighed = both.iter().filter_map(|rated| Some((weigh(rated.one?, rated.other)?, *rated)));
    let mut weighed: Vec<(i16, BothRated)> = weighed.collect();
    weighed.sort_by_key(|(weight, rated)| (std::cmp::Reverse(*weight), rated.media_item_id));
    weighed.into_iter().take(MOST).map(|(_, rated)| rated).collect()
}
