//! Cancels subscriptions: see `--help`.

mod program;

use std::process::ExitCode;

fn main() -> ExitCode {
    program::main(subscription_cancel::VENDORS)
}
