//! What players report in an evening, all at once, while others look on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;

use crate::measures::{Bench, Row, item_id};
use crate::subscribers::Audience;

/// Players that report at the same time, each of a person of its own.
const PLAYERS: usize = 64;
/// Those who look on, spread over these people.
const SUBSCRIBERS: usize = 500;
const SECONDS: u64 = 20;
const BAR: f64 = 2_000.0;
const SCROBBLE: &str = "mutation ($input: ScrobbleInput!) { scrobble(input: $input) { currentlyWatching { state } } }";
/// What a film's playback tells: its start, heartbeats on the way, its end.
const PLAYBACK: [(&str, i32); 6] =
    [("START", 0), ("PROGRESS", 20), ("PROGRESS", 40), ("PROGRESS", 60), ("PROGRESS", 80), ("STOP", 97)];

impl Bench {
    /// Events a second that are taken in, kept up for a while, with subscribers who hear of each.
    ///
    /// # Errors
    /// When an event is refused, or the subscribers hear of none.
    pub async fn events(&self) -> Result<Row> {
        let watched = medianest_core::db::UserId(self.made.people[0]).to_string();
        let subscription = crate::measures::WATCHING.replace("WATCHED", &watched);
        let mut audience = Audience::open(&self.server, &self.made.keys, &subscription, SUBSCRIBERS).await?;
        let done = AtomicUsize::new(0);
        let begun = Instant::now();
        let until = begun + Duration::from_secs(SECONDS);
        let players = self.made.keys.iter().take(PLAYERS).enumerate().map(|(player, key)| {
            let done = &done;
            async move {
                for film in self.made.films.iter().skip(player * 100).cycle() {
                    for (action, percent) in PLAYBACK {
                        if Instant::now() >= until {
                            return anyhow::Ok(());
                        }
                        let input =
                            json!({ "itemId": item_id(*film), "action": action, "progressPercent": percent, "source": "bench" });
                        self.server.run(key, SCROBBLE, json!({ "input": input })).await?;
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Ok(())
            }
        });
        futures_util::future::try_join_all(players).await?;
        let heard = audience.heard().await;
        ensure!(heard >= SUBSCRIBERS, "every subscriber heard of something: {heard}");
        #[expect(clippy::cast_precision_loss, reason = "a hundred thousand fit")]
        let rate = done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
        Ok(Row {
            measure: "scrobble events per second, 64 players and 500 live subscribers",
            found: format!("{rate:.0}/s over {SECONDS} s ({heard} messages delivered)"),
            bar: "≥ 2,000/s",
            met: rate >= BAR,
        })
    }
}
