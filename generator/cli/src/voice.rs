//! The words of the program, for people and for programs.

use clap::{Args, ValueEnum};
use openapi_client_cli::{Failure, Progress};
use openapi_client_generator::Findings;
use openapi_client_generator::diag::RenderOptions;
use serde_json::json;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct VoiceOptions {
    /// The form of reports: for people on standard error, or for programs on standard output.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Shows notes, too: decisions that are worth knowing, and by which nothing is lost.
    #[arg(long, global = true)]
    notes: bool,
    /// Says nothing but errors.
    #[arg(long, short, global = true, conflicts_with = "notes")]
    quiet: bool,
    /// Colours: in a terminal unless `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with the lines that findings are about.
    Human,
    /// A line of JSON for each finding.
    Json,
    /// Commands of GitHub's workflows, which annotate a change.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// The way in which the program speaks.
#[derive(Debug)]
pub(crate) struct Voice {
    format: Format,
    notes: bool,
    quiet: bool,
    color: bool,
}

impl Voice {
    pub(crate) fn of(options: &VoiceOptions) -> Self {
        Self {
            format: options.format,
            notes: options.notes,
            quiet: options.quiet,
            color: match options.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => std::io::stderr().is_terminal() && wants_color(),
            },
        }
    }

    /// `true` if results are wanted as JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// A sign in the terminal that work goes on.
    pub(crate) fn progress(&self, work: &str) -> Progress {
        Progress::of(work, self.quiet || self.format != Format::Human)
    }

    /// Tells what was found.
    pub(crate) fn report(&self, findings: &Findings) {
        let text = match self.format {
            Format::Human if self.quiet && !findings.report.has_errors() => return,
            Format::Human => findings.render(&RenderOptions {
                notes: self.notes,
                notes_option: Some("--notes"),
                summary: true,
                color: self.color,
            }),
            Format::Json => findings.json(),
            Format::Github => findings.github(),
        };
        match self.format {
            Format::Human => eprint!("{text}"),
            // What can't be printed is wanted by nobody.
            Format::Json | Format::Github => drop(self.print(&text)),
        }
    }

    /// Says something beside the results, to people.
    pub(crate) fn say(&self, line: &str) {
        let line = line.trim_end();
        if self.format == Format::Human && !self.quiet && !line.is_empty() {
            eprintln!("{line}");
        }
    }

    /// Prints a result.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        match std::io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Message(format!(
                "error[unwritable]: the text can't be printed: {error}"
            ))),
            _ => Ok(()),
        }
    }

    /// Tells why a command failed, and gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        match failure {
            Failure::Findings(findings) => self.report(findings),
            Failure::Message(message) | Failure::Usage(message) => {
                let message = message.trim_end();
                match self.format {
                    Format::Json => {
                        println!("{}", json!({ "severity": "error", "message": message }))
                    }
                    Format::Human | Format::Github => eprintln!("{message}"),
                }
            }
        }
        match failure {
            Failure::Usage(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

/// `false` if the environment asks for no colours. See no-color.org.
fn wants_color() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
