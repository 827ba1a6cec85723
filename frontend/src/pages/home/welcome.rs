//! What somebody sees who is here for the first time.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::Icon;
use crate::stores::session::use_viewer;
use crate::{routes, t};

/// Says hello, and leads to what fills an empty page.
#[component]
pub fn Welcome() -> impl IntoView {
    let viewer = use_viewer();
    let name = move || viewer.get().map(|viewer| viewer.display_name).unwrap_or_default();
    let way = |to: &'static str, icon: &'static str, title: String, text: String| {
        view! {
            <li class="card welcome-way">
                <Icon name=icon />
                <h3>
                    <A href=to attr:class="name">
                        {title}
                    </A>
                </h3>
                <p class="soft small">{text}</p>
            </li>
        }
    };
    view! {
        <section class="welcome" aria-labelledby="welcome">
            <h2 id="welcome">{move || t!("home-welcome", name = name())}</h2>
            <p class="soft">{t!("home-welcome-text")}</p>
            <ul class="welcome-ways">
                {way(routes::IMPORTS, "import", t!("home-welcome-import"), t!("home-welcome-import-text"))}
                {way(routes::DISCOVER, "compass", t!("home-welcome-discover"), t!("home-welcome-discover-text"))}
                {way(routes::DEVICE, "tv", t!("home-welcome-player"), t!("home-welcome-player-text"))}
            </ul>
        </section>
    }
}
