//! mpv with trakt-scrobbler, unpatched but for the API's address: `cargo xtask test` says where it is in
//! `MEDIANEST_TEST_PLAYER`.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use medianest_test_support::World;
use serde_json::{Value, json};

use super::{PATIENCE, Running};
use crate::support::socket::{Socket, connect, listen};
use crate::support::{Client, TestServer};

const FILM: &str = "Big Buck Bunny";
/// How long the film plays: long enough that a step of the test is a small part of it.
const RUNTIME: i32 = 120;

/// A folder with a film in it, and players that leave their traces there only.
struct Cinema {
    folder: tempfile::TempDir,
    film: PathBuf,
    socket: PathBuf,
}

impl Cinema {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let film = folder.path().join(format!("{FILM} (2008).mkv"));
        let made = Command::new("mpv")
            .args(["--no-config", "--really-quiet", "--of=matroska", "--ovc=mpeg4"])
            .arg(format!("av://lavfi:testsrc=duration={RUNTIME}:size=64x36:rate=5"))
            .arg(format!("--o={}", film.display()))
            .status()
            .expect("mpv is installed; `cargo xtask test` sees to it");
        assert!(made.success(), "mpv makes a film");
        let socket = folder.path().join("mpv.sock");
        let config = folder.path().join("config/trakt-scrobbler");
        std::fs::create_dir_all(&config).expect("a folder can be made");
        let settings = json!({
            "version": "1.0",
            "players": { "monitored": ["mpv"], "mpv": { "ipc_path": socket, "poll_interval": 1, "read_timeout": 0.2 } },
        });
        // JSON is YAML.
        std::fs::write(config.join("config.yaml"), settings.to_string()).expect("the settings can be written");
        Self { folder, film, socket }
    }

    /// Starts the scrobbler, and hears the codes it shows.
    fn scrobbler(&self, api: &str) -> (Running, mpsc::Receiver<String>) {
        let home = std::env::var("MEDIANEST_TEST_PLAYER")
            .expect("MEDIANEST_TEST_PLAYER names the player's environment; `cargo xtask test` sets it");
        let launcher = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/players/scrobble_to.py");
        let mut child = Command::new(Path::new(&home).join("bin/python"))
            .arg("-u")
            .arg(launcher)
            .arg(api)
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .env("XDG_DATA_HOME", self.folder.path().join("share"))
            // Nothing is to be shown on whatever screen there is.
            .env("BROWSER", "true")
            .env_remove("DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Python starts");
        let output = BufReader::new(child.stdout.take().expect("the output is piped"));
        let (codes, shown) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some((_, code)) = line.split_once("enter this code: ") {
                    let _ = codes.send(code.trim().to_owned());
                }
            }
        });
        (Running(child), shown)
    }

    /// Plays the film from its beginning.
    fn play(&self) -> (Running, Remote) {
        let _ = std::fs::remove_file(&self.socket);
        let player = Command::new("mpv")
            .args(["--no-config", "--really-quiet", "--vo=null", "--ao=null"])
            .arg(format!("--input-ipc-server={}", self.socket.display()))
            .arg(&self.film)
            .stdin(Stdio::null())
            .spawn()
            .expect("mpv starts");
        let player = Running(player);
        let begun = Instant::now();
        loop {
            if let Ok(stream) = UnixStream::connect(&self.socket) {
                return (player, Remote(stream));
            }
            assert!(begun.elapsed() < PATIENCE, "mpv opens its socket");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// mpv's remote control.
struct Remote(UnixStream);

impl Remote {
    fn send(&mut self, command: &Value) {
        writeln!(self.0, "{}", json!({ "command": command })).expect("mpv listens");
    }
}

const WATCHING: &str = "subscription { currentlyWatching(scope: { me: true }) { __typename
    ... on CurrentlyWatchingChange { kind currentlyWatching { state progressPercent item { name } } } } }";

/// Hears what is watched until it is as wanted, and fails with all that was heard when it never is.
async fn seen(socket: &mut Socket, wanted: impl Fn(&Value) -> bool, what: &str) {
    let mut heard = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let message = socket.hear().await.expect("the socket stays open");
        let change = message["payload"]["data"]["currentlyWatching"].clone();
        if wanted(&change) {
            return;
        }
        heard.push(change);
    }
    panic!("{what}: {heard:#?}");
}

