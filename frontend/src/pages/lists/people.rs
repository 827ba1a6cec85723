//! Who works on a list.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::common::{PageVariables, PersonCard};
use medianest_web_api::operations::lists::{
    CollaboratorRow, ListCollaboratorRole, ListDetail, ListRole, PutListCollaborator, PutListCollaboratorInput,
    RemoveListCollaborator, RemoveListCollaboratorInput,
};
use medianest_web_api::operations::social::Friends;

use crate::components::{Button, Icon, Look, Menu, MenuItem};
use crate::stores::data::load;
use crate::stores::optimistic::{Sender, use_sender};
use crate::t;
use crate::widgets::lists::role_name;
use crate::widgets::people::Avatar;

fn put(sender: Sender, list_id: Id, user_id: Id, role: ListCollaboratorRole) {
    sender.send(PutListCollaborator::operation(PutListCollaboratorInput { list_id, user_id, role }), |_| ());
}

/// Those who do, and friends who may be let in.
#[component]
pub fn People(list: Signal<ListDetail>) -> impl IntoView {
    let sender = use_sender();
    let id = StoredValue::new(list.with_untracked(|list| list.id.clone()));
    let people = Memo::new(move |_| list.with(|list| list.collaborators.clone()));
    let friends = load(|| Friends::operation(PageVariables { first: Some(100), after: None }));
    let others = move || {
        let known = people.get();
        let friends = friends.get().map(|found| found.friends.nodes).unwrap_or_default();
        let is_outside = |person: &PersonCard| !known.iter().any(|row| row.user_id == person.id);
        friends.into_iter().filter_map(|row| row.user).filter(is_outside).collect::<Vec<_>>()
    };
    let friend = move |person: PersonCard| {
        let user = person.id.clone();
        view! {
            <li class="person">
                <Avatar name=person.display_name.clone() src=person.avatar_url />
                <span class="grow clip">{person.display_name}</span>
                <Button
                    small=true
                    on_press=move |_| put(sender, id.get_value(), user.clone(), ListCollaboratorRole::Editor)
                >
                    {t!("lists-let-in")}
                </Button>
            </li>
        }
    };
    view! {
        <p class="soft small">{t!("lists-people-text")}</p>
        <ul class="people">
            <For each=move || people.get() key=|row| format!("{row:?}") let:row>
                <Collaborator row=row list=id.get_value() />
            </For>
            {move || others().into_iter().map(friend).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Collaborator(row: CollaboratorRow, list: Id) -> impl IntoView {
    let sender = use_sender();
    let (name, avatar) = match row.user {
        Some(person) => (person.display_name, person.avatar_url),
        None => (t!("person-hidden"), None),
    };
    let ids = StoredValue::new((list, row.user_id));
    let role = row.role;
    let give = move |role: ListCollaboratorRole| {
        let (list, user) = ids.get_value();
        put(sender, list, user, role);
    };
    let remove = move |()| {
        let (list_id, user_id) = ids.get_value();
        let removing = RemoveListCollaborator::operation(RemoveListCollaboratorInput { list_id, user_id });
        sender.send(removing, move |_| {
            sender.toasts.undoable(t!("lists-let-out"), move || {
                give(if role == ListRole::Editor { ListCollaboratorRole::Editor } else { ListCollaboratorRole::Viewer });
            });
        });
    };
    let option = move |offered: ListCollaboratorRole, is: ListRole| {
        view! {
            <MenuItem checked=Some(is == role) on_choose=move |()| give(offered)>
                {role_name(is)}
            </MenuItem>
        }
    };
    view! {
        <li class="person">
            <Avatar name=name.clone() src=avatar />
            <span class="grow">
                <span class="name">{name.clone()}</span>
                <span class="meta">{role_name(role)}</span>
            </span>
            <Menu
                label=t!("lists-actions", name = name.as_str())
                button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())
            >
                {option(ListCollaboratorRole::Editor, ListRole::Editor)}
                {option(ListCollaboratorRole::Viewer, ListRole::Viewer)}
                <hr />
                <MenuItem icon="user-minus" look=Look::Danger on_choose=remove>
                    {t!("lists-take-off")}
                </MenuItem>
            </Menu>
        </li>
    }
    .into_any()
}
