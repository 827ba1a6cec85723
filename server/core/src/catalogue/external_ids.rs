//! What others call an item: one stored form for each id, and where its provider shows it.

use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, NewMediaExternalId};
use medianest_db::{AsyncConnection, AsyncPgConnection, MediaExternalIdId, MediaItemId};
use serde_json::{Value, json};

use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// Brings an id into the form it is stored and looked up in.
///
/// # Errors
/// [`crate::Error::Invalid`] naming `provider`, `kind` or `externalId`.
pub fn key(provider: &str, kind: &str, external_id: &str) -> Result<ExternalKey> {
    let provider = provider.trim().to_ascii_lowercase();
    let kind = kind.trim().to_ascii_lowercase();
    let external_id = normalise(&provider, external_id);
    let mut problems = Problems::default();
    problems.check(is_name(&provider), "provider", NAME_RULE);
    problems.check(is_name(&kind), "kind", NAME_RULE);
    problems.check(
        (1..=500).contains(&external_id.chars().count()) && !external_id.contains(char::is_control),
        "externalId",
        "give 1 to 500 characters",
    );
    problems.into_result()?;
    Ok(ExternalKey { provider, kind, external_id })
}

/// Brings the ids of one input into the form they are stored in.
///
/// # Errors
/// [`Error::Invalid`] naming the wrong fields, such as `externalIds[1].provider`.
pub(super) fn keys(given: &[ExternalKey]) -> Result<Vec<ExternalKey>> {
    let mut problems = Problems::default();
    let mut keys = Vec::with_capacity(given.len());
    for (index, wanted) in given.iter().enumerate() {
        match key(&wanted.provider, &wanted.kind, &wanted.external_id) {
            Ok(key) => keys.push(key),
            Err(Error::Invalid(wrong)) => {
                for field in wrong {
                    problems.check(false, &format!("externalIds[{index}].{}", field.field), field.message);
                }
            }
            Err(other) => return Err(other),
        }
    }
    problems.into_result()?;
    Ok(keys)
}

const NAME_RULE: &str = "use lower-case letters, digits and underscores, starting with a letter, at most 40";

/// Whether the text is a name as providers, kinds, media types and metadata fields have it.
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The stored form of a provider's id: IMDb ids with `tt` and at least seven digits, MusicBrainz ids in lower case,
/// numbers without leading zeros where the provider counts.
fn normalise(provider: &str, external_id: &str) -> String {
    let id = external_id.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match provider {
        "imdb" => {
            let lower = id.to_ascii_lowercase();
            let (prefix, number) = lower.split_at(lower.find(|char: char| char.is_ascii_digit()).unwrap_or(lower.len()));
            if digits(number) && matches!(prefix, "" | "tt" | "nm" | "co") {
                let prefix = if prefix.is_empty() { "tt" } else { prefix };
                format!("{prefix}{:0>7}", number.trim_start_matches('0'))
            } else {
                lower
            }
        }
        "musicbrainz" => id.to_ascii_lowercase(),
        "tmdb" | "tvdb" | "tvmaze" | "anilist" | "igdb" if digits(id) && id.len() > 1 => {
            let trimmed = id.trim_start_matches('0');
            if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
        }
        _ => id.to_owned(),
    }
}

/// Where a known provider shows the thing; `None` for others, and for ids that are not of the provider's form.
#[must_use]
pub fn url(key: &ExternalKey) -> Option<String> {
    let id = key.external_id.as_str();
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let kind = key.kind.as_str();
    match key.provider.as_str() {
        "imdb" if is_plain && id.starts_with("tt") => Some(format!("https://www.imdb.com/title/{id}/")),
        "tmdb" if is_number => match kind {
            "movie" => Some(format!("https://www.themoviedb.org/movie/{id}")),
            "show" | "tv" => Some(format!("https://www.themoviedb.org/tv/{id}")),
            _ => None,
        },
        "tvdb" if is_number => match kind {
            "movie" | "season" | "episode" => Some(format!("https://thetvdb.com/dereferrer/{kind}/{id}")),
            "show" | "series" => Some(format!("https://thetvdb.com/dereferrer/series/{id}")),
            _ => None,
        },
        "tvmaze" if is_number => match kind {
            "show" => Some(format!("https://www.tvmaze.com/shows/{id}")),
            "season" | "episode" => Some(format!("https://www.tvmaze.com/{kind}s/{id}")),
            _ => None,
        },
        "trakt" if is_plain => match kind {
            "movie" | "show" | "season" | "episode" => Some(format!("https://trakt.tv/{kind}s/{id}")),
            _ => None,
        },
        "musicbrainz" if uuid::Uuid::try_parse(id).is_ok() => {
            let noun = match kind {
                "artist" | "release" | "recording" | "work" => kind,
                "release_group" | "album" => "release-group",
                "track" => "recording",
                _ => return None,
            };
            Some(format!("https://musicbrainz.org/{noun}/{id}"))
        }
        "anilist" if is_number => match kind {
            "anime" | "manga" => Some(format!("https://anilist.co/{kind}/{id}")),
            "movie" | "show" => Some(format!("https://anilist.co/anime/{id}")),
            "book" => Some(format!("https://anilist.co/manga/{id}")),
            _ => None,
        },
        "openlibrary" if is_plain => match id.bytes().last() {
            Some(b'W') => Some(format!("https://openlibrary.org/works/{id}")),
            Some(b'M') => Some(format!("https://openlibrary.org/books/{id}")),
            _ => None,
        },
        // IGDB's pages are known by slug; a bare number has none.
        "igdb" if is_plain && !is_number => Some(format!("https://www.igdb.com/games/{id}")),
        _ => None,
    }
}

