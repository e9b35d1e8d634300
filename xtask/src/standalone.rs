//! `cargo xtask codegen --spec FILE --out DIR`: a crate of its own.

use crate::codegen::Action;
use crate::tree::Tree;
use crate::vendors;
use openapi_client_generator::package::{Package, standalone};
use openapi_client_generator::{
    Config, File, Findings, GenerateOptions, Input, Output, Target, generate,
};
use std::path::Path;

/// Makes the crate of a document, or compares it.
pub(crate) fn run(
    spec: &Path,
    out: &Path,
    config: Option<&Path>,
    strict: bool,
    action: Action,
) -> Result<(), String> {
    let config = match config {
        Some(path) => vendors::read_config(path, &path.to_string_lossy())?,
        None => Config::default(),
    };
    let package = package_name(out);
    let output = generated(spec, &package, &config, strict)?;
    eprint!("{}{}", output.findings, summary(&output));
    let files = crate_of(&output, &package);
    let tree = Tree::at(out, &out.to_string_lossy());
    let comparison = tree.compare(&files, &|_| true)?;
    if action == Action::Check {
        return comparison.check(
            "the same command without `--check`",
            "the same command with `--force` instead of `--check`",
        );
    }
    tree.apply(&comparison, action == Action::Overwrite)?;
    vendors::progress(&format!(
        "{}: {} operations, {} types",
        out.display(),
        output.operations,
        output.types
    ));
    Ok(())
}

/// The list of what the crate lacks of the document.
fn summary(output: &Output) -> String {
    const MOST: usize = 10;
    let mut text = String::new();
    let parts = [
        ("left out", &output.skipped),
        ("taken as any JSON", &output.any_json),
    ];
    for (what, findings) in parts {
        let mut places: Vec<_> = findings.iter().map(|one| &one.at).collect();
        places.dedup();
        if places.is_empty() {
            continue;
        }
        text.push_str(&format!("{what}: {}\n", places.len()));
        for at in places.iter().take(MOST) {
            text.push_str(&format!("  {}\n", output.findings.place(at)));
        }
        if places.len() > MOST {
            text.push_str(&format!("  and {} more\n", places.len() - MOST));
        }
    }
    if !text.is_empty() {
        text.push_str("help: `--strict` makes errors of these; `bindings.json` lists all\n");
    }
    text
}

/// Generates from a document anywhere on the disk.
pub(crate) fn generated(
    spec: &Path,
    package: &str,
    config: &Config,
    strict: bool,
) -> Result<Output, String> {
    let options = GenerateOptions {
        all_schemas: true,
        strict,
    };
    with_input(spec, package, config, options, generate)
}

/// Hands a document anywhere on the disk to the generator.
pub(crate) fn with_input<T>(
    file: &Path,
    package: &str,
    config: &Config,
    options: GenerateOptions,
    take: impl FnOnce(Input<'_>) -> Result<T, Findings>,
) -> Result<T, String> {
    let name = file.to_string_lossy();
    let text = vendors::read(file, &name)?;
    let load = |path: &str| std::fs::read_to_string(path).map_err(|error| error.to_string());
    let input = Input {
        name: &name,
        text,
        config,
        options,
        load: &load,
        target: Target {
            package,
            module: None,
            command: "cargo xtask codegen --spec",
        },
    };
    take(input).map_err(|findings| findings.to_string())
}

/// The files of the crate that a document became.
pub(crate) fn crate_of(output: &Output, name: &str) -> Vec<File> {
    let package = Package {
        name: name.to_owned(),
        version: "0.1.0".to_owned(),
        description: format!("A typed async client of {}.", output.title),
        ..Package::default()
    };
    let mut files = standalone(&package, &output.module(name));
    files.push(File {
        path: "bindings.json".to_owned(),
        text: format!("{:#}\n", output.bindings),
    });
    files.push(File {
        path: "README.md".to_owned(),
        text: readme(output, name),
    });
    files.sort();
    files
}

/// A name for the package that the folder's name suggests.
fn package_name(out: &Path) -> String {
    let folder = out
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let name: String = folder
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    match name.trim_matches('-') {
        "" => "client".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("client-{name}"),
        name => name.to_owned(),
    }
}

fn readme(output: &Output, name: &str) -> String {
    let title = output
        .title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let first = match output.first_call.as_deref() {
        Some(call) => format!("\n## A first call\n\n```rust\n{call}```\n"),
        None => String::new(),
    };
    format!(
        "# {name}\n\nA typed async client of {title}, generated from its OpenAPI document; do not edit.\n\
         `bindings.json` says which type and function stands for which part of the document.\n{first}"
    )
}
