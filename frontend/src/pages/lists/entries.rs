//! What is on a list, as posters and as a table.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::Id;
use medianest_web_api::operations::lists::{
    AddToList, AddToListInput, ListEntry, ListItemInput, RemoveFromList, RemoveFromListInput, UpdateListItem, UpdateListItemInput,
};

use super::drag::{Mover, Order, key_of};
use crate::components::{Button, Dialog, Icon, Listed, Look, Menu, MenuItem, Table, TextArea};
use crate::i18n::format;
use crate::stores::data::Pages;
use crate::stores::optimistic::use_sender;
use crate::widgets::items::{ItemCard, ItemPoster, PosterGrid, heading, subtitle, type_name};
use crate::{routes, t};

/// What can be done with a row.
#[derive(Clone, Copy)]
struct Powers {
    can_edit: Memo<bool>,
    can_order: Memo<bool>,
    order: Order,
    list: StoredValue<Id>,
    noting: RwSignal<Option<ListEntry>>,
}

/// All of it.
#[component]
pub fn Entries(
    list: Id,
    entries: Pages<ListEntry>,
    can_edit: Memo<bool>,
    can_order: Memo<bool>,
    is_table: Memo<bool>,
) -> impl IntoView {
    let order = Order::of(entries);
    order.follow();
    let noting = RwSignal::new(None);
    let powers = Powers { can_edit, can_order, order, list: StoredValue::new(list), noting };
    view! {
        <p class="sr-only" role="status">
            {move || order.told.get()}
        </p>
        <Listed from=entries icon="list-video" empty=t!("lists-empty") hint=t!("lists-empty-text")>
            {move || {
                if is_table.get() {
                    view! { <AsTable entries=entries powers=powers /> }.into_any()
                } else {
                    view! { <AsGrid entries=entries powers=powers /> }.into_any()
                }
            }}
        </Listed>
        <Notes noting=noting />
    }
    .into_any()
}

/// What of a row can change: when it does, it is drawn anew, and only that one.
fn key(row: &ListEntry) -> impl std::hash::Hash + Eq + Clone + Send + Sync + use<> {
    (key_of(row), row.notes.clone())
}

#[component]
fn AsGrid(entries: Pages<ListEntry>, powers: Powers) -> impl IntoView {
    let card = move |row: ListEntry| {
        let item = row.item.clone()?;
        let key = key_of(&row);
        let (dragged, before, behind) = (key.clone(), key.clone(), key.clone());
        let notes = row.notes.clone();
        Some(view! {
            <div
                class="entry list-entry"
                data-drag=key
                class:dragged=move || powers.order.drag.is_of(&dragged)
                class:drop-before=move || powers.order.drag.over(&before) == Some(false)
                class:drop-after=move || powers.order.drag.over(&behind) == Some(true)
            >
                <ItemCard item=item />
                {notes.map(|notes| view! { <p class="list-notes small">{notes}</p> })}
                <Show when=move || powers.can_edit.get()>
                    <RowTools row=row.clone() powers=powers />
                </Show>
            </div>
        })
    };
    view! {
        <PosterGrid>
            <For each=move || entries.items.get() key=key children=card />
        </PosterGrid>
    }
}

#[component]
fn AsTable(entries: Pages<ListEntry>, powers: Powers) -> impl IntoView {
    let head = Box::new(move || {
        view! {
            <th scope="col">{t!("sort-title")}</th>
            <th scope="col">{t!("item-type")}</th>
            <th scope="col">{t!("item-year")}</th>
            <th scope="col">{t!("lists-added-by")}</th>
            <th scope="col">{t!("item-added")}</th>
            <Show when=move || powers.can_edit.get()>
                <th scope="col">
                    <span class="sr-only">{t!("action-more")}</span>
                </th>
            </Show>
        }
        .into_any()
    });
    view! {
        <Table caption=t!("lists-what") head=head>
            <For each=move || entries.items.get() key=key let:row>
                <Line row=row powers=powers />
            </For>
        </Table>
    }
}

