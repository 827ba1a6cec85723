//! What of a page's state stands in its address, so that it can be kept, sent and gone back to.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

/// The part of the address behind the question mark.
#[derive(Clone, Copy)]
pub struct Address {
    query: Memo<ParamsMap>,
    go: Callback<Vec<(&'static str, Option<String>)>>,
}

/// The part of the address behind the question mark, of the page that asks.
pub fn use_address() -> Address {
    let (query, path, navigate) = (use_query_map(), use_location().pathname, use_navigate());
    let here = path.get_untracked();
    let go = Callback::new(move |changes: Vec<(&'static str, Option<String>)>| {
        // Whoever has gone to another page meanwhile is not brought back.
        if path.get_untracked() != here {
            return;
        }
        let mut parameters = query.get_untracked();
        for (name, value) in changes {
            parameters.remove(name);
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                parameters.insert(name, String::from(js_sys::encode_uri_component(&value)));
            }
        }
        let to = format!("{here}{}", parameters.to_query_string());
        // Filters are not stations of a journey: going back leads out of the page.
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    Address { query, go }
}

impl Address {
    /// A part by its name, where it is there and not empty.
    pub fn value(self, name: &str) -> Option<String> {
        self.query.with(|query| query.get(name)).filter(|value| !value.is_empty())
    }

    /// A part by its name, for those whom only a change of this part concerns.
    pub fn get(self, name: &'static str) -> Memo<Option<String>> {
        Memo::new(move |_| self.value(name))
    }

    /// Changes one part; nothing takes it away.
    pub fn set(self, name: &'static str, value: Option<String>) {
        self.go.run(vec![(name, value)]);
    }

    /// Takes several parts away.
    pub fn clear(self, names: &[&'static str]) {
        self.go.run(names.iter().map(|name| (*name, None)).collect());
    }

    /// A part as the value of a field: changing one changes the other. Without a part the field holds `default`.
    pub fn bound(self, name: &'static str, default: &'static str) -> RwSignal<String> {
        let part = self.get(name);
        let held = move || part.get().unwrap_or_else(|| default.to_owned());
        let value = RwSignal::new(untrack(held));
        Effect::new(move || {
            let held = held();
            if value.get_untracked() != held {
                value.set(held);
            }
        });
        Effect::new(move || {
            let wanted = value.get();
            if wanted != untrack(held) {
                self.set(name, Some(wanted).filter(|wanted| wanted != default));
            }
        });
        value
    }
}
