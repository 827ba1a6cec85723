//! Lists the migration files for `src/migrate.rs`, which checks that none was edited after it ran.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut folders: Vec<_> = fs::read_dir(&root)
        .expect("the migrations folder is part of the source tree")
        .map(|entry| entry.expect("the migrations folder is readable").path())
        .filter(|path| path.join("up.sql").is_file())
        .collect();
    folders.sort();
    let mut list = String::from("&[");
    for folder in folders {
        let file = folder.join("up.sql");
        println!("cargo::rerun-if-changed={}", file.display());
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let path = file.canonicalize().expect("the file exists");
        let path = path.to_str().expect("the source tree has a path in UTF-8");
        write!(list, "({name:?}, include_str!({path:?})),").expect("a String can be written to");
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("migrations.rs"), list)
        .expect("OUT_DIR is writable");
}
