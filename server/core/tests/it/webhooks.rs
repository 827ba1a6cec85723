//! What becomes of what players tell at a person's own addresses.

use chrono::TimeDelta;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{MediaItem, builtin, changes, external_ids};
use medianest_core::diary::webhooks::{self, Came};
use medianest_core::diary::{plays, positions, presence};
use medianest_core::identity::player_webhooks::{self, WebhookDraft, WebhookPatch};
use medianest_core::jobs::{self, ScheduledJobPatch};
use medianest_core::policy::{Actor, Origin};
use medianest_core::{Error, PageRequest};
use medianest_db::diary::{DeliveryFilter, PlayerDelivery};
use medianest_db::identity::PlayerWebhook;
use medianest_db::{MediaItemId, Player, PlayerDeliveryId, PlayerDeliveryVerdict as Verdict};
use medianest_test_support::{Person, World};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::scrobble::{film, minutes, plays_of};

/// A person's address, as what comes to it is met.
struct Address<'a> {
    world: &'a World,
    actor: Actor,
    webhook: PlayerWebhook,
}

impl<'a> Address<'a> {
    async fn new(world: &'a World, person: &Person, player: Player) -> Self {
        let draft = WebhookDraft { name: "TV".to_owned(), player, account_name: None };
        let issued = player_webhooks::create(&world.app, &person.actor, draft).await.unwrap();
        let token = issued.token.expose_secret();
        let (actor, webhook) = player_webhooks::authenticate(&world.app, player, token, Origin::default()).await.unwrap();
        Self { world, actor, webhook }
    }

    async fn tell(&self, message: Value) -> PlayerDelivery {
        webhooks::receive(&self.world.app, &self.actor, &self.webhook, Came::Message(message)).await.unwrap()
    }

    /// What Emby tells of a film, at this minute.
    async fn emby(&self, event: &str, name: &str, minute: i64) -> PlayerDelivery {
        let item = json!({ "Type": "Movie", "Name": name, "RunTimeTicks": 100 * 60 * 10_000_000_i64 });
        let info = json!({ "PositionTicks": minute * 60 * 10_000_000 });
        self.tell(json!({ "Event": event, "User": { "Name": "ana" }, "Item": item, "PlaybackInfo": info })).await
    }
}

async fn all(world: &World, person: &Person) -> Vec<PlayerDelivery> {
    let everything = PageRequest { first: 1000, after: None };
    webhooks::page(&world.app, &person.actor, &DeliveryFilter::default(), everything).await.unwrap().items
}

async fn fix(world: &World, person: &Person, delivery: PlayerDeliveryId, item: MediaItemId) -> webhooks::Fixed {
    webhooks::fix_match(&world.app, &person.actor, delivery, item).await.unwrap()
}

