//! Mutants of the repository's own documents, in this process.

use super::choice::Documents;
use super::mutations::Change;
use crate::corpus::documents;
use openapi_client_generator::{Config, GenerateOptions, Input, Target, generate};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// The time for one mutant, of small documents but in a build without optimization.
const LIMIT: Duration = Duration::from_secs(10);

/// A folder, and the number of mutants of its documents that are tried.
const FOLDERS: [(&str, usize); 2] = [("specs", 50), ("tests/cases", 100)];

#[test]
fn mutants_are_generated_or_refused_in_no_time() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = root.expect("the folder of the workspace");
    for (folder, count) in FOLDERS {
        let found = documents::find(&root.join(folder), &[]).expect("documents");
        let documents = Documents::new(found, 1);
        for number in 0..count {
            let mutant = documents.mutant(number).expect("something to change");
            let name = format!("{folder}: {}", mutant.name);
            let changes = mutant.changes.iter().map(Change::to_string);
            let changes = || changes.clone().collect::<Vec<_>>().join("\n");
            match ended(mutant.value.to_string()) {
                Ok(Some(bug)) => panic!("{name}: {bug}\n{}", changes()),
                Ok(None) => {}
                Err(RecvTimeoutError::Timeout) => panic!("{name} takes too long\n{}", changes()),
                Err(RecvTimeoutError::Disconnected) => panic!("{name} panics\n{}", changes()),
            }
        }
    }
}

/// Generates from a text in a thread that is left behind if it takes too long;
/// gives the report of a bug.
fn ended(text: String) -> Result<Option<String>, RecvTimeoutError> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let input = Input {
            name: "mutant.json",
            text,
            config: &Config::default(),
            options: GenerateOptions {
                all_schemas: true,
                ..GenerateOptions::default()
            },
            load: &|_| Err("there is no other file".to_owned()),
            target: Target {
                package: "mutant",
                module: None,
                command: "cargo xtask codegen --spec",
            },
        };
        let report = generate(input).err().map(|findings| findings.to_string());
        // Nobody listens any more if it took too long.
        let _ = send.send(report.filter(|text| text.contains("error[internal]")));
    });
    receive.recv_timeout(LIMIT)
}
