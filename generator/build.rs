//! Lists the files of the runtime and of the program with their text, for `package` to write
//! them into generated crates.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of this package with what is written into crates, and the names of the lists.
const FOLDERS: [(&str, &str); 2] = [("runtime", "runtime"), ("program", "program")];

/// Links to the sources in those folders. A package that is published has no packages within
/// it, but the files that such links lead to.
const EMBEDDED: &str = "embedded";

fn main() -> io::Result<()> {
    let package = variable("CARGO_MANIFEST_DIR")?;
    for (name, list) in FOLDERS {
        let (folder, manifest) = sources(&package, name);
        println!("cargo::rerun-if-changed={}", folder.display());
        println!("cargo::rerun-if-changed={}", manifest.display());
        fs::copy(manifest, variable("OUT_DIR")?.join(format!("{list}.toml")))?;
        let mut files = Vec::new();
        collect(&folder, "", &mut files)?;
        files.sort();
        let rows: String = files
            .iter()
            .map(|(name, path)| format!("    ({name:?}, include_str!({path:?})),\n"))
            .collect();
        let list = variable("OUT_DIR")?.join(format!("{list}.rs"));
        fs::write(list, format!("&[\n{rows}]\n"))?;
    }
    Ok(())
}

/// The folder with the sources of a package within this one, and its manifest.
fn sources(package: &Path, name: &str) -> (PathBuf, PathBuf) {
    let manifest = package.join(name).join("Cargo.toml");
    if manifest.exists() {
        return (package.join(format!("{name}/src/{name}")), manifest);
    }
    let embedded = package.join(EMBEDDED);
    (embedded.join(name), embedded.join(format!("{name}.toml")))
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
