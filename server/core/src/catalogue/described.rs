//! Films and episodes as players describe them, and which item of the catalogue they mean.

use medianest_db::catalogue::{ExternalKey, MediaItem, builtin};
use medianest_db::{AsyncPgConnection, MediaItemId};

use super::resolve::{self, Hint};
use crate::policy::{self, Actor};
use crate::{App, Result};

/// A film, show or episode in somebody's words.
#[derive(Debug, Clone)]
pub struct Words {
    /// `movie`, `show`, `season` or `episode`.
    pub kind: &'static str,
    /// Our own number for it.
    pub number: Option<i64>,
    /// Our own slug for it.
    pub slug: Option<String>,
    /// What others call it, the most trusted first.
    pub ids: Vec<ExternalKey>,
    /// Its title.
    pub title: Option<String>,
    /// Its year.
    pub year: Option<i16>,
}

/// An episode by its place.
#[derive(Debug, Clone)]
pub struct EpisodeWords {
    /// Of which show.
    pub show: Words,
    /// Of which season, 0 for the specials; `None` when `number` counts through all seasons.
    pub season: Option<i32>,
    /// Its number.
    pub number: i32,
}

/// What is meant.
#[derive(Debug, Clone)]
pub enum Described {
    /// A film or a show.
    Whole(Words),
    /// An episode: by its own ids, else by its place.
    Episode {
        /// Its own ids and title.
        words: Option<Words>,
        /// Its show, season and number.
        place: Option<EpisodeWords>,
    },
}

/// The item that is meant, if the catalogue has it.
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn find(app: &App, actor: &Actor, described: &Described) -> Result<Option<MediaItem>> {
    policy::catalogue::resolve(actor)?;
    let conn = app.db().await?;
    match described {
        Described::Whole(words) => whole(actor, &conn, words).await,
        Described::Episode { words, place } => {
            if let Some(place) = place
                && let Some(found) = episode(actor, &conn, place).await?
            {
                return Ok(Some(found));
            }
            match words {
                Some(words) => whole(actor, &conn, words).await,
                None => Ok(None),
            }
        }
    }
}

/// The episodes of a show that have come out, specials among them, in order.
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn episodes(app: &App, actor: &Actor, show: MediaItemId) -> Result<Vec<MediaItem>> {
    policy::catalogue::resolve(actor)?;
    let conn = app.db().await?;
    Ok(MediaItem::released_episodes(&conn, show, app.now().date_naive()).await?)
}

/// The seasons and episodes of a show, each season before its episodes, whether they have come out or not.
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn parts(app: &App, actor: &Actor, show: MediaItemId) -> Result<Vec<MediaItem>> {
    policy::catalogue::resolve(actor)?;
    Ok(MediaItem::parts_of_show(&*app.db().await?, show).await?)
}

async fn whole(actor: &Actor, conn: &AsyncPgConnection, words: &Words) -> Result<Option<MediaItem>> {
    let is_kind = |item: &MediaItem| match words.kind {
        "movie" => item.media_type_id == builtin::MOVIE,
        "show" => item.media_type_id == builtin::TV && item.hierarchy_level == 0,
        "season" => item.media_type_id == builtin::TV && item.hierarchy_level == 1,
        _ => item.media_type_id == builtin::TV && item.hierarchy_level == 2,
    };
    if let Some(number) = words.number
        && let Some(item) = MediaItem::find_by_number(conn, number).await?.filter(is_kind)
    {
        return Ok(Some(item));
    }
    let media_type_id = if words.kind == "movie" { builtin::MOVIE } else { builtin::TV };
    if let Some(slug) = &words.slug
        && let Some(item) = MediaItem::find_by_slug(conn, media_type_id, slug).await?.filter(is_kind)
    {
        return Ok(Some(item));
    }
    // The title of an episode or season alone says too little: many are called "Pilot".
    let title = if matches!(words.kind, "episode" | "season") { None } else { words.title.clone() };
    let hint = Hint { media_type_id, ids: words.ids.clone(), title, year: words.year, place: None };
    Ok(resolve::find(actor, conn, &hint).await?.filter(is_kind))
}

async fn episode(actor: &Actor, conn: &AsyncPgConnection, place: &EpisodeWords) -> Result<Option<MediaItem>> {
    let Some(show) = whole(actor, conn, &place.show).await? else { return Ok(None) };
    match place.season {
        Some(season) => resolve::episode_of(actor, conn, show.id, season, place.number).await,
        None => Ok(MediaItem::episode_by_absolute_number(conn, show.id, place.number).await?),
    }
}
