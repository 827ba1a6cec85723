use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Uuid};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, QueryableByName,
    Selectable, SelectableHelper,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::kept::Keep as _;
use crate::schema::media_items;
use crate::{ImportJobId, MediaGroupId, MediaItemId, MediaTypeId, TextArray, UserId};

/// Stands in a position path for an item without a position, so that it sorts last.
pub const UNPLACED: i32 = i32::MAX;

/// The columns of [`MediaItem`] in hand-written SQL that calls the table `i`.
pub(super) const COLUMNS: &str = "i.id, i.number, i.media_type_id, i.media_group_id, i.parent_id, i.root_id, i.hierarchy_level, \
    i.hierarchy_position, i.position_path, i.name, i.sort_name, i.original_name, i.slug, i.description, i.year, i.released_on, \
    i.released_at, i.runtime_seconds, i.genres, i.language, i.metadata, i.locked_fields, i.import_job_id, i.created_by, i.created_at, \
    i.updated_at";

/// A title to be matched.
#[derive(Debug, Clone)]
pub struct TitleKey {
    /// Of what kind of thing.
    pub media_type_id: MediaTypeId,
    /// The title itself.
    pub name: String,
    /// Its sort names in the languages it may be in.
    pub sort_names: Vec<String>,
    /// The year, where it is known.
    pub year: Option<i16>,
}

/// A place in a hierarchy to be matched.
#[derive(Debug, Clone)]
pub struct PlaceKey {
    /// The parent.
    pub parent_id: MediaItemId,
    /// The position in it, where it is known.
    pub position: Option<i32>,
    /// The sort name, which counts where the position is unknown.
    pub sort_name: String,
}

#[derive(QueryableByName)]
struct Match {
    #[diesel(sql_type = Integer)]
    number: i32,
    #[diesel(sql_type = Uuid)]
    id: MediaItemId,
}

