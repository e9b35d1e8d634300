//! Turns an OpenAPI document into a typed async Rust client.
//!
//! A run goes one way. Each stage is a module that takes the last stage's type
//! and gives the next; none looks back, and none touches a disk or a network.
//!
//! | module | takes → gives | may import |
//! |---|---|---|
//! | [`diag`] | places, codes, findings | nothing of ours |
//! | [`json`] | the kinds of JSON value | nothing of ours |
//! | [`config`] | `codegen.toml` → [`Config`] | `diag` |
//! | [`source`] | text → a JSON value, order kept | `diag` |
//! | [`spec`] | value → [`Spec`]: any 3.x in one shape | `diag`, `json`, `source` |
//! | [`schema`] | schemas → schemas: intersection, inheritance | `spec`, `diag`, `json` |
//! | [`ir`] | plain data: [`ir::Api`] | `diag`, `json` |
//! | [`lower`] | [`Spec`], [`Config`] → [`ir::Api`] | `spec`, `schema`, `config`, `ir`, `diag`, `json` |
//! | [`rust`] | [`ir::Api`], [`Config`] → [`rust::RustApi`]: names, types, files | `ir`, `config`, `diag` |
//! | [`emit`] | [`rust::RustApi`] → items, grouped by file | `ir`, `rust`, `diag` |
//! | [`bindings`] | [`rust::RustApi`] → `bindings.json` | `ir`, `rust`, `diag` |
//! | [`render`] | items → [`File`]s | `emit` |
//! | [`package`] | files of modules → files of a crate | `render` |
//!
//! [`generate`] runs all of them over one document; [`package::package`] puts
//! the results of one or several runs into a crate.
//!
//! [`Spec`]: spec::Spec

pub mod bindings;
pub mod config;
pub mod diag;
pub mod emit;
pub mod ir;
pub mod json;
pub mod lower;
pub mod package;
pub mod render;
pub mod rust;
pub mod schema;
pub mod source;
pub mod spec;

pub use config::Config;
pub use emit::Target;
pub use lower::GenerateOptions;
pub use render::File;
pub use rust::names::is_keyword;
pub use spec::Load;

use diag::{Code, Diagnostic, Pointer, Report};
use ir::{Api, Operation, Type, TypeKind};
use package::PackageModule;
use rust::RustApi;
use source::Source;
use spec::{Files, Rejected, Spec};
use std::collections::BTreeSet;
use std::{fmt, thread};

/// What to generate from.
pub struct Input<'a> {
    /// What the document is called in reports, and what its relative references
    /// are relative to.
    pub name: &'a str,
    /// The document: OpenAPI 3.0, 3.1 or 3.2, as JSON or YAML.
    pub text: String,
    /// The settings for it.
    pub config: &'a Config,
    /// How much of it is wanted.
    pub options: GenerateOptions,
    /// Gets other files that the document refers to.
    pub load: Load<'a>,
    /// The place that the code is generated for.
    pub target: Target<'a>,
}

/// What was generated.
#[derive(Debug)]
pub struct Output {
    /// The files of the module, their paths relative to its folder.
    pub files: Vec<File>,
    /// The document's title.
    pub title: String,
    /// How many operations there are.
    pub operations: usize,
    /// How many types there are.
    pub types: usize,
    /// Whether instants or dates are among the types.
    pub has_time: bool,
    /// A map from the document to Rust.
    pub bindings: serde_json::Value,
    /// A first call, as a program of Rust; nothing for a document without operations.
    pub first_call: Option<String>,
    /// The operations and schemas that were left out, with the reasons.
    pub skipped: Vec<Diagnostic>,
    /// The places that became any JSON since they can't be typed, with the reasons.
    pub any_json: Vec<Diagnostic>,
    /// What is worth knowing about the document.
    pub findings: Findings,
}

impl Output {
    /// The module of a crate, called by this name.
    pub fn module(&self, name: &str) -> PackageModule {
        PackageModule {
            name: name.to_owned(),
            title: self.title.clone(),
            has_time: self.has_time,
            files: self.files.clone(),
        }
    }
}

/// What was found in a document, with what it takes to say where.
#[derive(Debug)]
pub struct Findings {
    /// What was found.
    pub report: Report,
    sources: Option<Files>,
}

