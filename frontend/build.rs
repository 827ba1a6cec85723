//! Joins the message files of each language into two: what is there from the start, and what comes with the pages that come
//! later. So every part of the app may have a file of its own.

use std::path::Path;
use std::{env, fs};

/// The files whose messages only pages ask for that come later.
const LATER: [&str; 18] = [
    "account",
    "activity",
    "admin",
    "api",
    "calendar",
    "catalogue",
    "connections",
    "history",
    "imports",
    "library",
    "lists",
    "metadata",
    "news",
    "people",
    "players",
    "reviews",
    "settings",
    "statistics",
];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo names a folder for what is built");
    for language in ["en", "de", "es"] {
        let folder = Path::new("locales").join(language);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<_> = fs::read_dir(&folder)
            .expect("each language has a folder")
            .map(|entry| entry.expect("the folder can be read").path())
            .filter(|file| file.extension().is_some_and(|extension| extension == "ftl"))
            .collect();
        files.sort();
        let is_later = |file: &Path| LATER.iter().any(|name| file.file_stem().is_some_and(|stem| stem == *name));
        let (later, first): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_later(file));
        for (name, files) in [(format!("{language}.ftl"), first), (format!("{language}-later.ftl"), later)] {
            let joined: Vec<String> =
                files.iter().map(|file| fs::read_to_string(file).expect("a message file is text")).collect();
            fs::write(Path::new(&out).join(name), joined.join("\n")).expect("the joined file can be written");
        }
    }
}
