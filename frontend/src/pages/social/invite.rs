//! Inviting into a group: a friend, whoever has an address, or whoever is given a code; and what waits for an answer.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::common::{PageVariables, PersonCard};
use medianest_web_api::operations::social::{
    Friends, GroupDetail, GroupRole, InviteToGroup, InviteToGroupInput, MemberRow, RevokeGroupInvitation,
    RevokeGroupInvitationInput, WaitingInvitation,
};

use super::group::role_name;
use crate::components::{
    Badge, Button, Choice, Empty, Form, FormError, Icon, Loaded, Look, SecretDialog, Section, SkeletonRows, TextField,
};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::optimistic::use_sender;
use crate::t;
use crate::widgets::people::Avatar;

/// The roles that one may invite to.
const ROLES: [GroupRole; 2] = [GroupRole::Member, GroupRole::Limited];

/// What stands in the dialog: a friend by name, or a code for somebody who is none yet.
#[component]
pub fn Invite(group: Signal<GroupDetail>, members: Memo<Vec<MemberRow>>, open: RwSignal<bool>) -> impl IntoView {
    let whom = RwSignal::new("friend");
    let role = RwSignal::new(GroupRole::Member);
    view! {
        <div class="form">
            <Choice
                label=t!("group-invite-whom")
                options=vec![
                    ("friend", t!("group-invite-friend")),
                    ("email", t!("group-invite-email")),
                    ("code", t!("group-invite-code")),
                ]
                value=whom
                on_choose=move |chosen| whom.set(chosen)
            />
            <Choice
                label=t!("group-invite-role")
                options=ROLES.iter().map(|role| (role.as_str(), role_name(*role))).collect()
                value=Signal::derive(move || role.get().as_str())
                on_choose=move |chosen: &'static str| {
                    if let Some(chosen) = ROLES.into_iter().find(|role| role.as_str() == chosen) {
                        role.set(chosen);
                    }
                }
                hint=MaybeProp::derive(move || (role.get() == GroupRole::Limited).then(|| t!("role-limited-hint")))
            />
            {move || match whom.get() {
                "friend" => view! { <FriendList group=group members=members role=role /> }.into_any(),
                whom => view! { <ByCode group=group role=role to_address=whom == "email" open=open /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
fn FriendList(group: Signal<GroupDetail>, members: Memo<Vec<MemberRow>>, role: RwSignal<GroupRole>) -> impl IntoView {
    let sender = use_sender();
    let friends = load(|| Friends::operation(PageVariables { first: Some(100), after: None }));
    let invited = RwSignal::new(Vec::<Id>::new());
    let others = move || {
        let inside = members.get();
        let friends = friends.get().map(|found| found.friends.nodes).unwrap_or_default();
        let is_outside = |id: &Id| !inside.iter().any(|member| member.user_id == *id);
        friends.into_iter().filter_map(|row| row.user).filter(|person| is_outside(&person.id)).collect::<Vec<_>>()
    };
    let invite = move |person: Id| {
        let input = InviteToGroupInput {
            group_id: group.with_untracked(|group| group.id.clone()),
            user_id: Some(person.clone()),
            email: None,
            role: Some(role.get_untracked()),
            expires_in_days: None,
        };
        sender.send(InviteToGroup::operation(input), move |_| {
            invited.try_update(|invited| invited.push(person));
            sender.toasts.say(t!("group-invited"));
        });
    };
    view! {
        <Loaded from=friends skeleton=|| view! { <SkeletonRows count=4 /> }.into_any() let:_>
            {move || {
                let others = others();
                if others.is_empty() {
                    return view! {
                        <Empty compact=true icon="users" title=t!("group-nobody-left") text=t!("group-nobody-left-text") />
                    }
                        .into_any();
                }
                let row = |person: PersonCard| {
                    let (id, is_invited) = (person.id.clone(), person.id.clone());
                    let is_invited = Signal::derive(move || invited.with(|all| all.contains(&is_invited)));
                    view! {
                        <li class="person">
                            <Avatar name=person.display_name.clone() src=person.avatar_url />
                            <span class="grow clip">{person.display_name}</span>
                            <Button small=true disabled=is_invited on_press=move |_| invite(id.clone())>
                                {move || if is_invited.get() { t!("group-invited") } else { t!("group-do-invite") }}
                            </Button>
                        </li>
                    }
                };
                view! { <ul class="people">{others.into_iter().map(row).collect_view()}</ul> }.into_any()
            }}
        </Loaded>
    }
}

/// A code, which is shown once: for whoever is given it, or for whoever has an address too.
#[component]
fn ByCode(group: Signal<GroupDetail>, role: RwSignal<GroupRole>, to_address: bool, open: RwSignal<bool>) -> impl IntoView {
    let (form, data) = (Form::new(), use_data());
    let (email, days) = (RwSignal::new(String::new()), RwSignal::new("7".to_owned()));
    let code = RwSignal::new(None::<String>);
    // When the code was seen, there is nothing left to do here.
    Effect::new(move |had_code: Option<bool>| {
        let has_code = code.with(Option::is_some);
        if had_code == Some(true) && !has_code {
            open.set(false);
        }
        has_code
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = InviteToGroupInput {
            group_id: group.with_untracked(|group| group.id.clone()),
            user_id: None,
            email: to_address.then(|| email.get_untracked().trim().to_owned()),
            role: Some(role.get_untracked()),
            // What is no number is none that would do, and the server says so.
            expires_in_days: Some(days.get_untracked().trim().parse().unwrap_or(0)),
        };
        form.send(data.change(InviteToGroup::operation(input)), move |answer| code.set(answer.invite_to_group.code));
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form fields=&["email", "expiresInDays"] />
            <p class="soft small">
                {if to_address { t!("group-invite-email-text") } else { t!("group-invite-code-text") }}
            </p>
            {to_address
                .then(|| {
                    view! {
                        <TextField
                            label=t!("group-invite-email-address")
                            value=email
                            kind="email"
                            required=true
                            error=form.error_of("email")
                        />
                    }
                })}
            <TextField
                label=t!("group-invite-days")
                value=days
                kind="number"
                min="1"
                max="30"
                error=form.error_of("expiresInDays")
            />
            <div class="form-actions">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("group-invite-make")}
                </Button>
            </div>
        </form>
        <SecretDialog secret=code title=t!("group-code-made") text=t!("group-code-made-text") />
    }
    .into_any()
}

/// The invitations that wait for an answer, for those who look after the group.
#[component]
pub fn WaitingInvitations(group: Signal<GroupDetail>) -> impl IntoView {
    let waiting = Memo::new(move |_| group.with(|group| group.invitations.clone()));
    view! {
        <Show when=move || !waiting.with(Vec::is_empty)>
            <Section title=t!("group-waiting")>
                <ul class="people">
                    <For each=move || waiting.get() key=|row| format!("{row:?}") let:row>
                        <Waiting row=row group=group />
                    </For>
                </ul>
            </Section>
        </Show>
    }
}

#[component]
fn Waiting(row: WaitingInvitation, group: Signal<GroupDetail>) -> impl IntoView {
    let sender = use_sender();
    let WaitingInvitation { id, role, to_user_id, to_user, to_email, expires_at } = row;
    let whom = match (to_user, to_email, to_user_id) {
        (Some(person), _, _) => person.display_name,
        (None, Some(address), _) => address,
        (None, None, Some(_)) => t!("person-hidden"),
        (None, None, None) => t!("group-waiting-code"),
    };
    let revoke = move |_| {
        let group_id = group.with_untracked(|group| group.id.clone());
        let input = RevokeGroupInvitationInput { group_id, invitation_id: id.clone() };
        sender.send(RevokeGroupInvitation::operation(input), move |_| sender.toasts.say(t!("group-revoked")));
    };
    view! {
        <li class="person">
            <span class="group-sign">
                <Icon name="user-plus" />
            </span>
            <span class="grow clip">
                <strong>{whom}</strong>
                <span class="meta">{t!("group-until", date = format::date(expires_at))}</span>
            </span>
            <Badge>{role_name(role)}</Badge>
            <Button small=true on_press=revoke>
                {t!("group-revoke")}
            </Button>
        </li>
    }
}
