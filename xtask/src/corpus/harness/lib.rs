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

/// How many failures of one schema are written in full.
const SHOWN: usize = 3;

/// From JSON to the type and back.
pub fn roundtrip<T: Serialize + DeserializeOwned>(value: Value) -> Result<Value, String> {
    let decoded: T = serde_json::from_value(value).map_err(|error| format!("decode: {error}"))?;
    serde_json::to_value(&decoded).map_err(|error| format!("encode: {error}"))
}

/// Reads the file of instances that the first argument names, from the schema
/// on that the third one counts to, and writes a line for each schema to the
/// file that the second one names.
pub fn run(entries: &[Entry]) {
    let mut arguments = std::env::args().skip(1);
    let instances = File::open(arguments.next().expect("a file of instances"));
    let results = File::create(arguments.next().expect("a file for the results"));
    let mut results = BufWriter::new(results.expect("a writable file"));
    let mut skipped = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(0_usize);
    std::panic::set_hook(Box::new(|_| {}));
    for line in BufReader::new(instances.expect("a readable file")).lines() {
        let line = line.expect("text");
        let line = line.trim_end_matches(',');
        if !line.starts_with('{') {
            continue;
        }
        if skipped > 0 {
            skipped -= 1;
            continue;
        }
        let schema: Value = serde_json::from_str(line).expect("JSON");
        let pointer = schema["pointer"].as_str().unwrap_or_default();
        let Some((_, run)) = entries.iter().find(|(place, _)| *place == pointer) else {
            continue;
        };
        // If the process dies, this line says where.
        writeln!(results, "{}", json!({ "started": pointer })).expect("a writable file");
        results.flush().expect("a writable file");
        let result = tried(&schema, *run);
        writeln!(results, "{result}").expect("a writable file");
    }
    results.flush().expect("a writable file");
}

fn tried(schema: &Value, run: fn(Value) -> Result<Value, String>) -> Value {
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
                match compare::difference(value, value, &back, "") {
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
            Ok(back) => match compare::difference(&plain[index], value, &back, "") {
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
