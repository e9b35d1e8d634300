//! Speed of types with tables, beside derived serde code, on four shapes of JSON.
//!
//! The source of the runtime is a module here, as in a generated crate. With `--once
//! SHAPE WHAT TIMES` one of them runs so often without being timed, for a tool that
//! counts instructions.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the runtime is used in part"
)]

#[path = "../src/runtime/mod.rs"]
pub mod runtime;
mod shapes;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use shapes::Shape;
use std::hint::black_box;

const EACH: [&str; 4] = ["decode", "decode-derived", "encode", "encode-derived"];

/// The work of one kind, to be done again and again.
fn work<'s>(shape: &'s Shape, what: &str) -> Box<dyn Fn() + 's> {
    let text = shape.text.as_bytes();
    let decode = || (shape.decode)(black_box(text)).expect("a shape decodes");
    let derived = || (shape.decode_derived)(black_box(text)).expect("a shape decodes");
    match what {
        "decode" => Box::new(move || drop(black_box(decode()))),
        "decode-derived" => Box::new(move || drop(black_box(derived()))),
        _ => {
            let values = if what == "encode" {
                decode()
            } else {
                derived()
            };
            Box::new(move || drop(black_box(values.encode())))
        }
    }
}

fn all(c: &mut Criterion) {
    for shape in shapes::all() {
        let mut group = c.benchmark_group(shape.name);
        group.throughput(Throughput::Bytes(shape.text.len() as u64));
        for what in EACH {
            let work = work(&shape, what);
            group.bench_function(BenchmarkId::from_parameter(what), |bencher| {
                bencher.iter(&work);
            });
        }
        group.finish();
    }
}

criterion_group!(benches, all);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match &arguments[1..] {
        [once, name, what, times] if once == "--once" => {
            let shapes = shapes::all();
            let shape = shapes.iter().find(|shape| shape.name == name);
            let work = work(shape.expect("a shape"), what);
            (0..times.parse().expect("a number")).for_each(|_| work());
        }
        _ => {
            benches();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
