//! One thing of what several say of it: for each field, whoever is asked first and knows.

use std::collections::HashMap;

use medianest_db::catalogue::ScraperPriority;
use medianest_db::{FallbackBehavior, MetadataProvider};
use serde_json::Map;

use super::provider::{Facts, Node};
use crate::catalogue::sort_name;

/// Who is asked for what, of one media type.
#[derive(Debug, Default)]
pub(super) struct Order(HashMap<String, Vec<Place>>);

#[derive(Debug, Clone, Copy)]
struct Place {
    provider: MetadataProvider,
    is_enabled: bool,
    is_last: bool,
}

/// What one provider says.
pub(super) type Source<'a> = (MetadataProvider, &'a Node);

impl Order {
    /// The order that administrators set, as far as they did.
    pub(super) fn new(rows: Vec<ScraperPriority>) -> Self {
        let mut orders: HashMap<String, Vec<Place>> = HashMap::new();
        for row in rows {
            // One that this version does not know is nobody.
            let Ok(provider) = row.provider.parse() else { continue };
            let is_last = row.fallback_behavior == FallbackBehavior::Stop;
            orders.entry(row.metadata_field).or_default().push(Place { provider, is_enabled: row.is_enabled, is_last });
        }
        Self(orders)
    }

    /// Everybody who is asked for a field, in order, and whether nobody is asked after them.
    fn of(&self, field: &str) -> Vec<Place> {
        let set = self.0.get(field).or_else(|| self.0.get("")).map_or(&[][..], Vec::as_slice);
        let others = MetadataProvider::ALL.iter().filter(|other| set.iter().all(|place| place.provider != **other));
        let places = others.map(|provider| Place { provider: *provider, is_enabled: true, is_last: false });
        set.iter().copied().chain(places).filter(|place| place.is_enabled).collect()
    }

    /// Whether a provider is asked for any field at all.
    pub(super) fn asks(&self, provider: MetadataProvider) -> bool {
        let is_asked = |field: &str| self.of(field).iter().any(|place| place.provider == provider);
        is_asked("") || self.0.keys().any(|field| is_asked(field))
    }

    /// The first of these who knows the field.
    fn pick<'a, T>(&self, field: &str, sources: &[Source<'a>], know: impl Fn(&'a Node) -> Option<T>) -> Option<T> {
        for place in self.of(field) {
            let Some((_, node)) = sources.iter().find(|(provider, _)| *provider == place.provider) else { continue };
            let known = know(node);
            if known.is_some() || place.is_last {
                return known;
            }
        }
        None
    }
}

/// One thing of what these say of it.
pub(super) fn merge(order: &Order, sources: &[Source<'_>]) -> Node {
    let mut ids = Vec::new();
    for id in sources.iter().flat_map(|(_, node)| &node.ids) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    let whose = order.pick("parts", sources, |node| Some(&node.parts).filter(|parts| !parts.is_empty()));
    let parts = whose.into_iter().flatten().map(|part| {
        let same: Vec<Source<'_>> =
            sources.iter().filter_map(|(who, node)| Some((*who, counterpart(part, &node.parts)?))).collect();
        merge(order, &same)
    });
    Node {
        position: sources.iter().find_map(|(_, node)| node.position),
        facts: facts(order, sources),
        ids,
        parts: parts.collect(),
    }
}

/// What another says of this part: that at its place, or what is called like it where things have no places.
fn counterpart<'a>(part: &Node, others: &'a [Node]) -> Option<&'a Node> {
    if part.position.is_some() {
        return others.iter().find(|other| other.position == part.position);
    }
    let name = |node: &Node| node.facts.name.as_deref().map(|name| sort_name(name, None));
    others.iter().find(|other| other.position.is_none() && name(other) == name(part))
}

