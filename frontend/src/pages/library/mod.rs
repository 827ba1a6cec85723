//! One's own library: by status, sorted and filtered, as posters or as a table, changed one by one or many at once.

mod bulk;
mod entries;
mod tools;

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::diary::{LIBRARY_STATUSES, LibraryFilterInput, LibraryRow, LibrarySort};
use medianest_web_api::operations::discover::{LibraryTotals, Shelf, ShelfVariables};

use crate::components::{Button, Empty, Failure, Icon, Look, More, PageHead, SkeletonGrid};
use crate::i18n::format;
use crate::stores::address::{Address, use_address};
use crate::stores::data::{Page, Pages, Phase, load, pages};
use crate::widgets::items::status_name;
use crate::widgets::view;
use crate::{routes, t};
use bulk::{BulkBar, Selection};

/// What the address can hold.
const FILTERS: [&str; 4] = ["q", "type", "favorite", "status"];

/// The library.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let address = use_address();
    let entries = entries_of(address);
    let selection = Selection::new();
    let is_table = view::is_table(address);
    view! {
        <PageHead title=t!("nav-library")>
            <A href=routes::CALENDAR attr:class="button">
                <Icon name="calendar-days" />
                {t!("nav-calendar")}
            </A>
            <Button
                icon="list-checks"
                pressed=Signal::derive(move || Some(selection.is_on.get()))
                on_press=move |_| selection.switch()
            >
                {t!("library-select")}
            </Button>
        </PageHead>
        <StatusTabs address=address />
        <tools::Tools address=address is_table=is_table />
        <p class="soft small result-count" role="status">
            {move || {
                entries.total.get().map(|count| t!("count-items", count = count, shown = format::count(count)))
            }}
        </p>
        {move || match entries.phase.get() {
            Phase::Pending => view! { <SkeletonGrid count=18 /> }.into_any(),
            Phase::Failed(error) => view! { <Failure error=error on_retry=move || entries.reload() /> }.into_any(),
            Phase::Ready if entries.items.with(Vec::is_empty) => nothing(address),
            Phase::Ready => {
                view! {
                    {move || {
                        if is_table.get() {
                            view! { <entries::AsTable entries=entries selection=selection address=address /> }.into_any()
                        } else {
                            view! { <entries::AsGrid entries=entries selection=selection /> }.into_any()
                        }
                    }}
                    <More has_more=entries.has_more() busy=entries.busy on_more=move |()| entries.more() />
                }
                    .into_any()
            }
        }}
        <BulkBar entries=entries selection=selection />
    }
    .into_any()
}

/// A few screens at once.
const PER_PAGE: i32 = 60;

fn entries_of(address: Address) -> Pages<LibraryRow> {
    let [text, kind, favorite, status] = FILTERS.map(|name| address.get(name));
    let sort = address.get("sort");
    pages(
        move |after| {
            let filter = LibraryFilterInput {
                status: status.get().map(|status| vec![status]),
                types: kind.get().map(|kind| vec![kind]),
                favorite: favorite.get().is_some().then_some(true),
                query: text.get(),
            };
            Shelf::operation(ShelfVariables {
                filter: Some(filter),
                sort: sort_of(sort.get().as_deref()),
                first: Some(PER_PAGE),
                after,
            })
        },
        |answer: Shelf| Page {
            next: answer.library.page_info.end_cursor.filter(|_| answer.library.page_info.has_next_page),
            items: answer.library.nodes,
            total: Some(answer.library.total_count),
        },
    )
}

/// The order that the address names; the latest addition first without one.
fn sort_of(name: Option<&str>) -> LibrarySort {
    match name {
        Some("updated") => LibrarySort::Updated,
        Some("name") => LibrarySort::Name,
        Some("rating") => LibrarySort::Rating,
        Some("released") => LibrarySort::Released,
        _ => LibrarySort::Added,
    }
}

/// One tab for each status, with how much is on it.
#[component]
fn StatusTabs(address: Address) -> impl IntoView {
    let totals = load(LibraryTotals::operation);
    let status = address.get("status");
    let tab = move |name: Option<&'static str>| {
        let count = move || {
            totals.get().map(|totals| {
                let count = match name {
                    None => totals.all,
                    Some("plan_to_watch") => totals.planned,
                    Some("watching") => totals.watching,
                    Some("completed") => totals.completed,
                    Some("on_hold") => totals.on_hold,
                    Some(_) => totals.dropped,
                };
                format::count(count.total_count)
            })
        };
        view! {
            <button
                type="button"
                aria-current=move || (status.get().as_deref() == name).then_some("true")
                on:click=move |_| address.set("status", name.map(str::to_owned))
            >
                {name.map_or_else(|| t!("library-all"), status_name)}
                " "
                <span class="tab-count numbers">{count}</span>
            </button>
        }
    };
    let tabs = std::iter::once(None).chain(LIBRARY_STATUSES.into_iter().map(Some));
    view! {
        <div class="tabs" role="group" aria-label=t!("library-status")>
            {tabs.map(tab).collect_view()}
        </div>
    }
}

/// Nothing is there: why, and what would fill it.
fn nothing(address: Address) -> AnyView {
    let is_filtered = untrack(|| FILTERS.iter().any(|name| address.get(name).get().is_some()));
    if is_filtered {
        view! {
            <Empty icon="library" title=t!("discover-empty") text=t!("library-empty-filtered")>
                <Button look=Look::Primary on_press=move |_| address.clear(&FILTERS)>
                    {t!("filters-clear")}
                </Button>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon="library" title=t!("library-empty") text=t!("library-empty-text")>
                <div class="row">
                    <A href=routes::DISCOVER attr:class="button primary">
                        {t!("nav-discover")}
                    </A>
                    <A href=routes::IMPORTS attr:class="button">
                        {t!("nav-import")}
                    </A>
                </div>
            </Empty>
        }
        .into_any()
    }
}
