//! Calendars as the web app and calendar programs read them.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::json;

use crate::support::TestServer;

async fn make(server: &TestServer, draft: ItemDraft) -> medianest_core::db::MediaItemId {
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_program_reads_what_comes_out_at_a_secret_address() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let show = make(&server, ItemDraft::new(builtin::TV, "Love; Death, and\\or Robots")).await;
    let season = make(&server, ItemDraft::new(builtin::TV, "Season 1").below(show, Some(1))).await;
    let long = "A very long title that is folded, since no line of a calendar holds more than seventy-five bytes: äöü";
    let mut episode = ItemDraft::new(builtin::TV, long).below(season, Some(3));
    episode.released_at = Some("2026-03-10T20:15:00Z".parse().unwrap());
    episode.runtime_seconds = Some(2700);
    episode.description = Some("First line.\r\nSecond line; with END:VEVENT in it.".to_owned());
    let episode = make(&server, episode).await;
    let mut film = ItemDraft::new(builtin::MOVIE, "Dune");
    film.released_on = Some("2026-03-09".parse().unwrap());
    let film = make(&server, film).await;
    for item in [show, film] {
        let add = "mutation($item: ID!) { addToLibrary(input: { itemId: $item }) { isNew } }";
        ana.data(add, json!({ "item": item.to_string() })).await;
    }
    let ask =
        "{ calendar(from: \"2026-03-01\", to: \"2026-03-31\") { date releasedAt item { id } } calendarFeed { lastUsedAt } }";
    let asked = ana.data(ask, json!({})).await;
    let expected = json!([
        { "date": "2026-03-09", "releasedAt": null, "item": { "id": film.to_string() } },
        { "date": "2026-03-10", "releasedAt": "2026-03-10T20:15:00+00:00", "item": { "id": episode.to_string() } },
    ]);
    assert_eq!((&asked["calendar"], &asked["calendarFeed"]), (&expected, &json!(null)));

    let created = ana.data("mutation { createCalendarFeed { path feed { id } } }", json!({})).await;
    let path = created["createCalendarFeed"]["path"].as_str().unwrap();
    let read = async |path: &str| server.http().get(server.url(path)).send().await.unwrap();
    let answer = read(path).await;
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    let text = answer.text().await.unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])), "{text}");
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split("\r\n").collect();
    let summary = format!("SUMMARY:Love\\; Death\\, and\\\\or Robots · S01E03 · {}", long.replace(',', "\\,"));
    for line in [
        summary.as_str(),
        "DESCRIPTION:First line.\\nSecond line\\; with END:VEVENT in it.",
        "DTSTART:20260310T201500Z",
        "DTEND:20260310T210000Z",
        "DTSTART;VALUE=DATE:20260309",
        "SUMMARY:Dune",
        &format!("UID:{film}@medianest"),
        "VERSION:2.0",
    ] {
        assert!(lines.contains(&line), "{line} in {unfolded}");
    }
    assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), 2);
    assert_eq!(read("/calendars/nothing.ics").await.status(), 404);
    assert_eq!(read(path.trim_end_matches(".ics")).await.status(), 404);

    let used = ana.data("{ calendarFeed { lastUsedAt } }", json!({})).await;
    assert!(used["calendarFeed"]["lastUsedAt"].is_string());
    ana.data("mutation { revokeCalendarFeed { revokedId } }", json!({})).await;
    assert_eq!(read(path).await.status(), 404);
    assert_eq!(ana.code("mutation { revokeCalendarFeed { revokedId } }", json!({})).await, "NOT_FOUND");
}
