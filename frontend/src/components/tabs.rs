//! Tabs that are pages: each is a link, so that its address can be kept and sent.

use leptos::prelude::*;
use leptos_router::components::A;

/// A row of tabs.
#[component]
pub fn Tabs(
    /// What they divide.
    #[prop(into)]
    label: String,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{children()}</nav> }
}

/// One tab.
#[component]
pub fn TabLink(
    /// Its page.
    #[prop(into)]
    to: String,
    /// Only its own address makes it the current one, not those below it.
    #[prop(optional)]
    exact: bool,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <A href=to exact=exact>
            {children()}
        </A>
    }
}
