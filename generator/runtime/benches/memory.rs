//! The most memory that decoding takes, as a ratio to the text. Fails where it is six
//! times the text.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the runtime is used in part"
)]

#[path = "../src/runtime/mod.rs"]
pub mod runtime;
mod shapes;

use peak_alloc::PeakAlloc;
use std::hint::black_box;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The peak of some work over what was in use before, for each byte of a text.
fn peak<T>(text: &str, work: impl FnOnce(&[u8]) -> T) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    black_box(work(black_box(text.as_bytes())));
    (MEMORY.peak_usage() - before) as f64 / text.len() as f64
}

fn main() {
    for shape in shapes::all() {
        let ours = peak(&shape.text, shape.decode);
        let derived = peak(&shape.text, shape.decode_derived);
        println!(
            "{}: {ours:.2} times the text, derived {derived:.2}",
            shape.name
        );
        assert!(ours < 6.0, "{}: {ours:.2} times the text", shape.name);
    }
}
