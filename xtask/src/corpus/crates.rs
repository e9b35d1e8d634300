//! The scratch workspace: a crate for every document, and beside it one that
//! tries its types.

use super::branches::Union;
use super::documents::Document;
use crate::standalone;
use openapi_client_cli::tree::Tree;
use openapi_client_generator::{Config, File, Output};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

/// The crate of a document.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) output: Output,
    /// Lines of the crate besides the runtime.
    pub(crate) lines: usize,
    pub(crate) milliseconds: u128,
}

/// Generates a document's crate and writes what changed. A panic is the
/// generator's fault and ends this document only.
pub(crate) fn generate(document: &Document, out: &Path) -> Result<Made, String> {
    let start = Instant::now();
    let config = Config::default();
    let generated = catch_unwind(AssertUnwindSafe(|| {
        standalone::generated(&document.path, &document.name, &config, false)
    }));
    let milliseconds = start.elapsed().as_millis();
    let output = generated.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!(
            "error[panic]: the generator panicked: {}\n  at {}",
            words.unwrap_or("without a word"),
            document.path.display(),
        ))
    })?;
    let files = output.client(&document.name, &Config::default());
    write(&out.join(&document.name), &files)?;
    Ok(Made {
        lines: output
            .files
            .iter()
            .map(|file| file.text.lines().count())
            .sum(),
        output,
        milliseconds,
    })
}

/// Makes a folder of the scratch workspace, where nobody's work is lost, hold
/// these files.
fn write(folder: &Path, files: &[File]) -> Result<(), String> {
    let tree = Tree::at(folder, &folder.to_string_lossy());
    let comparison = tree.compare(files, &|_| true)?;
    tree.apply(&comparison, true)?;
    Ok(())
}

/// The name of the crate that tries the types of another.
pub(super) fn check_of(name: &str) -> String {
    format!("{name}-check")
}

/// The first line of the trying crate's program that is a schema.
pub(super) const FIRST_LINE: usize = 6;

/// Writes the crate that tries `types`, which are pointers and Rust types relative
/// to the root of the crate `name`, and the branches of `unions`.
pub(super) fn write_check(
    out: &Path,
    name: &str,
    types: &[(String, String)],
    unions: &[Union],
) -> Result<(), String> {
    let check = check_of(name);
    // A JSON string is a basic string of TOML.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let manifest = format!(
        "[package]\nname = {}\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         # The types alone: they are all that is tried.\n\
         [dependencies]\nclient = {{ package = {}, path = {}, default-features = false, features = [\"jiff\"] }}\n\
         corpus-harness = {{ path = \"../corpus-harness\" }}\njiff = \"0.2\"\nserde_json = \"1\"\n",
        quoted(&check),
        quoted(name),
        quoted(&format!("../{name}")),
    );
    let entries: String = types
        .iter()
        .map(|(pointer, rust)| format!("({pointer:?}, ::corpus_harness::roundtrip::<{rust}>),\n"))
        .collect();
    let variants: String = unions
        .iter()
        .map(|one| {
            let rust = &one.rust;
            format!("({rust:?}, ::corpus_harness::variant::<{rust}>),\n")
        })
        .collect();
    let program = format!(
        "#![allow(warnings)]\nmod entries {{\nuse client::*;\n\
         pub(super) const ENTRIES: &[::corpus_harness::Entry] = &[\n// One line a schema.\n\
         {entries}];\npub(super) const UNIONS: &[::corpus_harness::Entry] = &[\n{variants}];\n}}\n\
         fn main() {{\n    ::corpus_harness::run(entries::ENTRIES, entries::UNIONS);\n}}\n",
    );
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    let files = [file("Cargo.toml", manifest), file("src/main.rs", program)];
    write(&out.join(check), &files)
}

/// Writes the workspace around these crates.
pub(crate) fn write_workspace(out: &Path, members: &[String], root: &Path) -> Result<(), String> {
    let harness = [
        ("Cargo.toml", include_str!("harness/manifest.toml")),
        ("src/lib.rs", include_str!("harness/lib.rs")),
        ("src/compare.rs", include_str!("harness/compare.rs")),
    ];
    let harness = harness.map(|(path, text)| File {
        path: path.to_owned(),
        text: text.to_owned(),
    });
    write(&out.join("corpus-harness"), &harness)?;
    let members: String = members
        .iter()
        .map(|name| format!("    {name:?},\n"))
        .collect();
    let manifest = format!(
        "# Written by `cargo xtask`; do not edit.\n[workspace]\nresolver = \"3\"\n\
         members = [\n    \"corpus-harness\",\n{members}]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n\n\
         # Compiled once, and what the trying crates spend their time in.\n\
         [profile.dev.package.serde_json]\nopt-level = 2\n"
    );
    let failed =
        |error: std::io::Error| format!("error: {} can't be written: {error}", out.display());
    let path = out.join("Cargo.toml");
    if std::fs::read_to_string(&path).is_ok_and(|old| old == manifest) {
        return Ok(());
    }
    std::fs::write(path, manifest).map_err(failed)?;
    let lock = out.join("Cargo.lock");
    if !lock.exists() {
        // The versions that are here already; without it cargo looks for newer.
        let _ = std::fs::copy(root.join("Cargo.lock"), lock);
    }
    Ok(())
}
