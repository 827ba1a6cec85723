use async_graphql::{Context, Enum, InputObject, Json, MaybeUndefined, Object, Result, SimpleObject};
use medianest_core::db::identity::{self as rows, DashboardWidgetChanges};
use medianest_core::db::{self, DashboardWidgetId, MediaTypeId};
use medianest_core::identity::dashboard as rules;

use crate::graphql::catalogue::{MediaType, MediaTypeById};
use crate::graphql::{ContextExt, Id};

/// What a widget shows.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::DashboardWidgetType")]
pub enum DashboardWidgetType {
    /// What the person began and can resume.
    ContinueWatching,
    /// What comes next in what they are in the middle of.
    NextUp,
    /// What they and others play right now.
    CurrentlyWatching,
    /// What they played last.
    RecentHistory,
    /// What came into the catalogue last.
    RecentlyAdded,
    /// What is counted from their history.
    Statistics,
    /// What they were told.
    Notifications,
}

/// How much of the grid a widget takes.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::DashboardWidgetSize")]
pub enum DashboardWidgetSize {
    /// A third of the width.
    Small,
    /// Half of it.
    Medium,
    /// All of it.
    Large,
}

/// A part of the caller's home page.
pub struct DashboardWidget(pub rows::DashboardWidget);

/// A part of the caller's home page.
#[Object]
impl DashboardWidget {
    /// Its id.
    async fn id(&self) -> Id<DashboardWidgetId> {
        Id(self.0.id)
    }

    /// What it shows.
    async fn widget_type(&self) -> DashboardWidgetType {
        self.0.widget_type.into()
    }

    /// The only media type that it shows things of; null is every one.
    async fn media_type(&self, ctx: &Context<'_>) -> Result<Option<MediaType>> {
        match self.0.media_type_id {
            Some(id) => Ok(ctx.load::<MediaTypeById>(id).await?),
            None => Ok(None),
        }
    }

    /// How much of the grid it takes.
    async fn size(&self) -> DashboardWidgetSize {
        self.0.size.into()
    }

    /// What clients keep with it, an object. MediaNest does not look into it.
    async fn settings(&self) -> Json<&serde_json::Value> {
        Json(&self.0.settings)
    }

    /// Whether it is shown.
    async fn is_enabled(&self) -> bool {
        self.0.is_enabled
    }
}

fn all(widgets: Vec<rows::DashboardWidget>) -> Vec<DashboardWidget> {
    widgets.into_iter().map(DashboardWidget).collect()
}

/// A widget to be.
#[derive(InputObject)]
pub struct AddDashboardWidgetInput {
    /// What it shows.
    widget_type: DashboardWidgetType,
    /// The only media type that it shows things of; every one, when absent.
    media_type_id: Option<Id<MediaTypeId>>,
    /// How much of the grid it takes.
    #[graphql(default_with = "DashboardWidgetSize::Medium")]
    size: DashboardWidgetSize,
    /// What clients keep with it: an object of at most 8 KiB.
    settings: Option<Json<serde_json::Value>>,
    /// Whether it is shown.
    #[graphql(default = true)]
    is_enabled: bool,
}

/// The added widget.
#[derive(SimpleObject)]
pub struct AddDashboardWidgetPayload {
    /// The widget, the last of the home page.
    widget: DashboardWidget,
}

/// What to change about a widget. What is left out stays.
#[derive(InputObject)]
pub struct UpdateDashboardWidgetInput {
    /// Which.
    id: Id<DashboardWidgetId>,
    /// The only media type that it shows things of; null is every one.
    media_type_id: MaybeUndefined<Id<MediaTypeId>>,
    /// How much of the grid it takes.
    size: Option<DashboardWidgetSize>,
    /// What clients keep with it: an object that replaces the old one.
    settings: Option<Json<serde_json::Value>>,
    /// Whether it is shown.
    is_enabled: Option<bool>,
}

/// The changed widget.
#[derive(SimpleObject)]
pub struct UpdateDashboardWidgetPayload {
    /// The widget as it is now.
    widget: DashboardWidget,
}

