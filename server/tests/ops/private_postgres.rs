use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;

use rustix::process::{Signal, geteuid, kill_process};

use crate::support::{Server, data_dir, eventually, finish, is_postgres_in, medianest, postgres_of, sql, stderr};

#[test]
fn the_first_start_makes_a_database_and_the_next_ones_keep_it() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    assert!(server.log().contains("creating a PostgreSQL"), "{}", server.log());
    let made = std::fs::metadata(folder.path().join("postgres/data/PG_VERSION")).expect("there is a cluster").ino();
    assert!(server.stop().success());
    let server = Server::start(folder.path());
    assert!(!server.log().contains("creating a PostgreSQL"), "{}", server.log());
    assert_eq!(std::fs::metadata(folder.path().join("postgres/data/PG_VERSION")).expect("it is still there").ino(), made);
}

#[test]
fn under_root_it_runs_unprivileged_and_listens_on_a_socket_only() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let pid = server.postgres().as_raw_nonzero();
    let uid = std::fs::metadata(format!("/proc/{pid}")).expect("it runs").uid();
    assert_ne!(uid, 0, "PostgreSQL runs as root");
    let settings = std::fs::read(format!("/proc/{pid}/cmdline")).expect("it runs");
    assert!(String::from_utf8_lossy(&settings).contains("listen_addresses=\0"));
    let run = std::fs::metadata(folder.path().join("postgres/run")).expect("the socket's folder is there");
    assert_eq!((run.mode() & 0o777, run.uid()), (0o700, uid));
    if geteuid().is_root() {
        let home = std::fs::metadata(folder.path().join("postgres")).expect("it is there");
        assert_eq!(home.uid(), 0, "what the server writes lies where PostgreSQL cannot");
    }
}

#[test]
fn an_unprivileged_server_keeps_one_too() {
    if !geteuid().is_root() {
        // Then every other test is this one.
        return;
    }
    let folder = data_dir();
    let nobody = 65_534;
    std::os::unix::fs::chown(folder.path(), Some(nobody), Some(nobody)).expect("root may give it away");
    let binary = folder.path().join("medianest");
    std::fs::copy(env!("CARGO_BIN_EXE_medianest"), &binary).expect("the server can be copied to where anybody may run it");
    let server = Server::start_program(&binary, folder.path(), |command| {
        command.uid(nobody).gid(nobody);
    });
    let pid = server.postgres().as_raw_nonzero();
    assert_eq!(std::fs::metadata(format!("/proc/{pid}")).expect("it runs").uid(), nobody);
    assert!(server.stop().success());
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let output = server.command(&["serve", "--listen", "127.0.0.1:0"]);
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains("another MediaNest (process "), "{said}");
    assert_eq!(server.ready().0, 200, "the first one goes on");
}

#[test]
fn a_command_uses_the_database_of_the_running_server() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let output = server.command(&["migrate", "status"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("applied 2026-11-01-000000_create_foundations"));
}

#[test]
fn a_command_starts_the_database_of_a_stopped_server_for_as_long_as_it_takes() {
    let folder = data_dir();
    assert!(Server::start(folder.path()).stop().success());
    let output = finish(medianest().args(["migrate", "status", "--data-dir"]).arg(folder.path()));
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(postgres_of(folder.path()).is_none(), "it was left running");
}

#[test]
fn after_the_server_was_killed_the_next_start_goes_on_with_the_same_data() {
    let folder = data_dir();
    let mut server = Server::start(folder.path());
    let orphan = server.postgres();
    mark(&server, "before the kill");
    server.kill();
    assert!(is_postgres_in(orphan, folder.path()), "PostgreSQL outlives the server, or this test tests nothing");
    let next = Server::start(folder.path());
    assert!(!is_postgres_in(orphan, folder.path()), "the old PostgreSQL still runs");
    assert_ne!(next.postgres(), orphan);
    assert_eq!(marks(&next), ["before the kill"]);
}

