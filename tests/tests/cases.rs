//! One small document for each feature, and the code that is generated from it.
//!
//! A case is a folder `cases/<area>/<case>`: `openapi.yaml` or, for a case that is
//! about schemas, `schema.yaml` with these alone; maybe `codegen.toml`; and the
//! snapshot of the code that the case adds to the smallest one: of schemas, the
//! types without the client; of a mapping onto the neutral interface, and of examples, that
//! alone. The first line of a document says what it shows.
//!
//! A folder `overlays/<case>` has a document, the overlays that its `codegen.toml` names, and
//! the document that they make as a snapshot. The examples of the specification of overlays are
//! among them, in shapes of our own.

#[path = "support/generated.rs"]
mod generated;
mod oracle;
mod scratch;
mod support;
mod tag_features;

use openapi_client_generator::package::PackageModule;
use openapi_client_generator::{Findings, Output, effective};
use scratch::Scratch;
use std::collections::{BTreeSet, HashSet};
use support::{Subject, assert_snapshot, each, folder_of_tests, folders, grouped, read, subjects};

/// The lines of the longest snapshot: it is there to be read.
const LONGEST: usize = 110;

/// The columns of the widest line of a document.
const WIDEST: usize = 120;

fn cases() -> Vec<Subject> {
    grouped("cases")
}

#[test]
fn case_document_begins_with_a_comment_that_says_what_it_shows() {
    each(&cases(), |case| {
        let text = read(&case.folder.join(&case.name));
        let first = text.lines().next().unwrap_or_default();
        let said = first.strip_prefix("# ").unwrap_or_default();
        assert!(said.len() > 10, "{}: no comment in line 1", case.label());
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(WIDEST), "{}: {widest:?}", case.label());
    });
}

#[test]
fn overlays_make_the_document_of_the_snapshot() {
    each(&subjects(&folder_of_tests("overlays")), |case| {
        let text = case.with_input(&case.settings(), |input| effective(&input));
        let text = text.unwrap_or_else(|findings| panic!("{findings}"));
        assert_snapshot(&case.folder, "effective", text.trim());
    });
}

#[test]
fn case_folder_is_in_an_area() {
    for area in folders(&folder_of_tests("cases")) {
        let place = area.display();
        assert!(!folders(&area).is_empty(), "{place} holds no cases");
        for name in ["openapi.yaml", "openapi.json", "schema.yaml"] {
            assert!(
                !area.join(name).exists(),
                "{place} is in no area: move it to `cases/<area>/`"
            );
        }
    }
}

#[test]
fn case_output_matches_its_snapshot() {
    let (minimal, others): (Vec<Subject>, Vec<Subject>) = cases()
        .into_iter()
        .partition(|case| case.label() == "documents/minimal");
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
fn cases_compile_without_warnings() {
    let modules = cases().iter().map(package_module).collect();
    let scratch = Scratch::new("cases", modules);
    let warnings = scratch.cargo(&["check"]);
    assert!(warnings.is_empty(), "{warnings}");
    // Webhooks are verified without a client, too.
    let features = "webhooks,webhooks_signature,webhooks_signature_standard";
    let warnings = scratch.cargo(&["check", "--no-default-features", "--features", features]);
    assert!(warnings.is_empty(), "{warnings}");
    let warnings = scratch.cargo(&["doc", "--no-deps"]);
    assert!(warnings.is_empty(), "{warnings}");
    scratch.add("examples/first_calls.rs", &first_calls());
    let warnings = scratch.cargo(&["check", "--examples"]);
    assert!(warnings.is_empty(), "{warnings}");
}

/// Every example that is taken, of the cases and of the vendors, is of the type that it says.
#[test]
fn examples_are_written_as_they_are_read() {
    let vendors = subjects(&folder_of_tests("../specs"));
    let modules = cases().into_iter().chain(vendors);
    let modules = modules.map(|case| package_module(&case));
    let modules: Vec<PackageModule> = modules.filter(|one| examples_of(one).is_some()).collect();
    let names: Vec<&str> = modules.iter().map(|module| module.name.as_str()).collect();
    let (features, program) = (format!("mock,{}", names.join(",")), round_trip(&modules));
    let scratch = Scratch::new("documented", modules);
    scratch.add("examples/round_trip.rs", &program);
    let count = program.matches(".value()").count();
    assert!(count > 40, "{count}");
    assert_eq!(scratch.run("round_trip", &features), format!("{count}\n"));
}

/// The text of the examples of a module, if it has some.
fn examples_of(module: &PackageModule) -> Option<&str> {
    let mut files = module.files.iter();
    let file = files.find(|file| file.path == "examples.rs")?;
    Some(&file.text)
}

/// A program that reads and writes each example, and counts them.
fn round_trip(modules: &[PackageModule]) -> String {
    let mut checks = String::new();
    for module in modules {
        let text = examples_of(module).unwrap_or_default();
        for item in text.split("\npub const ").skip(1) {
            let name = item.split(':').next().unwrap_or_default();
            let check = match item.contains("Example::of_text(") {
                true => "text",
                false => "json",
            };
            let path = format!("documented::{}::examples::{name}", module.name);
            checks.push_str(&format!(
                "    count += {check}({path}.text(), &{path}.value());\n"
            ));
        }
    }
    format!(
        "use documented::runtime::serde_json::{{Value, from_str}};\n\
         use documented::runtime::{{Wire, to_json}};\n\n\
         fn main() {{\n    let mut count = 0;\n{checks}    println!(\"{{count}}\");\n}}\n\n\
         fn text(text: &str, value: &String) -> u32 {{\n    assert_eq!(text, value);\n    1\n}}\n\n\
         fn json<T: Wire>(text: &str, value: &T) -> u32 {{\n    \
             let read = |text| from_str::<Value>(text).expect(\"JSON\");\n    \
             assert_eq!(read(text), read(&to_json(value)));\n    1\n}}\n"
    )
}

/// A program with the first call of each case.
fn first_calls() -> String {
    let mut text = "#![allow(deprecated)]\n\nfn main() {\n".to_owned();
    let mut functions = String::new();
    for case in cases() {
        let Some(call) = output(&case).first_call else {
            continue;
        };
        let module = case.label().replace('/', "_");
        let here = |line: &String| {
            let line = line.replace("test::test::", &format!("cases::{module}::"));
            format!(
                "    {}\n",
                line.replace("test::runtime::", "cases::runtime::")
            )
        };
        let statements: String = call.statements.iter().map(here).collect();
        text.push_str(&format!("    drop({module}());\n"));
        functions.push_str(&format!(
            "\nasync fn {module}() -> Result<(), Box<dyn std::error::Error>> {{\n\
             {statements}    Ok(())\n}}\n"
        ));
    }
    format!("{text}}}\n{functions}")
}

/// `ARCHITECTURE.md` follows one case through the stages: it shows the document
/// and the code as they are.
#[test]
fn architecture_example_is_the_walk_through_case() {
    let cases = cases();
    let case = cases.iter().find(|case| case.title() == "walk_through");
    let case = case.expect("a case to walk through");
    let module = module(case);
    let page = read(&folder_of_tests("../generator/ARCHITECTURE.md"));
    for block in fenced(&page, "yaml") {
        assert!(case.text.contains(block), "not in the document:\n{block}");
    }
    for block in fenced(&page, "rust") {
        assert!(module.contains(block), "not in the code:\n{block}");
    }
}

/// The code blocks of a language in a Markdown text.
fn fenced<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("\n```{language}\n");
    let blocks = page.split(start.as_str()).skip(1);
    let blocks: Vec<&str> = blocks
        .filter_map(|block| block.split("```").next())
        .collect();
    assert!(!blocks.is_empty(), "the page shows no {language}");
    blocks
}

