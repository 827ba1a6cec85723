use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable,
    SelectableHelper,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::media_relationships;
use crate::{MediaItemId, MediaRelationshipId};

/// How one item stands to another: `to` is the `sequel` of `from`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = media_relationships, check_for_backend(Pg))]
pub struct MediaRelationship {
    /// Which.
    pub id: MediaRelationshipId,
    /// The item it is told of.
    pub from_media_id: MediaItemId,
    /// The other item.
    pub to_media_id: MediaItemId,
    /// What the other is to the first.
    pub relationship_type: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl MediaRelationship {
    /// One relationship.
    pub async fn find(mut conn: &AsyncPgConnection, id: MediaRelationshipId) -> QueryResult<Option<Self>> {
        media_relationships::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// What other items are to several items, by type and age.
    pub async fn by_items(mut conn: &AsyncPgConnection, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        media_relationships::table
            .filter(media_relationships::from_media_id.eq_any(items))
            .order((media_relationships::relationship_type, media_relationships::id))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// Adds relationships, those that are there already left alone; answers the added ones.
    pub async fn insert_many(mut conn: &AsyncPgConnection, rows: &[Self]) -> QueryResult<Vec<Self>> {
        diesel::insert_into(media_relationships::table)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(Self::as_returning())
            .load(&mut conn)
            .await
    }

    /// Removes what `to` is to `from`.
    pub async fn delete(mut conn: &AsyncPgConnection, from: MediaItemId, to: MediaItemId, kind: &str) -> QueryResult<usize> {
        diesel::delete(
            media_relationships::table.filter(
                media_relationships::from_media_id
                    .eq(from)
                    .and(media_relationships::to_media_id.eq(to))
                    .and(media_relationships::relationship_type.eq(kind)),
            ),
        )
        .execute(&mut conn)
        .await
    }
}
