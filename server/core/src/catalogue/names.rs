//! Names in the forms that lists, look-ups and URLs need. Pure functions.

use unicode_normalization::UnicodeNormalization;

/// Numbers in sort names are as wide as this, so that `Rocky 2` comes before `Rocky 10`.
const NUMBER_WIDTH: usize = 6;

/// Leading articles by language; the ones that end in an apostrophe cling to the next word.
const ARTICLES: &[(&str, &[&str])] = &[
    ("en", &["the", "a", "an"]),
    ("de", &["der", "die", "das", "ein", "eine"]),
    ("es", &["el", "la", "los", "las", "un", "una"]),
    ("fr", &["le", "la", "les", "l'", "un", "une"]),
    ("it", &["il", "lo", "la", "i", "gli", "le", "l'", "un", "uno", "una"]),
    ("nl", &["de", "het", "een"]),
    ("pt", &["o", "a", "os", "as", "um", "uma"]),
];

/// Languages that lists of titles are written in; an unknown language has the articles of the first.
pub(super) fn article_languages() -> impl Iterator<Item = &'static str> {
    ARTICLES.iter().map(|(language, _)| *language)
}

/// The name as lists sort it and look-ups compare it: lower case without accents and punctuation, leading articles of
/// its language (English, when it is unknown) left out, numbers padded. Never empty for a name that is not blank.
#[must_use]
pub fn sort_name(name: &str, language: Option<&str>) -> String {
    let folded = fold(name);
    let articles = articles(language);
    // `Matrix, The`, as catalogues of titles write it; a year in brackets may follow.
    let mut rest = folded.trim();
    if let Some((title, last)) = rest.rsplit_once(',')
        && articles.contains(&last.trim())
        && title.chars().any(char::is_alphanumeric)
    {
        rest = title;
    }
    let mut words = without_articles(&flatten(rest), articles);
    if words.contains('\'') {
        let plain = words.replace('\'', "");
        words = without_articles(&plain.split_whitespace().collect::<Vec<_>>().join(" "), articles);
    }
    // What an apostrophe kept apart may meet now, marks in another order than they are written in.
    let padded: String = pad_numbers(&words).nfc().collect();
    if padded.is_empty() { folded.split_whitespace().collect::<Vec<_>>().join(" ") } else { padded }
}

/// The name in a URL: lower-case ASCII letters, digits and single hyphens. Empty for a name without any of these.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for char in fold(name).chars() {
        match char {
            'a'..='z' | '0'..='9' => slug.push(char),
            '\'' => {}
            '&' if !slug.is_empty() => slug.push_str(if slug.ends_with('-') { "and-" } else { "-and-" }),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(200);
    slug.trim_end_matches('-').to_owned()
}

/// Lower case, compatibility forms resolved (wide letters, ligatures), without the accents of Latin, Greek and
/// Cyrillic; the marks of other scripts carry meaning and stay. All apostrophes become `'`.
fn fold(name: &str) -> String {
    let lowered: String = name.nfkd().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(lowered.len());
    for char in lowered.nfkd().filter(|char| !matches!(char, '\u{300}'..='\u{36f}')) {
        match char {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' => folded.push('\''),
            other => folded.push(other),
        }
    }
    folded.nfc().collect()
}

fn articles(language: Option<&str>) -> &'static [&'static str] {
    let language = language.map_or("en", |tag| tag.split(['-', '_']).next().unwrap_or(tag));
    ARTICLES.iter().find(|(code, _)| code.eq_ignore_ascii_case(language)).map_or(&[], |(_, articles)| articles)
}

/// Words of letters, digits, marks, hyphens between them and apostrophes, with single spaces.
fn flatten(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let keep = is_word(char)
            || (char == '\'' && !flat.is_empty())
            || (char == '-' && flat.chars().next_back().is_some_and(is_word) && chars.peek().copied().is_some_and(is_word));
        if keep {
            flat.push(char);
        } else if char != '\'' && !flat.is_empty() && !flat.ends_with(' ') {
            flat.push(' ');
        }
    }
    flat.trim_end().to_owned()
}

fn is_word(char: char) -> bool {
    // Combining marks are no letters to `is_alphanumeric`, yet Thai and Hindi cannot do without.
    char.is_alphanumeric() || unicode_normalization::char::is_combining_mark(char)
}

