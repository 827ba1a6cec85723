use super::{Config, ConfigError, Values};

fn from_toml(text: &str) -> Result<Config, ConfigError> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    std::fs::write(file.path(), text).expect("it can be written");
    let mut values = Values::default();
    values.read_file(file.path())?;
    Config::from_values(values)
}

fn from_environment(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let mut values = Values::default();
    values.read_environment(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))?;
    Config::from_values(values)
}

fn refusal(result: Result<Config, ConfigError>) -> String {
    result.expect_err("the configuration is refused").to_string()
}

#[test]
fn an_empty_configuration_is_whole() {
    let config = from_toml("").expect("the defaults are right");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url.as_str(), "http://localhost:8080/");
    assert!(!config.secure_cookies);
}

#[test]
fn the_default_limits_are_those_of_the_schema() {
    let limits = from_toml("").expect("the defaults are right").limits;
    let default = crate::graphql::Limits::default();
    assert_eq!(
        (limits.depth, limits.complexity, limits.aliases, limits.cost_per_minute),
        (default.depth, default.complexity, default.aliases, default.cost_per_minute)
    );
}

#[test]
fn an_unknown_key_is_named_with_its_neighbours() {
    let refusal = refusal(from_toml("[database]\nmax_connection = 3"));
    assert!(refusal.contains("`database.max_connection`") && refusal.contains("`database.max_connections`"), "{refusal}");
}

#[test]
fn an_unknown_variable_is_named() {
    let refusal = refusal(from_environment(&[("MEDIANEST_LISTN", "x")]));
    assert!(refusal.contains("MEDIANEST_LISTN"), "{refusal}");
}

#[test]
fn variables_that_kubernetes_makes_are_not_ours() {
    from_environment(&[("MEDIANEST_SERVICE_HOST", "10.0.0.1"), ("MEDIANEST_PORT_8080_TCP", "x")]).expect("they are ignored");
}

#[test]
fn a_bad_value_names_its_key_and_what_is_right() {
    let refusal = refusal(from_toml("[database]\nmax_connections = \"many\""));
    assert!(refusal.contains("`database.max_connections`") && refusal.contains("whole number"), "{refusal}");
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    std::fs::write(file.path(), "listen = \"127.0.0.1:1\"").expect("it can be written");
    let mut values = Values::default();
    values.read_file(file.path()).expect("the file is right");
    values.read_environment([("MEDIANEST_LISTEN".to_owned(), "127.0.0.1:2".to_owned())].into_iter()).expect("so is the variable");
    assert_eq!(Config::from_values(values).expect("all is right").listen.port(), 2);
}

