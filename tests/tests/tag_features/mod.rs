//! Crates with a feature for each tag.

use crate::generated::{Place, generated};
use crate::scratch::Scratch;
use crate::support::{folder_of_tests, read};
use openapi_client_generator::package::PackageModule;
use openapi_client_generator::{Config, File, Output};

/// The package, one for all documents so that dependencies are compiled once.
const NAME: &str = "tags";

fn config(settings: &str) -> Config {
    Config::parse("codegen.toml", settings).unwrap_or_else(|_| panic!("{settings}"))
}

fn output(text: &str, settings: &str, module: Option<&str>, included: bool) -> Output {
    let place = Place {
        package: NAME,
        module,
        is_included: included,
    };
    let output = generated(text, &config(settings), &place);
    output.unwrap_or_else(|findings| panic!("{findings}"))
}

fn crate_of(text: &str, settings: &str) -> Vec<File> {
    output(text, settings, None, false).client(NAME, &config(settings))
}

fn has(files: &[File], path: &str, item: &str) -> bool {
    let mut files = files.iter();
    files.any(|file| file.path == path && file.text.contains(item))
}

/// Fails if the compiler has anything to say of the crate with some set of features.
fn check(files: Vec<File>, sets: &[&str]) -> Scratch {
    let scratch = Scratch::of(NAME, files);
    for features in sets {
        let of_set = ["--no-default-features", "--features", features];
        let warnings = scratch.cargo(&[&["check"][..], &of_set].concat());
        assert!(warnings.is_empty(), "check with {features:?}: {warnings}");
    }
    scratch
}

fn document(scratch: &Scratch, sets: &[&str]) {
    for features in sets {
        let of_set = ["--no-default-features", "--features", features];
        let warnings = scratch.cargo(&[&["doc", "--no-deps"][..], &of_set].concat());
        assert!(warnings.is_empty(), "doc with {features:?}: {warnings}");
    }
}

fn tagged() -> String {
    read(&folder_of_tests("shop/tagged/openapi.yaml"))
}

/// The document of every awkward tag: the names of features, of libraries, of modules, of types
/// and of macros; none of letters, in other scripts, with a word of Rust; an operation with two.
fn odd() -> String {
    let manifest = read(&folder_of_tests("../generator/runtime/Cargo.toml"));
    let (_, features) = manifest.split_once("[features]").expect("features");
    let (features, rest) = features
        .split_once("\n[dependencies]")
        .expect("dependencies");
    let (libraries, _) = rest.split_once("\n[").expect("another section");
    let keys = |text: &str| -> Vec<String> {
        let keys = text.lines().filter_map(|line| line.split_once(" = "));
        keys.map(|(key, _)| key.to_owned()).collect()
    };
    let others = [
        "🎉",
        "",
        "schemas",
        "tags",
        "cli",
        "types",
        "runtime",
        "self",
        "type",
        "main",
        "Problem",
        "object",
        "std",
        "注文",
        "größe",
        "line items",
        "line-items",
        "1st",
    ];
    let tags = keys(features).into_iter().chain(keys(libraries));
    let tags: Vec<String> = tags.chain(others.map(str::to_owned)).collect();
    let mut text = include_str!("odd.yaml").to_owned();
    for (index, tag) in tags.iter().enumerate() {
        text.push_str(&format!(
            "  /p{index}:\n    get:\n      tags: [{tag:?}, second]\n      responses:\n        \
             \"200\": {{description: It., content: {{application/json: {{schema: {{type: object, \
             properties: {{p{index}: {{type: string}}}}}}}}}}}}\n"
        ));
    }
    text
}

