//! MPD with mpdscribble, which speaks the oldest of the AudioScrobbler protocols.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use medianest_test_support::World;
use serde_json::json;

use super::{PATIENCE, Running};
use crate::audioscrobbler::{app_password, heard};
use crate::support::{Client, TestServer};

/// The shortest track that is submitted, which happens once half of it was heard.
const SECONDS: u64 = 30;

/// A folder with two tracks in it, and a player that leaves its traces there only.
struct Jukebox(tempfile::TempDir);

impl Jukebox {
    fn open() -> Self {
        let jukebox = Self(tempfile::tempdir().expect("a temporary folder"));
        std::fs::create_dir(jukebox.path("music")).expect("a folder can be made");
        jukebox.record(1, "Mysterons");
        jukebox.record(2, "Sour Times");
        jukebox
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn record(&self, number: u32, title: &str) {
        let made = Command::new("mpv")
            .args(["--no-config", "--really-quiet", "--of=flac", "--oac=flac"])
            .arg(format!("--oset-metadata=artist=Portishead,album=Dummy,track={number},title={title}"))
            .arg(format!("av://lavfi:sine=duration={SECONDS}:sample_rate=8000"))
            .arg(format!("--o={}", self.path("music").join(format!("{number}.flac")).display()))
            .status()
            .expect("mpv is installed; `cargo xtask test` sees to it");
        assert!(made.success(), "mpv makes a track");
    }

    /// Starts a program with these settings.
    fn start(&self, program: &str, arguments: &[&str], settings: &str) -> Running {
        let file = self.path(&format!("{program}.conf"));
        std::fs::write(&file, settings).expect("the settings can be written");
        let mut command = Command::new(program);
        command.args(arguments).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Neither looks for settings of whoever runs the tests.
        command.env("HOME", self.0.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_CACHE_HOME");
        Running(command.spawn().unwrap_or_else(|error| panic!("{program} is there, `cargo xtask test` sees to it: {error}")))
    }

    /// Starts the player, which plays to nobody.
    fn player(&self) -> (Running, Remote) {
        let (music, database, socket) = (self.path("music"), self.path("database"), self.path("mpd.sock"));
        let settings = format!(
            "music_directory \"{}\"\ndb_file \"{}\"\nbind_to_address \"{}\"\nzeroconf_enabled \"no\"\n\
             audio_output {{\n type \"null\"\n name \"nobody\"\n mixer_type \"none\"\n}}\n",
            music.display(),
            database.display(),
            socket.display()
        );
        let player = self.start("mpd", &["--no-daemon", "--stderr"], &settings);
        let stream = until("MPD opens its socket", || UnixStream::connect(&socket).ok());
        let mut remote = Remote(BufReader::new(stream));
        assert!(remote.is_answered(), "MPD says who it is");
        // It looks for tracks by itself when it has none.
        for track in ["1.flac", "2.flac"] {
            until("MPD finds the tracks", || remote.send(&format!("add {track}")).then_some(()));
        }
        (player, remote)
    }

    /// Starts the scrobbler.
    fn scrobbler(&self, url: &str, username: &str, password: &str) -> Running {
        let settings = format!(
            "host = {}\nlog = -\n[medianest]\nurl = {url}\nusername = {username}\npassword = {password}\njournal = {}\n",
            self.path("mpd.sock").display(),
            self.path("journal").display()
        );
        self.start("mpdscribble", &["--no-daemon", "--conf"], &settings)
    }
}

/// Asks again and again until there is an answer.
fn until<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = answer() {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// MPD's remote control.
struct Remote(BufReader<UnixStream>);

impl Remote {
    /// Has MPD do something; whether it does.
    fn send(&mut self, command: &str) -> bool {
        writeln!(self.0.get_mut(), "{command}").expect("MPD listens");
        self.is_answered()
    }

    fn is_answered(&mut self) -> bool {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("MPD answers");
        line.starts_with("OK")
    }
}

/// Waits until this track is what its person listens to.
async fn seen(client: &Client<'_>, track: &str) {
    let begun = Instant::now();
    loop {
        let data = client.data("{ currentlyWatching { item { name } } }", json!({})).await;
        if data["currentlyWatching"]["item"]["name"] == track {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{track} is to be seen live: {data}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tracks_in_mpd_are_seen_live_and_are_in_the_history_once_half_was_heard() {
    let (server, transcript) = TestServer::recorded(World::in_real_time().await).await;
    let (ana, password) = app_password(&server, "ana").await;
    let token = server.world.session_token(&ana).await;
    let client = server.bearer(&token);
    let jukebox = Jukebox::open();
    let (_player, mut remote) = jukebox.player();
    let _scrobbler = jukebox.scrobbler(&server.url("/"), "ana", &password);

    assert!(remote.send("play 0"));
    seen(&client, "Mysterons").await;
    assert_eq!(heard(&server, &ana).await, Vec::<String>::new(), "it only began");
    tokio::time::sleep(Duration::from_secs(SECONDS / 2 + 1)).await;
    assert!(remote.send("next"));
    seen(&client, "Sour Times").await;
    // Not half of the second one is heard.
    assert!(remote.send("stop"));
    let begun = Instant::now();
    while heard(&server, &ana).await.is_empty() {
        assert!(begun.elapsed() < PATIENCE, "the track is submitted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(heard(&server, &ana).await, ["Portishead: Mysterons"]);
    transcript.assert("mpdscribble");
}
