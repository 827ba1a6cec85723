//! What comes out of what people keep, by their own calendar.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::{MediaItem, UNPLACED};
use medianest_db::diary::{Release as Row, ReleaseWindow};
use medianest_db::{AsyncConnection, AsyncPgConnection, MediaItemId, NotificationCategory, NotificationSeverity, UserId};
use serde_json::json;

use super::when::{is_countable, start_of, zone_of};
use crate::error::Problems;
use crate::identity::calendar_feeds;
use crate::notifications::{self, NewNotification};
use crate::policy::{Access, Actor, Origin};
use crate::{App, Result};

/// The longest time that is asked for at once, in days: two months on one page.
const MOST_DAYS: i64 = 62;
/// The most releases that are answered at once.
const MOST_RELEASES: i64 = 500;
/// How far back a feed reaches, in days.
const FEED_BEFORE: u64 = 30;
/// How far ahead a feed reaches, in days.
const FEED_AHEAD: u64 = 365;
/// The most releases in a feed.
const MOST_IN_FEED: i64 = 2_000;
/// For how long something that came out is news: servers are off now and then, and catalogues late.
const NEWS_FOR: TimeDelta = TimeDelta::hours(36);
/// For how long it is remembered who was told; what is older is no news.
const REMEMBERED_FOR: TimeDelta = TimeDelta::days(7);
/// How many people are looked up at once.
const PEOPLE: i64 = 100;

/// Something that comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// What: a film, an episode, an album, a book.
    pub item_id: MediaItemId,
    /// The whole that it is a part of; itself when it is none.
    pub root_id: MediaItemId,
    /// The day, by the person's calendar.
    pub date: NaiveDate,
    /// The moment, where it is known.
    pub at: Option<DateTime<Utc>>,
}

/// Something in a feed.
#[derive(Debug, Clone)]
pub struct FeedEntry {
    /// When it comes out.
    pub release: Release,
    /// What it is.
    pub item: MediaItem,
    /// The whole that it is a part of.
    pub root: Option<MediaItem>,
}

/// What comes out from one day until another, both included, of what the actor keeps and has not given up, in order; 500 at
/// the most.
///
/// # Errors
/// [`crate::Error::Invalid`] for a time that cannot be or is too long, [`crate::Error::Forbidden`] without the scope `read`.
pub async fn releases(app: &App, actor: &Actor, from: NaiveDate, to: NaiveDate) -> Result<Vec<Release>> {
    let user = actor.require(Access::Read)?.id;
    let mut problems = Problems::default();
    problems.check(from <= to, "to", "must not be before `from`");
    problems.check((to - from).num_days() < MOST_DAYS, "to", format_args!("ask for {MOST_DAYS} days at the most"));
    problems.check(is_countable(from) && is_countable(to), "from", "name days between 1900 and 9999");
    problems.into_result()?;
    between(&*app.db().await?, user, (from, to), MOST_RELEASES).await
}

/// What the feed with this secret tells: the last month and the coming year.
///
/// # Errors
/// [`crate::Error::NotFound`] for a secret that opens nothing; [`crate::Error::RateLimited`].
pub async fn feed(app: &App, token: &str, origin: &Origin) -> Result<Vec<FeedEntry>> {
    let user = calendar_feeds::holder(app, token, origin).await?;
    let conn = app.db().await?;
    let today = app.now().date_naive();
    let (from, to) = (today - Days::new(FEED_BEFORE), today + Days::new(FEED_AHEAD));
    let releases = between(&conn, user, (from, to), MOST_IN_FEED).await?;
    let items = items_of(&conn, releases.iter().map(|release| (release.item_id, release.root_id))).await?;
    let entry = |release: Release| {
        let item = items.get(&release.item_id)?.clone();
        let root = items.get(&release.root_id).filter(|root| root.id != item.id).cloned();
        Some(FeedEntry { release, item, root })
    };
    Ok(releases.into_iter().filter_map(entry).collect())
}

async fn between(conn: &AsyncPgConnection, user: UserId, (from, to): (NaiveDate, NaiveDate), limit: i64) -> Result<Vec<Release>> {
    let zone = zone_of(conn, user).await?;
    let end = start_of(to.succ_opt().unwrap_or(to), zone) - TimeDelta::microseconds(1);
    let window = ReleaseWindow { from_at: start_of(from, zone), to_at: end, from_on: from, to_on: to };
    let rows = Row::of(conn, user, window, limit).await?;
    let mut releases: Vec<Release> = rows.into_iter().filter_map(|row| in_zone(&row, zone)).collect();
    // A day without a time has none to be sorted by, and stands before those with one.
    releases.sort_by_key(|release| (release.date, release.at));
    Ok(releases)
}

