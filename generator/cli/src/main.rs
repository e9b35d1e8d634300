//! The program `openapi-client`.

mod commands;
mod voice;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use voice::{Voice, VoiceOptions};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EXAMPLES: &str = "\
Examples:
  openapi-client check openapi.yaml
          says what is wrong with a document, and writes nothing
  openapi-client generate openapi.yaml --out my-client
          makes the crate `my-client`
  openapi-client generate openapi.yaml --out my-client --check
          fails if the crate isn't what the document makes now, for CI
  curl -fsSL https://example.com/openapi.json | openapi-client check -
          a document from standard input; this program never opens the network
  openapi-client explain missing-reference
          the page about a code of a report

Exit codes:
  0  done, and no errors were found
  1  errors in the document or its settings, or differences, or files in the way
  2  wrong use: an argument that isn't possible

Reads the document, the files of its folder that it refers to, and a `codegen.toml` beside it.
Writes below the folder of `--out` alone, and there only files that it wrote before or that
aren't there yet; it lists them in `.openapi-client.sha256`. Whatever else is in that folder is
never read, changed or removed, unless `--force` is given and the file is in the way.
Nothing is executed, and nothing is sent anywhere.";

#[derive(Debug, Parser)]
#[command(
    name = "openapi-client",
    version,
    about = "Typed async Rust clients from OpenAPI 3.0, 3.1 and 3.2 documents",
    after_help = EXAMPLES,
    max_term_width = 100
)]
struct Arguments {
    #[command(flatten)]
    voice: VoiceOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a crate with a client of a document.
    Generate(commands::generate::Options),
    /// Reports on a document, and writes nothing.
    Check(commands::check::Options),
    /// Prints the page about a code, such as `missing-reference`; without one, all codes.
    Explain(commands::explain::Options),
    /// Prints the operations, schemas, security schemes and servers of a document, by the
    /// names and pointers that settings take.
    List(commands::list::Options),
    /// Finds an operation or schema: its place in the document, and its Rust name and file.
    Where(commands::find::Options),
    /// Prints a commented `codegen.toml` for a document, or writes it.
    Init(commands::init::Options),
    /// Prints the JSON Schema of `codegen.toml`, for editors that complete and check the file.
    Schema,
}

fn main() -> ExitCode {
    let Arguments { voice, command } = Arguments::parse();
    let voice = Voice::of(&voice);
    let outcome = match command {
        Command::Generate(options) => commands::generate::run(&options, &voice),
        Command::Check(options) => commands::check::run(&options, &voice),
        Command::Explain(options) => commands::explain::run(&options, &voice),
        Command::List(options) => commands::list::run(&options, &voice),
        Command::Where(options) => commands::find::run(&options, &voice),
        Command::Init(options) => commands::init::run(&options, &voice),
        Command::Schema => commands::schema::run(&voice),
    };
    outcome.unwrap_or_else(|failure| voice.fail(&failure))
}
