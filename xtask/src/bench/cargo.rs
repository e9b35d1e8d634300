//! Builds of a workspace, and what they take.

use super::workspace::{Document, touch};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// A way to build a client.
#[derive(Debug, Clone, Copy)]
pub(super) enum Build {
    Check,
    Dev,
    Release,
}

impl Build {
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Dev, Self::Release];

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Dev => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Check => "check",
            Self::Dev => "dev build",
            Self::Release => "release build",
        })
    }
}

/// Cargo with a folder for what it builds, which all workspaces share, so that
/// dependencies are built once.
pub(super) struct Cargo {
    target: PathBuf,
}

impl Cargo {
    pub(super) fn new(target: PathBuf) -> Self {
        Self { target }
    }

    /// Builds a package, and gives the seconds that processors worked for it.
    pub(super) fn run(&self, folder: &Path, build: Build, package: &str) -> Result<f64, String> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(build.arguments())
            .args(["--quiet", "--package", package])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &self.target)
            // As in a build from scratch.
            .env("CARGO_INCREMENTAL", "0");
        let (start, worked) = (Instant::now(), time_of_children());
        let status = cargo.status().map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!(
                "error: {package} in {} doesn't build",
                folder.display()
            ));
        }
        Ok(match (worked, time_of_children()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed().as_secs_f64(),
        })
    }

    /// The size of the program, built for release, in megabytes, without the names of its
    /// symbols.
    pub(super) fn size(&self, folder: &Path, document: &Document) -> Result<f64, String> {
        let path = self.target.join("release").join(document.program);
        // To cargo, packages of the other workspace with these names are the same ones.
        touch(folder, document)?;
        self.run(folder, Build::Release, document.program)?;
        let stripped = path.with_extension("stripped");
        let status = Command::new("strip")
            .arg("-o")
            .arg(&stripped)
            .arg(&path)
            .status();
        let measured = match status {
            Ok(status) if status.success() => &stripped,
            _ => &path,
        };
        let data = std::fs::metadata(measured).map_err(|error| error.to_string())?;
        Ok(data.len() as f64 / 1e6)
    }
}

/// The seconds that processors have worked for processes that this one has waited for;
/// on Linux only.
fn time_of_children() -> Option<f64> {
    const TICKS_IN_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in parentheses, and may have spaces in it.
    let (_, rest) = stat.rsplit_once(')')?;
    let ticks: f64 = rest.split_whitespace().nth(13)?.parse().ok()?;
    Some(ticks / TICKS_IN_A_SECOND)
}
