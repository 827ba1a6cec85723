//! One's groups, the invitations into others, and a new one.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use medianest_web_api::operations::common::PageVariables;
use medianest_web_api::operations::social::{
    AcceptGroupInvitation, AcceptGroupInvitationInput, CreateGroup, CreateGroupInput, DeclineGroupInvitation,
    DeclineGroupInvitationInput, GroupInvitations, GroupPrivacy, GroupRow, GroupType, Groups, InvitationRow, JoinGroup,
    JoinGroupInput,
};

use super::PeopleTabs;
use crate::components::{
    Badge, Button, Dialog, Empty, Failure, Form, FormActions, FormError, Icon, Look, More, PageHead, Section, Select,
    SkeletonRows, TextArea, TextField,
};
use crate::i18n::format;
use crate::stores::data::{Page, Phase, load, pages, use_data};
use crate::stores::optimistic::use_sender;
use crate::stores::toasts::use_toasts;
use crate::{routes, t};

/// What kind of group it is.
pub fn kind_name(kind: GroupType) -> String {
    match kind {
        GroupType::Friends => t!("group-friends"),
        GroupType::Family => t!("group-family"),
        GroupType::Custom => t!("group-custom"),
    }
}

/// Who may find and join it.
pub fn privacy_name(privacy: GroupPrivacy) -> String {
    match privacy {
        GroupPrivacy::Private => t!("group-private"),
        GroupPrivacy::InviteOnly => t!("group-invite-only"),
        GroupPrivacy::Public => t!("group-public"),
    }
}

/// The page of one's groups.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let (creating, joining) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <PageHead title=t!("nav-people")>
            <Button icon="key-round" on_press=move |_| joining.set(true)>
                {t!("group-code-join")}
            </Button>
            <Button look=Look::Primary icon="plus" on_press=move |_| creating.set(true)>
                {t!("group-create")}
            </Button>
        </PageHead>
        <PeopleTabs />
        <Invitations />
        <MyGroups creating=creating />
        <Dialog open=creating title=t!("group-create")>
            <CreateGroupForm open=creating />
        </Dialog>
        <Dialog open=joining title=t!("group-code-join")>
            <JoinForm open=joining />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Invitations() -> impl IntoView {
    let found = load(|| GroupInvitations::operation(PageVariables { first: Some(50), after: None }));
    let invitations = Memo::new(move |_| found.get().map(|found| found.group_invitations.nodes).unwrap_or_default());
    view! {
        <Show when=move || !invitations.with(Vec::is_empty)>
            <Section title=t!("group-invitations")>
                <ul class="people">
                    <For each=move || invitations.get() key=|invitation| invitation.id.clone().into_inner() let:invitation>
                        <Invitation invitation=invitation />
                    </For>
                </ul>
            </Section>
        </Show>
    }
}

