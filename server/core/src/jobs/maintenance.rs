//! What MediaNest does for itself by the clock.

use std::time::Duration;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use futures_util::FutureExt;
use medianest_db::AsyncConnection;
use medianest_db::admin::partitions::{self, MonthlyTable};
use medianest_db::admin::retention::{self, KeptDeliveries};
use medianest_db::diary::WriteBack;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Definition;
use crate::diary::{calendar, presence, statistics, write_back};
use crate::error::Problems;
use crate::identity::erasure;
use crate::metadata::refresh;
use crate::{App, Error, Result};

/// How many months are made ahead.
const MONTHS_AHEAD: u32 = 3;
/// How many stray months one run gives a partition of their own, per table.
const STRAY_MONTHS: i64 = 120;

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        name: "presence_sweep",
        description: "Ends what people were playing when nothing was heard of it any more.",
        schedule: "* * * * *",
        limit: Duration::from_secs(50),
        check: no_settings,
        run: |app, _| async move { sweep_presence(&app).await }.boxed(),
    },
    Definition {
        name: "statistics",
        description: "Counts the days on which what people played changed.",
        schedule: "* * * * *",
        limit: Duration::from_mins(10),
        check: no_settings,
        run: |app, _| async move { Ok(json!({ "days": statistics::rebuild_all(&app).await? })) }.boxed(),
    },
    Definition {
        name: "releases",
        description: "Tells people what has come out of what they keep.",
        schedule: "*/10 * * * *",
        limit: Duration::from_mins(9),
        check: no_settings,
        run: |app, _| async move { Ok(json!({ "people": calendar::announce(&app).await? })) }.boxed(),
    },
    Definition {
        name: "metadata_refresh",
        description: "Asks metadata providers again about what has become old: running shows daily, the rest now and then.",
        schedule: "*/15 * * * *",
        limit: Duration::from_mins(14),
        check: |settings| Portion::of(settings).map(|_| ()),
        run: |app, settings| async move { refresh::refresh_stale(&app, Portion::of(&settings)?.per_run).await }.boxed(),
    },
    Definition {
        name: "metadata_fill",
        description: "Asks metadata providers about what they were never asked about: what came by imports and players.",
        schedule: "5-59/10 * * * *",
        limit: Duration::from_mins(9),
        check: |settings| Portion::of(settings).map(|_| ()),
        run: |app, settings| async move { refresh::fill_unasked(&app, Portion::of(&settings)?.per_run).await }.boxed(),
    },
    Definition {
        name: "partitions",
        description: "Makes the coming months' partitions, and gives months that arrived late one of their own.",
        schedule: "10 0 * * *",
        limit: Duration::from_mins(30),
        check: no_settings,
        run: |app, _| async move { make_partitions(&app).await }.boxed(),
    },
    Definition {
        name: "cleanup",
        description: "Deletes what has had its time: ended sessions, used links, finished jobs, old logs and notifications, deleted lists. Seals \
                      secrets anew after their key was changed.",
        schedule: "30 3 * * *",
        limit: Duration::from_mins(30),
        check: |settings| Retention::of(settings).map(|_| ()),
        run: |app, settings| async move { clean_up(&app, &Retention::of(&settings)?).await }.boxed(),
    },
    Definition {
        name: "player_deliveries",
        description: "Deletes old deliveries of players; those that wait for a match are kept.",
        schedule: "20 * * * *",
        limit: Duration::from_mins(10),
        check: |settings| DeliveryRetention::of(settings).map(|_| ()),
        run: |app, settings| async move { forget_deliveries(&app, &DeliveryRetention::of(&settings)?).await }.boxed(),
    },
    Definition {
        name: "erasures",
        description: "Erases the accounts that their people gave up two weeks ago, with everything that is theirs.",
        schedule: "40 * * * *",
        limit: Duration::from_mins(30),
        check: no_settings,
        run: |app, _| async move { Ok(json!({ "erased": erasure::erase_due(&app).await? })) }.boxed(),
    },
];

fn no_settings(settings: &Value) -> Result<()> {
    if settings.as_object().is_some_and(serde_json::Map::is_empty) {
        Ok(())
    } else {
        Err(Error::invalid("settings", "this job has no settings"))
    }
}

/// How many items one run asks about.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Portion {
    per_run: i64,
}

impl Default for Portion {
    fn default() -> Self {
        Self { per_run: 300 }
    }
}

impl Portion {
    fn of(settings: &Value) -> Result<Self> {
        let portion =
            Self::deserialize(settings).map_err(|error| Error::invalid("settings", format!("{error}; it is a whole number")))?;
        let mut problems = Problems::default();
        problems.check((1..=10_000).contains(&portion.per_run), "settings.perRun", "ask about 1 to 10000 items");
        problems.into_result()?;
        Ok(portion)
    }
}

async fn sweep_presence(app: &App) -> Result<Value> {
    let swept = presence::sweep(app).await?;
    Ok(json!({ "expired": swept.expired, "settled": swept.settled }))
}

