use medianest_core::db::ImportSource;
use medianest_test_support::World;

use super::{ENTRIES, LISTED, RATINGS, errors, file, number, texts, twice_and_back, zip};

const RATED: &str = "\
Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
tt0113277,9,2019-05-03,Heat,Heat,https://www.imdb.com/title/tt0113277/,Movie,8.3,170,1995,\"Crime, Drama\",600000,1995-12-15,Michael Mann
tt0089881,10,2019-05-04,Ran,Ran,https://www.imdb.com/title/tt0089881/,movie,8.2,162,1985,\"Action, Drama\",130000,1985-06-01,Akira Kurosawa
tt5753856,8,2019-06-01,Dark,Dark,https://www.imdb.com/title/tt5753856/,TV Series,8.7,60,2017,Drama,400000,2017-12-01,
tt2301451,10,2019-06-02,Breaking Bad: Ozymandias,Ozymandias,https://www.imdb.com/title/tt2301451/,TV Episode,10,47,2013,Drama,200000,2013-09-15,Rian Johnson
tt0000001,11,2019-06-03,Too Good,Too Good,https://www.imdb.com/title/tt0000001/,Movie,8,1,1894,Short,1,1894-03-10,
tt0000002,7,2019-06-03,A Talk,A Talk,https://www.imdb.com/title/tt0000002/,Podcast Series,8,1,2020,Talk,1,2020-03-10,
nm0000134,7,2019-06-03,Robert De Niro,,https://www.imdb.com/name/nm0000134/,Movie,,,,,,,
";
const LIST_HEADER: &str = "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated";

#[tokio::test(flavor = "multi_thread")]
async fn ratings_come_in_once_and_go_without_a_trace() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "ratings.csv", RATED);
    twice_and_back(&world, ImportSource::Imdb, &path, ada.id, async |job, _| {
        let wrong: Vec<String> =
            errors(&world.app, &job).await.into_iter().map(|error| format!("{}: {}", error.row_number, error.error)).collect();
        assert_eq!(
            wrong,
            [
                "4: there is no such item, and no title to make it of",
                "5: Your Rating: give 0 to 10",
                "6: Title Type: `Podcast Series` is not imported",
                "7: Const: give the id of a title, like tt0113277",
            ]
        );
        assert_eq!(texts(&world, RATINGS).await, ["Dark 80 numeric", "Heat 90 numeric", "Ran 100 numeric"]);
        assert_eq!(texts(&world, ENTRIES).await, ["Heat completed f", "Ran completed f"]);
        assert_eq!(number(&world, "SELECT count(*) FROM media_external_ids WHERE provider = 'imdb'").await, 3);
        let heat = "SELECT concat_ws(' ', year, runtime_seconds) FROM media_items WHERE name = 'Heat'";
        assert_eq!(texts(&world, heat).await, ["1995 10200"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watchlist_and_lists_keep_their_order_and_words() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let row = |place: u8, id: &str, words: &str, title: &str, kind: &str, rating: &str| {
        format!(
            "{place},{id},2020-01-0{place},2020-01-09,{words},{title},{title},https://www.imdb.com/title/{id}/,{kind},8,100,1995,Drama,1,1995-01-01,X,{rating}\n"
        )
    };
    let heat = row(1, "tt0113277", "the shore", "Heat", "movie", "9,2021-01-01");
    let dark = row(2, "tt5753856", "", "Dark", "tvSeries", ",");
    let game = row(3, "tt0000009", "", "Myst", "videoGame", ",");
    let list = format!("{LIST_HEADER}\n{heat}{dark}{game}");
    let watchlist = format!("{LIST_HEADER}\n{dark}");
    let path = zip(&world, "imdb.zip", &[("Rainy-nights.csv", list.as_str()), ("WATCHLIST.csv", watchlist.as_str())]);
    twice_and_back(&world, ImportSource::Imdb, &path, ada.id, async |job, _| {
        assert_eq!(job.failed_items, 0);
        assert_eq!(
            texts(&world, LISTED).await,
            ["Rainy nights: Heat the shore", "Rainy nights: Dark", "Rainy nights: Myst", "Watchlist: Dark"]
        );
        assert_eq!(texts(&world, RATINGS).await, ["Heat 90 numeric"]);
    })
    .await;
}
