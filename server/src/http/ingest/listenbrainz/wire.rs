//! What players send, and whether it is as ListenBrainz wants it.

use chrono::{DateTime, Utc};
use medianest_core::catalogue::music::TrackWords;
use medianest_core::diary::listens::{Listen, MOST_LISTENS};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// The longest listen, as JSON text.
const MAX_LISTEN: usize = 10_240;
/// Nothing was scrobbled before October 2002.
const FIRST_LISTEN: i64 = 1_033_430_400;
/// How long a track can be.
const MAX_SECONDS: f64 = 24.0 * 24.0 * 3600.0;

/// What is submitted.
#[derive(Debug)]
pub enum Submission {
    /// Listens that are over.
    Listens(Vec<Listen>),
    /// What plays now, and on what.
    PlayingNow(TrackWords, Option<String>),
}

#[derive(Deserialize)]
struct Body {
    listen_type: String,
    payload: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    listened_at: Option<Value>,
    track_metadata: Track,
}

#[derive(Deserialize)]
struct Track {
    artist_name: String,
    #[serde(rename = "track_name")]
    title: String,
    release_name: Option<String>,
    #[serde(default)]
    additional_info: Option<Info>,
}

/// Unknown keys are ignored, and those that say nothing: players send many of their own.
#[derive(Deserialize, Default)]
struct Info {
    duration_ms: Option<Value>,
    duration: Option<Value>,
    recording_mbid: Option<Value>,
    release_mbid: Option<Value>,
    release_group_mbid: Option<Value>,
    artist_mbids: Option<Value>,
    media_player: Option<Value>,
    submission_client: Option<Value>,
}

/// Reads a submission; what is wrong with it is the answer to its player.
pub fn read(body: &[u8], now: DateTime<Utc>) -> Result<Submission, String> {
    let body: Body = serde_json::from_slice(body).map_err(|error| format!("Cannot parse JSON document: {error}"))?;
    let limit = match body.listen_type.as_str() {
        "single" | "playing_now" => 1,
        "import" => MOST_LISTENS,
        other => return Err(format!("JSON document requires a valid listen_type key, not {other}.")),
    };
    if body.payload.is_empty() {
        return Err("JSON document requires a payload.".to_owned());
    }
    if body.payload.len() > limit {
        return Err(format!("JSON document contains too many listens: at most {limit} of the type {}.", body.listen_type));
    }
    let mut listens = Vec::with_capacity(body.payload.len());
    for entry in body.payload {
        let text = entry.to_string();
        if text.len() > MAX_LISTEN {
            return Err(format!("Payload too large: a listen has at most {MAX_LISTEN} bytes."));
        }
        if text.contains("\\u0000") {
            return Err("Listen contains a unicode null.".to_owned());
        }
        let entry: Entry = serde_json::from_value(entry).map_err(|error| error.to_string())?;
        let (track, device_name) = words(&entry.track_metadata)?;
        if body.listen_type == "playing_now" {
            return match entry.listened_at {
                None => Ok(Submission::PlayingNow(track, device_name)),
                Some(_) => Err("JSON document should not contain listened_at while submitting playing_now.".to_owned()),
            };
        }
        listens.push(Listen { track, listened_at: listened_at(entry.listened_at.as_ref(), now)?, device_name });
    }
    Ok(Submission::Listens(listens))
}

fn listened_at(value: Option<&Value>, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    let seconds = value.and_then(number).ok_or("JSON document should contain the key listened_at, a Unix time.")?;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked next, and `as` saturates")]
    let seconds = seconds as i64;
    if seconds < FIRST_LISTEN {
        return Err("Value for key listened_at is too low.".to_owned());
    }
    // Clocks differ: what lies a little ahead happened now.
    if seconds > now.timestamp() + 3600 {
        return Err("Value for key listened_at is too high.".to_owned());
    }
    let at = DateTime::from_timestamp(seconds, 0).ok_or("Value for key listened_at is too high.")?;
    Ok(at.min(now))
}

fn words(track: &Track) -> Result<(TrackWords, Option<String>), String> {
    if track.artist_name.trim().is_empty() || track.title.trim().is_empty() {
        return Err("JSON document should contain track_metadata with artist_name and track_name.".to_owned());
    }
    let nothing = Info::default();
    let info = track.additional_info.as_ref().unwrap_or(&nothing);
    let device_name = text(info.media_player.as_ref()).or_else(|| text(info.submission_client.as_ref()));
    let words = TrackWords {
        artist: track.artist_name.clone(),
        title: track.title.clone(),
        album: track.release_name.clone(),
        duration_seconds: duration(info)?,
        artist_ids: mbids(info.artist_mbids.as_ref())?,
        recording_id: mbid(info.recording_mbid.as_ref(), "recording_mbid")?,
        release_id: mbid(info.release_mbid.as_ref(), "release_mbid")?,
        release_group_id: mbid(info.release_group_mbid.as_ref(), "release_group_mbid")?,
    };
    Ok((words, device_name))
}

