//! A check that the types of a crate carry every value of their schemas.

use super::bodies;
use super::branches::{self, Union};
use super::crates::{self, FIRST_LINE, check_of};
use super::dialect;
use super::documents::Document;
use super::examples;
use super::valid::Judge;
use openapi_client_generator::source::Source;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The time for trying the types of one document.
const PATIENCE: Duration = Duration::from_secs(300);

/// The most instances that a branch of a union gets.
const MOST_OF_A_BRANCH: usize = 6;

/// The type of a body that is neither read nor written.
const RAW: &str = "bytes::Bytes";

/// The runs of a program that dies.
const DEATHS: usize = 20;

/// The types of a document that instances were made for.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// Pointers, and Rust types relative to the root of the crate.
    pub(super) types: Vec<(String, String)>,
    /// Schemas without a valid instance, and why.
    pub(super) without: Vec<(String, String)>,
    /// The unions that instances were made for.
    pub(super) unions: Vec<Union>,
}

/// Counts of a document's instances.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) plain: u64,
    pub(super) decoded: u64,
    pub(super) equal: u64,
    pub(super) added: u64,
    pub(super) kept: u64,
    /// The number of schemas with a failure.
    pub(super) failing: usize,
    pub(super) failures: Vec<Value>,
    /// The instances of branches, and those that are decoded as the right one.
    pub(super) branches: u64,
    pub(super) right: u64,
    /// The instances that are decoded as a wrong one.
    pub(super) wrong: Vec<Value>,
    /// For each union, by its type, the variants that some instance was decoded as.
    pub(super) won: BTreeMap<String, BTreeSet<String>>,
}

impl Measured {
    /// The variants that no instance of theirs was decoded as.
    pub(super) fn never_won(&self, unions: &[Union]) -> Vec<(String, String)> {
        let mut never = Vec::new();
        for union in unions {
            let won = self.won.get(&union.rust);
            let lost = |variant: &&String| !won.is_some_and(|won| won.contains(*variant));
            let lost = union.tried.iter().filter(lost);
            never.extend(lost.map(|variant| (union.pointer.clone(), variant.clone())));
        }
        never
    }
}

/// Makes the instances of every named schema and writes them into the crate's
/// folder.
pub(super) fn prepare(
    document: &Document,
    bindings: &Value,
    out: &Path,
    wanted: usize,
) -> Result<Prepared, String> {
    let text = std::fs::read_to_string(&document.path).map_err(|error| error.to_string())?;
    let source = Source::parse(&document.path.to_string_lossy(), text)
        .map_err(|diagnostic| diagnostic.message.clone())?;
    let mut examples = examples::collect(source.value());
    let bodies = bodies::bodies(source.value(), bindings);
    bodies::examples(source.value(), &bodies, &mut examples);
    let rewritten = dialect::rewritten(source.value());
    let judge = Judge::new(&rewritten)?;
    let mut prepared = Prepared::default();
    let mut lines = Vec::new();
    let listed = bindings["types"].as_array().into_iter().flatten();
    let listed = listed.filter_map(|entry| {
        let text = |key: &str| Some(entry[key].as_str()?.to_owned());
        Some((text("pointer")?, text("rust")?))
    });
    let mut seen = BTreeSet::new();
    for (pointer, rust) in listed.chain(bodies) {
        // A body that is passed on as it is has no JSON.
        if rust == RAW || !seen.insert(pointer.clone()) {
            continue;
        }
        let examples = examples.get(&pointer).map(Vec::as_slice);
        let found = judge.instances(&pointer, examples.unwrap_or_default(), wanted);
        if let Some(problem) = found.problem {
            prepared.without.push((pointer, problem));
            continue;
        }
        prepared.types.push((pointer.clone(), rust));
        lines.push(
            json!({ "pointer": pointer, "plain": found.plain, "added": found.added }).to_string(),
        );
    }
    let (unions, of_unions) = branches::prepare(&judge, bindings, wanted.min(MOST_OF_A_BRANCH));
    lines.extend(of_unions);
    prepared.unions = unions;
    let path = out.join(&document.name).join("instances.json");
    let constants = json!({ "constants": bindings["constants"] }).to_string();
    lines.insert(0, constants);
    std::fs::write(&path, format!("[\n{}\n]\n", lines.join(",\n")))
        .map_err(|error| format!("error: {} can't be written: {error}", path.display()))?;
    crates::write_check(out, &document.name, &prepared.types, &prepared.unions)?;
    Ok(prepared)
}

