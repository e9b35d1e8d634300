//! The crate around generated modules: its manifest, its root, and the runtime.
//!
//! The runtime is ordinary Rust, compiled and tested in `generator/runtime`, and
//! written out here as it is. Must not know what is in the modules.

mod program;

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
    /// The title of the API that it is a client of.
    pub title: String,
    /// `true` if it has instants or dates in its types.
    pub has_time: bool,
    /// `true` if its feature is on by default.
    pub is_default: bool,
    /// The capabilities of its vendor, if it has the neutral interface: a heading and a cell for
    /// each column of a table.
    pub capabilities: Option<Vec<(&'static str, String)>>,
    /// Its files, their paths relative to the module's folder.
    pub files: Vec<File>,
}

/// The runtime's source: the path of each file, and its text.
const RUNTIME: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The runtime in the root of a crate, with what callers name.
const RUNTIME_EXPORTS: &str = "\
pub mod runtime;

#[cfg(feature = \"client\")]
pub use runtime::{AnyError, BaseUrl, BuildError, ClientBuilder, Error};
pub use runtime::{DecodeError, Nullable, Secret};
";

/// The runtime's manifest, whose features and dependencies are those of every
/// generated crate.
const RUNTIME_MANIFEST: &str = include_str!(concat!(env!("OUT_DIR"), "/runtime.toml"));

/// The oldest compiler that generated code is written for.
pub const RUST_VERSION: &str = "1.88";

