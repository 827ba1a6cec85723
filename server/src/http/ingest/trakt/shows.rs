//! What is said of episodes, put in order: by show, by season, by number.

use std::collections::{BTreeMap, HashMap};

use medianest_core::catalogue::facts::ItemFacts;
use medianest_core::db::MediaItemId;
use serde_json::{Map, Value, json};

/// A show, and what is said of its episodes by season and number.
pub struct OfShow<'a, T> {
    pub show: &'a ItemFacts,
    pub episodes: BTreeMap<i32, BTreeMap<i32, T>>,
}

/// Puts what is said of episodes under their shows, the show of the first one first. What is no episode is left out.
pub fn by_show<'a, T>(
    rows: impl IntoIterator<Item = T>,
    item: impl Fn(&T) -> MediaItemId,
    facts: &'a HashMap<MediaItemId, ItemFacts>,
) -> Vec<OfShow<'a, T>> {
    let mut shows: Vec<OfShow<'a, T>> = Vec::new();
    let mut places: HashMap<MediaItemId, usize> = HashMap::new();
    for row in rows {
        let Some(episode) = facts.get(&item(&row)).filter(|facts| facts.kind() == "episode") else { continue };
        let (Some(show), Some(season)) = (episode.root.as_deref(), episode.item.position_path.first().copied().flatten()) else {
            continue;
        };
        let Some(number) = episode.item.hierarchy_position else { continue };
        let place = *places.entry(show.item.id).or_insert_with(|| {
            shows.push(OfShow { show, episodes: BTreeMap::new() });
            shows.len() - 1
        });
        if let Some(of_show) = shows.get_mut(place) {
            of_show.episodes.entry(season).or_default().insert(number, row);
        }
    }
    shows
}

impl<T> OfShow<'_, T> {
    /// What is said of all of its episodes.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.episodes.values().flat_map(BTreeMap::values)
    }

    /// The seasons as they are sent, each episode with what is said of it.
    pub fn seasons(&self, describe: impl Fn(&T) -> Map<String, Value>) -> Value {
        let season = |(number, episodes): (&i32, &BTreeMap<i32, T>)| {
            let episodes: Vec<Value> = episodes
                .iter()
                .map(|(number, said)| {
                    let mut episode = describe(said);
                    episode.insert("number".to_owned(), json!(number));
                    Value::Object(episode)
                })
                .collect();
            json!({ "number": number, "episodes": episodes })
        };
        self.episodes.iter().map(season).collect()
    }
}
