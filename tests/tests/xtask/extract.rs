//! `cargo xtask extract`: operations of a document with what they reach.

use crate::copy::{Run, xtask};
use openapi_client_generator::source::Source;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const FILES: [&str; 3] = ["SOURCE.md", "extract.toml", "openapi.yaml"];

fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn specs() -> PathBuf {
    tests().join("../specs")
}

/// A temporary folder with a document and the folder of a vendor.
struct Vendor {
    folder: TempDir,
}

impl Vendor {
    /// With the document alone.
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let vendor = Self { folder };
        let document = fs::read_to_string(tests().join("extract/acme.yaml"));
        vendor.write("acme.yaml", &document.expect("a document"));
        vendor
    }

    /// With what is to be extracted.
    fn with_recipe() -> Self {
        let vendor = Self::new();
        let recipe = fs::read_to_string(tests().join("extract/extract.toml"));
        vendor.write("acme/extract.toml", &recipe.expect("a file"));
        vendor
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "there is no {from} in {file}");
        self.write(file, &text.replacen(from, to, 1));
    }

    fn extract(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(xtask());
        command.current_dir(self.folder.path());
        Run::of(command.args(["extract", "acme.yaml"]).args(arguments))
    }

    fn again(&self) -> Run {
        self.extract(&["--again", "acme"])
    }

    /// The names of the files in the vendor's folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("acme")).into_iter().flatten();
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn document_is_extracted_without_prose_and_cut() {
    let vendor = Vendor::with_recipe();
    vendor.again().succeeds();
    for (file, expected) in [("openapi.yaml", "openapi.yaml"), ("SOURCE.md", "SOURCE.md")] {
        let found = vendor.read(&format!("acme/{file}"));
        let path = tests().join("extract").join(expected);
        if std::env::var_os("INSTA_FORCE_PASS").is_some() {
            fs::write(&path, &found).expect("a file");
        }
        assert_eq!(found, fs::read_to_string(&path).expect("a file"), "{file}");
    }
}

#[test]
fn options_become_a_recipe_that_repeats_them() {
    let vendor = Vendor::new();
    let options = [
        "--operation",
        "cancelSubscription",
        "--operation",
        "GET /subscriptions/{id}",
        "--webhook",
        "subscription.ended",
        "--out",
        "acme",
    ];
    vendor.extract(&options).succeeds();
    assert_eq!(vendor.names(), FILES);
    let first = FILES.map(|file| vendor.read(&format!("acme/{file}")));
    assert!(first[2].contains("subscription.ended"), "{}", first[2]);
    let written = |file: &str| {
        let metadata = vendor.path(&format!("acme/{file}")).metadata();
        metadata.expect("a file").modified().expect("a time")
    };
    let times = FILES.map(written);
    vendor.again().succeeds();
    assert_eq!(
        FILES.map(|file| vendor.read(&format!("acme/{file}"))),
        first
    );
    assert_eq!(
        FILES.map(written),
        times,
        "a file was written for no reason"
    );
    vendor
        .extract(&options)
        .fails_with(&["error[edited]", "acme/extract.toml:1:1", "`--again`"]);
}

#[test]
fn what_others_wrote_stays() {
    let vendor = Vendor::with_recipe();
    vendor.write("acme/SOURCE.md", "# Acme\n\nFrom a page.\n");
    vendor.write("acme/codegen.toml", "[names]\n");
    vendor.again().succeeds();
    let source = vendor.read("acme/SOURCE.md");
    assert!(
        source.starts_with("# Acme\n\nFrom a page.\n\n<!--"),
        "{source}"
    );
    vendor.write("acme/SOURCE.md", &format!("{source}\n## Traps\n"));
    vendor.change("acme/extract.toml", "No oxen.", "Oxen are out.");
    vendor.again().succeeds();
    let source = vendor.read("acme/SOURCE.md");
    assert!(source.ends_with("-->\n\n## Traps\n"), "{source}");
    assert!(source.contains("Oxen are out."), "{source}");
    assert_eq!(vendor.read("acme/codegen.toml"), "[names]\n");

    let ours = "openapi: 3.1.0\n";
    vendor.write("acme/openapi.yaml", ours);
    vendor
        .again()
        .fails_with(&["error[edited]", "acme/openapi.yaml:1:1"]);
    assert_eq!(vendor.read("acme/openapi.yaml"), ours);
}

