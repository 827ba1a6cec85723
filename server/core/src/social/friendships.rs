//! Who is whose friend, and who wants nothing to do with whom.

use medianest_db::identity::User;
use medianest_db::social::Friendship;
use medianest_db::{
    AsyncConnection as _, AsyncPgConnection, FriendshipId, FriendshipState, NotificationCategory, NotificationSeverity, Scope,
    UserId,
};
use serde_json::json;

use crate::admin::audit::{self, Entry};
use crate::events::Event;
use crate::notifications::{self, NewNotification};
use crate::policy::{Actor, social as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// How many requests of one person may wait for an answer.
const MOST_OPEN_REQUESTS: i64 = 200;
/// How often a pair that changes under our hands is looked at anew.
const TRIES: usize = 3;

/// One of the caller's friendships; of the blocked only one that the caller blocked.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn find(app: &App, actor: &Actor, id: FriendshipId) -> Result<Option<Friendship>> {
    let person = policy::see(actor)?;
    Ok(Friendship::find(&*app.db().await?, id, person).await?)
}

/// The caller's friendships in this state, the latest first: requests in both directions; of the blocked only those whom
/// the caller blocked.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn page(
    app: &App,
    actor: &Actor,
    state: FriendshipState,
    request: &PageRequest<FriendshipId>,
) -> Result<Page<Friendship>> {
    let person = policy::see(actor)?;
    let rows = Friendship::page(&*app.db().await?, person, state, request.after, request.first + 1).await?;
    Ok(Page::from_rows(rows, request.first))
}

/// How many such a list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, state: FriendshipState) -> Result<i64> {
    let person = policy::see(actor)?;
    Ok(Friendship::count(&*app.db().await?, person, state).await?)
}

/// Asks somebody to become friends; accepts, if they asked first. Asking twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for somebody whom the caller may not see, [`Error::Forbidden`] for one who takes no requests,
/// [`Error::Conflict`] when too many requests wait.
pub async fn request(app: &App, actor: &Actor, other: UserId) -> Result<Friendship> {
    let person = policy::change(actor)?;
    refuse_oneself(person, other, "you cannot befriend yourself")?;
    let visible = policy::approach(app, actor, other).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        for _ in 0..TRIES {
            match Friendship::lock_pair(conn, person, other).await? {
                Some(row) if row.state == FriendshipState::Blocked => return Err(Error::NotFound("user")),
                Some(row) if row.state == FriendshipState::Requested && row.addressee_id == person => {
                    return answer_yes(app, actor, conn, row).await;
                }
                Some(row) => return Ok(row),
                None => {}
            }
            if let Some(row) = ask(app, actor, conn, visible.as_ref(), (person, other)).await? {
                return Ok(row);
            }
        }
        Err(changed_meanwhile())
    })
    .await
}

/// Makes the request; `None` when the pair has become something to each other meanwhile.
async fn ask(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    visible: Option<&Scope>,
    (person, other): (UserId, UserId),
) -> Result<Option<Friendship>> {
    let Some(scope) = visible else { return Err(Error::NotFound("user")) };
    let addressee = User::find(conn, scope, other).await?.ok_or(Error::NotFound("user"))?;
    if !addressee.privacy_settings.allow_friend_requests {
        return Err(Error::Forbidden("this person takes no friend requests"));
    }
    if Friendship::count_open_requests(conn, person).await? >= MOST_OPEN_REQUESTS {
        return Err(Error::conflict(format!("at most {MOST_OPEN_REQUESTS} requests may wait for an answer")));
    }
    let row = new_row(app, (person, other), FriendshipState::Requested);
    if !row.insert(conn).await? {
        return Ok(None);
    }
    audit::record(app, actor, conn, entry("social.friendship_requested", &row)).await?;
    let name = &actor.person()?.name;
    // However often somebody asks, it is news once a day.
    let dedupe_key = format!("friend_request:{person}:{}", app.now().date_naive());
    let title = format!("{name} wants to be your friend");
    let news = news(&row, (other, person), ("friend_request", NotificationSeverity::Info), title, dedupe_key);
    notifications::notify(conn, app, news).await?;
    Ok(Some(row))
}

/// Becomes friends with somebody who asked. Accepting twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for a request that is not to the caller.
pub async fn accept(app: &App, actor: &Actor, id: FriendshipId) -> Result<Friendship> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let row = Friendship::lock(conn, id).await?.filter(|row| row.addressee_id == person);
        match row {
            Some(row) if row.state == FriendshipState::Requested => answer_yes(app, actor, conn, row).await,
            Some(row) if row.state == FriendshipState::Accepted => Ok(row),
            Some(_) | None => Err(Error::NotFound("friendship")),
        }
    })
    .await
}

