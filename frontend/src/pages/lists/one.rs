//! One list: what is on it, and what can be done with it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use medianest_web_api::Id;
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::lists::{
    DeleteList, DeleteListInput, LeaveList, LeaveListInput, ListById, ListDetail, ListItems, ListItemsVariables, ListKind,
    ListRole, ListSort, RestoreList, RestoreListInput,
};

use super::add::AddDialog;
use super::entries::Entries;
use super::form::Edit;
use super::share::Share;
use crate::components::{
    Badge, Button, ConfirmDialog, Dialog, Icon, Loaded, Look, Menu, MenuItem, PageHead, Select, SkeletonGrid,
};
use crate::i18n::format;
use crate::stores::address::{Address, use_address};
use crate::stores::data::{Page, load, pages};
use crate::stores::optimistic::use_sender;
use crate::widgets::lists::{audience_name, kind_name, role_name, sort_of, sorts_of};
use crate::widgets::view::{self, ViewSwitch};
use crate::{routes, t};

/// A few screens at once.
const PER_PAGE: i32 = 60;

/// The page of a list.
#[component]
pub fn ListPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| Id::new(params.read().get("id").unwrap_or_default()));
    // Another list is another page: nothing of the first stays.
    move || view! { <OneList id=id.get() /> }.into_any()
}

#[component]
fn OneList(id: Id) -> impl IntoView {
    let found = load(move || ListById::operation(IdVariables { id: id.clone() }));
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonGrid count=12 /> }.into_any() let:found>
            <Shown list=Signal::derive(move || found.get().list) />
        </Loaded>
    }
}

#[component]
fn Shown(list: Signal<ListDetail>) -> impl IntoView {
    let address = use_address();
    let [adding, editing, sharing] = [(); 3].map(|()| RwSignal::new(false));
    let can_edit = Memo::new(move |_| list.with(ListDetail::is_editable));
    let is_own = Memo::new(move |_| list.with(ListDetail::is_own));
    let id = StoredValue::new(list.with_untracked(|list| list.id.clone()));
    let sort = address.get("sort");
    let order = Memo::new(move |_| sort.get().as_deref().and_then(sort_of).unwrap_or_else(|| list.with(|list| list.sort_order)));
    let entries = pages(
        move |after| {
            let (list_id, sort) = (id.get_value(), Some(order.get()));
            ListItems::operation(ListItemsVariables { list_id, sort, first: Some(PER_PAGE), after })
        },
        |answer: ListItems| Page {
            next: answer.list_items.page_info.end_cursor.filter(|_| answer.list_items.page_info.has_next_page),
            items: answer.list_items.nodes,
            total: Some(answer.list_items.total_count),
        },
    );
    let is_table = view::is_table(address);
    let can_order = Memo::new(move |_| can_edit.get() && order.get() == ListSort::Manual);
    view! {
        <p class="crumb">
            <A href=routes::LISTS>{t!("nav-lists")}</A>
        </p>
        <PageHead
            title=Signal::derive(move || list.with(|list| list.name.clone()))
            text=Signal::derive(move || list.with(|list| list.description.clone()))
        >
            <Show when=move || can_edit.get()>
                <Button look=Look::Primary icon="plus" on_press=move |_| adding.set(true)>
                    {t!("lists-add")}
                </Button>
            </Show>
            <Show when=move || is_own.get()>
                <Button icon="users" on_press=move |_| sharing.set(true)>
                    {t!("lists-share")}
                </Button>
                <Button icon="pencil" on_press=move |_| editing.set(true)>
                    {t!("action-edit")}
                </Button>
            </Show>
            <MoreActions list=list />
        </PageHead>
        <Facts list=list total=entries.total />
        <Tools list=list address=address order=order is_table=is_table />
        <Entries list=id.get_value() entries=entries can_edit=can_edit can_order=can_order is_table=is_table />
        <Dialog open=adding title=t!("lists-add")>
            <AddDialog list=id.get_value() open=adding />
        </Dialog>
        <Dialog open=editing title=t!("lists-edit")>
            <Edit list=list.get_untracked() open=editing />
        </Dialog>
        <Dialog open=sharing title=t!("lists-share")>
            <Share list=list />
        </Dialog>
    }
    .into_any()
}

