//! Writes what a request of each operation begins with into the folder that is named, for the app that is built from it.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("into which folder?"));
    std::fs::create_dir_all(&folder)?;
    for document in medianest_web_api::documents() {
        std::fs::write(folder.join(document.name).with_extension("json"), document.opening())?;
    }
    Ok(())
}
