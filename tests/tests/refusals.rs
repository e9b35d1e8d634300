//! One small document, or `codegen.toml`, for each diagnostic.
//!
//! A refusal is a folder `refusals/<code>/<what>`: its report is the snapshot.
//! Without a document, it is about its `codegen.toml` alone. Advice is the same in
//! `advice/<code>/<what>`, where the document also has what no advice is about.

mod support;

use openapi_client_generator::diag::Code;
use openapi_client_generator::{Findings, GenerateOptions, Input, generate};
use std::collections::BTreeSet;
use support::{Subject, assert_snapshot, each, grouped};

/// Codes that no document leads to, and why.
const OUT_OF_REACH: &[(Code, &str)] = &[
    (
        Code::Unreadable,
        "the generator reads no files; see the tests of xtask",
    ),
    (Code::Internal, "a bug of the generator"),
];

fn refusals() -> Vec<Subject> {
    grouped("refusals")
}

/// The code that a refusal is about: the name of the folder that it is in.
fn code_of(refusal: &Subject) -> String {
    let folder = refusal.folder.parent().expect("a folder of a code");
    let name = folder.file_name().expect("a folder with a name");
    name.to_string_lossy().into_owned()
}

fn report(refusal: &Subject) -> String {
    match refusal.generate() {
        Ok(output) => output.findings.to_string(),
        Err(report) => report,
    }
}

#[test]
fn report_matches_its_snapshot() {
    each(&refusals(), |refusal| {
        let report = report(refusal);
        let code = format!("[{}]", code_of(refusal));
        assert!(report.contains(&code), "no {code} in:\n{report}");
        assert_snapshot(&refusal.folder, "report", report.trim());
    });
}

/// The findings of a document with advice.
fn advised(subject: &Subject) -> Findings {
    let output = subject.with_input(&subject.settings(), |input| {
        let options = GenerateOptions {
            advice: true,
            ..input.options
        };
        generate(Input { options, ..input })
    });
    output.map_or_else(|findings| findings, |output| output.findings)
}

#[test]
fn advice_matches_its_snapshot() {
    let subjects = grouped("advice");
    each(&subjects, |subject| {
        let findings = advised(subject);
        let code = code_of(subject);
        let others = findings.report.diagnostics.iter();
        let mut others = others.filter(|one| one.code.is_advice() && one.code.as_str() != code);
        assert_eq!(others.next(), None, "{findings}");
        let report = findings.to_string();
        assert!(
            report.contains(&format!("[{code}]")),
            "no {code} in:\n{report}"
        );
        assert_snapshot(&subject.folder, "report", report.trim());
    });
}

#[test]
fn report_place_has_line_and_column() {
    each(&refusals(), |refusal| {
        for line in report(refusal).lines() {
            if let Some(place) = line.trim_start().strip_prefix("--> ") {
                assert!(has_position(place), "no line and column in `{place}`");
            }
        }
    });
}

/// True if a place is a file's name, a line and a column: `openapi.yaml:3:7`.
fn has_position(place: &str) -> bool {
    let position = place.split(' ').next().unwrap_or_default();
    let mut parts = position.rsplitn(3, ':');
    let is_number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u32>().is_ok());
    is_number(parts.next()) && is_number(parts.next()) && parts.next().is_some()
}

#[test]
fn error_stops_generation() {
    each(&refusals(), |refusal| match refusal.generate() {
        Ok(output) => assert!(!output.findings.to_string().contains("error[")),
        Err(report) => assert!(report.contains("error["), "{report}"),
    });
}

/// The entry that a report offers to paste, pasted: the finding is gone, and the entry isn't
/// without effect.
#[test]
fn pasted_entry_accepts_its_finding() {
    each(&refusals(), |refusal| {
        let found = match refusal.generate_with(&refusal.settings()) {
            Ok(output) => output.findings.report.diagnostics,
            Err(findings) => findings.report.diagnostics,
        };
        for one in found {
            let Some(entry) = one.accept_entry() else {
                continue;
            };
            let settings = format!("{}\n{entry}", refusal.settings());
            let left = match refusal.generate_with(&settings) {
                Ok(output) => output.findings.report.diagnostics,
                Err(findings) => findings.report.diagnostics,
            };
            assert!(!left.contains(&one), "not accepted by {entry}: {one:?}");
            let unused = left.iter().find(|one| one.code == Code::UnusedConfig);
            let is_new = unused.filter(|unused| unused.message.contains(one.code.as_str()));
            assert!(is_new.is_none(), "without effect: {entry}");
        }
    });
}

#[test]
fn each_code_has_a_document() {
    let out_of_reach = OUT_OF_REACH
        .iter()
        .map(|(code, _)| code.as_str().to_owned());
    let shown: BTreeSet<String> = refusals().iter().map(code_of).chain(out_of_reach).collect();
    // Advice is asked for; the pages about its codes show it.
    let all = Code::ALL.iter().filter(|code| !code.is_advice());
    let all: BTreeSet<String> = all.map(ToString::to_string).collect();
    assert_eq!(shown, all);
}
