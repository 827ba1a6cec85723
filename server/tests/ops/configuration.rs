use crate::support::{finish, medianest, stderr};

#[test]
fn a_bad_value_stops_the_start_and_names_its_key() {
    let output = finish(medianest().arg("serve").env("MEDIANEST_DATABASE__MAX_CONNECTIONS", "many"));
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("`database.max_connections`") && said.contains("whole number"), "{said}");
}

#[test]
fn an_unknown_key_in_the_file_stops_the_start() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    std::fs::write(file.path(), "lisen = \"127.0.0.1:1\"").expect("it can be written");
    let output = finish(medianest().arg("--config").arg(file.path()));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("unknown key `lisen`"), "{}", stderr(&output));
}

#[test]
fn the_configuration_is_shown_without_its_secrets() {
    let mut command = medianest();
    command.arg("config").env("DATABASE_URL", "postgres://me:hunter2@db.example/medianest");
    let output = finish(&mut command);
    let shown = String::from_utf8(output.stdout).expect("it is text");
    assert!(shown.contains("me:***@db.example") && shown.contains("# DATABASE_URL") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_database_that_cannot_be_reached_is_said_so_without_the_password() {
    let mut command = medianest();
    command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:1/medianest?sslmode=disable");
    let output = finish(&mut command);
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains("the database cannot be reached") && !said.contains("hunter2"), "{said}");
}

#[test]
fn the_help_teaches() {
    let output = finish(medianest().arg("--help"));
    let help = String::from_utf8(output.stdout).expect("it is text");
    for word in ["Examples:", "medianest.toml", "serve", "migrate", "healthcheck"] {
        assert!(help.contains(word), "{word} is missing in:\n{help}");
    }
    let output = finish(medianest().args(["config", "--help"]));
    assert!(String::from_utf8(output.stdout).expect("it is text").contains("database.ca_file"));
}
