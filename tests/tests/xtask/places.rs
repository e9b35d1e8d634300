//! Folders that are links, mount points, or below a folder that is read-only.

#![cfg(unix)]

use crate::copy::{MARKER, Run, xtask};
use crate::folder::Folder;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

#[test]
fn symlinked_subfolder_is_not_followed() {
    let folder = Folder::generated();
    let elsewhere = folder.parent().join("elsewhere");
    fs::rename(folder.path("src"), &elsewhere).expect("a folder");
    symlink(&elsewhere, folder.path("src")).expect("a link");
    fs::write(elsewhere.join("lib.rs"), "mine").expect("a file");
    for arguments in [&[][..], &["--force"], &["--check"]] {
        let run = folder.run(arguments);
        run.fails_with(&["error[obstacle]", "client/src: it is a symlink"]);
        assert_eq!(run.said.matches("symlink").count(), 1, "{}", run.said);
    }
    let text = fs::read_to_string(elsewhere.join("lib.rs"));
    assert_eq!(text.expect("a file"), "mine");
    folder.is_tidy();
}

#[test]
fn leftover_behind_symlink_is_not_removed() {
    let folder = Folder::generated();
    folder.write("old/gone.rs", "old\n");
    folder.list("old/gone.rs");
    let elsewhere = folder.parent().join("elsewhere");
    fs::rename(folder.path("old"), &elsewhere).expect("a folder");
    symlink(&elsewhere, folder.path("old")).expect("a link");
    folder
        .run(&["--force"])
        .fails_with(&["client/old: it is a symlink"]);
    assert!(elsewhere.join("gone.rs").exists());
}

#[test]
fn symlink_in_place_of_file_is_replaced() {
    for is_listed in [false, true] {
        let folder = match is_listed {
            true => Folder::generated(),
            false => Folder::new(),
        };
        let outside = folder.parent().join("outside.txt");
        fs::write(&outside, "mine").expect("a file");
        if is_listed {
            folder.remove("README.md");
        }
        symlink(&outside, folder.path("README.md")).expect("a link");
        let kind = if is_listed {
            "error[edited]"
        } else {
            "error[unlisted]"
        };
        folder.run(&[]).fails_with(&[kind, "client/README.md\n"]);
        folder.run(&["--force"]).succeeds();
        assert!(!folder.path("README.md").is_symlink());
        assert_eq!(fs::read_to_string(&outside).expect("a file"), "mine");
        folder.run(&["--check"]).succeeds();
    }
}

#[test]
fn folder_in_place_of_file_is_kept() {
    let folder = Folder::new();
    folder.write("README.md/mine.txt", "mine");
    folder.write("src", "mine");
    folder.commit();
    folder.run(&["--force"]).fails_with(&[
        "error[obstacle]",
        "client/README.md: it is a folder",
        "client/src: it is not a folder",
    ]);
    assert_eq!(folder.changes(), "");
}

#[test]
fn symlinked_output_folder_is_accepted() {
    let folder = Folder::generated();
    let real = folder.parent().join("real");
    fs::rename(folder.client(), &real).expect("a folder");
    symlink(&real, folder.client()).expect("a link");
    folder.change_document("title: Pets", "title: Many Pets");
    folder.run(&[]).succeeds();
    let text = fs::read_to_string(real.join("src/lib.rs"));
    assert!(text.expect("a file").contains("Many Pets"));
}

/// Permissions don't bind the superuser, but any file that came and went would
/// still show in the time of the folder.
#[test]
fn staging_stays_within_the_folder() {
    let folder = Folder::new();
    let written = || {
        let metadata = folder.parent().metadata().expect("a folder");
        metadata.modified().expect("a time")
    };
    let before = written();
    fs::set_permissions(folder.parent(), Permissions::from_mode(0o555)).expect("a folder");
    let run = folder.run(&[]);
    let after = written();
    fs::set_permissions(folder.parent(), Permissions::from_mode(0o755)).expect("a folder");
    run.succeeds();
    assert_eq!(before, after, "a file was made above the folder");
    folder.is_tidy();
}

/// A crate that is a mount point, with another one in it, below a folder that
/// is read-only.
const MOUNTED: &str = r#"
set -e
mount -t tmpfs none "$1"
mkdir "$1/client"
mount -t tmpfs none "$1/client"
mkdir "$1/client/src"
mount -t tmpfs none "$1/client/src"
mount -o remount,ro "$1"
"$2" codegen --spec "$3" --out "$1/client"
"$2" codegen --spec "$3" --out "$1/client" --check
test -f "$1/client/src/lib.rs"
test -z "$(find "$1" -name '.codegen-*')"
"#;

/// A crate with a folder that is read-only, so that a run fails half-way.
const READ_ONLY: &str = r#"
set -e
mount -t tmpfs none "$1"
mkdir -p "$1/client/src"
mount -t tmpfs none "$1/client/src"
mount -o remount,ro "$1/client/src"
if "$2" codegen --spec "$3" --out "$1/client"; then exit 2; fi
test -f "$1/client/Cargo.toml"
test -z "$(find "$1" -name '.codegen-*')"
mount -o remount,rw "$1/client/src"
"$2" codegen --spec "$3" --out "$1/client"
"$2" codegen --spec "$3" --out "$1/client" --check
"#;

/// Runs a script that may mount: `$1` is a folder, `$2` the program and `$3` a
/// document. Nothing where that isn't possible.
fn with_mounts(script: &str) -> Option<Run> {
    let folder = Folder::new();
    let document = folder.parent().join("openapi.yaml");
    fs::copy(folder.path("openapi.yaml"), &document).expect("a file");
    let command = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", script, "sh"]);
        command.arg(folder.client()).arg(xtask()).arg(&document);
        command
    };
    let can_mount = command("mount -t tmpfs none \"$1\"").status();
    if !can_mount.is_ok_and(|status| status.success()) {
        eprintln!("skipped: nothing can be mounted here");
        return None;
    }
    let run = Run::of(&mut command(script));
    assert!(!folder.exists(MARKER), "the mounts were not private");
    Some(run)
}

#[test]
fn output_folder_may_be_a_mount_point() {
    if let Some(run) = with_mounts(MOUNTED) {
        run.succeeds();
    }
}

#[test]
fn run_failing_midway_leaves_no_trace_and_can_be_repeated() {
    if let Some(run) = with_mounts(READ_ONLY) {
        assert!(run.said.contains("error[unreadable]"), "{}", run.said);
        run.succeeds();
    }
}
