use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::Pg;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, SmallInt, Text, Timestamptz, Untyped, Uuid};
use diesel::{ExpressionMethods, PgArrayExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::{MediaItem, UNPLACED};
use crate::kept::Keep as _;
use crate::schema::{media_external_ids, media_items};
use crate::{MediaItemId, MediaTypeId, TextArray};

/// Which items a list holds. Items of disabled types are only in it when their type is named.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// Of these types.
    pub media_types: Option<Vec<MediaTypeId>>,
    /// At these levels; `None` is every level.
    pub levels: Option<Vec<i16>>,
    /// Parts of this item.
    pub parent_id: Option<MediaItemId>,
    /// This item and everything below it.
    pub root_id: Option<MediaItemId>,
    /// With all of these genres.
    pub genres: Vec<String>,
    /// Of this year or later.
    pub year_from: Option<i16>,
    /// Of this year or earlier.
    pub year_to: Option<i16>,
    /// In this language.
    pub language: Option<String>,
    /// Out on this day or later.
    pub released_from: Option<NaiveDate>,
    /// Out on this day or earlier.
    pub released_to: Option<NaiveDate>,
    /// With an id of this provider.
    pub has_external_id: Option<String>,
    /// Without an id of this provider.
    pub lacks_external_id: Option<String>,
}

/// What a list of items is sorted by. What is not known comes last, whatever the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemSort {
    /// The sort name.
    SortName,
    /// The day it came out.
    Released,
    /// When it was added.
    Created,
    /// The year.
    Year,
}

/// Where an item stands in a list of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemKey {
    /// In a list by sort name.
    #[serde(rename = "n")]
    SortName(String),
    /// In a list by release.
    #[serde(rename = "r")]
    Released(Option<NaiveDate>),
    /// In a list by age.
    #[serde(rename = "c")]
    Created(DateTime<Utc>),
    /// In a list by year.
    #[serde(rename = "y")]
    Year(Option<i16>),
    /// Among the parts of an item, by position ([`UNPLACED`] for none).
    #[serde(rename = "p")]
    Position(i32),
}

impl ItemSort {
    /// Where the item stands in a list of this sort.
    #[must_use]
    pub fn key(self, item: &MediaItem) -> ItemKey {
        match self {
            Self::SortName => ItemKey::SortName(item.sort_name.clone()),
            Self::Released => ItemKey::Released(item.released_on),
            Self::Created => ItemKey::Created(item.created_at),
            Self::Year => ItemKey::Year(item.year),
        }
    }

    /// Whether the key is of a list of this sort.
    #[must_use]
    pub fn fits(self, key: &ItemKey) -> bool {
        matches!(
            (self, key),
            (Self::SortName, ItemKey::SortName(_))
                | (Self::Released, ItemKey::Released(_))
                | (Self::Created, ItemKey::Created(_))
                | (Self::Year, ItemKey::Year(_))
        )
    }

    /// The sorted expression, as its indexes have it, and what stands in it for the unknown.
    fn expression(self, descending: bool) -> (&'static str, &'static str) {
        match (self, descending) {
            (Self::SortName, _) => ("media_items.sort_name", ""),
            (Self::Created, _) => ("media_items.created_at", ""),
            (Self::Released, false) => ("coalesce(media_items.released_on, 'infinity'::date)", "'infinity'::date"),
            (Self::Released, true) => ("coalesce(media_items.released_on, '-infinity'::date)", "'-infinity'::date"),
            (Self::Year, false) => ("coalesce(media_items.year, 32767::smallint)", "32767::smallint"),
            (Self::Year, true) => ("coalesce(media_items.year, (-32768)::smallint)", "(-32768)::smallint"),
        }
    }
}

type Boxed<'a> = media_items::BoxedQuery<'a, Pg>;

fn filtered(filter: &ItemFilter) -> Boxed<'_> {
    let mut query = media_items::table.into_boxed();
    query = match &filter.media_types {
        Some(types) => query.filter(media_items::media_type_id.eq_any(types)),
        None => query.filter(sql::<Bool>("media_items.media_type_id IN (SELECT id FROM media_types WHERE is_enabled)")),
    };
    match filter.levels.as_deref() {
        // Said twice, so that the indexes of top-level items serve it.
        Some([0]) => query = query.filter(media_items::parent_id.is_null()).filter(media_items::hierarchy_level.eq(0)),
        Some(levels) => query = query.filter(media_items::hierarchy_level.eq_any(levels)),
        None => {}
    }
    if let Some(parent) = filter.parent_id {
        query = query.filter(media_items::parent_id.eq(parent));
    }
    if let Some(root) = filter.root_id {
        query = query.filter(media_items::root_id.eq(root));
    }
    if !filter.genres.is_empty() {
        query = query.filter(media_items::genres.contains(TextArray(filter.genres.clone())));
    }
    if let Some(year) = filter.year_from {
        query = query.filter(media_items::year.ge(year));
    }
    if let Some(year) = filter.year_to {
        query = query.filter(media_items::year.le(year));
    }
    if let Some(language) = &filter.language {
        query = query.filter(media_items::language.eq(language));
    }
    if let Some(day) = filter.released_from {
        query = query.filter(media_items::released_on.ge(day));
    }
    if let Some(day) = filter.released_to {
        query = query.filter(media_items::released_on.le(day));
    }
    let of_provider = |provider: &str| {
        media_external_ids::table
            .filter(media_external_ids::media_item_id.eq(media_items::id))
            .filter(media_external_ids::provider.eq(provider.to_owned()))
    };
    if let Some(provider) = &filter.has_external_id {
        query = query.filter(exists(of_provider(provider)));
    }
    if let Some(provider) = &filter.lacks_external_id {
        query = query.filter(diesel::dsl::not(exists(of_provider(provider))));
    }
    query
}