#[component]
fn Line(row: ListEntry, powers: Powers) -> impl IntoView {
    let item = row.item.clone()?;
    let (name, line, link, key) = (heading(&item), subtitle(&item), routes::item(&item.id), key_of(&row));
    let (dragged, before, behind) = (key.clone(), key.clone(), key.clone());
    let kind = item.media_type.as_ref().map(|kind| type_name(&kind.name, &kind.display_name));
    let year = item.year.map(|year| year.to_string());
    let by = row.added_by.as_ref().map(|person| person.display_name.clone());
    let added = row.added_at.map(format::date);
    let (is_part, notes) = (!item.is_whole(), row.notes.clone());
    Some(view! {
        <tr
            data-drag=key
            class:dragged=move || powers.order.drag.is_of(&dragged)
            class:drop-before=move || powers.order.drag.over(&before) == Some(false)
            class:drop-after=move || powers.order.drag.over(&behind) == Some(true)
        >
            <td class="lead">
                <div class="table-title">
                    <ItemPoster item=item />
                    <div>
                        <A href=link>{name}</A>
                        {is_part.then_some(view! { <p class="small soft">{line}</p> })}
                        {notes.map(|notes| view! { <p class="list-notes small">{notes}</p> })}
                    </div>
                </div>
            </td>
            <td data-label=t!("item-type")>{kind}</td>
            <td data-label=t!("item-year") class="numbers">
                {year}
            </td>
            <td data-label=t!("lists-added-by")>{by}</td>
            <td data-label=t!("item-added") class="numbers">
                {added}
            </td>
            <Show when=move || powers.can_edit.get()>
                <td data-label=t!("action-more")>
                    <RowTools row=row.clone() powers=powers />
                </td>
            </Show>
        </tr>
    })
}

/// Moving a row, and what else can be done with it.
#[component]
fn RowTools(row: ListEntry, powers: Powers) -> impl IntoView {
    let name = row.item.as_ref().map(heading).unwrap_or_default();
    let moved = StoredValue::new((key_of(&row), name));
    view! {
        <div class="row list-tools">
            <Show when=move || powers.can_order.get()>
                {
                    let (key, name) = moved.get_value();
                    view! { <Mover order=powers.order key=key name=name /> }
                }
            </Show>
            <Actions row=row powers=powers />
        </div>
    }
    .into_any()
}

#[component]
fn Actions(row: ListEntry, powers: Powers) -> impl IntoView {
    let sender = use_sender();
    let name = row.item.as_ref().map(heading).unwrap_or_default();
    let entry = StoredValue::new(row);
    let remove = move || {
        let Some(entry_id) = entry.with_value(|row| row.entry_id.clone()) else { return };
        let list_id = powers.list.get_value();
        let removing = RemoveFromListInput { list_id: list_id.clone(), entry_ids: vec![entry_id] };
        sender.send(RemoveFromList::operation(removing), move |answer| {
            let items = answer.remove_from_list.removed.into_iter().filter_map(putting_back).collect::<Vec<_>>();
            sender.toasts.undoable(t!("lists-removed"), move || {
                let adding = AddToListInput { list_id: list_id.clone(), items: items.clone() };
                sender.send(AddToList::operation(adding), |_| ());
            });
        });
    };
    view! {
        <Menu
            label=t!("lists-actions", name = name.as_str())
            button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())
        >
            <MenuItem icon="pencil" on_choose=move |()| powers.noting.set(Some(entry.get_value()))>
                {t!("lists-notes")}
            </MenuItem>
            <MenuItem icon="trash-2" look=Look::Danger on_choose=move |()| remove()>
                {t!("lists-remove")}
            </MenuItem>
        </Menu>
    }
    .into_any()
}

/// The input that puts back what was taken off, where it was.
pub fn putting_back(row: ListEntry) -> Option<ListItemInput> {
    Some(ListItemInput { item_id: row.item?.id, notes: row.notes, rank: row.rank, added_at: row.added_at })
}

/// What to say of an item, to everybody who sees the list.
#[component]
fn Notes(noting: RwSignal<Option<ListEntry>>) -> impl IntoView {
    let sender = use_sender();
    let open = RwSignal::new(false);
    Effect::new(move || {
        if noting.with(Option::is_some) {
            open.set(true);
        }
    });
    let fields = move || {
        let row = noting.get_untracked();
        let typed = RwSignal::new(row.as_ref().and_then(|row| row.notes.clone()).unwrap_or_default());
        let id = row.and_then(|row| row.entry_id);
        let save = move |_| {
            let Some(entry_id) = id.clone() else { return };
            let notes = Some(typed.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
            let sent = UpdateListItem::operation(UpdateListItemInput { entry_id, notes });
            sender.send(sent, move |_| {
                open.set(false);
                noting.set(None);
            });
        };
        view! {
            <div class="form">
                <TextArea label=t!("lists-notes") hint=t!("lists-notes-hint") value=typed />
                <div class="form-actions">
                    <Button look=Look::Primary on_press=save>
                        {t!("action-save")}
                    </Button>
                </div>
            </div>
        }
    };
    view! {
        <Dialog open=open title=t!("lists-notes")>
            {fields()}
        </Dialog>
    }
}
