//! The project's commands, run as `cargo xtask …`.
//!
//! The only place that touches the disk: it reads `specs`, asks the generator
//! what `generated` should hold, and writes or compares that.

mod codegen;
mod corpus;
mod mutate;
mod standalone;
mod tree;
mod vendors;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(
    bin_name = "cargo xtask",
    about = "The project's commands",
    disable_help_subcommand = true
)]
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
        /// Leaves out what can't be generated, and lists it, instead of failing.
        #[arg(long, requires = "spec")]
        keep_going: bool,
    },
    /// Takes every OpenAPI document below a folder through generation,
    /// compilation and fidelity.
    Corpus(corpus::Options),
    /// Changes OpenAPI documents at random, and generates from each in a process
    /// of its own, which must end in little time and memory.
    Mutate(mutate::Options),
    /// Generates from a document in memory, and reports to the parent.
    #[command(name = mutate::COMMAND, hide = true)]
    GenerateOnce { spec: PathBuf },
}

fn main() -> ExitCode {
    if let Some(code) = corpus::as_compiler() {
        return code;
    }
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Codegen {
            spec: Some(spec),
            out: Some(out),
            config,
            check,
            keep_going,
            ..
        } => standalone::run(&spec, &out, config.as_deref(), keep_going, check),
        Command::Codegen { vendors, check, .. } => codegen::run(&root(), &vendors, check),
        Command::Corpus(options) => corpus::run(&root(), &options),
        Command::Mutate(options) => mutate::run(&root(), &options),
        Command::GenerateOnce { spec } => {
            mutate::generate_once(&spec);
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// The workspace's folder, or the one that `XTASK_ROOT` names, for the tests
/// of these commands.
fn root() -> PathBuf {
    match std::env::var_os("XTASK_ROOT") {
        Some(root) => root.into(),
        None => {
            let package = Path::new(env!("CARGO_MANIFEST_DIR"));
            package.parent().unwrap_or(package).to_owned()
        }
    }
}
