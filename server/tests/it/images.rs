//! Pictures as browsers ask for them, from a host of pictures that is a page of this file.

use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::db::MediaItemId;
use medianest_core::policy::Actor;
use medianest_server::http::{HttpConfig, Routes};
use medianest_test_support::World;
use serde_json::{Value, json};

use crate::support::{TestServer, serve};

/// A host of pictures, and how often it was asked.
#[derive(Clone)]
struct Host {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Host {
    async fn start() -> Self {
        Self::start_at("127.0.0.1").await
    }

    async fn start_at(ip: &str) -> Self {
        let asked = Arc::<AtomicUsize>::default();
        let state = Arc::clone(&asked);
        let routes = Routes::default().get("/{*name}", picture).wrap(|router| router.with_state(state));
        let listener = tokio::net::TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes.into_router()).await.unwrap() });
        Self { address, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn url(&self, name: &str) -> String {
        format!("http://{}/{name}", self.address)
    }
}

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture =
        RgbImage::from_fn(width, height, |x, y| Rgb([200, u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap()]));
    let mut bytes = Vec::new();
    DynamicImage::from(picture).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

async fn picture(State(asked): State<Arc<AtomicUsize>>, Path(name): Path<String>) -> Response {
    asked.fetch_add(1, Ordering::SeqCst);
    let sent = |kind: &'static str, bytes: Vec<u8>| ([(CONTENT_TYPE, kind)], bytes).into_response();
    match name.as_str() {
        "poster.jpg" => sent("image/jpeg", encoded(400, 600, ImageFormat::Jpeg)),
        // What a host calls it does not count.
        "backdrop" => sent("text/plain", encoded(1600, 900, ImageFormat::WebP)),
        "page.jpg" => sent("image/jpeg", b"<!doctype html><script>alert(1)</script>".to_vec()),
        "drawing.svg" => sent("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        // Thirteen bytes that unpack to 4 GB.
        "bomb.gif" => sent("image/gif", b"GIF89a\xff\x7f\xff\x7f\0\0\0".to_vec()),
        "large.jpg" => sent("image/jpeg", vec![0xff; 21 * 1024 * 1024]),
        "broken.jpg" => sent("image/jpeg", encoded(400, 600, ImageFormat::Jpeg)[..200].to_vec()),
        elsewhere if elsewhere.starts_with("to/") => {
            let target = format!("http://{}", elsewhere.trim_start_matches("to/"));
            (StatusCode::FOUND, [(LOCATION, target)]).into_response()
        }
        "around" => (StatusCode::FOUND, [(LOCATION, "/around")]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A server that may fetch from the host's address and from no other of this machine.
async fn server() -> TestServer {
    TestServer::over(
        World::set_up(|settings| settings.images.networks = vec!["127.0.0.1/32".parse().unwrap()]).await,
        HttpConfig::default(),
    )
    .await
}

async fn film(server: &TestServer, metadata: Value) -> MediaItemId {
    let draft = ItemDraft { metadata, ..ItemDraft::new(builtin::MOVIE, "Metropolis") };
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id
}

/// What the API says where the pictures of an item are, on the port of this server.
async fn addresses(server: &TestServer, item: MediaItemId, width: Option<i32>) -> (String, String) {
    let (_, viewer) = server.user(&format!("viewer-{}", server.world.app.new_id::<MediaItemId>())).await;
    let ask = "query ($id: ID!, $width: Int) { mediaItem(id: $id) { posterUrl(width: $width) backdropUrl(width: $width) } }";
    let found = viewer.data(ask, json!({ "id": item.to_string(), "width": width })).await["mediaItem"].take();
    let here = |address: &Value| {
        address.as_str().map(|address| address.replace("http://localhost:8080", &server.url(""))).unwrap_or_default()
    };
    (here(&found["posterUrl"]), here(&found["backdropUrl"]))
}

async fn poster(server: &TestServer, host: &Host, name: &str) -> String {
    let item = film(server, json!({ "poster_url": host.url(name) })).await;
    addresses(server, item, Some(150)).await.0
}

async fn get(server: &TestServer, address: &str) -> reqwest::Response {
    server.http().get(address).send().await.unwrap()
}

async fn size(answer: reqwest::Response) -> (u32, u32) {
    assert_eq!(answer.status(), 200);
    let bytes = answer.bytes().await.unwrap();
    let picture = image::load_from_memory(&bytes).unwrap();
    (picture.width(), picture.height())
}

/// What an answer refuses with.
async fn refusal(answer: reqwest::Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    (status, body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_comes_in_the_widths_there_are_without_a_sign_in_and_may_be_kept_for_ever() {
    let (server, host) = (server().await, Host::start().await);
    let item = film(&server, json!({ "poster_url": host.url("poster.jpg"), "backdrop_url": host.url("backdrop") })).await;
    let (poster, backdrop) = addresses(&server, item, None).await;
    assert!(poster.starts_with(&server.url(&format!("/images/{item}/poster?width=500&v="))), "{poster}");
    assert!(backdrop.contains("width=1280") && !backdrop.contains(&host.address.to_string()), "{backdrop}");
    let (narrow, _) = addresses(&server, item, Some(93)).await;
    assert!(narrow.contains("width=185"), "{narrow}");

    let answer = get(&server, &narrow).await;
    let head = answer.headers().clone();
    assert_eq!(head["content-type"], "image/jpeg");
    assert_eq!(head["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(head["x-content-type-options"], "nosniff");
    assert_eq!(size(answer).await, (185, 277));
    assert_eq!(size(get(&server, &narrow.replace("width=185", "width=90")).await).await, (92, 138));
    assert_eq!(size(get(&server, &poster).await).await, (400, 600), "never wider than its source");
    assert_eq!(size(get(&server, &backdrop).await).await, (1280, 720));
    assert_eq!(host.asked(), 2, "each picture is fetched once, however many widths are made of it");

    let tag = head["etag"].to_str().unwrap();
    let again = server.http().get(&narrow).header("if-none-match", format!("\"other\", W/{tag}")).send().await.unwrap();
    assert_eq!((again.status().as_u16(), &again.headers()["etag"]), (304, &head["etag"]));
    assert!(again.bytes().await.unwrap().is_empty());
    let other = server.http().get(&narrow).header("if-none-match", "\"other\"").send().await.unwrap();
    assert_eq!(other.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_who_ask_at_once_make_one_fetch_and_a_restart_makes_none() {
    let (server, host) = (server().await, Host::start().await);
    let address = poster(&server, &host, "poster.jpg").await;
    let asking = (0..50).map(|_| get(&server, &address));
    for answer in futures_util::future::join_all(asking).await {
        assert_eq!(size(answer).await, (185, 277));
    }
    assert_eq!(host.asked(), 1);
    let (restarted, task) = serve(server.world.second_app(), HttpConfig::default()).await;
    let address = address.replace(&server.address.to_string(), &restarted.to_string());
    assert_eq!(size(get(&server, &address).await).await, (185, 277));
    assert_eq!(host.asked(), 1);
    task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_damaged_is_fetched_anew() {
    let (server, host) = (server().await, Host::start().await);
    let address = poster(&server, &host, "poster.jpg").await;
    assert_eq!(size(get(&server, &address).await).await, (185, 277));
    let files = files(&server);
    assert_eq!(files.len(), 2, "the picture as it came, and as it was asked for");
    for (path, _) in files {
        std::fs::write(path, "something else").unwrap();
    }
    assert_eq!(size(get(&server, &address).await).await, (185, 277));
    assert_eq!(host.asked(), 2);
}

/// The kept files, with their sizes.
fn files(server: &TestServer) -> Vec<(std::path::PathBuf, u64)> {
    let inner = |folder: std::path::PathBuf| std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
    inner(server.world.data_dir.path().join("images"))
        .flat_map(|folder| inner(folder.path()))
        .map(|file| (file.path(), file.metadata().unwrap().len()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_kept_than_may_be() {
    const MOST: u64 = 60_000;
    let set_up = World::set_up(|settings| {
        settings.images.networks = vec!["127.0.0.1/32".parse().unwrap()];
        settings.images.cache_bytes = MOST;
    });
    let (server, host) = (TestServer::over(set_up.await, HttpConfig::default()).await, Host::start().await);
    let mut most = 0;
    for number in 0..6 {
        // The same picture from elsewhere is another one.
        let address = poster(&server, &host, &format!("poster.jpg?{number}")).await;
        assert_eq!(size(get(&server, &address).await).await, (185, 277));
        let kept: u64 = files(&server).iter().map(|(_, length)| length).sum();
        assert!(kept <= MOST, "{kept}");
        most = most.max(kept);
    }
    assert!(most > 0, "something is kept");
    assert_eq!(host.asked(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leads_into_a_private_network_is_not_fetched() {
    let (server, host) = (server().await, Host::start().await);
    // It has the picture, and would send it.
    let private = Host::start_at("127.0.0.2").await;
    let redirect = host.url(&format!("to/{}/poster.jpg", private.address));
    for source in [private.url("poster.jpg"), redirect, "http://[::1]/poster.jpg".to_owned()] {
        let item = film(&server, json!({ "poster_url": source })).await;
        let (address, _) = addresses(&server, item, None).await;
        assert_eq!(refusal(get(&server, &address).await).await, (502, "UPSTREAM".to_owned()), "{source}");
    }
    assert_eq!((host.asked(), private.asked()), (1, 0), "the redirect was asked for, and not followed");
    // A redirect to where one may go is followed.
    let address = poster(&server, &host, &format!("to/{}/poster.jpg", host.address)).await;
    assert_eq!(size(get(&server, &address).await).await, (185, 277));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_and_its_source_left_alone_for_some_minutes() {
    let (server, host) = (server().await, Host::start().await);
    for name in ["page.jpg", "drawing.svg", "bomb.gif", "large.jpg", "broken.jpg", "missing.jpg"] {
        let address = poster(&server, &host, name).await;
        let before = host.asked();
        for _ in 0..3 {
            assert_eq!(refusal(get(&server, &address).await).await, (502, "UPSTREAM".to_owned()), "{name}");
        }
        assert_eq!(host.asked(), before + 1, "{name}");
        server.world.pass(TimeDelta::minutes(6));
        assert_eq!(get(&server, &address).await.status(), 502, "{name}");
        assert_eq!(host.asked(), before + 2, "{name}");
    }
    let address = poster(&server, &host, "around").await;
    assert_eq!(get(&server, &address).await.status(), 502);
    assert!(files(&server).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_address_that_the_api_told_leads_to_a_picture() {
    let (server, host) = (server().await, Host::start().await);
    let item = film(&server, json!({ "poster_url": host.url("poster.jpg") })).await;
    let other = film(&server, json!({})).await;
    let (address, none) = addresses(&server, item, None).await;
    assert_eq!(none, "", "it has no backdrop");
    let (start, v) = address.split_once("&v=").unwrap();
    for wrong in [
        start.to_owned(),
        format!("{start}&v="),
        format!("{start}&v={}", v.to_uppercase()),
        format!("{start}&v={v}A"),
        address.replace("/poster?", "/backdrop?"),
        address.replace("/poster?", "/photo?"),
        address.replace(&item.to_string(), &other.to_string()),
        address.replace(&item.to_string(), "something"),
    ] {
        assert_eq!(refusal(get(&server, &wrong).await).await, (404, "NOT_FOUND".to_owned()), "{wrong}");
    }
    for width in ["0", "-5", "wide", "", "99999999999"] {
        let wrong = address.replace("width=500", &format!("width={width}"));
        assert_eq!(refusal(get(&server, &wrong).await).await, (422, "INVALID_INPUT".to_owned()), "{wrong}");
    }
    let (_, viewer) = server.user("ana").await;
    let ask = "query ($id: ID!) { mediaItem(id: $id) { posterUrl(width: 0) } }";
    assert_eq!(viewer.code(ask, json!({ "id": item.to_string() })).await, "INVALID_INPUT");
    assert_eq!(host.asked(), 0);
    assert_eq!(get(&server, &address).await.status(), 200);

    let (_, keeper) = server.admin("root").await;
    let change = "mutation ($input: UpdateMediaItemInput!) { updateMediaItem(input: $input) { item { id } } }";
    let input = json!({ "id": item.to_string(), "metadata": { "poster_url": host.url("backdrop") } });
    keeper.data(change, json!({ "input": input })).await;
    assert_eq!(get(&server, &address).await.status(), 404, "another source is another address");
    let path = film(&server, json!({ "poster_url": "/posters/1.jpg" })).await;
    assert_eq!(addresses(&server, path, None).await.0, "/posters/1.jpg", "the web app's own host has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn posters_of_a_list_cost_no_statement_more() {
    let (server, host) = (server().await, Host::start().await);
    for _ in 0..5 {
        film(&server, json!({ "poster_url": host.url("poster.jpg"), "backdrop_url": host.url("backdrop") })).await;
    }
    let (_, viewer) = server.user("ana").await;
    let count = async |fields: &str| {
        let ask = format!("{{ mediaItems(first: 5) {{ nodes {{ {fields} }} }} }}");
        let before = server.world.app.database().statements();
        let found = viewer.data(&ask, json!({})).await;
        assert_eq!(found["mediaItems"]["nodes"].as_array().unwrap().len(), 5);
        server.world.app.database().statements() - before
    };
    count("name").await;
    assert_eq!(count("name posterUrl backdropUrl(width: 300)").await, count("name").await);
    assert_eq!(host.asked(), 0, "nothing is fetched before somebody looks at it");
}