#[test]
fn a_secret_is_read_from_a_file_and_masked_when_shown() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    std::fs::write(file.path(), "postgres://me:hunter2@db/medianest\n").expect("it can be written");
    let path = file.path().to_str().expect("the path is UTF-8");
    for variable in ["MEDIANEST_DATABASE__URL_FILE", "DATABASE_URL_FILE"] {
        let shown = from_environment(&[(variable, path)]).expect("the file is read").show();
        assert!(shown.contains("me:***@db/medianest") && !shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn a_variable_and_its_file_exclude_each_other() {
    let refusal = refusal(from_environment(&[("MEDIANEST_LISTEN", "127.0.0.1:2"), ("MEDIANEST_LISTEN_FILE", "/nowhere")]));
    assert!(refusal.contains("`listen`") && refusal.contains("one of the two"), "{refusal}");
}

#[test]
fn lists_are_arrays_in_the_file_and_comma_separated_in_the_environment() {
    let file = from_toml("trusted_proxies = [\"10.0.0.0/8\", \"fd00::/8\"]").expect("the file is right");
    let environment = from_environment(&[("MEDIANEST_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8")]).expect("so is the variable");
    assert_eq!(file.trusted_proxies, environment.trusted_proxies);
    assert_eq!(file.trusted_proxies.len(), 2);
}

#[test]
fn what_is_shown_can_be_read_again() {
    let config =
        from_toml("allowed_origins = [\"https://a.example/path\"]\n[cookies]\nsecure = true").expect("the file is right");
    let again = from_toml(&config.show()).expect("what is shown is a configuration file");
    assert_eq!(again.allowed_origins, ["https://a.example"]);
    assert!(again.secure_cookies);
}

#[test]
fn cookies_cross_sites_only_if_the_web_app_is_elsewhere() {
    let cross = |public: &str, web: &str| {
        from_toml(&format!("public_url = \"{public}\"\nweb_url = \"{web}\"")).expect("the file is right").cross_site_cookies
    };
    assert!(!cross("https://api.media.example", "https://media.example"));
    assert!(cross("https://api.example", "https://media.example"));
    assert!(!cross("http://localhost:8080", "http://localhost:8081"));
}

#[test]
fn nobody_is_asked_what_things_are_unless_named_and_whoever_is_named_has_what_they_need() {
    assert!(from_toml("").expect("the defaults are right").metadata.services.is_empty());
    let config =
        from_environment(&[("MEDIANEST_METADATA__PROVIDERS", "tvmaze, tmdb"), ("MEDIANEST_METADATA__TMDB__TOKEN", "sesame")]);
    let config = config.expect("all is there");
    assert_eq!(config.metadata.services.len(), 2);
    let shown = config.show();
    assert!(shown.contains("tmdb.token = \"***\"") && shown.contains("providers = [\"tvmaze\", \"tmdb\"]"), "{shown}");
    assert!(!shown.contains("sesame") && !format!("{:?}", config.metadata).contains("sesame"), "{shown}");
    let lacks = |providers: &str, key: &str| {
        let refusal = refusal(from_toml(&format!("metadata.providers = [\"{providers}\"]")));
        assert!(refusal.contains(&format!("`{key}`")), "{refusal}");
    };
    lacks("tmdb", "metadata.tmdb.token");
    lacks("tvdb", "metadata.tvdb.key");
    lacks("musicbrainz", "metadata.contact");
    lacks("igdb", "metadata.igdb.client_id");
    lacks("imdb", "metadata.providers");
    assert!(refusal(from_toml("metadata.language = \"english!\"")).contains("`metadata.language`"));
    assert!(refusal(from_toml("metadata.contact = \"a b\"")).contains("`metadata.contact`"));
    let odd = from_environment(&[("MEDIANEST_METADATA__PROVIDERS", "tmdb"), ("MEDIANEST_METADATA__TMDB__TOKEN", "ses\name")]);
    assert!(!refusal(odd).contains("ses"), "not even a wrong secret is shown");
}

#[test]
fn trusted_documents_are_read_and_only_they_cannot_be_none() {
    assert!(refusal(from_toml("graphql.trusted_documents_only = true")).contains("graphql.trusted_documents_only"));
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    let load = |text: &str| {
        std::fs::write(file.path(), text).expect("it can be written");
        from_toml(&format!("graphql.trusted_documents = {:?}", file.path()))
    };
    // The hash of nothing.
    let empty = r#"{ "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": "" }"#;
    assert!(load(empty).expect("the file is right").trusted_documents.is_some());
    assert!(refusal(load(r#"{ "e3b0": "{ me { id } }" }"#)).contains("another hash"));
}

#[test]
fn secrets_have_keys_and_an_application_at_trakt_has_its_secret() {
    let key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let config = from_environment(&[
        ("MEDIANEST_SECRETS__KEYS", key),
        ("MEDIANEST_TRAKT__CLIENT_ID", "app"),
        ("MEDIANEST_TRAKT__CLIENT_SECRET", "hunter2"),
    ])
    .expect("all is there");
    assert_eq!(
        (config.secret_keys.len(), config.trakt_app.as_ref().map(|app| app.url.as_str())),
        (1, Some("https://api.trakt.tv/"))
    );
    let shown = config.show();
    assert!(!shown.contains(key) && !shown.contains("hunter2") && shown.contains("client_secret = \"***\""), "{shown}");
    assert!(refusal(from_environment(&[("MEDIANEST_SECRETS__KEYS", "hunter2")])).contains("openssl rand"));
    assert!(refusal(from_environment(&[("MEDIANEST_TRAKT__CLIENT_ID", "app")])).contains("`trakt.client_secret`"));
}
