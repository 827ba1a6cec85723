//! What is one's own of an item: where one is with it, favourite, private, played, notes.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{
    AddPlay, AddPlayInput, AddToLibrary, AddToLibraryInput, DeletePlay, DeletePlayInput, LIBRARY_STATUSES, LibraryState,
    RemoveFromLibrary, RemoveFromLibraryInput, RestorePlay, RestorePlayInput, UpdateLibraryEntry, UpdateLibraryEntryInput,
};
use medianest_web_api::{Id, Patch};

use crate::components::{Button, Icon, IconButton, Look, Menu, MenuItem, Section, TextArea};
use crate::stores::optimistic::{Optimistic, Sender, optimistic, use_sender};
use crate::t;
use crate::widgets::items::{done_name, status_icon, status_name};

type Entry = Optimistic<Option<LibraryState>>;

/// The input that puts back what was taken out.
fn putting_back(item_id: Id, was: &LibraryState) -> AddToLibraryInput {
    AddToLibraryInput {
        item_id,
        status: Some(was.status.clone()),
        is_favorite: Some(was.is_favorite),
        is_private: Some(was.is_private),
        notes: was.notes.clone(),
        custom_fields: was.custom_fields.clone(),
    }
}

/// The buttons of an item's page that everybody has.
#[component]
pub fn Actions(item: Signal<ItemDetail>) -> impl IntoView {
    let sender = use_sender();
    let entry = optimistic(move || item.with(|item| item.my_entry.clone()));
    let item_id = move || item.with_untracked(|item| item.id.clone());
    let is_favorite = Signal::derive(move || entry.get().is_some_and(|entry| entry.is_favorite));
    let is_private = Signal::derive(move || entry.get().is_some_and(|entry| entry.is_private));
    let is_kept = Memo::new(move |_| entry.get().is_some());
    let is_leaf = Memo::new(move |_| item.with(|item| item.child_count == 0));
    view! {
        <Show
            when=move || is_kept.get()
            fallback=move || {
                view! {
                    <Button
                        look=Look::Primary
                        icon="bookmark-plus"
                        on_press=move |_| keep(sender, AddToLibraryInput::of(item_id()))
                    >
                        {t!("library-add")}
                    </Button>
                }
            }
        >
            <StatusMenu item_id=item_id() entry=entry />
        </Show>
        <Show when=move || is_leaf.get()>
            <Played item=item />
        </Show>
        <IconButton
            icon=Signal::derive(move || if is_favorite.get() { "heart" } else { "heart-plus" })
            label=t!("favorite")
            look=Look::Plain
            pressed=is_favorite
            on_press=move |_| {
                change(
                    sender,
                    entry,
                    item_id(),
                    |entry| entry.is_favorite = !entry.is_favorite,
                    |input, entry| input.is_favorite = Some(entry.is_favorite),
                    |input| input.is_favorite = Some(true),
                );
            }
        />
        <IconButton
            icon=Signal::derive(move || if is_private.get() { "eye-off" } else { "eye" })
            label=Signal::derive(move || if is_private.get() { t!("library-private") } else { t!("library-make-private") })
            look=Look::Plain
            pressed=is_private
            on_press=move |_| {
                change(
                    sender,
                    entry,
                    item_id(),
                    |entry| entry.is_private = !entry.is_private,
                    |input, entry| input.is_private = Some(entry.is_private),
                    |input| input.is_private = Some(true),
                );
            }
        />
    }
    .into_any()
}

/// Puts something into the library, and offers to take it out again.
fn keep(sender: Sender, input: AddToLibraryInput) {
    sender.send(AddToLibrary::operation(input), move |answer| {
        let entry = answer.add_to_library.entry;
        let name = entry.item.map(|item| item.name).unwrap_or_default();
        sender.toasts.undoable(t!("library-added", title = name), move || {
            sender.send(RemoveFromLibrary::operation(RemoveFromLibraryInput { id: entry.id.clone() }), |_| ());
        });
    });
}

/// Changes the entry at once and offers to change it back; what is not in the library yet comes into it.
fn change(
    sender: Sender,
    entry: Entry,
    item_id: Id,
    edit: impl FnOnce(&mut LibraryState),
    tell: impl Fn(&mut UpdateLibraryEntryInput, &LibraryState) + Send + Sync + 'static,
    add: impl FnOnce(&mut AddToLibraryInput),
) {
    let Some(before) = entry.now() else {
        let mut input = AddToLibraryInput::of(item_id);
        add(&mut input);
        return keep(sender, input);
    };
    let mut after = before.clone();
    edit(&mut after);
    let operation = move |state: &LibraryState| {
        let mut input = UpdateLibraryEntryInput::of(state.id.clone());
        tell(&mut input, state);
        UpdateLibraryEntry::operation(input)
    };
    let sent = operation(&after);
    entry.change(Some(after), sent, move |_| {
        sender.toasts.undoable(t!("item-saved"), move || {
            entry.change(Some(before.clone()), operation(&before), |_| ());
        });
    });
}

