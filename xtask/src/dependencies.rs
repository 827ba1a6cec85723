//! What .cargo/deny.toml demands of the dependencies, as far as it can be known without cargo-deny: no banned crate, and
//! a licence that allows ours.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result};

use crate::shell::{cargo, output, root};

/// Every demand that is not met, in words.
pub fn complaints() -> Result<Vec<String>> {
    let rules = fs::read_to_string(root().join(".cargo/deny.toml")).context("cannot read .cargo/deny.toml")?;
    let mut tree = cargo();
    tree.args(["--color=never", "tree", "--workspace", "--locked", "--target=all", "--prefix=none", "--format={p}|{l}"]);
    let tree = output(&mut tree)?;
    let crates: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(package, licence)| (package, licence.trim_end_matches(" (*)")))
        .collect();
    let banned: Vec<&str> =
        rules.lines().filter_map(|line| line.trim().strip_prefix("{ crate = \"")?.split('"').next()).collect();
    let allowed: Vec<&str> = rules
        .lines()
        .skip_while(|line| *line != "allow = [")
        .skip(1)
        .take_while(|line| *line != "]")
        .map(|line| line.trim().trim_matches([',', '"']))
        .collect();
    let mut complaints = Vec::new();
    for (package, licence) in crates {
        let name = package.split(' ').next().unwrap_or(package);
        if banned.contains(&name) {
            complaints.push(format!("{package} is banned by .cargo/deny.toml"));
        }
        if !permits(licence, &allowed) {
            complaints.push(format!("{package} is licensed as `{licence}`, which .cargo/deny.toml does not allow"));
        }
    }
    Ok(complaints)
}

/// Whether a licence expression can be met with the allowed licences alone.
fn permits(expression: &str, allowed: &[&str]) -> bool {
    // Older manifests write `/` for OR.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let answer = any(&mut words, allowed);
    answer && words.peek().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut answer = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        answer |= all(words, allowed);
    }
    answer
}

fn all(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut answer = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        answer &= one(words, allowed);
    }
    answer
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let answer = any(words, allowed);
        return words.next() == Some(")") && answer;
    }
    let Some(name) = words.next() else { return false };
    let exception = words.next_if_eq(&"WITH").and_then(|_| words.next());
    let licence = exception.map_or_else(|| name.to_owned(), |exception| format!("{name} WITH {exception}"));
    allowed.contains(&licence.as_str())
}

#[cfg(test)]
mod tests {
    use super::permits;

    const ALLOWED: &[&str] = &["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];

    #[test]
    fn a_licence_is_allowed_when_one_of_its_alternatives_is() {
        for expression in [
            "MIT",
            "MIT OR Apache-2.0",
            "Unlicense/MIT",
            "MIT OR LGPL-2.1-or-later",
            "Apache-2.0 WITH LLVM-exception",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
        ] {
            assert!(permits(expression, ALLOWED), "{expression}");
        }
    }

    #[test]
    fn a_licence_is_refused_when_a_part_of_it_cannot_be_avoided() {
        for expression in ["", "AGPL-3.0", "MIT AND AGPL-3.0", "GPL-2.0 WITH LLVM-exception", "(MIT OR GPL-3.0", "MIT)"] {
            assert!(!permits(expression, ALLOWED), "{expression}");
        }
    }
}
