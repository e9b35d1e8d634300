//! A crate that is the client of one API: its name, its map of the document, its README.
//!
//! Takes the module that was generated. Must not know what is in it.

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
    /// A first call, as a program of Rust.
    pub first_call: Option<&'a str>,
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

/// The name of a package that a text suggests, such as that of a folder or the title of an
/// API.
pub fn package_name(text: &str) -> String {
    let text = text.to_lowercase();
    let name: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    match name.trim_matches('-') {
        "" => "client".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("client-{name}"),
        name => name.to_owned(),
    }
}

fn readme(client: &Client<'_>) -> String {
    let name = &client.package.name;
    let title = client.module.title.split_whitespace();
    let title = title.collect::<Vec<_>>().join(" ");
    let first = match client.first_call {
        Some(call) => format!("\n## A first call\n\n```rust\n{call}```\n"),
        None => String::new(),
    };
    format!(
        "# {name}\n\nA typed async client of {title}, generated from its OpenAPI document; do not edit.\n\
         `bindings.json` says which type and function stands for which part of the document.\n{first}"
    )
}
