//! Markdown that people write, as HTML that is safe to show to others.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// What a link of somebody else's is to us: nothing that we vouch for, and nobody who may know where its reader came from.
const LINK_REL: &str = "nofollow ugc noopener noreferrer";

/// Everything that Markdown makes, pictures apart: those would be fetched from elsewhere, and tell who reads.
const TAGS: [&str; 23] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("ol", ["start"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some(LINK_REL));
    cleaner
});

/// The HTML of a text in Markdown. HTML in it is shown as it was typed, pictures as what is said of them, and headings stay
/// below those of the page.
#[must_use]
pub fn html(markdown: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut made = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut made, Parser::new_ext(markdown, options).filter_map(plain));
    CLEANER.clean(&made).to_string()
}

fn plain(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: below(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        // Who begins a new line means one.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    })
}

const fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_markdown_can_say_is_shown() {
        for (markdown, expected) in [
            ("*so* **good**", "<p><em>so</em> <strong>good</strong></p>\n"),
            ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"),
            ("# End\n## Of", "<h3>End</h3>\n<h4>Of</h4>\n"),
            ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
            ("3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n"),
            ("~~no~~", "<p><del>no</del></p>\n"),
            (
                "[site](https://example.org)",
                "<p><a href=\"https://example.org\" rel=\"nofollow ugc noopener noreferrer\">site</a></p>\n",
            ),
            ("![a cat](https://example.org/cat.png)", "<p>a cat</p>\n"),
        ] {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn nothing_in_it_runs_or_leads_into_the_app() {
        for (markdown, expected) in [
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
            ("[x](javascript:alert(1))", "<p><a rel=\"nofollow ugc noopener noreferrer\">x</a></p>\n"),
            ("[x](data:text/html,x)", "<p><a rel=\"nofollow ugc noopener noreferrer\">x</a></p>\n"),
            ("[x](/settings/security)", "<p><a rel=\"nofollow ugc noopener noreferrer\">x</a></p>\n"),
            ("[x](//example.org)", "<p><a rel=\"nofollow ugc noopener noreferrer\">x</a></p>\n"),
        ] {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_holds_no_other_tags(text in r#"(<|>|/|"|'|&|=|[a-z]| |\n|script|img|on|javascript:|\[|\]|\(|\)|!|`|#|\*|\||-){0,60}"#) {
            let made = html(&text);
            for tag in made.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                prop_assert!(TAGS.contains(&name.as_str()), "{text:?} made {made:?}");
            }
            prop_assert!(!made.contains("href=\"javascript"), "{text:?} made {made:?}");
        }
    }
}
