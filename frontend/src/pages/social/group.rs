//! One group: who is in it, what it may see of oneself, leaving.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use medianest_web_api::Id;
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::social::{
    ChangeGroupMemberRole, ChangeGroupMemberRoleInput, DeleteGroup, DeleteGroupInput, GroupById, GroupDetail, GroupRole,
    LeaveGroup, LeaveGroupInput, MemberRow, RemoveGroupMember, RemoveGroupMemberInput, UpdateMyGroupPermissions,
    UpdateMyGroupPermissionsInput,
};

use super::groups::{kind_name, privacy_name};
use super::invite::{Invite, WaitingInvitations};
use super::together::Together;
use crate::components::{
    Badge, Button, Check, ConfirmDialog, Dialog, Icon, Loaded, Look, Menu, MenuItem, PageHead, Section, SkeletonRows,
};
use crate::i18n::format;
use crate::stores::data::load;
use crate::stores::optimistic::use_sender;
use crate::stores::session::use_viewer;
use crate::widgets::people::Avatar;
use crate::{routes, t};

/// What a role is called.
pub fn role_name(role: GroupRole) -> String {
    match role {
        GroupRole::Owner => t!("role-owner"),
        GroupRole::Admin => t!("role-admin"),
        GroupRole::Member => t!("role-member"),
        GroupRole::Limited => t!("role-limited"),
    }
}

/// The page of a group.
#[component]
pub fn GroupPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| Id::new(params.read().get("id").unwrap_or_default()));
    // Another group is another page: nothing of the first stays.
    move || view! { <OneGroup id=id.get() /> }.into_any()
}

#[component]
fn OneGroup(id: Id) -> impl IntoView {
    let found = load(move || GroupById::operation(IdVariables { id: id.clone() }));
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonRows count=8 /> }.into_any() let:found>
            <Shown group=Signal::derive(move || found.get().group) />
        </Loaded>
    }
}

#[component]
fn Shown(group: Signal<GroupDetail>) -> impl IntoView {
    let viewer = use_viewer();
    let me = Memo::new(move |_| {
        let me = viewer.get()?.id;
        group.with(|group| group.members.nodes.iter().find(|member| member.user_id == me).cloned())
    });
    let role = Memo::new(move |_| me.get().map_or(GroupRole::Limited, |me| me.role));
    let id = group.with_untracked(|group| group.id.clone());
    let inviting = RwSignal::new(false);
    let members = Memo::new(move |_| group.with(|group| group.members.nodes.clone()));
    let count = move || group.with(|group| group.members.total_count);
    let group_id = StoredValue::new(id);
    view! {
        <p class="crumb">
            <A href=routes::GROUPS>{t!("people-groups")}</A>
        </p>
        <PageHead
            title=Signal::derive(move || group.with(|group| group.name.clone()))
            text=Signal::derive(move || group.with(|group| group.description.clone()))
        >
            <Show when=move || matches!(role.get(), GroupRole::Owner | GroupRole::Admin)>
                <Button look=Look::Primary icon="user-plus" on_press=move |_| inviting.set(true)>
                    {t!("group-invite")}
                </Button>
            </Show>
            <Leave id=group_id.get_value() role=role />
        </PageHead>
        <p class="row group-facts">
            <Badge>{move || group.with(|group| kind_name(group.kind))}</Badge>
            <Badge>{move || group.with(|group| privacy_name(group.privacy))}</Badge>
            <span class="soft small">
                {move || t!("count-people", count = count(), shown = format::count(count()))}
            </span>
        </p>
        <div class="group-body">
            <Section title=t!("group-members")>
                <ul class="people">
                    <For each=move || members.get() key=|member| format!("{member:?}") let:member>
                        <Member member=member group=group_id.get_value() mine=role />
                    </For>
                </ul>
            </Section>
            <div>
                <Together group=group may_host=Signal::derive(move || role.get() != GroupRole::Limited) />
                {move || me.get().map(|me| view! { <Permissions me=me group=group_id.get_value() /> })}
            </div>
        </div>
        <WaitingInvitations group=group />
        <Dialog open=inviting title=t!("group-invite")>
            <Invite group=group members=members open=inviting />
        </Dialog>
    }
    .into_any()
}

