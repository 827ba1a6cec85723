//! What a person played most.

use medianest_db::diary::{TopOrder, TopRow};
use medianest_db::{MediaItemId, UserId};

use super::DayRange;
use crate::catalogue::{builtin, music};
use crate::error::Problems;
use crate::policy::Actor;
use crate::{App, Result};

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
    check_places(first)?;
    let Some(counted) = counted else { return Ok(None) };
    let conn = app.db().await?;
    let zone = super::zone_of(&conn, counted.owner()).await?;
    let period = range.in_zone(zone);
    let mut lists = TopLists::default();
    for row in counted.top(&conn, period, order, first, builtin::MUSIC, music::NO_ALBUM).await? {
        lists.put(row);
    }
    Ok(Some(lists))
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
}

pub(super) fn check_places(first: i64) -> Result<()> {
    let mut problems = Problems::default();
    let fits = (1..=MOST_PLACES).contains(&first);
    problems.check(fits, "first", format_args!("ask for 1 to {MOST_PLACES}"));
    problems.into_result()
}