fn duration(info: &Info) -> Result<Option<i32>, String> {
    let seconds = match (&info.duration_ms, &info.duration) {
        (Some(_), Some(_)) => return Err("JSON document should not contain both duration and duration_ms.".to_owned()),
        (Some(ms), None) => number(ms).map(|ms| ms / 1000.0),
        (None, Some(seconds)) => number(seconds),
        (None, None) => return Ok(None),
    };
    match seconds {
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked, and a part of a second does not matter")]
        Some(seconds) if (0.0..=MAX_SECONDS).contains(&seconds) => {
            Ok(Some(seconds.round() as i32).filter(|seconds| *seconds > 0))
        }
        _ => Err("Value for the duration is invalid, it should be a positive number.".to_owned()),
    }
}

/// A number, or a text of one.
fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A MusicBrainz id; an empty one says nothing.
fn mbid(value: Option<&Value>, name: &str) -> Result<Option<String>, String> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) if Uuid::try_parse(text.trim()).is_ok() => Ok(Some(text.trim().to_owned())),
        Some(_) => Err(format!("{name} MBID format invalid.")),
    }
}

fn mbids(value: Option<&Value>) -> Result<Vec<String>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(ids)) => {
            let ids: Result<Vec<_>, _> = ids.iter().map(|id| mbid(Some(id), "artist_mbids")).collect();
            Ok(ids?.into_iter().flatten().collect())
        }
        Some(_) => Err("artist_mbids should be a list of MBIDs.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listen(changes: &[(&str, Value)]) -> Value {
        let mut entry = json!({ "listened_at": 1_700_000_000, "track_metadata": {
            "artist_name": "A", "track_name": "T", "additional_info": {} } });
        for (pointer, value) in changes {
            match pointer.split_once('/') {
                Some((above, key)) => entry["track_metadata"][above][key] = value.clone(),
                None => entry[pointer] = value.clone(),
            }
        }
        entry
    }

    fn ask(listen_type: &str, payload: &[Value]) -> Result<Submission, String> {
        let body = json!({ "listen_type": listen_type, "payload": payload }).to_string();
        read(body.as_bytes(), DateTime::from_timestamp(1_800_000_000, 0).expect("a time"))
    }

    #[test]
    fn what_listenbrainz_refuses_is_refused() {
        for (listen_type, payload) in [
            ("single", vec![]),
            ("single", vec![listen(&[]), listen(&[])]),
            ("other", vec![listen(&[])]),
            ("import", vec![listen(&[]); 1001]),
            ("playing_now", vec![listen(&[])]),
            ("single", vec![listen(&[("listened_at", json!(1_000_000_000))])]),
            ("single", vec![listen(&[("listened_at", json!(1_800_003_601))])]),
            ("single", vec![listen(&[("listened_at", Value::Null)])]),
            ("single", vec![listen(&[("more", json!(1))])]),
            ("single", vec![listen(&[("additional_info/recording_mbid", json!("no id"))])]),
            ("single", vec![listen(&[("additional_info/duration", json!(3)), ("additional_info/duration_ms", json!(3000))])]),
            ("single", vec![listen(&[("additional_info/duration", json!(-3))])]),
            ("single", vec![listen(&[("additional_info/more", json!("x".repeat(11_000)))])]),
            ("single", vec![listen(&[("additional_info/more", json!("\u{0}"))])]),
        ] {
            assert!(ask(listen_type, &payload).is_err(), "{listen_type} {payload:?}");
        }
    }

    #[test]
    fn numbers_may_be_texts_and_empty_ids_say_nothing() {
        let entry = listen(&[
            ("listened_at", json!("1700000000")),
            ("additional_info/duration_ms", json!("215500")),
            ("additional_info/recording_mbid", json!("")),
        ]);
        let Ok(Submission::Listens(listens)) = ask("import", &[entry]) else { panic!("it is right") };
        assert_eq!(listens[0].listened_at.timestamp(), 1_700_000_000);
        assert_eq!((listens[0].track.duration_seconds, &listens[0].track.recording_id), (Some(216), &None));
    }
}
