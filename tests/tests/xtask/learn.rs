//! `cargo xtask learn`: recordings in files, and a file of corrections that the other
//! commands take.

use crate::copy::{Run, xtask};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const RECORDING: &str = r#"{"request":{"method":"POST","url":"https://api.example.com/subscriptions/s_1/cancel?token=hidden"},"response":{"status":200,"body":{"id":"s_1","status":"paused","ends_at":5}}}
"#;

fn document() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.join("cases/documents/walk_through/openapi.yaml")
}

fn learn(folder: &TempDir, arguments: &[&str]) -> Run {
    let mut command = Command::new(xtask());
    let command = command.current_dir(folder.path());
    Run::of(command.arg("learn").arg(document()).args(arguments))
}

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
    write("a.jsonl", RECORDING).expect("a file");
    write("b.har", r#"{"log":{"entries":[{"requ"#).expect("a file");
    folder
}

#[test]
fn corrections_are_settings_that_leave_no_difference() {
    let folder = folder();
    let run = learn(&folder, &["a.jsonl", "b.har", "--out", "c.toml"]);
    let at = "/components/schemas/Subscription/properties";
    for line in [
        "POST /subscriptions/{id}/cancel (cancelSubscription): 1 of 1 exchange differ",
        &format!("  integer in place of string, once, at {at}/ends_at (a.jsonl, entry 1)"),
        &format!("  value \"paused\", once, at {at}/status (a.jsonl, entry 1)"),
        "skipped: cut off, once (b.har, entry 1)",
    ] {
        assert!(run.said.contains(line), "{line} in {}", run.said);
    }
    assert!(!run.said.contains("hidden"), "{}", run.said);
    run.succeeds();

    let run = learn(
        &folder,
        &["a.jsonl", "--settings", "c.toml", "--out", "d.toml"],
    );
    let last = "1 exchange, 1 of documented operations, 0 of these differ";
    assert!(run.said.contains(last), "{}", run.said);
    run.succeeds();
    assert!(!folder.path().join("d.toml").exists());

    let mut command = Command::new(xtask());
    let command = command
        .current_dir(folder.path())
        .arg("codegen")
        .arg("--spec");
    let rest = ["--out", "made", "--config", "c.toml", "--strict"];
    Run::of(command.arg(document()).args(rest)).succeeds();
}

#[test]
fn file_that_exists_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("c.toml");
    fs::write(&path, "# Mine.").expect("a file");
    let words = ["error[unwritable]: c.toml exists", "name another file"];
    learn(&folder, &["a.jsonl", "--out", "c.toml"]).fails_with(&words);
    assert_eq!(fs::read_to_string(path).expect("a file"), "# Mine.");
}

#[test]
fn what_can_not_be_read_is_named() {
    let folder = folder();
    learn(&folder, &["no.har"]).fails_with(&["error[unreadable]: no.har can't be read"]);
    let settings = "[[correct]]\nat = \"/components/schemas/Subscription/properties/id\"\n\
                    type = \"string\"\nreason = \"It was another.\"\n";
    fs::write(folder.path().join("c.toml"), settings).expect("a file");
    let words = ["error[unused-config]: `type` changes nothing", "c.toml:3:8"];
    learn(&folder, &["a.jsonl", "--settings", "c.toml"]).fails_with(&words);
}

#[test]
fn recordings_of_another_server_are_read_on_demand() {
    let folder = folder();
    let local = RECORDING.replace("https://api.example.com", "http://127.0.0.1:8080/api");
    fs::write(folder.path().join("a.jsonl"), local).expect("a file");
    let run = learn(&folder, &["a.jsonl"]);
    assert!(run.said.contains("skipped: other host"), "{}", run.said);
    let run = learn(
        &folder,
        &["a.jsonl", "--server", "http://127.0.0.1:8080/api"],
    );
    assert!(run.said.contains("value \"paused\""), "{}", run.said);
}
