use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::keys::{self, KEYS};

/// Why a configuration cannot be used. Never holds a secret's value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file could not be read.
    #[error("{path}: {problem}")]
    File {
        /// Which.
        path: String,
        /// Why.
        problem: String,
    },
    /// There is no such key.
    #[error("unknown key `{key}` ({origin}); {hint}")]
    UnknownKey {
        /// The name as it was written.
        key: String,
        /// Where it was written.
        origin: String,
        /// What there is instead.
        hint: String,
    },
    /// A key has a value that cannot be.
    #[error("`{key}` ({origin}) {problem}; {expected}")]
    BadValue {
        /// The key.
        key: String,
        /// Where its value comes from.
        origin: String,
        /// What is wrong with it.
        problem: String,
        /// What would be right.
        expected: String,
    },
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

#[derive(Debug, Clone)]
struct Value {
    items: Vec<String>,
    is_list: bool,
    origin: Origin,
}

/// Every key that somebody set, each with the value that counts.
#[derive(Debug, Default)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// Adds what a file says.
    pub fn read_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let failed = |problem: String| ConfigError::File { path: path.display().to_string(), problem };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        let table = text.parse::<toml::Table>().map_err(|error| failed(error.to_string()))?;
        self.read_table(path, "", &table)
    }

    fn read_table(&mut self, path: &Path, prefix: &str, table: &toml::Table) -> Result<(), ConfigError> {
        let origin = Origin::File(path.to_owned());
        for (name, value) in table {
            let name = format!("{prefix}{name}");
            match (keys::find(&name), value) {
                (Some(_), toml::Value::Table(_)) => return Err(bad(&name, &origin, "is a table", "give it a value")),
                (Some(key), value) => {
                    let (items, is_list) = texts(value).ok_or_else(|| {
                        bad(
                            &name,
                            &origin,
                            "is a date or holds tables",
                            "give it a text, a number, true or false, or a list of texts",
                        )
                    })?;
                    self.0.insert(key.name, Value { items, is_list, origin: origin.clone() });
                }
                (None, toml::Value::Table(inner)) if KEYS.iter().any(|key| key.name.starts_with(&format!("{name}."))) => {
                    self.read_table(path, &format!("{name}."), inner)?;
                }
                (None, _) => return Err(unknown(&name, &origin)),
            }
        }
        Ok(())
    }

    /// Adds what the environment says. Variables of tests and those that Kubernetes and Docker make for a service that
    /// is called `medianest` are not ours.
    pub fn read_environment(&mut self, variables: impl Iterator<Item = (String, String)>) -> Result<(), ConfigError> {
        let variables: BTreeMap<String, String> = variables.filter(|(name, _)| is_ours(name)).collect();
        for (name, alias) in [("DATABASE_URL", "database.url"), ("DATABASE_URL_FILE", "database.url")] {
            if let Some(value) = variables.get(name) {
                self.read_variable(alias, name, value)?;
            }
        }
        for (name, value) in variables.iter().filter(|(name, _)| name.starts_with("MEDIANEST_")) {
            let plain =
                name.strip_suffix("_FILE").filter(|plain| keys_variable(plain).is_some() && keys_variable(name).is_none());
            let Some(key) = keys_variable(plain.unwrap_or(name)) else {
                return Err(unknown(name, &Origin::Variable("environment".to_owned())));
            };
            if let Some(plain) = plain
                && variables.contains_key(plain)
            {
                return Err(bad(key, &Origin::Variable(name.clone()), &format!("is also set by {plain}"), "set one of the two"));
            }
            self.read_variable(key, name, value)?;
        }
        Ok(())
    }

    fn read_variable(&mut self, key: &'static str, name: &str, value: &str) -> Result<(), ConfigError> {
        let origin = Origin::Variable(name.to_owned());
        let text = if name.ends_with("_FILE") && keys_variable(name).is_none() {
            std::fs::read_to_string(value).map_err(|error| {
                bad(key, &origin, &format!("cannot be read from {value}: {error}"), "name a file that the server may read")
            })?
        } else {
            value.to_owned()
        };
        let text = text.trim();
        // An empty variable is how a compose file says "not set".
        if !text.is_empty() {
            self.0.insert(key, Value { items: vec![text.to_owned()], is_list: false, origin });
        }
        Ok(())
    }

    /// Adds what a flag says.
    pub fn set(&mut self, key: &'static str, flag: &'static str, value: String) {
        self.0.insert(key, Value { items: vec![value], is_list: false, origin: Origin::Flag(flag) });
    }

    /// Where the value of a key comes from.
    #[must_use]
    pub fn origin(&self, key: &str) -> Origin {
        self.0.get(key).map_or(Origin::Default, |value| value.origin.clone())
    }

    /// The value of a key that holds one, if it is set or has a default.
    pub fn one<T: FromStr<Err: Display>>(&self, key: &'static str, expected: &str) -> Result<Option<T>, ConfigError> {
        let text = match self.0.get(key) {
            Some(value) if value.is_list => return Err(bad(key, &value.origin, "is a list", expected)),
            Some(value) => value.items.first().map(String::as_str),
            None => None,
        };
        let Some(text) = text.or_else(|| keys::find(key)?.default) else { return Ok(None) };
        parse(key, &self.origin(key), text, expected).map(Some)
    }

    /// The value of a key that always has one.
    pub fn required<T: FromStr<Err: Display>>(&self, key: &'static str, expected: &str) -> Result<T, ConfigError> {
        self.one(key, expected)?.ok_or_else(|| bad(key, &Origin::Default, "is not set", expected))
    }

    /// The values of a key that holds several.
    pub fn list<T: FromStr<Err: Display>>(&self, key: &'static str, expected: &str) -> Result<Vec<T>, ConfigError> {
        let Some(value) = self.0.get(key) else { return Ok(Vec::new()) };
        let split = |item: &String| item.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        let items: Vec<String> =
            if value.is_list { value.items.clone() } else { value.items.iter().flat_map::<Vec<_>, _>(split).collect() };
        items.iter().map(|item| parse(key, &value.origin, item, expected)).collect()
    }
}

