//! That every request exists in the official documents. They are not part of the repository: beside a checkout without them,
//! the check says that it was skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use super::fake::{Asked, Kind};

/// The parameters that are documented for each method and path.
type Documented = BTreeMap<(String, String), BTreeSet<String>>;

/// Fails for a request that the document of its server does not know.
pub fn check(kind: Kind, asked: &[Asked]) {
    let name = match kind {
        Kind::Jellyfin => "jellyfin-12.0.0.openapi.json",
        Kind::Emby => "emby.openapi.json",
        Kind::Plex => "plex.openapi.yaml",
        // It publishes none.
        Kind::Trakt => return,
    };
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/upstream").join(name);
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("{name} is not there: what {kind:?} is asked was not compared with it");
        return;
    };
    let documented = if kind == Kind::Plex { yaml(&text) } else { json(&serde_json::from_str(&text).unwrap()) };
    assert!(documented.len() > 100, "{name} was read");
    assert!(!asked.is_empty());
    for asked in asked {
        let method = asked.method.as_str().to_lowercase();
        let known = documented.iter().find(|((known, template), _)| *known == method && fits(template, &asked.path));
        let (_, parameters) = known.unwrap_or_else(|| panic!("{name} has no {method} {}", asked.path));
        // Plex takes any field of an item for a filter.
        let is_open = parameters.contains("mediaQuery");
        for (parameter, _) in &asked.query {
            let is_known = parameters.iter().any(|known| known == parameter);
            assert!(is_known || is_open, "{name}: {method} {} takes no {parameter}: {parameters:?}", asked.path);
        }
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(path).all(|(part, said)| part.starts_with('{') || *part == said)
}

fn json(document: &Value) -> Documented {
    let mut documented = Documented::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap().iter().filter(|(_, operation)| operation.is_object()) {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let names = parameters.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect();
            documented.insert((method.clone(), path.clone()), names);
        }
    }
    documented
}

/// As much of YAML as the document of Plex needs: paths, methods below them, and what parameters are called.
fn yaml(document: &str) -> Documented {
    let mut documented = Documented::new();
    let (mut path, mut method) = (String::new(), String::new());
    for line in document.lines() {
        let text = line.trim();
        match line.len() - line.trim_start().len() {
            0 if text == "components:" => break,
            2 if text.starts_with('/') => text.trim_end_matches(':').clone_into(&mut path),
            4 if text.ends_with(':') && !path.is_empty() => {
                text.trim_end_matches(':').clone_into(&mut method);
                documented.insert((method.clone(), path.clone()), BTreeSet::new());
            }
            _ if path.is_empty() => {}
            _ => {
                let named = text.strip_prefix("- name: ");
                let referred = text
                    .strip_prefix("- $ref:")
                    .and_then(|rest| rest.trim().trim_matches(['"', '\'']).strip_prefix("#/components/parameters/"));
                if let (Some(name), Some(names)) = (named.or(referred), documented.get_mut(&(method.clone(), path.clone()))) {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    documented
}
