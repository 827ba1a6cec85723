use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::sql_types::{Array, Bool, Text};
use diesel::{ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable, SelectableHelper};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::MediaItem;
use crate::schema::{media_external_ids, media_items};
use crate::{ImportJobId, MediaExternalIdId, MediaItemId};

/// What somebody else calls an item. Make one with the catalogue's rules: they bring ids into the one form that is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExternalKey {
    /// Whose id it is: `imdb`, `tmdb`.
    pub provider: String,
    /// What the provider calls such a thing: `movie`, `show`, `work`.
    pub kind: String,
    /// The id.
    pub external_id: String,
}

/// An item's id elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = media_external_ids, check_for_backend(Pg))]
pub struct MediaExternalId {
    /// Which.
    pub id: MediaExternalIdId,
    /// Of which item.
    pub media_item_id: MediaItemId,
    /// Whose id it is.
    pub provider: String,
    /// What the provider calls such a thing.
    pub kind: String,
    /// The id.
    pub external_id: String,
    /// Where the provider shows the thing.
    pub url: Option<String>,
}

impl MediaExternalId {
    /// The id in the form it is looked up by.
    #[must_use]
    pub fn key(&self) -> ExternalKey {
        ExternalKey { provider: self.provider.clone(), kind: self.kind.clone(), external_id: self.external_id.clone() }
    }
}

/// An external id to be added.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = media_external_ids)]
#[expect(missing_docs, reason = "as in MediaExternalId")]
pub struct NewMediaExternalId {
    pub id: MediaExternalIdId,
    pub media_item_id: MediaItemId,
    pub provider: String,
    pub kind: String,
    pub external_id: String,
    pub url: Option<String>,
    pub import_job_id: Option<ImportJobId>,
    pub created_at: DateTime<Utc>,
}

impl MediaExternalId {
    /// One external id.
    pub async fn find(mut conn: &AsyncPgConnection, id: MediaExternalIdId) -> QueryResult<Option<Self>> {
        media_external_ids::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// All ids of several items, by provider.
    pub async fn by_items(mut conn: &AsyncPgConnection, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        let query = media_external_ids::table.filter(media_external_ids::media_item_id.eq_any(items)).select(Self::as_select());
        let mut found: Vec<Self> = query.load(&mut conn).await?;
        // Sorted here, since a collation takes longer over them than finding them does.
        found.sort_unstable_by(|one, other| {
            (&one.provider, &one.kind, &one.external_id).cmp(&(&other.provider, &other.kind, &other.external_id))
        });
        Ok(found)
    }

    /// Which items these keys belong to; a key nobody has is left out.
    pub async fn items_by_keys(mut conn: &AsyncPgConnection, keys: &[ExternalKey]) -> QueryResult<Vec<(Self, MediaItem)>> {
        let column = |part: fn(&ExternalKey) -> &str| keys.iter().map(part).collect::<Vec<_>>();
        media_external_ids::table
            .inner_join(media_items::table)
            .filter(
                sql::<Bool>(
                    "(media_external_ids.provider, media_external_ids.kind, media_external_ids.external_id) IN (SELECT * FROM unnest(",
                )
                .bind::<Array<Text>, _>(column(|key| &key.provider))
                .sql(", ")
                .bind::<Array<Text>, _>(column(|key| &key.kind))
                .sql(", ")
                .bind::<Array<Text>, _>(column(|key| &key.external_id))
                .sql("))"),
            )
            .select((Self::as_select(), MediaItem::as_select()))
            .load(&mut conn)
            .await
    }

    /// The items a provider knows by this id, whatever it calls them; at most ten.
    pub async fn items_by_provider(
        mut conn: &AsyncPgConnection,
        provider: &str,
        external_id: &str,
    ) -> QueryResult<Vec<(Self, MediaItem)>> {
        media_external_ids::table
            .inner_join(media_items::table)
            .filter(media_external_ids::provider.eq(provider))
            .filter(media_external_ids::external_id.eq(external_id))
            .order(media_external_ids::kind)
            .limit(10)
            .select((Self::as_select(), MediaItem::as_select()))
            .load(&mut conn)
            .await
    }

    /// Removes an external id; whether it was there.
    pub async fn delete(mut conn: &AsyncPgConnection, id: MediaExternalIdId) -> QueryResult<bool> {
        Ok(diesel::delete(media_external_ids::table.find(id)).execute(&mut conn).await? > 0)
    }
}

impl NewMediaExternalId {
    /// Adds the ids that nobody has yet; answers those that were added. Waits for others who add the same right now.
    pub async fn insert_many(mut conn: &AsyncPgConnection, ids: &[Self]) -> QueryResult<Vec<MediaExternalId>> {
        let mut added = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(5000) {
            let rows: Vec<MediaExternalId> = diesel::insert_into(media_external_ids::table)
                .values(chunk)
                .on_conflict_do_nothing()
                .returning(MediaExternalId::as_returning())
                .load(&mut conn)
                .await?;
            added.extend(rows);
        }
        Ok(added)
    }
}