fn facts(order: &Order, sources: &[Source<'_>]) -> Facts {
    macro_rules! pick {
        ($field:ident) => {
            order.pick(stringify!($field), sources, |node| node.facts.$field.clone())
        };
    }
    let mut metadata = Map::new();
    for key in sources.iter().flat_map(|(_, node)| node.facts.metadata.keys()) {
        if !metadata.contains_key(key)
            && let Some(value) = order.pick(key, sources, |node| node.facts.metadata.get(key))
        {
            metadata.insert(key.clone(), value.clone());
        }
    }
    let genres = order.pick("genres", sources, |node| Some(&node.facts.genres).filter(|genres| !genres.is_empty()));
    Facts {
        name: pick!(name),
        original_name: pick!(original_name),
        description: pick!(description),
        year: pick!(year),
        released_on: pick!(released_on),
        released_at: pick!(released_at),
        runtime_seconds: pick!(runtime_seconds),
        genres: genres.cloned().unwrap_or_default(),
        language: pick!(language),
        metadata,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TMDB: MetadataProvider = MetadataProvider::Tmdb;
    const TVMAZE: MetadataProvider = MetadataProvider::Tvmaze;

    fn row(field: &str, provider: MetadataProvider, is_enabled: bool, stops: bool) -> ScraperPriority {
        ScraperPriority {
            provider: provider.as_str().to_owned(),
            metadata_field: field.to_owned(),
            is_enabled,
            fallback_behavior: if stops { FallbackBehavior::Stop } else { FallbackBehavior::Continue },
        }
    }

    fn node(name: &str, description: Option<&str>) -> Node {
        let facts = Facts { name: Some(name.to_owned()), description: description.map(str::to_owned), ..Facts::default() };
        Node { facts, ..Node::default() }
    }

    fn description(rows: Vec<ScraperPriority>, tmdb: Option<&str>, tvmaze: Option<&str>) -> Option<String> {
        let (tmdb, tvmaze) = (node("A", tmdb), node("B", tvmaze));
        merge(&Order::new(rows), &[(TVMAZE, &tvmaze), (TMDB, &tmdb)]).facts.description
    }

    #[test]
    fn the_first_who_knows_a_field_is_believed() {
        assert_eq!(description(vec![], Some("t"), Some("m")).as_deref(), Some("t"), "the usual order");
        assert_eq!(description(vec![], None, Some("m")).as_deref(), Some("m"));
        let general = || vec![row("", TVMAZE, true, false)];
        assert_eq!(description(general(), Some("t"), Some("m")).as_deref(), Some("m"));
        assert_eq!(description(general(), Some("t"), None).as_deref(), Some("t"), "who is not named comes after");
        let mut own = general();
        own.push(row("description", TMDB, true, false));
        assert_eq!(description(own, Some("t"), Some("m")).as_deref(), Some("t"), "a field's own order goes before");
    }

    #[test]
    fn nobody_is_asked_after_the_one_who_stops_nor_anybody_who_is_off() {
        assert_eq!(description(vec![row("description", TVMAZE, true, true)], Some("t"), None), None);
        assert_eq!(description(vec![row("description", TMDB, false, false)], Some("t"), None), None);
        let order = Order::new(vec![row("", TMDB, false, false)]);
        assert!(!order.asks(TMDB) && order.asks(TVMAZE));
        let order = Order::new(vec![row("", TMDB, false, false), row("genres", TMDB, true, false)]);
        assert!(order.asks(TMDB), "for its genres");
    }

    #[test]
    fn parts_are_those_of_one_and_what_others_say_of_them_fills_them() {
        let part = |position, name: &str| Node { position: Some(position), ..node(name, None) };
        let mut tmdb = node("Show", None);
        tmdb.parts = vec![part(1, "Pilot"), part(2, "Second")];
        tmdb.ids = vec![("tmdb".into(), "show".into(), "1".into())];
        let mut tvmaze = node("Show", None);
        tvmaze.parts = vec![part(2, "Two"), part(3, "Three")];
        tvmaze.parts[0].facts.released_at = "2026-03-01T02:00:00Z".parse().ok();
        tvmaze.parts[0].facts.metadata.insert("poster_url".into(), json!("https://static.tvmaze.com/2.jpg"));
        tvmaze.ids = vec![("tvmaze".into(), "show".into(), "2".into())];
        let merged = merge(&Order::default(), &[(TMDB, &tmdb), (TVMAZE, &tvmaze)]);
        assert_eq!(merged.ids.len(), 2);
        let parts: Vec<_> = merged.parts.iter().map(|part| (part.position, part.facts.name.as_deref())).collect();
        assert_eq!(parts, [(Some(1), Some("Pilot")), (Some(2), Some("Second"))]);
        assert!(merged.parts[1].facts.released_at.is_some() && merged.parts[1].facts.metadata.contains_key("poster_url"));
        let theirs = Order::new(vec![row("parts", TVMAZE, true, false)]);
        let merged = merge(&theirs, &[(TMDB, &tmdb), (TVMAZE, &tvmaze)]);
        let parts: Vec<_> = merged.parts.iter().map(|part| part.facts.name.as_deref().unwrap()).collect();
        assert_eq!(parts, ["Second", "Three"], "the titles are still the first's");
    }
}
