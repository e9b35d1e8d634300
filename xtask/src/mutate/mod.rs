//! `cargo xtask mutate DIR`: documents with changes made at random, which the
//! generator must carry or refuse, in little time and memory.
//!
//! Real documents are nearly all well-behaved. Their mutants aren't: they refer
//! in circles, inherit from unions and intersect what doesn't fit. Each is
//! generated from in a process of its own ([`child`]).

mod child;
mod choice;
mod compile;
mod mutations;
mod places;
mod report;
#[cfg(test)]
mod tests;

pub(crate) use child::{COMMAND, generate_once};

use crate::corpus::{documents, in_parallel};
use child::{Limits, Measured, Outcome};
use choice::{Documents, Mutant};
use openapi_client_cli::progress;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The mutants to make, and the limits that hold for them.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder with the documents; those in folders below count too.
    dir: PathBuf,
    /// The number of mutants.
    #[arg(long, value_name = "N", default_value_t = 2000)]
    count: usize,
    /// Another seed makes other mutants.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only mutants of documents whose path below that folder contains this, or
    /// one of these if it stands several times.
    #[arg(long, value_name = "SUBSTRING")]
    only: Vec<String>,
    /// Only the mutant of this number, as a run with the same seed, folder and
    /// documents has it.
    #[arg(long, value_name = "K")]
    only_mutant: Vec<usize>,
    /// Compiles the crates of so many mutants.
    #[arg(long, value_name = "N", default_value_t = 0)]
    compile: usize,
    /// The number of processes that generate at once.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// The folder for the documents of mutants that fail, and for the report.
    #[arg(long, value_name = "DIR", default_value = "target/mutants")]
    out: PathBuf,
    /// The time that generation may take; waiting for a busy processor doesn't count
    /// on Linux.
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0)]
    time_limit: f64,
    /// The memory that generation may take. Measured on Linux alone.
    #[arg(long, value_name = "MB", default_value_t = 1024)]
    memory_limit: u64,
    /// Keeps the documents of all mutants.
    #[arg(long)]
    keep: bool,
}

/// All that is known of one mutant.
#[derive(Debug)]
struct Trial {
    number: usize,
    name: String,
    /// The document, while it is kept.
    path: Option<PathBuf>,
    changes: Vec<String>,
    measured: Measured,
    /// The number of rustc's warnings, or its first error, if it was asked.
    compiled: Option<Result<usize, String>>,
}

impl Trial {
    /// The generator is at fault.
    fn fails(&self) -> bool {
        !matches!(
            self.measured.outcome,
            Outcome::Generated | Outcome::Refused(_)
        ) || matches!(self.compiled, Some(Err(_)))
    }

    /// Removes the document of a mutant that is fine.
    fn settle(&mut self, keep: bool) -> Result<(), String> {
        if self.fails() || keep {
            return Ok(());
        }
        match self.path.take() {
            Some(path) => std::fs::remove_file(&path)
                .map_err(|error| format!("error: {} can't be removed: {error}", path.display())),
            None => Ok(()),
        }
    }
}

/// Runs the command, and fails if any mutant does.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), String> {
    let jobs = options
        .jobs
        .or_else(|| std::thread::available_parallelism().ok().map(Into::into))
        .unwrap_or(1);
    let time = Duration::try_from_secs_f64(options.time_limit)
        .map_err(|_| "error: `--time-limit` must be a time".to_owned())?;
    let limits = Limits {
        time,
        memory: options.memory_limit << 20,
    };
    let unwritable = |error| format!("error: {} can't be made: {error}", options.out.display());
    std::fs::create_dir_all(&options.out).map_err(unwritable)?;
    let out = std::path::absolute(&options.out).map_err(unwritable)?;
    let documents = documents::find(&options.dir, &options.only)?;
    let documents = Documents::new(documents, options.seed);
    let numbers: Vec<usize> = match options.only_mutant.is_empty() {
        true => (0..options.count).collect(),
        false => options.only_mutant.clone(),
    };
    let count = numbers.len();
    let trials = in_parallel(jobs, numbers, |index, number| {
        let mut trial = attempt(&documents, number, &out, limits)?;
        trial.settle(options.keep)?;
        let place = format!("[{}/{count}]", index + 1);
        progress(&format!("{place} {}", report::line(&trial)));
        Ok(trial)
    });
    let mut trials: Vec<Trial> = trials.into_iter().collect::<Result<_, String>>()?;
    if options.compile > 0 {
        let sizes = (jobs, options.compile);
        compile::compile((root, &out), &documents, sizes, &mut trials)?;
        for trial in &mut trials {
            trial.settle(options.keep)?;
        }
    }
    report::write(&out, &trials)?;
    print!("{}", report::summary(&trials));
    report::verdict(&out, &trials)
}

/// Makes a mutant and generates from it.
fn attempt(
    documents: &Documents,
    number: usize,
    out: &Path,
    limits: Limits,
) -> Result<Trial, String> {
    let mutant = documents.mutant(number).ok_or_else(|| {
        "error: there is no OpenAPI document with schemas, in one file, to change".to_owned()
    })?;
    let path = mutant.write(out)?;
    let changes = mutant.changes.iter();
    Ok(Trial {
        number,
        changes: changes.map(ToString::to_string).collect(),
        name: mutant.name,
        measured: child::generate(&path, limits)?,
        path: Some(path),
        compiled: None,
    })
}

impl Mutant {
    /// Writes the document into a folder; gives its path.
    fn write(&self, folder: &Path) -> Result<PathBuf, String> {
        let path = folder.join(format!("{}.json", self.name));
        let failed =
            |error: std::io::Error| format!("error: {} can't be written: {error}", path.display());
        std::fs::create_dir_all(folder).map_err(failed)?;
        std::fs::write(&path, format!("{:#}\n", self.value)).map_err(failed)?;
        Ok(path)
    }
}
