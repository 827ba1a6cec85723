//! How a library is narrowed down, sorted and drawn. All of it stands in the address.

use std::time::Duration;

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::MediaTypes;

use crate::components::{Icon, SearchField, Select};
use crate::stores::address::Address;
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::types_name;
use crate::widgets::view::ViewSwitch;

/// The line of tools.
#[component]
pub fn Tools(
    /// Where they stand.
    address: Address,
    /// Whether the library is drawn as a table.
    is_table: Memo<bool>,
) -> impl IntoView {
    let types = load(MediaTypes::operation);
    let kind = address.bound("type", "");
    let kinds = Signal::derive(move || {
        let all = types.get().map(|answer| answer.media_types).unwrap_or_default();
        let named = all.into_iter().map(|kind| (kind.name.clone(), types_name(&kind.name, &kind.display_name)));
        std::iter::once((String::new(), t!("filter-all-types"))).chain(named).collect::<Vec<_>>()
    });
    let sort = address.bound("sort", "added");
    let sorts = Signal::derive(|| {
        [
            ("added", t!("sort-added")),
            ("updated", t!("sort-updated")),
            ("name", t!("sort-title")),
            ("rating", t!("sort-rating")),
            ("released", t!("sort-newest")),
        ]
        .map(|(key, text)| (key.to_owned(), text))
        .to_vec()
    });
    let favorite = address.get("favorite");
    let is_favorite = move || favorite.get().is_some();
    let kept = address.get("q");
    let typed = RwSignal::new(kept.get_untracked().unwrap_or_default());
    Effect::new(move || {
        // Only what came from elsewhere: a cleared filter, a link.
        if kept.get().is_none() && typed.with_untracked(|typed| !typed.is_empty()) {
            typed.set(String::new());
        }
    });
    let on_input = move |text: String| {
        typed.set(text.clone());
        set_timeout(
            move || {
                if typed.try_get_untracked().is_some_and(|now| now == text) {
                    address.set("q", Some(text.trim().to_owned()));
                }
            },
            Duration::from_millis(120),
        );
    };
    view! {
        <search class="library-tools">
            <SearchField label=t!("library-search") value=typed on_input=on_input />
            <Select label=t!("filter-type") options=kinds value=kind bare=true />
            <Select label=t!("sort") options=sorts value=sort bare=true />
            <div class="row">
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || if is_favorite() { "true" } else { "false" }
                    on:click=move |_| {
                        let on = favorite.get_untracked().is_none();
                        address.set("favorite", on.then(|| "true".to_owned()));
                    }
                >
                    <Icon name="heart" />
                    {t!("library-favorites")}
                </button>
                <ViewSwitch address=address is_table=is_table />
            </div>
        </search>
    }
    .into_any()
}
