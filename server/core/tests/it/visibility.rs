//! Every aspect of a person, under every setting, looked at by everybody they could stand to.

use medianest_core::Error;
use medianest_core::policy::visibility::{Aspect, can_see, scope, scope_of};
use medianest_core::policy::{Access, Actor, Origin, Who};
use medianest_db::Role;
use medianest_test_support::{Person, World};

const SETTINGS: &[&str] = &["nobody", "friends", "members", "somebody else", "unset"];

/// Makes two people friends, or what the state says.
pub async fn relate(world: &World, from: &Person, to: &Person, state: &str) {
    let sql = world.database.sql().await;
    sql.execute(
        "INSERT INTO friendships (id, requester_id, addressee_id, state) VALUES (gen_random_uuid(), $1, $2, $3)",
        &[&from.id.0, &to.id.0, &state],
    )
    .await
    .unwrap();
}

/// Puts people into one group, each with these permissions.
pub async fn group(world: &World, members: &[(&Person, &str)]) {
    let sql = world.database.sql().await;
    let id = uuid::Uuid::from_u128(members[0].0.id.0.as_u128() ^ members[1].0.id.0.as_u128());
    sql.execute(
        "INSERT INTO groups (id, name, group_type, owner_user_id) VALUES ($1, 'G', 'family', $2)",
        &[&id, &members[0].0.id.0],
    )
    .await
    .unwrap();
    for (person, permissions) in members {
        sql.execute(
            "INSERT INTO group_members (id, group_id, user_id, role, permissions, joined_at)
             VALUES (gen_random_uuid(), $1, $2, 'member', $3::text::jsonb, now())",
            &[&id, &person.id.0, permissions],
        )
        .await
        .unwrap();
    }
}

pub async fn set_privacy(world: &World, person: &Person, json: &str) {
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET privacy_settings = $2::text::jsonb WHERE id = $1", &[&person.id.0, &json]).await.unwrap();
}

/// Somebody, and one of each whom they could stand to.
pub struct Relations {
    pub owner: Person,
    friend: Person,
    asked: Person,
    relative: Person,
    distant: Person,
    limited: Person,
    pub member: Person,
    guest: Person,
    guest_friend: Person,
    blocked: Person,
    blocker: Person,
    admin: Person,
    boss: Person,
}

