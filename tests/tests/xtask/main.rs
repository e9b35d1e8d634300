//! The commands of `xtask`: `codegen`, run on a copy of `specs` and `generated`,
//! `ir` and `extract`.

mod copy;
mod edits;
mod extract;
mod folder;
mod ir;
mod marker;
mod neighbours;
mod places;
mod root;

use copy::{Copy, Files};
use std::fs;

#[test]
fn committed_output_is_up_to_date() {
    let copy = Copy::new();
    let before = copy.files();
    copy.run(&["--check"]).succeeds();
    copy.run(&[]).succeeds();
    assert!(
        copy.files() == before,
        "a run without anything to do wrote something"
    );
}

#[test]
fn changed_missing_and_leftover_files_are_reported_and_mended() {
    type Damage = fn(&Copy);
    let damages: [(&str, &[&str], Damage); 3] = [
        (
            "changed: generated/src/duro/mod.rs (edited",
            &["--force"],
            |copy| {
                let text = copy.read("generated/src/duro/mod.rs");
                copy.write(
                    "generated/src/duro/mod.rs",
                    &text.replacen("Duro", "Durotar", 1),
                );
            },
        ),
        (
            "missing: generated/src/runtime/request/request_builder.rs",
            &[],
            |copy| {
                copy.remove("generated/src/runtime/request/request_builder.rs");
            },
        ),
        ("left over: generated/src/duro/more/old.rs", &[], |copy| {
            copy.write("generated/src/duro/more/old.rs", "fn old() {}\n");
            copy.list("generated/src/duro/more/old.rs");
        }),
    ];
    for (message, arguments, damage) in damages {
        let copy = Copy::up_to_date();
        let whole = copy.files();
        damage(&copy);
        let damaged = copy.files();
        let run = copy.run(&["--check"]);
        let command = [&["run `cargo xtask codegen"], arguments]
            .concat()
            .join(" ");
        run.fails_with(&[message, &format!("{command}`")]);
        assert!(copy.files() == damaged, "--check wrote something");
        copy.run(arguments).succeeds();
        only_mended(&whole, &damaged, &copy.files());
        copy.run(&["--check"]).succeeds();
    }
}

#[test]
fn file_never_generated_is_left_alone() {
    let copy = Copy::up_to_date();
    copy.write("generated/src/duro/more/stray.rs", "fn stray() {}\n");
    copy.write("generated/notes.txt", "Remember the milk.\n");
    let before = copy.files();
    copy.run(&["--check"]).succeeds();
    copy.run(&[]).succeeds();
    copy.run(&["--force"]).succeeds();
    assert!(copy.files() == before, "a run wrote something");
}

/// Everything holds what it held, and what wasn't damaged hasn't been touched.
fn only_mended(whole: &Files, damaged: &Files, mended: &Files) {
    let texts = |files: &Files| -> Vec<(String, Vec<u8>)> {
        let files = files.iter();
        files
            .map(|(name, (text, _))| (name.clone(), text.clone()))
            .collect()
    };
    assert!(texts(whole) == texts(mended), "not as it was before");
    for (name, (text, written)) in damaged {
        if whole.get(name).is_some_and(|(old, _)| old == text) {
            assert_eq!(mended[name].1, *written, "{name} was written for no reason");
        }
    }
}

#[test]
fn diff_shows_changed_lines() {
    let copy = Copy::up_to_date();
    let text = copy.read("generated/src/duro/client.rs");
    copy.write(
        "generated/src/duro/client.rs",
        &text.replacen("Sandbox,", "Sandpit,", 1),
    );
    copy.run(&["--check"])
        .fails_with(&["-    Sandpit,", "+    Sandbox,", "@@"]);
}

#[test]
fn invalid_document_is_an_error_and_writes_nothing() {
    let inputs = [
        ("openapi.yaml", "info:", "info: }"),
        (
            "openapi.yaml",
            "'#/components/parameters/id'",
            "'#/nothing'",
        ),
        (
            "openapi.yaml",
            "'#/components/parameters/id'",
            "nothing.yaml",
        ),
        ("codegen.toml", "[names]", "[name]"),
        ("codegen.toml", "\"/servers/1\"", "\"/servers/9\""),
    ];
    for (file, old, new) in inputs {
        let copy = Copy::up_to_date();
        let file = format!("specs/duro/{file}");
        let text = copy.read(&file);
        let (before, _) = text.split_once(old).expect("what is to be broken");
        let place = format!("{file}:{}:", before.matches('\n').count() + 1);
        copy.write(&file, &text.replacen(old, new, 1));
        // Something to write, were it not for the error.
        copy.remove("generated/src/lotus/mod.rs");
        let before = copy.files();
        let run = copy.run(&[]);
        run.fails_with(&["error[", &place]);
        assert_eq!(run.said.matches("error[").count(), 1, "{}", run.said);
        assert!(copy.files() == before, "{file}: something was written");
    }
}

#[test]
fn vendor_without_document_or_name_is_an_error() {
    let copy = Copy::up_to_date();
    copy.remove("specs/duro/openapi.yaml");
    copy.run(&[])
        .fails_with(&["error[unreadable]", "specs/duro", "openapi.yaml"]);
    let copy = Copy::up_to_date();
    copy.write("specs/my-vendor/openapi.yaml", "openapi: 3.1.0\n");
    copy.run(&[]).fails_with(&["error[config]", "`my-vendor`"]);
}

#[test]
fn unknown_vendor_is_an_error() {
    let copy = Copy::up_to_date();
    copy.run(&["durian"]).fails_with(&["`durian`", "duro"]);
}

#[test]
fn single_vendor_is_written_alone() {
    let copy = Copy::up_to_date();
    for vendor in ["duro", "lotus"] {
        copy.write(&format!("generated/src/{vendor}/mod.rs"), "// Nothing.\n");
    }
    let run = copy.run(&["duro", "--check"]);
    run.fails_with(&[
        "generated/src/duro/mod.rs",
        "`cargo xtask codegen duro --force`",
    ]);
    assert!(!run.said.contains("lotus"), "{}", run.said);
    copy.run(&["duro"])
        .fails_with(&["error[edited]", "generated/src/duro/mod.rs", "--force"]);
    copy.run(&["duro", "--force"]).succeeds();
    assert!(copy.read("generated/src/duro/mod.rs").len() > 100);
    assert_eq!(copy.read("generated/src/lotus/mod.rs"), "// Nothing.\n");
    copy.run(&["duro", "--check"]).succeeds();
    copy.run(&["--check"])
        .fails_with(&["generated/src/lotus/mod.rs"]);
}

#[test]
fn vendor_folder_added_or_removed_changes_modules() {
    let copy = Copy::up_to_date();
    let before = copy.files();
    for file in ["openapi.yaml", "codegen.toml"] {
        let text = copy.read(&format!("specs/duro/{file}"));
        copy.write(&format!("specs/acme/{file}"), &text);
    }
    copy.run(&[]).succeeds();
    assert!(copy.read("generated/src/lib.rs").contains("pub mod acme;"));
    assert!(copy.read("generated/Cargo.toml").contains("\nacme = ["));
    assert!(
        copy.read("generated/src/acme/client.rs")
            .contains("pub struct Client")
    );
    fs::remove_dir_all(copy.path("specs/acme")).expect("a folder");
    copy.run(&[]).succeeds();
    assert!(
        !copy.path("generated/src/acme").exists(),
        "an empty folder is left"
    );
    assert!(copy.files().keys().eq(before.keys()), "a file is left");
}
