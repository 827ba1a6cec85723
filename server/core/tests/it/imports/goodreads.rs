use medianest_core::db::ImportSource;
use medianest_test_support::World;

use super::{ENTRIES, PLAYS, RATINGS, REVIEWS, errors, file, texts, twice_and_back};

const HEADER: &str = "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Average Rating,Publisher,Binding,Number of Pages,Year Published,Original Publication Year,Date Read,Date Added,Bookshelves,Bookshelves with positions,Exclusive Shelf,My Review,Spoiler,Private Notes,Read Count,Owned Copies";
const ROWS: &[&str] = &[
    r#"44767458,"Dune (Dune, #1)",Frank Herbert,"Herbert, Frank",,"=""0441013597""","=""9780441013593""",5,4.27,Ace,Paperback,688,2019,1965,2020/03/14,2020/01/02,"favorites, desert","favorites (#1), desert (#2)",read,Sand.<br/>More sand.,true,lent to Grace,2,1"#,
    r#"5107,The Catcher in the Rye,J.D. Salinger,"Salinger, J.D.",,"=""""","=""""",0,3.8,LB,Paperback,277,2001,1951,,2020/02/01,,,read,,,,1,0"#,
    r#"12,Emma,Jane Austen,"Austen, Jane",,"=""""","=""""",0,4,Penguin,Paperback,474,2003,1815,,2020/02/02,to-read,to-read (#1),to-read,,,,0,0"#,
    r#"13,Ulysses,James Joyce,"Joyce, James",,"=""""","=""""",1,3.7,Vintage,Paperback,783,1990,1922,2019/05,2018/05/01,dnf,dnf (#1),dnf,,,,1,0"#,
    r#"14,Persuasion,Jane Austen,"Austen, Jane",,"=""""","=""""",7,4,Penguin,Paperback,249,2004,1817,,2020/02/02,,,read,,,,1,0"#,
    r#"x,Nameless,Nobody,Nobody,,"=""""","=""""",0,4,Penguin,Paperback,249,2004,1817,,2020/02/02,,,read,,,,1,0"#,
];

#[tokio::test(flavor = "multi_thread")]
async fn a_library_comes_in_once_and_goes_without_a_trace() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let path = file(&world, "goodreads_library_export.csv", &format!("{HEADER}\n{}\n", ROWS.join("\n")));
    twice_and_back(&world, ImportSource::Goodreads, &path, ada.id, async |job, _| {
        let wrong: Vec<String> = errors(&world.app, &job)
            .await
            .into_iter()
            .map(|error| format!("{}: {} {}", error.row_number, error.item, error.error))
            .collect();
        assert_eq!(wrong, ["5: Persuasion My Rating: give 0 to 5", "6: Nameless Book Id: give a number"]);
        assert_eq!(
            texts(&world, ENTRIES).await,
            [
                "Dune completed f [\"favorites\", \"desert\"] lent to Grace",
                "Emma plan_to_watch f",
                "The Catcher in the Rye completed f",
                "Ulysses dropped f",
            ]
        );
        assert_eq!(
            texts(&world, PLAYS).await,
            [
                "Dune 2020-03-14 00:00:00 day",
                "The Catcher in the Rye 1970-01-01 00:00:00 unknown",
                "Ulysses 2019-05-01 00:00:00 month",
            ]
        );
        assert_eq!(texts(&world, RATINGS).await, ["Dune 100 stars", "Ulysses 20 stars"]);
        assert_eq!(texts(&world, REVIEWS).await, ["Dune: Sand.\nMore sand. t"]);
        let ids = "SELECT concat_ws(' ', x.provider, x.external_id) FROM media_external_ids AS x
            JOIN media_items AS i ON i.id = x.media_item_id WHERE i.name = 'Dune' ORDER BY 1";
        assert_eq!(texts(&world, ids).await, ["goodreads 44767458", "isbn 9780441013593"]);
    })
    .await;
}
