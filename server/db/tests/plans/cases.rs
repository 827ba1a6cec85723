use chrono::{DateTime, Utc};
use medianest_db::admin::{audit, jobs};
use medianest_db::catalogue::{ItemFilter, ItemSort, MediaItem, SearchHit, SearchQuery, builtin};
use medianest_db::diary::{
    Activity, CachedDay, Counted, CurrentlyWatching, DeliveryFilter, HistoryFilter, InteractionEvent, KeptCounts, LibraryEntry,
    LibraryFilter, LibrarySort, Period, Play, PlaybackPosition, PlayerConnection, PlayerDelivery, PlayerMatch, Progress, Rating,
    RatingFilter, RatingSummary, Release, ReleaseWindow, RememberedMatch, Review, ReviewFilter, ScrobbleFacts, TopOrder,
    TouchedSpan, Viewer, WatchedWhole, WriteBack, WriteBackFilter,
};
use medianest_db::identity::{PlayerWebhook, PlayerWebhookHolder, User, UserFilter};
use medianest_db::lists::{ListItem, ListLink, Sight, SmartFilter, SmartState, UserList};
use medianest_db::social::{ActivitySources, GroupWatching, Tastes, circle};
use medianest_db::{
    JobLane, ListId, ListSortOrder, MediaItemId, Player, PlayerDeliveryVerdict, Scope, TypedId, UserId, WriteBackDeed,
    notifications,
};
use uuid::Uuid;

use crate::Planner;

/// The tables that are large in the test, as in an installation after a year.
pub const MUCH: &[&str] = &[
    "users",
    "media_items",
    "user_libraries",
    "user_lists",
    "user_list_items",
    "list_collaborators",
    "user_ratings",
    "user_reviews",
    "plays",
    "interaction_events",
    "interaction_events_default",
    "playback_positions",
    "player_webhooks",
    "player_deliveries",
    "player_matches",
    "player_connections",
    "player_connection_items",
    "playback_write_backs",
    "latest_changes",
    "notifications",
    "user_stats_cache",
    "user_stats_touched",
    "announced_releases",
    "audit_logs",
    "audit_logs_default",
    "jobs",
];

/// What still reads a whole table when the planner does not know how much is asked for; not one more.
const KNOWN: &[&str] = &["people: reads all of \"users\"", "people, further on: reads all of \"users\""];

fn somebody() -> UserId {
    UserId::from_uuid(Uuid::nil())
}

fn something() -> MediaItemId {
    MediaItemId::from_uuid(Uuid::nil())
}

#[expect(clippy::disallowed_methods, reason = "no policy decides what a planner may see")]
fn own() -> Scope {
    Scope::own(somebody())
}

#[expect(clippy::disallowed_methods, reason = "as above")]
fn everybody() -> Scope {
    Scope::all()
}

#[expect(clippy::disallowed_methods, reason = "as above")]
fn friends() -> Scope {
    Scope::people(somebody(), (1..9).map(|number| UserId::from_uuid(Uuid::from_u128(number))).collect())
}

#[expect(clippy::disallowed_methods, reason = "as above")]
fn sight() -> Sight {
    Sight::of(somebody(), true)
}

fn moment() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

