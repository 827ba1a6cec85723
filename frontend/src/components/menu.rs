//! Menus: a button, and a list that opens beside it. The popover is the browser's own, so it lies above everything and
//! closes on Escape and on a press elsewhere; arrows, Home, End and letters move in it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::field::unique_id;
use super::{Icon, Look};

/// A button that opens a list of things to do.
#[component]
pub fn Menu(
    /// What it is about: read out, and the tip.
    #[prop(into)]
    label: Signal<String>,
    /// What is on the button.
    button: Children,
    /// The button's class.
    #[prop(default = "button quiet square")]
    class: &'static str,
    /// The items.
    children: Children,
) -> impl IntoView {
    let id = unique_id("menu");
    let opener = NodeRef::<leptos::html::Button>::new();
    let list = NodeRef::<leptos::html::Div>::new();
    let is_open = RwSignal::new(false);
    // Most menus of a page are never opened, so what is in one is drawn when it first is.
    let is_wanted = RwSignal::new(false);
    let items = StoredValue::new_local(Some(children));
    let place = move || {
        let (Some(opener), Some(list)) = (opener.get_untracked(), list.get_untracked()) else { return };
        put_beside(&opener, &list);
        move_focus(&list, Step::First);
    };
    let menu_id = id.clone();
    view! {
        <button
            node_ref=opener
            type="button"
            class=class
            aria-label=move || label.get()
            title=move || label.get()
            aria-haspopup="menu"
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            popovertarget=menu_id
            // It opens after this, and what hears that it did comes later still.
            on:click=move |_| {
                if !is_wanted.get_untracked() {
                    is_wanted.set(true);
                }
            }
        >
            {button()}
        </button>
        <div
            node_ref=list
            id=id
            class="menu"
            role="menu"
            aria-label=move || label.get()
            popover="auto"
            on:toggle=move |_| {
                let open = list.get_untracked().is_some_and(|list| list.matches(":popover-open").unwrap_or(false));
                is_open.set(open);
                if open {
                    place();
                }
            }
            on:keydown=move |event| on_key(&event, list.get_untracked().as_deref())
            // Whatever was chosen, the list has done its work.
            on:click=move |_| {
                if let Some(list) = list.get_untracked() {
                    let _ = list.hide_popover();
                }
            }
        >
            {move || is_wanted.get().then(|| items.try_update_value(Option::take).flatten().map(|draw| draw()))}
        </div>
    }
}

/// Something to do.
#[component]
pub fn MenuItem(
    /// The icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether it is the one that is chosen, where the menu offers a choice.
    #[prop(into, optional)]
    checked: MaybeProp<bool>,
    /// It destroys something.
    #[prop(optional)]
    look: Look,
    /// What happens.
    #[prop(into)]
    on_choose: Callback<()>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu-item"
            class:danger=look == Look::Danger
            role=move || if checked.get().is_some() { "menuitemradio" } else { "menuitem" }
            tabindex="-1"
            aria-checked=move || checked.get().map(|on| if on { "true" } else { "false" })
            on:click=move |_| on_choose.run(())
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </button>
    }
}

/// Somewhere to go.
#[component]
pub fn MenuLink(
    /// The icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Where.
    #[prop(into)]
    to: String,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <A href=to attr:class="menu-item" attr:role="menuitem" attr:tabindex="-1">
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </A>
    }
}

/// Puts a list below its button, or above it where there is no room, inside the window.
pub fn put_beside(opener: &HtmlElement, list: &HtmlElement) {
    const GAP: f64 = 6.0;
    let (button, menu) = (opener.get_bounding_client_rect(), list.get_bounding_client_rect());
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    let below = button.bottom() + GAP;
    let top = if below + menu.height() > height - GAP { (button.top() - menu.height() - GAP).max(GAP) } else { below };
    let left = if button.left() + menu.width() > width - GAP { button.right() - menu.width() } else { button.left() };
    let style = list.style();
    let _ = style.set_property("top", &format!("{top}px"));
    let _ = style.set_property("left", &format!("{}px", left.max(GAP)));
}

enum Step {
    First,
    Last,
    Next,
    Previous,
    Letter(char),
}

fn on_key(event: &KeyboardEvent, list: Option<&HtmlElement>) {
    let Some(list) = list else { return };
    let key = event.key();
    let step = match key.as_str() {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "Home" => Step::First,
        "End" => Step::Last,
        "Tab" => {
            let _ = list.hide_popover();
            return;
        }
        _ => {
            let mut letters = key.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_alphanumeric() => Step::Letter(letter),
                _ => return,
            }
        }
    };
    event.prevent_default();
    move_focus(list, step);
}

fn move_focus(list: &HtmlElement, step: Step) {
    let Ok(found) = list.query_selector_all(".menu-item:not(:disabled)") else { return };
    let items: Vec<HtmlElement> = (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect();
    if items.is_empty() {
        return;
    }
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let last = items.len() - 1;
    let next = match step {
        Step::First => Some(0),
        Step::Last => Some(last),
        Step::Next => Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
        Step::Previous => Some(at.map_or(last, |at| if at == 0 { last } else { at - 1 })),
        Step::Letter(letter) => {
            let wanted = letter.to_lowercase().to_string();
            let from = at.map_or(0, |at| at + 1);
            (0..items.len())
                .map(|offset| (from + offset) % items.len())
                .find(|index| items[*index].inner_text().trim().to_lowercase().starts_with(&wanted))
        }
    };
    if let Some(next) = next {
        let _ = items[next].focus();
    }
}
