//! `cargo xtask learn DOCUMENT RECORDING…`: the differences between a document and
//! recorded exchanges, and the corrections that mend it.

use crate::{standalone, vendors};
use clap::Args;
use openapi_client_generator::learn::Learner;
use openapi_client_generator::{Config, GenerateOptions, learn};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document.
    document: PathBuf,
    /// Recordings: HAR files, or JSON lines as `specs/LEARN.md` describes them.
    #[arg(required = true, value_name = "RECORDING")]
    recordings: Vec<PathBuf>,
    /// The settings for the document, a `codegen.toml`, whose corrections hold already.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The file for the corrections, which must not exist yet.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The base URL of the recorded requests, if they didn't go to one of the
    /// document's servers.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
}

/// Prints the differences, and writes the corrections.
///
/// # Errors
/// The document, the settings or a recording can't be read, or the corrections not written.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let config = match &options.settings {
        Some(path) => vendors::read_config(path, &path.to_string_lossy())?,
        None => Config::default(),
    };
    let read = |learner: &mut Learner<'_>| {
        let mut recordings = options.recordings.iter();
        recordings.try_for_each(|path| recording(learner, path))
    };
    let server = options.server.as_deref();
    let document = &options.document;
    let generate = GenerateOptions::default();
    let (outcome, learned) =
        standalone::with_input(document, vendors::PACKAGE, &config, generate, |input| {
            learn(input, server, read)
        })?;
    outcome?;
    show(&learned.report)?;
    match (&options.out, learned.corrections.is_empty()) {
        (Some(_), true) => eprintln!("nothing to correct"),
        (Some(out), false) => write(out, &learned.corrections)?,
        (None, false) => eprintln!("help: `--out FILE` writes corrections for `codegen.toml`"),
        (None, true) => {}
    }
    Ok(())
}

fn recording(learner: &mut Learner<'_>, path: &Path) -> Result<(), String> {
    let failed = |error: io::Error| {
        let path = path.display();
        format!("error[unreadable]: {path} can't be read: {error}")
    };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let reader = Progress::new(file, size, &name);
    learner
        .read(&name, BufReader::with_capacity(1 << 16, reader))
        .map_err(failed)
}

/// Writes the corrections into a new file: what is in another is somebody's work.
fn write(path: &Path, corrections: &str) -> Result<(), String> {
    let shown = path.display();
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!(
            "error[unwritable]: {shown} exists\n  help: name another file, or remove this one"
        ),
        _ => format!("error[unwritable]: {shown} can't be written: {error}"),
    })?;
    let text = format!(
        "# Written by `cargo xtask learn`: check the entries, and move them into `codegen.toml`.\n{corrections}"
    );
    file.write_all(text.as_bytes())
        .map_err(|error| format!("error[unwritable]: {shown} can't be written: {error}"))
}

/// Prints a text, of which a pager may want the beginning only.
fn show(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!(
            "error[unwritable]: the text can't be printed: {error}"
        )),
        _ => Ok(()),
    }
}

/// A reader that shows on a terminal how far it is.
struct Progress<'n> {
    file: File,
    name: &'n str,
    size: u64,
    read: u64,
    /// The percentage that is shown.
    shown: Option<u64>,
}

impl<'n> Progress<'n> {
    fn new(file: File, size: u64, name: &'n str) -> Self {
        let is_watched = io::stderr().is_terminal();
        Self {
            file,
            name,
            size,
            read: 0,
            shown: is_watched.then_some(0),
        }
    }

    fn show(&mut self, is_end: bool) {
        let Some(shown) = self.shown else {
            return;
        };
        let percent = (self.read * 100)
            .checked_div(self.size)
            .unwrap_or(100)
            .min(100);
        if is_end {
            eprint!("\r\x1b[K");
            self.shown = None;
        } else if percent > shown {
            // A file's name doesn't reach the terminal as anything but text.
            let name = self.name.escape_debug();
            let bar = "#".repeat(usize::try_from(percent / 4).unwrap_or_default());
            eprint!("\r{name} [{bar:<25}] {percent} %");
            self.shown = Some(percent);
        }
    }
}

impl Read for Progress<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read += count as u64;
        self.show(count == 0);
        Ok(count)
    }
}
