use medianest_test_support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_world_is_migrated_and_empty() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let sql = world.database.sql().await;
    let row = sql.query_one("SELECT count(*), min(id::text) FROM users", &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 1);
    assert_eq!(row.get::<_, String>(1), ana.id.0.to_string());
}