impl Relations {
    pub async fn of(world: &World) -> Self {
        let all = Self {
            owner: world.user("owner").await,
            friend: world.user("friend").await,
            asked: world.user("asked").await,
            relative: world.user("relative").await,
            distant: world.user("distant").await,
            limited: world.user("limited").await,
            member: world.user("member").await,
            guest: world.with_role("guest", Role::Guest).await,
            guest_friend: world.with_role("guest_friend", Role::Guest).await,
            blocked: world.user("blocked").await,
            blocker: world.user("blocker").await,
            admin: world.admin("admin").await,
            boss: world.with_role("boss", Role::SuperAdmin).await,
        };
        relate(world, &all.owner, &all.friend, "accepted").await;
        relate(world, &all.guest_friend, &all.owner, "accepted").await;
        relate(world, &all.asked, &all.owner, "requested").await;
        relate(world, &all.owner, &all.blocked, "blocked").await;
        relate(world, &all.blocker, &all.owner, "blocked").await;
        let family = [(&all.owner, "{}"), (&all.relative, r#"{"history": false}"#), (&all.blocked, "{}"), (&all.blocker, "{}")];
        group(world, &family).await;
        let none = r#"{"profile": false, "history": false, "stats": false, "currently_watching": "sometimes"}"#;
        group(world, &[(&all.owner, none), (&all.distant, "{}")]).await;
        group(world, &[(&all.owner, "{}"), (&all.limited, "{}")]).await;
        let sql = world.database.sql().await;
        sql.execute("UPDATE group_members SET role = 'limited' WHERE user_id = $1", &[&all.limited.id.0]).await.unwrap();
        all
    }

    /// Who sees what the owner shows to these.
    pub fn seeing(&self, to_friends: bool, to_members: bool, to_guests: bool) -> [(&'static str, &Person, bool); 13] {
        [
            ("themselves", &self.owner, true),
            ("a friend", &self.friend, to_friends),
            ("somebody who asked", &self.asked, to_members),
            ("somebody of a group that may", &self.relative, to_friends),
            ("somebody of a group that may not", &self.distant, to_members),
            ("a limited member of a group", &self.limited, to_members),
            ("a member", &self.member, to_members),
            ("a guest", &self.guest, to_guests),
            ("a guest who is a friend", &self.guest_friend, to_friends),
            ("somebody they blocked", &self.blocked, false),
            ("somebody who blocked them", &self.blocker, false),
            ("an administrator", &self.admin, to_members),
            ("the super administrator", &self.boss, to_members),
        ]
    }
}

/// A scope answers the same whether it is asked for everybody or for one.
async fn sees(world: &World, viewer: &Actor, owner: &Person, aspect: Aspect) -> bool {
    let one = can_see(&world.app, viewer, owner.id, aspect).await.unwrap();
    let all = scope(&world.app, viewer, aspect).await.unwrap();
    assert_eq!(all.includes(owner.id, false), one, "{aspect:?} asked both ways");
    let narrow = scope_of(&world.app, viewer, owner.id, aspect).await.unwrap();
    let private = all.includes(owner.id, true);
    assert_eq!(narrow.is_some_and(|scope| scope.includes(owner.id, true)), private, "{aspect:?}, private things");
    assert_eq!(private, viewer.user_id() == Some(owner.id) || matches!(viewer.who, Who::System(_)));
    one
}

#[tokio::test(flavor = "multi_thread")]
async fn each_setting_of_each_aspect_lets_exactly_its_audience_see() {
    let world = World::new().await;
    let all = Relations::of(&world).await;
    let owner = &all.owner;
    for aspect in Aspect::ALL.iter().copied() {
        let (setting, default) = aspect.setting();
        for chosen in SETTINGS.iter().copied() {
            let effective = if chosen == "unset" { default } else { chosen };
            let json = if chosen == "unset" { "{}".to_owned() } else { format!(r#"{{"{setting}": "{chosen}"}}"#) };
            set_privacy(&world, owner, &json).await;
            let to_friends = matches!(effective, "friends" | "members");
            let to_members = effective == "members";
            let to_guests = to_members && aspect == Aspect::Profile;
            for (who, viewer, may) in all.seeing(to_friends, to_members, to_guests) {
                assert_eq!(sees(&world, &viewer.actor, owner, aspect).await, may, "{who}, {aspect:?} for {chosen}");
            }
            assert!(sees(&world, &Actor::system("test"), owner, aspect).await, "the system");
            let nobody = Actor::anonymous(Origin::default());
            assert!(matches!(scope(&world.app, &nobody, aspect).await, Err(Error::Unauthenticated)));
            assert!(matches!(can_see(&world.app, &nobody, owner.id, aspect).await, Err(Error::Unauthenticated)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn never_share_beats_everything_and_so_does_what_cannot_be_read() {
    let world = World::new().await;
    let (owner, friend) = (world.user("owner").await, world.user("friend").await);
    let admin = world.admin("admin").await;
    relate(&world, &owner, &friend, "accepted").await;
    let open = r#""profile": "members", "history": "members", "stats": "members", "currently_watching": "members""#;
    for (never, expected) in [("true", false), ("\"maybe\"", false), ("null", false), ("false", true)] {
        set_privacy(&world, &owner, &format!(r#"{{{open}, "never_share": {never}}}"#)).await;
        for aspect in Aspect::ALL.iter().copied() {
            assert_eq!(sees(&world, &friend.actor, &owner, aspect).await, expected, "a friend, {aspect:?}, {never}");
            assert_eq!(sees(&world, &admin.actor, &owner, aspect).await, expected, "an administrator, {aspect:?}, {never}");
            assert!(sees(&world, &owner.actor, &owner, aspect).await);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suspended_and_deleted_people_are_hidden() {
    let world = World::new().await;
    let (owner, viewer) = (world.user("owner").await, world.user("viewer").await);
    set_privacy(&world, &owner, r#"{"history": "members"}"#).await;
    let sql = world.database.sql().await;
    for (status, expected) in [("active", true), ("suspended", false), ("deleted", false)] {
        sql.execute("UPDATE users SET status = $2 WHERE id = $1", &[&owner.id.0, &status]).await.unwrap();
        for aspect in [Aspect::Profile, Aspect::History, Aspect::Library] {
            assert_eq!(sees(&world, &viewer.actor, &owner, aspect).await, expected, "{aspect:?} of the {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_a_group_hides_at_once_and_a_key_without_read_sees_nothing() {
    let world = World::new().await;
    let (owner, viewer) = (world.user("owner").await, world.user("viewer").await);
    group(&world, &[(&owner, "{}"), (&viewer, "{}")]).await;
    assert!(sees(&world, &viewer.actor, &owner, Aspect::CurrentlyWatching).await);
    let sql = world.database.sql().await;
    sql.execute("DELETE FROM group_members WHERE user_id = $1", &[&viewer.id.0]).await.unwrap();
    assert!(!sees(&world, &viewer.actor, &owner, Aspect::CurrentlyWatching).await);

    let mut player = viewer.actor.clone();
    if let Who::Person(person) = &mut player.who {
        person.access = vec![Access::Scrobble];
    }
    assert!(matches!(scope(&world.app, &player, Aspect::History).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_costs_one_statement_and_ones_own_none() {
    let world = World::new().await;
    let (owner, viewer) = (world.user("owner").await, world.user("viewer").await);
    drop(world.app.db().await.unwrap());
    let before = world.app.database().statements();
    scope(&world.app, &viewer.actor, Aspect::History).await.unwrap();
    let one = world.app.database().statements() - before;
    scope_of(&world.app, &viewer.actor, viewer.id, Aspect::History).await.unwrap();
    assert_eq!(world.app.database().statements() - before, one);
    scope_of(&world.app, &viewer.actor, owner.id, Aspect::History).await.unwrap();
    assert_eq!(world.app.database().statements() - before, 2 * one);
}
