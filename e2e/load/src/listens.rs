//! A lifetime of music, imported at once.

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use tokio_postgres::NoTls;

use crate::generate::Dice;
use crate::measures::Row;
use crate::server::resident_kib;

const LISTENS: usize = 1_000_000;
const ARTISTS: usize = 2_000;
const TRACKS_EACH: usize = 20;
/// From 2004 on, one every nine minutes.
const FIRST: usize = 1_072_915_200;
const EVERY: usize = 540;
/// How much more memory the last third of the import may take than the first, in per cent.
const GROWTH_PERCENT: u64 = 120;

/// Imports 1,000,000 listens of one person, and watches the memory of who imports.
///
/// # Errors
/// When the import fails.
pub async fn listens(medianest: &Path, url: &str, data_dir: &Path) -> Result<Vec<Row>> {
    let admin = Command::new(medianest).args(["admin", "create", "root"]).env("DATABASE_URL", url).output()?;
    ensure!(admin.status.success(), "an administrator can be made: {}", String::from_utf8_lossy(&admin.stderr));
    let file = data_dir.join("listens.csv");
    write(&file)?;
    let begun = Instant::now();
    let mut import = Command::new(medianest)
        .args(["import", "lastfm"])
        .arg(&file)
        .env("DATABASE_URL", url)
        .env("MEDIANEST_DATA_DIR", data_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut memory = Vec::new();
    let status = loop {
        if let Some(status) = import.try_wait()? {
            break status;
        }
        // A process that is just ending has none any more.
        memory.extend(resident_kib(import.id()));
        tokio::time::sleep(Duration::from_millis(250)).await;
    };
    let took = begun.elapsed();
    ensure!(status.success(), "the import works");
    let (sql, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    let plays: i64 = sql.query_one("SELECT count(*) FROM plays", &[]).await?.get(0);
    let highest = |part: &[u64]| part.iter().copied().max().context("it took a while");
    let third = memory.len() / 3;
    let (first, last) = (highest(&memory[..third])?, highest(&memory[memory.len() - third..])?);
    #[expect(clippy::cast_precision_loss, reason = "a million fits")]
    let rate = plays as f64 / took.as_secs_f64();
    Ok(vec![
        Row {
            measure: "1,000,000 listens imported",
            found: format!("{took:.0?} ({plays} plays, {rate:.0}/s)"),
            bar: "all of them",
            met: usize::try_from(plays).is_ok_and(|plays| plays == LISTENS),
        },
        Row {
            measure: "memory of that import, most in its last third against its first",
            found: format!("{} MiB against {} MiB", last / 1024, first / 1024),
            bar: "≤ 1.2×",
            met: last * 100 <= first * GROWTH_PERCENT,
        },
    ])
}

fn write(path: &Path) -> Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    let mut dice = Dice::new(11);
    writeln!(file, "uts,artist,album,track")?;
    for n in 0..LISTENS {
        let (artist, track) = (dice.below(ARTISTS), dice.below(TRACKS_EACH));
        writeln!(file, "{},Artist {artist},Album {},Track {track} of {artist}", FIRST + n * EVERY, track / 10)?;
    }
    Ok(file.flush()?)
}
