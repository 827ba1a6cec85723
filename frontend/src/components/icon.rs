//! Icons, from the one sprite of the build. Which icons it holds is listed in `icons.txt`.

use leptos::prelude::*;

/// An icon. It is decoration: whatever it stands for is also said in words nearby.
#[component]
pub fn Icon(
    /// Its name in `icons.txt`.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" viewBox="0 0 24 24">
            <use href=move || in_sprite(name.get())></use>
        </svg>
    }
}

/// The sign of MediaNest.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" aria-hidden="true" viewBox="0 0 32 32">
            <use href=in_sprite("logo")></use>
        </svg>
    }
}

thread_local! {
    /// The sprite's address: the build gives it a name by its content and tells it in the page's head.
    static SPRITE: String = document()
        .get_element_by_id("icons")
        .and_then(|link| link.get_attribute("href"))
        .unwrap_or_else(|| "/icons.svg".to_owned());
}

/// The address of one of the sprite's pictures.
fn in_sprite(name: &str) -> String {
    SPRITE.with(|sprite| [sprite, "#", name].concat())
}
