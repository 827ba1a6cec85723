//! Archives that would unpack to more than anybody has room for are refused, whatever they say of themselves.

use std::fs;
use std::path::Path;

use medianest_core::db::{ImportSource, ImportStatus};
use medianest_test_support::World;

use super::{draft, import, number, zip};

/// Makes the zip say that its nth file unpacks to this size.
fn claim(path: &Path, file: usize, size: u32) {
    let mut bytes = fs::read(path).unwrap();
    // An entry of the central directory begins with this, and has the unpacked size 24 bytes further on.
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..at + 4] == *b"PK\x01\x02").collect();
    bytes[places[file] + 24..places[file] + 28].copy_from_slice(&size.to_le_bytes());
    fs::write(path, bytes).unwrap();
}

/// What an import of this zip is refused with.
async fn refusal(world: &World, path: &Path) -> String {
    let admin = world.admin("ada").await;
    let job = import(&world.app, draft(ImportSource::Movielens, path, admin.id)).await;
    assert_eq!(job.status, ImportStatus::Failed);
    assert_eq!(number(world, "SELECT count(*) FROM media_items").await, 0);
    job.error.unwrap()
}

fn small(world: &World) -> std::path::PathBuf {
    let films = format!("movieId,title,genres\n{}", "1,Toy Story (1995),Animation\n".repeat(50));
    let (links, ratings) = ("movieId,imdbId,tmdbId\n", "userId,movieId,rating,timestamp\n");
    zip(world, "ml.zip", &[("movies.csv", &films), ("links.csv", links), ("ratings.csv", ratings)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_whose_files_together_unpack_to_too_much_is_refused() {
    let world = World::new().await;
    let path = small(&world);
    // Each of them alone would be let through.
    for file in 0..2 {
        claim(&path, file, 3 << 30);
    }
    assert_eq!(refusal(&world, &path).await, "the zip unpacks to more than 4 GiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_unpacks_to_more_than_it_says_is_not_read_on() {
    let world = World::new().await;
    let path = small(&world);
    claim(&path, 0, 100);
    let refusal = refusal(&world, &path).await;
    assert!(refusal.contains("movies.csv") && refusal.contains("larger than"), "{refusal}");
}
