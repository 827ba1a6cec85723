use medianest_core::db::{AsyncConnection, DeliveryMethod, NotificationCategory, NotificationId, NotificationSeverity, UserId};
use medianest_core::notifications::{self, NewNotification};
use medianest_core::{App, Error, PageRequest};
use medianest_test_support::World;
use serde_json::json;

fn news(user_id: UserId) -> NewNotification {
    NewNotification {
        user_id,
        notification_type: "import_completed",
        category: NotificationCategory::System,
        severity: NotificationSeverity::Success,
        title: "Import done".to_owned(),
        message: "All of it.".to_owned(),
        link_url: None,
        data: json!({}),
        dedupe_key: None,
        expires_at: None,
    }
}

async fn tell(app: &App, new: NewNotification) -> Option<NotificationId> {
    let mut conn = app.db().await.unwrap();
    conn.transaction(async |conn| notifications::notify(conn, app, new).await).await.unwrap()
}

const ALL: PageRequest<NotificationId> = PageRequest { first: 50, after: None };

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_marks_and_deletes_only_their_own() {
    let world = World::new().await;
    let (anna, ben) = (world.user("anna").await, world.user("ben").await);
    let id = tell(&world.app, news(anna.id)).await.unwrap();
    assert_eq!(notifications::page(&world.app, &anna.actor, true, &ALL).await.unwrap().items.len(), 1);
    assert_eq!(notifications::page(&world.app, &ben.actor, false, &ALL).await.unwrap().items.len(), 0);
    assert!(matches!(notifications::find(&world.app, &ben.actor, id).await, Err(Error::NotFound(_))));
    notifications::mark_read(&world.app, &ben.actor, Some(&[id])).await.unwrap();
    notifications::mark_read(&world.app, &ben.actor, None).await.unwrap();
    assert_eq!(notifications::count(&world.app, &anna.actor, true).await.unwrap(), 1, "ben cannot read anna's");
    assert!(matches!(notifications::delete(&world.app, &ben.actor, id).await, Err(Error::NotFound(_))));

    assert_eq!(notifications::mark_read(&world.app, &anna.actor, Some(&[id])).await.unwrap(), 0);
    notifications::delete(&world.app, &anna.actor, id).await.unwrap();
    assert_eq!(notifications::count(&world.app, &anna.actor, false).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preference_for_the_kind_outweighs_the_one_for_every_kind() {
    let world = World::new().await;
    let anna = world.user("anna").await;
    let prefer = async |kind: &str, wanted| {
        notifications::update_preference(&world.app, &anna.actor, kind.to_owned(), DeliveryMethod::InApp, wanted).await.unwrap();
    };
    prefer("*", false).await;
    assert_eq!(tell(&world.app, news(anna.id)).await, None);
    prefer("import_completed", true).await;
    assert!(tell(&world.app, news(anna.id)).await.is_some());
    prefer("*", true).await;
    prefer("import_completed", false).await;
    assert_eq!(tell(&world.app, news(anna.id)).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn news_with_a_key_is_told_once() {
    let world = World::new().await;
    let anna = world.user("anna").await;
    let keyed = || NewNotification { dedupe_key: Some("import:1".to_owned()), ..news(anna.id) };
    assert!(tell(&world.app, keyed()).await.is_some());
    assert_eq!(tell(&world.app, keyed()).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preference_for_no_kind_is_refused() {
    let world = World::new().await;
    let anna = world.user("anna").await;
    for bad in ["", "Import", "a b", "**", "1a"] {
        let refused =
            notifications::update_preference(&world.app, &anna.actor, bad.to_owned(), DeliveryMethod::InApp, true).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{bad}");
    }
}
