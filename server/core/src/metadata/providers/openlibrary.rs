//! Open Library: books, as works of which there are many editions. It wants no key.

use std::time::Duration;

use futures_util::FutureExt;
use medianest_db::MetadataProvider;
use medianest_db::catalogue::{ExternalKey, builtin};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::shared::{language_code, object, own};
use crate::config::MetadataSettings;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Openlibrary;
const WORK: Kind = Kind { noun: "work", media_type: builtin::BOOK, level: 0 };
/// What is asked of a work.
const FIELDS: &str = "key,title,author_name,first_publish_year,cover_i,language,number_of_pages_median,publisher";
/// How many subjects are taken for genres: some works have hundreds.
const MOST_SUBJECTS: usize = 10;

/// Open Library.
pub(super) struct Openlibrary {
    http: Http,
}

#[derive(Deserialize)]
struct Search {
    docs: Vec<Doc>,
}

#[derive(Deserialize)]
struct Doc {
    key: String,
    title: String,
    #[serde(default)]
    author_name: Vec<String>,
    first_publish_year: Option<i16>,
    cover_i: Option<i64>,
    #[serde(default)]
    language: Vec<String>,
    number_of_pages_median: Option<i32>,
    #[serde(default)]
    publisher: Vec<String>,
}

#[derive(Deserialize)]
struct Work {
    title: String,
    description: Option<Described>,
    #[serde(default)]
    subjects: Vec<String>,
    #[serde(default)]
    covers: Vec<Option<i64>>,
}

/// A text, which older entries wrap.
#[derive(Deserialize)]
#[serde(untagged)]
enum Described {
    Plain(String),
    Wrapped { value: String },
}

impl Openlibrary {
    pub(super) fn new(settings: &MetadataSettings, url: &Url) -> Self {
        // Three requests in a second where it knows whom to write to, else one.
        let interval = Duration::from_millis(if settings.contact.is_some() { 350 } else { 1_100 });
        Self { http: Http::new(settings, NAME, url, interval, 2) }
    }

    async fn docs(&self, query: &[(&str, &str)]) -> Result<(Vec<Doc>, Value), ProviderError> {
        let mut query = query.to_vec();
        query.push(("fields", FIELDS));
        let (found, raw): (Search, _) = self.http.read(self.http.get("/search.json", &query)).await?;
        Ok((found.docs, raw))
    }

    async fn search(&self, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let (docs, _) = self.docs(&[("q", text), ("limit", "20")]).await?;
        let found = |doc: Doc| {
            Some(Found {
                kind: &WORK,
                id: id_of(&doc.key)?,
                name: doc.title,
                by: doc.author_name.first().cloned(),
                year: doc.first_publish_year,
                description: None,
                poster_url: cover(doc.cover_i),
            })
        };
        Ok(docs.into_iter().filter_map(found).filter(|found| year.is_none() || found.year == year).collect())
    }

    async fn work(&self, id: &str) -> Result<Details, ProviderError> {
        let (work, raw_work): (Work, _) = self.http.read(self.http.get(&format!("/works/{id}.json"), &[])).await?;
        // The work itself names its authors only by their numbers.
        let key = format!("key:/works/{id}");
        let (docs, raw_doc) = self.docs(&[("q", key.as_str()), ("limit", "1")]).await?;
        let doc = docs.into_iter().find(|doc| id_of(&doc.key).as_deref() == Some(id));
        let picture = work.covers.into_iter().flatten().find_map(|number| cover(Some(number)));
        let description = work.description.map(|text| match text {
            Described::Plain(text) | Described::Wrapped { value: text } => text,
        });
        let mut facts = Facts {
            name: Some(work.title),
            description,
            genres: work.subjects.into_iter().filter(|subject| is_genre(subject)).take(MOST_SUBJECTS).collect(),
            metadata: object(json!({ "poster_url": picture })),
            ..Facts::default()
        };
        if let Some(doc) = doc {
            facts.year = doc.first_publish_year;
            if let [language] = doc.language.as_slice() {
                facts.language = language_of(language).map(str::to_owned);
            }
            facts.metadata.extend(object(json!({
                "authors": doc.author_name,
                "pages": doc.number_of_pages_median,
                "publisher": doc.publisher.into_iter().next(),
            })));
        }
        let node = Node { facts, ids: vec![own(NAME, WORK.noun, &id)], ..Node::default() };
        let raw = json!({ "work": raw_work, "search": raw_doc });
        Ok(Details { node, above: None, is_running: false, raw })
    }

    async fn look_up(&self, foreign: &ExternalKey) -> Result<Option<String>, ProviderError> {
        let (docs, _) = self.docs(&[("isbn", foreign.external_id.as_str()), ("limit", "1")]).await?;
        Ok(docs.first().and_then(|doc| id_of(&doc.key)))
    }
}

impl Provider for Openlibrary {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[WORK]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["covers.openlibrary.org"]
    }

    fn search<'a>(&'a self, _: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(text, year).boxed()
    }

    fn details<'a>(&'a self, _: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        self.work(id).boxed()
    }

    fn foreign_kinds(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        &[("isbn", "book", "work")]
    }

    fn look_up<'a>(&'a self, _: &'a Kind, foreign: &'a ExternalKey) -> Answer<'a, Option<String>> {
        self.look_up(foreign).boxed()
    }
}

/// `OL45804W` of `/works/OL45804W`.
fn id_of(key: &str) -> Option<String> {
    let id = key.strip_prefix("/works/")?;
    id.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| id.to_owned())
}

/// The language that a library's code means: for some it is another than everybody else's.
fn language_of(code: &str) -> Option<&'static str> {
    let other = match code {
        "chi" => "zho",
        "cze" => "ces",
        "dut" => "nld",
        "fre" => "fra",
        "ger" => "deu",
        "gre" => "ell",
        "ice" => "isl",
        "per" => "fas",
        "rum" => "ron",
        "slo" => "slk",
        code => code,
    };
    language_code(other)
}

fn cover(number: Option<i64>) -> Option<String> {
    number.filter(|number| *number > 0).map(|number| format!("https://covers.openlibrary.org/b/id/{number}-L.jpg"))
}

/// Subjects are also places, people, lists and classifications.
fn is_genre(subject: &str) -> bool {
    subject.len() <= 40 && !subject.contains([':', '=', ',', '(', '/', ';'])
}