/// Each case is a name and what it runs; all of them share one database, because filling it is what takes the time.
macro_rules! cases {
    ($planner:ident: $($name:literal => |$conn:ident| $run:expr;)*) => {{
        let mut all = Vec::new();
        $(
            let faults = $planner.faults(async |$conn| $run.await).await;
            all.extend(faults.into_iter().map(|fault| format!("{}: {fault}", $name)));
        )*
        all
    }};
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_often_enters_an_index_and_sorts_no_whole_table() {
    let planner = Planner::new().await;
    let (own, everybody, user, item, now) = (own(), everybody(), somebody(), something(), moment());
    let keys = vec!["movie:tmdb:348".to_owned()];
    let (history, ratings, people) = (HistoryFilter::default(), RatingFilter::default(), UserFilter::default());
    let of_item = HistoryFilter { item: Some(item), ..HistoryFilter::default() };
    let (kept, at) = (LibraryFilter::default(), Some((now, TypedId::from_uuid(Uuid::nil()))));
    let films = ItemFilter { levels: Some(vec![0]), ..ItemFilter::default() };
    let search = SearchQuery { text: "film".to_owned(), sort_name: "film".to_owned(), levels: vec![0], ..SearchQuery::default() };
    let by_actor = audit::AuditFilter { actor_id: Some(user), ..audit::AuditFilter::default() };
    let of_resource = audit::AuditFilter {
        resource_type: Some("media_item".to_owned()),
        resource_id: Some(Uuid::nil()),
        ..audit::AuditFilter::default()
    };
    let (all_told, some_id) = (DeliveryFilter::default(), TypedId::from_uuid(Uuid::nil()));
    let of_webhook = DeliveryFilter { webhook: Some(TypedId::from_uuid(Uuid::nil())), verdict: None };
    let unmatched = DeliveryFilter { webhook: None, verdict: Some(PlayerDeliveryVerdict::Unmatched) };
    let (by_name, key) = (LibrarySort::Name, Some(("film".to_owned(), user)));
    let faults = cases!(planner:
        "history" => |conn| Play::history(conn, &own, &history, None, 20);
        "history, further on" => |conn| Play::history(conn, &own, &history, Some((now, TypedId::from_uuid(Uuid::nil()))), 20);
        "history of an item" => |conn| Play::history(conn, &own, &of_item, None, 20);
        "events" => |conn| InteractionEvent::page(conn, user, None, None, 20);
        "events, further on" => |conn| InteractionEvent::page(conn, user, None, at, 20);
        "library by addition" => |conn| LibraryEntry::page(conn, &own, &kept, LibrarySort::Added, None, 20);
        "library by change" => |conn| LibraryEntry::page(conn, &own, &kept, LibrarySort::Updated, None, 20);
        "library by title" => |conn| LibraryEntry::page(conn, &own, &kept, by_name, None, 20);
        "library by rating" => |conn| LibraryEntry::page(conn, &own, &kept, LibrarySort::Rating, None, 20);
        "library by release" => |conn| LibraryEntry::page(conn, &own, &kept, LibrarySort::Released, None, 20);
        "resume points" => |conn| PlaybackPosition::page(conn, user, None, 20);
        "resume points, further on" => |conn| PlaybackPosition::page(conn, user, Some((now, item)), 20);
        "what is begun" => |conn| Progress::begun(conn, user, &[]);
        "what comes next" => |conn| Progress::by_roots(conn, user, &[item], now, None);
        "whose webhook it is" => |conn| PlayerWebhookHolder::find(conn, Player::Plex, &[0; 32]);
        "webhooks" => |conn| PlayerWebhook::of(conn, user, 50);
        "deliveries" => |conn| PlayerDelivery::page(conn, user, &all_told, None, 20);
        "deliveries, further on" => |conn| PlayerDelivery::page(conn, user, &all_told, Some(some_id), 20);
        "deliveries to a webhook" => |conn| PlayerDelivery::page(conn, user, &of_webhook, None, 20);
        "deliveries that wait for a match" => |conn| PlayerDelivery::page(conn, user, &unmatched, None, 20);
        "what came with deliveries" => |conn| PlayerDelivery::payloads(conn, user, &[some_id]);
        "what a match bears on" => |conn| PlayerDelivery::concerned(conn, user, &keys, item, 500);
        "what players mean" => |conn| PlayerMatch::of(conn, user, &keys);
        "ratings" => |conn| Rating::page(conn, &own, &ratings, None, 20);
        "ratings of a page" => |conn| Rating::by_user_items(conn, &own, &[(user, item)]);
        "what a scrobble knows" => |conn| ScrobbleFacts::find(conn, user, item);
        "what a scrobble looks at" => |conn| InteractionEvent::of_item_between(conn, user, item, now, now);
        "what else plays" => |conn| InteractionEvent::items_alive(conn, user, now, now);
        "plays near a scrobble" => |conn| Play::bearing_on(conn, user, item, now, now, chrono::TimeDelta::zero());
        "who watches" => |conn| CurrentlyWatching::in_scope(conn, &everybody, now, 20);
        "items and what they are parts of" => |conn| MediaItem::by_ids_with_ancestors(conn, &[item]);
        "when they changed" => |conn| MediaItem::changes_with_ancestors(conn, &[item], &[item]);
        "items by name" => |conn| MediaItem::page(conn, &films, ItemSort::SortName, false, None, 20);
        "items by age" => |conn| MediaItem::page(conn, &films, ItemSort::Created, true, None, 20);
        "items by release" => |conn| MediaItem::page(conn, &films, ItemSort::Released, true, None, 20);
        "items by year" => |conn| MediaItem::page(conn, &films, ItemSort::Year, true, None, 20);
        "genres" => |conn| MediaItem::genres(conn, &films, 500);
        "search" => |conn| SearchHit::page(conn, &search, None, 20);
        "people" => |conn| User::page(conn, &everybody, &people, None, 20);
        "people, further on" => |conn| User::page(conn, &everybody, &people, key, 20);
        "audit log" => |conn| audit::AuditLog::page(conn, &audit::AuditFilter::default(), None, 20);
        "audit log of a person" => |conn| audit::AuditLog::page(conn, &by_actor, None, 20);
        "audit log of a thing" => |conn| audit::AuditLog::page(conn, &of_resource, None, 20);
        "notifications" => |conn| notifications::page(conn, user, false, now, None, 20);
        "the next job" => |conn| jobs::claim(conn, JobLane::Sync, "worker", now, now);
    );
    let new: Vec<String> = faults.into_iter().filter(|fault| !KNOWN.contains(&fault.as_str())).collect();
    assert!(new.is_empty(), "{}", new.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_read_by_their_indexes() {
    let planner = Planner::new().await;
    let (sight, user, item, now) = (sight(), somebody(), something(), moment());
    let (list, viewer) = (ListId::from_uuid(Uuid::nil()), Some(somebody()));
    let state = SmartState { owner: user, with_private: false, viewer };
    let films = SmartFilter { types: vec!["movie".to_owned()], ..SmartFilter::default() };
    let kept = SmartFilter { statuses: vec!["completed".to_owned()], ..SmartFilter::default() };
    let liked = SmartFilter { rating_from: Some(80), is_favorite: Some(true), ..SmartFilter::default() };
    let seen = SmartFilter { is_watched: Some(true), year_from: Some(1990), ..SmartFilter::default() };
    let to_see = SmartFilter { is_watched: Some(false), ..films.clone() };
    let (title, added) = (ListSortOrder::Title, ListSortOrder::DateAdded);
    let faults = cases!(planner:
        "lists by id" => |conn| UserList::by_ids(conn, sight, &[list]);
        "my lists" => |conn| UserList::page(conn, sight, None, None, 20);
        "how many lists" => |conn| UserList::count(conn, sight, None);
        "somebody's lists" => |conn| UserList::page(conn, sight, Some(user), None, 20);
        "a shared list" => |conn| ListLink::open(conn, &[], now);
        "list by rank" => |conn| ListItem::page(conn, list, viewer, ListSortOrder::Manual, None, 20);
        "list by title" => |conn| ListItem::page(conn, list, viewer, title, None, 20);
        "list by addition" => |conn| ListItem::page(conn, list, viewer, added, None, 20);
        "list by release" => |conn| ListItem::page(conn, list, viewer, ListSortOrder::ReleaseDate, None, 20);
        "list by rating" => |conn| ListItem::page(conn, list, viewer, ListSortOrder::Rating, None, 20);
        "how much lists hold" => |conn| ListItem::counts(conn, &[list], viewer);
        "covers of lists" => |conn| ListItem::covers(conn, &[list], viewer, 4);
        "which lists hold an item" => |conn| ListItem::on_lists_of(conn, sight, &[item]);
        "what a list holds of these" => |conn| ListItem::of_items(conn, list, user, &[item]);
        "smart list of films by title" => |conn| films.page(conn, state, title, None, 20);
        "smart list of films by addition" => |conn| films.page(conn, state, added, None, 20);
        "smart list of films by release" => |conn| films.page(conn, state, ListSortOrder::ReleaseDate, None, 20);
        "smart list of what is kept" => |conn| kept.page(conn, state, title, None, 20);
        "smart list of what is kept by rating" => |conn| kept.page(conn, state, ListSortOrder::Rating, None, 20);
        "smart list of what is liked" => |conn| liked.page(conn, state, title, None, 20);
        "smart list of what was seen" => |conn| seen.page(conn, state, title, None, 20);
        "smart list of what is to be seen" => |conn| to_see.page(conn, state, title, None, 20);
        "how much a smart list holds" => |conn| kept.count(conn, state);
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_programs_and_servers_are_told_is_read_by_its_indexes() {
    let planner = Planner::new().await;
    let (user, item, now, connection) = (somebody(), something(), moment(), TypedId::from_uuid(Uuid::nil()));
    let types = vec![builtin::MOVIE, builtin::TV];
    let all = WriteBackFilter::default();
    let to_one = WriteBackFilter { connection: Some(connection), state: None };
    let faults = cases!(planner:
        "what changed last" => |conn| Activity::own(conn, user, &types);
        "connections" => |conn| PlayerConnection::of(conn, user, 20);
        "what a server calls it" => |conn| PlayerConnection::remote_item(conn, connection, item);
        "what they are told" => |conn| WriteBack::page(conn, user, all, None, 20);
        "what they are told, further on" => |conn| WriteBack::page(conn, user, all, Some(7), 20);
        "what one is told" => |conn| WriteBack::page(conn, user, to_one, None, 20);
        "what one was told before" => |conn| WriteBack::ended_of_items(conn, connection, &[item]);
        "what servers told" => |conn| WriteBack::told_by(conn, user, &[item]);
        "what players mean, by item" => |conn| RememberedMatch::page(conn, user, None, 20);
        "echoes" => |conn| WriteBack::is_echo(conn, (user, Player::Plex, None), item, WriteBackDeed::Played, (now, now));
        "what waits" => |conn| WriteBack::due(conn, connection, now, 50);
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_see_of_each_other_is_read_by_its_indexes() {
    let planner = Planner::new().await;
    let (own, user, item, now) = (own(), somebody(), something(), moment());
    let (all, of_item) = (ReviewFilter::default(), ReviewFilter { item: Some(item) });
    let people = vec![user];
    let sources = ActivitySources {
        plays: people.clone(),
        ratings: people.clone(),
        reviews: people.clone(),
        lists: people.clone(),
        sight: sight(),
    };
    let others = friends();
    let rated = RatingFilter { item: Some(item), ..RatingFilter::default() };
    let tastes = Tastes { one: user, other: user };
    let group = TypedId::from_uuid(Uuid::nil());
    let faults = cases!(planner:
        "reviews" => |conn| Review::page(conn, &own, all, None, 20);
        "reviews, further on" => |conn| Review::page(conn, &own, all, Some((now, TypedId::from_uuid(Uuid::nil()))), 20);
        "reviews of an item" => |conn| Review::page(conn, &own, of_item, None, 20);
        "my reviews of a page" => |conn| Review::own_by_items(conn, user, &[item]);
        "ratings of others" => |conn| Rating::page(conn, &others, &RatingFilter::default(), None, 20);
        "ratings of an item by others" => |conn| Rating::page(conn, &others, &rated, None, 20);
        "ratings of others of a page" => |conn| Rating::by_user_items(conn, &others, &[(user, item)]);
        "averages of a page" => |conn| RatingSummary::by_items(conn, &others, &[item]);
        "history of others" => |conn| Play::history(conn, &others, &HistoryFilter::default(), None, 20);
        "who has seen it" => |conn| Viewer::by_items(conn, &others, &[item], 10);
        "what people did" => |conn| sources.page(conn, (now, Uuid::nil()), 20);
        "who is close" => |conn| circle(conn, user);
        "what both rated" => |conn| tastes.both_rated(conn);
        "what both know" => |conn| tastes.count_known(conn);
        "what the other loves" => |conn| tastes.unknown_to_one(conn, 80, 12);
        "who sat there" => |conn| GroupWatching::between(conn, &[user], now, now);
        "who takes it" => |conn| GroupWatching::willing(conn, group, user, &people);
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn calendars_and_statistics_are_read_by_their_indexes() {
    let planner = Planner::new().await;
    let (user, now, today) = (somebody(), moment(), moment().date_naive());
    let window = ReleaseWindow { from_at: now, to_at: now, from_on: today, to_on: today };
    let counted = Counted::new(&own(), user).expect("one's own are counted");
    let (period, music) = (Period { from: Some(now), to: Some(now) }, builtin::MUSIC);
    let whole = WatchedWhole { root_id: something(), watched: 1, last_played_at: now, level: 2 };
    let wholes = std::slice::from_ref(&whole);
    let faults = cases!(planner:
        "what comes out" => |conn| Release::of(conn, user, window, 500);
        "what is news to somebody" => |conn| Release::news_of(conn, user, window);
        "to whom something is news" => |conn| Release::people_with_news(conn, window, None, 100);
        "days that were counted" => |conn| CachedDay::between(conn, user, today, today);
        "days that are to be counted" => |conn| TouchedSpan::of(conn, user);
        "what was played by type" => |conn| counted.by_type(conn, period);
        "what was played most" => |conn| counted.top(conn, period, TopOrder::Plays, 10, music, "Unknown");
        "what of shows was played" => |conn| counted.watched_wholes(conn, 10, music);
        "how much of shows is out" => |conn| WatchedWhole::with_aired(conn, wholes, now);
        "whether others may see less" => |conn| counted.has_private(conn);
        "what is counted of a year" => |conn| KeptCounts::find(conn, &counted, "summary:2026", Some((today, today)));
        "plays by the hour" => |conn| counted.by_quarter(conn, now, now);
        "plays by the day" => |conn| counted.of_days(conn, now, now);
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_reads_everything_is_found_out() {
    let planner = Planner::new().await;
    let faults = planner
        .faults(async |mut conn: &medianest_db::AsyncPgConnection| {
            use diesel::prelude::*;
            use diesel_async::RunQueryDsl;
            use medianest_db::schema::plays;
            plays::table.select(plays::id).order(plays::created_at).limit(5).load::<Uuid>(&mut conn).await
        })
        .await;
    assert_eq!(faults.len(), 2, "{faults:?}");
}
