//! Which part of the history is shown; all of it stands in the address.

use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveTime};
use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::{ItemById, MediaTypes};
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::diary::{HistoryFilterInput, PlayOrigin};

use crate::components::{Button, Icon, Look, SearchField, Select};
use crate::i18n::format;
use crate::stores::address::Address;
use crate::stores::data::{load, load_when};
use crate::t;
use crate::widgets::items::{heading, types_name};

/// The parts of the address that filter.
const NAMES: [&str; 6] = ["q", "type", "origin", "item", "from", "to"];
/// How long typing rests before it is searched for.
const REST: Duration = Duration::from_millis(250);

/// The filters, as the address has them.
#[derive(Clone, Copy)]
pub struct Filters {
    address: Address,
    text: Memo<Option<String>>,
    item: Memo<Option<String>>,
    kind: RwSignal<String>,
    origin: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Filters {
    /// Those of this address.
    pub fn of(address: Address) -> Self {
        Self {
            address,
            text: address.get("q"),
            item: address.get("item"),
            kind: address.bound("type", ""),
            origin: address.bound("origin", ""),
            from: address.bound("from", ""),
            to: address.bound("to", ""),
        }
    }

    /// The filters as the server takes them.
    pub fn input(self) -> Option<HistoryFilterInput> {
        // Days are those of the person, from their midnight to the next.
        let begin = |day: NaiveDate| format::moment_of(day.and_time(NaiveTime::MIN));
        let origin = self.origin.get();
        let kind = self.kind.get();
        let filter = HistoryFilterInput {
            from: self.from.get().parse().ok().map(begin),
            to: self.to.get().parse().ok().and_then(|day: NaiveDate| day.checked_add_days(Days::new(1))).map(begin),
            item_id: self.item.get().map(Id::new),
            media_types: (!kind.is_empty()).then(|| vec![kind]),
            origins: PlayOrigin::ALL.iter().find(|known| known.as_str() == origin).map(|known| vec![*known]),
            search: self.text.get(),
        };
        (filter != HistoryFilterInput::default()).then_some(filter)
    }

    /// Whether anything is filtered.
    pub fn is_set(self) -> bool {
        self.input().is_some()
    }

    /// Shows everything.
    pub fn clear(self) {
        self.address.clear(&NAMES);
    }

    /// Begins the list with this day.
    pub fn jump(self, day: NaiveDate) {
        self.to.set(day.to_string());
    }

    /// Shows only plays of this item and of what it holds.
    pub fn only(self, item: &Id) {
        self.address.set("item", Some(item.inner().to_owned()));
    }
}

/// The filters, to be set.
#[component]
pub fn FilterBar(
    /// The filters.
    filters: Filters,
) -> impl IntoView {
    let search = debounce(REST, move |text: String| filters.address.set("q", Some(text.trim().to_owned())));
    let search = StoredValue::new_local(search);
    let origins = || {
        let mut all = vec![(String::new(), t!("history-all-origins"))];
        let name = |origin| match origin {
            PlayOrigin::Scrobble => t!("origin-scrobble"),
            PlayOrigin::Manual => t!("origin-manual"),
            PlayOrigin::Import => t!("origin-import"),
        };
        all.extend(PlayOrigin::ALL.iter().map(|origin| (origin.as_str().to_owned(), name(*origin))));
        all
    };
    let types = load(MediaTypes::operation);
    let kinds = move || {
        let mut all = vec![(String::new(), t!("history-all-types"))];
        let known = types.get().map(|types| types.media_types).unwrap_or_default();
        all.extend(known.into_iter().map(|kind| {
            let name = types_name(&kind.name, &kind.display_name);
            (kind.name, name)
        }));
        all
    };
    let text = Signal::derive(move || filters.text.get().unwrap_or_default());
    view! {
        <div class="filter-bar" role="search" aria-label=t!("history-filter")>
            <div class="filter-text">
                <SearchField
                    label=t!("history-search")
                    value=text
                    on_input=move |typed| search.update_value(|search| search(typed))
                />
            </div>
            <Select bare=true label=t!("history-type") options=Signal::derive(kinds) value=filters.kind />
            <Select bare=true label=t!("history-origin") options=Signal::derive(origins) value=filters.origin />
            <DayField label=t!("history-from") value=filters.from />
            <DayField label=t!("history-to") value=filters.to />
            <ItemChip filters=filters />
            <Show when=move || filters.is_set()>
                <Button look=Look::Quiet icon="x" on_press=move |_| filters.clear()>
                    {t!("filter-clear")}
                </Button>
            </Show>
        </div>
    }
    .into_any()
}

/// A day, in one line with its label.
#[component]
fn DayField(label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="filter-day">
            <span>{label}</span>
            <input
                class="input"
                type="date"
                prop:value=move || value.get()
                // A year that is being typed is a date, too: `0002`, `0020`, `0202`.
                on:change=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

/// The item that the history is narrowed to.
#[component]
fn ItemChip(filters: Filters) -> impl IntoView {
    let item = load_when(move || filters.item.get().map(|id| ItemById::operation(IdVariables { id: Id::new(id) })));
    let name = move || {
        filters.item.get()?;
        Some(item.get().and_then(|found| found.media_item).map_or_else(|| t!("loading"), |item| heading(&item)))
    };
    move || {
        name().map(|name| {
            let label = t!("history-not-only", title = name.as_str());
            view! {
                <button
                    type="button"
                    class="chip"
                    aria-label=label
                    on:click=move |_| filters.address.set("item", None)
                >
                    {name}
                    <Icon name="x" />
                </button>
            }
        })
    }
}
