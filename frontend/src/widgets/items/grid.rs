//! Many items as posters. Arrow keys go from card to card, as the eye does.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Posters that fill the width, line by line.
#[component]
pub fn PosterGrid(
    /// The cards.
    children: Children,
) -> impl IntoView {
    let grid = NodeRef::<leptos::html::Div>::new();
    view! {
        <div
            node_ref=grid
            class="poster-grid"
            on:keydown=move |event| {
                if let Some(grid) = grid.get_untracked() {
                    go(&event, &grid);
                }
            }
        >
            {children()}
        </div>
    }
}

/// Posters in one line that scrolls.
#[component]
pub fn PosterRow(
    /// What they have in common, for those who cannot see it.
    #[prop(into)]
    label: String,
    /// The cards.
    children: Children,
) -> impl IntoView {
    // Whoever has no pointer scrolls it by the arrow keys.
    view! {
        <div class="poster-row" role="group" aria-label=label tabindex="0">
            {children()}
        </div>
    }
}

/// Moves the focus to the card that lies where the arrow points.
fn go(event: &KeyboardEvent, grid: &Element) {
    let key = event.key();
    if !matches!(key.as_str(), "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown") {
        return;
    }
    let Ok(found) = grid.query_selector_all(".poster-card .name") else { return };
    let cards: Vec<HtmlElement> = (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let Some(at) = cards.iter().position(|card| active.as_ref() == Some(card.as_ref())) else { return };
    // Each link is spread over its card, but its own box is the line of the title: that is what lines are told by.
    let columns = cards.iter().take_while(|card| (top(card) - top(&cards[0])).abs() < 1.0).count().max(1);
    let next = match key.as_str() {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1),
        "ArrowUp" => at.checked_sub(columns),
        _ => Some(at + columns),
    };
    if let Some(card) = next.and_then(|next| cards.get(next)) {
        event.prevent_default();
        let _ = card.focus();
    }
}

fn top(card: &Element) -> f64 {
    card.get_bounding_client_rect().top()
}
