//! Plex: <https://support.plex.tv/articles/115002267687-webhooks/>. It says of every playback on the server whose account it
//! was, and marks those of the account that set the webhook up.

use medianest_db::EventType;
use serde_json::Value;

use super::media::{Media, Title};
use super::message::{Deed, Message, Payload, Report, Tells, known, within};
use crate::diary::Heartbeat;

/// Plex counts in milliseconds.
const PER_SECOND: i64 = 1000;
/// When Plex takes a thing for seen, and says so.
const SEEN_PERCENT: f32 = 90.0;

pub(super) fn read(payload: Payload<'_>) -> Message {
    Message {
        event: payload.text("/event"),
        account: payload.text("/Account/title"),
        is_of_owner: payload.at("/user").and_then(Value::as_bool),
        tells: tells(payload),
    }
}

fn tells(payload: Payload<'_>) -> Tells {
    let event = payload.text("/event").unwrap_or_default();
    let action = match event.as_str() {
        "media.play" | "media.resume" | "playback.started" => EventType::Start,
        "media.pause" => EventType::Pause,
        // Seen is seen, though the credits may go on: what comes after is the same play.
        "media.stop" | "media.scrobble" => EventType::Stop,
        _ => return Tells::Nothing("it is not about playback"),
    };
    let ids = own_ids(payload);
    let media = match payload.text("/Metadata/type").as_deref() {
        Some("movie") => Media::Movie(payload.title("/Metadata/title", Some("/Metadata/year"), ids)),
        Some("episode") => Media::Episode {
            title: Title { ids, ..payload.title("/Metadata/title", None, Vec::new()) },
            show: Title { ids: show_ids(payload), ..payload.title("/Metadata/grandparentTitle", None, Vec::new()) },
            season: payload.small("/Metadata/parentIndex"),
            number: payload.small("/Metadata/index"),
        },
        Some("track") => {
            // Of a compilation, the artist of the track is not that of the album.
            let artist = payload.text("/Metadata/originalTitle").or_else(|| payload.text("/Metadata/grandparentTitle"));
            match artist.zip(payload.text("/Metadata/title")) {
                Some((artist, title)) => Media::Track { artist, title, album: payload.text("/Metadata/parentTitle") },
                None => return Tells::Nothing("the track has no artist or no title"),
            }
        }
        _ => return Tells::Nothing("it is neither a film, an episode nor a track"),
    };
    let offset = payload.seconds("/Metadata/viewOffset", PER_SECOND);
    // What was seen to its end begins at nothing again, and says so when it stops.
    let offset = offset.filter(|seconds| *seconds > 0 || action == EventType::Start);
    let (position_seconds, duration_seconds) = within(offset, payload.seconds("/Metadata/duration", PER_SECOND));
    let is_seen = event == "media.scrobble";
    Tells::Of(Box::new(Report {
        deed: Deed::Played(action),
        media,
        progress_percent: is_seen.then_some(SEEN_PERCENT),
        position_seconds: position_seconds.filter(|_| !is_seen),
        duration_seconds,
        device_name: payload.text("/Player/title"),
        occurred_at: None,
        heartbeat: Heartbeat::None,
    }))
}

/// The ids of the thing itself: a list of them, or the one that older agents write.
fn own_ids(payload: Payload<'_>) -> Vec<(String, String)> {
    let listed = payload.at("/Metadata/Guid").and_then(Value::as_array).into_iter().flatten();
    let listed = listed.filter_map(|guid| guid["id"].as_str()?.split_once("://"));
    let written = payload.text("/Metadata/guid").and_then(|guid| agent(&guid)).filter(|id| !id.2).map(|id| (id.0, id.1));
    known(listed.map(|(provider, id)| (provider.to_owned(), id.to_owned())).chain(written))
}

/// The ids of the show, which only older agents write: with the episode's numbers behind it, or at the show.
fn show_ids(payload: Payload<'_>) -> Vec<(String, String)> {
    let written = |pointer: &str| payload.text(pointer).and_then(|guid| agent(&guid));
    let of_episode = written("/Metadata/guid").filter(|id| id.2);
    known([of_episode, written("/Metadata/grandparentGuid")].into_iter().flatten().map(|id| (id.0, id.1)))
}

/// What older agents write: `com.plexapp.agents.thetvdb://121361/1/2?lang=en`. Says whether numbers follow the id.
fn agent(guid: &str) -> Option<(String, String, bool)> {
    let (agent, rest) = guid.strip_prefix("com.plexapp.agents.")?.split_once("://")?;
    let provider = match agent {
        "imdb" => "imdb",
        "themoviedb" => "tmdb",
        "thetvdb" => "tvdb",
        _ => return None,
    };
    let path = rest.split('?').next().unwrap_or_default();
    let (id, numbers) = path.split_once('/').unwrap_or((path, ""));
    Some((provider.to_owned(), id.to_owned(), !numbers.is_empty()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(payload: &Value) -> Report {
        match read(Payload(payload)).tells {
            Tells::Of(report) => *report,
            Tells::Nothing(why) => panic!("{why}"),
        }
    }

    #[test]
    fn a_stop_at_nothing_says_nothing_of_how_far_it_was() {
        let at = |event: &str, offset: i64| {
            let film = json!({ "type": "movie", "title": "Alien", "viewOffset": offset, "duration": 7_000_000 });
            let report = report(&json!({ "event": event, "Metadata": film }));
            (report.position_seconds, report.progress_percent, report.duration_seconds)
        };
        assert_eq!(at("media.stop", 0), (None, None, Some(7000)));
        assert_eq!(at("media.play", 0), (Some(0), None, Some(7000)));
        assert_eq!(at("media.pause", 7_001_000), (Some(7000), None, Some(7000)));
        assert_eq!(at("media.scrobble", 0), (None, Some(90.0), Some(7000)));
    }

    #[test]
    fn older_agents_name_the_show_of_an_episode() {
        let episode = json!({ "type": "episode", "grandparentTitle": "Night Watch", "title": "Part 2", "parentIndex": 1, "index": 2,
            "guid": "com.plexapp.agents.thetvdb://121361/1/2?lang=en" });
        let Media::Episode { title, show, .. } = report(&json!({ "event": "media.play", "Metadata": episode })).media else {
            panic!("it is an episode")
        };
        assert_eq!((title.ids, show.ids), (vec![], vec![("tvdb".to_owned(), "121361".to_owned())]));
        let film = json!({ "type": "movie", "title": "Alien", "guid": "com.plexapp.agents.imdb://tt0078748?lang=en" });
        let Media::Movie(title) = report(&json!({ "event": "media.play", "Metadata": film })).media else {
            panic!("it is a film")
        };
        assert_eq!(title.ids, [("imdb".to_owned(), "tt0078748".to_owned())]);
    }

    #[test]
    fn the_artist_of_a_track_on_a_compilation_is_its_own() {
        let track = json!({ "type": "track", "title": "Roads", "grandparentTitle": "Various Artists", "parentTitle": "Hits",
            "originalTitle": "Portishead" });
        let Media::Track { artist, .. } = report(&json!({ "event": "media.play", "Metadata": track })).media else {
            panic!("it is a track")
        };
        assert_eq!(artist, "Portishead");
    }
}
