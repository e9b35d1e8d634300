//! Helpers of the generator's tests: folders of documents, a run over one of
//! them, and snapshots beside them.

use openapi_client_generator::{
    Config, Findings, GenerateOptions, Input, Output, Target, generate,
};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A folder with a document and maybe a `codegen.toml`.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) folder: PathBuf,
    /// The document's name within the folder, as reports give it.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The document of a case that is about schemas: its `schema.yaml` is the end of
/// it, and has a schema `Thing`.
const FRAME: &str = r##"openapi: 3.1.0
info: {title: Case, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /thing:
    get:
      operationId: getThing
      responses:
        "200":
          description: A thing.
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
components:
  schemas:
"##;

/// The columns that the schemas of a case are moved by to stand in the frame.
const INDENT: usize = 4;

const SCHEMAS: &str = "schema.yaml";

impl Subject {
    /// The document of a folder. One without any is about its `codegen.toml`,
    /// and the smallest case lends it a document.
    fn of(folder: PathBuf) -> Self {
        let names = ["openapi.yaml", "openapi.json", SCHEMAS];
        let own = names.into_iter().find(|name| folder.join(name).exists());
        let path = match own {
            Some(name) => folder.join(name),
            None => folder_of_tests("cases/documents/minimal/openapi.yaml"),
        };
        let text = read(&path);
        Self {
            text: match own {
                Some(SCHEMAS) => framed(&text),
                _ => text,
            },
            name: own.unwrap_or("openapi.yaml").to_owned(),
            folder,
        }
    }

    /// The last part of the folder's path.
    pub(crate) fn title(&self) -> String {
        file_name(&self.folder)
    }

    /// The last two parts of the folder's path: `schemas/all_of`.
    pub(crate) fn label(&self) -> String {
        let parent = self.folder.parent().expect("a folder in a folder");
        format!("{}/{}", file_name(parent), self.title())
    }

    /// True of a case that is its schemas alone.
    pub(crate) fn is_schemas(&self) -> bool {
        self.name == SCHEMAS
    }

    /// A report with the lines and columns of `schema.yaml` in place of those in its frame.
    pub(crate) fn unframed(&self, report: &str) -> String {
        if !self.is_schemas() {
            return report.to_owned();
        }
        let lines = report.lines().map(|line| format!("{}\n", unframed(line)));
        lines.collect()
    }

    /// Runs the generator. What it refuses is the report.
    pub(crate) fn generate(&self) -> Result<Output, String> {
        let output = self.generate_with(&self.settings());
        output.map_err(|findings| self.unframed(&findings.to_string()))
    }

    /// The text of its `codegen.toml`, empty if it has none.
    pub(crate) fn settings(&self) -> String {
        match self.folder.join("codegen.toml") {
            path if path.exists() => read(&path),
            _ => String::new(),
        }
    }

    /// Runs the generator with settings of one's own.
    pub(crate) fn generate_with(&self, settings: &str) -> Result<Output, Findings> {
        self.with_input(settings, generate)
    }

    /// Hands the document to the generator, with settings of one's own.
    pub(crate) fn with_input<T>(
        &self,
        settings: &str,
        take: impl FnOnce(Input<'_>) -> Result<T, Findings>,
    ) -> Result<T, Findings> {
        let config = match settings {
            "" => Config::default(),
            text => Config::parse("codegen.toml", text)
                .map_err(|diagnostic| Findings::alone(diagnostic, text))?,
        };
        let folder = &self.folder;
        // The words of the system for it differ from one to the next.
        let no_file = "there is no such file".to_owned();
        let load = |path: &str| fs::read_to_string(folder.join(path)).map_err(|_| no_file.clone());
        take(Input {
            name: &self.name,
            text: self.text.clone(),
            config: &config,
            options: GenerateOptions {
                strict: true,
                ..GenerateOptions::default()
            },
            load: &load,
            target: Target {
                package: "test",
                module: Some("test"),
                command: "a test",
            },
        })
    }
}

/// A line of a report with the line and column that `schema.yaml` has for those of its frame:
/// in a place such as `schema.yaml:20:9`, or in a line of the source with its number.
fn unframed(line: &str) -> String {
    let file = format!("{SCHEMAS}:");
    if let Some((before, place)) = line.split_once(&file) {
        let end = place.find(|c: char| c != ':' && !c.is_ascii_digit());
        let (position, rest) = place.split_at(end.unwrap_or(place.len()));
        let (line, column) = position.split_once(':').expect("a line and a column");
        let Some(line) = framed_line(line) else {
            return format!("{before}frame:{line}:{column}{rest}");
        };
        let column = number(column).saturating_sub(INDENT);
        return format!("{before}{file}{line}:{column}{rest}");
    }
    let indent = " ".repeat(INDENT + 1);
    let source = line.split_once(&format!("|{indent}"));
    match source.map(|(number, source)| (number.trim(), number.len(), source)) {
        Some(("", width, source)) => format!("{:width$}| {source}", ""),
        Some((number, width, source)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            match framed_line(number) {
                Some(number) => format!("{number:>0$} | {source}", width - 1),
                None => line.to_owned(),
            }
        }
        _ => line.to_owned(),
    }
}

/// The line of `schema.yaml`; nothing in the frame.
fn framed_line(digits: &str) -> Option<usize> {
    number(digits)
        .checked_sub(FRAME.lines().count())
        .filter(|line| *line > 0)
}

fn number(digits: &str) -> usize {
    digits.parse().expect("a number of a position")
}

/// A document of these schemas.
fn framed(schemas: &str) -> String {
    let indent = " ".repeat(INDENT);
    let lines = schemas.lines().map(|line| format!("{indent}{line}\n"));
    FRAME.to_owned() + &lines.collect::<String>()
}

/// The documents in the groups of a folder of this package, sorted:
/// `<folder>/<group>/<document's folder>`.
pub(crate) fn grouped(folder: &str) -> Vec<Subject> {
    let groups = folders(&folder_of_tests(folder));
    groups.iter().flat_map(|group| subjects(group)).collect()
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
        .map(Subject::label)
        .collect();
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().expect("a path with a name");
    name.to_string_lossy().into_owned()
}
