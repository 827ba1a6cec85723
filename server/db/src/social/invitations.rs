use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{group_invitations, groups, users};
use crate::{GroupId, GroupInvitationId, GroupRole, UserId};

/// Somebody's word that another may join a group: a person, whoever has an address, or whoever is given its code.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = group_invitations, treat_none_as_default_value = false)]
pub struct GroupInvitation {
    /// Its id.
    pub id: GroupInvitationId,
    /// Which group.
    pub group_id: GroupId,
    /// Who invited.
    pub from_user_id: UserId,
    /// Whom.
    pub to_user_id: Option<UserId>,
    /// The address of whom.
    pub to_email: Option<String>,
    /// What they may do in the group.
    pub role: GroupRole,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was declined.
    pub declined_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

type Condition = Box<dyn BoxableExpression<group_invitations::table, Pg, SqlType = Nullable<Bool>>>;

/// Those to this person: by name, or by an address that they proved to be theirs.
fn to(person: UserId) -> Condition {
    let proven = users::table.find(person).filter(users::email_verified_at.is_not_null()).select(users::email);
    Box::new(
        group_invitations::to_user_id
            .eq(person)
            .or(group_invitations::to_email.is_not_null().and(group_invitations::to_email.eq_any(proven))),
    )
}

/// Those that wait for an answer.
fn waiting(now: DateTime<Utc>) -> Condition {
    Box::new(
        group_invitations::accepted_at
            .is_null()
            .and(group_invitations::declined_at.is_null())
            .and(group_invitations::expires_at.gt(now))
            .nullable(),
    )
}

impl GroupInvitation {
    /// Adds it, with the hash of its code.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection, code_hash: &[u8]) -> QueryResult<()> {
        diesel::insert_into(group_invitations::table)
            .values((self, group_invitations::invite_code_hash.eq(code_hash)))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// One to this person.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, id: GroupInvitationId, person: UserId) -> QueryResult<Option<Self>> {
        Self::query().filter(group_invitations::id.eq(id)).filter(to(person)).first(&mut conn).await.optional()
    }

    /// The one with this code, unless it is to somebody by name, or to an address that is not this person's.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_by_code(mut conn: &AsyncPgConnection, code_hash: &[u8], person: UserId) -> QueryResult<Option<Self>> {
        let theirs = users::table.find(person).select(users::email);
        Self::query()
            .filter(group_invitations::invite_code_hash.eq(code_hash))
            .filter(group_invitations::to_user_id.is_null())
            .filter(group_invitations::to_email.is_null().or(group_invitations::to_email.eq_any(theirs)))
            .first(&mut conn)
            .await
            .optional()
    }

    /// The one of a group to this person that waits for an answer.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_open(
        mut conn: &AsyncPgConnection,
        group: GroupId,
        person: UserId,
        now: DateTime<Utc>,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(group_invitations::group_id.eq(group))
            .filter(group_invitations::to_user_id.eq(person))
            .filter(waiting(now))
            .first(&mut conn)
            .await
            .optional()
    }

    /// Keeps its answer.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(group_invitations::table.find(self.id))
            .set((group_invitations::accepted_at.eq(self.accepted_at), group_invitations::declined_at.eq(self.declined_at)))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Takes back one of this group that waits for an answer.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn revoke(
        mut conn: &AsyncPgConnection,
        group: GroupId,
        id: GroupInvitationId,
        now: DateTime<Utc>,
    ) -> QueryResult<Option<Self>> {
        let of_group = group_invitations::table
            .filter(group_invitations::id.eq(id))
            .filter(group_invitations::group_id.eq(group))
            .filter(group_invitations::accepted_at.is_null())
            .filter(group_invitations::declined_at.is_null())
            .filter(group_invitations::expires_at.gt(now));
        diesel::delete(of_group).returning(Self::as_returning()).get_result(&mut conn).await.optional()
    }

    /// Those to this person that wait for an answer, each with the name of its group, the latest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        person: UserId,
        now: DateTime<Utc>,
        after: Option<GroupInvitationId>,
        limit: i64,
    ) -> QueryResult<Vec<(Self, String)>> {
        let mut query =
            Self::query().filter(to(person)).filter(waiting(now)).order(group_invitations::id.desc()).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(group_invitations::id.lt(after));
        }
        let rows: Vec<Self> = query.load(&mut conn).await?;
        let ids: Vec<GroupId> = rows.iter().map(|row| row.group_id).collect();
        let names: HashMap<GroupId, String> = groups::table
            .filter(groups::id.eq_any(ids))
            .select((groups::id, groups::name))
            .load(&mut conn)
            .await?
            .into_iter()
            .collect();
        let named = |row: Self| {
            let name = names.get(&row.group_id).cloned()?;
            Some((row, name))
        };
        Ok(rows.into_iter().filter_map(named).collect())
    }

    /// How many such a list has.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count(mut conn: &AsyncPgConnection, person: UserId, now: DateTime<Utc>) -> QueryResult<i64> {
        group_invitations::table.filter(to(person)).filter(waiting(now)).count().get_result(&mut conn).await
    }

    /// Those of these groups that wait for an answer, the latest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_groups(mut conn: &AsyncPgConnection, groups: &[GroupId], now: DateTime<Utc>) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(group_invitations::group_id.eq_any(groups))
            .filter(waiting(now))
            .order(group_invitations::id.desc())
            .load(&mut conn)
            .await
    }
}
