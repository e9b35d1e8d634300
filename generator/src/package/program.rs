//! The program of a crate that cancels subscriptions, and the table of its vendors.
//!
//! The program is ordinary Rust, compiled and tested in `generator/program`.

use crate::render::File;

/// The program's source: the path of each file, and its text.
const PROGRAM: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/program.rs"));

/// The program's manifest, whose feature and dependencies are those of the crates that have
/// it.
const MANIFEST: &str = include_str!(concat!(env!("OUT_DIR"), "/program.toml"));

/// The names of the crate's modules and of its feature.
pub(super) const NAMES: &[&str] = &["cli", "program", "vendors"];

/// The table in the root of the crate. A browser has no environment variables.
pub(super) const ROOT: &str = "
#[cfg(all(
    feature = \"cancel\",
    not(all(target_arch = \"wasm32\", target_os = \"unknown\"))
))]
mod vendors;
#[cfg(all(
    feature = \"cancel\",
    not(all(target_arch = \"wasm32\", target_os = \"unknown\"))
))]
pub use vendors::VENDORS;
";

/// The files of the program, and the table of vendors, which it is given.
pub(super) fn files<'v>(crate_name: &str, vendors: impl Iterator<Item = &'v str>) -> Vec<File> {
    let mut files = vec![
        File {
            path: "src/main.rs".to_owned(),
            text: main(crate_name),
        },
        File {
            path: "src/vendors.rs".to_owned(),
            text: table(vendors),
        },
    ];
    files.extend(PROGRAM.iter().map(|(name, text)| File {
        path: format!("src/program/{name}"),
        text: text.replace("openapi_client_runtime", crate_name),
    }));
    files
}

fn main(crate_name: &str) -> String {
    format!(
        "\
//! Cancels subscriptions: see `--help`.

mod program;

use std::process::ExitCode;

fn main() -> ExitCode {{
    program::main({crate_name}::VENDORS)
}}
"
    )
}

fn table<'v>(vendors: impl Iterator<Item = &'v str>) -> String {
    let rows = vendors.map(|name| {
        format!(
            "    #[cfg(feature = \"{name}\")]
    VendorClient {{
        vendor: &crate::{name}::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::{name}::Client::from_env()?)),
    }},
"
        )
    });
    let rows: String = rows.collect();
    format!(
        "\
//! The vendors whose subscriptions this crate cancels.

use crate::runtime::cancel::VendorClient;

/// The vendors whose features are on, sorted by name.
pub static VENDORS: &[VendorClient] = &[
{rows}];
"
    )
}

/// A crate's manifest with the program, its feature, and what that depends on.
pub(super) fn with_program(manifest: &str, name: &str) -> String {
    let feature = between("# The program.", "\n]\n");
    let dependencies = between("[dependencies]\n", "\n[").replace("[dependencies]\n", "");
    let name = serde_json::Value::from(name);
    let bin = format!(
        "[[bin]]\nname = {name}\npath = \"src/main.rs\"\nrequired-features = [\"cli\"]\n\n"
    );
    manifest
        .replacen(
            "\n[dependencies]\n",
            &format!("{feature}\n\n[dependencies]\n{}\n", dependencies.trim_end()),
            1,
        )
        .replacen("[features]\n", &format!("{bin}[features]\n"), 1)
}

/// The part of the program's manifest from one text up to and including another's first
/// line.
fn between(start: &str, end: &str) -> &'static str {
    let Some(from) = MANIFEST.find(start) else {
        return "";
    };
    let rest = &MANIFEST[from..];
    let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
    rest[..length].trim_end_matches('[').trim_end()
}
