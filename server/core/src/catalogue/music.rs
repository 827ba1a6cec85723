//! Tracks as players describe them, and which items of the catalogue they mean. Players know music by names, so what is not
//! there yet is made: artist, album, track.

use std::collections::HashMap;

use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, builtin};
use medianest_db::{AsyncPgConnection, MediaItemId};

use super::items::ItemDraft;
use super::resolve::{self, Hint};
use super::{external_ids, names};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// The album of tracks of which no album is known, called as MusicBrainz calls it.
pub(crate) const NO_ALBUM: &str = "[non-album tracks]";
/// What parts the artist whose track it is from those who are guests on it.
const GUESTS: &[&str] = &[" feat. ", " feat ", " ft. ", " featuring "];

/// A track in somebody's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TrackWords {
    /// Whose it is, guests and all.
    pub artist: String,
    /// Its title.
    pub title: String,
    /// The album it is on.
    pub album: Option<String>,
    /// How long it is.
    pub duration_seconds: Option<i32>,
    /// MusicBrainz's ids of the artists, in the order of their names.
    pub artist_ids: Vec<String>,
    /// MusicBrainz's id of the recording.
    pub recording_id: Option<String>,
    /// MusicBrainz's id of the release.
    pub release_id: Option<String>,
    /// MusicBrainz's id of the release group.
    pub release_group_id: Option<String>,
}

impl TrackWords {
    /// The artist without the guests.
    fn main_artist(&self) -> &str {
        let lower = self.artist.to_ascii_lowercase();
        let end = GUESTS.iter().filter_map(|word| lower.find(word)).filter(|end| *end > 0).min();
        self.artist[..end.unwrap_or(self.artist.len())].trim()
    }

    fn artist_draft(&self) -> ItemDraft {
        let name = self.main_artist();
        let mut draft = ItemDraft::new(builtin::MUSIC, name);
        // Several ids are in the order of the names only where the names are apart.
        let is_told_apart = self.artist_ids.len() == 1 || name.len() < self.artist.trim().len();
        draft.external_ids.extend(self.artist_ids.first().filter(|_| is_told_apart).and_then(|id| key("artist", id)));
        draft
    }

    fn album_draft(&self, artist: MediaItemId) -> ItemDraft {
        let mut draft = ItemDraft::new(builtin::MUSIC, self.album.as_deref().unwrap_or(NO_ALBUM)).below(artist, None);
        if self.album.is_some() {
            let group = self.release_group_id.as_deref().and_then(|id| key("release_group", id));
            draft.external_ids.extend(group.or_else(|| self.release_id.as_deref().and_then(|id| key("release", id))));
        }
        draft
    }

    fn track_draft(&self, album: MediaItemId) -> ItemDraft {
        let mut draft = ItemDraft::new(builtin::MUSIC, self.title.trim()).below(album, None);
        draft.runtime_seconds = self.duration_seconds;
        draft.external_ids.extend(self.recording_id.as_deref().and_then(|id| key("recording", id)));
        draft
    }
}

fn key(kind: &str, id: &str) -> Option<ExternalKey> {
    external_ids::key("musicbrainz", kind, id).ok()
}

/// The tracks that are meant, in their order, made with their albums and artists where they are not there yet. The number
/// of statements does not depend on how many there are.
///
/// # Errors
/// As [`crate::policy::catalogue::contribute`]; [`Error::Invalid`] for a name that none can have.
pub async fn find_or_create(app: &App, actor: &Actor, conn: &AsyncPgConnection, tracks: &[TrackWords]) -> Result<Vec<MediaItem>> {
    let artists = settle(app, actor, conn, tracks.iter().map(TrackWords::artist_draft).collect()).await?;
    // A track without an album is looked for on every album of its artist.
    let found = on_any_album(conn, tracks, &artists).await?;
    let missing: Vec<usize> = (0..tracks.len()).filter(|index| found[*index].is_none()).collect();
    let albums = missing.iter().map(|index| (artists[*index].id, tracks[*index].album_draft(artists[*index].id)));
    let albums = settle(app, actor, conn, own_ids(conn, albums.collect()).await?).await?;
    let drafts = missing.iter().zip(&albums).map(|(index, album)| (album.root_id, tracks[*index].track_draft(album.id)));
    let made = settle(app, actor, conn, own_ids(conn, drafts.collect()).await?).await?;
    let mut items = found;
    for (index, item) in missing.into_iter().zip(made) {
        items[index] = Some(item);
    }
    items.into_iter().map(|item| item.ok_or_else(|| Error::internal("a track was neither found nor made"))).collect()
}

