//! Who is believed: the order in which providers are asked, for a media type or for one field of it.

use medianest_db::catalogue::{MediaType, NewScraperPriority, ScraperPriority};
use medianest_db::{AsyncConnection, AsyncPgConnection, FallbackBehavior, MediaTypeId, MetadataProvider};
use serde_json::{Value, json};

use super::{FIELDS, remerge};
use crate::admin::audit::{self, Entry};
use crate::catalogue::metadata_fields;
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// A provider's place in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub provider: MetadataProvider,
    /// Whether it is asked at all.
    pub is_enabled: bool,
    /// What is done when it knows the thing, but not the field.
    pub fallback: FallbackBehavior,
}

/// All orders of a media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orders {
    /// For all fields without one of their own: everybody, the first to be asked first.
    pub general: Vec<Place>,
    /// For these.
    pub own: Vec<(String, Vec<Place>)>,
    /// The fields that can have one.
    pub fields: Vec<String>,
}

/// All orders of a media type. For administrators.
///
/// # Errors
/// As [`policy::metadata::manage`]; [`Error::NotFound`].
pub async fn of_type(app: &App, actor: &Actor, media_type: MediaTypeId) -> Result<Orders> {
    policy::metadata::manage(actor)?;
    let conn = app.db().await?;
    let fields = fields(&conn, media_type).await?;
    Ok(orders(&ScraperPriority::of_type(&conn, media_type).await?, fields))
}

fn orders(rows: &[ScraperPriority], fields: Vec<String>) -> Orders {
    let of = |field: &str| {
        let named = rows.iter().filter(|row| row.metadata_field == field).filter_map(|row| {
            let provider = row.provider.parse().ok()?;
            Some(Place { provider, is_enabled: row.is_enabled, fallback: row.fallback_behavior })
        });
        let mut places: Vec<Place> = named.collect();
        let others = MetadataProvider::ALL.iter().filter(|other| places.iter().all(|place| place.provider != **other));
        let others: Vec<Place> = others
            .map(|provider| Place { provider: *provider, is_enabled: true, fallback: FallbackBehavior::Continue })
            .collect();
        places.extend(others);
        places
    };
    let mut names: Vec<&str> = rows.iter().map(|row| row.metadata_field.as_str()).filter(|field| !field.is_empty()).collect();
    names.dedup();
    Orders { general: of(""), own: names.into_iter().map(|field| (field.to_owned(), of(field))).collect(), fields }
}

async fn fields(conn: &AsyncPgConnection, media_type: MediaTypeId) -> Result<Vec<String>> {
    let media_type = MediaType::find(conn, media_type).await?.ok_or(Error::NotFound("media type"))?;
    let own = metadata_fields(&media_type.metadata_schema).into_iter().map(|field| field.name);
    Ok(FIELDS.iter().map(|field| (*field).to_owned()).chain(own).collect())
}

/// Sets the order for a field of a media type, or for all fields without one of their own; an empty one takes it away. Soon,
/// all items of the media type are made anew of what providers said of them. For administrators.
///
/// # Errors
/// As [`policy::metadata::manage`]; [`Error::NotFound`]; [`Error::Invalid`] naming `field` or `places`.
pub async fn set(app: &App, actor: &Actor, media_type: MediaTypeId, field: Option<&str>, places: &[Place]) -> Result<Orders> {
    policy::metadata::manage(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let known = fields(conn, media_type).await?;
        let mut problems = Problems::default();
        problems.check(
            field.is_none_or(|field| known.iter().any(|known| known == field)),
            "field",
            "this media type has no such field",
        );
        let is_double = |index: usize| places[..index].iter().any(|other| other.provider == places[index].provider);
        problems.check(!(0..places.len()).any(is_double), "places", "name each provider once");
        problems.into_result()?;
        let field = field.unwrap_or_default();
        let before = ScraperPriority::of_type(conn, media_type).await?;
        let rows: Vec<NewScraperPriority> = (0..)
            .zip(places)
            .map(|(priority, place)| NewScraperPriority {
                id: app.new_id(),
                media_type_id: media_type,
                provider: place.provider,
                metadata_field: field.to_owned(),
                priority,
                is_enabled: place.is_enabled,
                fallback_behavior: place.fallback,
            })
            .collect();
        NewScraperPriority::replace(conn, media_type, field, &rows).await?;
        let after = ScraperPriority::of_type(conn, media_type).await?;
        let entry = Entry::new("catalogue.provider_order_changed").on("media_type", media_type);
        let entry = entry.change(described(&before, field), described(&after, field)).context(json!({ "field": field }));
        audit::record(app, actor, conn, entry).await?;
        remerge::enqueue(app, actor, conn, media_type).await?;
        Ok(orders(&after, known))
    })
    .await
}

/// The order of a field, for the audit log.
fn described(rows: &[ScraperPriority], field: &str) -> Value {
    let place = |row: &ScraperPriority| json!({ "provider": row.provider, "is_enabled": row.is_enabled, "fallback": row.fallback_behavior.as_str() });
    json!({ "order": rows.iter().filter(|row| row.metadata_field == field).map(place).collect::<Vec<_>>() })
}
