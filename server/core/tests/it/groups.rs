//! Who is in a group, may do what there, and sees whom.

use chrono::TimeDelta;
use medianest_core::db::social::Group;
use medianest_core::db::{GroupInvitationId, GroupPrivacy, GroupRole, GroupType};
use medianest_core::policy::visibility::{Aspect, can_see};
use medianest_core::social::groups::{self, GroupChanges, GroupDraft};
use medianest_core::social::members::PermissionChanges;
use medianest_core::social::{friendships, invitations, members};
use medianest_core::{Error, PageRequest, notifications};
use medianest_test_support::{Person, World};

async fn group(world: &World, owner: &Person) -> Group {
    let draft =
        GroupDraft { name: "Home".to_owned(), description: None, group_type: GroupType::Family, privacy: GroupPrivacy::Private };
    groups::create(&world.app, &owner.actor, draft).await.unwrap()
}

async fn invite(world: &World, by: &Person, group: &Group, whom: &Person, role: GroupRole) -> GroupInvitationId {
    invitations::invite(&world.app, &by.actor, group.id, whom.id, role).await.unwrap().0.id
}

async fn join(world: &World, by: &Person, group: &Group, whom: &Person, role: GroupRole) {
    let id = invite(world, by, group, whom, role).await;
    invitations::accept(&world.app, &whom.actor, id).await.unwrap();
}

