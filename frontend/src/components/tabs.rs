//! Tabs that are pages: each is a link, so that its address can be kept and sent.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

/// A row of tabs.
#[component]
pub fn Tabs(
    /// What they divide.
    #[prop(into)]
    label: String,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    let row = NodeRef::<leptos::html::Nav>::new();
    let path = use_location().pathname;
    // On a phone the row is wider than the window: where one is, is brought into it.
    Effect::new(move || {
        path.track();
        if let Some(row) = row.get() {
            request_animation_frame(move || show_current(&row));
        }
    });
    // A phone is turned, a window made narrow.
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if let Some(row) = row.get_untracked() {
            show_current(&row);
        }
    });
    on_cleanup(move || resized.remove());
    view! {
        <nav class="tabs" node_ref=row aria-label=label>
            {children()}
        </nav>
    }
}

fn show_current(row: &web_sys::HtmlElement) {
    let Ok(Some(current)) = row.query_selector("[aria-current]") else { return };
    let (row_area, area) = (row.get_bounding_client_rect(), current.get_bounding_client_rect());
    let from_middle = area.left() + area.width() / 2.0 - row_area.left() - row_area.width() / 2.0;
    row.scroll_by_with_x_and_y(from_middle, 0.0);
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
