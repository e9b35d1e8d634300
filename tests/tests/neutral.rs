//! The code of generator and runtime knows no vendor: what is special about one stands in
//! its folder of `specs`. Comments may name one as an example.

use std::fs;
use std::path::{Path, PathBuf};

const SPECS: &str = "specs";
const SOURCES: &[&str] = &["generator/src", "generator/runtime/src/runtime"];

#[test]
fn no_vendor_is_named_in_generator_or_runtime() {
    let vendors = vendors();
    assert!(vendors.len() >= 5, "{vendors:?}");
    let files: Vec<_> = SOURCES
        .iter()
        .flat_map(|folder| files(&at(folder)))
        .collect();
    assert!(files.len() > 100, "{} files", files.len());
    let mut found = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a text");
        let code = code(&text);
        let named = named(&code, &vendors);
        found.extend(named.map(|vendor| format!("{}: `{vendor}`", file.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_name_is_found_in_any_spelling_and_as_a_word_only() {
    let vendors = ["acme".to_owned(), "big_co".to_owned()];
    let named = |text: &str| named(text, &vendors).cloned().collect::<Vec<_>>();
    assert_eq!(named("// as Acme does it"), ["acme"]);
    assert_eq!(named("\"Acme-Version\""), ["acme"]);
    assert_eq!(named("let acme_key = BigCo::new();"), ["acme", "big_co"]);
    assert!(named("acmenian").is_empty());
    assert_eq!(code("/// Acme\nlet a = 1;\n    // Acme"), "let a = 1;");
}

/// A text without the lines that are comments.
fn code(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The vendors whose names are among the words of a text.
fn named<'v>(text: &str, vendors: &'v [String]) -> impl Iterator<Item = &'v String> {
    let words = words(text);
    vendors.iter().filter(move |vendor| {
        let parts: Vec<_> = vendor.split('_').collect();
        words.windows(parts.len()).any(|some| some == parts)
    })
}

/// The words of a text in small letters; those of an identifier one by one.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in text.chars() {
        let begins = c.is_uppercase() && was_small;
        if (begins || !c.is_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words
}

fn vendors() -> Vec<String> {
    let entries = fs::read_dir(at(SPECS)).expect("the vendors");
    let entries = entries.map(|entry| entry.expect("an entry"));
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let inner = paths.flat_map(|path| match path.is_dir() {
        true => files(&path),
        // Tests may be about anything.
        false if path.ends_with("tests.rs") => Vec::new(),
        false => vec![path],
    });
    inner.collect()
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