async fn sees(world: &World, viewer: &Person, owner: &Person) -> bool {
    can_see(&world.app, &viewer.actor, owner.id, Aspect::History).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_opens_what_members_let_the_group_see_and_leaving_closes_it() {
    let world = World::new().await;
    let (ana, ben, eve) = (world.user("ana").await, world.user("ben").await, world.user("eve").await);
    let home = group(&world, &ana).await;
    // The clock stands still, and members are listed as they came.
    world.pass(TimeDelta::minutes(1));
    let id = invite(&world, &ana, &home, &ben, GroupRole::Member).await;
    assert_eq!(invite(&world, &ana, &home, &ben, GroupRole::Member).await, id, "inviting twice changes nothing");
    let told = notifications::page(&world.app, &ben.actor, true, &PageRequest { first: 9, after: None }).await.unwrap();
    assert_eq!(told.items.iter().map(|news| news.notification_type.as_str()).collect::<Vec<_>>(), ["group_invitation"]);
    assert!(!sees(&world, &ana, &ben).await, "an invitation opens nothing");
    assert!(matches!(groups::find(&world.app, &ben.actor, home.id).await, Err(Error::NotFound("group"))));
    assert!(matches!(invitations::accept(&world.app, &eve.actor, id).await, Err(Error::NotFound(_))));
    invitations::accept(&world.app, &ben.actor, id).await.unwrap();
    assert!(matches!(invitations::accept(&world.app, &ben.actor, id).await, Err(Error::Conflict(_))));
    assert!(sees(&world, &ana, &ben).await && sees(&world, &ben, &ana).await);
    let hidden = PermissionChanges { history: Some(false), ..PermissionChanges::default() };
    members::update_permissions(&world.app, &ben.actor, home.id, hidden).await.unwrap();
    assert!(!sees(&world, &ana, &ben).await && sees(&world, &ben, &ana).await);
    let page = members::page(&world.app, &ana.actor, home.id, &PageRequest { first: 9, after: None }).await.unwrap();
    let shown: Vec<_> = page.items.iter().map(|row| (row.role, row.shows("history"), row.shows("stats"))).collect();
    assert_eq!(shown, [(GroupRole::Owner, true, true), (GroupRole::Member, false, true)]);

    assert!(matches!(members::leave(&world.app, &ana.actor, home.id).await, Err(Error::Conflict(_))), "owners stay");
    members::leave(&world.app, &ben.actor, home.id).await.unwrap();
    assert!(!sees(&world, &ben, &ana).await);
    assert!(matches!(
        members::page(&world.app, &ben.actor, home.id, &PageRequest { first: 9, after: None }).await,
        Err(Error::NotFound(_))
    ));
    assert_eq!(groups::count(&world.app, &ben.actor).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_let_one_act_on_those_below_only() {
    let world = World::new().await;
    let (owner, admin, other) = (world.user("owner").await, world.user("admin").await, world.user("other").await);
    let (member, outsider) = (world.user("member").await, world.user("outsider").await);
    let home = group(&world, &owner).await;
    join(&world, &owner, &home, &admin, GroupRole::Admin).await;
    join(&world, &owner, &home, &other, GroupRole::Admin).await;
    join(&world, &admin, &home, &member, GroupRole::Member).await;
    let app = &world.app;
    let rename = || GroupChanges { name: Some("Den".to_owned()), ..GroupChanges::default() };
    assert!(matches!(groups::update(app, &member.actor, home.id, rename()).await, Err(Error::Forbidden(_))));
    assert!(matches!(groups::update(app, &outsider.actor, home.id, rename()).await, Err(Error::NotFound(_))));
    assert_eq!(groups::update(app, &admin.actor, home.id, rename()).await.unwrap().name, "Den");
    assert!(matches!(groups::delete(app, &admin.actor, home.id).await, Err(Error::Forbidden(_))));
    for (by, role) in [(&member, GroupRole::Limited), (&admin, GroupRole::Admin)] {
        let refused = invitations::invite(app, &by.actor, home.id, outsider.id, role).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{} invites", by.name);
    }
    for target in [&owner, &other] {
        assert!(matches!(members::remove(app, &admin.actor, home.id, target.id).await, Err(Error::Forbidden(_))));
        let refused = members::change_role(app, &admin.actor, home.id, target.id, GroupRole::Limited).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "an administrator demotes {}", target.name);
    }
    let refused = members::change_role(app, &admin.actor, home.id, member.id, GroupRole::Owner).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    members::remove(app, &admin.actor, home.id, member.id).await.unwrap();

    members::change_role(app, &owner.actor, home.id, admin.id, GroupRole::Owner).await.unwrap();
    assert_eq!(groups::find(app, &admin.actor, home.id).await.unwrap().owner_user_id, admin.id);
    assert!(matches!(groups::delete(app, &owner.actor, home.id).await, Err(Error::Forbidden(_))), "handed over");
    members::leave(app, &owner.actor, home.id).await.unwrap();
    groups::delete(app, &admin.actor, home.id).await.unwrap();
    assert!(matches!(groups::find(app, &admin.actor, home.id).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_ends_with_its_week_its_answer_or_its_inviter() {
    let world = World::new().await;
    let (ana, ben, cy) = (world.user("ana").await, world.user("ben").await, world.user("cy").await);
    let home = group(&world, &ana).await;
    let app = &world.app;
    let id = invite(&world, &ana, &home, &ben, GroupRole::Admin).await;
    world.pass(TimeDelta::days(7));
    assert!(matches!(invitations::accept(app, &ben.actor, id).await, Err(Error::Conflict(_))), "expired");
    assert_eq!(invitations::count(app, &ben.actor).await.unwrap(), 0);
    let id = invite(&world, &ana, &home, &ben, GroupRole::Admin).await;
    assert_eq!(invitations::count(app, &ben.actor).await.unwrap(), 1);
    invitations::decline(app, &ben.actor, id).await.unwrap();
    assert!(matches!(invitations::accept(app, &ben.actor, id).await, Err(Error::Conflict(_))), "declined");
    join(&world, &ana, &home, &ben, GroupRole::Admin).await;
    let id = invite(&world, &ben, &home, &cy, GroupRole::Member).await;
    members::remove(app, &ana.actor, home.id, ben.id).await.unwrap();
    assert!(matches!(invitations::accept(app, &cy.actor, id).await, Err(Error::Conflict(_))), "the inviter is gone");
    friendships::block(app, &cy.actor, ana.id).await.unwrap();
    let refused = invitations::invite(app, &ana.actor, home.id, cy.id, GroupRole::Member).await;
    assert!(matches!(refused.map(|_| ()), Err(Error::NotFound("user"))), "nobody invites whom they may not see");
}