#[component]
fn StatusMenu(item_id: Id, entry: Entry) -> impl IntoView {
    let sender = use_sender();
    let status = Memo::new(move |_| entry.get().map(|entry| entry.status).unwrap_or_default());
    let choose = {
        let item_id = item_id.clone();
        move |chosen: &'static str| {
            let item_id = item_id.clone();
            change(
                sender,
                entry,
                item_id,
                move |entry| chosen.clone_into(&mut entry.status),
                |input, entry| input.status = Some(entry.status.clone()),
                move |input| input.status = Some(chosen.to_owned()),
            );
        }
    };
    let remove = move |()| {
        let Some(was) = entry.now() else { return };
        let item_id = item_id.clone();
        let removing = RemoveFromLibrary::operation(RemoveFromLibraryInput { id: was.id.clone() });
        entry.change(None, removing, move |_| {
            sender.toasts.undoable(t!("library-removed"), move || {
                sender.send(AddToLibrary::operation(putting_back(item_id.clone(), &was)), |_| ());
            });
        });
    };
    let option = move |name: &'static str| {
        let choose = choose.clone();
        view! {
            <MenuItem
                icon=status_icon(name)
                checked=Signal::derive(move || Some(status.get() == name))
                on_choose=move |()| choose(name)
            >
                {status_name(name)}
            </MenuItem>
        }
    };
    view! {
        <Menu
            label=Signal::derive(move || format!("{}: {}", t!("library-status"), status_name(&status.get())))
            class="button primary"
            button=Box::new(move || {
                view! {
                    {move || view! { <Icon name=status_icon(&status.get()) /> }}
                    <span>{move || status_name(&status.get())}</span>
                    <Icon name="chevron-down" />
                }
                    .into_any()
            })
        >
            {LIBRARY_STATUSES.into_iter().map(option).collect_view()}
            <hr />
            <MenuItem icon="trash-2" look=Look::Danger on_choose=remove>
                {t!("library-remove")}
            </MenuItem>
        </Menu>
    }
}

/// Whether one has seen it: once, or once more, or not after all.
#[component]
fn Played(item: Signal<ItemDetail>) -> impl IntoView {
    let sender = use_sender();
    let verb = item.with_untracked(|item| item.media_type.as_ref().map(|kind| kind.interaction_verb.clone()).unwrap_or_default());
    let plays = Memo::new(move |_| item.with(|item| item.my_plays.iter().map(|play| play.id.clone()).collect::<Vec<_>>()));
    let add = move || {
        let input = AddPlayInput::of(item.with_untracked(|item| item.id.clone()));
        sender.send(AddPlay::operation(input), move |answer| {
            let id = answer.add_play.play.id;
            sender.toasts.undoable(t!("item-play-added"), move || {
                sender.send(DeletePlay::operation(DeletePlayInput { id: id.clone() }), |_| ());
            });
        });
    };
    let remove = move || {
        let ids = plays.get_untracked();
        let deleting = ids.iter().map(|id| DeletePlay::operation(DeletePlayInput { id: id.clone() })).collect();
        sender.send_all(deleting, move || {
            sender.toasts.undoable(t!("item-plays-removed"), move || {
                let restoring = ids.iter().map(|id| RestorePlay::operation(RestorePlayInput { id: id.clone() })).collect();
                sender.send_all(restoring, || ());
            });
        });
    };
    let done = done_name(&verb);
    move || {
        let done = done.clone();
        if plays.with(Vec::is_empty) {
            view! {
                <Button icon="check" on_press=move |_| add()>
                    {done}
                </Button>
            }
            .into_any()
        } else {
            let label = done.clone();
            view! {
                <Menu
                    label=label
                    class="button done"
                    button=Box::new(move || view! { <Icon name="check" /><span>{done}</span><Icon name="chevron-down" /> }.into_any())
                >
                    <MenuItem icon="plus" on_choose=move |()| add()>
                        {t!("item-play-again")}
                    </MenuItem>
                    <MenuItem icon="undo-2" on_choose=move |()| remove()>
                        {t!("item-play-none")}
                    </MenuItem>
                </Menu>
            }
            .into_any()
        }
    }
}

/// What one wrote to an item. Nobody else sees it.
#[component]
pub fn Notes(item: Signal<ItemDetail>) -> impl IntoView {
    let sender = use_sender();
    let kept =
        Memo::new(move |_| item.with(|item| item.my_entry.as_ref().and_then(|entry| entry.notes.clone()).unwrap_or_default()));
    let typed = RwSignal::new(kept.get_untracked());
    let seen = StoredValue::new(kept.get_untracked());
    Effect::new(move || {
        let kept = kept.get();
        // What is being typed is not overwritten by what comes from elsewhere.
        if typed.get_untracked() == seen.get_value() {
            typed.set(kept.clone());
        }
        seen.set_value(kept);
    });
    let is_changed = move || typed.with(|typed| typed.trim() != kept.get().trim());
    let save = move |_| {
        let text = Some(typed.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let (id, entry) = item.with_untracked(|item| (item.id.clone(), item.my_entry.as_ref().map(|entry| entry.id.clone())));
        match entry {
            Some(entry) => {
                let input = UpdateLibraryEntryInput { notes: Patch::from(text), ..UpdateLibraryEntryInput::of(entry) };
                sender.send(UpdateLibraryEntry::operation(input), move |_| sender.toasts.say(t!("item-saved")));
            }
            None => keep(sender, AddToLibraryInput { notes: text, ..AddToLibraryInput::of(id) }),
        }
    };
    view! {
        <Section title=t!("item-notes")>
            <div class="notes">
                <TextArea label=t!("item-notes-label") value=typed />
                <Show when=is_changed>
                    <div class="form-actions">
                        <Button small=true on_press=move |_| typed.set(kept.get_untracked())>
                            {t!("action-cancel")}
                        </Button>
                        <Button small=true look=Look::Primary on_press=save>
                            {t!("action-save")}
                        </Button>
                    </div>
                </Show>
            </div>
        </Section>
    }
    .into_any()
}
