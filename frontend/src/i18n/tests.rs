//! Holds the message files to each other and to the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::messages::split;
use super::{Language, add_later, is_there, set_current, translate};

/// All messages of a language: key, and the names of the values it takes.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let [first, later] = language.later_messages();
    read(language, &[language.messages(), first, later])
}

/// The messages of texts.
fn read(language: Language, texts: &[&'static str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for text in texts {
        let whole =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.name()));
        assert_eq!(split(text).count(), whole.entries().count(), "{}: each message is found", language.name());
        for (key, message) in split(text) {
            let inside = message.split('{').skip(1).map(str::trim_start);
            let refers = |to: &str| to.starts_with(|first: char| first.is_ascii_lowercase() || first == '-');
            assert!(!inside.clone().any(refers), "{}: {key} refers to another message", language.name());
            let value = |part: &str| part.chars().take_while(|next| next.is_ascii_alphanumeric() || *next == '_').collect();
            let values = message.split('$').skip(1).map(value).collect();
            assert!(found.insert(key.to_owned(), values).is_none(), "{}: {key} is there twice", language.name());
        }
    }
    found
}

fn keys_in_code(path: &Path, found: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("the source can be read") {
            keys_in_code(&entry.expect("the source can be read").path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs")
        && !path.ends_with("i18n/mod.rs")
        && !path.ends_with("i18n/tests.rs")
    {
        let text = fs::read_to_string(path).expect("source is text");
        for (at, _) in text.match_indices("t!(") {
            // `format!(` ends alike.
            let is_other = text[..at].ends_with(|before: char| before.is_ascii_alphanumeric());
            let rest = text[at + 3..].trim_start();
            if let Some(key) = rest.strip_prefix('"').filter(|_| !is_other).and_then(|rest| rest.split('"').next()) {
                found.insert(key.to_owned());
            }
        }
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = messages(Language::English);
    assert!(!english.is_empty());
    for language in [Language::German, Language::Spanish] {
        let other = messages(language);
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let unknown: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "{}: missing {missing:?}, unknown {unknown:?}", language.name());
        for (key, values) in &english {
            assert_eq!(&other[key], values, "{}: {key}", language.name());
        }
    }
}

#[test]
fn every_message_the_code_asks_for_exists() {
    let english = messages(Language::English);
    let mut asked = BTreeSet::new();
    keys_in_code(&source(), &mut asked);
    let missing: Vec<_> = asked.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no message for {missing:?}");
}

#[test]
fn what_is_there_from_the_start_asks_for_no_message_that_comes_later() {
    let first = read(Language::English, &[Language::English.messages()]);
    let mut asked = BTreeSet::new();
    for part in [
        "app.rs",
        "shell.rs",
        "stores",
        "pages/catalogue/item/hero.rs",
        "pages/catalogue/item/mod.rs",
        "pages/home",
        "pages/identity/again.rs",
        "pages/identity/door.rs",
        "pages/identity/sign_in.rs",
        "pages/later.rs",
        "pages/live.rs",
        "pages/lost.rs",
        "widgets/connection.rs",
        "widgets/items",
        "widgets/notifications",
        "widgets/palette.rs",
        "widgets/presence",
    ] {
        keys_in_code(&source().join(part), &mut asked);
    }
    let late: Vec<_> = asked.iter().filter(|key| !first.contains_key(*key)).collect();
    assert!(late.is_empty(), "{late:?} come later");
}

#[test]
fn what_comes_later_brings_its_messages() {
    assert_eq!(translate("library-empty", None), "library-empty");
    assert!(is_there(Language::English) && !is_there(Language::German));
    add_later();
    assert_eq!(translate("library-empty", None), "Your library is empty");
    assert!(is_there(Language::German));
}

#[test]
fn a_message_is_told_in_the_language_in_use() {
    add_later();
    set_current(Language::German);
    assert_eq!(translate("action-save", None), "Speichern");
    set_current(Language::English);
    assert_eq!(translate("action-save", None), "Save");
    assert_eq!(translate("no-such-message", None), "no-such-message");
}

#[test]
fn a_language_is_found_by_its_tag() {
    assert_eq!(Language::of_tag("de-AT"), Some(Language::German));
    assert_eq!(Language::of_tag("ES"), Some(Language::Spanish));
    assert_eq!(Language::of_tag("fr"), None);
}
