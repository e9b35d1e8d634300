//! The fate of all lines, and which of them a person has to look at.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::exit::{Exit, Fault};
use super::super::output::Output;
use super::ledger::{Entry, Ledger, Stage};

/// Prints the report, and gives the exit code of the run.
pub(crate) fn print(ledger: &Ledger, is_stopped: bool, output: &Output) -> Result<Exit, Fault> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open = Vec::new();
    let mut exits = Vec::new();
    for (number, entry) in ledger.entries() {
        let (outcome, exit) = end(entry);
        *counts.entry(outcome).or_default() += 1;
        exits.push(exit);
        if exit != Exit::Done {
            open.push(row(number, entry, outcome));
        }
    }
    let is_unfinished = is_stopped && counts.contains_key("planned");
    let exit = match is_unfinished {
        true => Exit::Interrupted,
        false => Exit::of_all(exits),
    };
    let text = text(&counts, &open, is_unfinished);
    let json = json!({ "counts": counts, "open": open, "exit": exit.code() });
    output.print(&json, &text)?;
    Ok(exit)
}

/// The outcome of a line, and its exit code.
fn end(entry: &Entry) -> (&str, Exit) {
    let Stage::Outcome(outcome, _) = &entry.stage else {
        return match entry.stage {
            Stage::Sent(_) => ("unknown", Exit::Unknown),
            _ => ("planned", Exit::NotSent),
        };
    };
    let exit = match outcome["exit"].as_u64() {
        Some(0) => Exit::Done,
        Some(2) => Exit::Usage,
        Some(3) => Exit::Unsupported,
        Some(4) => Exit::Refused,
        Some(6) => Exit::NotSent,
        Some(7) => Exit::Otherwise,
        _ => Exit::Unknown,
    };
    (outcome["outcome"].as_str().unwrap_or("unknown"), exit)
}

fn row(number: u64, entry: &Entry, outcome: &str) -> Value {
    let why = match &entry.stage {
        Stage::Outcome(outcome, _) => outcome["error"]["text"].clone(),
        _ => Value::Null,
    };
    json!({
        "line": number,
        "vendor": entry.planned["vendor"],
        "key": entry.planned["key"],
        "outcome": outcome,
        "why": why,
    })
}

fn text(counts: &BTreeMap<&str, usize>, open: &[Value], is_unfinished: bool) -> String {
    let mut lines: Vec<String> = counts
        .iter()
        .map(|(outcome, count)| format!("{count:>7} {}", outcome.replace('_', " ")))
        .collect();
    if !open.is_empty() {
        lines.push("to be looked at:".to_owned());
    }
    for row in open {
        let word = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let key = row["key"].as_object().into_iter().flatten();
        let key: Vec<_> = key
            .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default()))
            .collect();
        let why = match row["why"].as_str() {
            Some(why) => format!(": {why}"),
            None => String::new(),
        };
        lines.push(format!(
            "  line {}: {} {}: {}{why}",
            row["line"],
            word("vendor"),
            key.join(" "),
            word("outcome").replace('_', " "),
        ));
    }
    if is_unfinished {
        lines.push("interrupted: the same command goes on".to_owned());
    }
    lines.join("\n")
}
