//! What Discover is narrowed down by. All of it stands in the address.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::{MediaTypeRow, MediaTypes};
use medianest_web_api::operations::diary::LIBRARY_STATUSES;
use medianest_web_api::operations::discover::{Genres, GenresVariables};
use wasm_bindgen::JsCast;

use crate::components::{Button, Icon, Look, Select};
use crate::stores::address::Address;
use crate::stores::data::{Loading, load};
use crate::t;
use crate::widgets::items::{icon_named, status_name, types_name};

/// The names of the filters in the address.
pub const FILTERS: [&str; 7] = ["q", "type", "genre", "from", "to", "mine", "sort"];

/// How long typing pauses before it is searched for.
const PAUSE: Duration = Duration::from_millis(120);

/// The filters.
#[derive(Clone, Copy)]
pub struct Filters {
    /// Where they stand.
    pub address: Address,
    types: Loading<MediaTypes>,
}

impl Filters {
    /// The filters in the address.
    pub fn of(address: Address) -> Self {
        Self { address, types: load(MediaTypes::operation) }
    }

    /// What is typed.
    pub fn text(self) -> Option<String> {
        self.address.value("q")
    }

    /// The media type's name.
    pub fn kind(self) -> Option<String> {
        self.address.value("type")
    }

    /// The genre.
    pub fn genre(self) -> Option<String> {
        self.address.value("genre")
    }

    /// The status it has in one's library.
    pub fn mine(self) -> Option<String> {
        self.address.value("mine")
    }

    /// The years between which it is searched. What is no year is none.
    pub fn years(self) -> (Option<i32>, Option<i32>) {
        let year = |text: Option<String>| text?.parse().ok().filter(|year| (1..=9999).contains(year));
        (year(self.address.value("from")), year(self.address.value("to")))
    }

    /// The id of the media type, once the types are known.
    pub fn type_id(self) -> Option<Id> {
        let name = self.kind()?;
        self.all_types().into_iter().find(|kind| kind.name == name).map(|kind| kind.id)
    }

    /// Whether anything is narrowed down.
    pub fn any(self) -> bool {
        FILTERS.iter().any(|name| *name != "sort" && self.address.value(name).is_some())
    }

    fn all_types(self) -> Vec<MediaTypeRow> {
        self.types.get().map(|answer| answer.media_types).unwrap_or_default()
    }
}

/// The field and the filters below it.
#[component]
pub fn SearchBar(filters: Filters) -> impl IntoView {
    let kind = move |name: Option<String>, icon: &'static str, text: String| {
        let pressed = {
            let name = name.clone();
            move || if filters.kind() == name { "true" } else { "false" }
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=pressed
                on:click=move |_| filters.address.set("type", name.clone())
            >
                <Icon name=icon />
                {text}
            </button>
        }
    };
    let kinds = move || {
        filters
            .all_types()
            .into_iter()
            .map(|row| kind(Some(row.name.clone()), icon_named(&row.name), types_name(&row.name, &row.display_name)))
            .collect_view()
    };
    view! {
        <search class="discover-bar">
            <TypedField filters=filters />
            <div class="chips" role="group" aria-label=t!("filter-type")>
                {kind(None, "shapes", t!("filter-all-types"))}
                {kinds}
            </div>
            <div class="filter-line">
                // What one has is not narrowed down by genre and year: the library knows neither.
                <Show when=move || filters.mine().is_none()>
                    <Genre filters=filters />
                    <Years filters=filters />
                </Show>
                <Mine filters=filters />
                <Show when=move || filters.text().is_none() && filters.mine().is_none()>
                    <Sort filters=filters />
                </Show>
                <Show when=move || filters.any()>
                    <Button look=Look::Quiet small=true icon="x" on_press=move |_| filters.address.clear(&FILTERS)>
                        {t!("filters-clear")}
                    </Button>
                </Show>
            </div>
        </search>
    }
    .into_any()
}

