/// A language that MediaNest speaks. People may name any other in their profile; then they are spoken to in the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Spanish.
    Es,
}

impl Locale {
    /// Every language.
    pub const ALL: &'static [Self] = &[Self::En, Self::De, Self::Es];

    /// The language as a BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
        }
    }

    /// The language of a tag: `de` for `de-AT`; `None` for one that MediaNest does not speak.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        Self::ALL.iter().copied().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }
}
