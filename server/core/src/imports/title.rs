/// A title as MovieLens writes it, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub name: String,
    pub original_name: Option<String>,
    pub year: Option<i16>,
}

/// Articles that MovieLens puts behind a title; those with an apostrophe cling to the next word.
const ARTICLES: &[&str] = &[
    "The", "A", "An", "Le", "La", "Les", "L'", "Un", "Une", "Il", "Lo", "I", "Gli", "Una", "Uno", "El", "Los", "Las", "Der",
    "Die", "Das", "Den", "Det", "De", "Het", "Een", "En", "Ein", "Eine", "O", "Os", "As", "Um", "Uma",
];

/// Takes `City of Lost Children, The (Cité des enfants perdus, La) (1995)` apart: the name with its article in front,
/// what else it is called (the title of its own country rather than an a.k.a.), and the year it began.
pub(super) fn split(title: &str) -> Title {
    let mut rest = title.trim();
    let mut year = None;
    if let Some((before, inside)) = last_brackets(rest)
        && let Some(number) = year_of(inside)
    {
        year = Some(number);
        rest = before;
    }
    let mut others: Vec<&str> = Vec::new();
    while let Some((before, inside)) = last_brackets(rest) {
        if !inside.is_empty() {
            others.push(inside);
        }
        rest = before;
    }
    let also_known = |other: &&str| !other.to_ascii_lowercase().starts_with("a.k.a.");
    let original = others
        .iter()
        .copied()
        .find(also_known)
        .or_else(|| others.last().map(|other| other.get("a.k.a.".len()..).unwrap_or_default().trim()));
    let name = article_first(rest);
    let original_name = original.filter(|other| !other.is_empty()).map(article_first).filter(|other| *other != name);
    Title { name, original_name, year }
}

/// What stands before and in the brackets that end a text, if something stands before them.
fn last_brackets(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let inner = text.strip_suffix(')')?;
    let mut open = 1;
    let start = inner.char_indices().rev().find_map(|(index, char)| {
        match char {
            ')' => open += 1,
            '(' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(index)
    })?;
    let before = inner[..start].trim_end();
    (!before.is_empty()).then(|| (before, inner[start + 1..].trim()))
}

/// `1995`, `2007-`, `1975-1979`: the first of them.
fn year_of(text: &str) -> Option<i16> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, ""));
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_year(first) && (last.is_empty() || is_year(last))).then(|| first.parse().ok()).flatten()
}

/// `Matrix, The` as `The Matrix`.
fn article_first(title: &str) -> String {
    let title = title.trim();
    if let Some((name, last)) = title.rsplit_once(", ")
        && let Some(article) = ARTICLES.iter().find(|article| article.eq_ignore_ascii_case(last.trim()))
        && !name.trim().is_empty()
    {
        let gap = if article.ends_with('\'') { "" } else { " " };
        return format!("{article}{gap}{}", name.trim());
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_taken_apart() {
        for (title, name, original_name, year) in [
            ("Toy Story (1995)", "Toy Story", None, Some(1995)),
            ("Matrix, The (1999)", "The Matrix", None, Some(1999)),
            ("Seven (a.k.a. Se7en) (1995)", "Seven", Some("Se7en"), Some(1995)),
            (
                "Léon: The Professional (a.k.a. The Professional) (Léon) (1994)",
                "Léon: The Professional",
                Some("Léon"),
                Some(1994),
            ),
            (
                "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
                "The City of Lost Children",
                Some("La Cité des enfants perdus"),
                Some(1995),
            ),
            ("Star Maker, The (Uomo delle stelle, L') (1995)", "The Star Maker", Some("L'Uomo delle stelle"), Some(1995)),
            ("(500) Days of Summer (2009)", "(500) Days of Summer", None, Some(2009)),
            ("Big Bang Theory, The (2007-)", "The Big Bang Theory", None, Some(2007)),
            ("Fawlty Towers (1975-1979)", "Fawlty Towers", None, Some(1975)),
            ("Hyena Road", "Hyena Road", None, None),
            ("2012 (2009)", "2012", None, Some(2009)),
            ("(1984)", "(1984)", None, None),
            ("Women of '69, Unboxed", "Women of '69, Unboxed", None, None),
            (
                "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)",
                "The Good, the Bad and the Ugly",
                Some("Il Buono, il brutto, il cattivo"),
                Some(1966),
            ),
            ("Alien (a.k.a.) (1979)", "Alien", None, Some(1979)),
            ("", "", None, None),
        ] {
            let expected = Title { name: name.into(), original_name: original_name.map(Into::into), year };
            assert_eq!(split(title), expected, "{title}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_title_makes_it_panic(title in "\\PC{0,60}|[(), A-Za-z0-9']{0,40}") {
            let taken = split(&title);
            proptest::prop_assert_eq!(taken.name.is_empty(), title.trim().is_empty());
        }
    }
}
