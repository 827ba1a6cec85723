use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::{dashboard_widgets, dashboards};
use crate::{DashboardWidgetId, DashboardWidgetSize, DashboardWidgetType, MediaTypeId, UserId};

/// A part of a person's home page.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = dashboard_widgets)]
pub struct DashboardWidget {
    /// Its id.
    pub id: DashboardWidgetId,
    /// Whose home page.
    pub user_id: UserId,
    /// What it shows.
    pub widget_type: DashboardWidgetType,
    /// The only media type that it shows things of.
    pub media_type_id: Option<MediaTypeId>,
    /// Its place: only the order matters.
    pub position: i32,
    /// How much of the grid it takes.
    pub size: DashboardWidgetSize,
    /// What clients keep with it.
    pub settings: Value,
    /// Whether it is shown.
    pub is_enabled: bool,
}

/// What a person changes about a widget; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, AsChangeset)]
#[diesel(table_name = dashboard_widgets)]
#[expect(missing_docs, reason = "as in DashboardWidget")]
pub struct DashboardWidgetChanges {
    pub media_type_id: Option<Option<MediaTypeId>>,
    pub size: Option<DashboardWidgetSize>,
    pub settings: Option<Value>,
    pub is_enabled: Option<bool>,
}

/// Makes the home page the person's own, and locks it until the transaction ends; true when it was not before.
///
/// # Errors
/// Whatever the database answers.
pub async fn take_dashboard(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<bool> {
    let taken = diesel::insert_into(dashboards::table)
        .values(dashboards::user_id.eq(user))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    dashboards::table.find(user).select(dashboards::user_id).for_update().execute(&mut conn).await?;
    Ok(taken > 0)
}

/// Forgets how the person arranged their home page.
///
/// # Errors
/// Whatever the database answers.
pub async fn reset_dashboard(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<()> {
    diesel::delete(dashboards::table.find(user)).execute(&mut conn).await?;
    Ok(())
}

impl DashboardWidget {
    /// The widgets of a home page in order; `None` for a person who never arranged theirs.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn own(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Option<Vec<Self>>> {
        let rows: Vec<Option<Self>> = dashboards::table
            .left_join(dashboard_widgets::table)
            .filter(dashboards::user_id.eq(user))
            .select(Option::<Self>::as_select())
            .order((dashboard_widgets::position, dashboard_widgets::id))
            .load(&mut conn)
            .await?;
        Ok((!rows.is_empty()).then(|| rows.into_iter().flatten().collect()))
    }

    /// Adds widgets.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(mut conn: &AsyncPgConnection, widgets: &[Self]) -> QueryResult<()> {
        diesel::insert_into(dashboard_widgets::table).values(widgets).execute(&mut conn).await?;
        Ok(())
    }

    /// Changes one of a person's own widgets.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn update_own(
        mut conn: &AsyncPgConnection,
        user: UserId,
        id: DashboardWidgetId,
        changes: &DashboardWidgetChanges,
    ) -> QueryResult<Option<Self>> {
        let own = dashboard_widgets::table.find(id).filter(dashboard_widgets::user_id.eq(user));
        if *changes == DashboardWidgetChanges::default() {
            return own.select(Self::as_select()).first(&mut conn).await.optional();
        }
        diesel::update(own).set(changes).returning(Self::as_returning()).get_result(&mut conn).await.optional()
    }

    /// Puts a person's own widgets into this order.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn reorder_own(mut conn: &AsyncPgConnection, user: UserId, ids: &[DashboardWidgetId]) -> QueryResult<()> {
        diesel::sql_query("UPDATE dashboard_widgets SET position = array_position($2, id) WHERE user_id = $1 AND id = ANY($2)")
            .bind::<SqlUuid, _>(user)
            .bind::<Array<SqlUuid>, _>(ids)
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Takes one of a person's own widgets away; `None` when it was not there.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn delete_own(mut conn: &AsyncPgConnection, user: UserId, id: DashboardWidgetId) -> QueryResult<Option<Self>> {
        diesel::delete(dashboard_widgets::table.find(id).filter(dashboard_widgets::user_id.eq(user)))
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
            .optional()
    }
}
