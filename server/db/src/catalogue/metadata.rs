use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::pg::Pg;
use diesel::sql_types::{Array, BigInt, SmallInt, Text, Uuid};
use diesel::upsert::excluded;
use diesel::{ExpressionMethods, Insertable, QueryDsl, QueryResult, Queryable, QueryableByName, Selectable, SelectableHelper};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::{media_items, media_metadata};
use crate::{MediaItemId, MediaMetadataId, MediaTypeId, MetadataProvider};

/// What a provider answered of an item, kept so that merging can be done again without asking.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = media_metadata, check_for_backend(Pg))]
pub struct MediaMetadata {
    /// Of which item.
    pub media_item_id: MediaItemId,
    /// Who.
    pub provider: String,
    /// What the provider calls it.
    pub external_id: String,
    /// What was made of the answer; `null` where the provider knows no such thing.
    pub data: Value,
    /// When this was last known to be what the provider says.
    pub fetched_at: DateTime<Utc>,
}

/// That a provider was asked about an item, without what it said.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = media_metadata, check_for_backend(Pg))]
pub struct MetadataSource {
    /// Of which item.
    pub media_item_id: MediaItemId,
    /// Who.
    pub provider: String,
    /// What the provider calls it.
    pub external_id: String,
    /// When this was last known to be what the provider says.
    pub fetched_at: DateTime<Utc>,
    /// When it is asked again.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An answer to be kept.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = media_metadata)]
#[expect(missing_docs, reason = "as in MediaMetadata")]
pub struct NewMediaMetadata<'a> {
    pub id: MediaMetadataId,
    pub media_item_id: MediaItemId,
    pub provider: &'a str,
    pub external_id: &'a str,
    pub language: &'a str,
    pub data: &'a Value,
    pub raw_response: Option<&'a Value>,
    pub fetched_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// That a provider can be asked about things of a media type at a level which somebody knows by ids of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Askable {
    /// Who is asked.
    pub asked: MetadataProvider,
    /// About what media type.
    pub media_type_id: MediaTypeId,
    /// How far below the top.
    pub level: i16,
    /// Whose id is known.
    pub id_provider: &'static str,
    /// Of which kind it is.
    pub id_kind: &'static str,
}

#[derive(QueryableByName)]
struct Asked {
    #[diesel(sql_type = Uuid)]
    media_item_id: MediaItemId,
}