#[test]
fn mistakes_have_a_place_and_nothing_is_written() {
    // The file, the text in it and its replacement; what the report says.
    let mistakes: [(&str, &str, &str, &[&str]); 16] = [
        (
            "acme/extract.toml",
            "cancelSubscription",
            "cancelSubscripton",
            &[
                "acme/extract.toml:5:8",
                "did you mean `cancelSubscription`?",
            ],
        ),
        (
            "acme/extract.toml",
            "subscription.ended",
            "subscription.end",
            &[
                "acme/extract.toml:2:13",
                "did you mean `subscription.ended`?",
            ],
        ),
        (
            "acme/extract.toml",
            "\"get /subscriptions/{id}\"",
            "\"cancelSubscription\"",
            &["acme/extract.toml:9:8", "named twice"],
        ),
        (
            "acme/extract.toml",
            "schemas/Plan\"",
            "schemas/Plane\"",
            &["error[unused-config]", "acme/extract.toml:16:7"],
        ),
        (
            "acme/extract.toml",
            "keep = \"string\"",
            "keep = \"integer\"",
            &["error[unused-config]", "acme/extract.toml:11:1"],
        ),
        (
            "acme/extract.toml",
            "properties/id\"",
            "properties/ids\"",
            &["error[unused-config]", "acme/extract.toml:41:"],
        ),
        (
            "acme/extract.toml",
            "only = [\"note\"]",
            "only = [\"notes\"]",
            &["acme/extract.toml:32:9", "did you mean `note`?"],
        ),
        (
            "acme/extract.toml",
            "only = [\"note\"]",
            "only = [\"note\"]\nany = true",
            &["acme/extract.toml:30:1", "exactly one of"],
        ),
        (
            "acme/extract.toml",
            "reason = \"No oxen.\"",
            "reason = \" \"",
            &["acme/extract.toml:20:1", "`reason` is empty"],
        ),
        (
            "acme/extract.toml",
            "reason = \"No oxen.\"",
            "reson = \"No oxen.\"",
            &["acme/extract.toml:23:1", "reson"],
        ),
        (
            "acme/extract.toml",
            "[\"/components/schemas/Order\"]",
            "[\"#/components/schemas/Order\"]",
            &["acme/extract.toml:31:7", "JSON Pointer"],
        ),
        (
            "acme/extract.toml",
            "[\"/components/schemas/Order\"]",
            "[\"/components/schemas/Plan\"]",
            &["acme/extract.toml:31:7", "another cut"],
        ),
        (
            "acme.yaml",
            "{$ref: \"#/components/schemas/Order\"}",
            "{$ref: \"#/components/schemas/Ordre\"}",
            &["error[missing-reference]", "acme.yaml:53:25"],
        ),
        (
            "acme.yaml",
            "{$ref: \"#/components/schemas/Order\"}",
            "{$ref: \"#/info\"}",
            &["acme.yaml:53:25", "only components are extracted"],
        ),
        (
            "acme.yaml",
            "info:",
            "info: }",
            &["error[syntax]", "acme.yaml:2:"],
        ),
        (
            "acme.yaml",
            "openapi: 3.1.0",
            "swagger: \"2.0\"",
            &["error[not-openapi]", "acme.yaml:1:1"],
        ),
    ];
    for (file, from, to, expected) in mistakes {
        let vendor = Vendor::with_recipe();
        vendor.change(file, from, to);
        let run = vendor.again();
        run.fails_with(expected);
        assert_eq!(run.said.matches("error[").count(), 1, "{}", run.said);
        assert_eq!(
            vendor.names(),
            ["extract.toml"],
            "{from}: something was written"
        );
    }
    let vendor = Vendor::new();
    let wrong = ["--operation", "getSubscripton", "--out", "acme"];
    vendor
        .extract(&wrong)
        .fails_with(&["acme.yaml:15:1\n", "#/paths\n", "`getSubscription`"]);
    assert!(vendor.names().is_empty(), "something was written");
}

/// The last stage of a document, of these operations.
fn rust_of(document: &Path, operations: &[&str]) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let settings = folder.path().join("codegen.toml");
    // Examples are the vendor's own words, and aren't extracted.
    let text = format!("operations = {operations:?}\nexamples = false\n");
    fs::write(&settings, text).expect("a file");
    let mut command = Command::new(xtask());
    command
        .arg("ir")
        .arg(document)
        .args(["--pass", "rust", "--config"]);
    let output = command.arg(settings).output().expect("a program");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// Fails unless a document and what is extracted of it become the same Rust.
