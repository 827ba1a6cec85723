//! The messages of one language.

use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::Language;

/// What a language says. Each message is read when it is first said: to read all of them takes longer than to draw a page,
/// and a page says few. So no message may refer to another.
pub struct Messages {
    read: FluentBundle<FluentResource>,
    unread: HashMap<&'static str, &'static str>,
}

impl Messages {
    /// Those of these texts; of two with the same key the later one counts.
    pub fn new(language: Language, texts: impl IntoIterator<Item = &'static str>) -> Self {
        let mut read = FluentBundle::new(vec![language.code().parse().expect("a language code is valid")]);
        // The marks that keep right-to-left names apart would end up in titles and labels that are compared and copied.
        read.set_use_isolating(false);
        Self { read, unread: texts.into_iter().flat_map(split).collect() }
    }

    /// A message with its values.
    pub fn say(&mut self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        if let Some(text) = self.unread.remove(key) {
            // A message that cannot be read is left out; the tests find it.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
            self.read.add_resource_overriding(resource);
        }
        let pattern = self.read.get_message(key)?.value()?;
        Some(self.read.format_pattern(pattern, arguments, &mut Vec::new()).into_owned())
    }
}

/// The messages of a text, each by its key: one begins where a line begins with a letter.
pub fn split(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().copied().skip(1).chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| {
        let message = &text[start..end];
        (message.split([' ', '=']).next().unwrap_or_default(), message)
    })
}
