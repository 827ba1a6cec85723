//! What providers can say of an item, by name, and in what bounds.

use serde_json::Value;

use super::provider::{Facts, Node};

/// What can be known of items of every media type, besides the fields that its schema describes. `parts` is whose seasons
/// and episodes, albums or tracks there are.
pub const FIELDS: &[&str] = &[
    "name",
    "original_name",
    "description",
    "year",
    "released_on",
    "released_at",
    "runtime_seconds",
    "genres",
    "language",
    "parts",
    "poster_url",
    "backdrop_url",
];

/// The keys of pictures in an item's metadata.
const PICTURES: &[&str] = &["poster_url", "backdrop_url"];
/// How many parts are kept of one thing.
const MOST_PARTS: usize = 5_000;

impl Node {
    /// Brings what somebody else says into the bounds of the catalogue, this and all its parts.
    #[must_use]
    pub(super) fn tidied(mut self, image_hosts: &[&str]) -> Self {
        self.facts = self.facts.tidied(image_hosts);
        self.position = self.position.filter(|position| (0..=1_000_000).contains(position));
        self.parts.truncate(MOST_PARTS);
        self.parts = self.parts.into_iter().map(|part| part.tidied(image_hosts)).collect();
        self
    }
}

impl Facts {
    fn tidied(mut self, image_hosts: &[&str]) -> Self {
        self.name = self.name.as_deref().and_then(|name| line(name, 500));
        // Without a difference it says nothing.
        self.original_name =
            self.original_name.as_deref().and_then(|name| line(name, 500)).filter(|name| Some(name) != self.name.as_ref());
        self.description = self.description.as_deref().and_then(|text| paragraphs(text, 20_000));
        self.year = self
            .year
            .or_else(|| self.released_on.and_then(|day| i16::try_from(chrono::Datelike::year(&day)).ok()))
            .filter(|year| (-5000..=3000).contains(year));
        self.runtime_seconds = self.runtime_seconds.filter(|seconds| (1..=31_622_400).contains(seconds));
        self.genres = self.genres.iter().filter_map(|genre| line(genre, 100)).take(50).collect();
        self.genres.dedup();
        self.language = self.language.filter(|tag| crate::catalogue::is_language(tag));
        self.metadata = self.metadata.into_iter().map(|(key, value)| (key, bounded(value))).collect();
        self.metadata.retain(|key, value| {
            let is_empty = match &*value {
                Value::Null => true,
                Value::String(text) => text.trim().is_empty(),
                Value::Array(values) => values.is_empty(),
                _ => false,
            };
            !is_empty && (!PICTURES.contains(&key.as_str()) || value.as_str().is_some_and(|url| is_picture(url, image_hosts)))
        });
        self
    }
}

/// A value of an item's metadata, no longer than it is shown.
fn bounded(value: Value) -> Value {
    match value {
        Value::String(text) => line(&text, 1_000).map_or(Value::Null, Value::String),
        Value::Array(values) => values.into_iter().take(30).map(bounded).collect(),
        other => other,
    }
}

/// What was sent, without the character that PostgreSQL cannot keep.
#[must_use]
pub(super) fn without_nul(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains('\0') => Value::String(text.replace('\0', "")),
        Value::Array(values) => values.into_iter().map(without_nul).collect(),
        Value::Object(entries) => entries.into_iter().map(|(key, value)| (key.replace('\0', ""), without_nul(value))).collect(),
        other => other,
    }
}

/// Whether this is the address of a picture at one of the provider's own hosts, asked for in secret.
pub(super) fn is_picture(address: &str, hosts: &[&str]) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    address.len() <= 2000
        && url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.host_str().is_some_and(|host| hosts.contains(&host))
}

/// The text on one line.
fn line(text: &str, most: usize) -> Option<String> {
    let words: Vec<&str> = text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|w| !w.is_empty()).collect();
    Some(words.join(" ").chars().take(most).collect::<String>()).filter(|line| !line.is_empty())
}

/// The text with its line breaks.
fn paragraphs(text: &str, most: usize) -> Option<String> {
    let text: String = text.trim().chars().filter(|char| *char == '\n' || !char.is_control()).take(most).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// A description that was written in HTML, as text.
#[must_use]
pub(super) fn without_markup(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        text.push_str(before);
        let Some(end) = tag.find('>') else {
            // No tag after all.
            rest = tag;
            break;
        };
        if ["<br", "</p", "<p>"].iter().any(|break_| tag.to_ascii_lowercase().starts_with(break_)) && !text.is_empty() {
            text.push('\n');
        }
        rest = &tag[end + 1..];
    }
    text.push_str(rest);
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#039;", "'"), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let plain = entities.iter().fold(text, |text, (entity, char)| text.replace(entity, char));
    let lines: Vec<&str> = plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pictures_are_only_those_of_the_provider_itself() {
        let hosts = &["image.tmdb.org"];
        for (address, expected) in [
            ("https://image.tmdb.org/t/p/w500/x.jpg", true),
            ("http://image.tmdb.org/t/p/w500/x.jpg", false),
            ("https://image.tmdb.org:8443/x.jpg", false),
            ("https://image.tmdb.org.example.org/x.jpg", false),
            ("https://user@image.tmdb.org/x.jpg", false),
            ("https://127.0.0.1/x.jpg", false),
            ("/x.jpg", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_picture(address, hosts), expected, "{address}");
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_cut_or_left_out() {
        let mut facts = Facts {
            name: Some(format!("  A\tname\u{0} {}", "x".repeat(600))),
            original_name: Some("A".to_owned()),
            description: Some("One\r\nTwo\u{0}".to_owned()),
            released_on: "2011-04-17".parse().ok(),
            runtime_seconds: Some(-3),
            genres: vec!["Drama".to_owned(), "  ".to_owned()],
            language: Some("english!".to_owned()),
            ..Facts::default()
        };
        facts.metadata.insert("tagline".to_owned(), json!(" "));
        facts.metadata.insert("network".to_owned(), json!("HBO"));
        facts.metadata.insert("poster_url".to_owned(), json!("http://elsewhere.example/x.jpg"));
        let tidy = facts.tidied(&["image.tmdb.org"]);
        let name = tidy.name.unwrap();
        assert!(name.starts_with("A name xxx") && name.chars().count() == 500);
        assert_eq!(tidy.description.as_deref(), Some("One\nTwo"));
        assert_eq!((tidy.year, tidy.runtime_seconds, tidy.language), (Some(2011), None, None));
        assert_eq!(tidy.genres, ["Drama"]);
        assert_eq!(Value::Object(tidy.metadata), json!({"network": "HBO"}));
    }

    #[test]
    fn markup_becomes_text() {
        for (html, text) in [
            ("<p><b>Under the Dome</b> is a story &amp; more.</p>", "Under the Dome is a story & more."),
            ("<p>One</p><p>Two</p>", "One\nTwo"),
            ("One<br><br>\nTwo", "One\nTwo"),
            ("1 < 2", "1 < 2"),
            ("", ""),
        ] {
            assert_eq!(without_markup(html), text, "{html}");
        }
    }
}
