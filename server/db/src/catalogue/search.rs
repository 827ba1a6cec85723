use diesel::sql_types::{Array, BigInt, Integer, Nullable, SmallInt, Text, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::MediaItem;
use super::items::COLUMNS;
use crate::kept::Keep as _;
use crate::{MediaItemId, MediaTypeId};

/// What somebody looks for. The catalogue's rules take a typed text apart into this.
#[derive(Debug, Clone, Default)]
pub struct SearchQuery {
    /// The text as typed.
    pub text: String,
    /// The text's sort name.
    pub sort_name: String,
    /// The text without the year at its end, and its sort name, when there is a year.
    pub dated: Option<DatedText>,
    /// Among these types; `None` is every enabled one.
    pub media_types: Option<Vec<MediaTypeId>>,
    /// At these levels.
    pub levels: Vec<i16>,
    /// With all of these genres.
    pub genres: Vec<String>,
    /// Of this year or later.
    pub year_from: Option<i16>,
    /// Of this year or earlier.
    pub year_to: Option<i16>,
}

/// A text that ended in a year.
#[derive(Debug, Clone)]
pub struct DatedText {
    /// What stood before the year.
    pub text: String,
    /// Its sort name.
    pub sort_name: String,
    /// The year.
    pub year: i16,
}

/// An item that was found, and how well it fits.
#[derive(Debug, Clone, QueryableByName)]
pub struct SearchHit {
    /// The item.
    #[diesel(embed)]
    pub item: MediaItem,
    /// The higher, the better: 4 millions for the very title, 3 for its beginning, 2 for its words, 1 for something like it.
    #[diesel(sql_type = Integer)]
    pub score: i32,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Finds, scores and joins in one statement. Each way of finding has its index and its limit; the costly ones (like
/// titles, misspelt short words, descriptions) run only while the cheap ones (beginnings and words of titles) found little.
///
/// `$1` text, `$2` its sort name, `$3` text before the year, `$4` year, `$5` sort name before the year, `$6` types,
/// `$7` levels, `$8` genres, `$9` and `$10` years.
fn candidates(top_level: bool) -> String {
    // Said twice, so that the smaller indexes of top-level items serve it.
    let scope = if top_level { "i.parent_id IS NULL AND i.hierarchy_level = 0" } else { "i.hierarchy_level = ANY($7)" };
    let filter = format!(
        "{scope}
         AND i.media_type_id IN (SELECT t.id FROM media_types t WHERE CASE WHEN $6 IS NULL THEN t.is_enabled ELSE t.id = ANY($6) END)
         AND ($8 IS NULL OR i.genres @> $8) AND ($9 IS NULL OR i.year >= $9) AND ($10 IS NULL OR i.year <= $10)"
    );
    let columns = "i.id, i.search_name, i.sort_name, i.year";
    format!(
        "WITH asked AS MATERIALIZED (
             -- The setting holds for this statement; the fuzzy step cannot start before it reads `asked`.
             SELECT search_normalize($1) AS name, search_normalize($3) AS dated_name,
                 CASE WHEN btrim(search_words($1)) !~ '\\s' THEN search_misspellings($1) END AS misspellings,
                 set_config('pg_trgm.word_similarity_threshold', '0.4', true) AS threshold
         ), begins AS (
             (SELECT {columns}, 3 AS tier FROM media_items i WHERE {filter}
                 AND left(i.search_name, 64) COLLATE \"C\" >= left(search_normalize($1), 64)
                 AND left(i.search_name, 64) COLLATE \"C\" < left(search_normalize($1), 64) || chr(1114111)
                 AND starts_with(i.search_name, search_normalize($1)) LIMIT 500)
             UNION ALL
             (SELECT {columns}, 3 FROM media_items i WHERE {filter}
                 AND $2 <> '' AND i.sort_name >= $2 AND i.sort_name < $2 || chr(1114111) LIMIT 500)
         ), worded AS (
             SELECT {columns}, 2 AS tier FROM media_items i WHERE {filter} AND octet_length($1) > 2
                 AND to_tsvector('simple', search_words(i.search_name)) @@ search_query($1) LIMIT 1000
         ), dated AS (
             SELECT {columns}, 2 AS tier FROM media_items i WHERE {filter} AND $4 IS NOT NULL AND i.year = $4
                 AND to_tsvector('simple', search_words(i.search_name)) @@ search_query($3) LIMIT 200
         ), direct AS MATERIALIZED (
             SELECT * FROM begins UNION ALL SELECT * FROM worded UNION ALL SELECT * FROM dated
         ), fuzzy AS (
             SELECT {columns}, 1 AS tier FROM media_items i WHERE {filter}
                 AND (SELECT count(*) FROM direct) < 5 AND (SELECT length(name) FROM asked) > 2
                 AND ((SELECT name FROM asked) <% i.search_name
                     OR ($4 IS NOT NULL AND i.year = $4 AND (SELECT dated_name FROM asked) <% i.search_name)) LIMIT 500
         ), misspelt AS (
             SELECT {columns}, 1 AS tier FROM media_items i WHERE {filter} AND i.parent_id IS NULL
                 AND (SELECT count(*) FROM direct) < 5
                 AND search_misspellings(i.search_name) && (SELECT misspellings FROM asked) LIMIT 500
         ), described AS (
             SELECT {columns}, 0 AS tier FROM media_items i WHERE {filter}
                 AND (SELECT count(*) FROM direct) < 5 AND octet_length($1) > 2 AND i.search_vector @@ search_query($1) LIMIT 100
         ), scored AS (
             SELECT c.id, max(
                 CASE WHEN c.search_name = a.name OR c.sort_name = $2 THEN 4000000
                      WHEN c.year = $4 AND (c.search_name = a.dated_name OR c.sort_name = $5) THEN 4000000
                      WHEN c.year = $4 AND c.tier = 2 THEN 3000000
                      ELSE c.tier * 1000000 END
                 + CASE WHEN c.tier = 1 THEN (word_similarity(coalesce(a.dated_name, a.name), c.search_name) * 700000)::int ELSE 0 END
                 + (200000 * least(length(a.name)::real / greatest(length(c.search_name), 1), 1))::int
                 + CASE WHEN c.year = $4 THEN 50000 ELSE 0 END
             ) AS score
             FROM (SELECT * FROM direct UNION ALL SELECT * FROM fuzzy UNION ALL SELECT * FROM misspelt
                 UNION ALL SELECT * FROM described) c, asked a
             GROUP BY c.id
         )"
    )
}

macro_rules! bound {
    ($statement:expr, $query:expr) => {
        diesel::sql_query($statement)
            .bind::<Text, _>(&$query.text)
            .bind::<Text, _>(&$query.sort_name)
            .bind::<Nullable<Text>, _>($query.dated.as_ref().map(|dated| dated.text.as_str()))
            .bind::<Nullable<SmallInt>, _>($query.dated.as_ref().map(|dated| dated.year))
            .bind::<Nullable<Text>, _>($query.dated.as_ref().map(|dated| dated.sort_name.as_str()))
            .bind::<Nullable<Array<Uuid>>, _>($query.media_types.as_ref())
            .bind::<Array<SmallInt>, _>(&$query.levels)
            .bind::<Nullable<Array<Text>>, _>((!$query.genres.is_empty()).then_some(&$query.genres))
            .bind::<Nullable<SmallInt>, _>($query.year_from)
            .bind::<Nullable<SmallInt>, _>($query.year_to)
    };
}

impl SearchHit {
    /// The best hits after a score and id, the best first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        query: &SearchQuery,
        after: Option<(i32, MediaItemId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let statement = format!(
            "{} SELECT {COLUMNS}, s.score FROM scored s JOIN media_items i ON i.id = s.id
             WHERE $11 IS NULL OR (s.score, s.id) < ($11, $12) ORDER BY s.score DESC, s.id DESC LIMIT $13",
            candidates(query.levels == [0])
        );
        bound!(statement, query)
            .bind::<Nullable<Integer>, _>(after.map(|(score, _)| score))
            .bind::<Nullable<Uuid>, _>(after.map(|(_, id)| id))
            .bind::<BigInt, _>(limit)
            .keep()
            .load(&mut conn)
            .await
    }

    /// How many hits there are.
    pub async fn count(mut conn: &AsyncPgConnection, query: &SearchQuery) -> QueryResult<i64> {
        let statement = format!("{} SELECT count(*) AS count FROM scored", candidates(query.levels == [0]));
        Ok(bound!(statement, query).get_result::<Count>(&mut conn).await?.count)
    }
}
