//! `openapi-client generate FILE --out DIR`: a crate of a document.

use crate::voice::Voice;
use clap::Args;
use openapi_client_cli::{Action, Failure, Order, Settings, lacking, size};
use std::path::PathBuf;
use std::process::ExitCode;

/// The command that the files name as their origin.
const COMMAND: &str = "openapi-client generate";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document, JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// The folder for the crate, which is called like it.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The settings; else a `codegen.toml` beside the document, if there is one.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Writes nothing; fails if a file is changed, missing or left over.
    #[arg(long)]
    check: bool,
    /// Overwrites and removes files that stand in the way, though somebody edited them or
    /// they were never generated.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Fails where something can't be generated, instead of leaving it out or taking it as
    /// any JSON with a warning.
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(options: &Options, voice: &Voice) -> Result<ExitCode, Failure> {
    let order = Order {
        document: &options.file,
        out: &options.out,
        settings: Settings::find(options.settings.as_deref(), &options.file)?,
        strict: options.strict,
        action: Action::of(options.check, options.force),
        command: COMMAND,
    };
    let progress = voice.progress(&format!("generating from {}", options.file.display()));
    let output = order.generate();
    drop(progress);
    let output = output?;
    voice.report(&output.findings);
    voice.say(&lacking(&output));
    let done = order.write(&output)?;
    let out = options.out.display();
    voice.say(&match (options.check, done.len()) {
        (true, _) => format!("{out} is as generated"),
        (false, 0) => format!("{out} is up to date: nothing was written"),
        (false, files) => format!(
            "{out}: {}; {files} files were written or removed",
            size(&output)
        ),
    });
    Ok(ExitCode::SUCCESS)
}
