//! How a page draws what it has: as posters, or as a table. It stands in the address.

use leptos::prelude::*;

use crate::components::{IconButton, Look};
use crate::stores::address::Address;
use crate::t;

/// Whether it is a table.
pub fn is_table(address: Address) -> Memo<bool> {
    Memo::new(move |_| address.get("view").get().as_deref() == Some("table"))
}

/// The choice between the two.
#[component]
pub fn ViewSwitch(
    /// Where it stands.
    address: Address,
    /// What is chosen.
    is_table: Memo<bool>,
) -> impl IntoView {
    let choice = move |icon: &'static str, label: String, table: bool| {
        view! {
            <IconButton
                icon=icon
                label=label
                look=Look::Plain
                pressed=Signal::derive(move || Some(is_table.get() == table))
                on_press=move |_| address.set("view", table.then(|| "table".to_owned()))
            />
        }
    };
    (choice("layout-grid", t!("view-grid"), false), choice("rows-3", t!("view-table"), true))
}
