//! A folder under git with a document and the crate that is generated beside it.

use crate::copy::{MARKER, Run, xtask};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const DOCUMENT: &str = r#"openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      responses:
        "200": {description: Pets., content: {application/json: {schema: {type: array, items: {type: string}}}}}
"#;

/// A temporary folder with `client`, which holds the document and is a git
/// repository.
pub(crate) struct Folder {
    parent: TempDir,
}

impl Folder {
    /// With the document alone.
    pub(crate) fn new() -> Self {
        let parent = TempDir::new().expect("a temporary folder");
        let folder = Self { parent };
        folder.write("openapi.yaml", DOCUMENT);
        folder.git(&["init", "--quiet"]);
        folder.commit();
        folder
    }

    /// With the generated crate, committed.
    pub(crate) fn generated() -> Self {
        let folder = Self::new();
        folder.run(&[]).succeeds();
        folder.commit();
        folder
    }

    /// True if there is a history to compare with. Says so otherwise.
    pub(crate) fn has_history(&self) -> bool {
        let has_history = self.exists(".git");
        if !has_history {
            eprintln!("skipped: there is no git");
        }
        has_history
    }

    /// Runs git, and gives the output; nothing where there is no git.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.com"])
            .args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(self.client());
        let output = match command.output() {
            Err(error) if error.kind() == ErrorKind::NotFound => return String::new(),
            output => output.expect("git"),
        };
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {stderr}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Commits everything.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=Test"]);
    }

    /// The changes since the last commit, a line each.
    pub(crate) fn changes(&self) -> String {
        self.git(&["fsck", "--strict"]);
        self.git(&["status", "--porcelain", "--untracked-files=all"])
    }

    /// Generates the crate.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_to(&self.client(), arguments)
    }

    /// Generates the crate in another folder.
    pub(crate) fn run_to(&self, out: &Path, arguments: &[&str]) -> Run {
        let mut command = Command::new(xtask());
        command.args(["codegen", "--spec"]);
        command.arg(self.path("openapi.yaml"));
        Run::of(command.arg("--out").arg(out).args(arguments))
    }

    /// The folder above the crate.
    pub(crate) fn parent(&self) -> &Path {
        self.parent.path()
    }

    pub(crate) fn client(&self) -> PathBuf {
        self.parent.path().join("client")
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.client().join(file)
    }

    pub(crate) fn exists(&self, file: &str) -> bool {
        self.path(file).symlink_metadata().is_ok()
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a file")
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).expect("a file");
    }

    /// Writes the document with a word in the place of another.
    pub(crate) fn change_document(&self, old: &str, new: &str) {
        assert!(DOCUMENT.contains(old), "no `{old}` in the document");
        self.write("openapi.yaml", &DOCUMENT.replace(old, new));
    }

    /// The lines of the marker without the first.
    pub(crate) fn listed(&self) -> Vec<String> {
        let text = self.read(MARKER);
        text.lines().skip(1).map(str::to_owned).collect()
    }

    /// Fails if a run left a temporary file.
    pub(crate) fn is_tidy(&self) {
        for folder in [self.parent().to_owned(), self.client(), self.path("src")] {
            let Ok(entries) = fs::read_dir(folder) else {
                continue;
            };
            for entry in entries {
                let name = entry.expect("a readable folder").file_name();
                let name = name.to_string_lossy();
                assert!(!name.starts_with(".codegen-"), "{name} is left");
            }
        }
    }
}
