//! The pages about the codes of diagnostics, and the reference made of them.

use openapi_client_generator::diag::{Code, Severity};
use openapi_client_generator::{Config, Findings, GenerateOptions, Input, Target, generate};
use std::fs;
use std::path::{Path, PathBuf};

/// The parts of every page, in their order.
const PARTS: [&str; 4] = [
    "## Why it matters",
    "## Example",
    "## How to mend it",
    "## How to accept it",
];

/// Codes that no document leads to.
const WITHOUT_DOCUMENT: [Code; 2] = [Code::Unreadable, Code::Internal];

/// The reference, as seen from this package.
const REFERENCE: &str = "../generator/DIAGNOSTICS.md";

/// A path in this package.
fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The text of the first block of code in this language.
fn block<'p>(part: &'p str, language: &str) -> Option<&'p str> {
    let (_, rest) = part.split_once(&format!("```{language}\n"))?;
    Some(rest.split_once("```")?.0)
}

/// A part of a page, without its title.
fn part<'p>(page: &'p str, title: &str) -> &'p str {
    let (_, rest) = page.split_once(title).expect("the part of a page");
    rest.split_once("\n## ").map_or(rest, |(part, _)| part)
}

/// The findings in the example of a page, with `more` settings.
fn found(code: Code, more: &str) -> Findings {
    let page = code.page();
    let example = part(page, "## Example");
    let minimal = path("cases/documents/minimal/openapi.yaml");
    let minimal = fs::read_to_string(minimal).expect("the smallest case");
    let text = block(example, "yaml").unwrap_or(&minimal);
    let (document, overlay) = match text.starts_with("overlay:") {
        true => (minimal.as_str(), Some(text)),
        false => (text, None),
    };
    let settings = format!("{}{more}", block(example, "toml").unwrap_or_default());
    let config = match Config::parse("codegen.toml", &settings) {
        Ok(config) => config,
        Err(diagnostic) => return Findings::alone(diagnostic, settings),
    };
    let output = generate(Input {
        name: "openapi.yaml",
        text: document.to_owned(),
        config: &config,
        options: GenerateOptions {
            strict: true,
            advice: code.is_advice(),
            ..GenerateOptions::default()
        },
        load: &|_| {
            let text = overlay.ok_or("there is no such file")?;
            Ok(text.to_owned())
        },
        target: Target {
            package: "example",
            module: None,
            command: "a test",
        },
    });
    output.map_or_else(|findings| findings, |output| output.findings)
}

#[test]
fn each_page_has_every_part() {
    for code in Code::ALL {
        let page = code.page();
        assert!(page.starts_with(&format!("# `{code}`: ")), "{code}");
        let places: Vec<_> = PARTS.iter().map(|part| page.find(part)).collect();
        assert!(places.iter().all(Option::is_some), "{code}: {places:?}");
        assert!(places.is_sorted(), "{code}: {places:?}");
        for part in PARTS.map(|title| part(page, title)) {
            assert!(part.trim().len() > 15, "{code}: {part}");
        }
        let widest = page.lines().map(|line| line.chars().count()).max();
        assert!(widest < Some(120), "{code}: {widest:?}");
    }
}

#[test]
fn the_example_of_each_page_gives_its_code() {
    for code in Code::ALL {
        if WITHOUT_DOCUMENT.contains(code) {
            continue;
        }
        let findings = found(*code, "");
        let diagnostics = &findings.report.diagnostics;
        let is_shown = diagnostics.iter().any(|one| one.code == *code);
        assert!(is_shown, "{code}: {findings}");
        let others = diagnostics.iter().filter(|one| one.code != *code);
        let mut others = others.filter(|one| one.severity > Severity::Note);
        assert_eq!(others.next(), None, "{code}: {findings}");
    }
}

/// The entry of each page accepts what its example gives.
#[test]
fn the_entry_of_each_page_accepts_its_example() {
    let mut accepted = 0;
    for code in Code::ALL {
        let Some(entry) = block(part(code.page(), "## How to accept it"), "toml") else {
            continue;
        };
        let findings = found(*code, entry);
        let mut left = findings.report.diagnostics.iter();
        let left = left.find(|one| one.severity > Severity::Note);
        assert_eq!(left, None, "{code}: {findings}");
        accepted += 1;
    }
    assert!(accepted > 10, "{accepted}");
}

/// `generator/DIAGNOSTICS.md` is made of the pages.
#[test]
fn the_reference_is_up_to_date() {
    let mut text = String::from(
        "<!-- Made of generator/src/diag/codes; do not edit. See .github/CONTRIBUTING.md. -->\n\n\
         # Diagnostics\n\nEvery code that a report can have. `openapi-client explain CODE` prints its page.\n\n",
    );
    for code in Code::ALL {
        let title = code.page().lines().next().unwrap_or_default();
        let title = title.trim_start_matches(&format!("# `{code}`: "));
        text.push_str(&format!("- [`{code}`](#{code}): {title}\n"));
    }
    for code in Code::ALL {
        let (_, page) = code.page().split_once('\n').unwrap_or_default();
        let page = page.replace("\n## ", "\n### ");
        text.push_str(&format!("\n## `{code}`\n{}\n", page.trim_end()));
    }
    let path = path(REFERENCE);
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        fs::write(&path, &text).expect("a file that can be written");
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|known| known == text),
        "generator/DIAGNOSTICS.md is stale: run this test with INSTA_UPDATE=always"
    );
}
