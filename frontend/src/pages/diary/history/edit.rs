//! Correcting a play.

use leptos::prelude::*;
use medianest_web_api::Patch;
use medianest_web_api::operations::diary::{PlayRow, UpdatePlay, UpdatePlayInput};

use super::when::{When, WhenFields, WhenState};
use crate::components::{Check, Dialog, Form, FormActions, FormError, TextArea};
use crate::i18n::format;
use crate::stores::data::use_data;
use crate::t;
use crate::widgets::items::ItemRow;

/// The dialog, open while there is a play in it.
#[component]
pub fn EditPlayDialog(
    /// The play.
    play: RwSignal<Option<PlayRow>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each follows the other; what is so already is not set again, or they would never rest.
    Effect::new(move || {
        let is_some = play.with(Option::is_some);
        if open.get_untracked() != is_some {
            open.set(is_some);
        }
    });
    Effect::new(move || {
        if !open.get() && play.with_untracked(Option::is_some) {
            play.set(None);
        }
    });
    view! {
        <Dialog open=open title=t!("history-edit")>
            {move || play.get_untracked().map(|play| view! { <EditPlay play=play open=open /> })}
        </Dialog>
    }
}

#[component]
fn EditPlay(play: PlayRow, open: RwSignal<bool>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let when = WhenState::of(&play);
    let notes = RwSignal::new(play.notes.clone().unwrap_or_default());
    let is_private = RwSignal::new(play.is_private);
    // A moment is known to the second, the form to the minute: what nobody touched stays.
    let before = when.told();
    let (id, zone) = (play.id.clone(), play.timezone.clone());
    let send = move || {
        let mut input = UpdatePlayInput {
            is_private: Some(is_private.get_untracked()),
            notes: Some(notes.get_untracked().trim().to_owned()).filter(|notes| !notes.is_empty()).into(),
            ..UpdatePlayInput::of(id.clone())
        };
        let told = when.told();
        if told != before {
            match told {
                Some(When::At(shown)) => input.watched_at = Some(format::moment_of(shown)),
                Some(When::On(date)) => {
                    input.watched_on = Some(date);
                    input.timezone.clone_from(&zone);
                }
                Some(When::Unknown) => input.is_date_unknown = Some(true),
                Some(When::Now) | None => return,
            }
            // When it began was told of another time.
            input.started_at = Patch::Clear;
        }
        form.send(async move { data.change(UpdatePlay::operation(input)).await }, move |_| {
            open.try_set(false);
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
            {play.item.map(|item| view! { <ItemRow item=item /> })}
            <FormError form=form fields=&["watchedAt", "watchedOn", "notes"] />
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
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
    .into_any()
}
