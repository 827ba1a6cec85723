//! One of a few that are all seen at once.

use leptos::prelude::*;

use super::field::unique_id;

/// A row of choices of which one is taken. It takes effect at once, so it has no button that saves.
#[component]
pub fn Choice(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// What may be chosen: the value, and what people read.
    options: Vec<(&'static str, String)>,
    /// What is chosen now.
    #[prop(into)]
    value: Signal<&'static str>,
    /// What happens when another is chosen.
    #[prop(into)]
    on_choose: Callback<&'static str>,
    /// What the choice means, below it.
    #[prop(into, optional)]
    hint: MaybeProp<String>,
    /// It cannot be chosen now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let name = unique_id("choice");
    let hint_id = format!("{name}-hint");
    let described_by = hint_id.clone();
    let option = |(key, text): (&'static str, String)| {
        view! {
            <label class="choice-option">
                <input
                    type="radio"
                    name=name.clone()
                    value=key
                    prop:checked=move || value.get() == key
                    on:change=move |_| on_choose.run(key)
                />
                <span>{text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choice" disabled=move || disabled.get() aria-describedby=described_by>
            <legend>{label}</legend>
            <div class="choice-options">{options.into_iter().map(option).collect_view()}</div>
            <p class="hint" id=hint_id>
                {move || hint.get()}
            </p>
        </fieldset>
    }
}
