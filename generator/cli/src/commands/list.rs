//! `openapi-client list FILE`: the names of a document that settings take.

use super::names::{NamedOperation, Names};
use crate::voice::Voice;
use clap::Args;
use openapi_client_cli::{Document, Failure, Settings};
use openapi_client_generator::Config;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document, JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// The settings, of which the overlays count; else those of a `codegen.toml` beside the
    /// document, if there is one.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

pub(crate) fn run(options: &Options, voice: &Voice) -> Result<ExitCode, Failure> {
    let document = Document::read(&options.file)?;
    // A document's names are of help to mend its settings, too.
    let config = match Settings::find(options.settings.as_deref(), &options.file) {
        Ok(settings) => settings.config,
        Err(findings) => {
            voice.report(&findings);
            Config::default()
        }
    };
    let (names, _) = Names::read(&document, &config)?;
    let text = match voice.is_json() {
        true => format!("{:#}\n", names.json()),
        false => text(&names),
    };
    voice.print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn text(names: &Names) -> String {
    let operations = |all: &[NamedOperation]| -> Vec<[String; 3]> {
        let row = |one: &NamedOperation| {
            let id = one.id.as_deref().unwrap_or("(no operationId)");
            [id.to_owned(), one.route.clone(), one.pointer.clone()]
        };
        all.iter().map(row).collect()
    };
    let two = |all: &[(String, String)]| -> Vec<[String; 3]> {
        let row = |(name, at): &(String, String)| [name.clone(), at.clone(), String::new()];
        all.iter().map(row).collect()
    };
    let schemes = names.schemes.iter();
    let schemes = schemes.map(|one| [one.name.clone(), one.kind.clone(), one.pointer.clone()]);
    [
        section(
            "Operations: operationId, method and path, pointer",
            &operations(&names.operations),
        ),
        section(
            "Webhooks: operationId, name, pointer",
            &operations(&names.webhooks),
        ),
        section("Schemas: name, pointer", &two(&names.schemas)),
        section(
            "Security schemes: name, kind, pointer",
            &schemes.collect::<Vec<_>>(),
        ),
        section("Servers: URL, pointer", &two(&names.servers)),
    ]
    .concat()
}

/// A heading, and rows in columns; nothing without rows.
fn section(heading: &str, rows: &[[String; 3]]) -> String {
    const WIDEST: usize = 48;
    if rows.is_empty() {
        return String::new();
    }
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default().min(WIDEST)
    };
    let (first, second) = (width(0), width(1));
    let mut text = format!("{heading} ({})\n", rows.len());
    for [one, two, three] in rows {
        let line = format!("  {one:first$}  {two:second$}  {three}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push('\n');
    text
}
