use super::address;
use super::lock::Lock;
use super::process::Running;
use std::path::Path;

#[test]
fn a_data_directory_is_locked_once() {
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let lock = Lock::take(folder.path()).expect("it is free");
    let refusal = Lock::take(folder.path()).err().expect("it is taken").to_string();
    assert!(refusal.contains(&format!("process {}", std::process::id())), "{refusal}");
    drop(lock);
    Lock::take(folder.path()).expect("it is free again");
}

#[test]
fn a_socket_folder_with_odd_characters_is_quoted() {
    let url = address(Path::new(r"/srv/it's\here"));
    let config: tokio_postgres::Config = url.parse().expect("the address can be read");
    assert_eq!(config.get_hosts(), [tokio_postgres::config::Host::Unix(r"/srv/it's\here".into())]);
}

#[test]
fn a_half_written_process_file_counts_as_none_or_not_ready() {
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    for text in ["", "0\n", "-5\n", "1\n", "x\n"] {
        std::fs::write(folder.path().join("postmaster.pid"), text).expect("it can be written");
        assert!(Running::read(folder.path()).is_none(), "{text:?}");
    }
    std::fs::write(folder.path().join("postmaster.pid"), "4711\n/data\n").expect("it can be written");
    assert!(!Running::read(folder.path()).expect("it names a process").is_ready());
}
