//! Everybody with an account: who they are, what they may do, and whether they may come in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use medianest_web_api::operations::identity::{
    ReinstateUser, ReinstateUserInput, UserFilterInput, UserRole, UserRow, UserStatus, Users, UsersVariables,
};

use super::people_dialogs::{Asked, NewPerson, PersonDialogs, role_name, role_options};
use crate::components::{Badge, Button, Icon, Listed, Look, Menu, MenuItem, SecretDialog, Select, Table, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, newest, pages, use_data};
use crate::stores::session::use_viewer;
use crate::stores::toasts::use_toasts;
use crate::widgets::filters::{SearchInAddress, held_in_address, in_address, with_any};
use crate::widgets::people::Avatar;
use crate::{routes, t};

#[component]
pub fn PeoplePart() -> impl IntoView {
    let (text, _) = in_address("q");
    let (role, status) = (held_in_address("role"), held_in_address("status"));
    let people = pages(
        move |after| {
            let filter = UserFilterInput {
                search: text.get().filter(|text| !text.trim().is_empty()),
                role: UserRole::ALL.iter().copied().find(|one| one.as_str() == role.read().as_str()),
                status: UserStatus::ALL.iter().copied().find(|one| one.as_str() == status.read().as_str()),
                is_claimed: None,
            };
            Users::operation(UsersVariables { filter: Some(filter), first: Some(50), after })
        },
        |answer| Page {
            items: answer.users.nodes,
            next: answer.users.page_info.end_cursor.filter(|_| answer.users.page_info.has_next_page),
            total: Some(answer.users.total_count),
        },
    );
    let makes = RwSignal::new(false);
    let secret = RwSignal::new(None::<String>);
    let asked = RwSignal::new(None::<Asked>);
    let count = move || {
        let count = people.total.get()?;
        Some(t!("count-people", count = count, shown = format::count(count)))
    };
    view! {
        <h2 class="sr-only">{t!("nav-people")}</h2>
        <div class="filters">
            <SearchInAddress name="q" label=t!("admin-people-search") />
            <Select bare=true label=t!("admin-role") options=with_any(t!("admin-role-any"), role_options()) value=role />
            <Select
                bare=true
                label=t!("admin-status")
                options=with_any(
                    t!("admin-status-any"),
                    UserStatus::ALL.iter().map(|one| (one.as_str().to_owned(), status_name(*one))).collect(),
                )
                value=status
            />
            <Button look=Look::Primary icon="plus" on_press=move |_| makes.set(true)>
                {t!("admin-person-new")}
            </Button>
        </div>
        <p class="soft small" role="status">
            {count}
        </p>
        <Listed from=people icon="users" empty=t!("admin-people-empty") hint=t!("admin-filter-hint")>
            <Table
                caption=t!("nav-people")
                head=Box::new(|| {
                    view! {
                        <th scope="col">{t!("admin-person")}</th>
                        <th scope="col">{t!("admin-role")}</th>
                        <th scope="col">{t!("admin-status")}</th>
                        <th scope="col">{t!("admin-last-login")}</th>
                        <th scope="col">
                            <span class="sr-only">{t!("action-more")}</span>
                        </th>
                    }
                        .into_any()
                })
            >
                <For
                    each=move || people.items.get()
                    key=|row| row.id.clone()
                    children=move |row| {
                        let row = newest(move || people.items.get(), row, |one, other| one.id == other.id);
                        view! { <PersonRow row=row asked=asked /> }
                    }
                />
            </Table>
        </Listed>
        <NewPerson open=makes secret=secret />
        <PersonDialogs asked=asked secret=secret />
        <SecretDialog secret=secret title=t!("admin-password-made") text=t!("admin-password-made-text") />
    }
}

fn status_name(status: UserStatus) -> String {
    match status {
        UserStatus::Active => t!("admin-status-active"),
        UserStatus::Suspended => t!("admin-status-suspended"),
        UserStatus::Deleted => t!("admin-status-deleted"),
    }
}

#[component]
fn PersonRow(row: Memo<UserRow>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (data, toasts, viewer) = (use_data(), use_toasts(), use_viewer());
    let is_self = move || viewer.get().is_some_and(|viewer| viewer.id == row.read().id);
    let is_suspended = move || row.read().status == Some(UserStatus::Suspended);
    let state = move || match row.read().status {
        Some(UserStatus::Active) if !row.read().is_claimed => view! { <Badge>{t!("admin-status-unclaimed")}</Badge> },
        Some(UserStatus::Active) | None => view! { <Badge tone=Tone::Good>{t!("admin-status-active")}</Badge> },
        Some(status) => view! { <Badge tone=Tone::Bad>{status_name(status)}</Badge> },
    };
    let reinstate = move |()| {
        let user_id = row.get_untracked().id;
        spawn_local(async move {
            match data.change(ReinstateUser::operation(ReinstateUserInput { user_id })).await {
                Ok(_) => toasts.say(t!("admin-reinstated")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let first = row.get_untracked();
    view! {
        <tr>
            <td class="lead">
                <A href=routes::person(&first.id) attr:class="row person-cell">
                    {move || view! { <Avatar name=row.read().display_name.clone() src=row.read().avatar_url.clone() /> }}
                    <span>
                        <strong>{move || row.read().display_name.clone()}</strong>
                        <br />
                        <span class="soft">
                            {move || {
                                let row = row.read();
                                let name = row.username.as_ref().map(|name| format!("@{name}"));
                                name.into_iter().chain(row.email.clone()).collect::<Vec<_>>().join(" · ")
                            }}
                        </span>
                    </span>
                </A>
            </td>
            <td data-label=t!("admin-role")>{move || row.read().role.map(role_name)}</td>
            <td data-label=t!("admin-status")>{state}</td>
            <td data-label=t!("admin-last-login")>
                {move || row.read().last_login_at.map_or_else(|| t!("admin-never"), format::relative)}
            </td>
            <td class="end">
                <Show when=move || !is_self()>
                    <Menu
                        label=t!("admin-person-menu", name = first.display_name.as_str())
                        button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())
                    >
                        <MenuItem icon="shield" on_choose=move |()| asked.set(Some(Asked::Role(row.get_untracked())))>
                            {t!("admin-role-change")}
                        </MenuItem>
                        <MenuItem
                            icon="key-round"
                            on_choose=move |()| asked.set(Some(Asked::Password(row.get_untracked())))
                        >
                            {t!("admin-password-reset")}
                        </MenuItem>
                        <Show
                            when=is_suspended
                            fallback=move || {
                                view! {
                                    <MenuItem
                                        icon="ban"
                                        look=Look::Danger
                                        on_choose=move |()| asked.set(Some(Asked::Suspend(row.get_untracked())))
                                    >
                                        {t!("admin-suspend")}
                                    </MenuItem>
                                }
                            }
                        >
                            <MenuItem icon="circle-check" on_choose=reinstate>
                                {t!("admin-reinstate")}
                            </MenuItem>
                        </Show>
                        <MenuItem
                            icon="trash-2"
                            look=Look::Danger
                            on_choose=move |()| asked.set(Some(Asked::Erase(row.get_untracked())))
                        >
                            {t!("admin-erase")}
                        </MenuItem>
                    </Menu>
                </Show>
            </td>
        </tr>
    }
}
