//! `cargo xtask corpus DIR`: every document below a folder through
//! generation, compilation and fidelity.
//!
//! Fidelity is the share of values, valid by the document's schemas, that the
//! generated types decode, and encode to an equal value. The instances are
//! made here from the schemas ([`instances`]) and judged by the `jsonschema`
//! crate ([`valid`]); a small program for each crate tries them ([`fidelity`]).

mod bodies;
mod branches;
pub(crate) mod cargo;
pub(crate) mod crates;
mod dialect;
pub(crate) mod documents;
mod examples;
mod expected;
mod fidelity;
mod flatten;
#[cfg(test)]
#[path = "harness/compare.rs"]
mod harness_compare;
mod instances;
pub(crate) mod random;
mod strings;
mod table;
mod valid;

pub(crate) use cargo::as_compiler;

use crates::{Made, check_of};
use documents::Document;
use fidelity::{Measured, Prepared};
use openapi_client_cli::progress;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Options of a run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder with the documents; those in folders below count too.
    dir: PathBuf,
    /// Only documents whose path below that folder contains this, or one of
    /// these if it stands several times.
    #[arg(long, value_name = "SUBSTRING")]
    only: Vec<String>,
    /// The number of documents and crates that are worked on at once.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// The folder for the scratch workspace and the report.
    #[arg(long, value_name = "DIR", default_value = "target/corpus")]
    out: PathBuf,
    /// The number of random instances for each schema.
    #[arg(long, value_name = "N", default_value_t = 20)]
    instances: usize,
    /// Generates and compiles only.
    #[arg(long)]
    no_fidelity: bool,
}

/// All that is known of one document.
#[derive(Debug)]
pub(super) struct Row {
    document: Document,
    made: Result<Made, String>,
    prepared: Prepared,
    verdict: cargo::Verdict,
    seconds: Option<f64>,
    measured: Option<Measured>,
}

/// Runs the command, and fails unless every document is carried whole.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), String> {
    let jobs = options
        .jobs
        .or_else(|| std::thread::available_parallelism().ok().map(Into::into))
        .unwrap_or(1);
    let unwritable = |error| format!("error: {} can't be made: {error}", options.out.display());
    std::fs::create_dir_all(&options.out).map_err(unwritable)?;
    let out = std::path::absolute(&options.out).map_err(unwritable)?;
    let documents = documents::find(&options.dir, &options.only)?;
    if documents.is_empty() {
        return Err("error: there is no OpenAPI document to try".to_owned());
    }
    let count = documents.len();
    let mut rows = in_parallel(jobs, documents, |index, document| {
        let row = generated(document, &out, options);
        let (name, words) = (
            &row.document.shown,
            if row.made.is_ok() { "" } else { " failed" },
        );
        progress(&format!("[{}/{count}] generated {name}{words}", index + 1));
        row
    });
    compile(root, &out, jobs, &mut rows)?;
    if !options.no_fidelity {
        try_types(&out, jobs, &mut rows)?;
    }
    table::write_report(&out, &rows)?;
    print!("{}", table::table(&rows));
    table::verdict(&out, &rows)
}

fn generated(document: Document, out: &Path, options: &Options) -> Row {
    let mut made = crates::generate(&document, out);
    let mut prepared = Prepared::default();
    if let Some(output) = made.as_ref().ok().filter(|_| !options.no_fidelity) {
        match fidelity::prepare(&document, &output.output.bindings, out, options.instances) {
            Ok(types) => prepared = types,
            Err(why) => made = Err(format!("error: no instances could be made: {why}")),
        }
    }
    Row {
        document,
        made,
        prepared,
        verdict: cargo::Verdict::default(),
        seconds: None,
        measured: None,
    }
}

/// Checks all crates in one go.
fn compile(root: &Path, out: &Path, jobs: usize, rows: &mut [Row]) -> Result<(), String> {
    let names: Vec<String> = rows
        .iter()
        .filter(|row| row.made.is_ok())
        .map(|row| row.document.name.clone())
        .collect();
    let checks = names.iter().map(|name| check_of(name));
    let checks = checks.filter(|name| out.join(name).join("Cargo.toml").exists());
    let members: Vec<String> = names.iter().cloned().chain(checks).collect();
    crates::write_workspace(out, &members, root)?;
    let mut verdicts = cargo::run(out, "check", jobs, &names, &|name| {
        progress(&format!("checked {name}"));
    })?;
    for row in rows {
        if let Some(verdict) = verdicts.remove(&row.document.name) {
            row.verdict = verdict;
            row.seconds = cargo::seconds(out, &row.document.name);
        }
    }
    Ok(())
}

/// Builds the programs that try the types, and runs them.
fn try_types(out: &Path, jobs: usize, rows: &mut [Row]) -> Result<(), String> {
    let mut wanted: Vec<&mut Row> = rows.iter_mut().filter(|row| row.verdict.compiled).collect();
    let names = |rows: &[&mut Row]| -> Vec<String> {
        rows.iter()
            .map(|row| check_of(&row.document.name))
            .collect()
    };
    let done = |name: &str| progress(&format!("built {name}"));
    let mut verdicts = cargo::run(out, "build", jobs, &names(&wanted), &done)?;
    let mut broken = Vec::new();
    for row in &mut wanted {
        let name = check_of(&row.document.name);
        let verdict = verdicts
            .get(&name)
            .filter(|verdict| !verdict.errors.is_empty());
        if let Some(verdict) = verdict {
            let name = &row.document.name;
            let failures = fidelity::without_broken(out, name, &row.prepared, &verdict.errors)?;
            row.measured = Some(Measured {
                plain: failures.len() as u64,
                failing: failures.len(),
                failures,
                ..Measured::default()
            });
            broken.push(check_of(name));
        }
    }
    verdicts.extend(cargo::run(out, "build", jobs, &broken, &done)?);
    in_parallel(jobs, wanted, |_, row| {
        let mut measured = fidelity::measure(out, &row.document.name, &row.prepared.types);
        if let Some(before) = row.measured.take() {
            measured.plain += before.plain;
            measured.failing += before.failing;
            measured.failures.splice(0..0, before.failures);
        }
        progress(&format!("tried {}", row.document.name));
        row.measured = Some(measured);
    });
    Ok(())
}

/// Works on several things at once; the results are in the things' order.
pub(crate) fn in_parallel<T: Send, R: Send>(
    jobs: usize,
    things: Vec<T>,
    work: impl Fn(usize, T) -> R + Sync,
) -> Vec<R> {
    /// The stack for the walk over nested schemas, in bytes.
    const STACK: usize = 256 << 20;
    let count = things.len();
    let waiting = Mutex::new(things.into_iter().enumerate());
    let results = Mutex::new(Vec::with_capacity(count));
    let take = || waiting.lock().ok()?.next();
    let worker = || {
        while let Some((index, thing)) = take() {
            let result = work(index, thing);
            if let Ok(mut results) = results.lock() {
                results.push((index, result));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, count.max(1)) {
            let builder = std::thread::Builder::new().stack_size(STACK);
            builder
                .spawn_scoped(scope, worker)
                .expect("the system has another thread");
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
