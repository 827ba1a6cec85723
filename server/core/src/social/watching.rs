//! Who of a group sits together while one of them plays.
//!
//! What is played then comes into the history of each who is present and takes it; how, is told in `diary::together`.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::social::GroupWatching;
use medianest_db::{AsyncConnection as _, AsyncPgConnection, GroupId, GroupWatchingId, UserId};
use serde_json::json;

use super::groups::lock_joined;
use crate::admin::audit::{self, Entry};
use crate::policy::{Actor, social as policy};
use crate::{App, Error, Result};

/// After that nobody sits there any more.
const LONGEST: TimeDelta = TimeDelta::hours(12);
/// How many sit together at the most.
const MOST_PRESENT: usize = 50;

/// The watchings that go on with the caller, the latest first: those in which they play, and those in which they are present.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<GroupWatching>> {
    let person = policy::see(actor)?;
    Ok(GroupWatching::of(&*app.db().await?, person, app.now()).await?)
}

/// Who is present in those of these that go on with the caller, the one who plays apart.
///
/// # Errors
/// As [`mine`].
pub async fn present(app: &App, actor: &Actor, ids: &[GroupWatchingId]) -> Result<HashMap<GroupWatchingId, Vec<UserId>>> {
    let person = policy::see(actor)?;
    let conn = app.db().await?;
    let known: HashSet<GroupWatchingId> =
        GroupWatching::of(&conn, person, app.now()).await?.into_iter().map(|watching| watching.id).collect();
    let ids: Vec<GroupWatchingId> = ids.iter().copied().filter(|id| known.contains(id)).collect();
    let mut present: HashMap<GroupWatchingId, Vec<UserId>> = HashMap::new();
    for (id, user) in GroupWatching::present(&conn, &ids).await? {
        present.entry(id).or_default().push(user);
    }
    Ok(present)
}

/// From now on what the caller plays is played for these of a group, who must have said that they take it; until
/// [`end`] or half a day has passed. What they played for others before ends.
///
/// # Errors
/// [`Error::NotFound`] for a group that the caller is not in, [`Error::Forbidden`] for its limited members,
/// [`Error::Invalid`] naming `userIds` when one of them does not take what the caller plays.
pub async fn start(app: &App, actor: &Actor, group: GroupId, people: &[UserId]) -> Result<GroupWatching> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let present = willing(conn, group, person, people).await?;
        for former in GroupWatching::lock_hosted(conn, person, app.now()).await? {
            former.end(conn, app.now()).await?;
        }
        let watching = GroupWatching {
            id: app.new_id(),
            group_id: group,
            host_user_id: person,
            started_at: app.now(),
            ends_at: app.now() + LONGEST,
        };
        watching.insert(conn, &present).await?;
        audit::record(app, actor, conn, entry("social.group_watching_started", group, &present)).await?;
        Ok(watching)
    })
    .await
}

/// What the caller plays is played for nobody else any more. Nothing happens where it was not.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn end(app: &App, actor: &Actor) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        for watching in GroupWatching::lock_hosted(conn, person, app.now()).await? {
            watching.end(conn, app.now()).await?;
        }
        Ok(())
    })
    .await
}

/// The caller is not present any more. What was played before stays in their history until they remove it.
///
/// # Errors
/// [`Error::NotFound`] where they are not present.
pub async fn leave(app: &App, actor: &Actor, id: GroupWatchingId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let watching = GroupWatching::lock(conn, id).await?.ok_or(Error::NotFound("watching"))?;
        if watching.remove(conn, person).await? { Ok(()) } else { Err(Error::NotFound("watching")) }
    })
    .await
}

/// Lets through who may play for these of a group, and answers those, each once.
pub(crate) async fn willing(conn: &AsyncPgConnection, group: GroupId, host: UserId, people: &[UserId]) -> Result<Vec<UserId>> {
    let (_, member) = lock_joined(conn, group, host).await?;
    policy::take_part(member.role)?;
    let wanted: HashSet<UserId> = people.iter().copied().collect();
    if wanted.is_empty() || wanted.len() > MOST_PRESENT {
        return Err(Error::invalid("userIds", format!("name 1 to {MOST_PRESENT} people")));
    }
    let willing = GroupWatching::willing(conn, group, host, people).await?;
    if willing.len() < wanted.len() {
        return Err(Error::invalid("userIds", "not all of them take what you play"));
    }
    Ok(willing)
}

/// For whom each of these people played at that moment of theirs, and in which group, in their order.
pub(crate) async fn at(
    conn: &AsyncPgConnection,
    moments: &[(UserId, DateTime<Utc>)],
) -> Result<Vec<Option<(GroupId, Vec<UserId>)>>> {
    let hosts: Vec<UserId> = moments.iter().map(|(host, _)| *host).collect();
    let times = || moments.iter().map(|(_, at)| *at);
    let Some((first, last)) = times().min().zip(times().max()) else { return Ok(Vec::new()) };
    let watchings = GroupWatching::between(conn, &hosts, first, last).await?;
    if watchings.is_empty() {
        return Ok(vec![None; moments.len()]);
    }
    let ids: Vec<GroupWatchingId> = watchings.iter().map(|watching| watching.id).collect();
    let present = GroupWatching::present(conn, &ids).await?;
    let played = moments.iter().map(|(host, at)| {
        let goes_on =
            |watching: &&GroupWatching| watching.host_user_id == *host && (watching.started_at..=watching.ends_at).contains(at);
        let watching = watchings.iter().find(goes_on)?;
        let people = present.iter().filter(|(id, _)| *id == watching.id).map(|(_, user)| *user).collect();
        Some((watching.group_id, people))
    });
    Ok(played.collect())
}

fn entry(action: &'static str, group: GroupId, people: &[UserId]) -> Entry {
    let people: Vec<String> = people.iter().map(ToString::to_string).collect();
    Entry::new(action).on("group", group).context(json!({ "present": people }))
}
