//! The crate of one document: generated, then written or compared.

use crate::action::Action;
use crate::failure::Failure;
use crate::tree::Tree;
use openapi_client_build::files::{Document, Settings};
use openapi_client_generator::client;
use openapi_client_generator::{Config, GenerateOptions, Output, Target, generate};
use std::path::Path;

/// A crate to be made of a document.
#[derive(Debug)]
pub struct Order<'a> {
    /// The document's file; `-` for standard input.
    pub document: &'a Path,
    /// The folder for the crate.
    pub out: &'a Path,
    /// The settings for the document.
    pub settings: Settings,
    /// Fails where something can't be generated.
    pub strict: bool,
    /// The use of the plan.
    pub action: Action,
    /// The command that the files name as their origin.
    pub command: &'a str,
}

impl Order<'_> {
    /// Generates in memory.
    ///
    /// # Errors
    ///
    /// Fails if the document can't be read, or has errors.
    pub fn generate(&self) -> Result<Output, Failure> {
        let config = &self.settings.config;
        let package = package_name(self.out, config);
        let options = GenerateOptions {
            strict: self.strict,
            ..GenerateOptions::default()
        };
        generated(self.document, &package, config, options, self.command)
    }

    /// Writes the crate, or compares it. Gives a line for each file that was written or
    /// removed.
    ///
    /// # Errors
    ///
    /// Fails if somebody else's work is in the way, or, for [`Action::Check`], if the folder
    /// isn't as generated.
    pub fn write(&self, output: &Output) -> Result<Vec<String>, Failure> {
        let config = &self.settings.config;
        let files = output.client(&package_name(self.out, config), config);
        let tree = Tree::at(self.out, &self.out.to_string_lossy());
        let comparison = tree.compare(&files, &|_| true)?;
        if self.action == Action::Check {
            comparison.check(
                "the same command without `--check`",
                "the same command with `--force` instead of `--check`",
            )?;
            return Ok(Vec::new());
        }
        Ok(tree.apply(&comparison, self.action == Action::Overwrite)?)
    }
}

/// The list of what a crate lacks of its document; empty if it lacks nothing.
pub fn lacking(output: &Output) -> String {
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

/// The number of operations and types in words.
pub fn size(output: &Output) -> String {
    let number = |number: usize, what: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {what}{plural}")
    };
    let operations = number(output.operations, "operation");
    format!("{operations}, {}", number(output.types, "type"))
}

/// Generates from a document anywhere on the disk.
///
/// # Errors
///
/// Fails if the document can't be read, or has errors.
pub fn generated(
    document: &Path,
    package: &str,
    config: &Config,
    options: GenerateOptions,
    command: &str,
) -> Result<Output, Failure> {
    let options = GenerateOptions {
        all_schemas: true,
        ..options
    };
    let target = Target {
        package,
        module: None,
        command,
    };
    let document = Document::read(document)?;
    Ok(document.with_input(config, options, target, generate)?)
}

/// A document as the overlays of its settings change it, as text in its own language.
///
/// # Errors
///
/// Fails if the document or an overlay can't be read, or an overlay doesn't fit.
pub fn effective(document: &Path, config: &Config) -> Result<String, Failure> {
    let target = Target {
        package: "client",
        module: None,
        command: "openapi-client check",
    };
    let document = Document::read(document)?;
    let options = GenerateOptions::default();
    let text = document.with_input(config, options, target, |input| {
        openapi_client_generator::effective(&input)
    });
    Ok(text?)
}

/// The name of the package: that of the settings, or one that the folder's name suggests.
fn package_name(out: &Path, config: &Config) -> String {
    if let Some(name) = &config.package.name {
        return name.clone();
    }
    let folder = out.file_name().unwrap_or_default();
    client::package_name(&folder.to_string_lossy())
}
