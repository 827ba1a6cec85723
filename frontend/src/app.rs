//! The root component.

use leptos::prelude::*;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    view! { <main>"MediaNest"</main> }
}
