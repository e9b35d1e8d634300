//! The reference of `codegen.toml`, held against the keys that are read.

use openapi_client_generator::Config;
use openapi_client_generator::config::known_keys;
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
