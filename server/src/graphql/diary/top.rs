use async_graphql::{Context, Object, Result};
use medianest_core::diary::statistics as rules;

use crate::graphql::ContextExt;
use crate::graphql::catalogue::{MediaItem, MediaItemById};

/// What a person played most, each list in order.
pub struct TopLists(pub rules::TopLists);

fn items(list: &[rules::TopItem]) -> Vec<TopItem> {
    list.iter().copied().map(TopItem).collect()
}

/// What a person played most, each list in order.
#[Object]
impl TopLists {
    /// Films, shows, books: whatever is no music, each as a whole.
    async fn titles(&self) -> Vec<TopItem> {
        items(&self.0.titles)
    }

    /// Artists.
    async fn artists(&self) -> Vec<TopItem> {
        items(&self.0.artists)
    }

    /// Albums.
    async fn albums(&self) -> Vec<TopItem> {
        items(&self.0.albums)
    }

    /// Tracks.
    async fn tracks(&self) -> Vec<TopItem> {
        items(&self.0.tracks)
    }

    /// Genres of all that was played: a part without any has those of the whole.
    async fn genres(&self) -> Vec<TopGenre> {
        self.0.genres.iter().cloned().map(TopGenre).collect()
    }
}

/// Something a person played much.
pub struct TopItem(rules::TopItem);

/// Something a person played much.
#[Object]
impl TopItem {
    /// What.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.item_id).await?)
    }

    /// How many plays, of it or its parts.
    async fn play_count(&self) -> i64 {
        self.0.plays
    }

    /// Of how many different parts.
    async fn item_count(&self) -> i64 {
        self.0.items
    }

    /// How long they took together.
    async fn watched_seconds(&self) -> i64 {
        self.0.seconds
    }
}

/// A genre of which a person played much.
pub struct TopGenre(rules::TopGenre);

/// A genre of which a person played much.
#[Object]
impl TopGenre {
    /// Which.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How many plays.
    async fn play_count(&self) -> i64 {
        self.0.plays
    }

    /// Of how many different films, episodes, tracks.
    async fn item_count(&self) -> i64 {
        self.0.items
    }

    /// How long they took together.
    async fn watched_seconds(&self) -> i64 {
        self.0.seconds
    }
}
