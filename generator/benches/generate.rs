//! The time to generate a client, from the text to the files, for three real
//! documents of about 0.6, 3 and 13 MB.
//!
//! They are looked for in the folder that `OPENAPI_CORPUS` names; without it
//! nothing is measured.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use openapi_client_codegen::{Config, GenerateOptions, Input, Target, generate};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

const DOCUMENTS: [&str; 3] = ["flowglad.json", "polar.json", "github.json"];

fn documents(c: &mut Criterion) {
    let Some(folder) = std::env::var_os("OPENAPI_CORPUS") else {
        eprintln!("skipped: OPENAPI_CORPUS doesn't name a folder with documents");
        return;
    };
    let mut group = c.benchmark_group("generate");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(15));
    for name in DOCUMENTS {
        let path = Path::new(&folder).join(name);
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: there is no {}", path.display());
            continue;
        };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(files(name, &text)));
        });
    }
    group.finish();
}

/// The number of files that are generated.
fn files(name: &str, text: &str) -> usize {
    let output = generate(Input {
        name,
        text: text.to_owned(),
        config: &Config::default(),
        options: GenerateOptions {
            all_schemas: true,
            ..GenerateOptions::default()
        },
        load: &|file| Err(format!("{file} isn't part of this")),
        target: Target {
            package: "client",
            module: None,
            command: "cargo bench",
        },
    });
    output.map_or(0, |output| output.files.len())
}

criterion_group!(benches, documents);
criterion_main!(benches);
