//! A crate that is the client of one API: its name, its map of the document, its README.
//!
//! Takes the module that was generated. Must not know what is in it.

use crate::config::is_package_name;
use crate::emit::FirstCall;
use crate::package::{Package, PackageModule, standalone};
use crate::render::File;
use serde_json::Value;

/// A client to be written as a crate.
#[derive(Debug, Clone)]
pub struct Client<'a> {
    /// The crate.
    pub package: Package,
    /// The module that becomes the crate's root.
    pub module: PackageModule,
    /// The map from the document to Rust.
    pub bindings: &'a Value,
    /// A first call.
    pub first_call: Option<&'a FirstCall>,
}

/// Every file of the crate, sorted by path.
pub fn client(client: &Client<'_>) -> Vec<File> {
    let mut files = standalone(&client.package, &client.module);
    files.push(File {
        path: "bindings.json".to_owned(),
        text: format!("{:#}\n", client.bindings),
    });
    files.push(File {
        path: "README.md".to_owned(),
        text: readme(client),
    });
    files.sort();
    files
}

/// The most characters of a name that is made of a text.
const LONGEST: usize = 57;

/// The name of a package that a text suggests, such as that of a folder or the title of an
/// API: its words with one hyphen between each two, so that the crate is in snake case.
pub fn package_name(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(LONGEST).collect();
    match name.trim_end_matches('-') {
        "" => "client".to_owned(),
        name if is_package_name(name) => name.to_owned(),
        name => format!("client-{name}"),
    }
}

fn readme(client: &Client<'_>) -> String {
    let name = &client.package.name;
    let title = client.module.title.split_whitespace();
    let title = title.collect::<Vec<_>>().join(" ");
    let first = match client.first_call {
        Some(call) => first_call(name, call),
        None => String::new(),
    };
    let tags = tags(client);
    format!(
        "# {name}\n\nA typed async client of {title}, generated from its OpenAPI document; do not edit.\n\
         `bindings.json` says which type and function stands for which part of the document.\n{first}{}{tags}",
        tests(client)
    )
}

/// The section about the features of tags; nothing if they have none.
fn tags(client: &Client<'_>) -> String {
    let name = &client.package.name;
    let Some(first) = client.module.tag_features.first() else {
        return String::new();
    };
    format!(
        "\n## Features of tags\n\nEach tag of the document is a feature, and `schemas` is that of the \
         types of webhooks and of all else that no operation leads to. All are on by default: a crate that calls few tags is \
         built faster if it names those.\n\n\
         ```toml\n[dependencies]\n\
         {name} = {{ path = \"../{name}\", default-features = false, features = [\"client\", \"{}\"] }}\n\
         ```\n\n`Cargo.toml` lists the features; the documentation says which operations stand behind each.\n",
        first.name
    )
}

/// The section about the document's examples, if there are some.
fn tests(client: &Client<'_>) -> String {
    let mut files = client.module.files.iter();
    if !files.any(|file| file.path == "examples.rs") {
        return String::new();
    }
    "\n## Tests\n\nWith the feature `mock`, a client can be given a `MockTransport`, which responds from a script.\n\
     The module `examples` has the bodies that the document gives as examples, for\n\
     `MockTransport::new().respond(…)` and as values.\n"
        .to_owned()
}

/// The section about a first call: the manifest that it needs, and the program.
fn first_call(name: &str, call: &FirstCall) -> String {
    let variables = call.variables.iter().map(|name| format!("`{name}`"));
    let variables: Vec<String> = variables.collect();
    let from = match variables.is_empty() {
        true => String::new(),
        false => format!(
            " It reads {} from the environment.",
            variables.join(" and ")
        ),
    };
    let elsewhere = match call.variables.contains(&call.base_url) {
        true => String::new(),
        false => format!(
            " `{}` is the URL of another server, such as a mock.",
            call.base_url
        ),
    };
    let about = match call.calls {
        true => "This call only reads.",
        false => "No operation is sure to only read, so the call is yours to choose.",
    };
    let statements = call.statements.iter();
    let statements: String = statements.map(|line| format!("    {line}\n")).collect();
    format!(
        "\n## A first call\n\n```toml\n[dependencies]\n{name} = {{ path = \"../{name}\" }} # the path of this folder\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\n\
         ```rust,no_run\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         {statements}    Ok(())\n}}\n```\n\n{about}{from}{elsewhere}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_named_by_the_words_of_a_text() {
        for (text, name) in [
            ("Acme Billing – v2 (beta)", "acme-billing-v2-beta"),
            ("acme.example__billing", "acme-example-billing"),
            ("--acme--", "acme"),
            ("7up", "client-7up"),
            ("self", "client-self"),
            ("\u{6771}\u{4eac}", "client"),
        ] {
            assert_eq!(package_name(text), name, "{text}");
        }
        let long = package_name(&"ab ".repeat(40));
        assert!(long.len() <= LONGEST && !long.ends_with('-'), "{long}");
    }
}
