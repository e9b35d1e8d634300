//! Printing, and asking before something is done.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use serde_json::{Value, json};

use super::exit::{Exit, Fault};

/// The way results are printed: as text, or as one JSON value for each line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    is_json: bool,
}

impl Output {
    pub(crate) fn new(is_json: bool) -> Self {
        Self { is_json }
    }

    /// Prints a result in the form that was asked for.
    pub(crate) fn print(&self, json: &Value, text: &str) -> Result<(), Fault> {
        match self.is_json {
            true => line(&json.to_string()),
            false => line(text),
        }
    }

    /// Says why a run ended.
    pub(crate) fn fault(&self, fault: &Fault) -> Exit {
        if self.is_json {
            let error = json!({ "error": fault.text, "exit": fault.exit.code() });
            let _ = line(&error.to_string());
        }
        let _ = writeln!(io::stderr(), "error: {}", fault.text);
        fault.exit
    }
}

fn line(text: &str) -> Result<(), Fault> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush());
    written.map_err(|error| Fault::failed(format!("nothing can be printed: {error}")))
}

/// Asks before something is done. Without a terminal nobody can be asked.
pub(crate) fn ask(question: &str, is_agreed: bool) -> Result<(), Fault> {
    if is_agreed {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(Fault::usage(
            "there is no terminal to ask on: say `--yes` to go ahead, or `--dry-run` to look",
        ));
    }
    let unread = |error| Fault::failed(format!("there is no answer: {error}"));
    let mut err = io::stderr().lock();
    write!(err, "{question} [y/N] ")
        .and_then(|()| err.flush())
        .map_err(unread)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(unread)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(Fault::new(Exit::NotSent, "nothing was sent")),
    }
}
