//! The crate around generated modules: its manifest, its root, and the runtime.
//!
//! The runtime is ordinary Rust, compiled and tested in `generator/runtime`, and
//! written out here as it is. Must not know what is in the modules.

use crate::render::File;

/// A crate to be written.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// `package.name`.
    pub name: String,
    /// `package.version`.
    pub version: String,
    /// `package.description`.
    pub description: String,
    /// The doc comment of the crate, in CommonMark.
    pub docs: String,
    /// Its modules, sorted by name.
    pub modules: Vec<PackageModule>,
}

/// A module of a crate, behind a feature of the same name.
#[derive(Debug, Clone, Default)]
pub struct PackageModule {
    /// Its name, which is also its feature's.
    pub name: String,
    /// What it talks to.
    pub title: String,
    /// Whether it has instants or dates in its types.
    pub has_time: bool,
    /// Its files, their paths relative to the module's folder.
    pub files: Vec<File>,
}

macro_rules! runtime {
    ($($name:literal,)+) => {
        /// The runtime's source.
        const RUNTIME: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../runtime/src/runtime/", $name))),)+
        ];
    };
}

runtime![
    "call.rs",
    "client.rs",
    "credential.rs",
    "decode_error.rs",
    "default_transport.rs",
    "error.rs",
    "json.rs",
    "json_serde.rs",
    "literal.rs",
    "macros.rs",
    "mod.rs",
    "number.rs",
    "parameter.rs",
    "parse.rs",
    "record.rs",
    "reply.rs",
    "secret.rs",
    "server.rs",
    "transport.rs",
    "union.rs",
    "union_macros.rs",
    "wire.rs",
    "writer.rs",
];

/// The runtime's manifest, whose dependencies are those of every generated crate.
const RUNTIME_MANIFEST: &str = include_str!("../runtime/Cargo.toml");

/// The oldest compiler that generated code is written for.
pub const RUST_VERSION: &str = "1.88";

/// Every file of a crate, sorted by path.
pub fn package(package: &Package) -> Vec<File> {
    let mut files = vec![
        File {
            path: "Cargo.toml".to_owned(),
            text: manifest(package),
        },
        File {
            path: "src/lib.rs".to_owned(),
            text: root(package),
        },
    ];
    for (name, text) in RUNTIME {
        files.push(File {
            path: format!("src/runtime/{name}"),
            text: (*text).to_owned(),
        });
    }
    for module in &package.modules {
        for file in &module.files {
            let path = format!("src/{}/{}", module.name, file.path);
            files.push(File {
                path,
                text: file.text.clone(),
            });
        }
    }
    files.sort();
    files
}

fn manifest(package: &Package) -> String {
    // A JSON string is a basic string of TOML.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let names: Vec<String> = package
        .modules
        .iter()
        .map(|module| quoted(&module.name))
        .collect();
    let features: Vec<String> = package
        .modules
        .iter()
        .map(|module| {
            format!(
                "{} = [{}]",
                module.name,
                if module.has_time { "\"jiff\"" } else { "" }
            )
        })
        .collect();
    format!(
        r#"# Generated together with `src`; do not edit.

[package]
name = {name}
version = {version}
description = {description}
edition = "2024"
rust-version = "{RUST_VERSION}"
license = "MIT OR Apache-2.0"
publish = false

[features]
default = [{names}]
{features}
# `date-time` and `date` as types of that crate.
jiff = ["dep:jiff"]

{dependencies}
[lints.rust]
unsafe_code = "forbid"

[lints.clippy]
# A reply is taken apart where it arrives and seldom moved.
large_enum_variant = "allow"
"#,
        name = quoted(&package.name),
        version = quoted(&package.version),
        description = quoted(&package.description),
        names = names.join(", "),
        features = features.join("\n"),
        dependencies = dependencies(),
    )
}

/// The `[dependencies]` of the runtime's manifest, as they stand there.
fn dependencies() -> String {
    let mut text = String::new();
    let mut inside = false;
    for line in RUNTIME_MANIFEST.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        }
        if inside {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn root(package: &Package) -> String {
    let mut text = String::new();
    for line in package.docs.lines() {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    for module in &package.modules {
        text.push_str(&format!(
            "\n#[cfg(feature = \"{name}\")]\n#[rustfmt::skip]\npub mod {name};\n",
            name = module.name,
        ));
    }
    text.push_str("\npub mod runtime;\n\npub use runtime::{BaseUrl, BuildError, ClientBuilder, DecodeError, Error, Secret};\n");
    text
}

#[cfg(test)]
mod tests {
    use super::RUNTIME;

    #[test]
    fn every_file_of_the_runtime_is_written_out() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/runtime");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the runtime is beside this crate")
            .map(|entry| {
                entry
                    .expect("a readable folder")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        found.sort();
        let listed: Vec<&str> = RUNTIME.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, found);
    }
}
