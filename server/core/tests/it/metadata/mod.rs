//! What others know: asking them, keeping what they say, and making one item of it.

mod contract;
mod faults;
mod merging;
mod refreshing;
mod services;
mod tmdb;

use chrono::{DateTime, Utc};
use medianest_core::catalogue::resolve::Resolved;
use medianest_core::catalogue::{ChildrenOf, MediaItem, browse, items};
use medianest_core::config::MetadataService;
use medianest_core::jobs::{self, Definition};
use medianest_core::metadata::add;
use medianest_core::policy::Actor;
use medianest_core::{App, Result};
use medianest_db::{MediaItemId, MetadataProvider};
use medianest_test_support::{Fake, Person, World};
use secrecy::SecretString;
use serde_json::Value;

/// A fake of TMDB, and how it is asked.
async fn tmdb() -> (Fake, MetadataService) {
    let fake = Fake::start().await;
    let service = MetadataService::Tmdb { url: fake.url.clone(), token: SecretString::from("the-token") };
    (fake, service)
}

/// A fake of TVmaze, and how it is asked.
async fn tvmaze() -> (Fake, MetadataService) {
    let fake = Fake::start().await;
    let service = MetadataService::Tvmaze { url: fake.url.clone() };
    (fake, service)
}

async fn add(world: &World, person: &Person, provider: MetadataProvider, kind: &str, id: &str) -> Result<Resolved> {
    add::from_provider(&world.app, &person.actor, provider, kind, id).await
}

async fn item(app: &App, id: MediaItemId) -> MediaItem {
    items::find(app, &Actor::system("test"), id).await.unwrap().unwrap()
}

async fn parts(app: &App, id: MediaItemId) -> Vec<MediaItem> {
    let key = ChildrenOf { parent_id: id, after: None, limit: 100 };
    browse::children(app, &Actor::system("test"), &[key]).await.unwrap()
}

async fn number(world: &World, sql: &str) -> i64 {
    world.database.sql().await.query_one(sql, &[]).await.unwrap().get(0)
}

/// The ids of an item, as `provider:kind:id`.
async fn ids(world: &World, id: MediaItemId) -> Vec<String> {
    let sql = "SELECT provider || ':' || kind || ':' || external_id FROM media_external_ids WHERE media_item_id = $1 ORDER BY 1";
    let rows = world.database.sql().await.query(sql, &[&id.0]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Runs something that else runs by the clock.
async fn run(world: &World, name: &str) -> Value {
    let job: &Definition = jobs::definition(name).unwrap();
    (job.run)(world.app.clone(), serde_json::json!({})).await.unwrap()
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}
