//! Who is in a group, may do what there, and sees whom.

use chrono::TimeDelta;
use medianest_core::db::social::Group;
use medianest_core::db::{GroupInvitationId, GroupPrivacy, GroupRole, GroupType};
use medianest_core::policy::visibility::{Aspect, can_see};
use medianest_core::social::groups::{self, GroupChanges, GroupDraft};
use medianest_core::social::invitations::{InvitationDraft, Invitee};
use medianest_core::social::members::PermissionChanges;
use medianest_core::social::{friendships, invitations, members};
use medianest_core::{Error, PageRequest, notifications};
use medianest_test_support::{Person, World};
use secrecy::ExposeSecret as _;

/// An invitation that waits as long as most do.
pub fn invitation(invitee: Invitee, role: GroupRole) -> InvitationDraft {
    InvitationDraft { invitee, role, lifetime: invitations::LIFETIME }
}

pub async fn group(world: &World, owner: &Person) -> Group {
    let draft =
        GroupDraft { name: "Home".to_owned(), description: None, group_type: GroupType::Family, privacy: GroupPrivacy::Private };
    groups::create(&world.app, &owner.actor, draft).await.unwrap()
}

async fn invite(world: &World, by: &Person, group: &Group, whom: &Person, role: GroupRole) -> GroupInvitationId {
    let draft = invitation(Invitee::Person(whom.id), role);
    invitations::invite(&world.app, &by.actor, group.id, draft).await.unwrap().invitation.id
}

pub async fn join(world: &World, by: &Person, group: &Group, whom: &Person, role: GroupRole) {
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
        let refused = invitations::invite(app, &by.actor, home.id, invitation(Invitee::Person(outsider.id), role)).await;
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
    let draft = invitation(Invitee::Person(cy.id), GroupRole::Member);
    let refused = invitations::invite(app, &ana.actor, home.id, draft).await;
    assert!(matches!(refused.map(|_| ()), Err(Error::NotFound("user"))), "nobody invites whom they may not see");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lets_the_first_who_comes_with_it_in_until_it_ends_or_is_taken_back() {
    let world = World::new().await;
    let (ana, ben, cy) = (world.user("ana").await, world.user("ben").await, world.user("cy").await);
    let home = group(&world, &ana).await;
    let app = &world.app;
    let invite = async |invitee, days| {
        let draft = InvitationDraft { invitee, role: GroupRole::Member, lifetime: TimeDelta::days(days) };
        invitations::invite(app, &ana.actor, home.id, draft).await
    };
    let join = async |person: &Person, code: &str| invitations::accept_by_code(app, &person.actor, code).await;
    let code = invite(Invitee::Bearer, 2).await.unwrap().code.unwrap().expose_secret().to_owned();
    assert!(matches!(join(&ben, "mng_guess").await, Err(Error::NotFound("invitation"))));
    assert_eq!(invitations::count(app, &ben.actor).await.unwrap(), 0, "it waits for nobody by name");
    assert_eq!(join(&ben, &format!(" {code}\n")).await.unwrap().id, home.id);
    assert!(matches!(join(&cy, &code).await, Err(Error::Conflict(_))), "it lets one in");

    let code = invite(Invitee::Bearer, 2).await.unwrap().code.unwrap().expose_secret().to_owned();
    world.pass(TimeDelta::days(2));
    assert!(matches!(join(&cy, &code).await, Err(Error::Conflict(_))), "expired");
    let issued = invite(Invitee::Bearer, 30).await.unwrap();
    for (person, expected) in [(&ana, vec![issued.invitation.id]), (&ben, vec![]), (&cy, vec![])] {
        let waiting = invitations::by_groups(app, &person.actor, &[home.id]).await.unwrap();
        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "{} sees what waits", person.name);
    }
    let revoke = async |person: &Person| invitations::revoke(app, &person.actor, home.id, issued.invitation.id).await;
    assert!(matches!(revoke(&ben).await, Err(Error::Forbidden(_))));
    assert!(matches!(revoke(&cy).await, Err(Error::NotFound("group"))));
    revoke(&ana).await.unwrap();
    assert!(matches!(revoke(&ana).await, Err(Error::NotFound("invitation"))));
    let refused = join(&cy, issued.code.unwrap().expose_secret()).await;
    assert!(matches!(refused, Err(Error::NotFound("invitation"))), "taken back");
    for (invitee, days) in
        [(Invitee::Bearer, 31), (Invitee::Bearer, 0), (Invitee::Email("nobody".to_owned()), 7), (Invitee::Unclear, 7)]
    {
        assert!(matches!(invite(invitee.clone(), days).await, Err(Error::Invalid(_))), "{invitee:?} for {days} days");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_to_an_address_is_good_for_whoever_has_it() {
    let world = World::new().await;
    let (ana, ben, eve) = (world.user("ana").await, world.user("ben").await, world.user("eve").await);
    let home = group(&world, &ana).await;
    let app = &world.app;
    let draft = || invitation(Invitee::Email(" Ben@Example.org".to_owned()), GroupRole::Limited);
    let code = invitations::invite(app, &ana.actor, home.id, draft()).await.unwrap().code.unwrap();
    let join = async |person: &Person| invitations::accept_by_code(app, &person.actor, code.expose_secret()).await;
    let address = async |person: &Person, address: Option<&str>, is_verified: bool| {
        let sql = world.database.sql().await;
        let set = "UPDATE users SET email = $2::text::citext, email_verified_at = CASE WHEN $3 THEN now() END WHERE id = $1";
        sql.execute(set, &[&person.id.0, &address, &is_verified]).await.unwrap();
    };
    address(&eve, Some("eve@example.org"), true).await;
    assert!(matches!(join(&eve).await, Err(Error::NotFound("invitation"))), "the code alone is not enough");
    address(&ben, Some("ben@example.org"), false).await;
    assert_eq!(invitations::count(app, &ben.actor).await.unwrap(), 0, "an address that nobody proved is anybody's");
    address(&ben, Some("ben@example.org"), true).await;
    let page = invitations::page(app, &ben.actor, &PageRequest { first: 9, after: None }).await.unwrap();
    assert_eq!(page.items.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Home"]);
    assert_eq!(invitations::count(app, &eve.actor).await.unwrap(), 0);
    assert_eq!(join(&ben).await.unwrap().id, home.id);
    assert_eq!(invitations::count(app, &ben.actor).await.unwrap(), 0);
    // A limited member is shown to the group, and sees who is in it, but not what the others do.
    assert!(sees(&world, &ana, &ben).await && !sees(&world, &ben, &ana).await);
    let members = members::page(app, &ben.actor, home.id, &PageRequest { first: 9, after: None }).await.unwrap();
    assert_eq!(members.items.len(), 2);
    members::change_role(app, &ana.actor, home.id, ben.id, GroupRole::Member).await.unwrap();
    assert!(sees(&world, &ben, &ana).await);
}