/// An order of the caller's widgets.
#[derive(InputObject)]
pub struct ReorderDashboardWidgetsInput {
    /// Each of them once, hidden ones too.
    ids: Vec<Id<DashboardWidgetId>>,
}

/// The home page in its new order.
#[derive(SimpleObject)]
pub struct ReorderDashboardWidgetsPayload {
    /// Its widgets.
    widgets: Vec<DashboardWidget>,
}

/// Which widget to take away.
#[derive(InputObject)]
pub struct RemoveDashboardWidgetInput {
    /// The widget.
    id: Id<DashboardWidgetId>,
}

/// The widget that is gone.
#[derive(SimpleObject)]
pub struct RemoveDashboardWidgetPayload {
    /// The widget as it was.
    widget: DashboardWidget,
}

/// The home page as it was at first.
#[derive(SimpleObject)]
pub struct ResetDashboardPayload {
    /// Its widgets.
    widgets: Vec<DashboardWidget>,
}

/// What can be asked about one's home page.
#[derive(Default)]
pub struct DashboardQuery;

#[Object]
impl DashboardQuery {
    /// The widgets of the caller's home page in order, hidden ones too, 40 at the most. Who never arranged theirs has a
    /// default set.
    #[graphql(complexity = "10 * child_complexity")]
    async fn dashboard_widgets(&self, ctx: &Context<'_>) -> Result<Vec<DashboardWidget>> {
        Ok(all(rules::mine(ctx.app(), ctx.actor()).await?))
    }
}

/// What can be done about one's home page.
#[derive(Default)]
pub struct DashboardMutation;

#[Object]
impl DashboardMutation {
    /// Adds a widget at the end of the caller's home page.
    async fn add_dashboard_widget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The widget.")] input: AddDashboardWidgetInput,
    ) -> Result<AddDashboardWidgetPayload> {
        let draft = rules::WidgetDraft {
            widget_type: input.widget_type.into(),
            media_type_id: input.media_type_id.map(|id| id.0),
            size: input.size.into(),
            settings: input.settings.map_or_else(|| serde_json::json!({}), |settings| settings.0),
            is_enabled: input.is_enabled,
        };
        Ok(AddDashboardWidgetPayload { widget: DashboardWidget(rules::add(ctx.app(), ctx.actor(), draft).await?) })
    }

    /// Changes a widget of the caller's home page.
    async fn update_dashboard_widget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateDashboardWidgetInput,
    ) -> Result<UpdateDashboardWidgetPayload> {
        let changes = DashboardWidgetChanges {
            media_type_id: match input.media_type_id {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(id) => Some(Some(id.0)),
            },
            size: input.size.map(Into::into),
            settings: input.settings.map(|settings| settings.0),
            is_enabled: input.is_enabled,
        };
        let widget = rules::update(ctx.app(), ctx.actor(), input.id.0, changes).await?;
        Ok(UpdateDashboardWidgetPayload { widget: DashboardWidget(widget) })
    }

    /// Puts the widgets of the caller's home page into another order.
    async fn reorder_dashboard_widgets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: ReorderDashboardWidgetsInput,
    ) -> Result<ReorderDashboardWidgetsPayload> {
        let ids: Vec<_> = input.ids.iter().map(|id| id.0).collect();
        Ok(ReorderDashboardWidgetsPayload { widgets: all(rules::reorder(ctx.app(), ctx.actor(), &ids).await?) })
    }

    /// Takes a widget off the caller's home page.
    async fn remove_dashboard_widget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveDashboardWidgetInput,
    ) -> Result<RemoveDashboardWidgetPayload> {
        let widget = rules::remove(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RemoveDashboardWidgetPayload { widget: DashboardWidget(widget) })
    }

    /// Gives the caller's home page the default set again.
    async fn reset_dashboard(&self, ctx: &Context<'_>) -> Result<ResetDashboardPayload> {
        Ok(ResetDashboardPayload { widgets: all(rules::reset(ctx.app(), ctx.actor()).await?) })
    }
}
