use medianest_core::db::{ImportSource, ImportStatus};
use medianest_test_support::World;

use super::{ENTRIES, LISTED, PLAYS, RATINGS, REVIEWS, draft, errors, file, import, number, texts, twice_and_back, zip};

const WATCHED: &str = "\
Date,Name,Year,Letterboxd URI
2020-01-05,Heat,1995,https://boxd.it/2ahm
2020-01-06,\"Crouching Tiger, Hidden Dragon\",2000,https://boxd.it/29xu
2020-01-07,Ran,1985,https://boxd.it/2b0k
";
const RATED: &str = "\
Date,Name,Year,Letterboxd URI,Rating
2020-01-05,Heat,1995,https://boxd.it/2ahm,4.5
2020-01-07,Ran,1985,https://boxd.it/2b0k,6
";
const DIARY: &str = "\
Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2020-01-05,Heat,1995,https://boxd.it/aaaa,4.5,,\"cinema, 35mm\",2020-01-04
2021-03-01,Heat,1995,https://boxd.it/bbbb,4,Yes,,2021-02-28
2021-03-02,Ran,1985,https://boxd.it/cccc,,,,yesterday
";
const REVIEWED: &str = "\
Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date
2021-03-01,Heat,1995,https://boxd.it/bbbb,4,Yes,\"Two men,
one coffee.\",,2021-02-28
";
const WATCHLIST: &str = "Date,Name,Year,Letterboxd URI\n2022-05-01,Stalker,1979,https://boxd.it/29LI\n";
const LIKED: &str = "Date,Name,Year,Letterboxd URI\n2020-01-06,Ran,1985,https://boxd.it/2b0k\n";
const LIST: &str = "\
Letterboxd list export v7
Date,Name,Tags,URL,Description
2022-06-01,Rain at night,,https://boxd.it/dddd,\"Wet, and late\"

Position,Name,Year,URL,Description
1,Stalker,1979,https://boxd.it/29LI,
2,Heat,1995,https://boxd.it/2ahm,the shore
";

#[tokio::test(flavor = "multi_thread")]
async fn an_export_comes_in_once_and_goes_without_a_trace() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = zip(
        &world,
        "letterboxd-ada-2024-01-02.zip",
        &[
            ("profile.csv", "Date Joined,Username\n2019-01-01,ada\n"),
            ("watched.csv", WATCHED),
            ("ratings.csv", RATED),
            ("diary.csv", DIARY),
            ("reviews.csv", REVIEWED),
            ("watchlist.csv", WATCHLIST),
            ("likes/films.csv", LIKED),
            ("likes/reviews.csv", "Date,Name\n2020-01-06,https://boxd.it/eeee\n"),
            ("lists/rain-at-night.csv", LIST),
            ("deleted/diary.csv", DIARY),
            ("orphaned/diary.csv", DIARY),
        ],
    );
    twice_and_back(&world, ImportSource::Letterboxd, &path, ada.id, async |job, report| {
        let left_out = ["deleted/diary.csv", "likes/reviews.csv", "orphaned/diary.csv", "profile.csv"];
        assert_eq!(report.skipped_files, left_out);
        let wrong: Vec<String> = errors(&world.app, &job)
            .await
            .into_iter()
            .map(|error| format!("{} {}: {} {}", error.file_name, error.row_number, error.item, error.error))
            .collect();
        assert_eq!(
            wrong,
            [
                "diary.csv 3: Ran Watched Date: give YYYY, YYYY-MM, YYYY-MM-DD or a time like 2019-05-03T21:30:00Z",
                "ratings.csv 2: Ran Rating: give 0 to 5",
            ]
        );
        assert_eq!(number(&world, "SELECT count(*) FROM media_items").await, 4, "a diary's film is the watched one");
        assert_eq!(texts(&world, PLAYS).await, ["Heat 2020-01-04 00:00:00 day", "Heat 2021-02-28 00:00:00 day"]);
        assert_eq!(texts(&world, RATINGS).await, ["Heat 90 stars"]);
        assert_eq!(
            texts(&world, ENTRIES).await,
            ["Crouching Tiger, Hidden Dragon completed f", "Heat completed f [\"cinema\", \"35mm\"]", "Ran completed t"]
        );
        assert_eq!(texts(&world, REVIEWS).await, ["Heat: Two men,\none coffee. f"]);
        assert_eq!(
            texts(&world, LISTED).await,
            ["Rain at night: Stalker", "Rain at night: Heat the shore", "Watchlist: Stalker"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_table_is_enough_whatever_it_is_called_and_another_file_is_refused() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "mine.csv", REVIEWED);
    twice_and_back(&world, ImportSource::Letterboxd, &path, ada.id, async |job, _| {
        assert_eq!((job.created_items, job.failed_items), (1, 0));
        assert_eq!(texts(&world, PLAYS).await, ["Heat 2021-02-28 00:00:00 day"]);
    })
    .await;
    let other = file(&world, "other.csv", "a,b\n1,2\n");
    let refused = import(&world.app, draft(ImportSource::Letterboxd, &other, ada.id)).await;
    assert_eq!(refused.status, ImportStatus::Failed);
    assert!(refused.error.unwrap().starts_with("this is no Letterboxd export"));
}
