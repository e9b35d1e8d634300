//! Decodes instances with generated types, encodes them again, and compares.
//!
//! `cargo xtask corpus` writes this beside the crates it has generated, as the
//! library of a small program for each of them.

mod compare;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A schema's place, and what decodes and encodes a value of it.
pub type Entry = (&'static str, fn(Value) -> Result<Value, String>);

/// The stack of the thread that decodes, in bytes. Servers with many threads give
/// each little; a build without optimization needs the most.
const STACK: usize = 256 << 10;

/// The failures of one schema that are written in full.
const SHOWN: usize = 3;

/// From JSON to the type and back.
pub fn roundtrip<T: Serialize + DeserializeOwned>(value: Value) -> Result<Value, String> {
    let decoded: T = serde_json::from_value(value).map_err(|error| format!("decode: {error}"))?;
    serde_json::to_value(&decoded).map_err(|error| format!("encode: {error}"))
}

/// The variant of the union that a value is decoded as.
pub fn variant<T: std::fmt::Debug + DeserializeOwned>(value: Value) -> Result<Value, String> {
    let decoded: T = serde_json::from_value(value).map_err(|error| format!("decode: {error}"))?;
    let mut name = Word(String::new());
    // It ends with the word.
    let _ = std::fmt::Write::write_fmt(&mut name, format_args!("{decoded:?}"));
    Ok(Value::from(name.0))
}

/// The first word of what is written.
struct Word(String);

impl std::fmt::Write for Word {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for c in text.chars() {
            if !(c.is_alphanumeric() || c == '_') {
                return Err(std::fmt::Error);
            }
            self.0.push(c);
        }
        Ok(())
    }
}

/// Reads the file of instances that the first argument names, from the schema
/// on that the third one counts to, and writes a line for each schema to the
/// file that the second one names.
pub fn run(entries: &[Entry], unions: &[Entry]) {
    let mut arguments = std::env::args().skip(1);
    let instances = File::open(arguments.next().expect("a file of instances"));
    let results = File::create(arguments.next().expect("a file for the results"));
    let mut results = BufWriter::new(results.expect("a writable file"));
    let mut skipped = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(0_usize);
    std::panic::set_hook(Box::new(|_| {}));
    let mut written = Vec::new();
    for line in BufReader::new(instances.expect("a readable file")).lines() {
        let line = line.expect("text");
        let line = line.trim_end_matches(',');
        if !line.starts_with('{') {
            continue;
        }
        if let Some(constants) = line.strip_prefix(r#"{"constants":"#) {
            let constants = constants.strip_suffix('}').unwrap_or_default();
            written = serde_json::from_str(constants).unwrap_or_default();
            continue;
        }
        if skipped > 0 {
            skipped -= 1;
            continue;
        }
        let schema: Value = serde_json::from_str(line).expect("JSON");
        let is_union = schema.get("union").is_some();
        let key = if is_union { "union" } else { "pointer" };
        let known = if is_union { unions } else { entries };
        let pointer = schema[key].as_str().unwrap_or_default();
        let Some((_, run)) = known.iter().find(|(place, _)| *place == pointer) else {
            continue;
        };
        // If the process dies, this line says where.
        writeln!(results, "{}", json!({ "started": pointer })).expect("a writable file");
        results.flush().expect("a writable file");
        let work = || match is_union {
            true => chosen(&schema, *run),
            false => tried(&schema, *run, &written),
        };
        let result = std::thread::scope(|scope| {
            let builder = std::thread::Builder::new().stack_size(STACK);
            let worker = builder.spawn_scoped(scope, work).expect("another thread");
            worker.join().expect("no panic that isn't caught")
        });
        writeln!(results, "{result}").expect("a writable file");
    }
    results.flush().expect("a writable file");
}

/// The instances of a union's branches that are decoded as one that they satisfy.
fn chosen(union: &Value, run: fn(Value) -> Result<Value, String>) -> Value {
    let may_be_unrecognized = union["may_be_unrecognized"] == true;
    let (mut tried, mut right, mut won, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for one in union["values"].as_array().into_iter().flatten() {
        let value = one["value"].clone();
        let run = || run(value);
        let variant = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("panic".to_owned()));
        let variant = variant.unwrap_or_else(Value::from);
        let allowed = one["allowed"].as_array().is_some_and(|all| all.contains(&variant));
        tried += 1;
        if allowed || (may_be_unrecognized && variant == "Unrecognized") {
            right += 1;
            won.push(variant);
        } else if wrong.len() < SHOWN {
            wrong.push(json!({ "decoded": variant, "allowed": one["allowed"], "value": one["value"] }));
        }
    }
    let (name, at) = (&union["union"], &union["at"]);
    json!({ "union": name, "at": at, "tried": tried, "right": right, "won": won, "wrong": wrong })
}

fn tried(
    schema: &Value,
    run: fn(Value) -> Result<Value, String>,
    constants: &[(String, Value)],
) -> Value {
    let run = |value: &Value| {
        let value = value.clone();
        catch_unwind(AssertUnwindSafe(|| run(value))).unwrap_or_else(|_| Err("panic".to_owned()))
    };
    let none = Vec::new();
    let plain = schema["plain"].as_array().unwrap_or(&none);
    let added = schema["added"].as_array().unwrap_or(&none);
    let (mut decoded, mut equal, mut kept) = (0, 0, 0);
    let mut failures = Vec::new();
    let mut fail = |kind: &str, instance: &Value, result: Value| {
        if failures.len() < SHOWN {
            failures.push(json!({ "kind": kind, "instance": instance, "result": result }));
        }
    };
    for value in plain {
        match run(value) {
            Ok(back) => {
                decoded += 1;
                match compare::difference(value, value, &back, "", constants) {
                    None => equal += 1,
                    Some(place) => fail("unequal", value, json!({ "at": place, "value": back })),
                }
            }
            Err(error) => fail("undecoded", value, json!(error)),
        }
    }
    for pair in added {
        let (index, value) = (pair[0].as_u64().unwrap_or(0) as usize, &pair[1]);
        match run(value) {
            Ok(back) => match compare::difference(&plain[index], value, &back, "", constants) {
                None => kept += 1,
                Some(place) => fail("added: unequal", value, json!({ "at": place, "value": back })),
            },
            Err(error) => fail("added: undecoded", value, json!(error)),
        }
    }
    json!({
        "pointer": schema["pointer"],
        "plain": plain.len(), "decoded": decoded, "equal": equal,
        "added": added.len(), "kept": kept,
        "failures": failures,
    })
}