fn is_alike(document: &Path, operations: &[&str]) {
    let folder = TempDir::new().expect("a temporary folder");
    let mut command = Command::new(xtask());
    command
        .arg("extract")
        .arg(document)
        .arg("--out")
        .arg(folder.path());
    for name in operations {
        command.args(["--operation", name]);
    }
    Run::of(&mut command).succeeds();
    let extracted = rust_of(&folder.path().join("openapi.yaml"), operations);
    let whole = rust_of(document, operations);
    assert!(
        extracted == whole,
        "{}:\n{whole}\nbecame\n{extracted}",
        document.display()
    );
}

#[test]
fn extracted_document_becomes_the_same_rust() {
    let document = tests().join("extract/acme.yaml");
    is_alike(&document, &["getSubscription", "cancelSubscription"]);
    assert!(
        rust_of(&document, &["getSubscription"]) != rust_of(&document, &["listAnvils"]),
        "the comparison can't fail"
    );
}

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("OPENAPI_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: OPENAPI_CORPUS doesn't name a folder with documents");
    }
    folder
}

#[test]
fn parts_of_real_documents_become_the_same_rust() {
    let Some(corpus) = corpus() else { return };
    let documents: [(&str, &[&str]); 4] = [
        (
            "flowglad.json",
            &["subscriptions-cancel", "subscriptions-list"],
        ),
        (
            "recurly.yaml",
            &["cancel_subscription", "list_account_subscriptions"],
        ),
        (
            "square.json",
            &["CancelSubscription", "SearchSubscriptions"],
        ),
        ("stripe.yaml", &["GetSubscriptions"]),
    ];
    for (document, operations) in documents {
        is_alike(&corpus.join(document), operations);
    }
}

/// The vendors that were extracted, with the names of their documents.
const EXTRACTED: [(&str, &str); 15] = [
    ("autumn", "autumn.yaml"),
    ("chargebee", "chargebee-v1.json"),
    ("dodo_payments", "dodopayments.yaml"),
    ("flexprice", "flexprice.json"),
    ("hyperswitch", "hyperswitch-v1.json"),
    ("lago", "lago.yaml"),
    ("lemon_squeezy", "lemonsqueezy-thirdparty.yaml"),
    ("orb", "orb-thirdparty.yaml"),
    ("paddle", "paddle.yaml"),
    ("paypal", "paypal-billing-subscriptions-v1.json"),
    ("polar", "polar.json"),
    ("recurly", "recurly.yaml"),
    ("revenuecat", "revenuecat-v2.yaml"),
    ("square", "square.json"),
    ("stripe", "stripe.yaml"),
];

#[test]
fn committed_vendors_are_as_they_are_extracted() {
    let Some(corpus) = corpus() else { return };
    for (vendor, document) in EXTRACTED {
        let folder = TempDir::new().expect("a temporary folder");
        for file in FILES {
            let from = specs().join(vendor).join(file);
            fs::copy(from, folder.path().join(file)).expect("a file");
        }
        let mut command = Command::new(xtask());
        command.arg("extract").arg(corpus.join(document));
        Run::of(command.arg("--again").arg(folder.path())).succeeds();
        for file in FILES {
            let read = |folder: &Path| fs::read_to_string(folder.join(file)).expect("a file");
            let committed = read(&specs().join(vendor));
            assert!(
                committed == read(folder.path()),
                "{vendor}/{file} is not up to date"
            );
        }
    }
}

/// No description of a vendor's is in the documents: each is in the recipe.
#[test]
fn every_description_of_an_extracted_vendor_is_ours() {
    let entries = fs::read_dir(specs()).expect("a folder");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let mut extracted: Vec<_> = folders
        .filter(|folder| folder.join("extract.toml").exists())
        .collect();
    extracted.sort();
    let names = extracted.iter().filter_map(|folder| folder.file_name());
    assert!(names.eq(EXTRACTED.map(|(vendor, _)| vendor)));
    for folder in extracted {
        let recipe = fs::read_to_string(folder.join("extract.toml")).expect("a file");
        let text = fs::read_to_string(folder.join("openapi.yaml")).expect("a file");
        let source = Source::parse("openapi.yaml", text).expect("YAML");
        let mut value = source.value().clone();
        // Names of at most three words.
        value["servers"].take();
        let mut texts = Vec::new();
        descriptions(&value, &mut texts);
        for text in texts {
            let sentences = text.split_inclusive(". ").map(str::trim);
            let mut foreign = sentences.filter(|sentence| !recipe.contains(sentence));
            assert_eq!(foreign.next(), None, "in {}", folder.display());
        }
    }
}

/// The descriptions and summaries in a document, as far as they are texts.
fn descriptions<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "description" || key == "summary" => {
                        texts.push(text);
                    }
                    other => descriptions(other, texts),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| descriptions(item, texts)),
        _ => {}
    }
}
