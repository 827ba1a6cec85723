//! Giving an account up: that nothing of its person is left anywhere, that what is also others' stays, and that they can
//! change their mind.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use medianest_core::Error;
use medianest_core::db::Role;
use medianest_core::identity::erasure;
use medianest_core::jobs;
use medianest_test_support::{Person, World};

/// Everything that can be of somebody, as SQL: `$1` is who leaves, in the API's words `$3`, and `$2` somebody who stays.
const TRACES: &str = include_str!("erasure.sql");

async fn plant(world: &World, leaves: &Person, stays: &Person) {
    let sql = world.database.sql().await;
    let words = [("$1", leaves.id.0.to_string()), ("$2", stays.id.0.to_string()), ("$3", leaves.id.to_string())];
    let script = words.iter().fold(TRACES.to_owned(), |script, (place, word)| script.replace(place, &format!("'{word}'")));
    sql.batch_execute(&script).await.unwrap();
}

/// The columns that refer to people.
async fn references(world: &World) -> Vec<(String, String)> {
    let sql = world.database.sql().await;
    let rows = sql
        .query(
            "SELECT c.conrelid::regclass::text, a.attname::text FROM pg_constraint AS c
             JOIN pg_class AS t ON t.oid = c.conrelid
             JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
             WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass AND NOT t.relispartition ORDER BY 1, 2",
            &[],
        )
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// The tables with a row that holds one of these words, whatever column it is in.
async fn tables_naming(world: &World, words: &[String]) -> BTreeSet<String> {
    let sql = world.database.sql().await;
    let tables = sql
        .query(
            "SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition",
            &[],
        )
        .await
        .unwrap();
    let mut found = BTreeSet::new();
    for row in &tables {
        let table: String = row.get(0);
        let query =
            format!("SELECT EXISTS (SELECT FROM {table} AS t, unnest($1::text[]) AS word WHERE strpos(t::text, word) > 0)");
        if sql.query_one(&query, &[&words]).await.unwrap().get(0) {
            found.insert(table);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_names_the_person_is_left_in_any_table() {
    let world = World::new().await;
    let (leaves, stays, root) = (world.user("zebedee").await, world.user("stella").await, world.admin("root").await);
    plant(&world, &leaves, &stays).await;
    let sql = world.database.sql().await;
    for (table, column) in references(&world).await {
        let query = format!("SELECT EXISTS (SELECT FROM {table} WHERE {column} = $1)");
        let is_planted: bool = sql.query_one(&query, &[&leaves.id.0]).await.unwrap().get(0);
        assert!(is_planted, "{table}.{column} refers to people: plant a row of somebody in erasure.sql");
    }
    let words = ["zebedee".to_owned(), leaves.id.0.to_string(), leaves.id.to_string()];
    assert!(tables_naming(&world, &words).await.len() > 30);
    erasure::erase(&world.app, &root.actor, leaves.id).await.unwrap();
    assert_eq!(tables_naming(&world, &words).await, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_also_somebody_elses_stays() {
    let world = World::new().await;
    let (leaves, stays, root) = (world.user("zebedee").await, world.user("stella").await, world.admin("root").await);
    plant(&world, &leaves, &stays).await;
    erasure::erase(&world.app, &root.actor, leaves.id).await.unwrap();
    let sql = world.database.sql().await;
    let one = async |query: &str| sql.query_one(query, &[]).await.unwrap().get::<_, String>(0);
    assert_eq!(one("SELECT concat_ws(' ', u.username, m.role) FROM groups AS g JOIN users AS u ON u.id = g.owner_user_id JOIN group_members AS m ON m.group_id = g.id AND m.user_id = u.id WHERE g.name = 'Film club'").await, "stella owner");
    assert_eq!(one("SELECT count(*)::text FROM groups WHERE name = 'Alone'").await, "0");
    assert_eq!(one("SELECT name FROM media_items").await, "Heat");
    assert_eq!(
        one("SELECT count(*)::text FROM user_list_items AS i JOIN user_lists AS l ON l.id = i.list_id WHERE l.name = 'Of both'")
            .await,
        "1"
    );
    let kept = "SELECT string_agg(concat_ws(' ', action, actor_name, CASE WHEN actor_id IS NULL THEN 'gone' END, ip, old_values, new_values, resource_id), ', ' ORDER BY created_at, action) FROM audit_logs WHERE action LIKE 'planted.%'";
    assert_eq!(one(kept).await, "planted.by erased account gone, planted.to root, planted.with root");
    assert_eq!(one("SELECT actor_name FROM audit_logs WHERE action = 'identity.account_erased'").await, "root");
    assert_eq!(one("SELECT string_agg(title, ',') FROM notifications").await, "Something else");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_gives_their_account_up_and_has_two_weeks_to_change_their_mind() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let hash = world.app.passwords().hash("correct horse battery").await.unwrap();
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET password_hash = $1", &[&hash]).await.unwrap();
    let there = async || sql.query_one("SELECT count(*) FROM users", &[]).await.unwrap().get::<_, i64>(0);
    let wrong = erasure::request(&world.app, &ada.actor, &"wrong".to_owned().into()).await.unwrap_err();
    assert!(matches!(&wrong, Error::Invalid(fields) if fields[0].field == "currentPassword"), "{wrong}");
    let right = "correct horse battery".to_owned().into();
    let user = erasure::request(&world.app, &ada.actor, &right).await.unwrap();
    assert_eq!(user.erase_at, Some(world.app.now() + erasure::TIME_TO_RECONSIDER));
    world.pass(TimeDelta::days(13));
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(there().await, 1);
    assert_eq!(erasure::withdraw(&world.app, &ada.actor).await.unwrap().erase_at, None);
    world.pass(TimeDelta::days(30));
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(there().await, 1, "whoever changed their mind stays");
    erasure::request(&world.app, &ada.actor, &right).await.unwrap();
    world.pass(TimeDelta::days(14) + TimeDelta::hours(1));
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(there().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_must_stay_to_administer_the_place() {
    let world = World::new().await;
    let (first, second) = (world.with_role("first", Role::SuperAdmin).await, world.with_role("second", Role::SuperAdmin).await);
    let none = String::new().into();
    erasure::request(&world.app, &first.actor, &none).await.unwrap();
    let own = erasure::erase(&world.app, &first.actor, first.id).await.unwrap_err();
    assert!(matches!(own, Error::Conflict(_)), "{own}");
    // The other steps down meanwhile.
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET role = 'user' WHERE id = $1", &[&second.id.0]).await.unwrap();
    world.pass(TimeDelta::days(20));
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(sql.query_one("SELECT count(*) FROM users", &[]).await.unwrap().get::<_, i64>(0), 2);
    let last = erasure::request(&world.app, &first.actor, &none).await.unwrap_err();
    assert!(matches!(last, Error::Conflict(_)), "{last}");
    let above = erasure::erase(&world.app, &world.admin("admin").await.actor, first.id).await.unwrap_err();
    assert!(matches!(above, Error::Conflict(_) | Error::Forbidden(_)), "{above}");
}
