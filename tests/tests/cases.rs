//! One small document for each feature, and what the generator makes of it.
//!
//! A case is a folder in `cases`: `openapi.yaml`, maybe `codegen.toml`, and the
//! snapshot of what the case adds to the smallest one.

mod scratch;
mod support;

use openapi_client_generator::Output;
use openapi_client_generator::package::PackageModule;
use scratch::Scratch;
use std::collections::HashSet;
use support::{Subject, assert_snapshot, each, folder_of_tests, subjects};

/// A snapshot is there to be read.
const LONGEST: usize = 90;

fn cases() -> Vec<Subject> {
    subjects(&folder_of_tests("cases"))
}

#[test]
fn each_case_gives_what_its_snapshot_shows() {
    let (minimal, others): (Vec<Subject>, Vec<Subject>) = cases()
        .into_iter()
        .partition(|case| case.title() == "minimal");
    each(&minimal, |case| check(case, &module(case)));
    let known = module(&minimal[0]);
    let known: HashSet<&str> = items(&known).into_iter().collect();
    each(&others, |case| {
        let text = module(case);
        let new: Vec<&str> = items(&text)
            .into_iter()
            .filter(|item| !known.contains(item) && !is_frame(item))
            .collect();
        check(case, &new.join("\n\n"));
    });
}

#[test]
fn all_cases_compile_without_warnings() {
    let modules = cases().iter().map(package_module).collect();
    let scratch = Scratch::new("cases", modules);
    let warnings = scratch.cargo(&["check"]);
    assert!(warnings.is_empty(), "{warnings}");
    let warnings = scratch.cargo(&["doc", "--no-deps"]);
    assert!(warnings.is_empty(), "{warnings}");
}

/// rustdoc takes indented and fenced code for tests, and would run what the
/// document's author wrote.
#[test]
fn no_description_becomes_code_that_is_run() {
    let modules: String = cases().iter().map(module).collect();
    let mut text = String::new();
    for (number, line) in modules.lines().enumerate() {
        let line = line.trim_start();
        match line.strip_prefix("///").or(line.strip_prefix("//!")) {
            Some(doc) => text.push_str(&format!("///{doc}\n")),
            None => text.push_str(&format!("pub struct S{number};\n")),
        }
    }
    assert_eq!(
        scratch::doc_tests("docs.rs", &text),
        "0 tests, 0 benchmarks"
    );
}

fn package_module(case: &Subject) -> PackageModule {
    output(case).module(&case.title())
}

/// Compares a part of a module, behind whatever was reported, with the snapshot.
fn check(case: &Subject, part: &str) {
    let shown = format!("{}\n{part}", output(case).findings);
    let lines = shown.lines().count();
    assert!(lines <= LONGEST, "{} shows {lines} lines", case.title());
    assert_snapshot(&case.folder, "output", shown.trim());
}

/// The text of a case's module: its client, then its types.
fn module(case: &Subject) -> String {
    let mut files = output(case).files;
    files.sort();
    let texts: Vec<String> = files.into_iter().map(|file| file.text).collect();
    texts.join("\n")
}

fn output(case: &Subject) -> Output {
    let output = case.generate();
    output.unwrap_or_else(|report| panic!("{} was refused:\n{report}", case.title()))
}

/// The items of a module: what stands between blank lines, at the margin.
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(blank) = text[from..].find("\n\n") {
        let next = from + blank + 2;
        if !text[next..].starts_with(' ') {
            items.push(text[start..next].trim_end());
            start = next;
        }
        from = next;
    }
    items.push(text[start..].trim_end());
    items
}

/// Items that every operation brings and that say nothing of their own: imports,
/// the call that holds what the function was given, and refusals that there are none of.
fn is_frame(item: &str) -> bool {
    item.starts_with("use ")
        || item.starts_with("/// A call of [`")
        || item
            .lines()
            .any(|line| line.ends_with("`]: there are none."))
}
