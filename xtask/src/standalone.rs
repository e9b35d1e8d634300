//! `cargo xtask codegen --spec FILE --out DIR`: a crate of its own, made as the program
//! `openapi-client` makes it.

use openapi_client_cli::{Action, Document, Order, Settings, lacking, progress, size};
use openapi_client_generator::diag::RenderOptions;
use openapi_client_generator::{Config, Findings, GenerateOptions, Input, Output, Target};
use std::fmt::Display;
use std::path::Path;

/// The command that the files name as their origin.
const COMMAND: &str = "cargo xtask codegen --spec";

/// Makes the crate of a document, or compares it.
pub(crate) fn run(
    document: &Path,
    out: &Path,
    config: Option<&Path>,
    strict: bool,
    action: Action,
) -> Result<(), String> {
    let order = Order {
        document,
        out,
        settings: Settings::find(config, document).map_err(|findings| findings.to_string())?,
        strict,
        action,
        command: COMMAND,
    };
    let output = order.generate().map_err(told)?;
    let options = RenderOptions {
        notes: false,
        ..RenderOptions::default()
    };
    eprint!("{}{}", output.findings.render(&options), lacking(&output));
    order.write(&output).map_err(told)?;
    if action != Action::Check {
        progress(&format!("{}: {}", out.display(), size(&output)));
    }
    Ok(())
}

/// Generates from a document anywhere on the disk.
pub(crate) fn generated(
    document: &Path,
    package: &str,
    config: &Config,
    strict: bool,
) -> Result<Output, String> {
    let options = GenerateOptions {
        strict,
        ..GenerateOptions::default()
    };
    openapi_client_cli::generated(document, package, config, options, COMMAND).map_err(told)
}

/// Hands a document anywhere on the disk to the generator.
pub(crate) fn with_input<T>(
    file: &Path,
    package: &str,
    config: &Config,
    options: GenerateOptions,
    take: impl FnOnce(Input<'_>) -> Result<T, Findings>,
) -> Result<T, String> {
    let target = Target {
        package,
        module: None,
        command: COMMAND,
    };
    let document = Document::read(file).map_err(told)?;
    let value = document.with_input(config, options, target, take);
    value.map_err(|findings| findings.to_string())
}

fn told(failure: impl Display) -> String {
    failure.to_string()
}
