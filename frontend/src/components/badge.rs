//! A word that says how a thing stands.

use leptos::prelude::*;

/// What a badge means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// Worth a look.
    Warn,
    /// Something is wrong.
    Bad,
    /// It belongs to the one who looks.
    Accent,
    /// It is happening now.
    Live,
}

impl Tone {
    /// The tone's class in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Good => "badge good",
            Self::Warn => "badge warn",
            Self::Bad => "badge bad",
            Self::Accent => "badge accent",
            Self::Live => "badge live",
        }
    }
}

/// A short word in a pill.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=move || tone.get().class()>{children()}</span> }
}
