//! How the app looks: theme and language, as chosen here or, until something is, as the system has it.

use leptos::prelude::*;
use medianest_web_api::operations::identity::{Preferences, Theme as ServerTheme};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;

use crate::i18n::{self, Language};

const THEME_KEY: &str = "medianest.theme";
const CONTRAST_KEY: &str = "medianest.contrast";
const LANGUAGE_KEY: &str = "medianest.language";
const MOTION_KEY: &str = "medianest.motion";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, as a person would choose among them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The theme's name in storage and in the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text).unwrap_or_default()
    }
}

/// How the app looks.
#[derive(Clone, Copy)]
pub struct Appearance {
    /// The theme that is chosen.
    pub theme: RwSignal<Theme>,
    /// Whether every edge and letter is drawn as strongly as can be.
    pub high_contrast: RwSignal<bool>,
    /// Whether nothing may move that need not, whatever the system says.
    pub reduced_motion: RwSignal<bool>,
    /// The language that is chosen.
    pub language: RwSignal<Language>,
}

impl Appearance {
    /// As it was left, else as the system has it. Keeps the page's root element up to date from then on.
    pub fn load() -> Self {
        let language = first_language();
        i18n::set_current(language);
        let appearance = Self {
            theme: RwSignal::new(stored(THEME_KEY).map(|text| Theme::parse(&text)).unwrap_or_default()),
            high_contrast: RwSignal::new(
                stored(CONTRAST_KEY).map_or_else(|| media("(prefers-contrast: more)"), |text| text == "high"),
            ),
            reduced_motion: RwSignal::new(stored(MOTION_KEY).is_some_and(|text| text == "reduced")),
            language: RwSignal::new(language),
        };
        let system_is_dark = watch_system_theme();
        Effect::new(move || {
            let Some(root) = document().document_element() else { return };
            let is_dark = match appearance.theme.get() {
                Theme::System => system_is_dark.get(),
                Theme::Light => false,
                Theme::Dark => true,
            };
            // The page's own root always takes attributes.
            let _ = root.set_attribute("data-theme", if is_dark { "dark" } else { "light" });
            let _ = root.set_attribute("data-contrast", if appearance.high_contrast.get() { "high" } else { "normal" });
            let _ = root.set_attribute("data-motion", if appearance.reduced_motion.get() { "reduced" } else { "system" });
            let _ = root.set_attribute("lang", appearance.language.get().code());
        });
        appearance
    }

    /// Chooses a theme.
    pub fn set_theme(self, theme: Theme) {
        store(THEME_KEY, theme.as_str());
        self.theme.set(theme);
    }

    /// Chooses how strongly things are drawn.
    pub fn set_high_contrast(self, on: bool) {
        store(CONTRAST_KEY, if on { "high" } else { "normal" });
        self.high_contrast.set(on);
    }

    /// Chooses whether things may move.
    pub fn set_reduced_motion(self, on: bool) {
        store(MOTION_KEY, if on { "reduced" } else { "system" });
        self.reduced_motion.set(on);
    }

    /// What to tell the server of the colours: high contrast goes before light and dark.
    pub fn chosen(self) -> ServerTheme {
        match (self.high_contrast.get_untracked(), self.theme.get_untracked()) {
            (true, _) => ServerTheme::HighContrast,
            (false, Theme::System) => ServerTheme::System,
            (false, Theme::Light) => ServerTheme::Light,
            (false, Theme::Dark) => ServerTheme::Dark,
        }
    }

    /// Looks as somebody wants it who just came in: what they chose goes wherever they sign in.
    pub fn adopt(self, wanted: &Preferences) {
        let theme = match wanted.theme {
            // Beside high contrast the server keeps no other colours: those of this browser stay.
            ServerTheme::HighContrast => self.theme.get_untracked(),
            ServerTheme::System => Theme::System,
            ServerTheme::Light => Theme::Light,
            ServerTheme::Dark => Theme::Dark,
        };
        if theme != self.theme.get_untracked() {
            self.set_theme(theme);
        }
        let is_high = wanted.theme == ServerTheme::HighContrast;
        // Where nothing was chosen, the system still may ask for it.
        if is_high != self.high_contrast.get_untracked() && (is_high || stored(CONTRAST_KEY).is_some()) {
            self.set_high_contrast(is_high);
        }
        if wanted.reduced_motion != self.reduced_motion.get_untracked() {
            self.set_reduced_motion(wanted.reduced_motion);
        }
    }

    /// Chooses a language. The whole page is drawn anew in it.
    pub fn set_language(self, language: Language) {
        store(LANGUAGE_KEY, language.code());
        if self.language.get_untracked() == language {
            return;
        }
        let speak = move || {
            i18n::set_current(language);
            self.language.set(language);
        };
        if i18n::is_there(language) {
            speak();
        } else {
            spawn_local(async move {
                // A language that does not come is asked for again by the next start.
                if i18n::bring_later().await.is_ok() {
                    speak();
                }
            });
        }
    }
}

/// How the app looks.
pub fn use_appearance() -> Appearance {
    expect_context()
}

/// The language of the first page: what was chosen here, else the browser's.
pub fn first_language() -> Language {
    stored(LANGUAGE_KEY).as_deref().and_then(Language::of_tag).unwrap_or_else(of_browser)
}

fn of_browser() -> Language {
    let tags = window().navigator().languages();
    tags.iter().find_map(|tag| Language::of_tag(&tag.as_string()?)).unwrap_or_default()
}

/// Whether the window is as this media query says.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

fn watch_system_theme() -> RwSignal<bool> {
    const DARK: &str = "(prefers-color-scheme: dark)";
    let is_dark = RwSignal::new(media(DARK));
    if let Ok(Some(list)) = window().match_media(DARK) {
        let changed = Closure::<dyn Fn()>::new(move || is_dark.set(media(DARK)));
        let _ = list.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        // It is heard as long as the app runs.
        changed.forget();
    }
    is_dark
}

/// What the browser keeps for the app; none when it keeps nothing, as in some private windows.
pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps something in the browser. Where it may not, the choice lasts as long as the page.
pub fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}
