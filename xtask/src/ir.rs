//! `cargo xtask ir FILE --pass PASS`: the value of a stage, or the lines of it in
//! which two documents differ.

use crate::vendors;
use clap::{Args, ValueEnum};
use openapi_client_generator::{Config, Extent, Input, Stage, Target, inspect};
use similar::TextDiff;
use std::fs;
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
    settings: Option<PathBuf>,
    /// Includes the schemas that no operation reaches.
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

/// Prints the value, or the difference.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let config = match &options.settings {
        Some(path) => vendors::read_config(path, &path.to_string_lossy())?,
        None => Config::default(),
    };
    let text = |file: &Path| stage_text(file, &config, options);
    let old = text(&options.file)?;
    match &options.against {
        Some(other) => {
            let new = text(other)?;
            let (before, after) = (options.file.to_string_lossy(), other.to_string_lossy());
            let difference = TextDiff::from_lines(&old, &new)
                .unified_diff()
                .header(&before, &after)
                .to_string();
            show(&difference)
        }
        None => show(&old),
    }
}

/// The value of the stage for one document. Its findings are told on the way.
fn stage_text(file: &Path, config: &Config, options: &Options) -> Result<String, String> {
    let name = file.to_string_lossy();
    let text = vendors::read(file, &name)?;
    let load = |path: &str| fs::read_to_string(path).map_err(|error| error.to_string());
    let input = Input {
        name: &name,
        text,
        config,
        extent: Extent {
            all_schemas: options.all_schemas,
            strict: false,
        },
        load: &load,
        target: Target {
            package: vendors::PACKAGE,
            module: None,
            command: "cargo xtask codegen --spec",
        },
    };
    let stage = options.pass.stage();
    let (text, findings) =
        inspect(input, |stages| stages.text(stage)).map_err(|findings| findings.to_string())?;
    eprint!("{findings}");
    Ok(text)
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