/// Somebody in the group; who looks after it may change what they may do, or take them out.
#[component]
fn Member(member: MemberRow, group: Id, mine: Memo<GroupRole>) -> impl IntoView {
    let sender = use_sender();
    let viewer = use_viewer();
    let (name, avatar) = match &member.user {
        Some(person) => (person.display_name.clone(), person.avatar_url.clone()),
        None => (t!("person-hidden"), None),
    };
    let removing = RwSignal::new(false);
    let person = member.user_id.clone();
    let is_me = viewer.get_untracked().is_some_and(|viewer| viewer.id == person);
    let role = member.role;
    let may_change = move || {
        let is_above = match mine.get() {
            GroupRole::Owner => true,
            GroupRole::Admin => matches!(role, GroupRole::Member | GroupRole::Limited),
            GroupRole::Member | GroupRole::Limited => false,
        };
        is_above && !is_me
    };
    let ids = StoredValue::new((group, person.clone()));
    let give = move |role: GroupRole| {
        let (group_id, user_id) = ids.get_value();
        sender.send(ChangeGroupMemberRole::operation(ChangeGroupMemberRoleInput { group_id, user_id, role }), |_| {});
    };
    let remove = move || {
        let (group_id, user_id) = ids.get_value();
        sender.send(RemoveGroupMember::operation(RemoveGroupMemberInput { group_id, user_id }), |_| {});
    };
    let role_item = move |offered: GroupRole| {
        view! {
            <MenuItem checked=Some(offered == role) on_choose=move |()| give(offered)>
                {role_name(offered)}
            </MenuItem>
        }
    };
    let shown_name = name.clone();
    let label = StoredValue::new(name.clone());
    view! {
        <li class="person">
            <Avatar name=name src=avatar />
            <span class="grow">
                {if member.user.is_some() {
                    view! { <A href=routes::person(&person) attr:class="name">{shown_name}</A> }.into_any()
                } else {
                    view! { <span class="soft">{shown_name}</span> }.into_any()
                }}
                <span class="meta">
                    <Badge>{role_name(role)}</Badge>
                    " "
                    {t!("group-since", date = format::date(member.joined_at))}
                </span>
            </span>
            <Show when=may_change>
                <Menu
                    label=t!("group-member-actions", name = label.get_value())
                    button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())
                >
                    {[GroupRole::Admin, GroupRole::Member, GroupRole::Limited].map(role_item).collect_view()}
                    <hr />
                    <MenuItem icon="user-minus" look=Look::Danger on_choose=move |()| removing.set(true)>
                        {t!("group-remove")}
                    </MenuItem>
                </Menu>
                <ConfirmDialog
                    open=removing
                    title=t!("group-remove-title", name = label.get_value())
                    text=t!("group-remove-text")
                    confirm=t!("group-remove")
                    on_confirm=move |()| remove()
                />
            </Show>
        </li>
    }
    .into_any()
}

/// What one lets the group see of oneself and do with one.
#[component]
fn Permissions(me: MemberRow, group: Id) -> impl IntoView {
    let sender = use_sender();
    let group = StoredValue::new(group);
    let blank = move || UpdateMyGroupPermissionsInput {
        group_id: group.get_value(),
        currently_watching: None,
        history: None,
        stats: None,
        takes_plays: None,
    };
    let send = move |input| sender.send(UpdateMyGroupPermissions::operation(input), |_| {});
    view! {
        <Section title=t!("group-permissions")>
            <div class="card stack">
                <p class="soft small">{t!("group-permissions-text")}</p>
                <Check
                    switch=true
                    label=t!("group-shows-watching")
                    checked=me.shows_currently_watching
                    on_change=move |on| {
                        let mut input = blank();
                        input.currently_watching = Some(on);
                        send(input);
                    }
                />
                <Check
                    switch=true
                    label=t!("group-shows-history")
                    checked=me.shows_history
                    on_change=move |on| {
                        let mut input = blank();
                        input.history = Some(on);
                        send(input);
                    }
                />
                <Check
                    switch=true
                    label=t!("group-shows-stats")
                    checked=me.shows_stats
                    on_change=move |on| {
                        let mut input = blank();
                        input.stats = Some(on);
                        send(input);
                    }
                />
                <Check
                    switch=true
                    label=t!("group-takes-plays")
                    checked=me.takes_plays
                    on_change=move |on| {
                        let mut input = blank();
                        input.takes_plays = Some(on);
                        send(input);
                    }
                />
            </div>
        </Section>
    }
    .into_any()
}

/// Leaving the group; its owner deletes it.
#[component]
fn Leave(id: Id, role: Memo<GroupRole>) -> impl IntoView {
    let sender = use_sender();
    let navigate = StoredValue::new_local(use_navigate());
    let asking = RwSignal::new(false);
    let is_owner = move || role.get() == GroupRole::Owner;
    let id = StoredValue::new(id);
    let away = move || navigate.with_value(|navigate| navigate(routes::GROUPS, NavigateOptions::default()));
    let leave = move || {
        let group_id = id.get_value();
        if role.get_untracked() == GroupRole::Owner {
            sender.send(DeleteGroup::operation(DeleteGroupInput { group_id }), move |_| away());
        } else {
            sender.send(LeaveGroup::operation(LeaveGroupInput { group_id }), move |_| away());
        }
    };
    let words = move || if is_owner() { t!("group-delete") } else { t!("group-leave") };
    view! {
        <Button icon="log-out" on_press=move |_| asking.set(true)>
            {words}
        </Button>
        <ConfirmDialog
            open=asking
            title=Signal::derive(move || {
                if is_owner() { t!("group-delete-title") } else { t!("group-leave-title") }
            })
            text=Signal::derive(move || if is_owner() { t!("group-delete-text") } else { t!("group-leave-text") })
            confirm=Signal::derive(words)
            on_confirm=move |()| leave()
        />
    }
}
