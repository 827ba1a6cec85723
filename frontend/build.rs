//! Joins the message files of each language into one, so that every part of the app may have a file of its own.

use std::path::Path;
use std::{env, fs};

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
        let joined: Vec<String> = files.iter().map(|file| fs::read_to_string(file).expect("a message file is text")).collect();
        fs::write(Path::new(&out).join(format!("{language}.ftl")), joined.join("\n")).expect("the joined file can be written");
    }
}