/// A film, a show, a season, an episode, an album, a book.
#[derive(Debug, Clone, PartialEq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = media_items, check_for_backend(Pg))]
pub struct MediaItem {
    /// Which.
    pub id: MediaItemId,
    /// What protocols with numeric ids call it.
    pub number: i64,
    /// What kind of thing it is.
    pub media_type_id: MediaTypeId,
    /// The group of versions it belongs to.
    pub media_group_id: Option<MediaGroupId>,
    /// What it is a part of.
    pub parent_id: Option<MediaItemId>,
    /// The top of its hierarchy: itself, when it has no parent.
    pub root_id: MediaItemId,
    /// How far below the root it is.
    pub hierarchy_level: i16,
    /// Its number among its parent's parts: season 0 holds the specials.
    pub hierarchy_position: Option<i32>,
    /// The positions from below the root down, [`UNPLACED`] where there is none.
    pub position_path: Vec<Option<i32>>,
    /// Its title.
    pub name: String,
    /// Its title as lists sort it: `matrix` for `The Matrix`.
    pub sort_name: String,
    /// Its title in the language it was made in.
    pub original_name: Option<String>,
    /// Its title in a URL.
    pub slug: String,
    /// What it is about.
    pub description: Option<String>,
    /// The year it came out.
    pub year: Option<i16>,
    /// The day it came out.
    pub released_on: Option<NaiveDate>,
    /// The moment it came out, where that is known.
    pub released_at: Option<DateTime<Utc>>,
    /// How long it plays.
    pub runtime_seconds: Option<i32>,
    /// Its genres.
    pub genres: TextArray,
    /// The language of `name` and of the work, as a BCP 47 tag.
    pub language: Option<String>,
    /// What its type's schema describes.
    pub metadata: Value,
    /// What somebody wrote by hand, by name: providers leave it as it is.
    pub locked_fields: TextArray,
    /// The import that made it.
    pub import_job_id: Option<ImportJobId>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// An item to be made; the derived columns (root, level, path, sort name, slug) are the caller's to get right.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = media_items)]
#[expect(missing_docs, reason = "as in MediaItem")]
pub struct NewMediaItem {
    pub id: MediaItemId,
    pub media_type_id: MediaTypeId,
    pub media_group_id: Option<MediaGroupId>,
    pub parent_id: Option<MediaItemId>,
    pub root_id: MediaItemId,
    pub hierarchy_level: i16,
    pub hierarchy_position: Option<i32>,
    pub position_path: Vec<Option<i32>>,
    pub name: String,
    pub sort_name: String,
    pub original_name: Option<String>,
    pub slug: String,
    pub description: Option<String>,
    pub year: Option<i16>,
    pub released_on: Option<NaiveDate>,
    pub released_at: Option<DateTime<Utc>>,
    pub runtime_seconds: Option<i32>,
    pub genres: TextArray,
    pub language: Option<String>,
    pub metadata: Value,
    pub locked_fields: TextArray,
    pub import_job_id: Option<ImportJobId>,
    pub created_by: Option<UserId>,
    pub created_at: DateTime<Utc>,
}

/// Of all items these, and of some what they are parts of and the tops of their hierarchies.
fn with_ancestors<'a>(ids: &'a [MediaItemId], parts: &'a [MediaItemId]) -> media_items::BoxedQuery<'a, Pg> {
    media_items::table
        .filter(
            // One array of ids is looked up quicker than what a union makes of them.
            sql::<Bool>("media_items.id = ANY(")
                .bind::<Array<Uuid>, _>(ids)
                .sql(" || ARRAY(SELECT unnest(ARRAY[part.parent_id, part.root_id]) FROM media_items AS part WHERE part.id = ANY(")
                .bind::<Array<Uuid>, _>(parts)
                .sql(")))"),
        )
        .into_boxed()
}

impl MediaItem {
    /// One item.
    pub async fn find(mut conn: &AsyncPgConnection, id: MediaItemId) -> QueryResult<Option<Self>> {
        media_items::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// One item, locked until the transaction ends.
    pub async fn find_for_update(mut conn: &AsyncPgConnection, id: MediaItemId) -> QueryResult<Option<Self>> {
        media_items::table.find(id).select(Self::as_select()).for_update().first(&mut conn).await.optional()
    }

    /// One item by the number that protocols with numeric ids know it by.
    pub async fn find_by_number(mut conn: &AsyncPgConnection, number: i64) -> QueryResult<Option<Self>> {
        media_items::table.filter(media_items::number.eq(number)).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// One top-level item of a type by its slug.
    pub async fn find_by_slug(mut conn: &AsyncPgConnection, media_type: MediaTypeId, slug: &str) -> QueryResult<Option<Self>> {
        media_items::table
            .filter(media_items::slug.eq(slug))
            .filter(media_items::media_type_id.eq(media_type))
            .filter(media_items::hierarchy_level.eq(0))
            .order(media_items::id)
            .select(Self::as_select())
            .first(&mut conn)
            .await
            .optional()
    }

    /// Several items, in no order.
    pub async fn by_ids(mut conn: &AsyncPgConnection, ids: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        media_items::table.filter(media_items::id.eq_any(ids)).select(Self::as_select()).load(&mut conn).await
    }

    /// Several items and, besides, what each is a part of and the top of its hierarchy; in no order.
    pub async fn by_ids_with_ancestors(mut conn: &AsyncPgConnection, ids: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        with_ancestors(ids, ids).select(Self::as_select()).keep().load(&mut conn).await
    }

    /// When several items last changed, and besides, what some are parts of and the tops of their hierarchies.
    pub async fn changes_with_ancestors(
        mut conn: &AsyncPgConnection,
        ids: &[MediaItemId],
        parts: &[MediaItemId],
    ) -> QueryResult<Vec<(MediaItemId, DateTime<Utc>)>> {
        with_ancestors(ids, parts).select((media_items::id, media_items::updated_at)).keep().load(&mut conn).await
    }

    /// The part of `parent` at `position`; the oldest, should there be several.
    pub async fn child_at(mut conn: &AsyncPgConnection, parent: MediaItemId, position: i32) -> QueryResult<Option<Self>> {
        media_items::table
            .filter(media_items::parent_id.eq(parent))
            .filter(media_items::hierarchy_position.eq(position))
            .order(media_items::id)
            .select(Self::as_select())
            .first(&mut conn)
            .await
            .optional()
    }

    /// The episode that is `number`th when a show is counted through all its seasons, specials apart.
    pub async fn episode_by_absolute_number(
        mut conn: &AsyncPgConnection,
        show: MediaItemId,
        number: i32,
    ) -> QueryResult<Option<Self>> {
        if number < 1 {
            return Ok(None);
        }
        media_items::table
            .filter(media_items::root_id.eq(show))
            .filter(media_items::hierarchy_level.eq(2))
            .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("position_path[1] > 0"))
            .order(media_items::position_path)
            .offset(i64::from(number - 1))
            .select(Self::as_select())
            .first(&mut conn)
            .await
            .optional()
    }

    /// The episodes of a show that have come out by `today`, those without a date among them, in order.
    pub async fn released_episodes(mut conn: &AsyncPgConnection, show: MediaItemId, today: NaiveDate) -> QueryResult<Vec<Self>> {
        media_items::table
            .filter(media_items::root_id.eq(show))
            .filter(media_items::hierarchy_level.eq(2))
            .filter(media_items::released_on.is_null().or(media_items::released_on.le(today)))
            .order(media_items::position_path)
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// The seasons and episodes of a show, whether they have come out or not, each season before its episodes.
    pub async fn parts_of_show(mut conn: &AsyncPgConnection, show: MediaItemId) -> QueryResult<Vec<Self>> {
        media_items::table
            .filter(media_items::root_id.eq(show))
            .filter(media_items::hierarchy_level.gt(0))
            .order((media_items::position_path, media_items::id))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// Top-level items whose sort name is one of `sort_names`, or whose original name is `name` but for case and accents,
    /// by the numbers of the titles they match. Years must be equal where both are known.
    pub async fn by_titles(mut conn: &AsyncPgConnection, titles: &[TitleKey]) -> QueryResult<Vec<(usize, Self)>> {
        let mut numbers = Vec::new();
        let mut sort_names = Vec::new();
        for (number, title) in titles.iter().enumerate() {
            for sort_name in &title.sort_names {
                numbers.push(i32::try_from(number).unwrap_or(i32::MAX));
                sort_names.push(sort_name.as_str());
            }
        }
        let matches: Vec<Match> = diesel::sql_query(
            "WITH titles AS (
                 SELECT * FROM unnest($1::uuid[], $2::text[], $3::smallint[]) WITH ORDINALITY AS t(media_type_id, name, year, ordinal)
             ), found AS (
                 SELECT t.ordinal::int - 1 AS number, i.id, i.year FROM unnest($4::int[], $5::text[]) AS s(number, sort_name)
                 JOIN titles t ON t.ordinal = s.number + 1
                 JOIN media_items i ON i.media_type_id = t.media_type_id AND i.hierarchy_level = 0 AND i.sort_name = s.sort_name
                 WHERE coalesce(i.year = t.year, true)
                 UNION
                 SELECT t.ordinal::int - 1, i.id, i.year FROM titles t
                 JOIN media_items i ON search_normalize(i.original_name) = search_normalize(t.name)
                 WHERE i.media_type_id = t.media_type_id AND i.hierarchy_level = 0 AND coalesce(i.year = t.year, true)
             )
             SELECT number, id FROM found ORDER BY number, year DESC NULLS LAST, id",
        )
        .bind::<Array<Uuid>, _>(titles.iter().map(|title| title.media_type_id).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(titles.iter().map(|title| title.name.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<SmallInt>>, _>(titles.iter().map(|title| title.year).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(numbers)
        .bind::<Array<Text>, _>(sort_names)
        .load(&mut conn)
        .await?;
        Self::matched(conn, matches).await
    }

    /// Parts of known parents by position, or by sort name where the place has no position, by the numbers of the places.
    pub async fn by_places(mut conn: &AsyncPgConnection, places: &[PlaceKey]) -> QueryResult<Vec<(usize, Self)>> {
        let matches: Vec<Match> = diesel::sql_query(
            "SELECT p.ordinal::int - 1 AS number, i.id
             FROM unnest($1::uuid[], $2::int[], $3::text[]) WITH ORDINALITY AS p(parent_id, position, sort_name, ordinal)
             JOIN media_items i ON i.parent_id = p.parent_id
                 AND CASE WHEN p.position IS NULL THEN i.sort_name = p.sort_name ELSE i.hierarchy_position = p.position END
             ORDER BY p.ordinal, i.id",
        )
        .bind::<Array<Uuid>, _>(places.iter().map(|place| place.parent_id).collect::<Vec<_>>())
        .bind::<Array<Nullable<Integer>>, _>(places.iter().map(|place| place.position).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(places.iter().map(|place| place.sort_name.as_str()).collect::<Vec<_>>())
        .load(&mut conn)
        .await?;
        Self::matched(conn, matches).await
    }

    /// The things at this level of known wholes by their sort names, by the numbers of the keys; the oldest first.
    pub async fn parts_by_name(
        mut conn: &AsyncPgConnection,
        level: i16,
        keys: &[(MediaItemId, String)],
    ) -> QueryResult<Vec<(usize, Self)>> {
        let matches: Vec<Match> = diesel::sql_query(
            "SELECT k.ordinal::int - 1 AS number, i.id
             FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS k(root_id, sort_name, ordinal)
             JOIN media_items i ON i.root_id = k.root_id AND i.hierarchy_level = $3 AND i.sort_name = k.sort_name
             ORDER BY k.ordinal, i.id",
        )
        .bind::<Array<Uuid>, _>(keys.iter().map(|(root, _)| *root).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(keys.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>())
        .bind::<SmallInt, _>(level)
        .load(&mut conn)
        .await?;
        Self::matched(conn, matches).await
    }

    async fn matched(conn: &AsyncPgConnection, matches: Vec<Match>) -> QueryResult<Vec<(usize, Self)>> {
        let ids: Vec<_> = matches.iter().map(|found| found.id).collect();
        let items: HashMap<_, _> = Self::by_ids(conn, &ids).await?.into_iter().map(|item| (item.id, item)).collect();
        Ok(matches
            .into_iter()
            .filter_map(|found| Some((usize::try_from(found.number).ok()?, items.get(&found.id)?.clone())))
            .collect())
    }

    /// Which of these slugs top-level items of a type have already.
    pub async fn taken_slugs(
        mut conn: &AsyncPgConnection,
        media_type: MediaTypeId,
        slugs: &[String],
    ) -> QueryResult<Vec<String>> {
        media_items::table
            .filter(media_items::slug.eq_any(slugs))
            .filter(media_items::media_type_id.eq(media_type))
            .filter(media_items::hierarchy_level.eq(0))
            .select(media_items::slug)
            .load(&mut conn)
            .await
    }

    /// Holds back others who would make items known by title alone, until the transaction ends.
    pub async fn lock_creation(mut conn: &AsyncPgConnection) -> QueryResult<()> {
        // "MediaItm"
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(0x4d65_6469_6149_746d).execute(&mut conn).await?;
        Ok(())
    }
}

impl MediaItem {
    /// Removes items and all their parts.
    pub async fn delete(mut conn: &AsyncPgConnection, ids: &[MediaItemId]) -> QueryResult<usize> {
        diesel::delete(media_items::table.filter(media_items::id.eq_any(ids))).execute(&mut conn).await
    }
}

impl NewMediaItem {
    /// Makes the items, a few thousand with a statement; answers them in the order they were given.
    pub async fn insert_many(mut conn: &AsyncPgConnection, items: &[Self]) -> QueryResult<Vec<MediaItem>> {
        let mut made = Vec::with_capacity(items.len());
        // A statement takes at most 65,535 parameters, and an item is 24 of them.
        for chunk in items.chunks(2000) {
            let rows: Vec<MediaItem> = diesel::insert_into(media_items::table)
                .values(chunk)
                .returning(MediaItem::as_returning())
                .load(&mut conn)
                .await?;
            made.extend(rows);
        }
        Ok(made)
    }
}
