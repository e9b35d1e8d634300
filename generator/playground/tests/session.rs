//! The files that a page gives, and what it gets for them.

use flate2::read::GzDecoder;
use openapi_client_playground::Session;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read as _;

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200":
          description: The things.
          content: {application/json: {schema: {$ref: "schemas/thing.yaml#/Thing"}}}
"##;

const THING: &str = "Thing: {type: object, properties: {name: {type: string}}}";

/// The summary and the findings of a run.
fn run(session: &mut Session, document: &str, package: &str) -> (Value, Vec<Value>) {
    let answer = session.run(document, package, &|_| {});
    let mut lines = answer
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"));
    let summary = lines.next().expect("a summary");
    (summary, lines.collect())
}

fn session(files: &[(&str, &str)]) -> Session {
    let mut session = Session::default();
    for (name, text) in files {
        session.add(name, text.as_bytes().to_vec());
    }
    session
}

#[test]
fn the_archive_has_the_files_of_the_summary_and_their_marker() {
    let files = [
        ("api/openapi.yaml", DOCUMENT),
        ("api/schemas/thing.yaml", THING),
    ];
    let mut session = session(&files);
    let (summary, findings) = run(&mut session, "api/openapi.yaml", "My Things!");
    assert_eq!(summary["package"], "my-things");
    assert_eq!(
        (&summary["operations"], &summary["types"]),
        (&1.into(), &1.into())
    );
    assert!(
        findings.iter().all(|one| one["severity"] != "error"),
        "{findings:?}"
    );

    let archive = session.archive().expect("an archive");
    let mut archive = tar::Archive::new(GzDecoder::new(archive.as_slice()));
    let mut texts = BTreeMap::new();
    for entry in archive.entries().expect("entries") {
        let mut entry = entry.expect("an entry");
        let path = entry.path().expect("a path").to_string_lossy().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("a text");
        texts.insert(path, text);
    }
    let marker = texts
        .remove("my-things/.openapi-client.sha256")
        .expect("a marker");
    let listed = summary["files"].as_array().expect("files");
    assert_eq!(listed.len(), texts.len());
    assert_eq!(marker.lines().count(), texts.len() + 1);
    for (index, file) in listed.iter().enumerate() {
        let path = file["path"].as_str().expect("a path");
        let text = session.file(index).expect("a file");
        assert_eq!(texts[&format!("my-things/{path}")], text);
        assert_eq!(file["bytes"], text.len());
        assert!(marker.contains(path));
    }
    assert_eq!(session.file(listed.len()), None);
}

#[test]
fn settings_beside_the_document_count() {
    let settings = "[rename]\n\"/components/schemas/None\" = \"Other\"\n";
    let files = [
        ("openapi.yaml", DOCUMENT),
        ("schemas/thing.yaml", THING),
        ("codegen.toml", settings),
    ];
    let (summary, findings) = run(&mut session(&files), "openapi.yaml", "");
    assert_eq!(summary, serde_json::json!({}));
    assert_eq!(findings[0]["file"], "codegen.toml");
    let torn = [("openapi.yaml", DOCUMENT), ("codegen.toml", "[")];
    let (_, findings) = run(&mut session(&torn), "openapi.yaml", "");
    assert_eq!(findings[0]["file"], "codegen.toml");
}

#[test]
fn a_file_that_is_not_there_is_a_finding() {
    let (_, findings) = run(
        &mut session(&[("openapi.yaml", DOCUMENT)]),
        "openapi.yaml",
        "",
    );
    let message = findings[0]["message"].as_str().expect("a message");
    assert!(
        message.contains("not among the files that were given"),
        "{message}"
    );
    let (_, findings) = run(&mut Session::default(), "openapi.yaml", "");
    assert_eq!(findings[0]["code"], "unreadable");
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let mut session = Session::default();
    session.add("openapi.json", vec![0xff, 0xfe, b'{', 0]);
    let (_, findings) = run(&mut session, "openapi.json", "");
    let message = findings[0]["message"].as_str().expect("a message");
    assert!(message.contains("UTF-16"), "{message}");
}

#[test]
fn each_code_has_a_page() {
    assert!(Session::explain("missing-reference").starts_with("# `missing-reference`"));
    assert_eq!(Session::explain("no-such-code"), "");
}
