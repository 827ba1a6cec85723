use std::fmt::Write;

use secrecy::ExposeSecret;
use url::Url;

use super::keys::{KEYS, Key};
use super::{Config, LogFormat, Origin};

impl Config {
    /// The configuration as a file that sets every key, each with where its value comes from; secrets are masked.
    #[must_use]
    pub fn show(&self) -> String {
        let mut text = String::new();
        let mut table = "";
        for key in KEYS {
            let (group, name) = key.name.split_once('.').unwrap_or(("", key.name));
            if group != table {
                let _ = writeln!(text, "\n[{group}]");
                table = group;
            }
            let origin = match self.values.origin(key.name) {
                Origin::Default => String::new(),
                other => format!(" # {other}"),
            };
            match self.value(key) {
                Some(value) => {
                    let _ = writeln!(text, "{name} = {value}{origin}");
                }
                None => {
                    let _ = writeln!(text, "# {name} is not set");
                }
            }
        }
        text
    }

    fn value(&self, key: &Key) -> Option<String> {
        let quoted = |text: &dyn ToString| quote(&text.to_string());
        let path = |path: &std::path::PathBuf| quote(&path.display().to_string());
        Some(match key.name {
            "listen" => quoted(&self.listen),
            "metrics_listen" => quoted(&self.metrics_listen?),
            "public_url" => quoted(&self.public_url),
            "web_url" => quoted(&self.web_url),
            "web_folder" => path(self.web_folder.as_ref()?),
            "web_listen" => quoted(&self.web_listen),
            "allowed_origins" => list(self.allowed_origins.iter()),
            "data_dir" => path(&self.data_dir),
            "trusted_proxies" => list(self.trusted_proxies.iter()),
            "database.url" => quote(&masked(self.database_url.as_ref()?.expose_secret())),
            "database.ca_file" => path(self.database_ca_file.as_ref()?),
            "database.max_connections" => self.database_max_connections.to_string(),
            "database.bin_dir" => path(self.postgres_bin_dir.as_ref()?),
            "database.run_as" => quote(self.postgres_run_as.as_ref()?),
            "cookies.secure" => self.secure_cookies.to_string(),
            "cookies.cross_site" => self.cross_site_cookies.to_string(),
            "passwords.memory_kib" => self.password_memory_kib.to_string(),
            "passwords.parallelism" => self.password_parallelism.to_string(),
            "secrets.keys" if self.secret_keys.is_empty() => return None,
            "secrets.keys" => list(self.secret_keys.iter().map(|_| "***")),
            "graphql.introspection" => quote(if self.public_introspection { "everyone" } else { "signed-in" }),
            "graphql.graphiql" => self.graphiql.to_string(),
            "graphql.trusted_documents_only" => self.values.one::<bool>(key.name, "").ok().flatten()?.to_string(),
            "graphql.max_depth" => self.limits.depth.to_string(),
            "graphql.max_complexity" => self.limits.complexity.to_string(),
            "graphql.max_aliases" => self.limits.aliases.to_string(),
            "graphql.cost_per_minute" => self.limits.cost_per_minute.to_string(),
            "trakt.prefix" => quote(&self.trakt_prefix),
            "trakt.listen" => quoted(&self.trakt_listen?),
            "trakt.client_secret" => quote(self.trakt_app.as_ref().map(|_| "***")?),
            "log.format" => quote(match self.log_format {
                LogFormat::Text => "text",
                LogFormat::Json => "json",
            }),
            "log.filter" => quote(&self.log_filter),
            "otel.endpoint" => quoted(self.otel_endpoint.as_ref()?),
            "otel.headers" if self.otel_headers.is_empty() => return None,
            "otel.headers" => list(self.otel_headers.iter().map(|(name, _)| format!("{name}=***"))),
            "metadata.providers" => {
                let named: Vec<String> = self.values.list(key.name, "").ok().filter(|named| !named.is_empty())?;
                list(named.iter())
            }
            "metadata.timeout_seconds" => self.metadata.timeout.as_secs().to_string(),
            // Whatever it is, it is not shown.
            _ if key.secret => {
                self.values.one::<String>(key.name, "").ok().flatten()?;
                quote("***")
            }
            _ => quote(&self.values.one::<String>(key.name, "").ok().flatten()?),
        })
    }
}

/// The address without its password; one that is not a URL may hold it anywhere, so nothing of it is shown.
fn masked(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return "***".to_owned() };
    let hidden = parsed.password().is_none() || parsed.set_password(Some("***")).is_ok();
    // libpq also takes the password as a parameter.
    if hidden && parsed.has_host() && parsed.query().is_none() { parsed.into() } else { "***".to_owned() }
}

fn list(items: impl Iterator<Item = impl ToString>) -> String {
    format!("[{}]", items.map(|item| quote(&item.to_string())).collect::<Vec<_>>().join(", "))
}

/// A TOML basic string.
fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