/// All external ids of several items, by provider.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<MediaExternalId>> {
    policy::catalogue::see(actor)?;
    Ok(MediaExternalId::by_items(&*app.db().await?, items).await?)
}

/// Adds ids that nobody has yet.
pub(super) async fn add_rows(conn: &AsyncPgConnection, rows: &[NewMediaExternalId]) -> Result<Vec<MediaExternalId>> {
    Ok(NewMediaExternalId::insert_many(conn, rows).await?)
}

/// The item a provider knows by this id; where `kind` is left out, only if no two items share the id.
///
/// # Errors
/// [`crate::Error::Invalid`] for an id that cannot exist.
pub async fn find_item(
    app: &App,
    actor: &Actor,
    provider: &str,
    kind: Option<&str>,
    external_id: &str,
) -> Result<Option<MediaItem>> {
    policy::catalogue::see(actor)?;
    let wanted = key(provider, kind.unwrap_or("any"), external_id)?;
    let conn = app.db().await?;
    let mut found = MediaExternalId::items_by_provider(&conn, &wanted.provider, &wanted.external_id).await?;
    found.retain(|(id, _)| kind.is_none() || id.kind == wanted.kind);
    found.dedup_by_key(|(_, item)| item.id);
    Ok(if found.len() == 1 { found.pop().map(|(_, item)| item) } else { None })
}

/// Adds an id to an item.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when an item has the id.
pub async fn create(app: &App, actor: &Actor, item: MediaItemId, wanted: &ExternalKey) -> Result<MediaExternalId> {
    policy::catalogue::edit(actor)?;
    let wanted = key(&wanted.provider, &wanted.kind, &wanted.external_id)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        MediaItem::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
        let row = super::items::new_external_id(app, item, &wanted, None);
        let Some(added) = add_rows(conn, &[row]).await?.pop() else {
            return Err(Error::conflict("an item has this external id already"));
        };
        let entry = Entry::new("catalogue.external_id_added").on("media_item", item).with(facts(&added));
        audit::record(app, actor, conn, entry).await?;
        Ok(added)
    })
    .await
}

/// Removes an id; answers the item it was of.
///
/// # Errors
/// As [`policy::catalogue::edit`]; [`Error::NotFound`].
pub async fn delete(app: &App, actor: &Actor, id: MediaExternalIdId) -> Result<MediaItem> {
    policy::catalogue::edit(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = MediaExternalId::find(conn, id).await?.ok_or(Error::NotFound("external id"))?;
        MediaExternalId::delete(conn, id).await?;
        let entry =
            Entry::new("catalogue.external_id_removed").on("media_item", old.media_item_id).change(facts(&old), Value::Null);
        audit::record(app, actor, conn, entry).await?;
        MediaItem::find(conn, old.media_item_id).await?.ok_or(Error::NotFound("item"))
    })
    .await
}

fn facts(id: &MediaExternalId) -> Value {
    json!({"provider": id.provider, "kind": id.kind, "external_id": id.external_id})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        for (provider, given, stored) in [
            ("imdb", "114709", "tt0114709"),
            ("imdb", "tt0114709", "tt0114709"),
            ("IMDb", "TT114709", "tt0114709"),
            ("imdb", "tt10872600", "tt10872600"),
            ("tmdb", " 862 ", "862"),
            ("tmdb", "00862", "862"),
            ("tvdb", "0", "0"),
            ("musicbrainz", "B1A9C0E9-D987-4042-AE91-78D6A3267D69", "b1a9c0e9-d987-4042-ae91-78d6a3267d69"),
            ("openlibrary", "OL45804W", "OL45804W"),
        ] {
            assert_eq!(key(provider, "movie", given).unwrap().external_id, stored, "{given}");
        }
        assert!(key("imdb", "movie", "").is_err());
        assert!(key("im db", "movie", "1").is_err());
        assert!(key("imdb", "Movie!", "1").is_err());
    }

    #[test]
    fn known_providers_have_pages_and_others_none() {
        for (provider, kind, id, expected) in [
            ("imdb", "movie", "114709", Some("https://www.imdb.com/title/tt0114709/")),
            ("tmdb", "show", "1396", Some("https://www.themoviedb.org/tv/1396")),
            ("tvdb", "show", "81189", Some("https://thetvdb.com/dereferrer/series/81189")),
            ("tvmaze", "episode", "12", Some("https://www.tvmaze.com/episodes/12")),
            ("trakt", "movie", "tron-legacy-2010", Some("https://trakt.tv/movies/tron-legacy-2010")),
            ("anilist", "anime", "1", Some("https://anilist.co/anime/1")),
            ("openlibrary", "work", "OL45804W", Some("https://openlibrary.org/works/OL45804W")),
            ("igdb", "game", "hades", Some("https://www.igdb.com/games/hades")),
            ("igdb", "game", "113112", None),
            ("tmdb", "movie", "../x", None),
            ("musicbrainz", "artist", "not-a-uuid", None),
            ("home", "movie", "1", None),
        ] {
            assert_eq!(url(&key(provider, kind, id).unwrap()).as_deref(), expected, "{provider}");
        }
    }
}
