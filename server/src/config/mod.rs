//! How this installation is set up: read from a file, the environment and flags, each later one winning; an unknown key
//! or an impossible value stops the start and is named. Rules see only [`medianest_core::config::Settings`].

/// Everything that can be configured.
pub mod keys;
mod metadata;
mod show;
mod sources;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use medianest_core::config::{ImageSettings, MetadataSettings, Settings, TraktApp};
use medianest_core::db::DatabaseConfig;
use medianest_core::secrets;
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::graphql::{Limits, TrustedDocuments};
use crate::http::HttpConfig;
use crate::http::auth::CookieConfig;
use sources::bad;
pub use sources::{ConfigError, Origin, Values};

/// The places where a configuration file is looked for; the first that exists is read.
const FILES: [&str; 2] = ["medianest.toml", "/etc/medianest/medianest.toml"];

/// What the command line says, over all other sources.
#[derive(Debug, Default, Clone)]
pub struct Flags {
    /// The configuration file, instead of the usual places.
    pub config: Option<PathBuf>,
    /// `listen`.
    pub listen: Option<String>,
    /// `web_folder`.
    pub web_folder: Option<PathBuf>,
    /// `web_listen`.
    pub web_listen: Option<String>,
    /// `data_dir`.
    pub data_dir: Option<PathBuf>,
    /// `database.url`.
    pub database_url: Option<SecretString>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// The whole configuration, checked.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key that is on or off")]
pub struct Config {
    /// Where the API listens.
    pub listen: SocketAddr,
    /// Where metrics are served, if they are.
    pub metrics_listen: Option<SocketAddr>,
    /// Where clients reach the API.
    pub public_url: Url,
    /// Where the web app is served.
    pub web_url: Url,
    /// The folder of the built web app, if the server serves it too.
    pub web_folder: Option<PathBuf>,
    /// Where it is served.
    pub web_listen: SocketAddr,
    /// Further origins whose pages may call the API.
    pub allowed_origins: Vec<String>,
    /// Where everything is kept that is not in the database.
    pub data_dir: PathBuf,
    /// Proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where PostgreSQL is; without it the server keeps one of its own.
    pub database_url: Option<SecretString>,
    /// A private certificate authority for the database.
    pub database_ca_file: Option<PathBuf>,
    /// The most pooled connections.
    pub database_max_connections: usize,
    /// Where the private PostgreSQL's programs are.
    pub postgres_bin_dir: Option<PathBuf>,
    /// The account the private PostgreSQL runs as under root.
    pub postgres_run_as: Option<String>,
    /// Whether cookies need HTTPS.
    pub secure_cookies: bool,
    /// Whether the web app is of another site than the API.
    pub cross_site_cookies: bool,
    /// Memory that hashing one password takes, in KiB.
    pub password_memory_kib: u32,
    /// How many passwords are hashed at a time.
    pub password_parallelism: usize,
    /// The keys that secrets are encrypted with.
    pub secret_keys: Vec<SecretString>,
    /// Whether anybody may ask for the schema.
    pub public_introspection: bool,
    /// Whether the GraphiQL page is served.
    pub graphiql: bool,
    /// The documents that can be run by their hash, and whether browsers may run others.
    pub trusted_documents: Option<TrustedDocuments>,
    /// How much one operation may ask for.
    pub limits: Limits,
    /// The path of the Trakt API.
    pub trakt_prefix: String,
    /// A port of its own for the Trakt API.
    pub trakt_listen: Option<SocketAddr>,
    /// Who is asked what things are.
    pub metadata: MetadataSettings,
    /// The application at Trakt.
    pub trakt_app: Option<TraktApp>,
    /// How pictures are fetched and kept.
    pub images: ImageSettings,
    /// How the log is written.
    pub log_format: LogFormat,
    /// What is logged.
    pub log_filter: String,
    /// Where traces go.
    pub otel_endpoint: Option<Url>,
    /// What is sent along with them.
    pub otel_headers: Vec<(String, SecretString)>,
    values: Values,
}

impl Config {
    /// Reads every source.
    ///
    /// # Errors
    /// [`ConfigError`] names the key and what would be right.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let mut values = Values::default();
        let named = flags.config.clone().or_else(|| std::env::var_os("MEDIANEST_CONFIG").map(PathBuf::from));
        let usual = || FILES.iter().map(PathBuf::from).find(|path| path.is_file());
        if let Some(path) = named.or_else(usual) {
            values.read_file(&path)?;
        }
        let environment =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        values.read_environment(environment)?;
        if let Some(listen) = &flags.listen {
            values.set("listen", "--listen", listen.clone());
        }
        if let Some(folder) = &flags.web_folder {
            values.set("web_folder", "--web-folder", folder.display().to_string());
        }
        if let Some(listen) = &flags.web_listen {
            values.set("web_listen", "--web-listen", listen.clone());
        }
        if let Some(folder) = &flags.data_dir {
            values.set("data_dir", "--data-dir", folder.display().to_string());
        }
        if let Some(url) = &flags.database_url {
            values.set("database.url", "--database-url", url.expose_secret().to_owned());
        }
        Self::from_values(values)
    }