/// The words after leading articles, unless nothing follows them.
fn without_articles(words: &str, articles: &[&str]) -> String {
    let mut words = words;
    while let Some(rest) = articles.iter().find_map(|article| {
        let rest = words.strip_prefix(article)?;
        let rest = if article.ends_with('\'') { rest } else { rest.strip_prefix(' ')? };
        let rest = rest.trim_start_matches([' ', '\'', '-']);
        rest.chars().any(is_word).then_some(rest)
    }) {
        words = rest;
    }
    words.to_owned()
}

fn pad_numbers(words: &str) -> String {
    let mut padded = String::with_capacity(words.len() + NUMBER_WIDTH);
    let mut rest = words;
    while let Some(start) = rest.find(|char: char| char.is_ascii_digit()) {
        let end = rest[start..].find(|char: char| !char.is_ascii_digit()).map_or(rest.len(), |length| start + length);
        let number = rest[start..end].trim_start_matches('0');
        padded.push_str(&rest[..start]);
        padded.extend(std::iter::repeat_n('0', NUMBER_WIDTH.saturating_sub(number.len())));
        padded.push_str(number);
        rest = &rest[end..];
    }
    padded.push_str(rest);
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_the_names_language_do_not_count() {
        for (name, language, expected) in [
            ("The Matrix", None, "matrix"),
            ("Matrix, The", None, "matrix"),
            ("A Beautiful Mind", Some("en-GB"), "beautiful mind"),
            ("Die Hard", Some("en"), "die hard"),
            ("Die Welle", Some("de"), "welle"),
            ("Das Boot", Some("de-DE"), "boot"),
            ("El laberinto del fauno", Some("es"), "laberinto del fauno"),
            ("L’Avventura", Some("it"), "avventura"),
            ("L'Auberge espagnole", Some("fr"), "auberge espagnole"),
            ("Les Misérables", Some("fr"), "miserables"),
            ("The The", None, "the"),
            ("The", None, "the"),
            ("A-Team", None, "a-team"),
            ("Theatre", None, "theatre"),
        ] {
            assert_eq!(sort_name(name, language), expected, "{name}");
        }
    }

    #[test]
    fn numbers_sort_by_value_and_punctuation_does_not_count() {
        assert!(sort_name("Rocky 2", None) < sort_name("Rocky 10", None));
        assert_eq!(sort_name("(500) Days of Summer", None), "000500 days of summer");
        assert_eq!(sort_name("...And Justice for All", None), "and justice for all");
        assert_eq!(sort_name("Schindler's List", None), "schindlers list");
        assert_eq!(sort_name("Se7en: Director's  Cut", None), "se000007en directors cut");
        assert_eq!(sort_name("!!!", None), "!!!");
        assert_eq!(sort_name("千と千尋の神隠し", Some("ja")), "千と千尋の神隠し");
        assert_eq!(sort_name("Über uns das All", Some("de")), "uber uns das all");
        assert_eq!(sort_name("\u{11370}'\u{10efd}", None), "\u{10efd}\u{11370}", "marks are in one order");
    }

    #[test]
    fn slugs_are_plain() {
        for (name, expected) in [
            ("Amélie", "amelie"),
            ("WALL·E", "wall-e"),
            ("Ocean's Eleven", "oceans-eleven"),
            ("Fast & Furious", "fast-and-furious"),
            ("Die fabelhafte Welt: Größe 12", "die-fabelhafte-welt-grosse-12"),
            ("千と千尋", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_sort_name_is_its_own_sort_name(name in "\\PC{0,40}", language in proptest::sample::select(vec!["en", "de", "es", "fr", "it", "nl", "pt", "ja"])) {
            let once = sort_name(&name, Some(language));
            proptest::prop_assert_eq!(&sort_name(&once, Some(language)), &once);
            proptest::prop_assert_eq!(once.is_empty(), name.trim().is_empty() || fold(&name).trim().is_empty());
        }

        #[test]
        fn titles_of_words_have_stable_sort_names(words in proptest::collection::vec("(the|a|an|l'|[a-z]{1,6}|[0-9]{1,9}|[-,'!])", 0..6)) {
            let once = sort_name(&words.join(" "), Some("fr"));
            proptest::prop_assert_eq!(sort_name(&once, Some("fr")), once);
        }

        #[test]
        fn a_slug_is_its_own_slug(name in "\\PC{0,300}") {
            let once = slug(&name);
            proptest::prop_assert!(once.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            proptest::prop_assert_eq!(slug(&once), once);
        }
    }
}
