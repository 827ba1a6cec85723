//! MediaNest's own format, which the import `json` reads again; `docs/import.schema.json` describes it.

use medianest_db::catalogue::MediaItem;
use medianest_db::diary::InteractionEvent;
use medianest_db::lists::UserList;
use medianest_db::{DatePrecision, PlayOrigin};
use serde_json::{Map, Value, json};

use super::account;
use super::facts::{Fact, Section};
use super::layout::{File, Layout, Told, time};
use crate::catalogue::levels;

pub(super) fn files(lists: &[UserList]) -> Vec<File> {
    let file = |name: &str, section| File { name: format!("{name}.json"), section, layout: Layout::Json(record) };
    let mut files = vec![
        file("plays", Section::Plays),
        file("ratings", Section::Ratings),
        file("library", Section::Library),
        file("reviews", Section::Reviews),
    ];
    files.extend(
        lists.iter().map(|list| file(&format!("lists/{}", super::run::file_name(list)), Section::List(Box::new(list.clone())))),
    );
    files.push(File { name: "account/events.json".to_owned(), section: Section::Events, layout: Layout::Json(event) });
    files.extend(account::files("json", |_| Layout::Json(account::object)));
    files
}

fn record(told: &Told<'_>) -> Option<Value> {
    let (part, fact) = match told.fact {
        Fact::Play(play) => {
            // A play that came from such a file keeps the id it had there.
            let is_ours = play.origin == PlayOrigin::Import && play.source == "json";
            let id = play.source_event_id.clone().filter(|_| is_ours).unwrap_or_else(|| play.id.to_string());
            let fact = json!({
                "id": id,
                "watched_at": told.moment(play.watched_at, play.date_precision, play.timezone.as_deref()),
                "started_at": play.started_at.filter(|_| play.date_precision == DatePrecision::Second).map(time),
                "watched_seconds": play.watched_seconds,
                "source": play.source, "device_name": play.device_name, "is_private": play.is_private, "notes": play.notes,
            });
            ("play", fact)
        }
        Fact::Rating(rating) => {
            let fact = json!({ "rating": rating.rating, "scale": rating.rating_type, "rated_at": time(rating.rated_at) });
            ("rating", fact)
        }
        Fact::Entry(entry) => {
            let fact = json!({
                "status": entry.status, "added_at": time(entry.added_at), "is_favorite": entry.is_favorite,
                "is_private": entry.is_private, "notes": entry.notes, "tags": entry.custom_fields.get("tags"),
                "custom_fields": entry.custom_fields,
            });
            ("entry", fact)
        }
        Fact::Review(review) => {
            let fact = json!({
                "title": review.title, "content": review.content, "contains_spoilers": review.contains_spoilers,
                "is_public": review.is_public, "created_at": time(review.created_at),
            });
            ("review", fact)
        }
        Fact::Listed(listed) => {
            let list = told.list()?;
            let fact = json!({
                "kind": list.kind, "name": list.name, "description": list.description,
                "added_at": time(listed.added_at), "notes": listed.notes,
            });
            ("list", fact)
        }
        Fact::List(_) | Fact::Event(_) | Fact::Row(_) => return None,
    };
    let levels = told.items.levels(told.fact.item()?);
    let kind = told.items.type_of(levels.first()?);
    let levels: Vec<Value> = levels.iter().map(|item| level(told, kind, item)).collect();
    Some(json!({ "type": kind, "levels": levels, part: without_nulls(fact) }))
}

fn level(told: &Told<'_>, kind: &str, item: &MediaItem) -> Value {
    let noun = levels::noun(kind, usize::try_from(item.hierarchy_level).unwrap_or_default());
    let mut ids = Map::new();
    for id in told.items.ids(item.id) {
        let key = if Some(id.kind.as_str()) == noun { id.provider.clone() } else { format!("{}/{}", id.provider, id.kind) };
        ids.insert(key, Value::String(id.external_id.clone()));
    }
    without_nulls(json!({
        "title": item.name, "original_title": item.original_name, "year": item.year, "number": item.hierarchy_position,
        "runtime_seconds": item.runtime_seconds, "ids": ids,
    }))
}

fn event(told: &Told<'_>) -> Option<Value> {
    let Fact::Event(event) = told.fact else { return None };
    let InteractionEvent { id, occurred_at, received_at, event_type, progress_percent, position_seconds, .. } = event;
    Some(without_nulls(json!({
        "id": id, "occurred_at": time(*occurred_at), "received_at": time(*received_at), "event_type": event_type,
        "media_item_id": event.media_item_id, "item": told.items.levels(event.media_item_id).last().map(|item| &item.name),
        "progress_percent": progress_percent, "position_seconds": position_seconds,
        "duration_seconds": event.duration_seconds, "source": event.source, "source_event_id": event.source_event_id,
        "device_name": event.device_name, "is_private": event.is_private,
    })))
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}
