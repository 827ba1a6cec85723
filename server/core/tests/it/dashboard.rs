//! Home pages: the default set, and what people make of it.

use medianest_core::Error;
use medianest_core::identity::dashboard::{self, MOST_WIDGETS, WidgetDraft};
use medianest_db::identity::{DashboardWidget, DashboardWidgetChanges};
use medianest_db::{DashboardWidgetId, DashboardWidgetSize as Size, DashboardWidgetType as Type};
use medianest_test_support::{Person, World};
use serde_json::json;

fn draft(widget_type: Type) -> WidgetDraft {
    WidgetDraft { widget_type, media_type_id: None, size: Size::Medium, settings: json!({}), is_enabled: true }
}

async fn mine(world: &World, person: &Person) -> Vec<DashboardWidget> {
    dashboard::mine(&world.app, &person.actor).await.unwrap()
}

fn types(widgets: &[DashboardWidget]) -> Vec<Type> {
    widgets.iter().map(|widget| widget.widget_type).collect()
}

fn ids(widgets: &[DashboardWidget]) -> Vec<DashboardWidgetId> {
    widgets.iter().map(|widget| widget.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_change_takes_over_the_default_set_and_its_ids() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let before = mine(&world, &ana).await;
    assert_eq!(types(&before)[..2], [Type::ContinueWatching, Type::NextUp]);
    assert_eq!(ids(&before), ids(&mine(&world, &ana).await), "they stay the same until then");
    let changes =
        DashboardWidgetChanges { size: Some(Size::Small), is_enabled: Some(false), ..DashboardWidgetChanges::default() };
    let other = dashboard::update(&world.app, &ben.actor, before[1].id, changes.clone()).await;
    assert!(matches!(other, Err(Error::NotFound(_))), "another's widget is not there: {other:?}");
    let changed = dashboard::update(&world.app, &ana.actor, before[1].id, changes).await.unwrap();
    assert_eq!((changed.size, changed.is_enabled), (Size::Small, false));
    let after = mine(&world, &ana).await;
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(after[1], changed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_page_is_put_into_any_order_that_names_all_of_it() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let added = dashboard::add(&world.app, &ana.actor, draft(Type::Statistics)).await.unwrap();
    let mut order = ids(&mine(&world, &ana).await);
    assert_eq!(order.last(), Some(&added.id));
    order.reverse();
    let reordered = dashboard::reorder(&world.app, &ana.actor, &order).await.unwrap();
    assert_eq!(ids(&reordered), order);
    assert_eq!(ids(&mine(&world, &ana).await), order);
    let next = dashboard::add(&world.app, &ana.actor, draft(Type::NextUp)).await.unwrap();
    assert_eq!(ids(&mine(&world, &ana).await).last(), Some(&next.id), "what is added comes last, whatever the order");
    let twice: Vec<_> = order.iter().copied().chain([order[0]]).collect();
    for wrong in [&order[..], &twice] {
        let refused = dashboard::reorder(&world.app, &ana.actor, wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_home_page_stays_empty_until_it_is_reset() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let defaults = mine(&world, &ana).await;
    for id in ids(&defaults) {
        assert_eq!(dashboard::remove(&world.app, &ana.actor, id).await.unwrap().id, id);
    }
    assert_eq!(mine(&world, &ana).await, []);
    let again = dashboard::remove(&world.app, &ana.actor, defaults[0].id).await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    assert_eq!(dashboard::reset(&world.app, &ana.actor).await.unwrap(), defaults);
    assert_eq!(mine(&world, &ana).await, defaults);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_page_has_its_bounds() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    for settings in [json!([1]), json!({ "a": "x".repeat(10_000) }), json!({ "a": "\0" })] {
        let refused = dashboard::add(&world.app, &ana.actor, WidgetDraft { settings, ..draft(Type::NextUp) }).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let unknown = WidgetDraft { media_type_id: Some(world.app.new_id()), ..draft(Type::NextUp) };
    assert!(matches!(dashboard::add(&world.app, &ana.actor, unknown).await, Err(Error::NotFound("media type"))));
    while mine(&world, &ana).await.len() < MOST_WIDGETS {
        dashboard::add(&world.app, &ana.actor, draft(Type::NextUp)).await.unwrap();
    }
    assert!(matches!(dashboard::add(&world.app, &ana.actor, draft(Type::NextUp)).await, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_first_changes_at_once_make_one_home_page() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (one, two) = tokio::join!(
        dashboard::add(&world.app, &ana.actor, draft(Type::Statistics)),
        dashboard::add(&world.app, &ana.actor, draft(Type::NextUp)),
    );
    let widgets = mine(&world, &ana).await;
    assert_eq!(widgets.len(), 9);
    assert!([one.unwrap().id, two.unwrap().id].iter().all(|id| ids(&widgets).contains(id)));
}
