//! The reference of `codegen.toml`, held against the keys that are read.

use openapi_client_generator::Config;
use openapi_client_generator::config::known_keys;
use openapi_client_generator::config::reference::{
    Content, KeyReference, SECTIONS, SectionReference, schema,
};
use std::collections::BTreeSet;
use std::path::Path;

const REFERENCE: &str = "specs/README.md";

fn reference() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::read_to_string(root.join(REFERENCE)).expect("the reference")
}

/// The text between each pair of lines that begin a block of TOML and end one.
fn examples(reference: &str) -> Vec<&str> {
    let blocks = reference.split("```toml\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap_or_default())
        .collect()
}

/// The sections that have a heading, each with the keys in its table.
fn documented(reference: &str) -> BTreeSet<(String, String)> {
    let mut section = None;
    let mut keys = BTreeSet::new();
    for line in reference.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let code = heading.strip_prefix('`').map(|code| {
                let name = code.trim_matches(['[', ']', '`']);
                name.split('.').next().unwrap_or_default().to_owned()
            });
            keys.extend(code.clone().map(|name| (name, String::new())));
            section = code;
        } else if let (Some(section), Some(row)) = (&section, line.strip_prefix("| `")) {
            let key = row.split('`').next().unwrap_or_default();
            keys.insert((section.clone(), key.to_owned()));
        }
    }
    keys
}

/// A row of a table of Markdown.
fn row(cells: &[&str]) -> String {
    let cells = cells.iter().map(|cell| match cell.is_empty() {
        true => "| ".to_owned(),
        false => format!("| {cell} "),
    });
    format!("{}|\n", cells.collect::<String>())
}

/// The reference with the tables that its source makes.
fn with_tables(reference: &str) -> String {
    let mut out = String::new();
    let mut section: Option<&SectionReference> = None;
    let mut table = "";
    let mut is_in_table = false;
    for line in reference.lines() {
        let heading = line.trim_start_matches('#').trim().trim_matches('`');
        if line.starts_with("## ") {
            section = SECTIONS.iter().find(|one| one.heading == heading);
            table = "";
        } else if line.starts_with("### ") {
            let inner = heading.trim_matches(['[', ']']).split_once('.');
            table = inner.map_or("", |(_, table)| table);
        }
        is_in_table &= line.starts_with('|');
        if is_in_table {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        let rows: Vec<String> = match (line, section) {
            ("| section | purpose |", _) => SECTIONS.iter().map(purpose).collect(),
            ("| key | type | default | effect |", Some(section)) => keys(section, table),
            _ => continue,
        };
        let columns = line.matches('|').count() - 1;
        out.push_str(&format!("|{}\n", "---|".repeat(columns)));
        out.extend(rows);
        is_in_table = true;
    }
    out
}

fn purpose(section: &SectionReference) -> String {
    let anchor: String = section
        .heading
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    row(&[
        &format!("[`{}`](#{anchor})", section.heading),
        section.purpose,
    ])
}

/// The keys of a section that stand in one of its tables; those of a table with a heading
/// of its own stand there alone.
fn keys(section: &SectionReference, table: &str) -> Vec<String> {
    const ALONE: &str = "signature.";
    let Content::Keys(keys) = section.content else {
        return Vec::new();
    };
    let is_here = |one: &&KeyReference| match table {
        "" => !one.key.starts_with(ALONE),
        table => one
            .key
            .split_once('.')
            .is_some_and(|(first, _)| first == table),
    };
    let row =
        |one: &KeyReference| row(&[&format!("`{}`", one.key), one.ty, one.default, one.effect]);
    keys.iter().filter(is_here).map(row).collect()
}

/// A file that a test can write: with `INSTA_UPDATE=always` it does.
fn assert_current(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, expected).expect("a file that can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is out of date; `INSTA_UPDATE=always cargo test --test settings` writes it \
         from generator/src/config/reference"
    );
}

#[test]
fn tables_of_the_reference_are_those_of_its_source() {
    assert_current(REFERENCE, &with_tables(&reference()));
}

#[test]
fn schema_for_editors_is_current() {
    let text = serde_json::to_string_pretty(&schema()).expect("a schema is JSON");
    assert_current("generator/codegen.schema.json", &(text + "\n"));
}

/// Each file of settings that can be read is one by the schema, and so is each example.
#[test]
fn schema_for_editors_allows_what_can_be_read() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let reference = reference();
    let examples = examples(&reference).into_iter().map(str::to_owned);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["specs", "tests/cases", "tests/shop"] {
        settings_below(&root.join(folder), &mut files);
    }
    assert!(files.len() > 20);
    for text in files.into_iter().chain(examples) {
        let value: toml::Value = toml::from_str(&text).expect("TOML");
        let value = serde_json::to_value(value).expect("JSON");
        if let Some(error) = validator.iter_errors(&value).next() {
            panic!("{error} at {} in:\n{text}", error.instance_path());
        }
    }
    for (wrong, why) in [
        ("operation = []", "an unknown section"),
        (
            "[idempotency]\nheader = true\nreason = \"x\"",
            "a wrong type",
        ),
        ("[server]\ndefault = \"/\"", "no reason"),
        (
            "[webhooks.signature]\nencoding = \"text\"\nreason = \"x\"",
            "an unknown word",
        ),
    ] {
        let value: toml::Value = toml::from_str(wrong).expect("TOML");
        let value = serde_json::to_value(value).expect("JSON");
        assert!(!validator.is_valid(&value), "{why}");
    }
}

fn settings_below(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            settings_below(&path, files);
        } else if path.ends_with("codegen.toml") {
            files.push(std::fs::read_to_string(path).expect("a text"));
        }
    }
}

#[test]
fn each_key_is_in_the_reference_and_no_other() {
    let known: BTreeSet<_> = known_keys()
        .map(|(section, key)| (section.to_owned(), key))
        .collect();
    let documented = documented(&reference());
    let missing: Vec<_> = known.difference(&documented).collect();
    let gone: Vec<_> = documented.difference(&known).collect();
    assert!(missing.is_empty(), "not in {REFERENCE}: {missing:?}");
    assert!(gone.is_empty(), "no key, but in {REFERENCE}: {gone:?}");
}

#[test]
fn each_section_has_an_example_that_can_be_read() {
    let reference = reference();
    let examples = examples(&reference);
    for example in &examples {
        if let Err(diagnostic) = Config::parse(REFERENCE, example) {
            panic!("{diagnostic:?} in:\n{example}");
        }
    }
    for (section, key) in known_keys() {
        let shown = examples.iter().any(|example| {
            let lines = example.lines();
            let mut heads = lines.map(|line| line.trim_start_matches('['));
            heads.any(|head| head.starts_with(section))
        });
        assert!(shown, "no example of {section}.{key} in {REFERENCE}");
    }
}