/// Every file of a crate with a module for each API, sorted by path.
pub fn package(package: &Package) -> Vec<File> {
    let features = package.modules.iter().map(|module| {
        let needs: &[&str] = if module.has_time { &["jiff"] } else { &[] };
        (module.name.as_str(), needs)
    });
    let features: Vec<(&str, &[&str])> = features.collect();
    let default = package.modules.iter().filter(|module| module.is_default);
    let default: Vec<&str> = default.map(|module| module.name.as_str()).collect();
    let has_cancel = package.modules.iter().any(|one| one.capabilities.is_some());
    let mut files = around(package, has_cancel, root(package), &default, &features);
    if has_cancel {
        let vendors = package.modules.iter();
        let vendors = vendors.filter(|module| module.capabilities.is_some());
        let vendors = vendors.map(|module| module.name.as_str());
        files.extend(program::files(&crate_name(package), vendors));
        if let Some(manifest) = files.iter_mut().find(|file| file.path == "Cargo.toml") {
            manifest.text = program::with_program(&manifest.text, &package.name);
        }
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

/// Every file of a crate that is one API, whose module is the crate's root,
/// sorted by path.
pub fn standalone(package: &Package, module: &PackageModule) -> Vec<File> {
    let default: &[&str] = if module.has_time { &["jiff"] } else { &[] };
    let mut root = String::new();
    let mut others = Vec::new();
    for file in &module.files {
        match file.path.as_str() {
            "mod.rs" => root = format!("{}\n{RUNTIME_EXPORTS}", file.text),
            path => others.push(File {
                path: format!("src/{path}"),
                text: file.text.clone(),
            }),
        }
    }
    let has_cancel = module.capabilities.is_some();
    let mut files = around(package, has_cancel, root, default, &[]);
    files.extend(others);
    files.sort();
    files
}

/// The neutral interface: its feature, its folder in the runtime, and the lines about it in
/// the root of that.
const CANCEL: &str = "cancel";
const CANCEL_LINES: &[&str] = &[
    "//! | `cancel` | one interface to cancel at every vendor |\n",
    "#[cfg(feature = \"cancel\")]\npub mod cancel;\n\n",
];

/// The text of a file of the runtime; `None` for one that a crate without mappings doesn't
/// have.
fn runtime_file(name: &str, text: &str, has_cancel: bool) -> Option<String> {
    if has_cancel {
        return Some(text.to_owned());
    }
    let is_cancel = name
        .strip_prefix(CANCEL)
        .is_some_and(|rest| rest.starts_with('/'));
    match name {
        _ if is_cancel => None,
        "mod.rs" => Some(
            CANCEL_LINES
                .iter()
                .fold(text.to_owned(), |text, lines| text.replace(lines, "")),
        ),
        _ => Some(text.to_owned()),
    }
}

/// The manifest, the root, and the runtime.
fn around(
    package: &Package,
    has_cancel: bool,
    root: String,
    default: &[&str],
    features: &[(&str, &[&str])],
) -> Vec<File> {
    let mut files = vec![
        File {
            path: "Cargo.toml".to_owned(),
            text: manifest(package, has_cancel, default, features),
        },
        File {
            path: "src/lib.rs".to_owned(),
            text: root,
        },
    ];
    let crate_path = format!("{}::", crate_name(package));
    for (name, text) in RUNTIME {
        let Some(text) = runtime_file(name, text, has_cancel) else {
            continue;
        };
        files.push(File {
            path: format!("src/runtime/{name}"),
            // Its examples name the crate that they are compiled in.
            text: text.replace("openapi_client_runtime::", &crate_path),
        });
    }
    files
}

/// The name of a crate in paths.
fn crate_name(package: &Package) -> String {
    package.name.replace('-', "_")
}

fn manifest(
    package: &Package,
    has_cancel: bool,
    default: &[&str],
    features: &[(&str, &[&str])],
) -> String {
    // A JSON string is a basic string of TOML.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| quoted(name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let features: String = features
        .iter()
        .map(|(name, needs)| format!("{name} = [{}]\n", list(needs)))
        .collect();
    let (shared_default, shared) = shared_features(has_cancel);
    let shared_default = shared_default.iter().map(String::as_str);
    let default: Vec<&str> = shared_default.chain(default.iter().copied()).collect();
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
default = [{default}]
{features}{shared}
{dependencies}
[lints.rust]
unsafe_code = "forbid"
# Names come from the document, in whatever script it is written.
confusable_idents = "allow"
mixed_script_confusables = "allow"
uncommon_codepoints = "allow"

[lints.clippy]
# A response is taken apart where it arrives and seldom moved.
large_enum_variant = "allow"
"#,
        name = quoted(&package.name),
        version = quoted(&package.version),
        description = quoted(&package.description),
        default = list(&default),
        dependencies = dependencies(),
    )
}

/// The features of the runtime: those that are on by default, and the lines
/// that declare all of them, as they stand in its manifest, that of the neutral interface
/// only where a module has it.
fn shared_features(has_cancel: bool) -> (Vec<String>, String) {
    let mut default = Vec::new();
    let mut text = String::new();
    // The lines above a feature are about it.
    let mut comment = String::new();
    let features = sections(|header| header == "[features]");
    for line in features.iter().flat_map(|section| section.lines().skip(1)) {
        match line.strip_prefix("default = [") {
            Some(names) => {
                let names = names.trim_end_matches(']').split(',');
                let names = names.map(|name| name.trim().trim_matches('"').to_owned());
                default.extend(names.filter(|name| !name.is_empty()));
            }
            None => {
                let name = line.split(" = ").next().unwrap_or_default();
                if name == CANCEL && !has_cancel {
                    comment.clear();
                    continue;
                }
                comment.push_str(line);
                comment.push('\n');
                if !line.starts_with('#') {
                    text.push_str(&std::mem::take(&mut comment));
                }
            }
        }
    }
    text.push_str(&comment);
    (default, text)
}

/// True of a name that no module of a crate can have, as the crate has a module
/// or a feature of that name.
pub fn is_taken(name: &str) -> bool {
    let features = sections(|header| header == "[features]");
    let lines = features.iter().flat_map(|section| section.lines());
    let mut names = lines.filter_map(|line| line.split_once(" = [").map(|(name, _)| name));
    name == "runtime" || program::NAMES.contains(&name) || names.any(|feature| feature == name)
}

/// The dependencies of the runtime, those for some targets only among them, as
/// they stand in its manifest.
fn dependencies() -> String {
    sections(|header| {
        header == "[dependencies]"
            || header.starts_with("[target.") && header.ends_with(".dependencies]")
    })
    .join("\n")
}

/// The sections of the runtime's manifest with such a header, each with one
/// line break at its end.
fn sections(wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    let mut inside = false;
    for line in RUNTIME_MANIFEST.lines() {
        if line.starts_with('[') {
            inside = wanted(line);
            if inside {
                sections.push(String::new());
            }
        }
        if let (true, Some(section)) = (inside, sections.last_mut()) {
            section.push_str(line);
            section.push('\n');
        }
    }
    for section in &mut sections {
        section.truncate(section.trim_end().len());
        section.push('\n');
    }
    sections
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
    text.push('\n');
    text.push_str(RUNTIME_EXPORTS);
    if package.modules.iter().any(|one| one.capabilities.is_some()) {
        text.push_str(program::ROOT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::is_taken;

    #[test]
    fn names_of_features_and_of_the_runtime_are_taken() {
        for name in [
            "blocking", "cli", "client", "default", "jiff", "program", "runtime", "tracing",
            "vendors",
        ] {
            assert!(is_taken(name), "{name}");
        }
        for name in ["acme", "futures", "dep", "tokio"] {
            assert!(!is_taken(name), "{name}");
        }
    }
}
