//! Files beside generated ones, which no run reads, writes or tells of.

use crate::copy::{MARKER, sha256};
use crate::folder::Folder;
use std::fs;

/// Files that people and tools keep in such a folder.
const OTHERS: [&str; 7] = [
    "Cargo.lock",
    "notes.txt",
    ".env",
    ".github/workflows/ci.yml",
    "target/debug/pets",
    "src/by_hand.rs",
    "tests/smoke.rs",
];

#[test]
fn folder_with_git_history_keeps_it() {
    let folder = Folder::new();
    if !folder.has_history() {
        return;
    }
    for file in OTHERS {
        folder.write(file, file);
    }
    folder.commit();
    folder.run(&[]).succeeds();
    for line in folder.changes().lines() {
        assert!(line.starts_with("?? "), "not a new file: {line}");
    }
    folder.commit();
    for arguments in [&[][..], &["--force"], &["--check"]] {
        folder.run(arguments).succeeds();
        assert_eq!(folder.changes(), "");
    }
    folder.change_document("[Pets]", "[Animals]");
    folder.run(&[]).succeeds();
    for file in OTHERS {
        assert_eq!(folder.read(file), file);
    }
    assert!(folder.exists("openapi.yaml"));
    folder.is_tidy();
}

#[test]
fn new_folder_is_created_with_every_file_listed() {
    let folder = Folder::new();
    let out = folder.parent().join("a/new/folder");
    folder.run_to(&out, &[]).succeeds();
    let marker = fs::read_to_string(out.join(MARKER)).expect("a marker");
    let lines: Vec<&str> = marker.lines().skip(1).collect();
    assert!(lines.is_sorted_by_key(|line| line.split_once("  ").map(|(_, path)| path)));
    for line in lines {
        let (hash, path) = line.split_once("  ").expect("a hash and a path");
        assert_eq!(hash, sha256(&out.join(path)), "{path}");
    }
}

#[test]
fn file_no_longer_generated_is_removed_with_its_folder() {
    let folder = Folder::generated();
    if !folder.has_history() {
        return;
    }
    // As if an earlier version had written these, all but one.
    for file in ["src/old/deep/gone.rs", "src/mixed/gone.rs", "gone.txt"] {
        folder.write(file, "old\n");
        folder.list(file);
    }
    folder.write("src/mixed/by_hand.rs", "mine\n");
    folder.run(&["--check"]).fails_with(&[
        "left over: ",
        "src/old/deep/gone.rs",
        "run the same command without `--check`",
    ]);
    folder.run(&[]).succeeds();
    for file in ["src/old", "src/mixed/gone.rs", "gone.txt"] {
        assert!(!folder.exists(file), "{file} is left");
    }
    assert_eq!(folder.changes(), "?? src/mixed/by_hand.rs\n");
}

#[test]
fn renamed_tag_moves_its_file() {
    let folder = Folder::generated();
    if !folder.has_history() {
        return;
    }
    let count = folder.listed().len();
    folder.change_document("[Pets]", "[Animals]");
    folder.run(&[]).succeeds();
    let changes = folder.changes();
    assert!(changes.contains(" D src/pets.rs\n"), "{changes}");
    assert!(changes.contains("?? src/animals.rs\n"), "{changes}");
    assert_eq!(folder.listed().len(), count);
    folder.run(&["--check"]).succeeds();
}

#[test]
fn line_ends_changed_count_as_no_edit() {
    let folder = Folder::generated();
    for file in ["src/lib.rs", "Cargo.toml", MARKER] {
        let text = folder.read(file).replace('\n', "\r\n");
        folder.write(file, &text);
    }
    folder.run(&["--check"]).succeeds();
    folder.change_document("title: Pets", "title: Many Pets");
    folder.run(&[]).succeeds();
    assert!(folder.read("src/lib.rs").contains("Many Pets"));
    folder.run(&["--check"]).succeeds();
}
