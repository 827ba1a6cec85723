//! News over HTTP: reading them, marking them, wanting them.

use medianest_core::db::{NotificationId, TypedId};
use serde_json::{Value, json};

use crate::support::{Client, TestServer};
use crate::ws::tell;

const LIST: &str = "query ($unread: Boolean!) { notifications(unreadOnly: $unread) { totalCount nodes {
    id type category severity title message linkUrl data readAt createdAt } } unreadNotificationCount }";

async fn titles(client: &Client<'_>, unread: bool) -> Vec<String> {
    let listed = client.data(LIST, json!({ "unread": unread })).await["notifications"].take();
    let nodes = listed["nodes"].as_array().unwrap();
    assert_eq!(listed["totalCount"], nodes.len());
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn news_are_listed_marked_as_read_one_by_one_and_all_at_once_and_deleted() {
    let server = TestServer::start().await;
    let (person, ana) = server.user("ana").await;
    let (_, eve) = server.admin("eve").await;
    for title in ["first", "second", "third"] {
        tell(&server.world.app, person.id, title).await;
        server.world.pass(chrono::TimeDelta::seconds(1));
    }
    assert_eq!(titles(&ana, false).await, ["third", "second", "first"]);
    let listed = ana.data(LIST, json!({ "unread": true })).await;
    let third = &listed["notifications"]["nodes"][0];
    assert_eq!(
        (&third["type"], &third["category"], &third["severity"], &third["readAt"], &third["data"]),
        (&json!("test"), &json!("SYSTEM"), &json!("INFO"), &Value::Null, &json!({}))
    );
    assert_eq!(listed["unreadNotificationCount"], 3);

    let mark = "mutation ($ids: [ID!]!) { markNotificationsRead(input: { ids: $ids }) { unreadNotificationCount } }";
    let third = json!({ "ids": [third["id"]] });
    // Another's are left alone, and there is no such thing as being told so.
    assert_eq!(eve.data(mark, third.clone()).await["markNotificationsRead"]["unreadNotificationCount"], 0);
    assert_eq!(titles(&ana, true).await.len(), 3);
    for _ in 0..2 {
        assert_eq!(ana.data(mark, third.clone()).await["markNotificationsRead"]["unreadNotificationCount"], 2);
    }
    assert_eq!(titles(&ana, true).await, ["second", "first"]);
    let many: Vec<String> = (0..501).map(|n| NotificationId::from_uuid(uuid::Uuid::from_u128(n)).to_string()).collect();
    assert_eq!(ana.code(mark, json!({ "ids": many })).await, "INVALID_INPUT");
    let all = "mutation { markNotificationsRead(input: { all: true }) { unreadNotificationCount } }";
    assert_eq!(ana.data(all, json!({})).await["markNotificationsRead"]["unreadNotificationCount"], 0);
    assert_eq!((titles(&ana, true).await.len(), titles(&ana, false).await.len()), (0, 3));

    let delete = "mutation ($id: ID!) { deleteNotification(input: { id: $id }) { deletedId } }";
    let third = json!({ "id": third["ids"][0] });
    assert_eq!(eve.code(delete, third.clone()).await, "NOT_FOUND");
    assert_eq!(ana.data(delete, third.clone()).await["deleteNotification"]["deletedId"], third["id"]);
    assert_eq!(ana.code(delete, third).await, "NOT_FOUND");
    assert_eq!(titles(&ana, false).await, ["second", "first"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_want_news_of_a_kind_gets_none() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let set = "mutation ($type: String!, $enabled: Boolean!) {
        updateNotificationPreference(input: { notificationType: $type, deliveryMethod: IN_APP, isEnabled: $enabled }) {
            notificationPreference { notificationType deliveryMethod isEnabled } } }";
    let list = "{ notificationPreferences { notificationType deliveryMethod isEnabled } }";
    assert_eq!(ana.data(list, json!({})).await["notificationPreferences"], json!([]));
    for enabled in [true, false] {
        let kept = ana.data(set, json!({ "type": "import_completed", "enabled": enabled })).await;
        let expected = json!({ "notificationType": "import_completed", "deliveryMethod": "IN_APP", "isEnabled": enabled });
        assert_eq!(kept["updateNotificationPreference"]["notificationPreference"], expected);
        assert_eq!(ana.data(list, json!({})).await["notificationPreferences"], json!([expected]));
    }
    assert_eq!(ben.data(list, json!({})).await["notificationPreferences"], json!([]), "another's are another's");
    assert_eq!(ana.code(set, json!({ "type": "Not A Type", "enabled": true })).await, "INVALID_INPUT");
}
