//! Where the address leads nowhere.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::components::Empty;
use crate::{routes, t};

/// Says that nothing is here, and leads out.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text=t!("not-found-title") />
        <Empty icon="compass" whole=true title=t!("not-found-title") text=t!("not-found-text")>
            <A href=routes::HOME attr:class="button primary">
                {t!("action-home")}
            </A>
        </Empty>
    }
}

/// Says that the page is not for whoever came to it, and leads out.
#[component]
pub fn NotForYou() -> impl IntoView {
    view! {
        <Title text=t!("forbidden-title") />
        <Empty icon="shield" whole=true title=t!("forbidden-title") text=t!("forbidden-text")>
            <A href=routes::HOME attr:class="button primary">
                {t!("action-home")}
            </A>
        </Empty>
    }
}
