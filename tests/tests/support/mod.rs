//! What the tests of the generator share: folders of documents, a run over one
//! of them, and snapshots beside them.

use openapi_client_generator::diag::Report;
use openapi_client_generator::{Config, Extent, Input, Output, Target, generate};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A folder with a document and maybe a `codegen.toml`.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) folder: PathBuf,
    /// What reports call the document: its name within the folder.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Subject {
    /// The document of a folder. One without any is about its `codegen.toml`,
    /// and the smallest case lends it a document.
    fn of(folder: PathBuf) -> Self {
        let names = ["openapi.yaml", "openapi.json"];
        let own = names.into_iter().find(|name| folder.join(name).exists());
        let path = match own {
            Some(name) => folder.join(name),
            None => folder_of_tests("cases/minimal/openapi.yaml"),
        };
        Self {
            text: read(&path),
            name: own.unwrap_or("openapi.yaml").to_owned(),
            folder,
        }
    }

    /// The last part of the folder's path.
    pub(crate) fn title(&self) -> String {
        file_name(&self.folder)
    }

    /// Runs the generator. What it refuses is the report.
    pub(crate) fn generate(&self) -> Result<Output, String> {
        let config = self.config()?;
        let folder = &self.folder;
        // The words of the system for it differ from one to the next.
        let no_file = "there is no such file".to_owned();
        let load = |path: &str| fs::read_to_string(folder.join(path)).map_err(|_| no_file.clone());
        let input = Input {
            name: &self.name,
            text: self.text.clone(),
            config: &config,
            extent: Extent {
                strict: true,
                ..Extent::default()
            },
            load: &load,
            target: Target {
                package: "test",
                module: Some("test"),
                command: "a test",
            },
        };
        generate(input).map_err(|findings| findings.to_string())
    }

    fn config(&self) -> Result<Config, String> {
        let path = self.folder.join("codegen.toml");
        if !path.exists() {
            return Ok(Config::default());
        }
        Config::parse("codegen.toml", &read(&path)).map_err(|diagnostic| {
            let diagnostics = vec![diagnostic];
            Report { diagnostics }.render(|_| None)
        })
    }
}

/// The documents in the folders of a folder, sorted.
pub(crate) fn subjects(parent: &Path) -> Vec<Subject> {
    folders(parent).into_iter().map(Subject::of).collect()
}

/// The folders in a folder, sorted.
pub(crate) fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).expect("a folder of the tests");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// A path in this package.
pub(crate) fn folder_of_tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a text with the snapshot `name` in a folder.
pub(crate) fn assert_snapshot(folder: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Checks every subject, and only then fails with the names of those that failed.
pub(crate) fn each(subjects: &[Subject], check: impl Fn(&Subject)) {
    assert!(!subjects.is_empty(), "there is nothing to check");
    let failed: Vec<String> = subjects
        .iter()
        .filter(|subject| catch_unwind(AssertUnwindSafe(|| check(subject))).is_err())
        .map(Subject::title)
        .collect();
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().expect("a path with a name");
    name.to_string_lossy().into_owned()
}
