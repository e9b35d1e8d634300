//! Documents whose types would be many times as long as they are.

#[path = "support/generated.rs"]
mod generated;

use generated::{Place, generated};
use openapi_client_generator::{Config, Output};
use std::fmt::Write as _;

/// The most bytes of Rust for a byte of a document, if it has some length.
const MOST: usize = 60;

const HEAD: &str = r#"openapi: 3.1.0
info: {title: Growth, version: "1"}
servers: [{url: "https://api.example.com"}]
paths: {}
components:
  schemas:
"#;

fn output(text: &str) -> Output {
    let place = Place {
        package: "growth",
        module: None,
        is_included: false,
    };
    generated(text, &Config::default(), &place).expect("a client")
}

fn length(output: &Output) -> usize {
    output.files.iter().map(|file| file.text.len()).sum()
}

#[test]
fn a_long_chain_of_schemas_that_include_one_another_has_an_end() {
    let mut text = HEAD.to_owned();
    for index in 0..2_000 {
        let parent = index + 1;
        let own = format!("{{properties: {{p{index}: {{type: string}}}}}}");
        let parts = format!("[{{$ref: '#/components/schemas/S{parent}'}}, {own}]");
        writeln!(text, "    S{index}: {{allOf: {parts}}}").unwrap();
    }
    text.push_str("    S2000: {properties: {last: {type: string}}}\n");
    let output = output(&text);
    let report = output.findings.to_string();
    assert!(length(&output) < MOST * text.len(), "{}", length(&output));
    assert!(report.contains("in too long a chain"), "{report}");
    assert!(
        report.contains("schemas include one another so much"),
        "{report}"
    );
    assert!(report.contains("openapi.yaml:307:20"), "{report}");
}

#[test]
fn a_long_schema_that_many_include_is_not_written_out_for_all() {
    let mut text = HEAD.to_owned();
    text.push_str("    Base:\n      properties:\n");
    for index in 0..1_000 {
        writeln!(text, "        p{index}: {{type: string}}").unwrap();
    }
    for index in 0..1_000 {
        let parts = "[{$ref: '#/components/schemas/Base'}, {title: One of many}]";
        writeln!(text, "    S{index}: {{allOf: {parts}, required: [p0]}}").unwrap();
    }
    let output = output(&text);
    let report = output.findings.to_string();
    assert!(length(&output) < MOST * text.len(), "{}", length(&output));
    assert!(
        report.contains("schemas include one another so much"),
        "{report}"
    );
    assert!(!output.any_json.is_empty());
}
