//! Kodi: the add-on that reports every half minute while something plays, with TMDB's id and a percentage; and Kodi's own
//! notifications (JSON-RPC), as add-ons and scripts pass them on. The first is silent about the end, so what went far enough
//! counts when nothing more is heard.

use medianest_db::EventType;

use super::media::{Media, Title};
use super::message::{Deed, Message, Payload, Report, Tells, known, within};
use crate::diary::Heartbeat;

pub(super) fn read(payload: Payload<'_>) -> Message {
    let method = payload.text("/method");
    let tells = match &method {
        Some(method) => notification(payload, method),
        None => beat(payload),
    };
    Message { event: method, account: None, is_of_owner: None, tells }
}

fn beat(payload: Payload<'_>) -> Tells {
    let Some(id) = payload.text("/identifier") else { return Tells::Nothing("it names nothing that plays") };
    let named = Title { ids: known([("tmdb".to_owned(), id)].into_iter()), ..Title::default() };
    let media = match payload.text("/lot").as_deref() {
        Some("movie") => Media::Movie(named),
        Some("show") => Media::Episode {
            title: Title::default(),
            show: named,
            season: payload.small("/show_season_number"),
            number: payload.small("/show_episode_number"),
        },
        _ => return Tells::Nothing("it is neither a film nor an episode"),
    };
    Tells::Of(Box::new(Report {
        deed: Deed::Played(EventType::Progress),
        media,
        progress_percent: payload.percent("/progress"),
        position_seconds: None,
        duration_seconds: None,
        device_name: Some("Kodi".to_owned()),
        occurred_at: None,
        heartbeat: Heartbeat::Expected,
    }))
}

fn notification(payload: Payload<'_>, method: &str) -> Tells {
    let Some(data) = payload.at("/params/data").map(Payload) else { return Tells::Nothing("it carries no data") };
    let deed = match method {
        "Player.OnPlay" | "Player.OnAVStart" | "Player.OnResume" => Deed::Played(EventType::Start),
        "Player.OnSeek" => Deed::Played(EventType::Progress),
        "Player.OnPause" => Deed::Played(EventType::Pause),
        "Player.OnStop" => Deed::Played(EventType::Stop),
        "VideoLibrary.OnUpdate" => match data.number("/playcount") {
            Some(0) => Deed::MarkedUnplayed,
            Some(_) => Deed::MarkedPlayed,
            None => return Tells::Nothing("the library changed, but not what was played"),
        },
        _ => return Tells::Nothing("it is not about playback"),
    };
    // Some messages tell of the item in a field of its own, some beside it.
    let item = data.at("/item").filter(|item| item.is_object()).map_or(data, Payload);
    let ids = item.ids("/uniqueid", "");
    let media = match item.text("/type").as_deref() {
        Some("movie") => Media::Movie(item.title("/title", Some("/year"), ids)),
        Some("episode") => Media::Episode {
            title: item.title("/title", None, ids),
            show: item.title("/showtitle", None, Vec::new()),
            season: item.small("/season"),
            number: item.small("/episode"),
        },
        Some("song") => {
            let artist = item.text("/artist/0").or_else(|| item.text("/artist"));
            match artist.zip(item.text("/title")) {
                Some((artist, title)) => Media::Track { artist, title, album: item.text("/album") },
                None => return Tells::Nothing("the song has no artist or no title"),
            }
        }
        _ => return Tells::Nothing("it is neither a film, an episode nor a song"),
    };
    let position = clock(data, "/player/time");
    let (position_seconds, duration_seconds) = within(position, clock(data, "/player/totaltime"));
    let is_over = deed == Deed::Played(EventType::Stop) && data.is_true("/end");
    let percent = data.percent("/player/percentage");
    Tells::Of(Box::new(Report {
        deed,
        media,
        progress_percent: if is_over { Some(100.0) } else { percent },
        position_seconds: position_seconds.filter(|_| !is_over),
        duration_seconds,
        device_name: Some("Kodi".to_owned()),
        occurred_at: None,
        heartbeat: Heartbeat::None,
    }))
}

/// The seconds of a time that is written in hours, minutes and seconds.
fn clock(data: Payload<'_>, pointer: &str) -> Option<i32> {
    let time = Payload(data.at(pointer).filter(|time| time.is_object())?);
    let part = |name: &str| i64::from(time.small(name).unwrap_or(0));
    i32::try_from(part("/hours") * 3600 + part("/minutes") * 60 + part("/seconds")).ok().filter(|seconds| *seconds >= 0)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn report(payload: &Value) -> Report {
        match read(Payload(payload)).tells {
            Tells::Of(report) => *report,
            Tells::Nothing(why) => panic!("{why}"),
        }
    }

    #[test]
    fn a_notification_says_where_it_stopped_and_whether_that_was_the_end() {
        let stopped = |end: bool| {
            let item = json!({ "type": "movie", "title": "Alien", "year": 1979, "uniqueid": { "imdb": "tt0078748" } });
            let time = json!({ "hours": 1, "minutes": 2, "seconds": 3, "milliseconds": 4 });
            let data = json!({ "item": item, "end": end, "player": { "time": time } });
            report(&json!({ "jsonrpc": "2.0", "method": "Player.OnStop", "params": { "sender": "xbmc", "data": data } }))
        };
        assert_eq!((stopped(false).position_seconds, stopped(false).progress_percent), (Some(3723), None));
        assert_eq!((stopped(true).position_seconds, stopped(true).progress_percent), (None, Some(100.0)));
    }

    #[test]
    fn a_beat_names_the_episode_by_its_show() {
        let beat =
            json!({ "identifier": 1396, "lot": "show", "progress": 40, "show_season_number": 1, "show_episode_number": 2 });
        let report = report(&beat);
        let Media::Episode { show, season, number, .. } = report.media else { panic!("it is an episode") };
        assert_eq!((show.ids, season, number), (vec![("tmdb".to_owned(), "1396".to_owned())], Some(1), Some(2)));
        assert_eq!((report.progress_percent, report.heartbeat), (Some(40.0), Heartbeat::Expected));
    }
}
