//! Lists the files of the runtime and of the program with their text, for `package` to write
//! them into generated crates.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of this package with what is written into crates, and the names of the lists.
const FOLDERS: [(&str, &str); 2] = [
    ("runtime/src/runtime", "runtime.rs"),
    ("program/src/program", "program.rs"),
];

fn main() -> io::Result<()> {
    let package = variable("CARGO_MANIFEST_DIR")?;
    for (folder, list) in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&package.join(folder), "", &mut files)?;
        files.sort();
        let rows: String = files
            .iter()
            .map(|(name, path)| format!("    ({name:?}, include_str!({path:?})),\n"))
            .collect();
        fs::write(variable("OUT_DIR")?.join(list), format!("&[\n{rows}]\n"))?;
    }
    Ok(())
}

fn variable(name: &str) -> io::Result<PathBuf> {
    let value = env::var_os(name);
    value
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other(name))
}

/// Adds the files of a folder and of those in it, by their paths in the first.
fn collect(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{name}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if name.ends_with(".rs") {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