#[component]
fn Invitation(invitation: InvitationRow) -> impl IntoView {
    let sender = use_sender();
    let navigate = use_navigate();
    let from = invitation.from_user.map_or_else(|| t!("person-hidden"), |person| person.display_name);
    let (accepted, declined) = (invitation.id.clone(), invitation.id);
    let group = invitation.group_id;
    let accept = move || {
        let (navigate, to) = (navigate.clone(), routes::group(&group));
        let input = AcceptGroupInvitationInput { invitation_id: accepted.clone() };
        sender.send(AcceptGroupInvitation::operation(input), move |_| navigate(&to, NavigateOptions::default()));
    };
    let decline = move || {
        let input = DeclineGroupInvitationInput { invitation_id: declined.clone() };
        sender.send(DeclineGroupInvitation::operation(input), move |_| sender.toasts.say(t!("group-declined")));
    };
    view! {
        <li class="person">
            <span class="group-sign">
                <Icon name="users" />
            </span>
            <span class="grow">
                <strong>{invitation.group_name}</strong>
                <span class="meta">
                    {t!("group-invited-by", name = from)} " · " {t!("group-until", date = format::date(invitation.expires_at))}
                </span>
            </span>
            <span class="friend-actions">
                <Button small=true look=Look::Primary icon="check" on_press=move |_| accept()>
                    {t!("group-join")}
                </Button>
                <Button small=true on_press=move |_| decline()>{t!("friend-decline")}</Button>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn MyGroups(creating: RwSignal<bool>) -> impl IntoView {
    let groups = pages(
        |after| Groups::operation(PageVariables { first: Some(60), after }),
        |answer: Groups| {
            let rows = answer.groups;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    move || match groups.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=4 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| groups.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show
                when=move || !groups.items.with(Vec::is_empty)
                fallback=move || {
                    view! {
                        <Empty icon="users" title=t!("groups-none") text=t!("groups-none-text")>
                            <Button look=Look::Primary icon="plus" on_press=move |_| creating.set(true)>
                                {t!("group-create")}
                            </Button>
                        </Empty>
                    }
                }
            >
                <div class="group-cards">
                    <For each=move || groups.items.get() key=|group| format!("{group:?}") let:group>
                        <GroupCard group=group />
                    </For>
                </div>
                <More has_more=groups.has_more() busy=groups.busy on_more=move |()| groups.more() />
            </Show>
        }
        .into_any(),
    }
}

#[component]
fn GroupCard(group: GroupRow) -> impl IntoView {
    view! {
        <article class="card group-card">
            <span class="group-sign">
                <Icon name="users" />
            </span>
            <div class="grow">
                <h2>
                    <A href=routes::group(&group.id) attr:class="name">
                        {group.name}
                    </A>
                </h2>
                {group.description.map(|text| view! { <p class="meta">{text}</p> })}
                <p class="row">
                    <Badge>{kind_name(group.kind)}</Badge>
                    <Badge>{privacy_name(group.privacy)}</Badge>
                </p>
            </div>
        </article>
    }
    .into_any()
}

/// The kinds and privacies of groups, as a choice.
pub fn choices<T: Copy>(all: &[T], key: fn(T) -> &'static str, name: fn(T) -> String) -> Vec<(String, String)> {
    all.iter().map(|value| (key(*value).to_owned(), name(*value))).collect()
}

#[component]
fn CreateGroupForm(open: RwSignal<bool>) -> impl IntoView {
    let data = use_data();
    let navigate = use_navigate();
    let form = Form::new();
    let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let kind = RwSignal::new(GroupType::Friends.as_str().to_owned());
    let privacy = RwSignal::new(GroupPrivacy::InviteOnly.as_str().to_owned());
    let send = move || {
        let (kind, privacy) = (kind.get_untracked(), privacy.get_untracked());
        let input = CreateGroupInput {
            name: name.get_untracked().trim().to_owned(),
            kind: GroupType::ALL.iter().copied().find(|known| known.as_str() == kind).unwrap_or(GroupType::Custom),
            privacy: GroupPrivacy::ALL.iter().copied().find(|known| known.as_str() == privacy),
            description: Some(description.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()),
        };
        let navigate = navigate.clone();
        form.send(async move { data.change(CreateGroup::operation(input)).await }, move |made| {
            open.try_set(false);
            navigate(&routes::group(&made.create_group.group.id), NavigateOptions::default());
        });
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=&["name", "description", "type", "privacy"] />
            <TextField label=t!("group-name") value=name required=true autofocus=true error=form.error_of("name") />
            <TextArea
                label=t!("group-description")
                value=description
                optional=true
                error=form.error_of("description")
            />
            <Select
                label=t!("group-kind")
                options=Signal::derive(|| choices(GroupType::ALL, GroupType::as_str, kind_name))
                value=kind
                error=form.error_of("type")
            />
            <Select
                label=t!("group-privacy")
                options=Signal::derive(|| choices(GroupPrivacy::ALL, GroupPrivacy::as_str, privacy_name))
                value=privacy
                error=form.error_of("privacy")
            />
            <FormActions open=open form=form label=t!("group-create") />
        </form>
    }
    .into_any()
}

/// Joining a group by the code of an invitation.
#[component]
fn JoinForm(open: RwSignal<bool>) -> impl IntoView {
    let (form, data, toasts) = (Form::new(), use_data(), use_toasts());
    let navigate = StoredValue::new_local(use_navigate());
    let code = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let joining = JoinGroup::operation(JoinGroupInput { code: code.get_untracked().trim().to_owned() });
        form.send(data.change(joining), move |answer| {
            open.set(false);
            toasts.say(t!("group-code-joined"));
            let to = routes::group(&answer.join_group.group.id);
            navigate.with_value(|navigate| navigate(&to, NavigateOptions::default()));
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form />
            <TextField label=t!("group-code") value=code required=true autofocus=true />
            <FormActions open=open form=form label=t!("group-join") />
        </form>
    }
    .into_any()
}
