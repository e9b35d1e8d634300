//! The project's commands, run as `cargo xtask …`.
//!
//! The only place that touches the disk: it reads `specs`, asks the generator
//! what `generated` should hold, and writes or compares that.

mod bench;
mod capabilities;
mod codegen;
mod corpus;
mod extract;
mod ir;
mod learn;
mod mutate;
mod playground;
mod root;
mod standalone;
mod vendors;

use clap::{Parser, Subcommand};
use openapi_client_cli::Action;
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", about = "The project's commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the clients in `generated` from the documents in `specs`.
    Codegen {
        /// Only these vendors: names of folders in `specs`.
        vendors: Vec<String>,
        /// Writes nothing; fails if a file is changed, missing or left over.
        #[arg(long)]
        check: bool,
        /// Overwrites and removes files that stand in the way, though somebody
        /// edited them or the generator didn't write them.
        #[arg(long, conflicts_with = "check")]
        force: bool,
        /// Makes a crate of its own of this document instead.
        #[arg(
            long,
            value_name = "FILE",
            requires = "out",
            conflicts_with = "vendors"
        )]
        spec: Option<PathBuf>,
        /// The folder for that crate.
        #[arg(long, value_name = "DIR", requires = "spec")]
        out: Option<PathBuf>,
        /// The settings for that document, a `codegen.toml`.
        #[arg(long, value_name = "FILE", requires = "spec")]
        config: Option<PathBuf>,
        /// Fails where something can't be generated, instead of leaving it out or
        /// taking it as any JSON with a warning.
        #[arg(long, requires = "spec")]
        strict: bool,
    },
    /// Takes operations with what they reach out of an OpenAPI document, for a vendor
    /// in `specs`.
    Extract(extract::Options),
    /// Prints a stage between a document and its code, or compares two documents
    /// in it.
    Ir(ir::Options),
    /// Compares recorded exchanges with a document, and writes corrections for its
    /// `codegen.toml`.
    Learn(learn::Options),
    /// Takes every OpenAPI document below a folder through generation,
    /// compilation and fidelity.
    Corpus(corpus::Options),
    /// Compares the time that clients take to build, and the size of a program, with
    /// those of another build of this command.
    Bench(bench::Options),
    /// Changes OpenAPI documents at random, and generates from each in a process
    /// of its own, which must end in little time and memory.
    Mutate(mutate::Options),
    /// Builds the page that runs the generator in a browser.
    Playground(playground::Options),
    /// Generates from a document in memory, and reports to the parent.
    #[command(name = mutate::COMMAND, hide = true)]
    GenerateOnce { spec: PathBuf },
}

fn main() -> ExitCode {
    if let Some(code) = corpus::as_compiler() {
        return code;
    }
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Codegen {
            spec: Some(spec),
            out: Some(out),
            config,
            check,
            force,
            strict,
            ..
        } => {
            let action = Action::of(check, force);
            standalone::run(&spec, &out, config.as_deref(), strict, action)
        }
        Command::Codegen {
            vendors,
            check,
            force,
            ..
        } => codegen::run(&root::find()?, &vendors, Action::of(check, force)),
        Command::Extract(options) => extract::run(&options),
        Command::Ir(options) => ir::run(&options),
        Command::Learn(options) => learn::run(&options),
        Command::Corpus(options) => corpus::run(&root::find()?, &options),
        Command::Bench(options) => bench::run(&root::find()?, &options),
        Command::Mutate(options) => mutate::run(&root::find()?, &options),
        Command::Playground(options) => playground::run(&options),
        Command::GenerateOnce { spec } => {
            mutate::generate_once(&spec);
            Ok(())
        }
    }
}