    /// Checks every value.
    fn from_values(values: Values) -> Result<Self, ConfigError> {
        const ADDRESS: &str = "give an address and port, as 127.0.0.1:8080 or [::]:8080";
        const POSITIVE: &str = "give a whole number greater than zero";
        const TRUTH: &str = "give true or false";
        let listen: SocketAddr = values.required("listen", ADDRESS)?;
        let public_url = match web_address(&values, "public_url")? {
            Some(url) => url,
            None => Url::parse(&format!("http://localhost:{}", listen.port()))
                .map_err(|error| bad("public_url", &Origin::Default, &error.to_string(), "set it"))?,
        };
        let web_url = web_address(&values, "web_url")?
            .ok_or_else(|| bad("web_url", &Origin::Default, "is not set", "give the address of the web app"))?;
        let secure_cookies = values.one("cookies.secure", TRUTH)?.unwrap_or(public_url.scheme() == "https");
        let cross_site_cookies = values.one("cookies.cross_site", TRUTH)?.unwrap_or_else(|| site(&public_url) != site(&web_url));
        if cross_site_cookies && !secure_cookies && values.origin("cookies.cross_site") != Origin::Default {
            let origin = values.origin("cookies.cross_site");
            return Err(bad(
                "cookies.cross_site",
                &origin,
                "is true without `cookies.secure`",
                "browsers take such cookies over HTTPS only",
            ));
        }
        let number = |key| -> Result<usize, ConfigError> {
            let number: std::num::NonZeroUsize = values.required(key, POSITIVE)?;
            Ok(number.get())
        };
        let limits = Limits {
            depth: number("graphql.max_depth")?,
            complexity: number("graphql.max_complexity")?,
            aliases: number("graphql.max_aliases")?,
            cost_per_minute: number("graphql.cost_per_minute")?,
            ..Limits::default()
        };
        let log_filter: String = values.required("log.filter", "give a level")?;
        log_filter.parse::<tracing_subscriber::filter::Targets>().map_err(|error| {
            bad(
                "log.filter",
                &values.origin("log.filter"),
                &format!("is `{log_filter}`: {error}"),
                "give a level, as info or info,medianest_core=debug",
            )
        })?;
        let expose = |url: String| SecretString::from(url);
        Ok(Self {
            listen,
            metrics_listen: values.one("metrics_listen", ADDRESS)?,
            public_url,
            web_url,
            web_folder: values.one("web_folder", "give a folder")?,
            web_listen: values.required("web_listen", ADDRESS)?,
            allowed_origins: origins(&values)?,
            data_dir: match values.one("data_dir", "give a folder")? {
                Some(folder) => folder,
                None => default_data_dir(),
            },
            trusted_proxies: values.list("trusted_proxies", "give networks as 10.0.0.0/8 or fd00::/8")?,
            database_url: values.one("database.url", "give postgres://user:password@host/name")?.map(expose),
            database_ca_file: values.one("database.ca_file", "give a file")?,
            database_max_connections: number("database.max_connections")?,
            postgres_bin_dir: values.one("database.bin_dir", "give a folder")?,
            postgres_run_as: values.one("database.run_as", "give the name of an account")?,
            secure_cookies,
            cross_site_cookies,
            password_memory_kib: values.required::<std::num::NonZeroU32>("passwords.memory_kib", POSITIVE)?.get(),
            password_parallelism: number("passwords.parallelism")?,
            secret_keys: secret_keys(&values)?,
            public_introspection: choice(&values, "graphql.introspection", &[("signed-in", false), ("everyone", true)])?,
            graphiql: values.required("graphql.graphiql", TRUTH)?,
            trusted_documents: trusted_documents(&values)?,
            limits,
            trakt_prefix: trakt_prefix(&values)?,
            trakt_listen: values.one("trakt.listen", ADDRESS)?,
            metadata: metadata::settings(&values)?,
            trakt_app: trakt_app(&values)?,
            images: images(&values)?,
            log_format: choice(&values, "log.format", &[("text", LogFormat::Text), ("json", LogFormat::Json)])?,
            log_filter,
            otel_endpoint: web_address(&values, "otel.endpoint")?,
            otel_headers: otel_headers(&values)?,
            values,
        })
    }

