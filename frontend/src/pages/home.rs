//! The home page.

use leptos::prelude::*;

use crate::components::PageHead;
use crate::t;

/// What a person sees first.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <PageHead title=t!("nav-home") /> }
}
