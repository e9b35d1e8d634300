//! Lists the files of the runtime with their text, for `package` to write them into
//! generated crates.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folder of the runtime in this package.
const RUNTIME: &str = "runtime/src/runtime";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={RUNTIME}");
    let package = variable("CARGO_MANIFEST_DIR")?;
    let mut files = Vec::new();
    collect(&package.join(RUNTIME), "", &mut files)?;
    files.sort();
    let rows: String = files
        .iter()
        .map(|(name, path)| format!("    ({name:?}, include_str!({path:?})),\n"))
        .collect();
    fs::write(
        variable("OUT_DIR")?.join("runtime.rs"),
        format!("&[\n{rows}]\n"),
    )
}

fn variable(name: &str) -> io::Result<PathBuf> {
    let value = env::var_os(name);
    value
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other(name))
}

/// Adds the files of a folder and of those in it, by their paths in the runtime.
fn collect(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{name}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
