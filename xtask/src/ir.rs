//! `cargo xtask ir FILE --pass PASS`: the value of a stage, or the lines of it in
//! which two documents differ.

use crate::{standalone, vendors};
use clap::{Args, ValueEnum};
use openapi_client_generator::{Config, GenerateOptions, Input, Stage, inspect};
use similar::TextDiff;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document.
    file: PathBuf,
    /// The stage to print the value of.
    #[arg(long)]
    pass: Pass,
    /// Prints the lines in which the value of this document differs, instead.
    #[arg(long, value_name = "OTHER")]
    against: Option<PathBuf>,
    /// The settings for the documents, a `codegen.toml`.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Includes the schemas that no operation reaches, as `codegen --spec` does.
    #[arg(long)]
    all_schemas: bool,
}

/// A stage of the generator.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pass {
    /// The document in OpenAPI's words.
    Spec,
    /// The API: types and operations, unions decided, what nothing reaches left out.
    Ir,
    /// The API in Rust's words: names, types, files.
    Rust,
}

impl Pass {
    fn stage(self) -> Stage {
        match self {
            Self::Spec => Stage::Spec,
            Self::Ir => Stage::Ir,
            Self::Rust => Stage::Rust,
        }
    }
}

/// Prints the value, or the difference, also if there are errors: where they come from
/// is what one wants to see.
///
/// # Errors
/// The document or the settings can't be read, or have errors.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let config = match &options.config {
        Some(path) => vendors::read_config(path, &path.to_string_lossy())?,
        None => Config::default(),
    };
    let text = |file: &Path| stage_text(file, &config, options);
    let (old, mut is_right) = text(&options.file)?;
    let shown = match &options.against {
        Some(other) => {
            let (new, is_new_right) = text(other)?;
            is_right &= is_new_right;
            let (before, after) = (options.file.to_string_lossy(), other.to_string_lossy());
            TextDiff::from_lines(&old, &new)
                .unified_diff()
                .header(&before, &after)
                .to_string()
        }
        None => old,
    };
    show(&shown)?;
    // The findings have been told.
    is_right
        .then_some(())
        .ok_or_else(|| "error: the document has errors".to_owned())
}

/// The value of the stage for one document, and `true` if there are no errors in it.
/// Its findings are told on the way.
fn stage_text(file: &Path, config: &Config, options: &Options) -> Result<(String, bool), String> {
    let generate = GenerateOptions {
        all_schemas: options.all_schemas,
        ..GenerateOptions::default()
    };
    let stage = options.pass.stage();
    let look = |input: Input<'_>| inspect(input, stage, |value| value.text());
    let (text, findings) = standalone::with_input(file, vendors::PACKAGE, config, generate, look)?;
    eprint!("{findings}");
    Ok((text, !findings.report.has_errors()))
}

/// Prints a text, of which a pager may want the beginning only.
fn show(text: &str) -> Result<(), String> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!(
            "error[unwritable]: the text can't be printed: {error}"
        )),
        _ => Ok(()),
    }
}