/// rustdoc takes indented and fenced code for tests, and would run what the
/// document's author wrote.
#[test]
fn description_code_is_never_run() {
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
    let name = case.label().replace('/', "_");
    let mut module = output(case).module(&name);
    // Each was generated as the module `test`.
    for file in &mut module.files {
        file.text = file
            .text
            .replace("crate::test::", &format!("crate::{name}::"));
    }
    module
}

/// Compares a part of a module, behind whatever was reported, with the snapshot.
fn check(case: &Subject, part: &str) {
    let findings = case.unframed(&findings(&output(case).findings));
    let shown = format!("{findings}\n{part}");
    let lines = shown.lines().count();
    assert!(lines <= LONGEST, "{} shows {lines} lines", case.label());
    assert_snapshot(&case.folder, "output", shown.trim());
}

/// What was found, without the lines that it is about.
fn findings(found: &Findings) -> String {
    let mut text = String::new();
    let mut seen = BTreeSet::new();
    for one in &found.report.diagnostics {
        let mut lines = format!(
            "{}[{}]: {}\n  at {}\n",
            one.severity.as_str(),
            one.code,
            one.message,
            found.place(&one.at)
        );
        for (at, how) in &one.related {
            lines.push_str(&format!("  {how} {}\n", found.place(at)));
        }
        if let Some(help) = &one.help {
            lines.push_str(&format!("  help: {help}\n"));
        }
        if seen.insert(lines.clone()) {
            text.push_str(&lines);
        }
    }
    text
}

/// The text of a case's module: its client, then its types; of schemas, the
/// types alone, and of a mapping or of examples, the file of that.
fn module(case: &Subject) -> String {
    let mut files = output(case).files;
    files.retain(|file| match file.path.as_str() {
        "client.rs" if case.is_schemas() => false,
        "operations.md" => case.label() == "docs/first_page",
        _ if case.label() == "docs/first_page" => false,
        path => match case.label().split_once('/') {
            Some(("cancel", _)) => path == "cancel.rs",
            Some(("examples", _)) => path == "examples.rs",
            _ => true,
        },
    });
    files.sort();
    let texts: Vec<String> = files.into_iter().map(|file| file.text).collect();
    texts.join("\n")
}

fn output(case: &Subject) -> Output {
    let output = case.generate();
    output.unwrap_or_else(|report| panic!("{} was refused:\n{report}", case.label()))
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

/// True of the items that every operation has and that show nothing: imports, the
/// struct of its request builder, an enum of API errors without any; and of the head
/// of a file without tables, whose title every case may have.
fn is_frame(item: &str) -> bool {
    item.starts_with("use ")
        || item.starts_with("/// Request builder of [`")
        || item == "//! Case 1. Generated by `a test`; do not edit."
        || item == "#![cfg_attr(feature = \"client\", doc = include_str!(\"operations.md\"))]"
        || item.lines().any(|line| line.ends_with("`]: none."))
}
