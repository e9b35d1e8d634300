//! `cargo xtask bench DIR --against XTASK`: the price of generated clients in builds, as
//! ratios to those of another build of this program.

mod cargo;
mod workspace;

use cargo::{Build, Cargo};
use clap::Args;
use std::path::{Path, PathBuf};
use workspace::{DOCUMENTS, Document};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder of the documents `flowglad.json`, `asana.yaml` and `stripe.yaml`.
    documents: PathBuf,
    /// The program to compare with: a build of this one from another commit.
    #[arg(long, value_name = "XTASK")]
    against: PathBuf,
    /// Only these documents, by the beginnings of their names.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// The number of times that each build is run. The least counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// The clients of two generators, and how they are built.
struct Comparison {
    cargo: Cargo,
    theirs: PathBuf,
    ours: PathBuf,
    runs: usize,
}

/// Builds everything, and prints a line for each comparison.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), String> {
    let out = root.join("target/bench");
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let comparison = Comparison {
        cargo: Cargo::new(out.join("target")),
        theirs: out.join("theirs"),
        ours: out.join("ours"),
        runs: options.runs,
    };
    for document in DOCUMENTS.iter().filter(|one| is_wanted(one, &options.only)) {
        let file = options.documents.join(document.file);
        workspace::write(&comparison.theirs, document, &options.against, &file)?;
        workspace::write(&comparison.ours, document, &this, &file)?;
        comparison.of(document)?;
    }
    Ok(())
}

fn is_wanted(document: &Document, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|name| document.file.starts_with(name))
}

impl Comparison {
    fn of(&self, document: &Document) -> Result<(), String> {
        for build in Build::ALL {
            for (what, package) in [
                ("library", document.name),
                ("library and program", document.program),
            ] {
                let [theirs, ours] = self.least(document, build, package)?;
                let title = format!("{}, {build}, {what}", document.name);
                report(&title, "s", theirs, ours);
            }
        }
        let size = |folder| self.cargo.size(folder, document);
        let (theirs, ours) = (size(&self.theirs)?, size(&self.ours)?);
        report(
            &format!("{}, size of the program", document.name),
            "MB",
            theirs,
            ours,
        );
        Ok(())
    }

    /// The least time of each, run in turns, since others use the machine, too.
    fn least(&self, document: &Document, build: Build, package: &str) -> Result<[f64; 2], String> {
        let folders = [&self.theirs, &self.ours];
        let mut least = [f64::MAX; 2];
        for folder in folders {
            self.cargo.run(folder, build, package)?;
        }
        for _ in 0..self.runs {
            for (folder, least) in folders.iter().zip(&mut least) {
                workspace::touch(folder, document)?;
                *least = least.min(self.cargo.run(folder, build, package)?);
            }
        }
        Ok(least)
    }
}

fn report(title: &str, unit: &str, theirs: f64, ours: f64) {
    let ratio = ours / theirs;
    // The result, wherever it goes.
    println!("{title}: {theirs:.2} -> {ours:.2} {unit}, {ratio:.2}");
}
