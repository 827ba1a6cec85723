//! What moderators do to an item: change it, say who else knows it, make one of two, delete it.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::{ItemCard, ItemDetail, Search, SearchFilterInput, SearchVariables};
use medianest_web_api::operations::curation::{
    AddExternalId, AddExternalIdInput, DeleteMediaItem, DeleteMediaItemInput, MergeMediaItems, MergeMediaItemsInput,
    RemoveExternalId, RemoveExternalIdInput,
};
use medianest_web_api::operations::identity::UserRole;
use medianest_web_api::operations::metadata::{RefreshMetadata, RefreshMetadataInput};

use super::facts::provider_name;
use crate::components::{
    Button, ConfirmDialog, Dialog, Form, FormError, Icon, IconButton, Look, Menu, MenuItem, SearchField, TextField,
};
use crate::pages::catalogue::item_form::EditItem;
use crate::stores::data::{load_when, use_data};
use crate::stores::optimistic::use_sender;
use crate::stores::session::use_viewer;
use crate::widgets::items::ItemRow;
use crate::{routes, t};

/// The menu of those who look after the catalogue.
#[component]
pub fn Curate(item: Signal<ItemDetail>) -> impl IntoView {
    let viewer = use_viewer();
    let may = Memo::new(move |_| {
        viewer.with(|viewer| viewer.as_ref().and_then(|viewer| viewer.role).is_some_and(UserRole::is_moderator))
    });
    view! {
        <Show when=move || may.get()>
            <CurateMenu item=item />
        </Show>
    }
}