/// What fills it, who sees it, and whose it is.
#[component]
fn Facts(list: Signal<ListDetail>, total: RwSignal<Option<i32>>) -> impl IntoView {
    let owner = move || list.with(|list| list.owner.clone().filter(|_| !list.is_own()));
    let role = move || list.with(|list| list.my_role.filter(|role| *role != ListRole::Owner));
    view! {
        <p class="row list-facts">
            <Badge>{move || list.with(|list| kind_name(list.kind))}</Badge>
            <Badge>{move || list.with(|list| audience_name(list.audience))}</Badge>
            {move || role().map(|role| view! { <Badge>{role_name(role)}</Badge> })}
            {move || {
                owner()
                    .map(|owner| {
                        view! {
                            <A href=routes::person(&owner.id)>
                                {t!("lists-by", name = owner.display_name)}
                            </A>
                        }
                    })
            }}
            <span class="soft small" role="status">
                {move || total.get().map(|count| t!("count-items", count = count, shown = format::count(count)))}
            </span>
        </p>
    }
    .into_any()
}

/// How it is sorted and drawn. Both stand in the address.
#[component]
fn Tools(list: Signal<ListDetail>, address: Address, order: Memo<ListSort>, is_table: Memo<bool>) -> impl IntoView {
    let sort = RwSignal::new(order.get_untracked().as_str().to_owned());
    Effect::new(move || {
        let name = order.get().as_str();
        if sort.with_untracked(|known| known != name) {
            sort.set(name.to_owned());
        }
    });
    Effect::new(move || {
        let wanted = sort.get();
        if wanted != order.get_untracked().as_str() {
            let is_usual = list.with_untracked(|list| list.sort_order.as_str() == wanted);
            address.set("sort", Some(wanted).filter(|_| !is_usual));
        }
    });
    let options = Signal::derive(move || sorts_of(list.with(|list| list.kind)));
    view! {
        <div class="library-tools">
            <Select label=t!("sort") options=options value=sort bare=true />
            <div class="row">
                <ViewSwitch address=address is_table=is_table />
            </div>
        </div>
    }
    .into_any()
}

/// Deleting one's own list, leaving another's.
#[component]
fn MoreActions(list: Signal<ListDetail>) -> impl IntoView {
    let sender = use_sender();
    let navigate = StoredValue::new_local(use_navigate());
    let leaving = RwSignal::new(false);
    let id = StoredValue::new(list.with_untracked(|list| list.id.clone()));
    let away = move || navigate.with_value(|navigate| navigate(routes::LISTS, NavigateOptions::default()));
    let delete = move || {
        let list_id = id.get_value();
        let (restored, name) = (list_id.clone(), list.with_untracked(|list| list.name.clone()));
        sender.send(DeleteList::operation(DeleteListInput { list_id }), move |_| {
            sender.toasts.undoable(t!("lists-deleted", name = name.as_str()), move || {
                sender.send(RestoreList::operation(RestoreListInput { list_id: restored.clone() }), |_| ());
            });
            away();
        });
    };
    let leave = move || {
        sender.send(LeaveList::operation(LeaveListInput { list_id: id.get_value() }), move |_| away());
    };
    let can_delete = move || list.with(|list| list.is_own() && list.kind != ListKind::Watchlist);
    let can_leave = move || list.with(|list| matches!(list.my_role, Some(ListRole::Editor | ListRole::Viewer)));
    view! {
        <Show when=move || can_delete() || can_leave()>
            <Menu
                label=t!("action-more")
                button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())
            >
                <Show when=can_delete>
                    <MenuItem icon="trash-2" look=Look::Danger on_choose=move |()| delete()>
                        {t!("lists-delete")}
                    </MenuItem>
                </Show>
                <Show when=can_leave>
                    <MenuItem icon="log-out" look=Look::Danger on_choose=move |()| leaving.set(true)>
                        {t!("lists-leave")}
                    </MenuItem>
                </Show>
            </Menu>
        </Show>
        <ConfirmDialog
            open=leaving
            title=t!("lists-leave-title")
            text=t!("lists-leave-text")
            confirm=t!("lists-leave")
            on_confirm=move |()| leave()
        />
    }
    .into_any()
}
