//! What several providers need.

use chrono::NaiveDate;
use medianest_db::MetadataProvider;
use serde_json::{Map, Value};

/// Languages by their names in English, with the codes of two and of three letters.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("Arabic", "ar", "ara"),
    ("Bulgarian", "bg", "bul"),
    ("Chinese", "zh", "zho"),
    ("Croatian", "hr", "hrv"),
    ("Czech", "cs", "ces"),
    ("Danish", "da", "dan"),
    ("Dutch", "nl", "nld"),
    ("English", "en", "eng"),
    ("Estonian", "et", "est"),
    ("Finnish", "fi", "fin"),
    ("French", "fr", "fra"),
    ("German", "de", "deu"),
    ("Greek", "el", "ell"),
    ("Hebrew", "he", "heb"),
    ("Hindi", "hi", "hin"),
    ("Hungarian", "hu", "hun"),
    ("Icelandic", "is", "isl"),
    ("Indonesian", "id", "ind"),
    ("Italian", "it", "ita"),
    ("Japanese", "ja", "jpn"),
    ("Korean", "ko", "kor"),
    ("Lithuanian", "lt", "lit"),
    ("Norwegian", "no", "nor"),
    ("Persian", "fa", "fas"),
    ("Polish", "pl", "pol"),
    ("Portuguese", "pt", "por"),
    ("Romanian", "ro", "ron"),
    ("Russian", "ru", "rus"),
    ("Serbian", "sr", "srp"),
    ("Slovak", "sk", "slk"),
    ("Slovenian", "sl", "slv"),
    ("Spanish", "es", "spa"),
    ("Swedish", "sv", "swe"),
    ("Thai", "th", "tha"),
    ("Turkish", "tr", "tur"),
    ("Ukrainian", "uk", "ukr"),
    ("Vietnamese", "vi", "vie"),
];

/// The code of two letters of a language by its name in English or its code of three.
pub(super) fn language_code(language: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(name, _, three)| *name == language || *three == language).map(|(_, two, _)| *two)
}

/// The code of three letters of the language that a tag names.
pub(super) fn language_code_3(tag: &str) -> Option<&'static str> {
    let ours = tag.split('-').next()?;
    LANGUAGES.iter().find(|(_, two, three)| *two == ours || *three == ours).map(|(_, _, three)| *three)
}

/// The keys of an object that was written down here.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// What a provider calls a thing.
pub(super) fn own(provider: MetadataProvider, kind: &str, id: &impl ToString) -> (String, String, String) {
    (provider.as_str().to_owned(), kind.to_owned(), id.to_string())
}

/// A day, where it is known to the day.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// The year of a date of which perhaps no more is known.
pub(super) fn year_of(date: &str) -> Option<i16> {
    date.get(..4)?.parse().ok()
}

/// So many minutes, in seconds.
pub(super) fn minutes(minutes: i32) -> i32 {
    minutes.saturating_mul(60)
}
