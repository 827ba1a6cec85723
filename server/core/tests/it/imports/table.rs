use medianest_core::db::{ImportSource, ImportStatus};
use medianest_test_support::World;

use super::{completed, contents, created, draft, errors, file, import, number, undone};

const ROWS: &str = "\
Type,Title,Year,Season,Episode,IMDb,Watched Date,Rating,Status,Notes,Favourite,Mood
movie,Heat,1995,,,tt0113277,2019-05,4.5/5,,,yes,tense
movie,Heat,1995,,,tt0113277,2020-01-02 21:30,,,,,
show,Dark,2017,,,,,9,completed,,,
episode,Dark,2017,1,1,,2019,,,,,
,Dark,2017,1,2,,2019-06-02,,,,,
book,Dune,1965,,,,,,reading,on the train,,
";

#[tokio::test(flavor = "multi_thread")]
async fn a_table_comes_in_once_and_goes_without_a_trace() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    world.database.sql().await.batch_execute("UPDATE users SET timezone = 'Europe/Berlin'").await.unwrap();
    let before = contents(&world).await;
    let path = file(&world, "diary.csv", ROWS);
    let (job, report) = completed(&world.app, draft(ImportSource::Csv, &path, ada.id)).await;
    assert_eq!(errors(&world.app, &job).await.len(), 0);
    assert_eq!(report.unknown_columns, ["Mood"]);
    assert_eq!((created(&report, "media_items"), created(&report, "plays"), created(&report, "user_libraries")), (6, 4, 3));
    let sql = world.database.sql().await;
    let plays: Vec<String> = sql
        .query(
            "SELECT concat_ws(' ', watched_at AT TIME ZONE 'UTC', date_precision, timezone) FROM plays ORDER BY watched_at",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(
        plays,
        [
            "2018-12-31 23:00:00 year Europe/Berlin",
            "2019-04-30 22:00:00 month Europe/Berlin",
            "2019-06-01 22:00:00 day Europe/Berlin",
            "2020-01-02 20:30:00 minute Europe/Berlin",
        ]
    );
    let entries: Vec<String> = sql
        .query("SELECT concat_ws(' ', i.name, l.status, l.is_favorite, l.notes) FROM user_libraries AS l JOIN media_items AS i ON i.id = l.media_item_id ORDER BY 1", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(entries, ["Dark completed f", "Dune watching f on the train", "Heat completed t"]);
    let after = contents(&world).await;
    let (again, _) = completed(&world.app, draft(ImportSource::Csv, &path, ada.id)).await;
    assert_eq!(again.created_items, 0);
    assert_eq!(contents(&world).await, after, "a second run adds nothing");
    undone(&world.app, &job).await;
    assert_eq!(contents(&world).await, before, "an undone import leaves no trace");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_names_its_row_and_column_and_the_other_rows_come_in() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(
        &world,
        "odd.csv",
        "title,year,watched_at,rating\nHeat,1995,2020-01-01,8\nHeat,nineteen,,\nDune,2021,tomorrow,\n,,,\nDune,2021,2020-01-01,12\nDune,2021,surplus,1,2\n",
    );
    let (job, _) = completed(&world.app, draft(ImportSource::Csv, &path, ada.id)).await;
    let told: Vec<String> = errors(&world.app, &job)
        .await
        .iter()
        .map(|error| format!("{} {} {}", error.row_number, error.item, error.error))
        .collect();
    assert_eq!(
        told,
        [
            "2 Heat year: `nineteen` is not such a number",
            "3 Dune watched_at: give YYYY, YYYY-MM, YYYY-MM-DD or a time like 2019-05-03T21:30:00Z",
            "4 Dune rating: give 0 to 10, or with its scale: 4/5, 85/100",
            "5 Dune,2021,surplus,1,2 the row has 5 fields, the header 4",
        ]
    );
    assert_eq!(number(&world, "SELECT count(*) FROM plays").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_a_title_or_id_column_fails_with_the_reason() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    for text in ["", "watched_at,rating\n2019,8\n", "\"never closed"] {
        let path = file(&world, "odd.csv", text);
        let job = import(&world.app, draft(ImportSource::Csv, &path, ada.id)).await;
        assert_eq!(job.status, ImportStatus::Failed, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_the_database_refuses_does_not_take_its_chunk_along() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    // A rule that the code does not know, as a later version's might be.
    let sql = world.database.sql().await;
    sql.batch_execute("ALTER TABLE user_ratings ADD CONSTRAINT no_sevens CHECK (rating <> 70)").await.unwrap();
    let rows: String = (0..40).map(|number| format!("Film {number},{}\n", if number == 23 { 7 } else { 8 })).collect();
    let path = file(&world, "forty.csv", &format!("title,rating\n{rows}"));
    let (job, report) = completed(&world.app, draft(ImportSource::Csv, &path, ada.id)).await;
    assert_eq!((job.failed_items, created(&report, "user_ratings")), (1, 39));
    let errors = errors(&world.app, &job).await;
    assert_eq!((errors[0].row_number, errors[0].error.as_str()), (24, "it breaks the rule no_sevens"));
}
