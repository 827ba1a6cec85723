//! Jellyfin and Emby: the flat message of Jellyfin's official plugin (all properties, a template or a form), and the nested
//! one of Emby and of the plugin for Jellyfin that was made after it.

use medianest_db::EventType;

use super::media::Media;
use super::message::{Deed, Message, Payload, Report, Tells, within};
use crate::diary::Heartbeat;

/// Both count in ticks of 100 ns.
const PER_SECOND: i64 = 10_000_000;

/// Reads a message of either shape.
pub(super) fn read(payload: Payload<'_>) -> Message {
    let is_flat = payload.at("/NotificationType").is_some();
    let (event, account) = if is_flat { ("/NotificationType", "/NotificationUsername") } else { ("/Event", "/User/Name") };
    Message {
        event: payload.text(event),
        account: payload.text(account).or_else(|| payload.text("/User")),
        is_of_owner: None,
        tells: if is_flat { flat(payload) } else { nested(payload) },
    }
}

fn flat(payload: Payload<'_>) -> Tells {
    let deed = match payload.text("/NotificationType").unwrap_or_default().as_str() {
        "PlaybackStart" => Deed::Played(EventType::Start),
        "PlaybackProgress" if payload.is_true("/IsPaused") => Deed::Played(EventType::Pause),
        "PlaybackProgress" => Deed::Played(EventType::Progress),
        "PlaybackStop" => Deed::Played(EventType::Stop),
        // The other reasons for it come along with playback, which is told by itself.
        "UserDataSaved" if payload.text("/SaveReason").as_deref() != Some("TogglePlayed") => {
            return Tells::Nothing("playback is told by itself; of this, only marks by hand are taken");
        }
        "UserDataSaved" if payload.is_true("/Played") => Deed::MarkedPlayed,
        "UserDataSaved" => Deed::MarkedUnplayed,
        _ => return Tells::Nothing("it is not about playback"),
    };
    let ids = payload.ids("", "Provider_");
    let media = match payload.text("/ItemType").as_deref() {
        Some("Movie") => Media::Movie(payload.title("/Name", Some("/Year"), ids)),
        Some("Episode") => Media::Episode {
            title: payload.title("/Name", None, ids),
            // Of an episode, the year is that of its series.
            show: payload.title("/SeriesName", Some("/Year"), Vec::new()),
            season: payload.small("/SeasonNumber"),
            number: payload.small("/EpisodeNumber"),
        },
        Some("Audio") => match payload.text("/Artist").zip(payload.text("/Name")) {
            Some((artist, title)) => Media::Track { artist, title, album: payload.text("/Album") },
            None => return Tells::Nothing("the track has no artist or no title"),
        },
        _ => return Tells::Nothing("it is neither a film, an episode nor a track"),
    };
    let is_over = payload.is_true("/PlayedToCompletion");
    let times = (payload.seconds("/PlaybackPositionTicks", PER_SECOND), payload.seconds("/RunTimeTicks", PER_SECOND));
    let device_name = payload.text("/DeviceName");
    report(payload, deed, media, times, is_over, device_name, "/UtcTimestamp")
}

