//! MusicBrainz, with the covers of the Cover Art Archive: artists with their albums, and albums with their tracks.
//! It wants no key, but to know whom to write to, and a second between two requests.

use std::time::Duration;

use futures_util::FutureExt;
use medianest_db::MetadataProvider;
use medianest_db::catalogue::builtin;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::shared::{day, object, own, year_of};
use crate::config::MetadataSettings;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Musicbrainz;
const ARTIST: Kind = Kind { noun: "artist", media_type: builtin::MUSIC, level: 0 };
const ALBUM: Kind = Kind { noun: "release_group", media_type: builtin::MUSIC, level: 1 };
const PER_PAGE: usize = 100;
/// How many albums of an artist are read: each hundred takes a second.
const MOST_ALBUMS: usize = 500;

/// MusicBrainz and the Cover Art Archive.
pub(super) struct Musicbrainz {
    http: Http,
    covers: Http,
}

#[derive(Deserialize)]
struct Artists {
    artists: Vec<Artist>,
}

#[derive(Deserialize)]
struct Artist {
    id: String,
    name: String,
    disambiguation: Option<String>,
    #[serde(rename = "life-span")]
    life_span: Option<LifeSpan>,
    #[serde(default)]
    genres: Vec<Genre>,
}

#[derive(Deserialize)]
struct LifeSpan {
    begin: Option<String>,
}

#[derive(Deserialize)]
struct Genre {
    name: String,
    #[serde(default)]
    count: i64,
}

#[derive(Deserialize)]
struct Groups {
    #[serde(rename = "release-groups")]
    groups: Vec<Group>,
    /// Only where one browses.
    #[serde(rename = "release-group-count")]
    count: Option<usize>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
    title: String,
    #[serde(rename = "first-release-date")]
    first_release_date: Option<String>,
    #[serde(default, rename = "artist-credit")]
    credit: Vec<Credit>,
    #[serde(default)]
    releases: Vec<ReleaseHead>,
    #[serde(default)]
    genres: Vec<Genre>,
}

#[derive(Deserialize)]
struct Credit {
    name: String,
    #[serde(default)]
    joinphrase: String,
    artist: CreditedArtist,
}

#[derive(Deserialize)]
struct CreditedArtist {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct ReleaseHead {
    id: String,
    status: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct Release {
    #[serde(default)]
    media: Vec<Medium>,
    #[serde(default, rename = "label-info")]
    labels: Vec<LabelInfo>,
}

#[derive(Deserialize)]
struct Medium {
    position: Option<i32>,
    #[serde(default)]
    tracks: Vec<Track>,
}

#[derive(Deserialize)]
struct Track {
    title: String,
    length: Option<i64>,
    recording: Recording,
}

#[derive(Deserialize)]
struct Recording {
    id: String,
    length: Option<i64>,
}

#[derive(Deserialize)]
struct LabelInfo {
    label: Option<Label>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
}

impl Musicbrainz {
    pub(super) fn new(settings: &MetadataSettings, url: &Url, covers: &Url) -> Self {
        Self {
            http: Http::new(settings, NAME, url, Duration::from_millis(1_100), 1),
            covers: Http::new(settings, NAME, covers, Duration::from_millis(250), 4),
        }
    }

    async fn search(&self, kind: &'static Kind, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let mut query = lucene(text);
        if *kind == ARTIST {
            let request = self.http.get("/ws/2/artist", &[("query", query.as_str()), ("fmt", "json"), ("limit", "20")]);
            let (found, _): (Artists, _) = self.http.read(request).await?;
            let found = found.artists.into_iter().map(|artist| Found {
                kind,
                id: artist.id,
                name: artist.name,
                by: artist.disambiguation.filter(|text| !text.is_empty()),
                year: artist.life_span.and_then(|span| year_of(span.begin.as_deref()?)),
                description: None,
                poster_url: None,
            });
            return Ok(found.collect());
        }
        if let Some(year) = year {
            query = format!("({query}) AND firstreleasedate:{year}");
        }
        let request = self.http.get("/ws/2/release-group", &[("query", query.as_str()), ("fmt", "json"), ("limit", "20")]);
        let (found, _): (Groups, _) = self.http.read(request).await?;
        let found = found.groups.into_iter().map(|group| Found {
            kind,
            by: credited(&group.credit),
            year: group.first_release_date.as_deref().and_then(year_of),
            id: group.id,
            name: group.title,
            description: None,
            poster_url: None,
        });
        Ok(found.collect())
    }

    async fn artist(&self, id: &str) -> Result<Details, ProviderError> {
        let request = self.http.get(&format!("/ws/2/artist/{id}"), &[("inc", "genres"), ("fmt", "json")]);
        let (artist, raw): (Artist, _) = self.http.read(request).await?;
        let mut raws = Map::from_iter([("artist".to_owned(), raw)]);
        let mut parts = Vec::new();
        loop {
            let offset = parts.len().to_string();
            let query = [("artist", id), ("type", "album|ep"), ("limit", "100"), ("offset", offset.as_str()), ("fmt", "json")];
            let (page, raw): (Groups, _) = self.http.read(self.http.get("/ws/2/release-group", &query)).await?;
            raws.insert(format!("albums from {offset}"), raw);
            let is_last = page.groups.len() < PER_PAGE || page.count.is_some_and(|count| parts.len() + PER_PAGE >= count);
            parts.extend(page.groups.into_iter().map(|group| album_node(&group, None)));
            if is_last || parts.len() >= MOST_ALBUMS {
                break;
            }
        }
        let facts = Facts {
            name: Some(artist.name),
            description: artist.disambiguation,
            genres: genres(artist.genres),
            ..Facts::default()
        };
        let node = Node { position: None, facts, ids: vec![own(NAME, "artist", &artist.id)], parts };
        Ok(Details { node, above: None, is_running: false, raw: Value::Object(raws) })
    }

