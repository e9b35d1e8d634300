//! The report of a run: a table for people, and `report.json` for tools.

use super::Trial;
use super::child::Outcome;
use serde_json::{Value, json};
use std::path::Path;

/// The number of the slowest that are shown, and of those with most memory.
const SHOWN: usize = 10;

/// The most failures of a kind that are shown.
const FAILURES: usize = 20;

/// Counts of all mutants, and those that took most.
pub(super) fn summary(trials: &[Trial]) -> String {
    let mut text = format!("{} mutants\n", trials.len());
    let kinds = ["generated", "refused"].into_iter().chain(FAILING);
    for kind in kinds {
        let count = trials.iter().filter(|one| kind_of(one) == kind).count();
        text.push_str(&format!("{count:>7}  {kind}\n"));
    }
    let compiled = trials.iter().filter_map(|one| one.compiled.as_ref());
    let warned = compiled.clone().filter(|one| matches!(one, Ok(1..)));
    text.push_str(&format!(
        "{:>7}  of them compiled, {} with warnings\n",
        compiled.clone().filter(|one| one.is_ok()).count(),
        warned.count()
    ));
    text.push_str("\nslowest\n");
    text.push_str(&most(trials, |one| (one.measured.seconds * 1e6) as u64));
    if trials.iter().any(|one| one.measured.memory.is_some()) {
        text.push_str("\nmost memory\n");
        text.push_str(&most(trials, |one| one.measured.memory.unwrap_or_default()));
    } else {
        text.push_str("\nmemory isn't measured on this system\n");
    }
    text
}

fn most(trials: &[Trial], key: impl Fn(&Trial) -> u64) -> String {
    let mut sorted: Vec<&Trial> = trials.iter().collect();
    sorted.sort_by_key(|one| std::cmp::Reverse(key(one)));
    let lines = sorted.into_iter().take(SHOWN).map(line);
    lines.map(|line| format!("  {line}\n")).collect()
}

/// A mutant, what it took and how it ended.
pub(super) fn line(trial: &Trial) -> String {
    let measured = &trial.measured;
    let memory = match measured.memory {
        Some(bytes) => format!("{} MB", bytes >> 20),
        None => "-".to_owned(),
    };
    format!(
        "{:>8.3} s {memory:>8}  {:<15} {} ({} changes)",
        measured.seconds,
        kind_of(trial),
        trial.name,
        trial.changes.len(),
    )
}

/// The ways to fail, in the order of the report.
const FAILING: [&str; 5] = [
    "took too long",
    "took too much",
    "died",
    "internal error",
    "doesn't compile",
];

fn kind_of(trial: &Trial) -> &'static str {
    match &trial.measured.outcome {
        Outcome::TookTooLong => FAILING[0],
        Outcome::TookTooMuch => FAILING[1],
        Outcome::Died(_) => FAILING[2],
        Outcome::Internal(_) => FAILING[3],
        Outcome::Generated if matches!(trial.compiled, Some(Err(_))) => FAILING[4],
        Outcome::Generated => "generated",
        Outcome::Refused(_) => "refused",
    }
}

/// The words of the generator, the system or rustc.
fn words(trial: &Trial) -> Option<&str> {
    match (&trial.measured.outcome, &trial.compiled) {
        (Outcome::Died(text) | Outcome::Internal(text) | Outcome::Refused(text), _) => Some(text),
        (_, Some(Err(text))) => Some(text),
        _ => None,
    }
}

/// Writes `report.json`.
pub(super) fn write(out: &Path, trials: &[Trial]) -> Result<(), String> {
    let mutants: Vec<Value> = trials.iter().map(report).collect();
    let path = out.join("report.json");
    let text = format!("{:#}\n", json!({ "mutants": mutants }));
    std::fs::write(&path, text)
        .map_err(|error| format!("error: {} can't be written: {error}", path.display()))
}

fn report(trial: &Trial) -> Value {
    json!({
        "number": trial.number,
        "name": trial.name,
        "ended": kind_of(trial),
        "seconds": trial.measured.seconds,
        "memory": trial.measured.memory,
        "warnings": trial.compiled.as_ref().and_then(|one| one.as_ref().ok()),
        "words": words(trial),
        "changes": trial.changes,
    })
}

/// Fails with what is wrong, a line and the first words for each mutant.
pub(super) fn verdict(out: &Path, trials: &[Trial]) -> Result<(), String> {
    let failing: Vec<&Trial> = trials.iter().filter(|one| one.fails()).collect();
    if failing.is_empty() {
        return Ok(());
    }
    let mut text = String::from("\n");
    for kind in FAILING {
        let of_kind = failing.iter().filter(|one| kind_of(one) == kind);
        for trial in of_kind.take(FAILURES) {
            text.push_str(&format!("{}\n", line(trial)));
            for line in words(trial).into_iter().flat_map(str::lines).take(3) {
                text.push_str(&format!("    {line}\n"));
            }
        }
    }
    Err(format!(
        "{text}{} of {} mutants fail; their documents and report.json are in {}",
        failing.len(),
        trials.len(),
        out.display(),
    ))
}
