//! Buttons. A button acts; what leads somewhere is a link (`<A class="button">`).

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Icon;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several things to do.
    #[default]
    Plain,
    /// The thing most people came to do: one to a page.
    Primary,
    /// It destroys something.
    Danger,
    /// It stands in a row with others and must not shout.
    Quiet,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button primary",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

/// A button with words on it.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Smaller, for rows and tables.
    #[prop(optional)]
    small: bool,
    /// It sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// It is at work: it turns, and cannot be pressed again.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// It cannot be pressed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// For a button that is on or off.
    #[prop(into, optional)]
    pressed: MaybeProp<bool>,
    /// What happens.
    #[prop(into, optional)]
    on_press: Option<Callback<MouseEvent>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            class:small=small
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            // A disabled button drops the focus of whoever pressed it; while it works it only refuses.
            aria-disabled=move || busy.get().then_some("true")
            disabled=move || disabled.get()
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(act) = on_press {
                    act.run(event);
                }
            }
        >
            <Show when=move || busy.get() fallback=move || icon.map(|name| view! { <Icon name=name /> })>
                <span class="spinner" aria-hidden="true"></span>
            </Show>
            {children()}
        </button>
    }
}

/// A button that is only an icon; its words are read out and shown as a tip.
#[component]
pub fn IconButton(
    /// The icon.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it stands out.
    #[prop(default = Look::Quiet)]
    look: Look,
    /// Smaller, for rows and tables.
    #[prop(optional)]
    small: bool,
    /// For a button that is on or off.
    #[prop(into, optional)]
    pressed: MaybeProp<bool>,
    /// It cannot be pressed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=look.class()
            class:square=true
            class:small=small
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            disabled=move || disabled.get()
            on:click=move |event| on_press.run(event)
        >
            <Icon name=icon />
        </button>
    }
}