/// Takes out the types that a trying crate can't be compiled with, and writes
/// it again. These are failures.
pub(super) fn without_broken(
    out: &Path,
    name: &str,
    prepared: &Prepared,
    errors: &[(usize, String)],
) -> Result<Vec<Value>, String> {
    let mut failures = Vec::new();
    for (line, text) in errors {
        let Some((pointer, rust)) = line
            .checked_sub(FIRST_LINE)
            .and_then(|index| prepared.types.get(index))
        else {
            continue;
        };
        if !failures
            .iter()
            .any(|one: &Value| one["pointer"] == **pointer)
        {
            failures.push(json!({
                "pointer": pointer, "kind": "binding", "instance": rust, "result": text,
            }));
        }
    }
    // rustc names the same type only once or twice, however often it stands there.
    let broken = |rust: &str| failures.iter().any(|one| one["instance"] == rust);
    let types: Vec<_> = prepared
        .types
        .iter()
        .filter(|(_, rust)| !broken(rust))
        .cloned()
        .collect();
    crates::write_check(out, name, &types, &prepared.unions)?;
    Ok(failures)
}

/// Runs the trying crate and reads what it found. If it dies of one schema, it
/// is run again for those that follow.
pub(super) fn measure(out: &Path, name: &str, tried: &[(String, String)]) -> Measured {
    let mut measured = Measured::default();
    let results = out.join("target").join(format!("{name}.results"));
    let mut skipped = 0;
    for _ in 0..DEATHS {
        let died = run(out, name, &results, skipped);
        let last = read(&results, &mut measured);
        let Err(why) = died else { break };
        measured.plain += 1;
        measured.failing += 1;
        measured
            .failures
            .push(json!({ "pointer": last, "kind": "crash", "instance": null, "result": why }));
        match tried.iter().position(|(pointer, _)| last == **pointer) {
            Some(index) => skipped = index + 1,
            None => break,
        }
    }
    // One failure of each schema comes first, so that the first five tell most.
    let mut seen = BTreeSet::new();
    measured
        .failures
        .sort_by_cached_key(|one| !seen.insert(one["pointer"].to_string()));
    measured
}

/// Adds what one run found; gives the schema that it didn't finish.
fn read(results: &Path, measured: &mut Measured) -> Value {
    let text = std::fs::read_to_string(results).unwrap_or_default();
    let mut started = Value::Null;
    for line in text.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if let Some(pointer) = line.get("started") {
            started = pointer.clone();
            continue;
        }
        started = Value::Null;
        if let Some(union) = line["union"].as_str() {
            read_union(union, &line, measured);
            continue;
        }
        let count = |key: &str| line[key].as_u64().unwrap_or(0);
        measured.plain += count("plain");
        measured.decoded += count("decoded");
        measured.equal += count("equal");
        measured.added += count("added");
        measured.kept += count("kept");
        let failures = line["failures"].as_array();
        measured.failing += usize::from(failures.is_some_and(|list| !list.is_empty()));
        for failure in failures.into_iter().flatten() {
            let mut failure = failure.clone();
            failure["pointer"] = line["pointer"].clone();
            measured.failures.push(failure);
        }
    }
    started
}

fn read_union(union: &str, line: &Value, measured: &mut Measured) {
    measured.branches += line["tried"].as_u64().unwrap_or(0);
    measured.right += line["right"].as_u64().unwrap_or(0);
    for wrong in line["wrong"].as_array().into_iter().flatten() {
        let mut wrong = wrong.clone();
        wrong["pointer"] = line["at"].clone();
        measured.wrong.push(wrong);
    }
    let won = line["won"].as_array().into_iter().flatten();
    let won = won.filter_map(Value::as_str).map(str::to_owned);
    measured
        .won
        .entry(union.to_owned())
        .or_default()
        .extend(won);
}

fn run(out: &Path, name: &str, results: &Path, skipped: usize) -> Result<(), String> {
    // What an earlier run found isn't this one's.
    let _ = std::fs::remove_file(results);
    let program = out.join("target/debug").join(check_of(name));
    let mut child = Command::new(&program)
        .arg(out.join(name).join("instances.json"))
        .arg(results)
        .arg(skipped.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{} can't be run: {error}", program.display()))?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("the program died: {status}")),
            None if start.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("not done after {} s", PATIENCE.as_secs()));
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}
