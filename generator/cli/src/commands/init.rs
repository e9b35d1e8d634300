//! `openapi-client init FILE`: a commented `codegen.toml` for a document.

use super::names::Names;
use crate::voice::Voice;
use clap::Args;
use openapi_client_cli::{Document, Failure};
use openapi_client_generator::diag::{Diagnostic, Severity};
use openapi_client_generator::{Config, Findings};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document, JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// Writes the settings there instead of printing them. The file must not exist yet.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The most entries of a list.
const MOST: usize = 200;

pub(crate) fn run(options: &Options, voice: &Voice) -> Result<ExitCode, Failure> {
    let document = Document::read(&options.file)?;
    let (names, findings) = Names::read(&document, &Config::default())?;
    let text = settings(&names, &findings);
    match &options.out {
        None => voice.print(&text)?,
        Some(out) => {
            write(out, &text)?;
            voice.say(&format!("{} was written", out.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(out: &Path, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(out);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let shown = out.display();
        Failure::Message(match error.kind() {
            ErrorKind::AlreadyExists => format!(
                "error[obstacle]: {shown} exists, and is left as it is\n  help: remove it, or choose another file"
            ),
            _ => format!("error[unwritable]: {shown} can't be written: {error}"),
        })
    })
}

/// The text of the file: a line of prose begins with `# `, a setting that waits to be
/// uncommented with `#` alone.
fn settings(names: &Names, findings: &Findings) -> String {
    let title = names.title.replace(char::is_control, " ");
    let mut text = format!(
        "#:schema ./codegen.schema.json\n# Editors check this file by that schema; `openapi-client schema > codegen.schema.json` writes it.\n\
         # Settings for the client of {}.\n# They hold where this file is `codegen.toml` beside the document, or is given by `--settings`.\n\
         # Remove the first `#` of the lines that you want, and what you don't want of them.\n# A setting that applies to nothing is an error.\n",
        title.trim()
    );
    operations(names, &mut text);
    layout(names, &mut text);
    rust_names(names, &mut text);
    text.push_str(
        "\n# Values of a format as plain text, such as instants.\n#[formats]\n#\"date-time\" = \"string\"\n",
    );
    credentials(names, &mut text);
    if let [(first, _), others @ ..] = names.servers.as_slice() {
        text.push_str(
            "\n# The server that is called by default, if it isn't the first.\n#[server]\n",
        );
        text.push_str(&format!(
            "#default = {}\n#reason = \"why\"\n",
            string(first)
        ));
        for (url, _) in others.iter().take(MOST) {
            text.push_str(&format!("# Another one: {}\n", line(url)));
        }
    }
    accepted(findings, &mut text);
    text
}

fn operations(names: &Names, text: &mut String) {
    text.push_str(
        "\n# The operations to generate, with the schemas that they reach. Without this: all.\n",
    );
    text.push_str(
        "# `\"tag X\"` and `\"GET /x/**\"` select several, a `!` before one leaves it out.\n",
    );
    text.push_str("#operations = [\n");
    for one in names.operations.iter().take(MOST) {
        match &one.id {
            Some(id) => text.push_str(&format!("#    {}, # {}\n", string(id), line(&one.route))),
            None => text.push_str(&format!("#    {},\n", string(&one.route))),
        }
    }
    text.push_str("#]\n");
    let more = names.operations.len().saturating_sub(MOST);
    if more > 0 {
        text.push_str(&format!(
            "# And {more} more: `openapi-client list` prints them.\n"
        ));
    }
}

/// The number of operations from which they are easier to find by tags.
const MANY: usize = 30;

fn layout(names: &Names, text: &mut String) {
    text.push_str(
        "\n# `client.orders().cancel(…)`, by tags, or `flat`: `client.cancel_order(…)`.\n",
    );
    let sign = if names.operations.len() < MANY {
        "#"
    } else {
        ""
    };
    text.push_str(&format!("{sign}layout = \"tags\"\n"));
}

fn rust_names(names: &Names, text: &mut String) {
    let schema = names.schemas.first().map(|(_, at)| (at.as_str(), "Thing"));
    let operation = names.operations.first();
    let operation = operation.map(|one| (one.pointer.as_str(), "do_something"));
    if schema.is_none() && operation.is_none() {
        return;
    }
    text.push_str("\n# Rust names, by the pointers of what they name.\n#[names]\n");
    for (at, name) in [operation, schema].into_iter().flatten() {
        text.push_str(&format!("#{} = \"{name}\"\n", string(at)));
    }
}

fn credentials(names: &Names, text: &mut String) {
    if names.schemes.is_empty() {
        text.push_str(
            "\n# The document declares no security scheme. If its operations need one, declare it here.\n\
             #[security.apiKey]\n#type = \"bearer\" # or \"basic\", or \"apiKey\" with `in` and `name`\n#reason = \"why\"\n",
        );
    }
    for one in names.schemes.iter().take(MOST) {
        if !one.kind.starts_with("API key in header") {
            continue;
        }
        text.push_str(&format!(
            "\n# A word before the key ({}), such as `Token`.\n#[auth.{}]\n#prefix = \"Token\"\n#reason = \"why\"\n",
            line(&one.kind),
            string(&one.name)
        ));
    }
}

fn accepted(findings: &Findings, text: &mut String) {
    let diagnostics = findings.report.diagnostics.iter();
    let found: Vec<&Diagnostic> = diagnostics
        .filter(|one| one.severity > Severity::Note)
        .filter(|one| one.accept_entry().is_some())
        .collect();
    if found.is_empty() {
        return;
    }
    text.push_str("\n# Findings that somebody has looked at are not reported any more.\n");
    for one in found.iter().take(MOST) {
        text.push_str(&format!("\n# {}\n", line(&one.message)));
        let entry = one.accept_entry().unwrap_or_default();
        entry
            .lines()
            .for_each(|line| text.push_str(&format!("#{line}\n")));
    }
    if found.len() > MOST {
        text.push_str(&format!("\n# And {} more.\n", found.len() - MOST));
    }
}

/// A text that stays in its comment.
fn line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A basic string of TOML. JSON's escapes are among its own.
fn string(text: &str) -> String {
    let text = serde_json::Value::from(text).to_string();
    text.replace('\u{7f}', "\\u007F")
}