/// Makes this month's and the coming months' partitions, and one for every month that a catch-all holds.
async fn make_partitions(app: &App) -> Result<Value> {
    let today = app.now().date_naive();
    let mut conn = app.db().await?;
    let (mut made, mut failed) = (0, Vec::new());
    for &table in MonthlyTable::ALL {
        let mut months: Vec<NaiveDate> =
            (0..=MONTHS_AHEAD).filter_map(|ahead| today.checked_add_months(Months::new(ahead))).collect();
        months.extend(partitions::stray_months(&conn, table, STRAY_MONTHS).await?);
        for month in months {
            let ensured = conn
                .transaction(async |conn| {
                    partitions::wait_briefly_for_locks(conn).await?;
                    Ok::<_, Error>(partitions::ensure(conn, table, month).await?)
                })
                .await;
            match ensured {
                Ok(was_made) => made += usize::from(was_made),
                // A long transaction is in the way: the other months are made all the same, this one next time.
                Err(error) => failed.push(format!("{} {}-{:02}: {error}", table.name(), month.year(), month.month())),
            }
        }
    }
    if failed.is_empty() { Ok(json!({ "made": made })) } else { Err(Error::internal(failed.join("; "))) }
}

/// How long things are kept, in days.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to the names, which administrators write")]
struct Retention {
    audit_days: u32,
    error_days: u32,
    session_days: u32,
    finished_job_days: u32,
    failed_job_days: u32,
    notification_days: u32,
    deleted_list_days: u32,
    untold_play_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            audit_days: 365,
            error_days: 90,
            session_days: 30,
            finished_job_days: 7,
            failed_job_days: 90,
            notification_days: 365,
            untold_play_days: 90,
            deleted_list_days: 30,
        }
    }
}

impl Retention {
    fn of(settings: &Value) -> Result<Self> {
        let retention = Self::deserialize(settings)
            .map_err(|error| Error::invalid("settings", format!("{error}; each is a number of days")))?;
        let mut problems = Problems::default();
        let all = [
            ("settings.auditDays", retention.audit_days),
            ("settings.errorDays", retention.error_days),
            ("settings.sessionDays", retention.session_days),
            ("settings.finishedJobDays", retention.finished_job_days),
            ("settings.failedJobDays", retention.failed_job_days),
            ("settings.notificationDays", retention.notification_days),
            ("settings.deletedListDays", retention.deleted_list_days),
            ("settings.untoldPlayDays", retention.untold_play_days),
        ];
        for (field, days) in all {
            problems.check((1..=36_500).contains(&days), field, "keep it for 1 to 36500 days");
        }
        problems.into_result()?;
        Ok(retention)
    }
}

async fn clean_up(app: &App, keep: &Retention) -> Result<Value> {
    let now = app.now();
    let ago = |days: u32| now - TimeDelta::days(i64::from(days));
    let mut conn = app.db().await?;
    let mut dropped = 0;
    for (table, days) in [(MonthlyTable::AuditLogs, keep.audit_days), (MonthlyTable::ErrorLogs, keep.error_days)] {
        for partition in partitions::before(&conn, table, ago(days).date_naive()).await? {
            conn.transaction(async |conn| {
                partitions::wait_briefly_for_locks(conn).await?;
                Ok::<_, Error>(partitions::drop_partition(conn, &partition).await?)
            })
            .await?;
            dropped += 1;
        }
    }
    Ok(json!({
        "partitions": dropped,
        "sessions": retention::delete_sessions(&conn, ago(keep.session_days)).await?,
        "tokens": retention::delete_tokens(&conn, ago(1)).await?,
        "rateLimits": retention::delete_rate_limits(&conn, ago(2)).await?,
        "jobs": retention::delete_jobs(&conn, ago(keep.finished_job_days), ago(keep.failed_job_days)).await?,
        "runs": retention::delete_runs(&conn, ago(keep.finished_job_days), ago(keep.failed_job_days)).await?,
        "notifications": retention::delete_notifications(&conn, now, ago(keep.notification_days)).await?,
        "lists": retention::delete_lists(&conn, ago(keep.deleted_list_days)).await?,
        "untoldPlays": WriteBack::delete_untold(&conn, ago(keep.untold_play_days)).await?,
        "listLinks": retention::delete_list_links(&conn, now).await?,
        "resealedSecrets": write_back::reseal(app).await?,
    }))
}

/// How much of what players tell is kept to be looked at.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct DeliveryRetention {
    per_webhook: i32,
    days: i32,
    unmatched_per_person: i32,
}

impl Default for DeliveryRetention {
    fn default() -> Self {
        Self { per_webhook: 100, days: 30, unmatched_per_person: 5_000 }
    }
}

impl DeliveryRetention {
    fn of(settings: &Value) -> Result<Self> {
        let retention = Self::deserialize(settings)
            .map_err(|error| Error::invalid("settings", format!("{error}; each is a whole number")))?;
        let mut problems = Problems::default();
        problems.check((1..=10_000).contains(&retention.per_webhook), "settings.perWebhook", "keep 1 to 10000");
        problems.check((1..=36_500).contains(&retention.days), "settings.days", "keep them for 1 to 36500 days");
        let unmatched = (1..=1_000_000).contains(&retention.unmatched_per_person);
        problems.check(unmatched, "settings.unmatchedPerPerson", "keep 1 to 1000000");
        problems.into_result()?;
        Ok(retention)
    }
}

async fn forget_deliveries(app: &App, keep: &DeliveryRetention) -> Result<Value> {
    let keep = KeptDeliveries {
        per_webhook: keep.per_webhook,
        since: app.now() - TimeDelta::days(i64::from(keep.days)),
        unmatched: keep.unmatched_per_person,
    };
    let conn = app.db().await?;
    Ok(json!({ "deliveries": retention::delete_player_deliveries(&conn, keep).await? }))
}
