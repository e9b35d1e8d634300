//! A copy of `specs` and `generated`, and the command run on it.

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;
use tempfile::TempDir;

/// The file in a folder that lists what was generated there.
pub(crate) const MARKER: &str = ".openapi-client.sha256";

/// The output of a run, and its exit code.
pub(crate) struct Run {
    code: Option<i32>,
    pub(crate) said: String,
}

impl Run {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("a program");
        let said = [output.stdout, output.stderr].concat();
        Self {
            code: output.status.code(),
            said: String::from_utf8(said).expect("text"),
        }
    }

    pub(crate) fn succeeds(self) {
        assert_eq!(self.code, Some(0), "{}", self.said);
    }

    pub(crate) fn is_success(&self) -> bool {
        self.code == Some(0)
    }

    /// Fails as a run should, saying all of this.
    pub(crate) fn fails_with(&self, texts: &[&str]) {
        assert_eq!(self.code, Some(1), "{}", self.said);
        for text in texts {
            assert!(self.said.contains(text), "no `{text}` in:\n{}", self.said);
        }
    }
}

/// A copy of what the command reads and writes.
pub(crate) struct Copy {
    root: TempDir,
}

/// The files of a folder, by their paths: what they hold, and when they were written.
pub(crate) type Files = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl Copy {
    /// As it is committed.
    pub(crate) fn new() -> Self {
        let root = TempDir::new().expect("a temporary folder");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["specs", "generated"] {
            copy(&workspace.join(folder), &root.path().join(folder));
        }
        Self { root }
    }

    /// With nothing to do, whatever is committed.
    pub(crate) fn up_to_date() -> Self {
        let copy = Self::new();
        copy.run(&[]).succeeds();
        copy
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(xtask());
        command.arg("codegen").args(arguments);
        Run::of(command.env("XTASK_ROOT", self.root.path()))
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).expect("a file");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a file")
    }

    /// Lists a file of `generated` as if an earlier run had written it.
    pub(crate) fn list(&self, file: &str) {
        let name = file.strip_prefix("generated/").expect("a generated file");
        let hash = sha256(&self.path(file));
        let marker = format!("generated/{MARKER}");
        let text = format!("{}{hash}  {name}\n", self.read(&marker));
        self.write(&marker, &text);
    }

    /// Every file there is, so that what is left behind shows too.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        walk(self.root.path(), &mut |path| {
            let written = path.metadata().and_then(|metadata| metadata.modified());
            let name = path
                .strip_prefix(&self.root)
                .expect("a path below the root");
            let name = name.to_string_lossy().replace('\\', "/");
            let content = fs::read(path).expect("a file");
            files.insert(name, (content, written.expect("a time")));
        });
        files
    }
}

/// The program, built once.
pub(crate) fn xtask() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--package", "xtask", "--message-format=json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo");
        let messages = output.stdout.split(|byte| *byte == b'\n');
        let mut programs = messages
            .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok())
            .filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?)));
        let stderr = String::from_utf8_lossy(&output.stderr);
        programs
            .next()
            .unwrap_or_else(|| panic!("no program: {stderr}"))
    })
}

/// The SHA-256 of a file, as the marker has it.
pub(crate) fn sha256(path: &Path) -> String {
    let bytes = fs::read(path).expect("a file");
    format!("{:x}", Sha256::digest(bytes))
}

fn walk(folder: &Path, each: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a readable folder").path();
        match path.is_dir() {
            true => walk(&path, each),
            false => each(&path),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    walk(from, &mut |path| {
        let target = to.join(path.strip_prefix(from).expect("a path below"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(path, target).expect("a file");
    });
}
