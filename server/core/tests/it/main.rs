//! The rules, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod activity;
mod calendar;
mod catalogue;
mod catalogue_changes;
mod catalogue_lists;
mod dashboard;
mod erasure;
mod error_log;
mod events;
mod exports;
mod groups;
mod history;
mod identity;
mod imports;
mod intake;
mod jobs;
mod kept_for_oneself;
mod keys_and_devices;
mod library;
mod lists;
mod metadata;
mod notifications;
mod reviews;
mod schedule;
mod scrobble;
mod scrobble_order;
mod settings;
mod social;
mod statistics;
mod statistics_cache;
mod tastes;
mod together;
mod viewing;
mod visibility;
mod watch;
mod webhooks;
mod world;

/// Looks until it is so, or fails after a while: for what happens behind the request.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !is_so().await {
        assert!(std::time::Instant::now() < deadline, "it never came to be");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
