//! Putting something on a list, found by its title.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::lists::{AddToList, AddToListInput, ListItemInput, RemoveFromList, RemoveFromListInput};

use crate::components::{Button, Form, FormError, Look, TextArea};
use crate::stores::data::use_data;
use crate::stores::optimistic::use_sender;
use crate::t;
use crate::widgets::items::heading;
use crate::widgets::picker::ItemPicker;

/// Typing a title, and what to say of it.
#[component]
pub fn AddDialog(list: Id, open: RwSignal<bool>) -> impl IntoView {
    let (data, sender) = (use_data(), use_sender());
    let form = Form::new();
    let chosen = RwSignal::new(None);
    let notes = RwSignal::new(String::new());
    let list = StoredValue::new(list);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(item) = chosen.get_untracked() else { return };
        let name = heading(&item);
        let notes = Some(notes.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let items = vec![ListItemInput { notes, ..ListItemInput::of(item.id) }];
        let adding = AddToListInput { list_id: list.get_value(), items };
        form.send(data.change(AddToList::operation(adding)), move |answer| {
            open.set(false);
            let entry_ids: Vec<Id> = answer.add_to_list.added.into_iter().filter_map(|row| row.entry_id).collect();
            if entry_ids.is_empty() {
                sender.toasts.say(t!("lists-there-already", title = name));
                return;
            }
            let list_id = list.get_value();
            sender.toasts.undoable(t!("lists-added", title = name), move || {
                let removing = RemoveFromListInput { list_id: list_id.clone(), entry_ids: entry_ids.clone() };
                sender.send(RemoveFromList::operation(removing), |_| ());
            });
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form />
            <ItemPicker label=t!("sort-title") chosen=chosen error=Signal::stored(None::<String>) />
            <TextArea label=t!("lists-notes") hint=t!("lists-notes-hint") value=notes optional=true />
            <div class="form-actions">
                <Button
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                    disabled=Signal::derive(move || chosen.with(Option::is_none))
                >
                    {t!("action-add")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
