//! A home page made of widgets, and what they count.

use super::catalogue::MediaTypeTag;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{Id, Json, NaiveDate, Patch};
use crate::schema;

enums! {
    /// What a widget shows.
    DashboardWidgetType {
        ContinueWatching = "CONTINUE_WATCHING", NextUp = "NEXT_UP", CurrentlyWatching = "CURRENTLY_WATCHING",
        RecentHistory = "RECENT_HISTORY", RecentlyAdded = "RECENTLY_ADDED", Statistics = "STATISTICS",
        Notifications = "NOTIFICATIONS"
    }

    /// How much of the grid a widget takes.
    DashboardWidgetSize { Small = "SMALL", Medium = "MEDIUM", Large = "LARGE" }
}

/// A widget of the caller's home page.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "DashboardWidget")]
pub struct WidgetRow {
    pub id: Id,
    pub widget_type: DashboardWidgetType,
    pub size: DashboardWidgetSize,
    pub is_enabled: bool,
    pub media_type: Option<MediaTypeTag>,
    pub settings: Json,
}

/// What was played of one kind of thing.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct MediaTypeStatistics {
    pub media_type: Option<MediaTypeTag>,
    pub play_count: i32,
    pub item_count: i32,
    pub watched_seconds: i32,
}

/// What is counted from somebody's history.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Statistics")]
pub struct StatisticsDetail {
    pub play_count: i32,
    pub item_count: i32,
    pub watched_seconds: i32,
    pub current_streak_days: i32,
    pub longest_streak_days: i32,
    pub by_media_type: Vec<MediaTypeStatistics>,
}

/// What was played on one day.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayActivity {
    pub date: NaiveDate,
    pub play_count: i32,
    pub watched_seconds: i32,
}

/// The widgets of the caller's home page, in their order, hidden ones too.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct Dashboard {
    pub dashboard_widgets: Vec<WidgetRow>,
}

/// The variables of [`Statistics`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct StatisticsVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// What is counted from somebody's history; nothing where the caller may not see it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "StatisticsVariables")]
pub struct Statistics {
    #[arguments(userId: $user_id, from: $from, to: $to)]
    pub statistics: Option<StatisticsDetail>,
}

/// The variables of [`ActivityByDay`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ActivityByDayVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub year: i32,
}

/// The heat-map of a year: days with plays, in order.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ActivityByDayVariables")]
pub struct ActivityByDay {
    #[arguments(userId: $user_id, year: $year)]
    pub activity_by_day: Vec<DayActivity>,
}

/// Puts the home page back to how everybody's begins.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Mutation")]
pub struct ResetDashboard {
    pub reset_dashboard: ResetDashboardPayload,
}

/// What came of [`ResetDashboard`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ResetDashboardPayload {
    pub widgets: Vec<WidgetRow>,
}

operations! {
    Query Dashboard;
    Query Statistics(StatisticsVariables);
    Query ActivityByDay(ActivityByDayVariables);
    Mutation ResetDashboard;
}

/// A widget to be put at the end.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AddDashboardWidgetInput {
    pub widget_type: DashboardWidgetType,
    pub size: Option<DashboardWidgetSize>,
    pub is_enabled: Option<bool>,
    pub media_type_id: Option<Id>,
    pub settings: Option<Json>,
}

/// What to change about a widget; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateDashboardWidgetInput {
    pub id: Id,
    pub size: Option<DashboardWidgetSize>,
    pub is_enabled: Option<bool>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub media_type_id: Patch<Id>,
    pub settings: Option<Json>,
}

impl UpdateDashboardWidgetInput {
    /// A change of nothing yet.
    #[must_use]
    pub fn of(id: Id) -> Self {
        Self { id, size: None, is_enabled: None, media_type_id: Patch::Keep, settings: None }
    }
}

/// Which widget to take away.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveDashboardWidgetInput {
    pub id: Id,
}

/// All widgets, in their new order.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ReorderDashboardWidgetsInput {
    pub ids: Vec<Id>,
}

mutations! {
    /// Adds a widget.
    AddDashboardWidget(AddDashboardWidgetVariables, AddDashboardWidgetInput)
        => add_dashboard_widget: AddDashboardWidgetPayload { widget: WidgetRow, }

    /// Changes a widget.
    UpdateDashboardWidget(UpdateDashboardWidgetVariables, UpdateDashboardWidgetInput)
        => update_dashboard_widget: UpdateDashboardWidgetPayload { widget: WidgetRow, }

    /// Takes a widget away; answers it as it was, to add it again.
    RemoveDashboardWidget(RemoveDashboardWidgetVariables, RemoveDashboardWidgetInput)
        => remove_dashboard_widget: RemoveDashboardWidgetPayload { widget: WidgetRow, }

    /// Orders the widgets.
    ReorderDashboardWidgets(ReorderDashboardWidgetsVariables, ReorderDashboardWidgetsInput)
        => reorder_dashboard_widgets: ReorderDashboardWidgetsPayload
}

/// What came of [`ReorderDashboardWidgets`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ReorderDashboardWidgetsPayload {
    pub widgets: Vec<WidgetRow>,
}