#[test]
fn a_process_file_that_names_a_stranger_does_not_end_the_stranger() {
    let folder = data_dir();
    assert!(Server::start(folder.path()).stop().success());
    let mut stranger = std::process::Command::new("sleep").arg("600").spawn().expect("sleep starts");
    let file = folder.path().join("postgres/data/postmaster.pid");
    std::fs::write(
        &file,
        format!("{}\n{}\n1\n5432\n/tmp\n\n\nready\n", stranger.id(), folder.path().join("postgres/data").display()),
    )
    .expect("it can be written");
    let server = Server::start(folder.path());
    assert!(stranger.try_wait().expect("it is our child").is_none(), "the stranger was ended");
    assert_eq!(server.ready().0, 200);
    stranger.kill().expect("it still runs");
    stranger.wait().expect("it is our child");
}

#[test]
fn a_killed_postgres_is_started_again_and_the_server_recovers() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    mark(&server, "before the kill");
    let killed = server.postgres();
    // Without its folder it cannot come back, so that the time without a database is long enough to be seen.
    let (data, away) = (folder.path().join("postgres/data"), folder.path().join("postgres/away"));
    std::fs::rename(&data, &away).expect("it can be moved");
    kill_process(killed, Signal::KILL).expect("it runs");
    let (_, reasons) = eventually("the server is not ready", || Some(server.ready()).filter(|(status, _)| *status == 503));
    assert!(reasons.contains("does not answer"), "{reasons}");
    std::fs::rename(&away, &data).expect("it can be moved back");
    eventually("the server is ready again", || (server.ready().0 == 200).then_some(()));
    assert_ne!(server.postgres(), killed);
    assert_eq!(marks(&server), ["before the kill"]);
}

#[test]
fn a_folder_of_another_version_is_refused_with_what_to_do() {
    let folder = data_dir();
    assert!(Server::start(folder.path()).stop().success());
    std::fs::write(folder.path().join("postgres/data/PG_VERSION"), "9\n").expect("it can be written");
    let output = finish(medianest().args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.path()));
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains("was made by PostgreSQL 9") && said.contains("pg_dump"), "{said}");
}

#[test]
fn a_start_that_was_cut_short_leaves_nothing_in_the_way() {
    let folder = data_dir();
    let mut server = Server::spawn(folder.path(), |_| ());
    eventually("a cluster is being made", || folder.path().join("postgres/data.new").exists().then_some(()));
    server.kill();
    assert!(!folder.path().join("postgres/data").exists(), "the kill came too late to test anything");
    drop(server);
    Server::start(folder.path());
}

#[test]
fn a_path_too_long_for_a_socket_gets_a_short_one() {
    let folder = data_dir();
    let deep = folder.path().join("a-long-name-".repeat(9));
    let server = Server::start(&deep);
    assert!(!deep.join("postgres/run").exists());
    let output = server.command(&["migrate", "status"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(server.stop().success());
}

#[test]
fn a_folder_that_the_account_cannot_enter_is_named() {
    if !geteuid().is_root() {
        // Only root lends an account that may be shut out.
        return;
    }
    let closed = data_dir();
    std::fs::set_permissions(closed.path(), std::fs::Permissions::from_mode(0o700)).expect("it is ours");
    let output = finish(medianest().args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(closed.path().join("data")));
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains(&format!("cannot enter {}", closed.path().display())), "{said}");
}

/// Leaves something in the database that must survive.
fn mark(server: &Server, text: &str) {
    with_sql(server, async |client| {
        client.execute("CREATE TABLE IF NOT EXISTS marks (text text NOT NULL)", &[]).await?;
        client.execute("INSERT INTO marks VALUES ($1)", &[&text]).await
    });
}

/// What was left.
fn marks(server: &Server) -> Vec<String> {
    let rows = with_sql(server, async |client| client.query("SELECT text FROM marks", &[]).await);
    rows.iter().map(|row| row.get(0)).collect()
}

fn with_sql<T>(server: &Server, work: impl AsyncFnOnce(&tokio_postgres::Client) -> Result<T, tokio_postgres::Error>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async { work(&sql(&server.data_dir).await).await.expect("the statement runs") })
}
