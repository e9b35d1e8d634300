//! The program of generated crates, with vendors that are made up.
//!
//! The source of `program` is written into each crate that has a vendor whose
//! subscriptions it cancels; here it is compiled and tested.

mod program;
mod vendors;

use std::process::ExitCode;

fn main() -> ExitCode {
    program::main(vendors::VENDORS)
}
