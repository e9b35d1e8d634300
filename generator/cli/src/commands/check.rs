//! `openapi-client check FILE`: what is wrong with a document.

use crate::voice::Voice;
use clap::Args;
use openapi_client_cli::{Failure, Settings, effective, generated, lacking, size};
use openapi_client_generator::GenerateOptions;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document, JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// The settings; else a `codegen.toml` beside the document, if there is one.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Makes errors of what would be left out or taken as any JSON.
    #[arg(long)]
    strict: bool,
    /// Prints the document as the overlays of the settings change it, and checks no more than
    /// these.
    #[arg(long, conflicts_with = "strict")]
    effective: bool,
}

pub(crate) fn run(options: &Options, voice: &Voice) -> Result<ExitCode, Failure> {
    let settings = Settings::find(options.settings.as_deref(), &options.file)?;
    if options.effective {
        voice.print(&effective(&options.file, &settings.config)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let progress = voice.progress(&format!("checking {}", options.file.display()));
    let output = generated(
        &options.file,
        "client",
        &settings.config,
        GenerateOptions {
            strict: options.strict,
            advice: true,
            ..GenerateOptions::default()
        },
        "openapi-client check",
    );
    drop(progress);
    let output = output?;
    voice.report(&output.findings);
    voice.say(&lacking(&output));
    let size = size(&output);
    voice.say(&format!("{}: {size}, no errors", options.file.display()));
    Ok(ExitCode::SUCCESS)
}