fn nested(payload: Payload<'_>) -> Tells {
    let event = payload.text("/Event").unwrap_or_default().to_ascii_lowercase();
    let deed = match event.as_str() {
        "play" | "resume" | "playback.start" | "playback.unpause" => Deed::Played(EventType::Start),
        "progress" | "playback.progress" if payload.is_true("/Session/PlayState/IsPaused") => Deed::Played(EventType::Pause),
        "progress" | "playback.progress" => Deed::Played(EventType::Progress),
        "pause" | "playback.pause" => Deed::Played(EventType::Pause),
        "stop" | "scrobble" | "playback.stop" => Deed::Played(EventType::Stop),
        "markplayed" | "item.markplayed" => Deed::MarkedPlayed,
        "markunplayed" | "item.markunplayed" => Deed::MarkedUnplayed,
        _ => return Tells::Nothing("it is not about playback"),
    };
    let ids = payload.ids("/Item/ProviderIds", "");
    let media = match payload.text("/Item/Type").as_deref() {
        Some("Movie") => Media::Movie(payload.title("/Item/Name", Some("/Item/ProductionYear"), ids)),
        Some("Episode") => {
            let mut show =
                payload.title("/Item/SeriesName", Some("/Series/ProductionYear"), payload.ids("/Series/ProviderIds", ""));
            show.name = show.name.or_else(|| payload.text("/Series/Name"));
            Media::Episode {
                title: payload.title("/Item/Name", None, ids),
                show,
                season: payload.small("/Item/ParentIndexNumber"),
                number: payload.small("/Item/IndexNumber"),
            }
        }
        Some("Audio") => {
            let artist = payload.text("/Item/Artists/0").or_else(|| payload.text("/Item/AlbumArtist"));
            match artist.zip(payload.text("/Item/Name")) {
                Some((artist, title)) => Media::Track { artist, title, album: payload.text("/Item/Album") },
                None => return Tells::Nothing("the track has no artist or no title"),
            }
        }
        _ => return Tells::Nothing("it is neither a film, an episode nor a track"),
    };
    let is_over = payload.is_true("/PlaybackInfo/PlayedToCompletion") || payload.is_true("/PlayedToCompletion");
    let position = ["/PlaybackInfo/PositionTicks", "/Session/PlayState/PositionTicks"]
        .iter()
        .find_map(|pointer| payload.seconds(pointer, PER_SECOND));
    let times = (position, payload.seconds("/Item/RunTimeTicks", PER_SECOND));
    report(payload, deed, media, times, is_over, payload.text("/Session/DeviceName"), "/Date")
}

fn report(
    payload: Payload<'_>,
    deed: Deed,
    media: Media,
    (position, duration): (Option<i32>, Option<i32>),
    is_over: bool,
    device_name: Option<String>,
    moment: &str,
) -> Tells {
    let (position, duration_seconds) = within(position, duration);
    // What was played to its end is there, whatever its position says: that is set back.
    let (progress_percent, position_seconds) = if is_over { (Some(100.0), None) } else { (None, position) };
    Tells::Of(Box::new(Report {
        deed,
        media,
        progress_percent,
        position_seconds,
        duration_seconds,
        device_name,
        occurred_at: payload.moment(moment),
        heartbeat: Heartbeat::None,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn deed(payload: &Value) -> Option<Deed> {
        match read(Payload(payload)).tells {
            Tells::Of(report) => Some(report.deed),
            Tells::Nothing(_) => None,
        }
    }

    #[test]
    fn a_mark_counts_only_when_it_was_made_by_hand() {
        let saved = |reason: &str, played: &str| {
            deed(
                &json!({ "NotificationType": "UserDataSaved", "SaveReason": reason, "Played": played, "ItemType": "Movie", "Name": "Alien" }),
            )
        };
        assert_eq!(saved("TogglePlayed", "True"), Some(Deed::MarkedPlayed));
        assert_eq!(saved("TogglePlayed", "False"), Some(Deed::MarkedUnplayed));
        assert_eq!(saved("PlaybackFinished", "True"), None);
    }

    #[test]
    fn quotes_and_ids_are_read_as_they_were_meant() {
        let message = json!({ "NotificationType": "PlaybackProgress", "IsPaused": "true", "ItemType": "Episode", "Name": "The \\\"Pilot\\\"",
            "SeriesName": "Night Watch", "SeasonNumber": "1", "EpisodeNumber": 2, "Provider_tvdb": 42, "Provider_zap2it": "x" });
        let Tells::Of(report) = read(Payload(&message)).tells else { panic!("it is about playback") };
        assert_eq!(report.deed, Deed::Played(EventType::Pause));
        let Media::Episode { title, season, number, .. } = report.media else { panic!("it is an episode") };
        assert_eq!(title.name.as_deref(), Some("The \"Pilot\""));
        assert_eq!((title.ids, season, number), (vec![("tvdb".to_owned(), "42".to_owned())], Some(1), Some(2)));
    }
}
