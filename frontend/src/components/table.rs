//! Tables: real ones on wide screens; on a phone each row becomes a card whose cells say their column's name.

use leptos::prelude::*;

use super::Icon;
use crate::t;

/// A table. Cells carry `data-label` with their column's name, and the first one the class `lead`.
#[component]
pub fn Table(
    /// What it lists, for those who cannot see it.
    #[prop(into)]
    caption: String,
    /// The `<th>`s.
    head: Children,
    /// The `<tr>`s.
    children: Children,
) -> impl IntoView {
    let label = caption.clone();
    view! {
        <div class="table-scroll" role="group" tabindex="0" aria-label=label>
            <table class="table stacks">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{head()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The head of a column that the table can be sorted by.
#[component]
pub fn SortHeader(
    /// The column's name.
    #[prop(into)]
    label: String,
    /// Whether the table is sorted by it now, and then whether the smallest is first.
    #[prop(into)]
    ascending: Signal<Option<bool>>,
    /// Sorts by it, or turns the order around.
    #[prop(into)]
    on_sort: Callback<()>,
) -> impl IntoView {
    let order = move || match ascending.get() {
        Some(true) => "ascending",
        Some(false) => "descending",
        None => "none",
    };
    let tip = t!("table-sort-by", column = label.as_str());
    view! {
        <th scope="col" aria-sort=order>
            <button
                type="button"
                class="table-sort"
                title=tip
                on:click=move |_| on_sort.run(())
            >
                {label}
                {move || {
                    ascending.get().map(|up| view! { <Icon name=if up { "chevron-up" } else { "chevron-down" } /> })
                }}
            </button>
        </th>
    }
}
