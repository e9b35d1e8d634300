//! A program that cancels subscriptions: `subscription-cancel --help` tells what it does.
//!
//! It is written into the crate whose vendors it knows, and uses what that crate shows to
//! everyone. Each file needs those above it alone:
//!
//! | file | contents |
//! |---|---|
//! | `api` | the crate |
//! | `exit` | exit codes, and faults that have one |
//! | `choices` | the words for when, why and about which money |
//! | `variables` | API keys from the environment and from a file |
//! | `vendors` | vendors, keys of subscriptions, the table of what they can do |
//! | `verdict` | the result of a call, in words and as JSON |
//! | `arguments` | the command line |
//! | `output` | printing, and asking |
//! | `calls` | one subscription, or those of one customer |
//! | `bulk` | many subscriptions, with a ledger |

mod api;
mod arguments;
mod bulk;
mod calls;
mod choices;
mod exit;
mod output;
mod variables;
mod vendors;
mod verdict;

use std::process::ExitCode;

use api::runtime::cancel::VendorClient;
use arguments::{Arguments, Task};
use exit::{Exit, Fault};
use output::Output;

/// Runs the program with the arguments of the process.
pub(crate) fn main(vendors: &'static [VendorClient]) -> ExitCode {
    let arguments = match arguments::parse(vendors) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let output = Output::new(arguments.json);
    let exit = match run(arguments, vendors, &output) {
        Ok(exit) => exit,
        Err(fault) => output.fault(&fault),
    };
    ExitCode::from(exit.code())
}

fn run(
    arguments: Arguments,
    vendors: &'static [VendorClient],
    output: &Output,
) -> Result<Exit, Fault> {
    let variables = variables::Variables::read(arguments.env_file.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::failed(format!("there is no way to wait: {error}")))?;
    runtime.block_on(async {
        match arguments.task {
            Task::Vendors => vendors::print(vendors, output),
            Task::Bulk(bulk) => bulk::run(bulk, &variables, vendors, output).await,
            Task::Cancel(cancel) => calls::cancel(cancel, &variables, output).await,
            Task::Status(subject) => calls::status(subject, &variables, output).await,
            Task::Undo(undo) => calls::undo(undo, &variables, output).await,
            Task::List(customer) => calls::list(customer, &variables, output).await,
            Task::CancelAll(all) => calls::cancel_all(all, &variables, output).await,
        }
    })
}
