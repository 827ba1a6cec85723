//! Adding a play by hand.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemCard;
use medianest_web_api::operations::diary::{AddPlay, AddPlayInput, DeletePlay, DeletePlayInput};

use super::when::{When, WhenFields, WhenState};
use crate::components::{Check, Dialog, Form, FormActions, FormError, TextArea};
use crate::i18n::format;
use crate::stores::data::use_data;
use crate::stores::optimistic::use_sender;
use crate::t;
use crate::widgets::items::heading;
use crate::widgets::picker::ItemPicker;

/// The dialog: first what, then when.
#[component]
pub fn AddPlayDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t!("history-add")>
            <AddPlayForm open=open />
        </Dialog>
    }
}

#[component]
fn AddPlayForm(open: RwSignal<bool>) -> impl IntoView {
    let (data, sender) = (use_data(), use_sender());
    let form = Form::new();
    let item = RwSignal::new(None::<ItemCard>);
    let when = WhenState::now();
    let notes = RwSignal::new(String::new());
    let is_private = RwSignal::new(false);
    let send = move || {
        let (Some(item), Some(told)) = (item.get_untracked(), when.told()) else { return };
        let mut input = AddPlayInput {
            is_private: Some(is_private.get_untracked()),
            notes: Some(notes.get_untracked().trim().to_owned()).filter(|notes| !notes.is_empty()),
            ..AddPlayInput::of(item.id.clone())
        };
        match told {
            When::Now => {}
            When::At(shown) => input.watched_at = Some(format::moment_of(shown)),
            When::On(date) => input.watched_on = Some(date),
            When::Unknown => input.is_date_unknown = Some(true),
        }
        form.send(async move { data.change(AddPlay::operation(input)).await }, move |added| {
            open.try_set(false);
            let id = added.add_play.play.id;
            sender.toasts.undoable(t!("history-added", title = heading(&item)), move || {
                sender.send(DeletePlay::operation(DeletePlayInput { id: id.clone() }), |_| {});
            });
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
            <FormError form=form fields=&["itemId", "watchedAt", "watchedOn", "notes"] />
            <ItemPicker label=t!("history-what") chosen=item error=form.error_of("itemId") />
            <Show when=move || item.with(Option::is_some)>
                <WhenFields state=when form=form />
                <TextArea
                    label=t!("history-notes")
                    value=notes
                    optional=true
                    hint=t!("history-notes-hint")
                    error=form.error_of("notes")
                />
                <Check
                    label=t!("history-keep-private")
                    hint=t!("history-keep-private-hint")
                    checked=is_private
                    on_change=move |on| is_private.set(on)
                />
            </Show>
            <FormActions open=open form=form label=t!("action-add") disabled=Signal::derive(move || item.with(Option::is_none)) />
        </form>
    }
    .into_any()
}