/// That a key's value cannot be used.
pub fn bad(key: &str, origin: &Origin, problem: &str, expected: &str) -> ConfigError {
    ConfigError::BadValue {
        key: key.to_owned(),
        origin: origin.to_string(),
        problem: problem.to_owned(),
        expected: expected.to_owned(),
    }
}

fn parse<T: FromStr<Err: Display>>(key: &str, origin: &Origin, text: &str, expected: &str) -> Result<T, ConfigError> {
    text.parse().map_err(|error: T::Err| {
        let secret = keys::find(key).is_some_and(|key| key.secret);
        let problem = if secret { "has a value that cannot be read".to_owned() } else { format!("is `{text}`: {error}") };
        bad(key, origin, &problem, expected)
    })
}

fn unknown(name: &str, origin: &Origin) -> ConfigError {
    let table = name.rsplit_once('.').map_or("", |(table, _)| table);
    let near: Vec<_> = KEYS
        .iter()
        .filter(|key| !table.is_empty() && key.name.starts_with(&format!("{table}.")))
        .map(|key| format!("`{}`", key.name))
        .collect();
    let hint = if near.is_empty() {
        "`medianest config --help` lists the keys".to_owned()
    } else {
        format!("there are {}", near.join(", "))
    };
    ConfigError::UnknownKey { key: name.to_owned(), origin: origin.to_string(), hint }
}

fn keys_variable(name: &str) -> Option<&'static str> {
    KEYS.iter().map(|key| key.name).find(|key| keys::variable(key) == name)
}

fn is_ours(name: &str) -> bool {
    let foreign = name == "MEDIANEST_CONFIG"
        || name == "MEDIANEST_PORT"
        || ["MEDIANEST_TEST_", "MEDIANEST_SERVICE_", "MEDIANEST_PORT_"].iter().any(|prefix| name.starts_with(prefix));
    matches!(name, "DATABASE_URL" | "DATABASE_URL_FILE") || (name.starts_with("MEDIANEST_") && !foreign)
}

/// A TOML value as texts, and whether it was a list.
fn texts(value: &toml::Value) -> Option<(Vec<String>, bool)> {
    let scalar = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    };
    match value {
        toml::Value::Array(items) => items.iter().map(scalar).collect::<Option<Vec<_>>>().map(|items| (items, true)),
        other => scalar(other).map(|text| (vec![text], false)),
    }
}
