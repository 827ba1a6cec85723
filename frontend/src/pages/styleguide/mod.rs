//! Every component by itself, in every state, for builders. Built with the feature `styleguide` only, and in English
//! only: it is no part of the product.

mod stories;

use leptos::prelude::*;

use crate::components::{Check, PageHead, Section};
use crate::stores::appearance::{Theme, use_appearance};

/// All stories, below a switch for what they are looked at in.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    let appearance = use_appearance();
    view! {
        <PageHead title="Styleguide" text="Every component, in every state. Walk through it with the keyboard alone.">
            {Theme::ALL
                .into_iter()
                .map(|theme| {
                    view! {
                        <button
                            type="button"
                            class="chip"
                            aria-pressed=move || if appearance.theme.get() == theme { "true" } else { "false" }
                            on:click=move |_| appearance.set_theme(theme)
                        >
                            {theme.as_str()}
                        </button>
                    }
                })
                .collect_view()}
            <Check
                label="High contrast"
                switch=true
                checked=appearance.high_contrast
                on_change=move |on| appearance.set_high_contrast(on)
            />
        </PageHead>
        <Section title="Colours">
            <stories::Colours />
        </Section>
        <Section title="Buttons">
            <stories::Buttons />
        </Section>
        <Section title="Fields">
            <stories::Fields />
        </Section>
        <Section title="Badges and progress">
            <stories::Signs />
        </Section>
        <Section title="Posters">
            <stories::Posters />
        </Section>
        <Section title="Menus, dialogs, toasts">
            <stories::Overlays />
        </Section>
        <Section title="Tabs and tables">
            <stories::Tables />
        </Section>
        <Section title="Charts">
            <stories::Charts />
        </Section>
        <Section title="Waiting, empty, failed">
            <stories::States />
        </Section>
    }
}