/// The feature of a tag is enough for its operations and their types, and no type is gone
/// that others have, too.
#[test]
fn a_tag_compiles_without_the_others() {
    let mapped = read(&folder_of_tests("shop/tagged/codegen.toml"));
    let settings = format!("tag_features = true\n{mapped}");
    let files = crate_of(&tagged(), &settings);
    assert!(has(&files, "src/types.rs", "pub struct Problem"));
    let own = "src/types/tags/subscriptions.rs";
    assert!(has(&files, own, "pub struct Subscription"));
    assert!(has(&files, own, "Behind the feature `subscriptions`."));
    let function = "`DELETE /subscriptions/{id}` · Behind the feature `subscriptions`.";
    assert!(has(&files, "src/subscriptions.rs", function));
    assert!(has(
        &files,
        "README.md",
        "features = [\"client\", \"invoices\"]"
    ));
    // The neutral interface calls operations by itself.
    let sets = ["", "client,subscriptions", "cancel", "cancel,tags,schemas"];
    let scratch = check(files, &sets);
    document(&scratch, &["cancel,tags", "client,invoices"]);

    // Functions on the client, and the runtime as a dependency.
    let runtime = folder_of_tests("../generator/runtime");
    let settings = format!("tag_features = true\n[runtime]\npath = {runtime:?}\n");
    let sets = ["client,subscriptions", "client,tags,schemas,mock"];
    check(crate_of(&tagged(), &settings), &sets);

    // Equal examples of two tags are two constants, each behind its feature.
    let problem = "{schema: {$ref: \"#/components/schemas/Problem\"}";
    let with_example = problem.replacen("schema: {", "example: {message: no}, schema: {", 1);
    let files = crate_of(
        &tagged().replace(problem, &with_example),
        "tag_features = true\n",
    );
    for (feature, name) in [
        ("invoices", "CREATE_INVOICE_402"),
        ("subscriptions", "CANCEL_SUBSCRIPTION_404"),
    ] {
        let constant = format!("#[cfg(feature = \"{feature}\")]\npub const {name}: ");
        assert!(has(&files, "src/examples.rs", &constant), "{constant}");
    }
    let sets = ["client,mock", "client,mock,invoices", "client,mock,tags"];
    document(&check(files, &sets), &["client,mock,invoices"]);

    let files = crate_of(&odd(), "tag_features = true\n");
    // Times are in the types of one tag, and in the arguments of another.
    for line in [
        "\ndated = [\"jiff\"]\n",
        "\nsince = [\"jiff\"]\n",
        "\nshared = []\n",
        "\nmock-tag = []\n",
        "\nschemas-tag = []\n",
    ] {
        assert!(has(&files, "Cargo.toml", line), "{line}");
    }
    let own = "src/types/tags/hooked.rs";
    assert!(has(&files, own, "pub enum PostHookedCallback"));
    let own = "src/types/schemas.rs";
    assert!(has(&files, own, "pub enum WebhookEvent"));
    let sets = [
        "",
        "client,dated",
        "client,since",
        "client,shared",
        "schemas,webhooks",
        "client,tags,schemas",
    ];
    let scratch = check(files, &sets);
    document(&scratch, &["client,shared", "client,tags,schemas"]);
    let files = crate_of(&odd(), "layout = \"tags\"\ntag_features = true\n");
    let scratch = check(files, &["client,self_", "client,tags,schemas"]);
    document(&scratch, &["client,tags,schemas"]);

    // Where times are in what all tags have, they are there without any.
    let files = crate_of(
        &odd().replace("# format", "format"),
        "tag_features = true\n",
    );
    assert!(has(&files, "Cargo.toml", "\njiff = []\n"));
    assert!(has(&files, "Cargo.toml", "\ndated = []\n"));
    check(files, &["", "client,shared"]);
}

/// A document with one tag, or none, has the features that another has.
#[test]
fn a_document_of_one_tag_has_features() {
    let text = tagged().replace("[Invoices]", "[Subscriptions]");
    let (head, tail) = text
        .split_once("  /health:")
        .expect("an operation without a tag");
    let (_, tail) = tail.split_once("components:").expect("components");
    let one = format!("{head}components:{tail}");
    let files = crate_of(&one, "tag_features = true\n");
    let features = "\ntags = [\"subscriptions\"]\nschemas = []\nsubscriptions = []\n";
    assert!(has(&files, "Cargo.toml", features));
    let none = text.replace("tags: [Subscriptions]", "deprecated: false");
    let files = crate_of(&none, "tag_features = true\n");
    let features = "\ntags = [\"operations\"]\nschemas = []\noperations = []\n";
    assert!(has(&files, "Cargo.toml", features));
    // Without operations there is nothing to choose from.
    let (head, _) = text.split_once("paths:").expect("paths");
    let (_, tail) = text.split_once("components:").expect("components");
    let files = crate_of(
        &format!("{head}paths: {{}}\ncomponents:{tail}"),
        "tag_features = true\n",
    );
    assert!(has(&files, "Cargo.toml", "\ndefault = [\"client\"]\n"));
}

/// A module of several and code that a build script includes have no features of their own.
#[test]
fn only_a_crate_has_features_of_tags() {
    for (module, included) in [(Some("tagged"), false), (None, true)] {
        let texts = ["", "tag_features = true\n"].map(|settings| {
            let module: PackageModule = output(&tagged(), settings, module, included).module(NAME);
            let files = module.files.into_iter();
            files.map(|file| (file.path, file.text)).collect::<Vec<_>>()
        });
        assert_eq!(texts[0], texts[1]);
    }
}