/// The tracks without an album that their artists have somewhere.
async fn on_any_album(conn: &AsyncPgConnection, tracks: &[TrackWords], artists: &[MediaItem]) -> Result<Vec<Option<MediaItem>>> {
    let mut found: Vec<Option<MediaItem>> = tracks.iter().map(|_| None).collect();
    let open: Vec<usize> = (0..tracks.len()).filter(|index| tracks[*index].album.is_none()).collect();
    let keys: Vec<_> = open.iter().map(|index| (artists[*index].id, names::sort_name(&tracks[*index].title, None))).collect();
    if !keys.is_empty() {
        for (number, item) in MediaItem::parts_by_name(conn, 2, &keys).await? {
            found[open[number]].get_or_insert(item);
        }
    }
    Ok(found)
}

/// The drafts without ids that belong to something of another artist: compilations have one id and many artists.
async fn own_ids(conn: &AsyncPgConnection, drafts: Vec<(MediaItemId, ItemDraft)>) -> Result<Vec<ItemDraft>> {
    let keys: Vec<ExternalKey> = drafts.iter().flat_map(|(_, draft)| draft.external_ids.iter().cloned()).collect();
    let mut roots: HashMap<ExternalKey, MediaItemId> = HashMap::new();
    if !keys.is_empty() {
        let known = MediaExternalId::items_by_keys(conn, &keys).await?;
        roots.extend(known.into_iter().map(|(id, item)| (id.key(), item.root_id)));
    }
    // Of ids that come with several artists in one go, the first artist's are kept.
    Ok(drafts
        .into_iter()
        .map(|(root, mut draft)| {
            draft.external_ids.retain(|key| *roots.entry(key.clone()).or_insert(root) == root);
            draft
        })
        .collect())
}

/// The items of the drafts. Those known by name alone are looked for first: making such items holds others back.
async fn settle(app: &App, actor: &Actor, conn: &AsyncPgConnection, drafts: Vec<ItemDraft>) -> Result<Vec<MediaItem>> {
    let mut items: Vec<Option<MediaItem>> = drafts.iter().map(|_| None).collect();
    let (named, bare): (Vec<usize>, Vec<usize>) = (0..drafts.len()).partition(|index| !drafts[*index].external_ids.is_empty());
    make(app, actor, conn, &drafts, &named, &mut items).await?;
    let hints: Vec<Hint> = bare.iter().map(|index| Hint::from(&drafts[*index])).collect();
    for (index, item) in bare.iter().zip(resolve::find_many(actor, conn, &hints).await?) {
        items[*index] = item;
    }
    let missing: Vec<usize> = bare.into_iter().filter(|index| items[*index].is_none()).collect();
    make(app, actor, conn, &drafts, &missing, &mut items).await?;
    items.into_iter().map(|item| item.ok_or_else(|| Error::internal("an item was neither found nor made"))).collect()
}

async fn make(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    drafts: &[ItemDraft],
    wanted: &[usize],
    items: &mut [Option<MediaItem>],
) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let wanted_drafts: Vec<ItemDraft> = wanted.iter().map(|index| drafts[*index].clone()).collect();
    let made = resolve::find_or_create_many(app, actor, conn, &wanted_drafts).await?;
    for (index, made) in wanted.iter().zip(made) {
        items[*index] = Some(made?.item);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_do_not_make_another_artist() {
        let main = |artist: &str| TrackWords { artist: artist.to_owned(), ..TrackWords::default() }.main_artist().to_owned();
        assert_eq!(main("Massive Attack feat. Shara Nelson"), "Massive Attack");
        assert_eq!(main("Björk Featuring Rahzel"), "Björk");
        assert_eq!(main("Little Feat"), "Little Feat");
        assert_eq!(main(" feat. nobody"), "feat. nobody");
    }

    #[test]
    fn several_artists_ids_count_only_where_their_names_are_apart() {
        let ids = |artist: &str, count: usize| {
            let artist_ids = (0..count).map(|n| format!("id-{n}")).collect();
            TrackWords { artist: artist.to_owned(), artist_ids, ..TrackWords::default() }.artist_draft().external_ids.len()
        };
        assert_eq!((ids("A", 1), ids("A & B", 2), ids("A feat. B", 2), ids("A", 0)), (1, 0, 1, 0));
    }
}
