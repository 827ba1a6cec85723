use axum::http::Method;
use serde_json::{Value, json};

use super::fake::{Asked, Kind, State, Thing, marked};

/// What is answered.
pub struct Answer {
    pub status: u16,
    pub wait: Option<u32>,
    pub body: Value,
}

fn ok(body: Value) -> Answer {
    Answer { status: 200, wait: None, body }
}

fn status(status: u16) -> Answer {
    Answer { status, wait: None, body: json!({}) }
}

/// What a server answers, and says at its webhook.
pub fn answer(state: &mut State, asked: &Asked) -> (Answer, Option<Value>) {
    let path: Vec<String> = asked.path.split('/').skip(1).map(str::to_owned).collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match state.kind {
        Kind::Jellyfin | Kind::Emby => media_browser(state, asked, &path),
        Kind::Plex => plex(state, asked, &path),
        Kind::Trakt => (trakt(state, asked, &path), None),
    }
}

fn media_browser(state: &mut State, asked: &Asked, path: &[&str]) -> (Answer, Option<Value>) {
    let is_emby = state.kind == Kind::Emby;
    let token = if is_emby { asked.header("x-emby-token").to_owned() } else { asked.header("authorization").to_owned() };
    let is_signed_in = if is_emby { token == state.token } else { token.contains(&format!("Token=\"{}\"", state.token)) };
    let anonymous = match path {
        ["System", "Info", "Public"] => Some(ok(json!({ "Id": state.machine, "ServerName": "Tower", "Version": "12.0.0" }))),
        ["Users", "AuthenticateByName"] => {
            let names_itself = if is_emby { asked.header("x-emby-authorization") } else { asked.header("authorization") };
            assert!(names_itself.contains("Client=\"MediaNest\"") && names_itself.contains("DeviceId="), "{names_itself}");
            let is_right = asked.body == json!({ "Username": "ana", "Pw": "right" });
            let user = json!({ "Id": "u1", "Name": "ana" });
            Some(if is_right {
                ok(json!({ "User": user, "SessionInfo": {}, "AccessToken": state.token, "ServerId": state.machine }))
            } else {
                status(401)
            })
        }
        _ => None,
    };
    if let Some(answer) = anonymous {
        return (answer, None);
    }
    if !is_signed_in {
        return (status(401), None);
    }
    let accounts = json!([{ "Id": "u0", "Name": "root" }, { "Id": "u1", "Name": "Ana" }]);
    let answer = match path {
        ["Users"] if !is_emby => ok(accounts),
        ["Users", "Query"] if is_emby => ok(json!({ "Items": accounts, "TotalRecordCount": 2 })),
        ["Items"] if !is_emby => ok(listed(state, asked)),
        ["Users", "u1", "Items"] if is_emby => ok(listed(state, asked)),
        ["Shows", series, "Episodes"] => match state.library.iter().find(|thing| thing.key == *series) {
            Some(Thing { episodes: Some(parts), .. }) => {
                let season = asked.parameter("season").and_then(|season| season.parse::<i32>().ok());
                let parts = parts.iter().filter(|(of, ..)| season.is_none_or(|season| season == *of));
                let items: Vec<Value> = parts
                    .map(|(season, number, key)| json!({ "Id": key, "Name": format!("Part {number}"), "ParentIndexNumber": season, "IndexNumber": number }))
                    .collect();
                ok(json!({ "Items": items }))
            }
            _ => status(404),
        },
        ["UserPlayedItems", item] if !is_emby => return played(state, asked, item),
        ["Users", "u1", "PlayedItems", item] if is_emby => return played(state, asked, item),
        _ => status(404),
    };
    (answer, None)
}

fn listed(state: &State, asked: &Asked) -> Value {
    let wants_films = asked.parameter("includeItemTypes") != Some("Series");
    let ids = asked.parameter("anyProviderIdEquals").unwrap_or_default();
    let search = asked.parameter("searchTerm").unwrap_or_default().to_lowercase();
    let is_found = |thing: &&Thing| {
        let by_id = ids.split(',').any(|id| id == format!("imdb.{}", thing.imdb));
        thing.episodes.is_none() == wants_films
            && if ids.is_empty() { thing.title.to_lowercase().contains(&search) } else { by_id }
    };
    let items: Vec<Value> = state
        .library
        .iter()
        .filter(is_found)
        .map(|thing| json!({ "Id": thing.key, "Name": thing.title, "ProductionYear": thing.year, "ProviderIds": { "Imdb": thing.imdb } }))
        .collect();
    json!({ "TotalRecordCount": items.len(), "Items": items })
}

fn played(state: &mut State, asked: &Asked, item: &str) -> (Answer, Option<Value>) {
    let is_played = asked.method == Method::POST;
    if !mark(state, item, is_played, asked.parameter("datePlayed")) {
        return (status(404), None);
    }
    (ok(json!({ "Played": is_played })), echo(state, item, is_played))
}

/// Whether there is such an item, which is then played, or not.
fn mark(state: &mut State, item: &str, is_played: bool, at: Option<&str>) -> bool {
    let parts = state.library.iter().flat_map(|thing| thing.episodes.iter().flatten()).map(|(_, _, key)| key);
    if !state.library.iter().map(|thing| &thing.key).chain(parts).any(|key| key == item) {
        return false;
    }
    if is_played {
        state.played.insert(item.to_owned(), at.map(str::to_owned));
    } else {
        state.played.remove(item);
    }
    true
}

