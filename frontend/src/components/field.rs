//! Fields of forms: a label above, help below, and what the server finds wrong beside the field it means.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;

use super::Icon;
use crate::t;

/// An id that no other element of the page has, to tie labels and messages to their fields.
pub fn unique_id(prefix: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What stands around a field: its label, a hint, and what is wrong with it.
#[component]
fn Field(
    id: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>
                {label}
                {optional.then(|| view! { <span class="soft small">" (" {t!("optional")} ")"</span> })}
            </label>
            {children()}
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <div id=format!("{id}-error") aria-live="polite">
                {move || error.get().map(|text| view! { <p class="error"><Icon name="circle-alert" />{text}</p> })}
            </div>
        </div>
    }
}

/// The ids of what describes a field.
fn described_by(id: &str, has_hint: bool) -> String {
    if has_hint { format!("{id}-hint {id}-error") } else { format!("{id}-error") }
}

/// One line of text.
#[component]
pub fn TextField(
    /// What belongs in it.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// The kind of `<input>`: `text`, `password`, `email`, `number`, `date`, `url`...
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in, as `username` or `current-password`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// An example, shown while it is empty.
    #[prop(into, optional)]
    placeholder: Option<String>,
    /// It must be filled in.
    #[prop(optional)]
    required: bool,
    /// Says that it may be left empty, where most of its form may not.
    #[prop(optional)]
    optional: bool,
    /// Where the page begins.
    #[prop(optional)]
    autofocus: bool,
    /// The least and the most, for numbers and dates.
    #[prop(into, optional)]
    min: Option<String>,
    #[prop(into, optional)] max: Option<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("field");
    let input = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        // The attribute works on page loads only, not when a page is drawn later.
        Effect::new(move || {
            if let Some(input) = input.get() {
                let _ = input.focus();
            }
        });
    }
    let description = described_by(&id, hint.is_some());
    view! {
        <Field id=id.clone() label=label hint=hint optional=optional error=error>
            <input
                id=id
                node_ref=input
                class="input"
                type=kind
                required=required
                autocomplete=autocomplete
                placeholder=placeholder
                min=min
                max=max
                spellcheck=matches!(kind, "password" | "email" | "url").then_some("false")
                aria-describedby=description
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Field>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// What belongs in it.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Says that it may be left empty, where most of its form may not.
    #[prop(optional)]
    optional: bool,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("field");
    let description = described_by(&id, hint.is_some());
    view! {
        <Field id=id.clone() label=label hint=hint optional=optional error=error>
            <textarea
                id=id
                class="input"
                rows="3"
                aria-describedby=description
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Field>
    }
}

/// One of a few.
#[component]
pub fn Select(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// What may be chosen: the value, and what people read.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What is chosen now.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// The label is read out, not shown: for filters whose choice says enough.
    #[prop(optional)]
    bare: bool,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("field");
    let description = described_by(&id, hint.is_some());
    let select = {
        let id = id.clone();
        let label = bare.then(|| label.clone());
        view! {
            <select
                id=id
                class="input"
                aria-label=label
                aria-describedby=(!bare).then_some(description)
                aria-invalid=move || error.get().is_some().then_some("true")
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(key, text)| {
                            let is_chosen = {
                                let key = key.clone();
                                move || value.get() == key
                            };
                            view! { <option value=key prop:selected=is_chosen>{text}</option> }
                        })
                        .collect_view()
                }}
            </select>
        }
    };
    if bare {
        select.into_any()
    } else {
        view! { <Field id=id label=label hint=hint optional=false error=error>{select}</Field> }.into_any()
    }
}

/// Yes or no.
#[component]
pub fn Check(
    /// What is so when it is on.
    #[prop(into)]
    label: String,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// What happens when it is switched.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Help below it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Drawn as a switch: it takes effect at once, without a button that saves.
    #[prop(optional)]
    switch: bool,
    /// It cannot be switched now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check" class:switch=switch>
            <input
                type="checkbox"
                role=switch.then_some("switch")
                prop:checked=move || checked.get()
                disabled=move || disabled.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{label} {hint.map(|hint| view! { <span class="hint">{hint}</span> })}</span>
        </label>
    }
}

/// A place to search in. It tells what is typed at once; whoever listens waits until the typing rests.
#[component]
pub fn SearchField(
    /// What is searched.
    #[prop(into)]
    label: String,
    /// What is typed.
    #[prop(into)]
    value: Signal<String>,
    /// Hears every change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Where the page begins.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        Effect::new(move || {
            if let Some(input) = input.get() {
                let _ = input.focus();
            }
        });
    }
    view! {
        <div class="search-field">
            <Icon name="search" />
            <input
                node_ref=input
                class="input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                aria-label=label.clone()
                placeholder=label
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </div>
    }
}
