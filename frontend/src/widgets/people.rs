//! People, as small as they get.

use leptos::prelude::*;

use crate::components::poster::hue_of;

/// A person's picture, or their first letter on a colour of their own.
#[component]
pub fn Avatar(
    /// Their name.
    #[prop(into)]
    name: String,
    /// Where the picture is.
    #[prop(into, optional_no_strip)]
    src: Option<String>,
    /// Its size, as CSS has it.
    #[prop(default = "2.25rem")]
    size: &'static str,
) -> impl IntoView {
    let failed = RwSignal::new(false);
    let letter = name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let hue = hue_of(&name).to_string();
    view! {
        <span class="avatar" style:--hue=hue style:--size=size aria-hidden="true">
            {move || match src.clone().filter(|_| !failed.get()) {
                Some(src) => view! { <img src=src alt="" on:error=move |_| failed.set(true) /> }.into_any(),
                None => letter.clone().into_any(),
            }}
        </span>
    }
}
