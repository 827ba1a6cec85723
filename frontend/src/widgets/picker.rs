//! Choosing an item by typing its title; of something with parts, down to the part.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::{
    ItemById, ItemCard, MediaTypes, PartRow, Parts, PartsVariables, Search, SearchVariables,
};
use medianest_web_api::operations::common::IdVariables;

use crate::components::field::unique_id;
use crate::components::{Button, Icon, Select};
use crate::stores::data::{Loading, load, load_when, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::items::{ItemPoster, ItemRow, heading, part_label, subtitle};

/// How long typing rests before it is searched for.
const REST: Duration = Duration::from_millis(200);
/// As many as are taken in at a glance.
const MOST: i32 = 8;

/// A place to type a title in; then what was chosen, with the way back.
#[component]
pub fn ItemPicker(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// What was chosen.
    chosen: RwSignal<Option<ItemCard>>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let types = load(MediaTypes::operation);
    view! {
        <div class="picker">
            {move || match chosen.get() {
                None => view! { <Typeahead label=label.clone() chosen=chosen /> }.into_any(),
                Some(item) => view! { <Chosen item=item chosen=chosen types=types /> }.into_any(),
            }}
            <div class="field" aria-live="polite">
                {move || error.get().map(|text| view! { <p class="error"><Icon name="circle-alert" />{text}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// The field and what fits to what is typed: a combobox, so the arrows choose and Enter takes.
#[component]
fn Typeahead(label: String, chosen: RwSignal<Option<ItemCard>>) -> impl IntoView {
    let (id, list_id) = (unique_id("picker"), unique_id("picker-list"));
    let input = NodeRef::<leptos::html::Input>::new();
    let asked = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let mut ask = debounce(REST, move |text: String| {
        asked.try_set(text.trim().to_owned());
        at.try_set(0);
    });
    let found = load_when(move || {
        let query = asked.get();
        let variables = SearchVariables { query: query.clone(), first: Some(MOST), ..SearchVariables::default() };
        (!query.is_empty()).then(|| Search::operation(variables))
    });
    let hits = Memo::new(move |_| {
        if asked.with(String::is_empty) {
            return Vec::new();
        }
        found.get().map(|found| found.search.nodes.into_iter().map(|hit| hit.item).collect()).unwrap_or_default()
    });
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let take = move |index: usize| {
        if let Some(item) = hits.with_untracked(|hits| hits.get(index).cloned()) {
            chosen.set(Some(item));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = hits.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => take(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active = {
        let option_id = option_id.clone();
        move || hits.with(|hits| (!hits.is_empty()).then(|| option_id(at.get())))
    };
    let list = list_id.clone();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                node_ref=input
                class="input"
                type="text"
                role="combobox"
                autocomplete="off"
                placeholder=t!("picker-hint")
                aria-autocomplete="list"
                aria-controls=list
                aria-expanded=move || if hits.with(Vec::is_empty) { "false" } else { "true" }
                aria-activedescendant=active
                on:input=move |event| ask(event_target_value(&event))
                on:keydown=on_key
            />
            <ul id=list_id class="picker-list" role="listbox" aria-label=t!("palette-results")>
                {move || {
                    hits.get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, item)| {
                            view! {
                                <li
                                    class="picker-option"
                                    role="option"
                                    id=option_id(index)
                                    aria-selected=move || if at.get() == index { "true" } else { "false" }
                                    on:pointermove=move |_| at.set(index)
                                    on:click=move |_| take(index)
                                >
                                    <Hit item=item />
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="hint" aria-live="polite">
                {move || {
                    let is_empty = hits.with(Vec::is_empty) && found.get().is_some();
                    asked.with(|text| (is_empty && !text.is_empty()).then(|| t!("palette-empty", text = text.as_str())))
                }}
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn Hit(item: ItemCard) -> impl IntoView {
    let (title, line) = (heading(&item), subtitle(&item));
    view! {
        <ItemPoster item=item />
        <span class="grow">
            <span class="name clip">{title}</span>
            <span class="meta clip">{line}</span>
        </span>
    }
}

#[component]
fn Chosen(item: ItemCard, chosen: RwSignal<Option<ItemCard>>, types: Loading<MediaTypes>) -> impl IntoView {
    let (level, kind) = (item.hierarchy_level, item.media_type.as_ref().map(|kind| kind.id.clone()));
    // Only what has no parts is played itself.
    let has_parts = Memo::new(move |_| {
        let types = types.get().map(|types| types.media_types).unwrap_or_default();
        let levels = types.iter().find(|row| Some(&row.id) == kind.as_ref()).map_or(1, |row| row.hierarchy_levels.len());
        usize::try_from(level).is_ok_and(|level| level + 1 < levels)
    });
    let id = item.id.clone();
    view! {
        <ItemRow item=item>
            <Button small=true on_press=move |_| chosen.set(None)>{t!("picker-other")}</Button>
        </ItemRow>
        {move || has_parts.get().then(|| view! { <PartChoice of=id.clone() chosen=chosen /> })}
    }
    .into_any()
}

/// The parts of what was chosen: seasons, then episodes.
#[component]
fn PartChoice(of: Id, chosen: RwSignal<Option<ItemCard>>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let parts = load(move || Parts::operation(PartsVariables { id: of.clone(), first: Some(100), after: None }));
    let name = |part: PartRow| {
        let label = part_label(part.level_name.as_deref(), part.position, None);
        let text = match label {
            Some(label) if label == part.name || part.name.is_empty() => label,
            Some(label) => format!("{label} · {}", part.name),
            None => part.name,
        };
        (part.id.inner().to_owned(), text)
    };
    let options = move || {
        let found = parts.get().and_then(|found| found.media_item).map(|whole| whole.children.nodes).unwrap_or_default();
        std::iter::once((String::new(), t!("picker-choose"))).chain(found.into_iter().map(name)).collect::<Vec<_>>()
    };
    let part = RwSignal::new(String::new());
    Effect::new(move || {
        let id = part.get();
        if id.is_empty() {
            return;
        }
        spawn_local(async move {
            match data.client().run(ItemById::operation(IdVariables { id: Id::new(id) })).await {
                Ok(found) => {
                    if let Some(item) = found.media_item {
                        chosen.try_set(Some(item));
                    }
                }
                Err(error) => toasts.fail(&error),
            }
        });
    });
    view! { <Select label=t!("picker-part") options=Signal::derive(options) value=part /> }
}
