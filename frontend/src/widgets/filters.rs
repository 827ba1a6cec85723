//! Filters that stand in the address, so that what was found can be kept and sent.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;

use crate::components::SearchField;

/// How long typing rests before it is searched for.
const RESTS: Duration = Duration::from_millis(200);

/// A filter in the address. Choosing another is no step that one goes back through.
pub fn in_address(name: &'static str) -> (Memo<Option<String>>, SignalSetter<Option<String>>) {
    query_signal_with_options(name, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() })
}

/// A filter in the address, as what a field holds.
pub fn held_in_address(name: &'static str) -> RwSignal<String> {
    let (held, hold) = in_address(name);
    let value = RwSignal::new(held.get_untracked().unwrap_or_default());
    Effect::new(move || {
        let chosen = Some(value.get()).filter(|text| !text.is_empty());
        if chosen != held.get_untracked() {
            hold.set(chosen);
        }
    });
    Effect::new(move || {
        let wanted = held.get().unwrap_or_default();
        if wanted != value.get_untracked() {
            value.set(wanted);
        }
    });
    value
}

/// A search that stands in the address once the typing rests.
#[component]
pub fn SearchInAddress(
    /// Its name in the address.
    name: &'static str,
    /// What is searched.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let value = held_in_address(name);
    let typed = RwSignal::new(value.get_untracked());
    Effect::new(move || {
        let wanted = value.get();
        if wanted != typed.get_untracked().trim() {
            typed.set(wanted);
        }
    });
    let hear = move |text: String| {
        typed.set(text.clone());
        set_timeout(
            move || {
                // Whoever left the page meanwhile took the field along.
                if typed.try_get_untracked().is_some_and(|now| now == text) {
                    value.set(text.trim().to_owned());
                }
            },
            RESTS,
        );
    };
    view! {
        <div class="grow">
            <SearchField label=label value=typed on_input=hear />
        </div>
    }
}

/// Options of a filter, with the one that filters nothing.
pub fn with_any(any: String, options: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), any)).chain(options).collect()
}
