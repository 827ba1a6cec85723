//! The app's languages: messages by Fluent, numbers and dates by the browser's Intl in the person's time zone.
//!
//! `t!("key")` and `t!("key", count = 3)` give the text in the language in use. It is not reactive: when the language
//! changes, [`crate::app::App`] builds the whole page anew, so no text has to watch it.

pub mod format;
mod messages;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use fluent_bundle::FluentArgs;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use self::messages::Messages;

/// A language the app speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, which every other falls back to.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every language, as a person would choose among them.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Spanish];

    /// The language's code by BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
        }
    }

    /// The language's own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Spanish => "Español",
        }
    }

    /// The language that a tag as `de-AT` asks for, if the app speaks it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == primary)
    }

    /// What is there from the start: without it nothing could be said at all.
    const fn messages(self) -> &'static str {
        match self {
            Self::English => include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
            Self::German | Self::Spanish => "",
        }
    }

    fn later_messages(self) -> [&'static str; 2] {
        match self {
            Self::English => ["", include_str!(concat!(env!("OUT_DIR"), "/en-later.ftl"))],
            Self::German => {
                [include_str!(concat!(env!("OUT_DIR"), "/de.ftl")), include_str!(concat!(env!("OUT_DIR"), "/de-later.ftl"))]
            }
            Self::Spanish => {
                [include_str!(concat!(env!("OUT_DIR"), "/es.ftl")), include_str!(concat!(env!("OUT_DIR"), "/es-later.ftl"))]
            }
        }
    }
}

/// The texts of the messages of what comes later.
type LaterMessages = fn(Language) -> [&'static str; 2];

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
    /// The messages of what comes later. Named only by what comes later, so that they come with it.
    static LATER: Cell<Option<LaterMessages>> = const { Cell::new(None) };
    static MESSAGES: RefCell<HashMap<Language, Messages>> = RefCell::default();
}

/// The language in use.
pub fn current() -> Language {
    CURRENT.get()
}

/// Takes another language into use, for all that is drawn from now on.
pub fn set_current(language: Language) {
    CURRENT.set(language);
}

/// Whether all that is drawn first can be said in a language.
pub fn is_there(language: Language) -> bool {
    language == Language::English || LATER.get().is_some()
}

/// What comes later did not come.
pub struct NotLoaded;

impl From<SplitLoaderError> for NotLoaded {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Takes the messages of what comes later into use, and with them every other language.
#[wasm_split(pages, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn bring_later() -> Result<(), NotLoaded> {
    add_later();
    Ok(())
}

/// As [`bring_later`], for what comes later itself.
pub fn add_later() {
    // The compiler must not see what is put there: it would call it by name where it is used, in what comes first, and all
    // the messages would come along.
    let messages: LaterMessages = std::hint::black_box(Language::later_messages);
    if LATER.replace(Some(messages)).is_none() {
        MESSAGES.with_borrow_mut(HashMap::clear);
    }
}

/// The text of a message. A key that no language has comes back as it is, so that it shows.
pub fn translate(key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    in_language(current(), key, arguments)
        .or_else(|| in_language(Language::English, key, arguments))
        .unwrap_or_else(|| key.to_owned())
}

fn in_language(language: Language, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
    MESSAGES.with_borrow_mut(|known| known.entry(language).or_insert_with(|| messages(language)).say(key, arguments))
}

fn messages(language: Language) -> Messages {
    let later = LATER.get().map(|messages| messages(language));
    Messages::new(language, std::iter::once(language.messages()).chain(later.into_iter().flatten()))
}

/// The text of a message in the language in use: `t!("save")`, `t!("plays", count = 3, title = name)`.
#[macro_export]
macro_rules! t {
    ($key:expr) => {
        $crate::i18n::translate($key, None)
    };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut arguments = fluent_bundle::FluentArgs::new();
        $(arguments.set(stringify!($name), $value);)+
        $crate::i18n::translate($key, Some(&arguments))
    }};
}

#[cfg(test)]
mod tests;
