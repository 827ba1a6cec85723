use std::collections::HashSet;

use diesel::sql_types::{Bool, Nullable, Text, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::UserId;
use crate::kept::Keep as _;

/// What part of people's lives is looked at, by whom.
#[derive(Debug, Clone, Copy)]
pub struct VisibilityQuery<'a> {
    /// Who looks.
    pub viewer: UserId,
    /// The key of the privacy setting, and of the permission that members give their groups.
    pub setting: &'a str,
    /// The audience of people who did not choose one.
    pub default_audience: &'a str,
    /// Whether the viewer counts as one of the members.
    pub is_member: bool,
    /// Ask only for this person.
    pub only: Option<UserId>,
}

/// The people who are close to `$1` and those who are blocked, either way, as the tables `close_ones` and `blocked`.
///
/// Close are those with an accepted friendship, and those who share a group and did not take the permission for this aspect
/// (an SQL text) from it; a limited member sees by a group no more than anybody. A permission that is no boolean closes.
pub(crate) fn relations(aspect: &str) -> String {
    format!(
        "close_ones AS (
             SELECT addressee_id AS id FROM friendships WHERE requester_id = $1 AND state = 'accepted'
             UNION ALL
             SELECT requester_id FROM friendships WHERE addressee_id = $1 AND state = 'accepted'
             UNION ALL
             SELECT theirs.user_id FROM group_members mine JOIN group_members theirs ON theirs.group_id = mine.group_id
             WHERE mine.user_id = $1 AND mine.role <> 'limited' AND coalesce(theirs.permissions -> {aspect}, 'true') = 'true'
         ), blocked AS (
             SELECT addressee_id AS id FROM friendships WHERE requester_id = $1 AND state = 'blocked'
             UNION ALL
             SELECT requester_id FROM friendships WHERE addressee_id = $1 AND state = 'blocked'
         )"
    )
}

/// Those who are close to a person, for what they did: their friends, and those with whom they share a group.
pub async fn circle(mut conn: &AsyncPgConnection, person: UserId) -> QueryResult<HashSet<UserId>> {
    let close: Vec<Visible> = diesel::sql_query(format!("WITH {} SELECT DISTINCT id FROM close_ones", relations("'history'")))
        .bind::<Uuid, _>(person)
        .keep()
        .load(&mut conn)
        .await?;
    Ok(close.into_iter().map(|person| person.id).collect())
}

#[derive(QueryableByName)]
struct Visible {
    #[diesel(sql_type = Uuid)]
    id: UserId,
}

impl VisibilityQuery<'_> {
    /// The people who let the viewer see it, without the viewer.
    ///
    /// Whatever cannot be read (a setting of a newer version) closes.
    pub async fn people(&self, mut conn: &AsyncPgConnection) -> QueryResult<HashSet<UserId>> {
        let visible: Vec<Visible> = diesel::sql_query(format!(
            "WITH {}
             SELECT u.id FROM users u
             WHERE u.id <> $1 AND ($5::uuid IS NULL OR u.id = $5) AND u.status = 'active'
               AND coalesce(u.privacy_settings -> 'never_share', 'false') = 'false'
               AND CASE coalesce(u.privacy_settings -> $2, to_jsonb($3::text)) #>> '{{}}'
                   WHEN 'members' THEN $4 OR u.id IN (SELECT id FROM close_ones)
                   WHEN 'friends' THEN u.id IN (SELECT id FROM close_ones)
                   ELSE false END
               AND u.id NOT IN (SELECT id FROM blocked)",
            relations("$2")
        ))
        .bind::<Uuid, _>(self.viewer)
        .bind::<Text, _>(self.setting)
        .bind::<Text, _>(self.default_audience)
        .bind::<Bool, _>(self.is_member)
        .bind::<Nullable<Uuid>, _>(self.only)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(visible.into_iter().map(|person| person.id).collect())
    }
}
