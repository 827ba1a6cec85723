//! Packs Kodi's add-on, as Kodi installs it from a file.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::shell::{root, say, target_dir};

/// What Kodi calls the add-on: the folder it is in, in the zip as in the repository.
const ADDON: &str = "service.medianest";

/// Writes `target/kodi/service.medianest-<version>.zip`.
pub fn pack() -> Result<()> {
    let source = root().join("players/kodi").join(ADDON);
    let description = fs::read_to_string(source.join("addon.xml")).context("cannot read the add-on's description")?;
    let version = version(&description).ok_or_else(|| anyhow!("addon.xml names no version"))?;
    let folder = target_dir().join("kodi");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join(format!("{ADDON}-{version}.zip"));
    let mut zip = ZipWriter::new(File::create(&path).with_context(|| format!("cannot write {}", path.display()))?);
    add(&mut zip, &source, ADDON)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        put(&mut zip, &root().join(licence), &format!("{ADDON}/{licence}"))?;
    }
    zip.finish()?;
    say(&format!("packed {}", path.display()));
    Ok(())
}

fn add(zip: &mut ZipWriter<File>, folder: &Path, name: &str) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, file) = (entry.path(), entry.file_name());
        let name = format!("{name}/{}", file.to_string_lossy());
        if path.is_dir() {
            // What Python left there when the add-on was tested.
            if file != "__pycache__" {
                add(zip, &path, &name)?;
            }
        } else {
            put(zip, &path, &name)?;
        }
    }
    Ok(())
}

fn put(zip: &mut ZipWriter<File>, path: &Path, name: &str) -> Result<()> {
    zip.start_file(name, SimpleFileOptions::default())?;
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    std::io::copy(&mut file, zip)?;
    Ok(())
}

/// The version of the add-on itself: the first behind its id.
fn version(description: &str) -> Option<&str> {
    let (_, behind) = description.split_once(&format!("id=\"{ADDON}\""))?;
    behind.split_once("version=\"")?.1.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_the_add_ons_own() {
        let description = r#"<?xml version="1.0"?><addon id="service.medianest" name="x" version="2.3.4"><import version="9"/>"#;
        assert_eq!(version(description), Some("2.3.4"));
        assert_eq!(version(r#"<?xml version="1.0"?><addon id="other" version="1"/>"#), None);
    }
}
