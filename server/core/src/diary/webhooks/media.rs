use medianest_db::catalogue::{ExternalKey, MediaItem, builtin};
use medianest_db::diary::{PlayerMatch, ScrobbleFacts};
use medianest_db::{AsyncConnection as _, AsyncPgConnection, MediaItemId, UserId};

use crate::catalogue::described::{self, Described, EpisodeWords, Words};
use crate::catalogue::music::{self, TrackWords};
use crate::catalogue::{external_ids, resolve};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// The longest key of a match.
const MAX_KEY: usize = 600;
/// At which level of a show its episodes are.
const EPISODE_LEVEL: i16 = 2;

/// A film, an episode or a track in a player's words.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Media {
    Movie(Title),
    Episode {
        title: Title,
        show: Title,
        /// 0 for the specials.
        season: Option<i32>,
        number: Option<i32>,
    },
    Track {
        artist: String,
        title: String,
        album: Option<String>,
    },
}

/// What something is called.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Title {
    pub name: Option<String>,
    pub year: Option<i16>,
    /// What others call it, as provider and id.
    pub ids: Vec<(String, String)>,
}

impl Title {
    fn words(&self, kind: &'static str) -> Words {
        let key = |(provider, id): &(String, String)| -> Option<ExternalKey> { external_ids::key(provider, kind, id).ok() };
        let ids = self.ids.iter().filter_map(key).collect();
        Words { kind, number: None, slug: None, ids, title: self.name.clone(), year: self.year }
    }

    /// What a match of a film or a show is remembered by: each of its ids, else its name and year.
    fn keys(&self, kind: &str) -> Vec<String> {
        let ids = self.ids.iter().map(|(provider, id)| format!("{kind}:{provider}:{id}"));
        let year = self.year.map(|year| format!(" ({year})")).unwrap_or_default();
        let named = self.name.iter().map(|name| format!("{kind}:{}{year}", name.to_lowercase()));
        ids.chain(named).map(bounded).collect()
    }
}

impl Media {
    /// What it is called, for a person.
    pub(super) fn name(&self) -> String {
        let or_ids = |title: &Title| {
            let id = || title.ids.first().map(|(provider, id)| format!("{provider}:{id}"));
            title.name.clone().or_else(id).unwrap_or_else(|| "?".to_owned())
        };
        match self {
            Self::Movie(title) => match title.year {
                Some(year) => format!("{} ({year})", or_ids(title)),
                None => or_ids(title),
            },
            Self::Episode { title, show, season: Some(season), number: Some(number) } => {
                let own = title.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
                format!("{} {season}x{number:02}{own}", or_ids(show))
            }
            Self::Episode { title, show, .. } => format!("{}: {}", or_ids(show), or_ids(title)),
            Self::Track { artist, title, .. } => format!("{artist}: {title}"),
        }
    }

    /// What a match of the thing itself is remembered by, the surest first.
    pub(super) fn own_keys(&self) -> Vec<String> {
        match self {
            Self::Movie(title) => title.keys("movie"),
            Self::Episode { title, show, season, number } => {
                let ids = Title { name: None, ..title.clone() }.keys("episode");
                // An episode's name says too little: many are called "Pilot".
                let places = season.zip(*number).map(|(season, number)| {
                    show.keys("episode").into_iter().map(move |show| bounded(format!("{show}:{season}x{number}")))
                });
                ids.into_iter().chain(places.into_iter().flatten()).collect()
            }
            Self::Track { artist, title, .. } => vec![bounded(format!("track:{artist}:{title}").to_lowercase())],
        }
    }

    /// What a match of an episode's show is remembered by.
    pub(super) fn show_keys(&self) -> Vec<String> {
        match self {
            Self::Episode { show, .. } => show.keys("show"),
            Self::Movie(_) | Self::Track { .. } => Vec::new(),
        }
    }

    /// All of them.
    pub(super) fn keys(&self) -> Vec<String> {
        self.own_keys().into_iter().chain(self.show_keys()).collect()
    }

    /// Remembers that the person means this item; of an episode also its show, so that the others are found by themselves.
    pub(super) async fn remember(&self, conn: &AsyncPgConnection, user: UserId, item: &MediaItem) -> Result<()> {
        let is_episode = item.media_type_id == builtin::TV && item.hierarchy_level == EPISODE_LEVEL;
        let shows = if is_episode { self.show_keys() } else { Vec::new() };
        let own = self.own_keys().into_iter().map(|key| (key, item.id));
        let mut rows: Vec<PlayerMatch> = own
            .chain(shows.into_iter().map(|key| (key, item.root_id)))
            .map(|(match_key, media_item_id)| PlayerMatch { user_id: user, match_key, media_item_id })
            .collect();
        rows.sort_by(|a, b| a.match_key.cmp(&b.match_key));
        rows.dedup_by(|a, b| a.match_key == b.match_key);
        Ok(PlayerMatch::remember(conn, &rows).await?)
    }

    /// The item that is meant: by ids, else by names; each time what the person said before, else what the catalogue has.
    /// Tracks are made, as those of other scrobblers are.
    pub(super) async fn resolve(&self, app: &App, actor: &Actor, user: UserId) -> Result<Option<MediaItem>> {
        if let Some(by_ids) = self.without_names()
            && let Some(found) = by_ids.look_up(app, actor, user).await?
        {
            return Ok(Some(found));
        }
        self.look_up(app, actor, user).await
    }

