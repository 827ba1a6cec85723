//! Keeping what providers answered of an item, and making the item of all that was kept.

use chrono::TimeDelta;
use medianest_db::catalogue::{MediaItem, MediaMetadata, NewMediaMetadata, ScraperPriority};
use medianest_db::{AsyncPgConnection, MetadataProvider};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::fields::without_nul;
use super::fill::{Filled, Shape, fill};
use super::merge::{Order, merge};
use super::provider::{Details, Node};
use super::when;
use crate::admin::audit::{self, Entry};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// How large what was really sent may be to be kept, as text.
const MOST_RAW: usize = 2 << 20;
/// What cannot be read today may be tomorrow.
const GARBLED: TimeDelta = TimeDelta::days(1);

/// What came of asking a provider about an item.
pub(super) struct Asked {
    /// Who.
    pub(super) provider: MetadataProvider,
    /// What the provider calls the item, or by what it was looked for.
    pub(super) id: String,
    /// What it said.
    pub(super) outcome: Outcome,
}

/// What a provider said.
pub(super) enum Outcome {
    /// All this.
    Known(Box<Details>),
    /// That it knows no such thing.
    Unknown,
    /// Something that cannot be read.
    Garbled,
}

/// What is kept of an answer.
#[derive(Serialize, Deserialize)]
struct Kept {
    node: Node,
}

/// Keeps what was answered.
pub(super) async fn put(app: &App, conn: &AsyncPgConnection, item: &MediaItem, asked: Asked) -> Result<()> {
    let now = app.now();
    let mut row = NewMediaMetadata {
        id: app.new_id(),
        media_item_id: item.id,
        provider: asked.provider.as_str(),
        external_id: &asked.id,
        language: &app.settings().metadata.language,
        data: &Value::Null,
        raw_response: None,
        fetched_at: now,
        expires_at: now + GARBLED,
    };
    match asked.outcome {
        Outcome::Known(details) => {
            row.expires_at = when::expiry(Some(&details), now);
            let data = serde_json::to_value(Kept { node: details.node }).map_err(Error::internal)?;
            let raw = without_nul(details.raw);
            row.data = &data;
            row.raw_response = Some(&raw).filter(|raw| raw.to_string().len() <= MOST_RAW);
            row.put(conn).await?;
        }
        Outcome::Unknown => {
            row.expires_at = when::expiry(None, now);
            row.put(conn).await?;
        }
        Outcome::Garbled => row.postpone(conn).await?,
    }
    Ok(())
}

/// Makes the item what everybody who was asked says of it, by the order in which they are believed. Asks nobody.
pub(super) async fn settle(app: &App, actor: &Actor, conn: &AsyncPgConnection, item: &MediaItem) -> Result<Filled> {
    let rows = MediaMetadata::of_item(conn, item.id, &app.settings().metadata.language).await?;
    let kept: Vec<(MetadataProvider, Kept)> = rows
        .into_iter()
        // What another version kept otherwise is asked for again when it is stale.
        .filter_map(|row| Some((row.provider.parse().ok()?, serde_json::from_value(row.data).ok()?)))
        .collect();
    if kept.is_empty() {
        return Ok(Filled::default());
    }
    let order = Order::new(ScraperPriority::of_type(conn, item.media_type_id).await?);
    let sources: Vec<_> = kept.iter().map(|(provider, kept)| (*provider, &kept.node)).collect();
    let merged = merge(&order, &sources);
    let shape = Shape::of(conn, item.media_type_id).await?;
    let filled = fill(app, actor, conn, &shape, item, &merged).await?;
    if filled != Filled::default() {
        let from: Vec<&str> = sources.iter().map(|(provider, _)| provider.as_str()).collect();
        let what = json!({ "changed": filled.changed, "added": filled.added, "providers": from });
        audit::record(app, actor, conn, Entry::new("catalogue.item_filled").on("media_item", item.id).context(what)).await?;
    }
    Ok(filled)
}
