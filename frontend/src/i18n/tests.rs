//! Holds the message files to each other and to the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;

use super::{Language, set_current, translate};

/// The messages of a language: key, and the names of the values it takes.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    FluentResource::try_new(language.messages().to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.name()));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = None;
    for line in language.messages().lines() {
        if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let name = line.split(' ').next().unwrap_or_default().to_owned();
            assert!(found.insert(name.clone(), BTreeSet::new()).is_none(), "{}: {name} is there twice", language.name());
            key = Some(name);
        }
        let Some(values) = key.as_ref().and_then(|key| found.get_mut(key)) else { continue };
        for part in line.split('$').skip(1) {
            let name: String = part.chars().take_while(|next| next.is_ascii_alphanumeric() || *next == '_').collect();
            values.insert(name);
        }
    }
    found
}

fn keys_in_code(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the source can be read") {
        let path = entry.expect("the source can be read").path();
        if path.is_dir() {
            keys_in_code(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("i18n/mod.rs")
            && !path.ends_with("i18n/tests.rs")
        {
            let text = fs::read_to_string(&path).expect("source is text");
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
    keys_in_code(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut asked);
    let missing: Vec<_> = asked.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no message for {missing:?}");
}

#[test]
fn a_message_is_told_in_the_language_in_use() {
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