/// What is typed goes to the address after a short pause; what comes into the address otherwise goes into the field.
#[component]
fn TypedField(filters: Filters) -> impl IntoView {
    let typed = RwSignal::new(untrack(|| filters.text()).unwrap_or_default());
    let sent = StoredValue::new(typed.get_untracked());
    let presses = StoredValue::new(0_u32);
    Effect::new(move || {
        let text = filters.text().unwrap_or_default();
        if text != sent.get_value() {
            sent.set_value(text.clone());
            typed.set(text);
        }
    });
    let send = move || {
        let text = typed.get_untracked().trim().to_owned();
        if text != sent.get_value() {
            sent.set_value(text.clone());
            filters.address.set("q", Some(text));
        }
    };
    let on_input = move |text: String| {
        typed.set(text);
        presses.update_value(|count| *count += 1);
        let press = presses.get_value();
        set_timeout(
            move || {
                if presses.try_get_value() == Some(press) {
                    send();
                }
            },
            PAUSE,
        );
    };
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        // Where there is a keyboard it is at once in the field; on a phone one would jump up.
        let has_keys = window().match_media("(hover: hover)").ok().flatten().is_some_and(|query| query.matches());
        if let Some(input) = input.get().filter(|_| has_keys) {
            let _ = input.focus();
        }
    });
    view! {
        <div class="search-field">
            <Icon name="search" />
            <input
                node_ref=input
                class="input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                aria-label=t!("action-search")
                placeholder=t!("search-hint")
                prop:value=move || typed.get()
                on:input=move |event| on_input(event_target_value(&event))
                on:keydown=move |event: KeyboardEvent| {
                    match event.key().as_str() {
                        "Enter" => send(),
                        "ArrowDown" => {
                            let first = document().query_selector(".poster-grid .name").ok().flatten();
                            if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
                                event.prevent_default();
                                let _ = first.focus();
                            }
                        }
                        _ => {}
                    }
                }
            />
        </div>
    }
}

#[component]
fn Genre(filters: Filters) -> impl IntoView {
    let value = filters.address.bound("genre", "");
    let genres = load(move || Genres::operation(GenresVariables { types: filters.type_id().map(|id| vec![id]) }));
    let options = Signal::derive(move || {
        let mut names = genres.get().map(|answer| answer.genres).unwrap_or_default();
        // One that came with a link stays chosen, whatever there is.
        names.extend(filters.genre().filter(|genre| !names.contains(genre)));
        let named = names.into_iter().map(|name| (name.clone(), name));
        std::iter::once((String::new(), t!("filter-all-genres"))).chain(named).collect::<Vec<_>>()
    });
    view! { <Select label=t!("filter-genre") options=options value=value bare=true /> }
}

#[component]
fn Mine(filters: Filters) -> impl IntoView {
    let value = filters.address.bound("mine", "");
    let options = Signal::derive(|| {
        let statuses = LIBRARY_STATUSES.into_iter().map(|status| (status.to_owned(), status_name(status)));
        std::iter::once((String::new(), t!("filter-any-mine"))).chain(statuses).collect::<Vec<_>>()
    });
    view! { <Select label=t!("filter-mine") options=options value=value bare=true /> }
}

#[component]
fn Years(filters: Filters) -> impl IntoView {
    let year = move |name: &'static str, label: String| {
        view! {
            <input
                class="input bound"
                type="number"
                inputmode="numeric"
                min="1850"
                max="2100"
                aria-label=label.clone()
                placeholder=label
                prop:value=move || filters.address.value(name).unwrap_or_default()
                on:change=move |event| filters.address.set(name, Some(event_target_value(&event)))
            />
        }
    };
    view! {
        <div class="years" role="group" aria-label=t!("filter-years")>
            {year("from", t!("filter-year-from"))}
            <span aria-hidden="true">"–"</span>
            {year("to", t!("filter-year-to"))}
        </div>
    }
}

#[component]
fn Sort(filters: Filters) -> impl IntoView {
    let value = filters.address.bound("sort", "title");
    let options = Signal::derive(|| {
        [("title", t!("sort-title")), ("newest", t!("sort-newest")), ("oldest", t!("sort-oldest")), ("added", t!("sort-added"))]
            .map(|(key, text)| (key.to_owned(), text))
            .to_vec()
    });
    view! { <Select label=t!("sort") options=options value=value bare=true /> }
}
