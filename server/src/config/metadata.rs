use std::collections::BTreeSet;
use std::time::Duration;

use medianest_core::config::{MetadataService, MetadataSettings};
use medianest_core::db::MetadataProvider;
use secrecy::SecretString;

use super::sources::{ConfigError, Origin, Values, bad};
use super::web_address;

const PROVIDERS: &str = "metadata.providers";

/// Who is asked what things are: those that are named, each with what it wants to see.
pub(super) fn settings(values: &Values) -> Result<MetadataSettings, ConfigError> {
    let named: Vec<MetadataProvider> =
        values.list(PROVIDERS, "name some of tmdb, tvdb, tvmaze, anilist, musicbrainz, openlibrary, igdb")?;
    let named: BTreeSet<MetadataProvider> = named.into_iter().collect();
    let services = named.into_iter().map(|provider| service(values, provider)).collect::<Result<Vec<_>, _>>()?;
    let seconds: std::num::NonZeroU32 = values.required("metadata.timeout_seconds", "give a whole number greater than zero")?;
    Ok(MetadataSettings {
        services,
        language: language(values)?,
        contact: contact(values)?,
        timeout: Duration::from_secs(seconds.get().into()),
        ..MetadataSettings::default()
    })
}

fn service(values: &Values, provider: MetadataProvider) -> Result<MetadataService, ConfigError> {
    let url = |key| web_address(values, key)?.ok_or_else(|| missing(key, "give its address"));
    let needed = |key| secret(values, key)?.ok_or_else(|| missing(key, &format!("`{PROVIDERS}` names {}", provider.as_str())));
    Ok(match provider {
        MetadataProvider::Tmdb => MetadataService::Tmdb { url: url("metadata.tmdb.url")?, token: needed("metadata.tmdb.token")? },
        MetadataProvider::Tvdb => MetadataService::Tvdb {
            url: url("metadata.tvdb.url")?,
            key: needed("metadata.tvdb.key")?,
            pin: secret(values, "metadata.tvdb.pin")?,
        },
        MetadataProvider::Tvmaze => MetadataService::Tvmaze { url: url("metadata.tvmaze.url")? },
        MetadataProvider::Anilist => MetadataService::Anilist { url: url("metadata.anilist.url")? },
        MetadataProvider::Musicbrainz => {
            if contact(values)?.is_none() {
                return Err(missing("metadata.contact", "MusicBrainz wants to know whom to write to"));
            }
            MetadataService::Musicbrainz {
                url: url("metadata.musicbrainz.url")?,
                covers: url("metadata.musicbrainz.covers_url")?,
            }
        }
        MetadataProvider::Openlibrary => MetadataService::Openlibrary { url: url("metadata.openlibrary.url")? },
        MetadataProvider::Igdb => MetadataService::Igdb {
            url: url("metadata.igdb.url")?,
            sign_in: url("metadata.igdb.sign_in_url")?,
            client_id: values
                .one("metadata.igdb.client_id", "give the id")?
                .ok_or_else(|| missing("metadata.igdb.client_id", &format!("`{PROVIDERS}` names igdb")))?,
            client_secret: needed("metadata.igdb.client_secret")?,
        },
    })
}

/// A key goes into a header, which holds only what can be seen.
fn secret(values: &Values, key: &'static str) -> Result<Option<SecretString>, ConfigError> {
    const EXPECTED: &str = "give it as the provider shows it";
    let text: Option<String> = values.one(key, EXPECTED)?;
    match text {
        Some(text) if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(bad(key, &values.origin(key), "holds characters that no key has", EXPECTED))
        }
        text => Ok(text.map(SecretString::from)),
    }
}

/// It goes into a header, too.
fn contact(values: &Values) -> Result<Option<String>, ConfigError> {
    const KEY: &str = "metadata.contact";
    const EXPECTED: &str = "give an e-mail address or the address of a page";
    let contact: Option<String> = values.one(KEY, EXPECTED)?;
    match contact {
        Some(text) if !text.bytes().all(|byte| byte.is_ascii_graphic() && !b"()".contains(&byte)) => {
            Err(bad(KEY, &values.origin(KEY), &format!("is `{text}`"), EXPECTED))
        }
        contact => Ok(contact),
    }
}

fn language(values: &Values) -> Result<String, ConfigError> {
    const KEY: &str = "metadata.language";
    const EXPECTED: &str = "give a language tag as en or pt-BR";
    let language: String = values.required(KEY, EXPECTED)?;
    if medianest_core::catalogue::is_language(&language) {
        Ok(language)
    } else {
        Err(bad(KEY, &values.origin(KEY), &format!("is `{language}`"), EXPECTED))
    }
}

fn missing(key: &'static str, why: &str) -> ConfigError {
    bad(key, &Origin::Default, "is not set", why)
}