/// Whether the film is seen in this state, at least this far.
fn plays(state: &'static str, percent: f64) -> impl Fn(&Value) -> bool {
    move |change| {
        let now = &change["currentlyWatching"];
        now["state"] == state && now["item"]["name"] == FILM && now["progressPercent"].as_f64().is_some_and(|at| at >= percent)
    }
}

fn ended(change: &Value) -> bool {
    change["kind"] == "ENDED"
}

/// How far the plays in the history went.
async fn history(client: &Client<'_>) -> Vec<f64> {
    let data = client.data("{ history { edges { node { progressPercent item { name } } } } }", json!({})).await;
    let plays = data["history"]["edges"].as_array().expect("a list").iter();
    plays.map(|edge| edge["node"]["progressPercent"].as_f64().expect("a play from a player says how far it went")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_in_mpv_is_seen_live_and_is_in_the_history_once_it_was_watched() {
    let (server, transcript) = TestServer::recorded(World::in_real_time().await).await;
    listen(&server.world.app).await;
    let film = ItemDraft { year: Some(2008), runtime_seconds: Some(RUNTIME), ..ItemDraft::new(builtin::MOVIE, FILM) };
    items::create(&server.world.app, &Actor::system("test"), film).await.unwrap();
    let ana = server.world.user("ana").await;
    let token = server.world.session_token(&ana).await;
    let client = server.bearer(&token);
    let mut live = connect(&server).await;
    live.sign_in(&token).await;
    live.subscribe("1", WATCHING).await;

    let cinema = Cinema::open();
    let (_scrobbler, codes) = cinema.scrobbler(&server.url("/trakt"));
    let (mut player, mut remote) = cinema.play();
    let code =
        tokio::task::spawn_blocking(move || codes.recv_timeout(PATIENCE).expect("the scrobbler shows a code")).await.unwrap();
    let approve = "mutation ($code: String!) { approveDevice(input: { userCode: $code }) { __typename } }";
    client.data(approve, json!({ "code": code })).await;

    // Watched in part: seen live, to be resumed, and no play.
    seen(&mut live, plays("PLAYING", 0.0), "the film plays").await;
    remote.send(&json!(["set_property", "pause", true]));
    seen(&mut live, plays("PAUSED", 0.0), "it is paused").await;
    remote.send(&json!(["set_property", "pause", false]));
    seen(&mut live, plays("PLAYING", 0.0), "it goes on").await;
    remote.send(&json!(["seek", 50, "absolute-percent+exact"]));
    seen(&mut live, plays("PLAYING", 49.0), "it was sought to the middle").await;
    remote.send(&json!(["quit"]));
    seen(&mut live, ended, "it ended").await;
    player.0.wait().expect("mpv ends");
    assert_eq!(history(&client).await, Vec::<f64>::new(), "half a film is no play");
    let resume = client.data("{ playbackPositions { edges { node { progressPercent } } } }", json!({})).await;
    let at = resume["playbackPositions"]["edges"][0]["node"]["progressPercent"].as_f64().expect("it can be resumed");
    assert!((49.0..80.0).contains(&at), "{at}");

    // Watched to the end: one play.
    let (mut player, mut remote) = cinema.play();
    seen(&mut live, plays("PLAYING", 0.0), "the film plays again").await;
    remote.send(&json!(["seek", 90, "absolute-percent+exact"]));
    seen(&mut live, plays("PLAYING", 89.0), "it was sought near the end").await;
    remote.send(&json!(["quit"]));
    seen(&mut live, ended, "it ended").await;
    player.0.wait().expect("mpv ends");
    let plays = history(&client).await;
    assert!(plays.len() == 1 && plays[0] >= 80.0, "{plays:?}");
    // How far the film is when the scrobbler looks is a matter of milliseconds.
    transcript.assert_but("trakt_scrobbler", &[(r#"("progress": )[\d.]+"#, "$1<percent>")]);
}