fn echo(state: &State, item: &str, is_played: bool) -> Option<Value> {
    let thing = state.library.iter().find(|thing| thing.key == item && thing.episodes.is_none())?;
    marked(state.kind, &state.machine, thing, is_played)
}

fn plex(state: &mut State, asked: &Asked, path: &[&str]) -> (Answer, Option<Value>) {
    if path == ["identity"] {
        return (ok(json!({ "MediaContainer": { "size": 0, "machineIdentifier": state.machine, "version": "1.40" } })), None);
    }
    if asked.header("x-plex-token") != state.token {
        return (status(401), None);
    }
    let metadata = |items: Vec<Value>| ok(json!({ "MediaContainer": { "size": items.len(), "Metadata": items } }));
    let answer = match path {
        ["library", "sections", "all"] => ok(json!({ "MediaContainer": { "Directory": [
            { "key": "1", "type": "movie", "title": "Films" }, { "key": "2", "type": "show", "title": "Shows" }] } })),
        ["library", "sections", section, "all"] => {
            let title = asked.parameter("title").unwrap_or_default().to_lowercase();
            let is_found =
                |thing: &&Thing| thing.episodes.is_none() == (*section == "1") && thing.title.to_lowercase().contains(&title);
            let item = |thing: &Thing| {
                json!({ "ratingKey": thing.key, "title": thing.title, "year": thing.year, "guid": "plex://movie/5d77",
                    "Guid": [{ "id": format!("imdb://{}", thing.imdb) }] })
            };
            metadata(state.library.iter().filter(is_found).map(item).collect())
        }
        ["library", "metadata", show, "allLeaves"] => match state.library.iter().find(|thing| thing.key == *show) {
            Some(Thing { episodes: Some(parts), .. }) => metadata(
                parts
                    .iter()
                    .map(|(season, number, key)| json!({ "ratingKey": key, "parentIndex": season, "index": number }))
                    .collect(),
            ),
            _ => status(404),
        },
        [":", what @ ("scrobble" | "unscrobble")] => {
            assert_eq!(asked.parameter("identifier"), Some("com.plexapp.plugins.library"));
            let (item, is_played) = (asked.parameter("key").unwrap_or_default(), *what == "scrobble");
            if !mark(state, item, is_played, None) {
                return (status(404), None);
            }
            return (ok(Value::Null), echo(state, item, is_played));
        }
        _ => status(404),
    };
    (answer, None)
}

fn trakt(state: &mut State, asked: &Asked, path: &[&str]) -> Answer {
    assert_eq!((asked.header("trakt-api-version"), asked.header("trakt-api-key")), ("2", "app"));
    let tokens = |token: &str| {
        json!({ "access_token": token, "token_type": "bearer", "expires_in": 86_400, "refresh_token": "s3cret-refresh",
            "scope": "public", "created_at": 0 })
    };
    match path {
        ["oauth", "device", "code"] => {
            return ok(
                json!({ "device_code": "s3cret-device", "user_code": "ABCD1234", "verification_url": "https://trakt.tv/activate",
                "expires_in": 600, "interval": 5 }),
            );
        }
        ["oauth", "device", "token"] => {
            assert_eq!((&asked.body["code"], &asked.body["client_secret"]), (&json!("s3cret-device"), &json!("s3cret-app")));
            return if state.has_consent { ok(tokens(&state.token)) } else { status(400) };
        }
        ["oauth", "token"] => {
            if asked.body["refresh_token"] != "s3cret-refresh" {
                return status(401);
            }
            "s3cret-renewed".clone_into(&mut state.token);
            return ok(tokens(&state.token));
        }
        _ => {}
    }
    if asked.header("authorization") != format!("Bearer {}", state.token) {
        return status(401);
    }
    match path {
        ["users", "settings"] => ok(json!({ "user": { "username": "ana", "private": false } })),
        ["sync", "history"] => {
            let mut missing = (Vec::new(), Vec::new());
            for (kind, missing) in [("movies", &mut missing.0), ("shows", &mut missing.1)] {
                for said in asked.body[kind].as_array().into_iter().flatten() {
                    let is_known = state.library.iter().any(|thing| said["ids"]["imdb"] == thing.imdb);
                    if is_known { state.history.push(said.clone()) } else { missing.push(said.clone()) }
                }
            }
            Answer {
                status: 201,
                ..ok(
                    json!({ "added": {}, "not_found": { "movies": missing.0, "shows": missing.1, "seasons": [], "episodes": [] } }),
                )
            }
        }
        ["sync", "history", "remove"] => {
            let gone: Vec<Value> =
                ["movies", "shows"].iter().flat_map(|kind| asked.body[kind].as_array().cloned().unwrap_or_default()).collect();
            state.history.retain(|known| !gone.iter().any(|gone| gone["ids"] == known["ids"]));
            ok(json!({ "deleted": {}, "not_found": {} }))
        }
        ["sync", "history", kind] => {
            let from = asked.parameter("start_at").unwrap_or_default();
            let to = asked.parameter("end_at").unwrap_or_default();
            let is_asked = |said: &&Value| {
                let at = said["watched_at"].as_str().unwrap_or_default();
                *kind == "movies" && from <= at && at <= to
            };
            ok(state.history.iter().filter(is_asked).map(|said| json!({ "id": 1, "type": "movie", "movie": said })).collect())
        }
        _ => status(404),
    }
}
