use std::collections::HashMap;

use async_graphql::Object;
use medianest_core::db::MediaItemId;
use medianest_core::db::diary as rows;
use medianest_core::diary::{history, library, ratings};
use medianest_core::policy::Actor;
use medianest_core::{App, Result};

use super::{LibraryEntry, Play};
use crate::graphql::Load;

/// The caller's library entries of items.
pub struct OwnEntryByItem;

impl Load for OwnEntryByItem {
    type Key = MediaItemId;
    type Value = LibraryEntry;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, LibraryEntry>> {
        let entries = library::own_by_items(app, actor, keys).await?;
        Ok(entries.into_iter().map(|entry| (entry.media_item_id, LibraryEntry(entry))).collect())
    }
}

/// The caller's latest plays of items, each with how many are asked for.
pub struct OwnPlaysByItem;

impl Load for OwnPlaysByItem {
    type Key = (MediaItemId, usize);
    type Value = Vec<Play>;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Vec<Play>>> {
        let items: Vec<MediaItemId> = keys.iter().map(|(item, _)| *item).collect();
        let most = keys.iter().map(|(_, limit)| *limit).max().unwrap_or(0);
        let mut by_item: HashMap<MediaItemId, Vec<Play>> = HashMap::new();
        for play in history::latest_own(app, actor, &items, most).await? {
            by_item.entry(play.media_item_id).or_default().push(Play(play));
        }
        let of_key = |(item, limit): &Self::Key| {
            let plays = by_item.get(item)?.iter().take(*limit).cloned().collect();
            Some(((*item, *limit), plays))
        };
        Ok(keys.iter().filter_map(of_key).collect())
    }
}

/// How the people whose ratings the caller may see rated an item, taken together.
#[derive(Clone)]
pub struct RatingSummary(pub rows::RatingSummary);

/// How the people whose ratings the caller may see rated an item, taken together.
#[Object]
impl RatingSummary {
    /// How many of them rated it.
    async fn count(&self) -> i64 {
        self.0.count
    }

    /// Their average, from 0 to 100.
    async fn average(&self) -> f64 {
        self.0.average
    }
}

/// How items were rated by everybody whose ratings the caller may see.
pub struct RatingSummaryByItem;

impl Load for RatingSummaryByItem {
    type Key = MediaItemId;
    type Value = RatingSummary;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, RatingSummary>> {
        let found = ratings::summaries(app, actor, keys).await?;
        Ok(found.into_iter().map(|summary| (summary.media_item_id, RatingSummary(summary))).collect())
    }
}