    /// What the rules need of it.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            web_url: self.web_url.clone(),
            data_dir: self.data_dir.clone(),
            public_url: self.public_url.clone(),
            images: self.images.clone(),
            password_memory_kib: self.password_memory_kib,
            password_parallelism: self.password_parallelism,
            metadata: self.metadata.clone(),
            secret_keys: self.secret_keys.clone(),
            trakt_app: self.trakt_app.clone(),
        }
    }

    /// What the HTTP side needs of it, until the shutdown.
    #[must_use]
    pub fn http(&self, shutdown: CancellationToken) -> HttpConfig {
        let mut trusted_origins =
            vec![self.web_url.origin().ascii_serialization(), self.public_url.origin().ascii_serialization()];
        trusted_origins.extend(self.allowed_origins.iter().cloned());
        HttpConfig {
            trusted_origins,
            cookies: CookieConfig { secure: self.secure_cookies, cross_site: self.cross_site_cookies },
            public_introspection: self.public_introspection,
            trusted_documents: self.trusted_documents.clone(),
            limits: self.limits.clone(),
            trakt_prefix: self.trakt_prefix.clone(),
            shutdown,
            ..HttpConfig::default()
        }
    }

    /// How to reach the database at this address.
    #[must_use]
    pub fn database(&self, url: String) -> DatabaseConfig {
        DatabaseConfig {
            url,
            ca_file: self.database_ca_file.clone(),
            max_connections: self.database_max_connections,
            wait_timeout: Duration::from_secs(10),
        }
    }
}

fn web_address(values: &Values, key: &'static str) -> Result<Option<Url>, ConfigError> {
    const EXPECTED: &str = "give an address that starts with http:// or https://";
    let url: Option<Url> = values.one(key, EXPECTED)?;
    match url {
        Some(url) if !matches!(url.scheme(), "http" | "https") || !url.has_host() => {
            Err(bad(key, &values.origin(key), &format!("is `{url}`"), EXPECTED))
        }
        other => Ok(other),
    }
}

/// What browsers call a site, near enough: the last two labels of the name. Where a registry hands out names below a second
/// label, an administrator sets `cookies.cross_site`.
fn site(url: &Url) -> String {
    match url.host() {
        Some(url::Host::Domain(name)) => {
            let mut labels: Vec<&str> = name.rsplit('.').take(2).collect();
            labels.reverse();
            labels.join(".")
        }
        Some(address) => address.to_string(),
        None => String::new(),
    }
}

/// Origins, as browsers send them: what comes with a path was meant as one, so it is cut to its origin.
fn origins(values: &Values) -> Result<Vec<String>, ConfigError> {
    const EXPECTED: &str = "give origins as https://media.example.org";
    let urls: Vec<Url> = values.list("allowed_origins", EXPECTED)?;
    if let Some(url) = urls.iter().find(|url| !matches!(url.scheme(), "http" | "https")) {
        return Err(bad("allowed_origins", &values.origin("allowed_origins"), &format!("holds `{url}`"), EXPECTED));
    }
    Ok(urls.iter().map(|url| url.origin().ascii_serialization()).collect())
}

