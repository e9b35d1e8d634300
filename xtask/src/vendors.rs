//! The vendors in `specs`, and the module that each of them becomes.

use openapi_client_cli::{Loader, Settings, progress, read_text};
use openapi_client_generator::diag::{RenderOptions, Severity};
use openapi_client_generator::package::{PackageModule, is_taken};
use openapi_client_generator::words::is_keyword;
use openapi_client_generator::{Config, GenerateOptions, Input, Target, generate};
use std::fs;
use std::path::Path;

/// The name of the generated crate.
pub(crate) const PACKAGE: &str = "subscription-cancel";

/// The names a vendor's document may have.
const DOCUMENTS: &[&str] = &["openapi.yaml", "openapi.yml", "openapi.json"];

/// The folders of `specs`, sorted.
pub(crate) fn list(root: &Path) -> Result<Vec<String>, String> {
    let specs = root.join("specs");
    let unreadable =
        |error: std::io::Error| format!("error[unreadable]: specs can't be read: {error}");
    let mut names = Vec::new();
    for entry in fs::read_dir(&specs).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().map_err(unreadable)?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    for name in &names {
        let mut letters = name.chars();
        let starts = letters.next().is_some_and(|c| c.is_ascii_lowercase());
        let goes_on = letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !starts || !goes_on || is_keyword(name) || is_taken(name) {
            return Err(format!(
                "error[config]: `{name}` can't be the name of a module\n  at specs/{name}\n  \
                 help: name the folder in lower case letters, digits and `_`; a keyword, `runtime` and the features of the crate are taken"
            ));
        }
    }
    Ok(names)
}

/// The module of one vendor. Warnings about its document are printed; errors in
/// it are the error.
pub(crate) fn module(root: &Path, vendor: &str) -> Result<PackageModule, String> {
    let (name, text) = document(root, vendor)?;
    let config = config(root, vendor)?;
    let loader = Loader::new(root, &name, &config);
    let load = |path: &str| loader.load(path);
    let input = Input {
        name: &name,
        text,
        config: &config,
        options: GenerateOptions {
            strict: true,
            ..GenerateOptions::default()
        },
        load: &load,
        target: Target {
            package: PACKAGE,
            module: Some(vendor),
            command: &format!("cargo xtask codegen {vendor}"),
        },
    };
    let output = generate(input).map_err(|findings| findings.to_string())?;
    if output.findings.report.count(Severity::Warning) > 0 {
        let options = RenderOptions {
            notes: false,
            ..RenderOptions::default()
        };
        eprint!("{}", output.findings.render(&options));
    }
    progress(&format!(
        "{vendor}: {} operations, {} types, {} lines",
        output.operations,
        output.types,
        output
            .files
            .iter()
            .map(|file| file.text.lines().count())
            .sum::<usize>(),
    ));
    Ok(output.module(vendor))
}

fn document(root: &Path, vendor: &str) -> Result<(String, String), String> {
    let mut names = DOCUMENTS
        .iter()
        .map(|document| format!("specs/{vendor}/{document}"));
    let Some(name) = names.find(|name| root.join(name).exists()) else {
        return Err(format!(
            "error[unreadable]: there is no document\n  at specs/{vendor}\n  help: add {}",
            DOCUMENTS.join(" or "),
        ));
    };
    let text = read_text(&root.join(&name), &name);
    let text = text.map_err(|findings| findings.to_string())?;
    Ok((name, text))
}

fn config(root: &Path, vendor: &str) -> Result<Config, String> {
    let name = format!("specs/{vendor}/codegen.toml");
    match root.join(&name) {
        path if path.exists() => read_config(&path, &name),
        _ => Ok(Config::default()),
    }
}

/// The settings in a file, which reports call `name`.
pub(crate) fn read_config(path: &Path, name: &str) -> Result<Config, String> {
    let settings = Settings::read(path, name).map_err(|findings| findings.to_string())?;
    Ok(settings.config)
}