impl Findings {
    /// The place of a finding as people read it: file, line and column.
    pub fn place(&self, at: &Pointer) -> String {
        let position = self.sources.as_ref().and_then(|files| files.locate(at));
        match position {
            Some((line, column)) => format!("{}:{line}:{column} (#{})", at.file(), at.path()),
            None => at.to_string(),
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let locate = |at: &Pointer| self.sources.as_ref()?.locate(at);
        f.write_str(&self.report.render(locate))
    }
}

/// Generates the module of one document.
///
/// # Errors
///
/// Fails with everything that was found if any of it is an error; then there is
/// no output at all.
pub fn generate(input: Input<'_>) -> Result<Output, Findings> {
    // Schemas nest, and are walked by recursion, deeper than a usual stack allows.
    let builder = thread::Builder::new().stack_size(STACK);
    thread::scope(|scope| {
        let worker = builder.spawn_scoped(scope, || generate_here(input));
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => {
                let message = format!("no thread could be started: {error}");
                let mut report = Report::default();
                report.push(Diagnostic::error(
                    Code::Internal,
                    &Pointer::root(""),
                    message,
                ));
                Err(Findings {
                    report,
                    sources: None,
                })
            }
        }
    })
}

/// How much memory the walk over nested schemas may take, in bytes. It is only
/// reserved, not used, by ordinary documents.
const STACK: usize = 256 << 20;

fn generate_here(input: Input<'_>) -> Result<Output, Findings> {
    let mut report = Report::default();
    let text = input.text;
    let source = match Source::parse(input.name, text.as_str()) {
        Ok(source) => source,
        Err(diagnostic) => {
            report.push(diagnostic);
            return Err(Findings {
                report,
                sources: None,
            });
        }
    };
    let files = match Files::gather(source, input.load) {
        Ok(files) => files,
        Err(diagnostic) => {
            report.push(*diagnostic);
            return Err(Findings {
                report,
                sources: None,
            });
        }
    };
    let spec = match Spec::read(files) {
        Ok(spec) => spec,
        Err(rejected) => {
            let Rejected { files, found } = *rejected;
            report.diagnostics.extend(found);
            return Err(Findings {
                report,
                sources: Some(files),
            });
        }
    };
    let found = spec.findings.of(&spec.found);
    report.diagnostics.extend(found.iter().cloned());
    let skipped = match input.options.strict {
        true => Vec::new(),
        false => report.set_aside(),
    };
    // A copy, for a run marks the settings that it uses.
    let config = input.config.clone();
    let api = lower::lower(&spec, &config, input.options, skipped, &mut report);
    let sources = Some(spec.into_files());
    let mut naming = Report::default();
    let mut rust = RustApi::new(&api, &config, &BTreeSet::new(), &mut naming);
    if !report.has_document_errors() {
        report.diagnostics.extend(config.unused());
    }
    if report.has_errors() || naming.has_errors() {
        report.diagnostics.append(&mut naming.diagnostics);
        return Err(Findings { report, sources });
    }
    let rendered = |rust: &RustApi<'_>| render::render(&emit::emit(rust, input.target), STACK);
    let mut files = rendered(&rust);
    // Which names a file imports is known once it is written. Few types are
    // called like one of them; then they are named again.
    let imported = files
        .as_ref()
        .map(render::Rendered::clashes)
        .unwrap_or_default();
    if !imported.is_empty() {
        naming = Report::default();
        rust = RustApi::new(&api, &config, &imported, &mut naming);
        files = rendered(&rust);
    }
    report.diagnostics.append(&mut naming.diagnostics);
    match files {
        Ok(rendered) => Ok(Output {
            files: rendered.files,
            title: api.title.clone(),
            operations: api.operations.len(),
            types: api.types.len(),
            has_time: has_time(&api),
            first_call: emit::first_call(&rust, input.target),
            bindings: bindings::bindings(&rust, &text),
            skipped: api.skipped.clone(),
            any_json: api.any_json.clone(),
            findings: Findings { report, sources },
        }),
        Err(why) => {
            let message = format!("the generator made something that isn't Rust: {why}");
            report.push(
                Diagnostic::error(Code::Internal, &api.at, message)
                    .help("this is a bug of the generator; please report it with the document"),
            );
            Err(Findings { report, sources })
        }
    }
}

fn has_time(api: &Api) -> bool {
    let is_time = |ty: &Type| match ty.innermost() {
        Type::Scalar(scalar) => scalar.facts().is_time,
        _ => false,
    };
    let types = api
        .types
        .iter()
        .map(|def| &def.kind)
        .flat_map(TypeKind::mentioned);
    let operations = api.operations.iter().flat_map(Operation::types);
    types.chain(operations).any(is_time)
}