/// The parts of one item that a list of many items' parts asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChildrenOf {
    /// The parent.
    pub parent_id: MediaItemId,
    /// The position ([`UNPLACED`] for none) and id of the last part already seen.
    pub after: Option<(i32, MediaItemId)>,
    /// How many at the most.
    pub limit: i64,
}

impl MediaItem {
    /// A page of the items that pass the filter.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        filter: &ItemFilter,
        sort: ItemSort,
        descending: bool,
        after: Option<&(ItemKey, MediaItemId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let (key, unknown) = sort.expression(descending);
        let (compare, direction) = if descending { ("<", "DESC") } else { (">", "ASC") };
        let mut query = filtered(filter);
        if let Some((last, id)) = after {
            let start = sql::<Bool>(&format!("({key}, media_items.id) {compare} ("));
            query = match last {
                ItemKey::SortName(name) => query.filter(start.bind::<Text, _>(name).sql(", ").bind::<Uuid, _>(id).sql(")")),
                ItemKey::Created(at) => query.filter(start.bind::<Timestamptz, _>(at).sql(", ").bind::<Uuid, _>(id).sql(")")),
                ItemKey::Released(day) => query.filter(
                    start
                        .sql("coalesce(")
                        .bind::<Nullable<Date>, _>(day)
                        .sql(&format!(", {unknown}), "))
                        .bind::<Uuid, _>(id)
                        .sql(")"),
                ),
                // No list of this kind is sorted by position; the rules refuse such a cursor.
                ItemKey::Position(_) => query,
                ItemKey::Year(year) => query.filter(
                    start
                        .sql("coalesce(")
                        .bind::<Nullable<SmallInt>, _>(year)
                        .sql(&format!(", {unknown}), "))
                        .bind::<Uuid, _>(id)
                        .sql(")"),
                ),
            };
        }
        query
            .order(sql::<Untyped>(&format!("{key} {direction}, media_items.id {direction}")))
            .limit(limit)
            .select(Self::as_select())
            .keep()
            .load(&mut conn)
            .await
    }

    /// How many items pass the filter.
    pub async fn count(mut conn: &AsyncPgConnection, filter: &ItemFilter) -> QueryResult<i64> {
        filtered(filter).count().get_result(&mut conn).await
    }

    /// The genres of the top-level items that pass the filter, in alphabetical order.
    pub async fn genres(mut conn: &AsyncPgConnection, filter: &ItemFilter, limit: i64) -> QueryResult<Vec<String>> {
        filtered(filter)
            // In the words of the index.
            .filter(sql::<Bool>("media_items.genres <> '{}'"))
            .select(sql::<Text>("unnest(media_items.genres)"))
            .distinct()
            .order(sql::<Untyped>("1"))
            .limit(limit)
            .keep()
            .load(&mut conn)
            .await
    }

    /// The first parts of each of these items, by position: one statement for all. Parts without a position come last.
    pub async fn children(mut conn: &AsyncPgConnection, of: &[ChildrenOf]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "SELECT {} FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::bigint[]) WITH ORDINALITY
                 AS p(parent_id, after_position, after_id, row_limit, ordinal)
             CROSS JOIN LATERAL (
                 SELECT * FROM media_items c WHERE c.parent_id = p.parent_id
                     AND (p.after_id IS NULL OR (coalesce(c.hierarchy_position, {UNPLACED}), c.id) > (p.after_position, p.after_id))
                 ORDER BY coalesce(c.hierarchy_position, {UNPLACED}), c.id LIMIT p.row_limit
             ) i
             ORDER BY p.ordinal, coalesce(i.hierarchy_position, {UNPLACED}), i.id",
            super::items::COLUMNS
        ))
        .bind::<Array<Uuid>, _>(of.iter().map(|of| of.parent_id).collect::<Vec<_>>())
        .bind::<Array<Nullable<Integer>>, _>(of.iter().map(|of| of.after.map(|(position, _)| position)).collect::<Vec<_>>())
        .bind::<Array<Nullable<Uuid>>, _>(of.iter().map(|of| of.after.map(|(_, id)| id)).collect::<Vec<_>>())
        .bind::<Array<diesel::sql_types::BigInt>, _>(of.iter().map(|of| of.limit).collect::<Vec<_>>())
        .keep()
        .load(&mut conn)
        .await
    }

    /// How many parts these items have; those without any are left out.
    pub async fn count_children(mut conn: &AsyncPgConnection, parents: &[MediaItemId]) -> QueryResult<Vec<(MediaItemId, i64)>> {
        let counts: Vec<(Option<MediaItemId>, i64)> = media_items::table
            .filter(media_items::parent_id.eq_any(parents))
            .group_by(media_items::parent_id)
            .select((media_items::parent_id, diesel::dsl::count_star()))
            .load(&mut conn)
            .await?;
        Ok(counts.into_iter().filter_map(|(parent, count)| Some((parent?, count))).collect())
    }
}
