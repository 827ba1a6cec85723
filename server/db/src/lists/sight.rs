use crate::UserId;
use crate::social::relations;

/// Through whose eyes lists are read. Only the policy module of `medianest-core` makes one (clippy refuses the constructor
/// elsewhere), so that reading somebody's lists cannot forget to ask.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    viewer: UserId,
    is_member: bool,
}

impl Sight {
    /// Those of this person, who is one of the members or a guest of the house.
    #[must_use]
    pub fn of(viewer: UserId, is_member: bool) -> Self {
        Self { viewer, is_member }
    }

    /// Who looks.
    #[must_use]
    pub fn viewer(self) -> UserId {
        self.viewer
    }

    /// Whether what is for members is for the viewer.
    #[must_use]
    pub fn is_member(self) -> bool {
        self.is_member
    }
}

/// The columns of a list that was seen.
pub(super) const COLUMNS: &str =
    "id, number, user_id, name, description, kind, filter, audience, sort_order, created_at, updated_at, standing";

/// A statement over `seen`: the lists that `$1` may see (a member or not by `$2`), each with what they are to it, as far as
/// `narrowed` has them by `l`.
///
/// Owners see their own. Others do when they work on the list or belong to its audience, unless its owner shares nothing,
/// cannot sign in, or one of the two blocked the other. As in `VisibilityQuery`, whatever cannot be read closes.
pub(crate) fn over_seen(narrowed: &str, then: &str) -> String {
    format!(
        "WITH {}, seen AS (
             SELECT l.id, l.number, l.user_id, l.name, l.description, l.kind, l.filter, l.audience, l.sort_order, l.created_at, l.updated_at,
                 CASE WHEN l.user_id = $1 THEN 'owner' ELSE coalesce(c.role, 'reader') END AS standing
             FROM user_lists l JOIN users o ON o.id = l.user_id
             LEFT JOIN list_collaborators c ON c.list_id = l.id AND c.user_id = $1
             WHERE l.deleted_at IS NULL AND {narrowed} AND (
                 l.user_id = $1
                 OR o.status = 'active' AND coalesce(o.privacy_settings -> 'never_share', 'false') = 'false'
                     AND l.user_id NOT IN (SELECT id FROM blocked)
                     AND (c.user_id IS NOT NULL
                         OR $2 AND l.audience = 'members'
                         OR l.audience IN ('friends', 'members') AND l.user_id IN (SELECT id FROM close_ones)))
         ) {then}",
        relations("'history'")
    )
}

/// The lists that `$1` owns or works on.
pub(super) const OF_VIEWER: &str = "l.id IN (
    SELECT id FROM user_lists WHERE user_id = $1 UNION ALL SELECT list_id FROM list_collaborators WHERE user_id = $1)";
