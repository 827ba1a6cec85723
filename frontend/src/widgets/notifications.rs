//! The bell.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::Icon;
use crate::{routes, t};

/// Leads to the notifications.
#[component]
pub fn Bell() -> impl IntoView {
    view! {
        <A href=routes::NOTIFICATIONS attr:class="button quiet square" attr:aria-label=t!("nav-notifications")>
            <Icon name="bell" />
        </A>
    }
}
