//! Putting an item on one's lists, and taking it off them.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::lists::{
    AddToList, AddToListInput, CreateList, CreateListInput, Holding, ListItemInput, ListKind, ListName, ListRole, ListsForItem,
    RemoveFromList, RemoveFromListInput,
};

use crate::components::{Button, Check, Dialog, Empty, IconButton, Loaded, Look, SkeletonRows, TextField};
use crate::stores::data::load;
use crate::stores::optimistic::{Sender, use_sender};
use crate::t;

/// A button that opens one's lists.
#[component]
pub fn OnLists(item: Signal<ItemDetail>) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = move || item.with_untracked(|item| item.id.clone());
    view! {
        <IconButton icon="list-video" label=t!("lists-add-item") look=Look::Plain on_press=move |_| open.set(true) />
        <Dialog open=open title=t!("lists-add-item")>
            <Choose item=id() />
        </Dialog>
    }
}

/// One's lists, each with whether the item is on it.
#[component]
fn Choose(item: Id) -> impl IntoView {
    let id = StoredValue::new(item);
    let found = load(move || ListsForItem::operation(IdVariables { id: id.get_value() }));
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonRows count=4 /> }.into_any() let:answer>
            {
                let lists = Memo::new(move |_| {
                    let is_open = |list: &ListName| {
                        list.kind != ListKind::Smart && matches!(list.my_role, Some(ListRole::Owner | ListRole::Editor))
                    };
                    answer.get().lists.nodes.into_iter().filter(is_open).collect::<Vec<_>>()
                });
                let holdings = Memo::new(move |_| {
                    answer.get().media_item.map(|item| item.my_list_items).unwrap_or_default()
                });
                view! {
                    <Show
                        when=move || !lists.with(Vec::is_empty)
                        fallback=|| {
                            view! {
                                <Empty compact=true icon="list-video" title=t!("lists-none") text=t!("lists-none-text") />
                            }
                        }
                    >
                        // What is ticked stays where it is, and so does the focus.
                        <For each=move || lists.get() key=|list| (list.id.clone(), list.name.clone()) let:list>
                            <Choice list=list holdings=holdings item=id.get_value() />
                        </For>
                    </Show>
                }
            }
        </Loaded>
        <Create item=id.get_value() />
    }
    .into_any()
}

#[component]
fn Choice(list: ListName, holdings: Memo<Vec<Holding>>, item: Id) -> impl IntoView {
    let sender = use_sender();
    let id = list.id;
    let entry = {
        let id = id.clone();
        Memo::new(move |_| {
            let is_here = |row: &&Holding| row.list.as_ref().is_some_and(|of| of.id == id);
            holdings.with(|rows| rows.iter().find(is_here).and_then(|row| row.entry_id.clone()))
        })
    };
    let switch = move |on: bool| match (entry.get_untracked(), on) {
        (None, true) => add(sender, id.clone(), item.clone()),
        (Some(entry), false) => {
            let removing = RemoveFromListInput { list_id: id.clone(), entry_ids: vec![entry] };
            sender.send(RemoveFromList::operation(removing), |_| ());
        }
        _ => {}
    };
    view! { <Check label=list.name checked=Signal::derive(move || entry.with(Option::is_some)) on_change=switch /> }
}

fn add(sender: Sender, list_id: Id, item: Id) {
    let adding = AddToListInput { list_id, items: vec![ListItemInput::of(item)] };
    sender.send(AddToList::operation(adding), |_| ());
}

/// A new list that begins with the item.
#[component]
fn Create(item: Id) -> impl IntoView {
    let sender = use_sender();
    let name = RwSignal::new(String::new());
    let item = StoredValue::new(item);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input =
            CreateListInput { name: name.get_untracked(), description: None, audience: None, sort_order: None, filter: None };
        sender.send(CreateList::operation(input), move |made| {
            name.set(String::new());
            add(sender, made.create_list.list.id, item.get_value());
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <TextField label=t!("lists-new-name") value=name />
            <div class="form-actions">
                <Button submit=true icon="plus" disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))>
                    {t!("lists-create")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
