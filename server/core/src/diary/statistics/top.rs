//! What a person played most.

use chrono_tz::Tz;
use medianest_db::diary::{Counted, TopOrder, TopRow};
use medianest_db::{AsyncPgConnection, MediaItemId, UserId};

use super::DayRange;
use super::kept::Kept;
use crate::catalogue::{builtin, music};
use crate::error::Problems;
use crate::policy::Actor;
use crate::{App, Error, Result};

/// The most places a list has.
pub const MOST_PLACES: i64 = 100;

/// What a person played most, each list in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopLists {
    /// Films, shows, books: whatever is no music, each as a whole.
    pub titles: Vec<TopItem>,
    /// Artists.
    pub artists: Vec<TopItem>,
    /// Albums.
    pub albums: Vec<TopItem>,
    /// Tracks.
    pub tracks: Vec<TopItem>,
    /// Genres of all that was played.
    pub genres: Vec<TopGenre>,
}

/// Something a person played much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopItem {
    /// What.
    pub item_id: MediaItemId,
    /// How many plays, of it or its parts.
    pub plays: i64,
    /// Of how many different parts.
    pub items: i64,
    /// How long they took together.
    pub seconds: i64,
}

/// A genre of which a person played much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopGenre {
    /// Which.
    pub name: String,
    /// How many plays.
    pub plays: i64,
    /// Of how many different films, episodes, tracks.
    pub items: i64,
    /// How long they took together.
    pub seconds: i64,
}

/// What a person played most in a time of their calendar, the actor where nobody is named. `None` where the actor may not
/// see it.
///
/// # Errors
/// [`crate::Error::Invalid`] for a period that cannot be or too many places, [`crate::Error::Forbidden`] without the scope
/// `read`.
pub async fn top(
    app: &App,
    actor: &Actor,
    user: Option<UserId>,
    range: DayRange,
    order: TopOrder,
    first: i64,
) -> Result<Option<TopLists>> {
    let counted = super::counted(app, actor, user).await?;
    range.check()?;
    let places = check_places(first)?;
    let Some(counted) = counted else { return Ok(None) };
    let conn = app.db().await?;
    let zone = super::zone_of(&conn, counted.owner()).await?;
    let kept = match Kept::of(range) {
        Some(period) => period.top(&conn, &counted, order).await?,
        None => None,
    };
    let rows = match kept {
        Some(rows) => rows,
        None => count(&conn, &counted, zone, range, order, first).await?,
    };
    let mut lists = TopLists::default();
    for row in rows {
        lists.put(row);
    }
    lists.shorten(places);
    Ok(Some(lists))
}

/// Each list's first places, in order.
pub(super) async fn count(
    conn: &AsyncPgConnection,
    counted: &Counted,
    zone: Tz,
    range: DayRange,
    order: TopOrder,
    first: i64,
) -> Result<Vec<TopRow>> {
    Ok(counted.top(conn, range.in_zone(zone), order, first, builtin::MUSIC, music::NO_ALBUM).await?)
}

impl TopLists {
    fn put(&mut self, row: TopRow) {
        let TopRow { list, media_item_id, genre, plays, items, seconds } = row;
        let list = match list.as_str() {
            "titles" => &mut self.titles,
            "artists" => &mut self.artists,
            "albums" => &mut self.albums,
            "tracks" => &mut self.tracks,
            _ => {
                self.genres.extend(genre.map(|name| TopGenre { name, plays, items, seconds }));
                return;
            }
        };
        list.extend(media_item_id.map(|item_id| TopItem { item_id, plays, items, seconds }));
    }

    fn shorten(&mut self, places: usize) {
        for list in [&mut self.titles, &mut self.artists, &mut self.albums, &mut self.tracks] {
            list.truncate(places);
        }
        self.genres.truncate(places);
    }
}

pub(super) fn check_places(first: i64) -> Result<usize> {
    let mut problems = Problems::default();
    let fits = (1..=MOST_PLACES).contains(&first);
    problems.check(fits, "first", format_args!("ask for 1 to {MOST_PLACES}"));
    problems.into_result()?;
    usize::try_from(first).map_err(Error::internal)
}