impl MediaMetadata {
    /// What everybody answered of an item in this language, but for those who know no such thing.
    pub async fn of_item(mut conn: &AsyncPgConnection, item: MediaItemId, language: &str) -> QueryResult<Vec<Self>> {
        media_metadata::table
            .filter(media_metadata::media_item_id.eq(item))
            .filter(media_metadata::language.eq(language))
            .filter(media_metadata::data.ne(Value::Null))
            .order(media_metadata::provider)
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// Items of a media type of which somebody said something, after one of them, by their ids.
    pub async fn items_of_type(
        mut conn: &AsyncPgConnection,
        media_type: MediaTypeId,
        language: &str,
        after: Option<MediaItemId>,
        limit: i64,
    ) -> QueryResult<Vec<MediaItemId>> {
        let query = media_items::table
            .filter(media_items::media_type_id.eq(media_type))
            .filter(exists(
                media_metadata::table
                    .filter(media_metadata::media_item_id.eq(media_items::id))
                    .filter(media_metadata::language.eq(language))
                    .filter(media_metadata::data.ne(Value::Null)),
            ))
            .order(media_items::id)
            .limit(limit)
            .select(media_items::id)
            .into_boxed();
        match after {
            Some(after) => query.filter(media_items::id.gt(after)).load(&mut conn).await,
            None => query.load(&mut conn).await,
        }
    }

    /// Says that an answer is still what the provider says, and when to ask again.
    pub async fn confirm(
        mut conn: &AsyncPgConnection,
        item: MediaItemId,
        provider: MetadataProvider,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> QueryResult<usize> {
        diesel::update(media_metadata::table)
            .filter(media_metadata::media_item_id.eq(item))
            .filter(media_metadata::provider.eq(provider.as_str()))
            .set((media_metadata::fetched_at.eq(now), media_metadata::expires_at.eq(expires_at)))
            .execute(&mut conn)
            .await
    }

    /// Items of which a provider knows an id and was never asked in this language, the oldest first.
    pub async fn never_asked(
        mut conn: &AsyncPgConnection,
        askable: &[Askable],
        language: &str,
        limit: i64,
    ) -> QueryResult<Vec<MediaItemId>> {
        let found: Vec<Asked> = diesel::sql_query(
            "SELECT DISTINCT e.media_item_id
             FROM unnest($1::text[], $2::uuid[], $3::smallint[], $4::text[], $5::text[])
                 AS a(asked, media_type_id, level, provider, kind)
             JOIN media_external_ids e ON e.provider = a.provider AND e.kind = a.kind
             JOIN media_items i ON i.id = e.media_item_id AND i.media_type_id = a.media_type_id AND i.hierarchy_level = a.level
             WHERE NOT EXISTS (
                 SELECT FROM media_metadata m
                 WHERE m.media_item_id = e.media_item_id AND m.provider = a.asked AND m.language = $6)
             ORDER BY e.media_item_id LIMIT $7",
        )
        .bind::<Array<Text>, _>(askable.iter().map(|one| one.asked.as_str()).collect::<Vec<_>>())
        .bind::<Array<Uuid>, _>(askable.iter().map(|one| one.media_type_id).collect::<Vec<_>>())
        .bind::<Array<SmallInt>, _>(askable.iter().map(|one| one.level).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(askable.iter().map(|one| one.id_provider).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(askable.iter().map(|one| one.id_kind).collect::<Vec<_>>())
        .bind::<Text, _>(language)
        .bind::<BigInt, _>(limit)
        .load(&mut conn)
        .await?;
        Ok(found.into_iter().map(|row| row.media_item_id).collect())
    }
}

impl MetadataSource {
    /// Who answered something of these items.
    pub async fn of_items(mut conn: &AsyncPgConnection, items: &[MediaItemId], language: &str) -> QueryResult<Vec<Self>> {
        media_metadata::table
            .filter(media_metadata::media_item_id.eq_any(items))
            .filter(media_metadata::language.eq(language))
            .filter(media_metadata::data.ne(Value::Null))
            .order((media_metadata::media_item_id, media_metadata::provider))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// Who was asked about an item, whether they knew it or not.
    pub async fn asked_of(mut conn: &AsyncPgConnection, item: MediaItemId, language: &str) -> QueryResult<Vec<String>> {
        media_metadata::table
            .filter(media_metadata::media_item_id.eq(item))
            .filter(media_metadata::language.eq(language))
            .select(media_metadata::provider)
            .load(&mut conn)
            .await
    }

    /// For how long the answer was to be believed.
    #[must_use]
    pub fn lifetime(&self) -> Option<TimeDelta> {
        self.expires_at.map(|end| end - self.fetched_at)
    }

    /// What these providers are to be asked again, the longest due first.
    pub async fn stale(
        mut conn: &AsyncPgConnection,
        providers: &[MetadataProvider],
        language: &str,
        now: DateTime<Utc>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let providers: Vec<&str> = providers.iter().map(|provider| provider.as_str()).collect();
        media_metadata::table
            .filter(media_metadata::provider.eq_any(providers))
            .filter(media_metadata::language.eq(language))
            .filter(media_metadata::expires_at.le(now))
            .order((media_metadata::expires_at, media_metadata::id))
            .limit(limit)
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }
}

impl NewMediaMetadata<'_> {
    /// Keeps the answer, in the place of an older one.
    pub async fn put(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(media_metadata::table)
            .values(self)
            .on_conflict((media_metadata::media_item_id, media_metadata::provider, media_metadata::language))
            .do_update()
            .set((
                media_metadata::external_id.eq(excluded(media_metadata::external_id)),
                media_metadata::data.eq(excluded(media_metadata::data)),
                media_metadata::raw_response.eq(excluded(media_metadata::raw_response)),
                media_metadata::fetched_at.eq(excluded(media_metadata::fetched_at)),
                media_metadata::expires_at.eq(excluded(media_metadata::expires_at)),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Keeps when to ask again, and of the answer only that there was one, unless there is an older one.
    pub async fn postpone(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(media_metadata::table)
            .values(self)
            .on_conflict((media_metadata::media_item_id, media_metadata::provider, media_metadata::language))
            .do_update()
            .set(media_metadata::expires_at.eq(excluded(media_metadata::expires_at)))
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}