fn items_of(plays: &[medianest_db::diary::Play]) -> Vec<MediaItemId> {
    plays.iter().map(|play| play.media_item_id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_match_is_put_right_and_leaves_nothing_behind() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (wrong, right) = (film(&world, "Solaris").await, film(&world, "Solaris, the old one").await);
    let emby = Address::new(&world, &ana, Player::Emby).await;
    emby.emby("playback.start", "Solaris", 0).await;
    for minute in [30, 60, 90] {
        world.pass(minutes(30));
        emby.emby("playback.progress", "Solaris", minute).await;
    }
    world.pass(minutes(5));
    let stopped = emby.emby("playback.stop", "Solaris", 95).await;
    world.pass(minutes(60 * 24));
    emby.emby("playback.start", "Solaris", 0).await;
    world.pass(minutes(30));
    emby.emby("playback.pause", "Solaris", 30).await;
    assert_eq!(items_of(&plays_of(&world, &ana).await), [wrong]);

    let fixed = fix(&world, &ana, stopped.id, right).await;
    assert_eq!((fixed.delivery.verdict, fixed.delivery.media_item_id, fixed.replayed), (Verdict::Counted, Some(right), 5));
    let plays = plays_of(&world, &ana).await;
    assert_eq!(items_of(&plays), [right]);
    assert_eq!(plays[0].watched_at, stopped.received_at);
    assert_eq!(plays[0].started_at, Some(stopped.received_at - minutes(95)));
    let everything = PageRequest { first: 100, after: None };
    let left = positions::page(&world.app, &ana.actor, everything).await.unwrap().items;
    assert_eq!(left.iter().map(|left| (left.media_item_id, left.position_seconds)).collect::<Vec<_>>(), [(right, Some(1800))]);
    let shown = presence::mine(&world.app, &ana.actor).await.unwrap().map(|shown| shown.media_item_id);
    assert_eq!(shown, Some(right));

    // Said again, nothing changes; and what comes next is known.
    assert_eq!(fix(&world, &ana, stopped.id, right).await.replayed, 0);
    world.pass(minutes(70));
    assert_eq!(emby.emby("playback.stop", "Solaris", 99).await.media_item_id, Some(right));
    assert_eq!(items_of(&plays_of(&world, &ana).await), [right, right]);
}

#[tokio::test(flavor = "multi_thread")]
async fn putting_a_match_right_takes_away_no_more_than_the_player_told() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (wrong, right) = (film(&world, "Solaris").await, film(&world, "Another").await);
    let emby = Address::new(&world, &ana, Player::Emby).await;
    let stopped = emby.emby("playback.stop", "Solaris", 95).await;
    // Another source told of the same evening, and the person wrote down another.
    crate::scrobble::say(&world, &ana, crate::scrobble::said(wrong, medianest_db::EventType::Stop, 93.0)).await;
    let day = plays::When::At(world.app.now() - TimeDelta::days(3));
    plays::add(&world.app, &ana.actor, plays::PlayDraft::new(wrong, day, "graphql")).await.unwrap();
    fix(&world, &ana, stopped.id, right).await;
    let mut found = items_of(&plays_of(&world, &ana).await);
    found.sort();
    let mut expected = vec![wrong, wrong, right];
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_takes_in_what_could_not_be_taken_in_before_and_nothing_twice() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let emby = Address::new(&world, &ana, Player::Emby).await;
    let parked = emby.emby("playback.stop", "Alien", 95).await;
    assert_eq!(parked.verdict, Verdict::Unmatched);
    let alien = film(&world, "Alien").await;
    assert!(matches!(webhooks::replay(&world.app, &ben.actor, parked.id).await, Err(Error::NotFound(_))));
    for _ in 0..2 {
        world.pass(minutes(600));
        let replayed = webhooks::replay(&world.app, &ana.actor, parked.id).await.unwrap();
        assert_eq!((replayed.verdict, replayed.media_item_id), (Verdict::Counted, Some(alien)));
    }
    let plays = plays_of(&world, &ana).await;
    assert_eq!((plays.len(), plays[0].watched_at), (1, parked.received_at));
    let unreadable = Came::Unreadable { why: "this is not JSON".to_owned(), text: "{".to_owned() };
    let failed = webhooks::receive(&world.app, &emby.actor, &emby.webhook, unreadable).await.unwrap();
    let again = webhooks::replay(&world.app, &ana.actor, failed.id).await.unwrap();
    assert_eq!((again.verdict, again.reason.as_deref()), (Verdict::Failed, Some("this is not JSON")));
    assert!(matches!(webhooks::fix_match(&world.app, &ana.actor, failed.id, alien).await, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_taken_back_is_not_taken_back_again_by_a_replay() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let emby = Address::new(&world, &ana, Player::Emby).await;
    assert_eq!(emby.emby("item.markplayed", "Alien", 0).await.verdict, Verdict::Counted);
    world.pass(minutes(1));
    let unmarked = emby.emby("item.markunplayed", "Alien", 0).await;
    assert_eq!(unmarked.verdict, Verdict::Withdrawn);
    assert_eq!(plays_of(&world, &ana).await, []);
    world.pass(minutes(600));
    emby.emby("playback.stop", "Alien", 95).await;
    assert_eq!(webhooks::replay(&world.app, &ana.actor, unmarked.id).await.unwrap().verdict, Verdict::Withdrawn);
    assert_eq!(items_of(&plays_of(&world, &ana).await), [alien]);
    // What its person told of themselves is not the player's to take back.
    let solaris = film(&world, "Solaris").await;
    let now = plays::When::At(world.app.now());
    plays::add(&world.app, &ana.actor, plays::PlayDraft::new(solaris, now, "graphql")).await.unwrap();
    world.pass(minutes(1));
    assert_eq!(emby.emby("item.markunplayed", "Solaris", 0).await.verdict, Verdict::Ignored);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_player_says_of_when_it_happened_is_believed_within_reason() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    film(&world, "Alien").await;
    let now = world.app.now();
    let jellyfin = Address::new(&world, &ana, Player::Jellyfin).await;
    for (said, expected) in [
        (now - TimeDelta::hours(2), now - TimeDelta::hours(2)),
        (now - TimeDelta::days(60), now),
        (now + TimeDelta::days(1), now),
    ] {
        let ben = world.user(&format!("ben{}", said.timestamp())).await;
        let address = Address::new(&world, &ben, Player::Jellyfin).await;
        let message = json!({ "NotificationType": "PlaybackStop", "ItemType": "Movie", "Name": "Alien", "PlayedToCompletion": true,
            "UtcTimestamp": said.to_rfc3339() });
        address.tell(message).await;
        assert_eq!(plays_of(&world, &ben).await[0].watched_at, expected, "{said}");
    }
    assert_eq!(jellyfin.webhook.user_id, ana.id);
    assert_eq!(plays_of(&world, &ana).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_opens_nothing_but_the_way_in_for_what_was_played() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    film(&world, "Alien").await;
    let emby = Address::new(&world, &ana, Player::Emby).await;
    let forbidden = |error: Error| matches!(error, Error::Forbidden(_));
    let draft = WebhookDraft { name: "More".to_owned(), player: Player::Plex, account_name: None };
    assert!(forbidden(player_webhooks::create(&world.app, &emby.actor, draft).await.unwrap_err()));
    assert!(forbidden(player_webhooks::mine(&world.app, &emby.actor).await.unwrap_err()));
    let everything = PageRequest { first: 10, after: None };
    let listed = webhooks::page(&world.app, &emby.actor, &DeliveryFilter::default(), everything).await;
    assert!(forbidden(listed.unwrap_err()));
    let told = emby.emby("playback.stop", "Alien", 95).await;
    assert!(forbidden(webhooks::replay(&world.app, &emby.actor, told.id).await.unwrap_err()));
    // Nor does another address, or a session, speak for it.
    let other = Address::new(&world, &ana, Player::Emby).await;
    for actor in [&other.actor, &ana.actor] {
        let received = webhooks::receive(&world.app, actor, &emby.webhook, Came::Message(json!({}))).await;
        assert!(forbidden(received.unwrap_err()));
    }
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET status = 'suspended' WHERE id = $1", &[&ana.id.0]).await.unwrap();
    let issued = player_webhooks::rotate(&world.app, &ana.actor, emby.webhook.id).await.unwrap();
    let token = issued.token.expose_secret();
    let found = player_webhooks::authenticate(&world.app, Player::Emby, token, Origin::default()).await;
    assert!(matches!(found, Err(Error::NotFound(_))), "who may not sign in has no addresses");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_called_and_filtered_as_its_person_says() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    film(&world, "Alien").await;
    let emby = Address::new(&world, &ana, Player::Emby).await;
    let patch = WebhookPatch { name: Some(" Attic ".to_owned()), account_name: Some(Some("ben".to_owned())) };
    let changed = player_webhooks::update(&world.app, &ana.actor, emby.webhook.id, patch).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.account_name.as_deref()), ("Attic", Some("ben")));
    let token = player_webhooks::rotate(&world.app, &ana.actor, changed.id).await.unwrap().token;
    let (actor, webhook) =
        player_webhooks::authenticate(&world.app, Player::Emby, token.expose_secret(), Origin::default()).await.unwrap();
    let renewed = Address { world: &world, actor, webhook };
    let ignored = renewed.emby("playback.stop", "Alien", 95).await;
    assert_eq!(ignored.verdict, Verdict::Ignored);
    // Said otherwise, what was ignored can be replayed.
    let patch = WebhookPatch { name: None, account_name: Some(None) };
    player_webhooks::update(&world.app, &ana.actor, changed.id, patch).await.unwrap();
    assert_eq!(webhooks::replay(&world.app, &ana.actor, ignored.id).await.unwrap().verdict, Verdict::Counted);

    let wrong = |name: &str, player, account: &str| {
        let draft = WebhookDraft { name: name.to_owned(), player, account_name: Some(account.to_owned()) };
        async { player_webhooks::create(&world.app, &ana.actor, draft).await.unwrap_err() }
    };
    assert!(matches!(wrong("", Player::Plex, "x").await, Error::Invalid(fields) if fields[0].field == "name"));
    assert!(matches!(wrong("x", Player::Kodi, "x").await, Error::Invalid(fields) if fields[0].field == "accountName"));
    for _ in 1..50 {
        Address::new(&world, &ana, Player::Kodi).await;
    }
    let one_more = WebhookDraft { name: "x".to_owned(), player: Player::Kodi, account_name: None };
    assert!(matches!(player_webhooks::create(&world.app, &ana.actor, one_more).await, Err(Error::Conflict(_))));
    assert_eq!(player_webhooks::mine(&world.app, &ana.actor).await.unwrap().len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_at_once_is_refused() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let draft = WebhookDraft { name: "TV".to_owned(), player: Player::Plex, account_name: None };
    let token = player_webhooks::create(&world.app, &ana.actor, draft).await.unwrap().token;
    let from = || Origin { ip: Some("192.0.2.7".parse().unwrap()), ..Origin::default() };
    let knock = async |token: &str| player_webhooks::authenticate(&world.app, Player::Plex, token, from()).await;
    for _ in 0..120 {
        assert!(matches!(knock("nothing").await, Err(Error::NotFound(_))));
    }
    assert!(matches!(knock("nothing").await, Err(Error::RateLimited(_))));
    for _ in 0..600 {
        knock(token.expose_secret()).await.unwrap();
    }
    assert!(matches!(knock(token.expose_secret()).await, Err(Error::RateLimited(_))));
    world.pass(minutes(1));
    knock(token.expose_secret()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn old_deliveries_go_and_those_that_wait_stay() {
    let world = World::new().await;
    let (root, ana) = (world.admin("root").await, world.user("ana").await);
    film(&world, "Alien").await;
    let (emby, plex) = (Address::new(&world, &ana, Player::Emby).await, Address::new(&world, &ana, Player::Plex).await);
    emby.emby("playback.stop", "Nobody knows it", 95).await;
    emby.emby("playback.stop", "Alien", 95).await;
    world.pass(TimeDelta::days(31));
    for _ in 0..4 {
        emby.emby("library.new", "Alien", 0).await;
    }
    world.pass(minutes(1));
    plex.tell(json!({ "event": "library.new" })).await;
    let keep_two = json!({ "perWebhook": 2 });
    let patch = ScheduledJobPatch { settings: Some(keep_two), ..ScheduledJobPatch::default() };
    jobs::update_scheduled_job(&world.app, &root.actor, "player_deliveries", patch).await.unwrap();
    jobs::run_due(&world.app).await.unwrap();
    let kept: Vec<_> = all(&world, &ana).await.into_iter().map(|kept| (kept.player, kept.verdict)).collect();
    let ignored = |player| (player, Verdict::Ignored);
    let expected = [ignored(Player::Plex), ignored(Player::Emby), ignored(Player::Emby), (Player::Emby, Verdict::Unmatched)];
    assert_eq!(kept, expected);
    for wrong in [json!({ "days": 0 }), json!({ "perWebhook": -1 }), json!({ "weeks": 1 })] {
        let patch = ScheduledJobPatch { settings: Some(wrong), ..ScheduledJobPatch::default() };
        let changed = jobs::update_scheduled_job(&world.app, &root.actor, "player_deliveries", patch).await;
        assert!(matches!(changed, Err(Error::Invalid(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_reports_how_far_something_is_the_latest_waits_with_start_and_end() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let emby = Address::new(&world, &ana, Player::Emby).await;
    emby.emby("playback.start", "Alien", 0).await;
    for minute in 1..=90 {
        world.pass(minutes(1));
        emby.emby("playback.progress", "Alien", minute).await;
    }
    let stopped = emby.emby("playback.stop", "Alien", 91).await;
    let waiting = all(&world, &ana).await;
    assert_eq!(waiting.len(), 3);
    assert!(waiting.iter().all(|waiting| waiting.verdict == Verdict::Unmatched));
    let alien = film(&world, "Alien").await;
    assert_eq!(fix(&world, &ana, stopped.id, alien).await.replayed, 3);
    let plays = plays_of(&world, &ana).await;
    assert_eq!((plays.len(), plays[0].started_at), (1, Some(stopped.received_at - minutes(90))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_follows_an_item_into_the_one_it_is_merged_with() {
    let world = World::new().await;
    let (root, ana) = (world.admin("root").await, world.user("ana").await);
    let emby = Address::new(&world, &ana, Player::Emby).await;
    let told = emby.emby("playback.stop", "Das Ding", 95).await;
    let create = async |name: &str| -> MediaItem {
        items::create(&world.app, &Actor::system("test"), ItemDraft::new(builtin::MOVIE, name)).await.unwrap()
    };
    let (double, thing) = (create("The Thing (double)").await, create("The Thing").await);
    fix(&world, &ana, told.id, double.id).await;
    changes::merge(&world.app, &root.actor, thing.id, double.id).await.unwrap();
    assert_eq!(all(&world, &ana).await[0].media_item_id, Some(thing.id));
    world.pass(TimeDelta::days(1));
    assert_eq!(emby.emby("playback.stop", "Das Ding", 95).await.media_item_id, Some(thing.id));
    assert_eq!(plays_of(&world, &ana).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_said_of_a_show_goes_before_its_namesake_and_behind_ids() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let mut shows = Vec::new();
    for (year, tvdb) in [(1963, "100"), (2005, "200")] {
        let make = async |draft: ItemDraft| items::create(&world.app, &Actor::system("test"), draft).await.unwrap();
        let show = make(ItemDraft { year: Some(year), ..ItemDraft::new(builtin::TV, "Doctor Who") }).await;
        let season = make(ItemDraft::new(builtin::TV, "Series 1").below(show.id, Some(1))).await;
        let mut episodes = Vec::new();
        for number in 1..=2 {
            let external_ids = vec![external_ids::key("tvdb", "episode", &format!("{tvdb}{number}")).unwrap()];
            let draft = ItemDraft { external_ids, ..ItemDraft::new(builtin::TV, format!("{year}, {number}")) };
            episodes.push(make(draft.below(season.id, Some(number))).await.id);
        }
        shows.push(episodes);
    }
    let emby = Address::new(&world, &ana, Player::Emby).await;
    let seen = async |number: i32, ids: Value| {
        world.pass(TimeDelta::hours(1));
        let item = json!({ "Type": "Episode", "Name": "Whatever", "SeriesName": "Doctor Who", "ParentIndexNumber": 1,
            "IndexNumber": number, "ProviderIds": ids });
        emby.tell(json!({ "Event": "playback.stop", "Item": item, "PlaybackInfo": { "PlayedToCompletion": true } })).await
    };
    let told = seen(1, json!({})).await;
    let guessed = shows.iter().position(|episodes| Some(episodes[0]) == told.media_item_id).unwrap();
    let (wrong, right) = (&shows[guessed], &shows[1 - guessed]);
    fix(&world, &ana, told.id, right[0]).await;
    assert_eq!(seen(2, json!({})).await.media_item_id, Some(right[1]));
    assert_eq!(seen(2, json!({ "Tvdb": "999" })).await.media_item_id, Some(right[1]), "an id that nobody knows says nothing");
    let tvdb = if guessed == 0 { "1002" } else { "2002" };
    assert_eq!(seen(2, json!({ "Tvdb": tvdb })).await.media_item_id, Some(wrong[1]), "an id that is known says what it is");
}