    async fn album(&self, id: &str) -> Result<Details, ProviderError> {
        let query = [("inc", "artists releases genres"), ("fmt", "json")];
        let (group, raw): (Group, _) = self.http.read(self.http.get(&format!("/ws/2/release-group/{id}"), &query)).await?;
        let mut raws = Map::from_iter([("album".to_owned(), raw)]);
        let release = match first_release(&group.releases) {
            Some(head) => {
                let query = [("inc", "recordings labels"), ("fmt", "json")];
                let (release, raw): (Release, _) =
                    self.http.read(self.http.get(&format!("/ws/2/release/{}", head.id), &query)).await?;
                raws.insert("release".to_owned(), raw);
                Some(release)
            }
            None => None,
        };
        let mut node = album_node(&group, self.cover(id).await?.as_deref());
        node.facts.genres = genres(group.genres);
        if let Some(release) = release {
            let label = release.labels.iter().find_map(|info| info.label.as_ref());
            node.facts.metadata.extend(object(json!({ "label": label.map(|label| &label.name) })));
            node.parts = tracks(release.media);
        }
        let above = group.credit.into_iter().next().map(|credit| Node {
            facts: Facts { name: Some(credit.artist.name), ..Facts::default() },
            ids: vec![own(NAME, "artist", &credit.artist.id)],
            ..Node::default()
        });
        Ok(Details { node, above, is_running: false, raw: Value::Object(raws) })
    }

    /// The address of the front cover, where the archive has one: it leads elsewhere then.
    async fn cover(&self, group: &str) -> Result<Option<String>, ProviderError> {
        match self.covers.send(self.covers.head(&format!("/release-group/{group}/front-500"))).await {
            Ok(answer) if answer.status().is_success() || answer.status().is_redirection() => {
                Ok(Some(format!("https://coverartarchive.org/release-group/{group}/front-500")))
            }
            Ok(_) | Err(ProviderError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Provider for Musicbrainz {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[ARTIST, ALBUM]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["coverartarchive.org"]
    }

    fn search<'a>(&'a self, kind: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(kind, text, year).boxed()
    }

    fn details<'a>(&'a self, kind: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        if *kind == ARTIST { self.artist(id).boxed() } else { self.album(id).boxed() }
    }
}

/// The first official release: what came later has more on it.
fn first_release(releases: &[ReleaseHead]) -> Option<&ReleaseHead> {
    let date = |release: &ReleaseHead| release.date.clone().filter(|date| !date.is_empty()).unwrap_or_else(|| "9999".to_owned());
    releases.iter().min_by_key(|release| (release.status.as_deref() != Some("Official"), date(release)))
}

fn album_node(group: &Group, cover: Option<&str>) -> Node {
    let date = group.first_release_date.as_deref().unwrap_or_default();
    let facts = Facts {
        name: Some(group.title.clone()),
        year: year_of(date),
        // Often only the year is known, or the month.
        released_on: day(date),
        metadata: object(json!({ "poster_url": cover })),
        ..Facts::default()
    };
    Node { facts, ids: vec![own(NAME, "release_group", &group.id)], ..Node::default() }
}

/// The tracks of all discs, counted through.
fn tracks(media: Vec<Medium>) -> Vec<Node> {
    let is_several = media.len() > 1;
    let all = media.into_iter().flat_map(|medium| medium.tracks.into_iter().map(move |track| (medium.position, track)));
    (1..)
        .zip(all)
        .map(|(position, (disc, track))| {
            let length = track.length.or(track.recording.length);
            let facts = Facts {
                name: Some(track.title),
                runtime_seconds: length.and_then(|millis| i32::try_from((millis + 500) / 1000).ok()),
                metadata: object(json!({ "disc_number": disc.filter(|_| is_several) })),
                ..Facts::default()
            };
            Node { position: Some(position), facts, ids: vec![own(NAME, "recording", &track.recording.id)], parts: Vec::new() }
        })
        .collect()
}

fn credited(credit: &[Credit]) -> Option<String> {
    Some(credit.iter().flat_map(|one| [one.name.as_str(), one.joinphrase.as_str()]).collect::<String>())
        .filter(|names| !names.is_empty())
}

/// What people voted for, the most first.
fn genres(mut genres: Vec<Genre>) -> Vec<String> {
    genres.sort_by_key(|genre| std::cmp::Reverse(genre.count));
    genres.into_iter().map(|genre| genre.name).take(10).collect()
}

/// What is typed, as words to search for: nothing of it is syntax.
fn lucene(text: &str) -> String {
    let is_syntax = |char: char| "+-&|!(){}[]^\"~*?:\\/".contains(char);
    let mut query = String::with_capacity(text.len());
    for char in text.chars() {
        if is_syntax(char) {
            query.push('\\');
        }
        query.push(char);
    }
    // These mean something when they stand in capitals.
    query.replace(" AND ", " and ").replace(" OR ", " or ").replace(" NOT ", " not ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_never_syntax() {
        assert_eq!(lucene("AC/DC: \"Back (in) Black\""), "AC\\/DC\\: \\\"Back \\(in\\) Black\\\"");
        assert_eq!(lucene("this OR that"), "this or that");
    }
}