    /// The same, called by ids alone, if it has any.
    fn without_names(&self) -> Option<Self> {
        let nameless = |title: &Title| Title { name: None, ..title.clone() };
        let bare = match self {
            Self::Movie(title) => Self::Movie(nameless(title)),
            Self::Episode { title, show, season, number } => {
                Self::Episode { title: nameless(title), show: nameless(show), season: *season, number: *number }
            }
            Self::Track { .. } => return None,
        };
        Some(bare).filter(|bare| !bare.keys().is_empty())
    }

    async fn look_up(&self, app: &App, actor: &Actor, user: UserId) -> Result<Option<MediaItem>> {
        {
            let mut conn = app.db().await?;
            if let Some(said) = self.as_said(actor, &conn, user).await? {
                return Ok(Some(said));
            }
            if let Self::Track { artist, title, album } = self {
                let words =
                    TrackWords { artist: artist.clone(), title: title.clone(), album: album.clone(), ..TrackWords::default() };
                let made =
                    conn.transaction(async |conn| music::find_or_create(app, actor, conn, std::slice::from_ref(&words)).await);
                return Ok(made.await?.pop());
            }
        }
        match self {
            Self::Movie(title) => described::find(app, actor, &Described::Whole(title.words("movie"))).await,
            Self::Episode { title, show, season, number } => {
                // Its own ids are surer than a place, which is counted in many ways.
                let words = Some(title.words("episode")).filter(|words| !words.ids.is_empty());
                if words.is_some()
                    && let Some(found) = described::find(app, actor, &Described::Episode { words, place: None }).await?
                {
                    return Ok(Some(found));
                }
                let Some((season, number)) = season.zip(*number) else { return Ok(None) };
                let place = EpisodeWords { show: show.words("show"), season: Some(season), number };
                described::find(app, actor, &Described::Episode { words: None, place: Some(place) }).await
            }
            Self::Track { .. } => Ok(None),
        }
    }

    async fn as_said(&self, actor: &Actor, conn: &AsyncPgConnection, user: UserId) -> Result<Option<MediaItem>> {
        let said = PlayerMatch::of(conn, user, &self.keys()).await?;
        let find = |keys: &[String]| -> Option<MediaItemId> {
            keys.iter().find_map(|key| said.iter().find(|(known, _)| known == key).map(|(_, item)| *item))
        };
        if let Some(item) = find(&self.own_keys()) {
            return Ok(MediaItem::find(conn, item).await?);
        }
        match (self, find(&self.show_keys())) {
            (Self::Episode { season: Some(season), number: Some(number), .. }, Some(show)) => {
                resolve::episode_of(actor, conn, show, *season, *number).await
            }
            _ => Ok(None),
        }
    }
}

/// An item that a player can play, to be the match of something.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] for one that only holds others.
pub(super) async fn playable(conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> Result<MediaItem> {
    let facts = ScrobbleFacts::find(conn, user, item).await?.ok_or(Error::NotFound("item"))?;
    if facts.is_container {
        return Err(Error::invalid("itemId", "this holds what can be played; name the episode or track itself"));
    }
    MediaItem::find(conn, item).await?.ok_or(Error::NotFound("item"))
}

fn bounded(key: String) -> String {
    if key.chars().count() <= MAX_KEY { key } else { key.chars().take(MAX_KEY).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(name: &str, ids: &[(&str, &str)]) -> Title {
        let ids = ids.iter().map(|(provider, id)| ((*provider).to_owned(), (*id).to_owned())).collect();
        Title { name: Some(name.to_owned()).filter(|name| !name.is_empty()), year: None, ids }
    }

    #[test]
    fn an_episode_is_remembered_by_its_ids_and_its_place_but_not_by_its_name() {
        let episode = Media::Episode {
            title: titled("Pilot", &[("tvdb", "7")]),
            show: titled("Night Watch", &[("tmdb", "5")]),
            season: Some(1),
            number: Some(2),
        };
        assert_eq!(episode.own_keys(), ["episode:tvdb:7", "episode:tmdb:5:1x2", "episode:night watch:1x2"]);
        assert_eq!(episode.show_keys(), ["show:tmdb:5", "show:night watch"]);
        assert_eq!(episode.name(), "Night Watch 1x02 Pilot");
        assert_eq!(episode.without_names().unwrap().keys(), ["episode:tvdb:7", "episode:tmdb:5:1x2", "show:tmdb:5"]);
        let nowhere = Media::Episode { title: titled("Pilot", &[]), show: titled("", &[]), season: None, number: None };
        assert_eq!(nowhere.keys(), Vec::<String>::new());
    }

    #[test]
    fn a_film_of_another_year_is_another_film() {
        let film = |year| Media::Movie(Title { year, ..titled("Dune", &[]) });
        assert_eq!(film(Some(1984)).keys(), ["movie:dune (1984)"]);
        assert_ne!(film(Some(1984)).keys(), film(Some(2021)).keys());
        let long = Media::Movie(titled(&"x".repeat(2000), &[]));
        assert_eq!(long.keys()[0].chars().count(), MAX_KEY);
    }
}
