//! The home page of a person: which widgets it has, in which order, how large.
//!
//! Somebody who never arranged theirs has the default set. Its ids are made from the person's, so that the first change
//! can name a widget that is in no table yet; that change writes the whole set down.

use std::collections::HashSet;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::identity::{DashboardWidget, DashboardWidgetChanges, reset_dashboard, take_dashboard};
use crate::db::{
    AsyncConnection as _, AsyncPgConnection, DashboardWidgetId, DashboardWidgetSize as Size, DashboardWidgetType as Type,
    MediaTypeId, QueryError, TypedId as _, UserId,
};
use crate::error::Problems;
use crate::policy::{Access, Actor};
use crate::{App, Error, Result};

/// The most widgets on one home page.
pub const MOST_WIDGETS: usize = 40;
/// The most that clients keep with one widget, as JSON.
const MAX_SETTINGS: usize = 8 * 1024;

/// What a home page shows until its person changes it.
const DEFAULTS: &[(Type, Size)] = &[
    (Type::ContinueWatching, Size::Large),
    (Type::NextUp, Size::Large),
    (Type::CurrentlyWatching, Size::Medium),
    (Type::Statistics, Size::Medium),
    (Type::RecentlyAdded, Size::Large),
    (Type::RecentHistory, Size::Medium),
    (Type::Notifications, Size::Medium),
];

/// A widget to be.
#[derive(Debug, Clone)]
pub struct WidgetDraft {
    /// What it shows.
    pub widget_type: Type,
    /// The only media type that it shows things of.
    pub media_type_id: Option<MediaTypeId>,
    /// How much of the grid it takes.
    pub size: Size,
    /// What clients keep with it: an object.
    pub settings: Value,
    /// Whether it is shown.
    pub is_enabled: bool,
}

fn defaults(user: UserId) -> Vec<DashboardWidget> {
    let widget = |(index, (widget_type, size)): (usize, &(Type, Size))| DashboardWidget {
        id: DashboardWidgetId::from_uuid(Uuid::from_u128(user.uuid().as_u128() ^ (index as u128 + 1))),
        user_id: user,
        widget_type: *widget_type,
        media_type_id: None,
        position: i32::try_from(index + 1).unwrap_or(i32::MAX),
        size: *size,
        settings: json!({}),
        is_enabled: true,
    };
    DEFAULTS.iter().enumerate().map(widget).collect()
}

async fn own(conn: &AsyncPgConnection, user: UserId) -> Result<Vec<DashboardWidget>> {
    Ok(DashboardWidget::own(conn, user).await?.unwrap_or_else(|| defaults(user)))
}

/// Makes the home page the person's own, with the default set where they never changed it, and locks it.
async fn take(conn: &AsyncPgConnection, user: UserId) -> Result<()> {
    if take_dashboard(conn, user).await? {
        DashboardWidget::insert(conn, &defaults(user)).await?;
    }
    Ok(())
}

fn check_settings(problems: &mut Problems, settings: &Value) {
    let text = settings.to_string();
    let fits = settings.is_object() && text.len() <= MAX_SETTINGS && !text.contains("\\u0000");
    problems.check(fits, "settings", format_args!("give an object of at most {MAX_SETTINGS} bytes"));
}

/// The media type is the only thing that a widget can name and that may not be there.
fn refused(error: QueryError) -> Error {
    if Error::violates(&error, "dashboard_widgets_media_type_id_fkey") { Error::NotFound("media type") } else { error.into() }
}

/// The widgets of the actor's home page, in order, hidden ones too.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `read`.
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<DashboardWidget>> {
    let user = actor.require(Access::Read)?.id;
    own(&*app.db().await?, user).await
}

/// Adds a widget at the end of the actor's home page.
///
/// # Errors
/// [`Error::Invalid`] naming the wrong fields, [`Error::NotFound`] for an unknown media type, [`Error::Conflict`] when
/// there is no more room.
pub async fn add(app: &App, actor: &Actor, draft: WidgetDraft) -> Result<DashboardWidget> {
    let user = actor.require(Access::Write)?.id;
    let mut problems = Problems::default();
    check_settings(&mut problems, &draft.settings);
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        take(conn, user).await?;
        let widgets = own(conn, user).await?;
        if widgets.len() >= MOST_WIDGETS {
            return Err(Error::conflict(format!("a home page has at most {MOST_WIDGETS} widgets")));
        }
        let widget = DashboardWidget {
            id: app.new_id(),
            user_id: user,
            widget_type: draft.widget_type,
            media_type_id: draft.media_type_id,
            position: widgets.last().map_or(1, |last| last.position.saturating_add(1)),
            size: draft.size,
            settings: draft.settings,
            is_enabled: draft.is_enabled,
        };
        DashboardWidget::insert(conn, std::slice::from_ref(&widget)).await.map_err(refused)?;
        Ok(widget)
    })
    .await
}

/// Changes a widget of the actor's home page.
///
/// # Errors
/// [`Error::Invalid`] naming the wrong fields, [`Error::NotFound`] for a widget that is not there.
pub async fn update(app: &App, actor: &Actor, id: DashboardWidgetId, changes: DashboardWidgetChanges) -> Result<DashboardWidget> {
    let user = actor.require(Access::Write)?.id;
    let mut problems = Problems::default();
    if let Some(settings) = &changes.settings {
        check_settings(&mut problems, settings);
    }
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        take(conn, user).await?;
        DashboardWidget::update_own(conn, user, id, &changes).await.map_err(refused)?.ok_or(Error::NotFound("widget"))
    })
    .await
}

/// Puts the widgets of the actor's home page into this order, which names each of them once.
///
/// # Errors
/// [`Error::Invalid`] for any other list: it was made from a home page that has changed since.
pub async fn reorder(app: &App, actor: &Actor, ids: &[DashboardWidgetId]) -> Result<Vec<DashboardWidget>> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        take(conn, user).await?;
        let there: HashSet<_> = own(conn, user).await?.iter().map(|widget| widget.id).collect();
        let named: HashSet<_> = ids.iter().copied().collect();
        if named != there || named.len() != ids.len() {
            return Err(Error::invalid("ids", "name each of your widgets once; they may have changed meanwhile"));
        }
        DashboardWidget::reorder_own(conn, user, ids).await?;
        own(conn, user).await
    })
    .await
}

/// Takes a widget off the actor's home page.
///
/// # Errors
/// [`Error::NotFound`] for a widget that is not there.
pub async fn remove(app: &App, actor: &Actor, id: DashboardWidgetId) -> Result<DashboardWidget> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        take(conn, user).await?;
        DashboardWidget::delete_own(conn, user, id).await?.ok_or(Error::NotFound("widget"))
    })
    .await
}

/// Gives the actor's home page the default set again.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `write`.
pub async fn reset(app: &App, actor: &Actor) -> Result<Vec<DashboardWidget>> {
    let user = actor.require(Access::Write)?.id;
    reset_dashboard(&*app.db().await?, user).await?;
    Ok(defaults(user))
}
