//! The kinds of things that people watch, read, hear and play here.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::catalogue::{
    AllMediaTypes, DeleteMediaType, DeleteMediaTypeInput, MediaTypeRow, UpdateMediaType, UpdateMediaTypeInput,
};

use super::type_form::TypeForm;
use crate::components::{Badge, Button, Check, ConfirmDialog, Dialog, Entry, IconButton, Loaded, Look, Panel, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::{load, newest, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::items::{icon_named, types_name};

#[component]
pub fn TypesPart() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let types = load(AllMediaTypes::operation);
    let (edits, asks) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<MediaTypeRow>);
    let delete = move |()| {
        let Some(id) = chosen.get_untracked().map(|row| row.id) else { return };
        spawn_local(async move {
            match data.change(DeleteMediaType::operation(DeleteMediaTypeInput { id })).await {
                Ok(_) => toasts.say(t!("types-deleted")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let edit = move |row: Option<MediaTypeRow>| {
        chosen.set(row);
        edits.set(true);
    };
    let aside = move || {
        view! {
            <Button look=Look::Primary icon="plus" on_press=move |_| edit(None)>
                {t!("types-new")}
            </Button>
        }
        .into_any()
    };
    let title = Signal::derive(move || chosen.get().map_or_else(|| t!("types-new"), |row| row.display_name));
    view! {
        <div class="panels">
            <Panel title=t!("admin-types") text=t!("types-text") aside=ViewFn::from(aside)>
                <Loaded from=types skeleton=|| view! { <SkeletonRows count=8 /> } let:answer>
                    <ul class="listing">
                        <For
                            each=move || answer.get().media_types
                            key=|row| row.id.clone()
                            children=move |row| {
                                let row = newest(
                                    move || answer.get().media_types,
                                    row,
                                    |one, other| one.id == other.id,
                                );
                                view! {
                                    <OneType
                                        row=row
                                        on_edit=move |row| edit(Some(row))
                                        on_delete=move |row| {
                                            chosen.set(Some(row));
                                            asks.set(true);
                                        }
                                    />
                                }
                            }
                        />
                    </ul>
                </Loaded>
            </Panel>
        </div>
        <Dialog open=edits title=title wide=true>
            <TypeForm open=edits of=chosen.get_untracked() />
        </Dialog>
        <ConfirmDialog
            open=asks
            title=Signal::derive(move || {
                t!("types-delete-title", name = chosen.get().map(|row| row.display_name).unwrap_or_default())
            })
            text=t!("types-delete-text")
            confirm=t!("action-delete")
            on_confirm=delete
        />
    }
}

#[component]
fn OneType(
    row: Memo<MediaTypeRow>,
    #[prop(into)] on_edit: Callback<MediaTypeRow>,
    #[prop(into)] on_delete: Callback<MediaTypeRow>,
) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let first = row.get_untracked();
    // It shows at once, and goes back where the server refuses.
    let is_enabled = RwSignal::new(first.is_enabled);
    Effect::new(move || is_enabled.set(row.read().is_enabled));
    let id = first.id.clone();
    let switch = move |on: bool| {
        let input = UpdateMediaTypeInput { is_enabled: Some(on), ..UpdateMediaTypeInput::of(id.clone()) };
        is_enabled.set(on);
        spawn_local(async move {
            if let Err(error) = data.change(UpdateMediaType::operation(input)).await {
                is_enabled.try_set(!on);
                toasts.fail(&error);
            }
        });
    };
    let switch = Callback::new(switch);
    let name = move || {
        let row = row.read();
        types_name(&row.name, &row.display_name)
    };
    let is_system = first.is_system;
    let marks = move || {
        view! {
            <code class="soft small">{row.read_untracked().name.clone()}</code>
            {is_system.then(|| view! { <Badge>{t!("types-built-in")}</Badge> })}
        }
        .into_any()
    };
    let actions = move || {
        view! {
            <Check switch=true label=t!("types-enabled") checked=is_enabled on_change=switch />
            <Button small=true on_press=move |_| on_edit.run(row.get_untracked())>
                {t!("action-edit")}
                <span class="sr-only">" " {name}</span>
            </Button>
            {(!is_system)
                .then(|| {
                    view! {
                        <IconButton
                            small=true
                            icon="trash-2"
                            label=Signal::derive(move || format!("{}: {}", t!("action-delete"), name()))
                            on_press=move |_| on_delete.run(row.get_untracked())
                        />
                    }
                })}
        }
        .into_any()
    };
    view! {
        <Entry
            icon=icon_named(&first.name)
            title=Signal::derive(name)
            marks=ViewFn::from(marks)
            actions=ViewFn::from(actions)
        >
            {move || {
                let row = row.read();
                t!(
                    "types-summary", levels = row.hierarchy_levels.join(" › "), percent =
                    format::percent(row.completion_threshold_percent)
                )
            }}
        </Entry>
    }
}
