//! The crate around generated modules: its manifest, its root, and the runtime.
//!
//! The runtime is ordinary Rust, compiled and tested in `generator/runtime`, and
//! written out here as it is. Must not know what is in the modules.

mod choices;
mod included;
mod manifest;
mod marked;
pub mod marker;
mod parts;
mod program;

pub use choices::Choices;
pub use included::included;
pub use manifest::{RUST_VERSION, is_taken, known_dependencies};
pub use parts::{Package, PackageModule, PartFeature};

use crate::config::RuntimeSettings;
use crate::render::File;
use manifest::{CANCEL, Features, manifest};

/// The runtime's source: the path of each file, and its text.
const RUNTIME: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The parts of the runtime that callers name, in the root of a crate.
const RUNTIME_EXPORTS: &str = "\
#[cfg(feature = \"client\")]
pub use runtime::{AnyError, BaseUrl, BuildError, ClientBuilder, Error};
pub use runtime::{DecodeError, Nullable, Secret};
";

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
    let features = Features {
        has_cancel,
        has_time: false,
        default: &default,
        own: &features,
    };
    let mut files = around(package, &package.modules, &features, root(package));
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
    let tags = module.tag_features.iter().map(|tag| tag.name.as_str());
    let tags: Vec<&str> = tags.collect();
    let mut own: Vec<(&str, &[&str])> = Vec::new();
    if !tags.is_empty() {
        own.push((ALL_TAGS, &tags));
    }
    let parts = module.schemas_feature.iter().chain(&module.tag_features);
    own.extend(parts.map(|part| {
        let needs_time = part.has_time && !module.always_has_time;
        let needs: &[&str] = if needs_time { &["jiff"] } else { &[] };
        (part.name.as_str(), needs)
    }));
    let schemas = module.schemas_feature.iter().map(|one| one.name.as_str());
    let all = (!tags.is_empty()).then_some(ALL_TAGS);
    let default: Vec<&str> = schemas.chain(all).collect();
    let features = Features {
        has_cancel: module.capabilities.is_some(),
        has_time: module.always_has_time,
        default: &default,
        own: &own,
    };
    let mut root = String::new();
    let mut others = Vec::new();
    for file in &module.files {
        match file.path.as_str() {
            "mod.rs" => root = format!("{}\n{}", file.text, runtime_root(package)),
            path => others.push(File {
                path: format!("src/{path}"),
                text: file.text.clone(),
            }),
        }
    }
    let mut files = around(package, std::slice::from_ref(module), &features, root);
    files.push(File {
        path: "rustfmt.toml".to_owned(),
        text: RUSTFMT.to_owned(),
    });
    files.extend(others);
    files.sort();
    files
}

/// The feature of all tags, which is on by default.
pub const ALL_TAGS: &str = "tags";

/// The settings of `rustfmt` for a crate of generated code.
const RUSTFMT: &str = "\
# The generator lays the code out, and `cargo fmt` leaves it as it is.
disable_all_formatting = true
";

/// The lines about the neutral interface in the root of the runtime.
const CANCEL_LINES: &[&str] = &[
    "//! | `cancel` | one interface to cancel at every vendor |\n",
    "#[cfg(feature = \"cancel\")]\npub mod cancel;\n\n",
];

/// The attribute of what instants and dates need.
const IF_TIME: &str = "#[cfg(feature = \"jiff\")]\n";

/// The attributes by which the runtime hands a table out to other crates.
const EXPORT: &str = "#[doc(hidden)]\n#[macro_export]\n";

/// The comment above the tables in the root of the runtime.
const TABLES: &str = "// Tables.\n";

/// A file of the runtime with its tables for the crate around it alone.
fn with_own_tables(text: &str) -> String {
    let (items, tables) = text.split_once(TABLES).unwrap_or((text, ""));
    let mut own = String::with_capacity(text.len());
    let items = items.replace(EXPORT, "").replace("#[macro_export]\n", "");
    for line in items.split_inclusive('\n') {
        // Of what stands in the same file, only macros are exported so.
        let names = line.strip_prefix("pub use ");
        match names.filter(|names| !names.contains("::")) {
            Some(names) => own.extend(["pub(crate) use ", names]),
            None => own.push_str(line),
        }
    }
    let tables = tables.replace("#[doc(hidden)]\n", "");
    own.push_str(&tables.replace("pub use ", "pub(crate) use "));
    own
}

/// The text of a file of the runtime; `None` for one that a crate without mappings doesn't
/// have.
fn runtime_file(name: &str, text: &str, features: &Features<'_>) -> Option<String> {
    let mut text = with_own_tables(text);
    if features.has_time {
        text = text.replace(IF_TIME, "");
    }
    if features.has_cancel {
        return Some(text);
    }
    let is_cancel = name
        .strip_prefix(CANCEL)
        .is_some_and(|rest| rest.starts_with('/'));
    match name {
        _ if is_cancel => None,
        "mod.rs" => Some(
            CANCEL_LINES
                .iter()
                .fold(text, |text, lines| text.replace(lines, "")),
        ),
        _ => Some(text),
    }
}

/// The manifest, the root, and the runtime.
fn around(
    package: &Package,
    modules: &[PackageModule],
    features: &Features<'_>,
    root: String,
) -> Vec<File> {
    let mut choices = Choices::default();
    for module in modules {
        choices.add(&module.choices);
    }
    let mut root = root;
    if choices.own_types().is_some() {
        root.push_str("\nmod own_types;\n");
    }
    let mut files = vec![
        File {
            path: "Cargo.toml".to_owned(),
            text: manifest(package, &choices, features),
        },
        File {
            path: "src/lib.rs".to_owned(),
            text: root,
        },
    ];
    if let Some(text) = choices.own_types() {
        files.push(File {
            path: "src/own_types.rs".to_owned(),
            text,
        });
    }
    if package.runtime.is_some() {
        return files;
    }
    let crate_path = format!("{}::", crate_name(package));
    for (name, text) in RUNTIME {
        let text = runtime_file(name, text, features);
        let Some(text) = text.and_then(|text| choices.runtime_file(name, &text)) else {
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

/// The runtime in the root of a crate: a module of it, or the crate that it is.
fn runtime_root(package: &Package) -> String {
    match &package.runtime {
        None => format!("pub mod runtime;\n\n{RUNTIME_EXPORTS}"),
        Some(RuntimeSettings { crate_name, .. }) => {
            format!("pub use {crate_name} as runtime;\n\n{RUNTIME_EXPORTS}")
        }
    }
}

/// The name of a crate in paths.
fn crate_name(package: &Package) -> String {
    package.name.replace('-', "_")
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
    text.push_str(&runtime_root(package));
    if package.modules.iter().any(|one| one.capabilities.is_some()) {
        text.push_str(program::ROOT);
    }
    text
}