async fn answer_yes(app: &App, actor: &Actor, conn: &AsyncPgConnection, mut row: Friendship) -> Result<Friendship> {
    row.state = FriendshipState::Accepted;
    row.answered_at = Some(app.now());
    row.update(conn).await?;
    audit::record(app, actor, conn, entry("social.friendship_accepted", &row)).await?;
    let title = format!("{} is your friend now", actor.person()?.name);
    let dedupe_key = format!("friend_accepted:{}", row.id);
    let kind = ("friend_accepted", NotificationSeverity::Success);
    let news = news(&row, (row.requester_id, row.addressee_id), kind, title, dedupe_key);
    notifications::notify(conn, app, news).await?;
    Event::VisibilityChanged.emit(conn).await?;
    Ok(row)
}

/// Ends a friendship, declines a request or withdraws one. The other is not told.
///
/// # Errors
/// [`Error::NotFound`] for one that is not the caller's.
pub async fn remove(app: &App, actor: &Actor, id: FriendshipId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let is_theirs = |row: &Friendship| row.requester_id == person || row.addressee_id == person;
        let row = Friendship::lock(conn, id).await?.filter(is_theirs).filter(|row| row.state != FriendshipState::Blocked);
        let row = row.ok_or(Error::NotFound("friendship"))?;
        row.delete(conn).await?;
        audit::record(app, actor, conn, entry("social.friendship_removed", &row)).await?;
        if row.state == FriendshipState::Accepted {
            Event::VisibilityChanged.emit(conn).await?;
        }
        Ok(())
    })
    .await
}

/// Makes the caller and somebody invisible to each other, whatever they were before. The other is not told.
///
/// # Errors
/// [`Error::NotFound`] for somebody whom the caller may not see and has nothing to do with.
pub async fn block(app: &App, actor: &Actor, other: UserId) -> Result<Friendship> {
    let person = policy::change(actor)?;
    refuse_oneself(person, other, "you cannot block yourself")?;
    let is_visible = policy::approach(app, actor, other).await?.is_some();
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        for _ in 0..TRIES {
            let row = match Friendship::lock_pair(conn, person, other).await? {
                Some(row) if row.state == FriendshipState::Blocked && row.requester_id == person => return Ok(row),
                Some(row) if row.state == FriendshipState::Blocked => return Err(Error::NotFound("user")),
                Some(mut row) => {
                    (row.requester_id, row.addressee_id) = (person, other);
                    (row.state, row.answered_at) = (FriendshipState::Blocked, Some(app.now()));
                    row.update(conn).await?;
                    row
                }
                None if !is_visible => return Err(Error::NotFound("user")),
                None => {
                    let row = new_row(app, (person, other), FriendshipState::Blocked);
                    if !row.insert(conn).await? {
                        continue;
                    }
                    row
                }
            };
            audit::record(app, actor, conn, entry("social.user_blocked", &row)).await?;
            Event::VisibilityChanged.emit(conn).await?;
            return Ok(row);
        }
        Err(changed_meanwhile())
    })
    .await
}

/// Takes a block back. What was before it does not return.
///
/// # Errors
/// [`Error::NotFound`] for somebody whom the caller has not blocked.
pub async fn unblock(app: &App, actor: &Actor, other: UserId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let is_theirs = |row: &Friendship| row.state == FriendshipState::Blocked && row.requester_id == person;
        let row = Friendship::lock_pair(conn, person, other).await?.filter(is_theirs).ok_or(Error::NotFound("user"))?;
        row.delete(conn).await?;
        audit::record(app, actor, conn, entry("social.user_unblocked", &row)).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(())
    })
    .await
}

fn refuse_oneself(person: UserId, other: UserId, message: &str) -> Result<()> {
    if person == other { Err(Error::invalid("userId", message)) } else { Ok(()) }
}

fn changed_meanwhile() -> Error {
    Error::conflict("this changed while you were at it; try again")
}

fn new_row(app: &App, (requester_id, addressee_id): (UserId, UserId), state: FriendshipState) -> Friendship {
    let now = app.now();
    let answered_at = (state != FriendshipState::Requested).then_some(now);
    Friendship { id: app.new_id(), requester_id, addressee_id, state, answered_at, created_at: now }
}

fn entry(action: &'static str, row: &Friendship) -> Entry {
    let people = json!({ "requester": row.requester_id.to_string(), "addressee": row.addressee_id.to_string() });
    Entry::new(action).on("friendship", row.id).context(people)
}

fn news(
    row: &Friendship,
    (user_id, about): (UserId, UserId),
    (notification_type, severity): (&'static str, NotificationSeverity),
    title: String,
    dedupe_key: String,
) -> NewNotification {
    NewNotification {
        user_id,
        notification_type,
        category: NotificationCategory::Social,
        severity,
        title,
        message: String::new(),
        link_url: Some("/friends".to_owned()),
        data: json!({ "friendshipId": row.id.to_string(), "userId": about.to_string() }),
        dedupe_key: Some(dedupe_key),
        expires_at: None,
    }
}
