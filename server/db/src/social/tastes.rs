use diesel::sql_types::{BigInt, Nullable, SmallInt, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::diary::kept_privately;
use crate::kept::Keep as _;
use crate::{MediaItemId, UserId};

/// Two people whose tastes are compared, who let each other see what they did. What one of them keeps for themselves does not
/// count.
#[derive(Debug, Clone, Copy)]
pub struct Tastes {
    /// Who looks.
    pub one: UserId,
    /// At whom.
    pub other: UserId,
}

/// How the two rated an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct BothRated {
    /// What.
    #[diesel(sql_type = SqlUuid)]
    pub media_item_id: MediaItemId,
    /// How good the one finds it, from 0 to 100; none where they have not said.
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub one: Option<i16>,
    /// How good the other finds it, from 0 to 100.
    #[diesel(sql_type = SmallInt)]
    pub other: i16,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The works that this person (an SQL text) knows, each once: what they played or rated, the whole for its parts.
fn known_by(person: &str) -> String {
    format!(
        "SELECT i.root_id FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id
         WHERE p.user_id = {person} AND p.deleted_at IS NULL AND NOT p.is_private AND NOT {}
         UNION
         SELECT i.root_id FROM user_ratings AS r JOIN media_items AS i ON i.id = r.media_item_id
         WHERE r.user_id = {person} AND NOT {}",
        kept_privately("p"),
        kept_privately("r")
    )
}

impl Tastes {
    /// What both rated.
    pub async fn both_rated(&self, mut conn: &AsyncPgConnection) -> QueryResult<Vec<BothRated>> {
        diesel::sql_query(format!(
            "SELECT o.media_item_id, m.rating AS one, o.rating AS other
             FROM user_ratings AS m JOIN user_ratings AS o ON o.media_item_id = m.media_item_id AND o.user_id = $2
             WHERE m.user_id = $1 AND NOT {} AND NOT {}",
            kept_privately("m"),
            kept_privately("o")
        ))
        .bind::<SqlUuid, _>(self.one)
        .bind::<SqlUuid, _>(self.other)
        .keep()
        .load(&mut conn)
        .await
    }

    /// How many works both know.
    pub async fn count_known(&self, mut conn: &AsyncPgConnection) -> QueryResult<i64> {
        let sql = format!("SELECT count(*) AS count FROM (({}) INTERSECT ({})) AS known", known_by("$1"), known_by("$2"));
        let count: Count = diesel::sql_query(sql)
            .bind::<SqlUuid, _>(self.one)
            .bind::<SqlUuid, _>(self.other)
            .keep()
            .get_result(&mut conn)
            .await?;
        Ok(count.count)
    }

    /// What the other rated at least so well, and the one has neither played, rated nor begun; the best first.
    pub async fn unknown_to_one(&self, mut conn: &AsyncPgConnection, from: i16, limit: i64) -> QueryResult<Vec<BothRated>> {
        diesel::sql_query(format!(
            "SELECT o.media_item_id, NULL::smallint AS one, o.rating AS other
             FROM user_ratings AS o JOIN media_items AS i ON i.id = o.media_item_id
             WHERE o.user_id = $2 AND o.rating >= $3 AND NOT {}
               AND i.root_id NOT IN (
                   SELECT i.root_id FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id
                   WHERE p.user_id = $1 AND p.deleted_at IS NULL
                   UNION ALL
                   SELECT i.root_id FROM user_ratings AS r JOIN media_items AS i ON i.id = r.media_item_id WHERE r.user_id = $1
                   UNION ALL
                   SELECT i.root_id FROM user_libraries AS e JOIN media_items AS i ON i.id = e.media_item_id
                   WHERE e.user_id = $1 AND e.status <> 'plan_to_watch')
             ORDER BY o.rating DESC, o.rated_at DESC, o.id LIMIT $4",
            kept_privately("o")
        ))
        .bind::<SqlUuid, _>(self.one)
        .bind::<SqlUuid, _>(self.other)
        .bind::<SmallInt, _>(from)
        .bind::<BigInt, _>(limit)
        .keep()
        .load(&mut conn)
        .await
    }
}
