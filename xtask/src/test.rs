//! `cargo xtask test`: all a contributor must pass.

use std::process::{Command, ExitCode};
use std::sync::Mutex;

use anyhow::Result;
use clap::Args;

use crate::postgres::{Purpose, Throwaway};
use crate::shell::{cargo, line, program, root, say, watch};
use crate::tools::{COMPILER, MPD, MPV, in_path, need};
use crate::{graphiql, python};

/// What to run.
#[derive(Args)]
pub struct Options {
    /// Passed on to the test runner, to run some tests only: `cargo xtask test -p medianest-core scrobble`.
    /// Without any, the doc tests run too.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    filter: Vec<String>,
}

/// How many tests did what.
#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Runs the tests and ends with a line that counts them.
pub fn run(options: &Options) -> Result<ExitCode> {
    need(&[&COMPILER, &MPV, &MPD])?;
    let player = python::environment("player")?;
    let scrobblers = python::environment("scrobblers")?;
    graphiql::bundle()?;
    let given = std::env::var("TEST_DATABASE_URL").ok();
    let cluster = if given.is_none() { Some(Throwaway::start(Purpose::Tests)?) } else { None };
    let database = given.or_else(|| cluster.as_ref().map(Throwaway::url)).unwrap_or_default();
    let prepare = |command: &mut Command| {
        command.env("TEST_DATABASE_URL", &database);
        command.env("MEDIANEST_TEST_PLAYER", &player).env("MEDIANEST_TEST_SCROBBLERS", &scrobblers);
    };

    let mut suites = vec![if in_path("cargo-nextest").is_some() {
        let mut command = cargo();
        command.args(["nextest", "run", "--no-fail-fast"]);
        (command, nextest_tally as fn(&str) -> Option<Tally>)
    } else {
        let mut command = cargo();
        command.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
        (command, libtest_tally as fn(&str) -> Option<Tally>)
    }];
    if options.filter.is_empty() {
        suites[0].0.arg("--workspace");
        let mut command = cargo();
        command.args(["test", "--doc", "--no-fail-fast", "--workspace"]);
        suites.push((command, libtest_tally));
        let mut command = program(scrobblers.join("bin/python"));
        command
            .args(["-B", "-m", "unittest", "discover", "--verbose", "--start-directory"])
            .arg(root().join("players/kodi/tests"));
        suites.push((command, unittest_tally));
    } else {
        suites[0].0.args(&options.filter);
    }

    let mut total = Tally::default();
    let mut broken = Vec::new();
    for (mut command, tally) in suites {
        prepare(&mut command);
        say(&line(&command));
        let seen = Mutex::new(Tally::default());
        let status = watch(&mut command, |text| {
            if let Some(found) = tally(text) {
                seen.lock().expect("no counter panics").add(found);
            }
        })?;
        let seen = seen.into_inner().expect("no counter panics");
        if !status.success() {
            broken.push(line(&command));
            // A suite that did not compile has failed as a whole.
            total.failed += u64::from(seen.failed == 0);
        }
        total.add(seen);
    }
    drop(cluster);
    for command in &broken {
        say(&format!("failed: {command}"));
    }
    println!("{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    Ok(if broken.is_empty() && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads nextest's last line: `Summary [ 1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped`.
fn nextest_tally(text: &str) -> Option<Tally> {
    let (_, counts) = text.trim_start().strip_prefix("Summary [")?.split_once("run: ")?;
    Some(counted(counts))
}

/// Reads libtest's last line: `test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; ...`.
fn libtest_tally(text: &str) -> Option<Tally> {
    Some(counted(text.trim_start().strip_prefix("test result: ")?))
}

/// Reads Python's line of a test: `test_a_film (test_addon.AddonTest.test_a_film) ... ok`.
fn unittest_tally(text: &str) -> Option<Tally> {
    let (_, outcome) = text.trim_end().strip_prefix("test_")?.rsplit_once(" ... ")?;
    match outcome {
        "ok" => Some(Tally { passed: 1, ..Tally::default() }),
        "FAIL" | "ERROR" => Some(Tally { failed: 1, ..Tally::default() }),
        _ => Some(Tally { skipped: 1, ..Tally::default() }),
    }
}

/// Adds up `<number> <word>` pairs.
fn counted(text: &str) -> Tally {
    let words: Vec<&str> = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut tally = Tally::default();
    for pair in words.windows(2) {
        let Ok(count) = pair[0].parse::<u64>() else { continue };
        match pair[1] {
            "passed" => tally.passed += count,
            "failed" | "timed" | "exec" => tally.failed += count,
            "skipped" | "ignored" => tally.skipped += count,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::{Tally, libtest_tally, nextest_tally, unittest_tally};

    #[test]
    fn each_test_of_unittest_is_counted() {
        let tally = |outcome| unittest_tally(&format!("test_a_film (test_addon.AddonTest.test_a_film) ... {outcome}"));
        assert_eq!(tally("ok"), Some(Tally { passed: 1, failed: 0, skipped: 0 }));
        assert_eq!(tally("ERROR"), Some(Tally { passed: 0, failed: 1, skipped: 0 }));
        assert_eq!(tally("skipped 'why'"), Some(Tally { passed: 0, failed: 0, skipped: 1 }));
        assert_eq!(unittest_tally("Ran 8 tests in 4.149s"), None);
    }

    #[test]
    fn the_closing_line_of_nextest_is_counted() {
        let line = "     Summary [   1.204s] 8 tests run: 5 passed (1 slow), 2 failed, 1 timed out, 3 skipped";
        assert_eq!(nextest_tally(line), Some(Tally { passed: 5, failed: 3, skipped: 3 }));
        assert_eq!(nextest_tally("test result: ok. 1 passed; 0 failed; 0 ignored"), None);
    }

    #[test]
    fn the_closing_line_of_libtest_is_counted() {
        let line = "test result: FAILED. 4 passed; 1 failed; 2 ignored; 0 measured; 7 filtered out; finished in 0.30s";
        assert_eq!(libtest_tally(line), Some(Tally { passed: 4, failed: 1, skipped: 2 }));
    }
}
