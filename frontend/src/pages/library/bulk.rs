//! Many entries at once: another status, favourites, out of the library; each with a way back.

use std::collections::{BTreeMap, HashSet};

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::diary::{
    AddToLibrary, AddToLibraryInput, LIBRARY_STATUSES, LibraryRow, RemoveFromLibrary, RemoveFromLibraryInput,
    UpdateLibraryEntries, UpdateLibraryEntriesInput,
};

use crate::components::{Button, Icon, Look, Menu, MenuItem};
use crate::i18n::format;
use crate::stores::data::Pages;
use crate::stores::optimistic::{Sender, use_sender};
use crate::t;
use crate::widgets::items::{status_icon, status_name};

/// The server changes so many at once.
const AT_ONCE: usize = 100;

/// Which entries are chosen.
#[derive(Clone, Copy)]
pub struct Selection {
    /// Whether entries can be chosen now.
    pub is_on: RwSignal<bool>,
    chosen: RwSignal<HashSet<String>>,
}

impl Selection {
    /// Nothing is chosen.
    pub fn new() -> Self {
        Self { is_on: RwSignal::new(false), chosen: RwSignal::default() }
    }

    /// Begins to choose, or ends it.
    pub fn switch(self) {
        self.chosen.set(HashSet::new());
        self.is_on.update(|on| *on = !*on);
    }

    /// Whether an entry is chosen.
    pub fn has(self, id: &Id) -> bool {
        self.chosen.with(|chosen| chosen.contains(id.inner()))
    }

    /// Chooses an entry, or leaves it out again.
    pub fn choose(self, id: &Id, on: bool) {
        self.chosen.update(|chosen| {
            if on {
                chosen.insert(id.inner().to_owned());
            } else {
                chosen.remove(id.inner());
            }
        });
    }

    fn rows(self, entries: Pages<LibraryRow>) -> Vec<LibraryRow> {
        entries.items.with_untracked(|rows| {
            self.chosen.with_untracked(|chosen| rows.iter().filter(|row| chosen.contains(row.id.inner())).cloned().collect())
        })
    }
}

/// The mutations that change these entries alike.
fn changing(ids: &[Id], change: &UpdateLibraryEntriesInput) -> Vec<medianest_web_api::Operation<UpdateLibraryEntries>> {
    ids.chunks(AT_ONCE)
        .map(|ids| UpdateLibraryEntries::operation(UpdateLibraryEntriesInput { ids: ids.to_vec(), ..change.clone() }))
        .collect()
}

/// What can be done with what is chosen.
#[component]
pub fn BulkBar(entries: Pages<LibraryRow>, selection: Selection) -> impl IntoView {
    let sender = use_sender();
    let count = Memo::new(move |_| i32::try_from(selection.chosen.with(HashSet::len)).unwrap_or(i32::MAX));
    let set_status = move |status: &'static str| {
        let rows = selection.rows(entries);
        // What they were, so that each goes back to where it was.
        let mut before: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        for row in &rows {
            before.entry(row.status.clone()).or_default().push(row.id.clone());
        }
        let back = before
            .into_iter()
            .map(|(status, ids)| (ids, UpdateLibraryEntriesInput { status: Some(status), ..Default::default() }));
        let change = UpdateLibraryEntriesInput { status: Some(status.to_owned()), ..Default::default() };
        change_all(sender, selection, &rows, &change, back.collect());
    };
    let set_favorite = move |on: bool| {
        let rows: Vec<_> = selection.rows(entries).into_iter().filter(|row| row.is_favorite != on).collect();
        let ids = rows.iter().map(|row| row.id.clone()).collect();
        let back = UpdateLibraryEntriesInput { is_favorite: Some(!on), ..Default::default() };
        let change = UpdateLibraryEntriesInput { is_favorite: Some(on), ..Default::default() };
        change_all(sender, selection, &rows, &change, vec![(ids, back)]);
    };
    let status = move |name: &'static str| {
        view! {
            <MenuItem icon=status_icon(name) on_choose=move |()| set_status(name)>
                {status_name(name)}
            </MenuItem>
        }
    };
    let choose_all = move |_| {
        let all = entries.items.with_untracked(|rows| rows.iter().map(|row| row.id.inner().to_owned()).collect());
        selection.chosen.set(all);
    };
    view! {
        <Show when=move || selection.is_on.get()>
            <div class="bulk-bar" role="region" aria-label=t!("library-select")>
                <p class="numbers" role="status">
                    {move || t!("library-chosen", count = count.get(), shown = format::count(count.get()))}
                </p>
                <Button small=true on_press=choose_all>
                    {t!("library-choose-all")}
                </Button>
                <Show when=move || { count.get() > 0 }>
                    <Menu
                        label=t!("library-status")
                        class="button small"
                        button=Box::new(|| {
                            view! {
                                <span>{t!("library-status")}</span>
                                <Icon name="chevron-down" />
                            }
                                .into_any()
                        })
                    >
                        {LIBRARY_STATUSES.into_iter().map(status).collect_view()}
                    </Menu>
                    <Button small=true icon="heart-plus" on_press=move |_| set_favorite(true)>
                        {t!("favorite")}
                    </Button>
                    <Button small=true icon="heart-off" on_press=move |_| set_favorite(false)>
                        {t!("favorite-not")}
                    </Button>
                    <Button
                        small=true
                        look=Look::Danger
                        icon="trash-2"
                        on_press=move |_| remove_all(sender, selection, selection.rows(entries))
                    >
                        {t!("action-remove")}
                    </Button>
                </Show>
                <Button small=true look=Look::Quiet on_press=move |_| selection.switch()>
                    {t!("action-close")}
                </Button>
            </div>
        </Show>
    }
    .into_any()
}

/// Changes entries alike, and offers to give each group of them back what it had.
fn change_all(
    sender: Sender,
    selection: Selection,
    rows: &[LibraryRow],
    change: &UpdateLibraryEntriesInput,
    back: Vec<(Vec<Id>, UpdateLibraryEntriesInput)>,
) {
    if rows.is_empty() {
        return;
    }
    let ids: Vec<Id> = rows.iter().map(|row| row.id.clone()).collect();
    let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    sender.send_all(changing(&ids, change), move || {
        selection.chosen.set(HashSet::new());
        sender.toasts.undoable(t!("library-changed", count = count, shown = format::count(count)), move || {
            sender.send_all(back.iter().flat_map(|(ids, change)| changing(ids, change)).collect(), || ());
        });
    });
}

/// Takes entries out of the library, and offers to put them back as they were.
fn remove_all(sender: Sender, selection: Selection, rows: Vec<LibraryRow>) {
    let count = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    let removing = rows.iter().map(|row| RemoveFromLibrary::operation(RemoveFromLibraryInput { id: row.id.clone() })).collect();
    sender.send_all(removing, move || {
        selection.chosen.set(HashSet::new());
        sender.toasts.undoable(t!("library-removed-many", count = count, shown = format::count(count)), move || {
            let adding = rows.iter().filter_map(|row| {
                Some(AddToLibrary::operation(AddToLibraryInput {
                    item_id: row.item.as_ref()?.id.clone(),
                    status: Some(row.status.clone()),
                    is_favorite: Some(row.is_favorite),
                    is_private: Some(row.is_private),
                    notes: row.notes.clone(),
                    custom_fields: row.custom_fields.clone(),
                }))
            });
            sender.send_all(adding.collect(), || ());
        });
    });
}