fn choice<T: Copy>(values: &Values, key: &'static str, options: &[(&str, T)]) -> Result<T, ConfigError> {
    let names = options.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" or ");
    let text: String = values.required(key, &names)?;
    options
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, value)| *value)
        .ok_or_else(|| bad(key, &values.origin(key), &format!("is `{text}`"), &format!("give {names}")))
}

fn trusted_documents(values: &Values) -> Result<Option<TrustedDocuments>, ConfigError> {
    const KEY: &str = "graphql.trusted_documents";
    const ONLY: &str = "graphql.trusted_documents_only";
    const EXPECTED: &str = "give a file with a JSON object from SHA-256 to document";
    let only = values.required(ONLY, "give true or false")?;
    let Some(path): Option<PathBuf> = values.one(KEY, EXPECTED)? else {
        let refusal = || bad(ONLY, &values.origin(ONLY), "is true without `graphql.trusted_documents`", EXPECTED);
        return if only { Err(refusal()) } else { Ok(None) };
    };
    let wrong = |problem: String| bad(KEY, &values.origin(KEY), &format!("names {}: {problem}", path.display()), EXPECTED);
    let json = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
    TrustedDocuments::from_json(&json, only).map(Some).map_err(wrong)
}

fn trakt_prefix(values: &Values) -> Result<String, ConfigError> {
    const EXPECTED: &str = "give a path as /trakt";
    let prefix: String = values.required("trakt.prefix", EXPECTED)?;
    let plain = prefix.strip_prefix('/').is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .split('/')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)))
    });
    if plain { Ok(prefix) } else { Err(bad("trakt.prefix", &values.origin("trakt.prefix"), &format!("is `{prefix}`"), EXPECTED)) }
}

fn trakt_app(values: &Values) -> Result<Option<TraktApp>, ConfigError> {
    const EXPECTED: &str = "give both `trakt.client_id` and `trakt.client_secret`, or neither";
    let client_id: Option<String> = values.one("trakt.client_id", EXPECTED)?;
    let client_secret: Option<String> = values.one("trakt.client_secret", EXPECTED)?;
    let url = web_address(values, "trakt.url")?;
    match (client_id, client_secret, url) {
        (None, None, _) => Ok(None),
        (Some(client_id), Some(client_secret), Some(url)) => {
            Ok(Some(TraktApp { url, client_id, client_secret: client_secret.into() }))
        }
        _ => Err(bad("trakt.client_id", &values.origin("trakt.client_id"), "is not set together with its secret", EXPECTED)),
    }
}

fn secret_keys(values: &Values) -> Result<Vec<SecretString>, ConfigError> {
    const EXPECTED: &str = "give 32 random bytes in base 64, as `openssl rand -base64 32` prints them";
    let keys: Vec<String> = values.list("secrets.keys", EXPECTED)?;
    if keys.iter().any(|key| secrets::read_key(key).is_none()) {
        return Err(bad("secrets.keys", &values.origin("secrets.keys"), "holds something else than a key", EXPECTED));
    }
    Ok(keys.into_iter().map(SecretString::from).collect())
}

fn images(values: &Values) -> Result<ImageSettings, ConfigError> {
    let mib: u32 = values.required("images.cache_mib", "give a whole number of MiB")?;
    Ok(ImageSettings {
        cache_dir: values.one("images.cache_dir", "give a folder")?,
        cache_bytes: u64::from(mib) * 1024 * 1024,
        networks: values.list("images.networks", "give networks as 192.168.1.0/24 or fd00::/8")?,
    })
}

fn otel_headers(values: &Values) -> Result<Vec<(String, SecretString)>, ConfigError> {
    const EXPECTED: &str = "give headers as name=value";
    let headers: Vec<String> = values.list("otel.headers", EXPECTED)?;
    headers
        .into_iter()
        .map(|header| match header.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), SecretString::from(value.trim()))),
            _ => Err(bad("otel.headers", &values.origin("otel.headers"), "has an entry without a name", EXPECTED)),
        })
        .collect()
}

fn default_data_dir() -> PathBuf {
    if rustix::process::geteuid().is_root() {
        return PathBuf::from("/var/lib/medianest");
    }
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
        .map_or_else(|| Path::new("data").to_owned(), |folder| folder.join("medianest"))
}
