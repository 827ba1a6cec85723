use medianest_core::admin::errors;
use medianest_core::{Error, PageRequest};
use medianest_test_support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_found_by_its_correlation_id_by_administrators_only() {
    let world = World::new().await;
    let (mut user, admin) = (world.user("user").await, world.admin("root").await);
    let correlation_id = uuid::Uuid::from_u128(7);
    user.actor.origin.correlation_id = Some(correlation_id);
    errors::record(&world.app, &user.actor, "INTERNAL", "the cause\0", "/graphql?token=secret", "POST", 500);
    errors::record(&world.app, &admin.actor, "INTERNAL", "another", "/graphql", "POST", 500);
    world.app.tasks().close();
    world.app.tasks().wait().await;
    let all = PageRequest { first: 10, after: None };
    let page = errors::page(&world.app, &admin.actor, Some(correlation_id), &all).await.unwrap();
    let row = &page.items[0];
    assert_eq!((page.items.len(), row.user_id, row.error_message.as_str()), (1, Some(user.id), "the cause"));
    assert_eq!(row.request_path, "/graphql");
    assert_eq!(errors::count(&world.app, &admin.actor, None).await.unwrap(), 2);
    assert!(matches!(errors::page(&world.app, &user.actor, None, &all).await, Err(Error::Forbidden(_))));
}