/// The release by the person's calendar: a moment is on the day it falls on there, a day is that day everywhere.
fn in_zone(row: &Row, zone: Tz) -> Option<Release> {
    let date = row.released_at.map(|at| at.with_timezone(&zone).date_naive()).or(row.released_on)?;
    Some(Release { item_id: row.media_item_id, root_id: row.root_id, date, at: row.released_at })
}

async fn items_of(
    conn: &AsyncPgConnection,
    pairs: impl Iterator<Item = (MediaItemId, MediaItemId)>,
) -> Result<HashMap<MediaItemId, MediaItem>> {
    let mut ids: Vec<MediaItemId> = pairs.flat_map(|(item, root)| [item, root]).collect();
    ids.sort_unstable();
    ids.dedup();
    let items = if ids.is_empty() { Vec::new() } else { MediaItem::by_ids(conn, &ids).await? };
    Ok(items.into_iter().map(|item| (item.id, item)).collect())
}

/// Tells everybody what has come out of what they keep, each thing once; answers how many were told something. What was
/// played already, was given up, or came out before it was kept is no news.
///
/// # Errors
/// Only those of the database.
pub async fn announce(app: &App) -> Result<usize> {
    let now = app.now();
    // A day may have begun or not ended yet somewhere: people's own zones are looked at one by one.
    let window = ReleaseWindow {
        from_at: now - NEWS_FOR,
        to_at: now,
        from_on: (now - NEWS_FOR).date_naive() - Days::new(1),
        to_on: now.date_naive() + Days::new(1),
    };
    let (mut told, mut after) = (0, None);
    loop {
        let people = Row::people_with_news(&*app.db().await?, window, after, PEOPLE).await?;
        let Some(last) = people.last() else { break };
        after = Some(*last);
        for user in people {
            told += usize::from(tell(app, user, window).await?);
        }
    }
    Row::forget_announced(&*app.db().await?, now - REMEMBERED_FOR).await?;
    Ok(told)
}

/// Tells one person; answers whether there was something to tell.
async fn tell(app: &App, user: UserId, window: ReleaseWindow) -> Result<bool> {
    let now = app.now();
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let zone = zone_of(conn, user).await?;
        let is_out = |row: &Row| {
            let at = row.released_at.or_else(|| row.released_on.map(|day| start_of(day, zone)));
            at.is_some_and(|at| at > now - NEWS_FOR && at <= now && at >= row.kept_since)
        };
        let mut rows = Row::news_of(conn, user, window).await?;
        rows.retain(is_out);
        let ids: Vec<MediaItemId> = rows.iter().map(|row| row.media_item_id).collect();
        let fresh = Row::announce(conn, user, &ids, now).await?;
        rows.retain(|row| fresh.contains(&row.media_item_id));
        let items = items_of(conn, rows.iter().map(|row| (row.media_item_id, row.root_id))).await?;
        // A season that comes out at once is one piece of news.
        let mut by_root: BTreeMap<MediaItemId, Vec<&MediaItem>> = BTreeMap::new();
        for row in &rows {
            by_root.entry(row.root_id).or_default().extend(items.get(&row.media_item_id));
        }
        for (root, parts) in &by_root {
            if let (Some(root), Some(first)) = (items.get(root), parts.first()) {
                notifications::notify(conn, app, news(user, root, first, parts.len())).await?;
            }
        }
        Ok(!by_root.is_empty())
    })
    .await
}

fn news(user_id: UserId, root: &MediaItem, first: &MediaItem, count: usize) -> NewNotification {
    let is_whole = root.id == first.id;
    let about = if count == 1 { first } else { root };
    let (title, message) = match (is_whole, count) {
        (true, _) => (format!("{} is out", root.name), String::new()),
        (false, 1) => (format!("New in {}", root.name), place_and_name(first)),
        (false, _) => (format!("{count} new in {}", root.name), format!("From {} on", place_and_name(first))),
    };
    NewNotification {
        user_id,
        notification_type: if is_whole { "new_release" } else { "new_episode" },
        category: NotificationCategory::Media,
        severity: NotificationSeverity::Info,
        title,
        message,
        link_url: Some(format!("/items/{}", about.id)),
        data: json!({ "itemId": first.id.to_string(), "rootId": root.id.to_string(), "count": count }),
        dedupe_key: Some(format!("release:{}", first.id)),
        expires_at: None,
    }
}

/// `S02E03 · The You You Are`: where a part stands, and its title.
#[must_use]
pub fn place_and_name(item: &MediaItem) -> String {
    match item.position_path.as_slice() {
        [Some(season), Some(number)] if *season != UNPLACED && *number != UNPLACED => {
            format!("S{season:02}E{number:02} · {}", item.name)
        }
        _ => item.name.clone(),
    }
}