#[component]
fn CurateMenu(item: Signal<ItemDetail>) -> impl IntoView {
    let (editing, naming, merging, deleting) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (sender, navigate) = (use_sender(), use_navigate());
    let delete = move |()| {
        let navigate = navigate.clone();
        let (id, name) = item.with_untracked(|item| (item.id.clone(), item.name.clone()));
        sender.send(DeleteMediaItem::operation(DeleteMediaItemInput { id }), move |_| {
            sender.toasts.say(t!("item-deleted", title = name));
            navigate(routes::DISCOVER, NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    };
    let refresh = move |()| {
        let id = item.with_untracked(|item| item.id.clone());
        sender.send(RefreshMetadata::operation(RefreshMetadataInput { id }), move |answer| {
            sender.toasts.say(t!("metadata-refreshing", title = answer.refresh_metadata.item.name));
        });
    };
    view! {
        <Menu label=t!("item-curate") class="button square" button=Box::new(|| view! { <Icon name="ellipsis-vertical" /> }.into_any())>
            <MenuItem icon="pencil" on_choose=move |()| editing.set(true)>
                {t!("item-edit")}
            </MenuItem>
            <MenuItem icon="rotate-cw" on_choose=refresh>
                {t!("metadata-refresh")}
            </MenuItem>
            <MenuItem icon="link" on_choose=move |()| naming.set(true)>
                {t!("item-external-ids")}
            </MenuItem>
            <MenuItem icon="merge" on_choose=move |()| merging.set(true)>
                {t!("item-merge")}
            </MenuItem>
            <hr />
            <MenuItem icon="trash-2" look=Look::Danger on_choose=move |()| deleting.set(true)>
                {t!("item-delete")}
            </MenuItem>
        </Menu>
        <EditItem open=editing item=item />
        <Dialog open=naming title=t!("item-external-ids")>
            <ExternalIds item=item />
        </Dialog>
        <Dialog open=merging title=t!("item-merge")>
            <Merge open=merging item=item.get_untracked() />
        </Dialog>
        <ConfirmDialog
            open=deleting
            title=Signal::derive(move || t!("item-delete-title", title = item.with(|item| item.name.clone())))
            text=t!("item-delete-text")
            confirm=t!("item-delete")
            on_confirm=delete
        />
    }
    .into_any()
}

/// What others call the item.
#[component]
fn ExternalIds(item: Signal<ItemDetail>) -> impl IntoView {
    let (sender, data, form) = (use_sender(), use_data(), Form::new());
    let (provider, kind, external_id) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = AddExternalIdInput {
            item_id: item.with_untracked(|item| item.id.clone()),
            external_id: external_id.get_untracked(),
            kind: kind.get_untracked(),
            provider: provider.get_untracked(),
        };
        form.send(data.change(AddExternalId::operation(input)), move |_| external_id.set(String::new()));
    };
    let remove = move |id: medianest_web_api::operations::catalogue::ExternalIdRow| {
        let item_id = item.with_untracked(|item| item.id.clone());
        sender.send(RemoveExternalId::operation(RemoveExternalIdInput { id: id.id.clone() }), move |_| {
            sender.toasts.undoable(t!("external-id-removed"), move || {
                let input = AddExternalIdInput {
                    item_id: item_id.clone(),
                    external_id: id.external_id.clone(),
                    kind: id.kind.clone(),
                    provider: id.provider.clone(),
                };
                sender.send(AddExternalId::operation(input), |_| ());
            });
        });
    };
    view! {
        <ul class="external-ids">
            <For each=move || item.get().external_ids key=|id| id.id.clone() let:id>
                <li class="row">
                    <span class="grow">
                        {provider_name(&id.provider)} " " <code>{id.external_id.clone()}</code> " "
                        <span class="soft small">{id.kind.clone()}</span>
                    </span>
                    <IconButton small=true icon="trash-2" label=t!("action-remove") on_press=move |_| remove(id.clone()) />
                </li>
            </For>
        </ul>
        <form class="form" on:submit=add novalidate>
            <FormError form=form fields=&["provider", "kind", "externalId"] />
            <div class="form-grid">
                <TextField
                    label=t!("external-id-provider")
                    value=provider
                    placeholder="imdb".to_owned()
                    error=form.error_of("provider")
                />
                <TextField label=t!("external-id-kind") value=kind placeholder="movie".to_owned() error=form.error_of("kind") />
            </div>
            <TextField
                label=t!("external-id-id")
                value=external_id
                placeholder="tt0113277".to_owned()
                error=form.error_of("externalId")
            />
            <div class="form-actions">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("action-add")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// Finds the item that stays; this one goes into it.
#[component]
fn Merge(open: RwSignal<bool>, item: ItemDetail) -> impl IntoView {
    let (sender, navigate) = (use_sender(), use_navigate());
    let (text, asked) = (RwSignal::new(item.name.clone()), RwSignal::new(item.name.clone()));
    let (id, kind, level) = (item.id.clone(), item.media_type.as_ref().map(|kind| kind.id.clone()), item.hierarchy_level);
    let found = load_when(move || {
        let query = asked.get();
        (!query.trim().is_empty()).then(|| {
            Search::operation(SearchVariables {
                query,
                types: kind.clone().map(|kind| vec![kind]),
                filter: Some(SearchFilterInput { levels: Some(vec![level]), ..SearchFilterInput::default() }),
                first: Some(8),
                after: None,
            })
        })
    });
    let others = Memo::new(move |_| {
        let hits = found.get().map(|answer| answer.search.nodes).unwrap_or_default();
        hits.into_iter().map(|hit| hit.item).filter(|other| other.id != id).collect::<Vec<_>>()
    });
    let on_input = move |typed: String| {
        text.set(typed.clone());
        set_timeout(
            move || {
                if text.try_get_untracked().is_some_and(|now| now == typed) {
                    asked.set(typed);
                }
            },
            Duration::from_millis(150),
        );
    };
    let absorbed = item.id.clone();
    let merge = move |survivor: Id| {
        let navigate = navigate.clone();
        let input = MergeMediaItemsInput { absorbed_id: absorbed.clone(), survivor_id: survivor.clone() };
        sender.send(MergeMediaItems::operation(input), move |answer| {
            open.set(false);
            sender.toasts.say(t!("item-merged", title = answer.merge_media_items.item.name));
            navigate(&routes::item(&survivor), NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    };
    let row = move |other: ItemCard| {
        let (merge, id) = (merge.clone(), other.id.clone());
        view! {
            <ItemRow item=other>
                <Button small=true look=Look::Danger on_press=move |_| merge(id.clone())>
                    {t!("item-merge-into")}
                </Button>
            </ItemRow>
        }
    };
    view! {
        <div class="form">
            <p class="soft">{t!("item-merge-text", title = item.name)}</p>
            <SearchField label=t!("action-search") value=text on_input=on_input />
            <div aria-live="polite">
                {move || {
                    let others = others.get();
                    if others.is_empty() {
                        view! { <p class="soft small">{t!("item-merge-none")}</p> }.into_any()
                    } else {
                        others.into_iter().map(row.clone()).collect_view().into_any()
                    }
                }}
            </div>
        </div>
    }
    .into_any()
}
