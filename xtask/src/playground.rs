//! `cargo xtask playground`: the page that runs the generator in a browser, built into a
//! folder.

use crate::root;
use clap::Args;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The target of what a browser runs.
const TARGET: &str = "wasm32-unknown-unknown";

const PACKAGE: &str = "openapi-client-playground";

/// The program in the folder of the page.
const PROGRAM: &str = "generator.wasm";

/// The files of the page.
const PAGE: &str = "generator/playground/page";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder for the page.
    #[arg(long, value_name = "DIR", default_value = "target/playground")]
    out: PathBuf,
}

/// Builds the page.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let root = root::find()?;
    require_target()?;
    let program = build(&root)?;
    let out = root.join(&options.out);
    fs::create_dir_all(&out).map_err(|error| failed("made", &out, &error))?;
    copy(&program, &out.join(PROGRAM))?;
    let page = root.join(PAGE);
    let entries = fs::read_dir(&page).map_err(|error| failed("read", &page, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| failed("read", &page, &error))?;
        copy(&entry.path(), &out.join(entry.file_name()))?;
    }
    let shown = options.out.display();
    println!(
        "{shown}: the page and its program, for any web server, such as\n\n    \
         python3 -m http.server --bind 127.0.0.1 --directory {shown} 8000\n\n\
         and then http://127.0.0.1:8000 in a browser"
    );
    Ok(())
}

/// Fails with a way out if nothing can be built for a browser.
fn require_target() -> Result<(), String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    let folder = asked.map_err(|error| format!("error[rustc]: rustc can't be run: {error}"))?;
    let folder = String::from_utf8_lossy(&folder.stdout);
    if Path::new(folder.trim()).is_dir() && !folder.trim().is_empty() {
        return Ok(());
    }
    Err(format!(
        "error[target]: the target {TARGET} isn't installed\n  help: `rustup target add {TARGET}`, or \
         the package `libstd-rust-dev-wasm32` where Debian's rustc is used"
    ))
}

/// Builds the program, and gives its file.
fn build(root: &Path) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--target", TARGET])
        .args(["--package", PACKAGE, "--lib"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("error[cargo]: cargo can't be run: {error}"))?;
    if !built.status.success() {
        return Err("error[build]: the program doesn't build".to_owned());
    }
    let messages = String::from_utf8_lossy(&built.stdout);
    let mut messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let file = messages.find_map(|message| program_of(&message));
    file.ok_or_else(|| "error[build]: cargo doesn't say where the program is".to_owned())
}

/// The program that a message of cargo's names, if it does.
fn program_of(message: &Value) -> Option<PathBuf> {
    let mut files = message.get("filenames")?.as_array()?.iter();
    let file = files.find_map(|file| file.as_str().filter(|file| file.ends_with(".wasm")))?;
    Some(PathBuf::from(file))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let copied = fs::copy(from, to);
    copied
        .map(drop)
        .map_err(|error| failed("written", to, &error))
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!(
        "error[unwritable]: {} can't be {what}: {error}",
        path.display()
    )
}
