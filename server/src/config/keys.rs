use std::fmt::Write;

/// One thing that can be configured.
pub struct Key {
    /// Its name in the file, with its table: `database.url`.
    pub name: &'static str,
    /// Whether it is never shown.
    pub secret: bool,
    /// Its value where nobody sets one; `None` where the default depends on other things, as `about` says.
    pub default: Option<&'static str>,
    /// What it is for.
    pub about: &'static str,
}

const fn key(name: &'static str, default: Option<&'static str>, about: &'static str) -> Key {
    Key { name, secret: false, default, about }
}

const fn secret(name: &'static str, about: &'static str) -> Key {
    Key { name, secret: true, default: None, about }
}

/// Everything that can be configured, in the order it is shown.
pub const KEYS: &[Key] = &[
    key("listen", Some("127.0.0.1:8080"), "Address and port of the API."),
    key("metrics_listen", None, "Address and port of the Prometheus metrics, which have no sign-in. Not served by default."),
    key("public_url", None, "Where clients reach the API. By default http://localhost and the port of `listen`."),
    key(
        "web_url",
        Some("http://localhost:8081"),
        "Where the web app is served: links in messages lead there, and its pages may call the API.",
    ),
    key("web_folder", None, "Folder of the built web app, for the server to serve it too. Not served by default."),
    key("web_listen", Some("127.0.0.1:8081"), "Address and port on which the web app is served, if `web_folder` is set."),
    key("allowed_origins", None, "Further origins whose pages may call the API with a person's cookies."),
    key(
        "data_dir",
        None,
        "Where uploads, import files, pictures and the private PostgreSQL live. By default /var/lib/medianest for root, else medianest in $XDG_DATA_HOME or ~/.local/share.",
    ),
    key("trusted_proxies", None, "Networks of reverse proxies whose X-Forwarded-For is believed, as 10.0.0.0/8."),
    secret(
        "database.url",
        "Where PostgreSQL is: postgres://user:password@host/name. Without it, the server keeps a PostgreSQL of its own in `data_dir`.",
    ),
    key("database.ca_file", None, "PEM file of a private certificate authority to trust for the database, besides the system's."),
    key(
        "database.max_connections",
        Some("16"),
        "The most connections the server opens, besides a few of its own for listening and migrating.",
    ),
    key(
        "database.bin_dir",
        None,
        "Where the programs of the private PostgreSQL are (initdb, postgres). By default the PATH and the usual folders are searched.",
    ),
    key(
        "database.run_as",
        None,
        "The account that the private PostgreSQL runs as when the server is started by root. By default medianest, postgres or nobody, the first that exists.",
    ),
    key(
        "cookies.secure",
        None,
        "Whether browsers may send the sign-in cookies over HTTPS only. By default yes if `public_url` is https.",
    ),
    key(
        "cookies.cross_site",
        None,
        "Whether the web app lives on another site than the API, not only on another host of it. By default judged by the \
         last two labels of `web_url` and `public_url`. Needs `cookies.secure`.",
    ),
    key("passwords.memory_kib", Some("19456"), "Memory that hashing one password takes (argon2id)."),
    key("passwords.parallelism", Some("2"), "How many passwords are hashed at a time."),
    secret(
        "secrets.keys",
        "Keys that encrypt what must be presented to other servers again, such as sign-ins to people's media servers: 32 random \
         bytes in base 64 each. The first encrypts, the others still decrypt. By default one is made in `data_dir`, which several \
         servers must share.",
    ),
    key("graphql.introspection", Some("signed-in"), "Who may ask for the schema: signed-in or everyone."),
    key("graphql.graphiql", Some("true"), "Whether the GraphiQL page is served."),
    key(
        "graphql.trusted_documents",
        None,
        "JSON file of the documents that the web app sends, by their SHA-256: they can be run by that alone.",
    ),
    key(
        "graphql.trusted_documents_only",
        Some("false"),
        "Whether browsers and anonymous callers may run nothing but these. API keys and bearer tokens stay free.",
    ),
    key("graphql.max_depth", Some("16"), "How deep one operation may nest."),
    key("graphql.max_complexity", Some("20000"), "How many fields one operation may ask for, each list counted by its length."),
    key("graphql.max_aliases", Some("60"), "How many aliased fields one document may have."),
    key("graphql.cost_per_minute", Some("1000000"), "How many fields a caller may ask for in a minute, over all operations."),
    key("trakt.prefix", Some("/trakt"), "The path under which the API for Trakt clients is served on `listen`."),
    key(
        "trakt.listen",
        None,
        "Address and port on which the API for Trakt clients is served without a prefix, for clients that need that.",
    ),
    key(
        "trakt.client_id",
        None,
        "The application at trakt.tv by which people let MediaNest tell their accounts there what they watched. Register one at \
         https://trakt.tv/oauth/applications.",
    ),
    secret("trakt.client_secret", "The secret of that application."),
    key("trakt.url", Some("https://api.trakt.tv"), "Where Trakt's own API is."),
    key(
        "metadata.providers",
        None,
        "Who is asked what things are: any of tmdb, tvdb, tvmaze, anilist, musicbrainz, openlibrary, igdb. Nobody by default: \
         what people here look for stays here.",
    ),
    key("metadata.language", Some("en"), "The language in which they are asked, as de or pt-BR."),
    key(
        "metadata.contact",
        None,
        "An e-mail address or a page that they are told with each request, to write to about it. MusicBrainz wants one.",
    ),
    key("metadata.timeout_seconds", Some("10"), "How long one request may take."),
    secret("metadata.tmdb.token", "The API read access token of an account at TMDB."),
    key("metadata.tmdb.url", Some("https://api.themoviedb.org"), "Where TMDB is."),
    secret("metadata.tvdb.key", "The API key of an account at TheTVDB."),
    secret("metadata.tvdb.pin", "The subscriber's PIN, if the key at TheTVDB wants one."),
    key("metadata.tvdb.url", Some("https://api4.thetvdb.com/v4"), "Where TheTVDB is."),
    key("metadata.tvmaze.url", Some("https://api.tvmaze.com"), "Where TVmaze is."),
    key("metadata.anilist.url", Some("https://graphql.anilist.co"), "Where AniList is."),
    key("metadata.musicbrainz.url", Some("https://musicbrainz.org"), "Where MusicBrainz is, or a mirror of it."),
    key("metadata.musicbrainz.covers_url", Some("https://coverartarchive.org"), "Where the Cover Art Archive is."),
    key("metadata.openlibrary.url", Some("https://openlibrary.org"), "Where Open Library is."),
    key("metadata.igdb.client_id", None, "The client id of an application at Twitch, to ask IGDB."),
    secret("metadata.igdb.client_secret", "The secret of that application."),
    key("metadata.igdb.url", Some("https://api.igdb.com"), "Where IGDB is."),
    key("metadata.igdb.sign_in_url", Some("https://id.twitch.tv"), "Where IGDB's tokens come from."),
    key("images.cache_dir", None, "Folder in which pictures are kept. By default images in `data_dir`."),
    key(
        "images.cache_mib",
        Some("2048"),
        "How much is kept there, in MiB; what was not looked at for the longest time goes first.",
    ),
    key(
        "images.networks",
        None,
        "Networks that pictures may be fetched from although they are not public, as 192.168.1.0/24: for a media server at home.",
    ),
    key("log.format", Some("text"), "How the log is written to standard error: text or json."),
    key(
        "log.filter",
        Some("info"),
        "What is logged: error, warn, info, debug or trace, also per module, as info,medianest_core=debug.",
    ),
    key("otel.endpoint", None, "Where traces are sent by OTLP over HTTP, as http://localhost:4318. Not sent by default."),
    secret("otel.headers", "Headers sent along with the traces, as name=value."),
];

/// The key of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The environment variable of a key.
#[must_use]
pub fn variable(name: &str) -> String {
    format!("MEDIANEST_{}", name.replace('.', "__").to_uppercase())
}

/// What the help says about all keys.
#[must_use]
pub fn describe() -> String {
    let mut text = String::from(
        "Each key can stand in the file, in the environment variable MEDIANEST_ with its name in capitals and __ for a dot\n\
         (MEDIANEST_DATABASE__MAX_CONNECTIONS=32), or in a file that the same variable with _FILE names. Lists are separated\n\
         by commas in the environment. DATABASE_URL and DATABASE_URL_FILE are understood too.\n\nKeys:\n",
    );
    for key in KEYS {
        let default = key.default.map(|default| format!(" [default: {default}]")).unwrap_or_default();
        let _ = writeln!(text, "  {}{default}\n      {}", key.name, key.about);
    }
    text
}
