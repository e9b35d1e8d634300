//! The crates of some mutants, compiled.

use super::Trial;
use super::child::Outcome;
use super::choice::Documents;
use crate::corpus::documents::Document;
use crate::corpus::random::Random;
use crate::corpus::{cargo, crates, in_parallel};
use openapi_client_cli::progress;
use std::path::Path;

/// The folder of the scratch workspace.
const CRATES: &str = "crates";

/// Compiles the crates of up to `count` mutants that were generated, and writes
/// what rustc says to their trials.
pub(super) fn compile(
    (root, out): (&Path, &Path),
    documents: &Documents,
    (jobs, count): (usize, usize),
    trials: &mut [Trial],
) -> Result<(), String> {
    let numbers = sample(count, documents, trials);
    let made = in_parallel(jobs, numbers, |_, number| written(out, documents, number));
    let made: Vec<Document> = made.into_iter().collect::<Result<_, _>>()?;
    if made.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = made.iter().map(|one| one.name.clone()).collect();
    let crates = &out.join(CRATES);
    crates::write_workspace(crates, &names, root)?;
    let mut verdicts = cargo::run(crates, "check", jobs, &names, &|name| {
        progress(&format!("checked {name}"));
    })?;
    for document in made {
        let verdict = verdicts.remove(&document.name).unwrap_or_default();
        if let Some(trial) = trials.iter_mut().find(|one| one.name == document.name) {
            trial.path = Some(document.path);
            trial.compiled = Some(match (verdict.compiled, verdict.errors.first()) {
                (true, _) => Ok(verdict.warnings),
                (false, Some((_, error))) => Err(error.clone()),
                (false, None) => Err("cargo doesn't say why".to_owned()),
            });
        }
    }
    Ok(())
}

/// The numbers of some mutants that were generated, in their order.
fn sample(count: usize, documents: &Documents, trials: &[Trial]) -> Vec<usize> {
    let generated = trials
        .iter()
        .filter(|trial| trial.measured.outcome == Outcome::Generated);
    let mut numbers: Vec<usize> = generated.map(|trial| trial.number).collect();
    let mut random = Random::seeded(&format!("{}/compile", documents.seed()));
    while numbers.len() > count {
        numbers.remove(random.below(numbers.len()));
    }
    numbers
}

/// Writes the document and the crate of a mutant.
fn written(out: &Path, documents: &Documents, number: usize) -> Result<Document, String> {
    let gone = || format!("error: mutant {number} can't be made again");
    let mutant = documents.mutant(number).ok_or_else(gone)?;
    let document = Document {
        path: mutant.write(out)?,
        shown: mutant.name.clone(),
        name: mutant.name,
    };
    crates::generate(&document, &out.join(CRATES))?;
    Ok(document)
}
