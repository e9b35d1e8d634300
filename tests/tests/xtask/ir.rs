//! `cargo xtask ir`: the stages of a document as text.

use crate::copy::{Run, xtask};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The passes, first to last.
const PASSES: [&str; 3] = ["spec", "ir", "rust"];

fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk_through() -> PathBuf {
    tests().join("cases/documents/walk_through/openapi.yaml")
}

fn ir(document: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(xtask());
    Run::of(command.arg("ir").arg(document).args(arguments))
}

/// The output of a run that must succeed.
fn text(document: &Path, arguments: &[&str]) -> String {
    let run = ir(document, arguments);
    let said = run.said.clone();
    run.succeeds();
    said
}

/// A document in a folder of its own: the walk-through with a change.
fn changed(folder: &TempDir, from: &str, to: &str) -> PathBuf {
    let old = fs::read_to_string(walk_through()).expect("a document");
    assert!(old.contains(from), "the document has no {from}");
    let path = folder.path().join("changed.yaml");
    fs::write(&path, old.replacen(from, to, 1)).expect("a file");
    path
}

#[test]
fn architecture_page_shows_each_stage_as_it_is_printed() {
    let page = fs::read_to_string(tests().join("../generator/ARCHITECTURE.md")).expect("a page");
    let (_, walk) = page
        .split_once("\n## One document through all stages\n")
        .expect("the section");
    let mut shown = walk.split("\n```text\n").skip(1);
    for pass in PASSES {
        let block = shown.next().and_then(|rest| rest.split("```").next());
        let block = block.unwrap_or_else(|| panic!("no block for {pass}"));
        let printed = text(&walk_through(), &["--pass", pass]);
        let mut rest = printed.as_str();
        for part in block.split("...\n") {
            let end = rest.find(part).map(|start| start + part.len());
            rest = &rest[end.unwrap_or_else(|| {
                panic!("{pass} doesn't print, or not here:\n{part}\nbut:\n{printed}")
            })..];
        }
    }
}

#[test]
fn stage_is_printed_alike_by_every_run() {
    let document = tests().join("../specs/flowglad/openapi.yaml");
    for pass in PASSES {
        let arguments = ["--pass", pass, "--all-schemas"];
        assert!(
            text(&document, &arguments) == text(&document, &arguments),
            "{pass}"
        );
    }
}

#[test]
fn changed_property_is_one_changed_line_in_each_stage() {
    let folder = TempDir::new().expect("a temporary folder");
    let other = changed(&folder, "id: {type: string}", "id: {type: integer}");
    let other = other.to_string_lossy();
    for pass in PASSES {
        let difference = text(&walk_through(), &["--pass", pass, "--against", &other]);
        let lines = difference.lines().skip(2);
        let (removed, added): (Vec<&str>, Vec<&str>) = lines
            .filter(|line| line.starts_with(['-', '+']))
            .partition(|line| line.starts_with('-'));
        assert_eq!((removed.len(), added.len()), (1, 1), "{difference}");
        assert!(removed[0].contains("String"), "{difference}");
        assert!(added[0].contains("Integer"), "{difference}");
    }
}

#[test]
fn same_document_elsewhere_has_no_difference() {
    let folder = TempDir::new().expect("a temporary folder");
    let other = changed(&folder, "# The document", "# A document");
    let other = other.to_string_lossy();
    for pass in PASSES {
        assert_eq!(
            text(&walk_through(), &["--pass", pass, "--against", &other]),
            ""
        );
    }
}

#[test]
fn settings_and_schemas_that_nothing_reaches_can_be_asked_for() {
    let folder = TempDir::new().expect("a temporary folder");
    let settings = folder.path().join("codegen.toml");
    let name = "[names]\n\"/components/schemas/Subscription\" = \"Plan\"\n";
    fs::write(&settings, name).expect("a file");
    let settings = settings.to_string_lossy();
    let printed = text(
        &walk_through(),
        &["--pass", "rust", "--settings", &settings],
    );
    assert!(printed.contains("\"PlanStatus\""), "{printed}");
    let printed = text(&walk_through(), &["--pass", "ir", "--all-schemas"]);
    assert!(
        printed.contains("at: #/components/schemas/Unused, ty: "),
        "{printed}"
    );
}

#[test]
fn unknown_pass_is_an_error_that_names_the_passes() {
    let run = ir(&walk_through(), &["--pass", "irr"]);
    let said = &run.said;
    assert!(said.contains("possible values: spec, ir, rust"), "{said}");
    assert!(said.contains("'ir'"), "{said}");
    assert!(!run.is_success(), "{said}");
}

#[test]
fn invalid_document_is_an_error_with_line_and_column() {
    let folder = TempDir::new().expect("a temporary folder");
    let cut = changed(&folder, "info: {title", "info: {{title");
    ir(&cut, &["--pass", "spec"]).fails_with(&["error[syntax]", "changed.yaml:3:"]);
    let other = changed(&folder, "openapi: 3.1.0", "openapi: 2.0.0");
    let other = other.to_string_lossy();
    ir(&walk_through(), &["--pass", "ir", "--against", &other])
        .fails_with(&["error[not-openapi]", "changed.yaml:2:1"]);
    ir(Path::new("nothing.yaml"), &["--pass", "ir"])
        .fails_with(&["error[unreadable]", "nothing.yaml"]);
}
