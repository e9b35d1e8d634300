//! A crate of generated modules, for the compiler and rustdoc to judge.
//!
//! It stands in the target folder and has the workspace's `Cargo.lock`, so only
//! what the workspace uses anyway is fetched.

use openapi_client_generator::File;
use openapi_client_generator::package::{Package, PackageModule};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) struct Scratch {
    folder: PathBuf,
    name: &'static str,
}

impl Scratch {
    /// Writes a crate of these modules.
    pub(crate) fn new(name: &'static str, modules: Vec<PackageModule>) -> Self {
        let package = Package {
            name: name.to_owned(),
            version: "0.0.0".to_owned(),
            modules,
            ..Package::default()
        };
        Self::of(name, openapi_client_generator::package::package(&package))
    }

    /// Writes a crate of these files.
    pub(crate) fn of(name: &'static str, files: Vec<File>) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let planned: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
        remove_others(&folder.join("src"), &planned);
        for file in files {
            let mut text = file.text;
            if file.path == "Cargo.toml" {
                // It stands inside this workspace, and is none of it.
                text.push_str("\n[workspace]\n");
            }
            write(&folder.join(file.path), &text);
        }
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        let lock = fs::read_to_string(lock).expect("the workspace's Cargo.lock");
        write(&folder.join("Cargo.lock"), &lock);
        Self { folder, name }
    }

    /// Adds a file.
    pub(crate) fn add(&self, path: &str, text: &str) {
        write(&self.folder.join(path), text);
    }

    /// Runs cargo, and gives what the compiler had to say of the crate itself.
    /// Fails if cargo does for any other reason.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--message-format=json")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .output()
            .expect("cargo");
        let said = self.messages(&output);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() || !said.is_empty(),
            "cargo {}: {stderr}",
            arguments.join(" "),
        );
        said
    }

    /// Runs a program of the crate, which has to end well, and gives what it printed.
    pub(crate) fn run(&self, program: &str, features: &str) -> String {
        // The libraries are those of the cases.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases/target");
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--example", program])
            .args(["--features", features])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .output()
            .expect("cargo");
        let (stdout, stderr) = (&output.stdout, String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{program}: {stderr}");
        String::from_utf8_lossy(stdout).into_owned()
    }

    fn messages(&self, output: &Output) -> String {
        let lines = output.stdout.split(|byte| *byte == b'\n');
        lines
            .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok())
            .filter(|line| {
                let target = &line["target"];
                target["name"] == self.name || target["kind"][0] == "example"
            })
            .filter_map(|line| Some(line["message"]["rendered"].as_str()?.to_owned()))
            .collect()
    }
}

/// The tests that rustdoc finds in a file's documentation: the last line of its list.
pub(crate) fn doc_tests(name: &str, text: &str) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    write(&file, text);
    let output = Command::new(Path::new(env!("CARGO")).with_file_name("rustdoc"))
        .args(["--test", "--edition=2024", "--test-args=--list"])
        .arg(file)
        .output()
        .expect("rustdoc");
    let list = String::from_utf8_lossy(&output.stdout);
    list.lines().next_back().unwrap_or_default().to_owned()
}

/// Removes the files that an earlier run left and this one doesn't write.
fn remove_others(folder: &Path, planned: &[PathBuf]) {
    // A first run has no such folder.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a file in the target folder").path();
        if path.is_dir() {
            remove_others(&path, planned);
        } else if !planned.contains(&path) {
            fs::remove_file(&path).expect("a file that can be removed");
        }
    }
}

/// Writes a file, unless it holds that text: an old file need not be compiled again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    let folder = path.parent().expect("a file in a folder");
    fs::create_dir_all(folder).expect("a folder in the target folder");
    fs::write(path, text).expect("a file in the target folder");
}
