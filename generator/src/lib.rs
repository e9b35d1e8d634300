//! Turns an OpenAPI document into a typed async Rust client.
//!
//! A run goes one way. Each stage is a module that takes the last stage's type
//! and gives the next; none looks back, and none touches a disk or a network.
//!
//! | module | takes → gives | may import |
//! |---|---|---|
//! | [`diag`] | places, codes, findings | nothing of ours |
//! | [`json`] | the kinds of JSON value | nothing of ours |
//! | [`style`] | `in` and `style` of parameters | nothing of ours |
//! | [`signature`] | signatures of webhooks | nothing of ours |
//! | [`words`](mod@words) | the words that names are made of | nothing of ours |
//! | [`reference`](mod@reference) | relative references between files | nothing of ours |
//! | [`progress`] | signs of how far a run is | nothing of ours |
//! | [`cancel`] | the words of a mapping onto the neutral interface | nothing of ours |
//! | [`config`] | `codegen.toml` → [`Config`] | `cancel`, `diag`, `json`, `signature`, `words` |
//! | [`source`] | text → a JSON value, order kept | `diag` |
//! | [`overlay`] | files, overlays → files as those change them | `config`, `source`, `diag`, `json`, `reference` |
//! | [`spec`] | value → [`Spec`]: any 3.x in one shape | `diag`, `json`, `style`, `reference`, `source` |
//! | [`correct`] | [`Spec`], [`Config`] → [`Spec`], as servers keep to it | `spec`, `config`, `diag`, `json` |
//! | [`fit`] | [`Spec`], a schema, a value → what of the value the schema doesn't allow | `spec`, `config`, `ir`, `diag`, `json` |
//! | [`learn`](mod@learn) | [`Spec`], recorded exchanges → [`Learned`]: differences, corrections | `spec`, `config`, `fit`, `diag`, `json` |
//! | [`lint`](mod@lint) | [`Spec`], [`Config`] → warnings about what bites those who call the API | `spec`, `config`, `fit`, `diag`, `json`, `style` |
//! | [`findings`] | findings, files → reports with the lines that they are about | `spec`, `config`, `diag` |
//! | [`schema`] | schemas → schemas: intersection, inheritance | `spec`, `diag`, `json` |
//! | [`ir`] | plain data: [`ir::Api`] | `cancel`, `diag`, `json`, `style`, `signature` |
//! | [`lower`] | [`Spec`], [`Config`] → [`ir::Api`] | `spec`, `schema`, `fit`, `config`, `ir`, `cancel`, `diag`, `json`, `words` |
//! | [`rust`] | [`ir::Api`], [`Config`] → [`rust::RustApi`]: names, types, files | `ir`, `config`, `diag`, `words` |
//! | [`emit`] | [`rust::RustApi`] → items, grouped by file | `ir`, `rust`, `diag` |
//! | [`bindings`] | [`rust::RustApi`] → `bindings.json` | `ir`, `rust`, `diag` |
//! | [`render`] | items → [`File`]s | `emit`, `progress` |
//! | [`needs`] | [`ir::Api`], [`rust::RustApi`] → features and libraries that a client needs | `config`, `ir`, `package`, `rust` |
//! | [`package`] | files of modules → files of a crate | `render`, `config` |
//! | [`client`] | a module → files of a crate that is the client of one API | `config`, `emit`, `package`, `render` |
//! | [`pretty`] | the value of a stage → text | nothing of ours |
//!
//! [`generate`] runs all of them over one document; [`package::package`] puts
//! the results of one or several runs into a crate. [`inspect`] shows the values
//! between them, a [`StageValue`].
//!
//! [`learn`](learn()) compares a document with recorded exchanges.
//!
//! [`Spec`]: spec::Spec
//! [`Learned`]: learn::Learned

pub mod bindings;
pub mod cancel;
pub mod client;
pub mod config;
pub mod correct;
pub mod diag;
pub mod emit;
pub mod findings;
pub mod fit;
pub mod ir;
pub mod json;
pub mod learn;
pub mod lint;
pub mod lower;
pub mod needs;
pub mod overlay;
pub mod package;
pub mod pretty;
pub mod progress;
pub mod reference;
pub mod render;
pub mod rust;
pub mod schema;
pub mod signature;
pub mod source;
pub mod spec;
pub mod style;
pub mod words;

use client::Client;
pub use config::Config;
use config::{CrateAround, Known, RUNTIME_CRATE, Setting};
use emit::Surroundings;
pub use emit::{FirstCall, Target};
pub use findings::Findings;
pub use lower::GenerateOptions;
pub use render::File;
pub use spec::Load;

use diag::{Code, Diagnostic, Pointer, Report, Severity, nearest};
use ir::Api;
use learn::{Learned, Learner};
use overlay::Overlays;
use package::{Choices, Package, PackageModule, PartFeature};
use progress::{Step, Watch};
use reference::is_within;
use rust::RustApi;
use source::Source;
use spec::{Files, Rejected, Spec};
use std::collections::BTreeSet;
use std::thread;

/// A document, and the client that is wanted of it.
pub struct Input<'a> {
    /// The document's name in reports, a path that its relative references start
    /// from.
    pub name: &'a str,
    /// The document: OpenAPI 3.0, 3.1 or 3.2, as JSON or YAML.
    pub text: String,
    /// The settings for it.
    pub config: &'a Config,
    /// The part of it that is wanted.
    pub options: GenerateOptions,
    /// Gets other files that the document refers to.
    pub load: Load<'a>,
    /// The place that the code is generated for.
    pub target: Target<'a>,
}

/// A generated module, and facts about it.
#[derive(Debug)]
pub struct Output {
    /// The files of the module, their paths relative to its folder.
    pub files: Vec<File>,
    /// The document's title.
    pub title: String,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
    /// True if instants or dates are among the types.
    pub has_time: bool,
    /// The choices of the settings that concern the crate around the module.
    pub choices: Choices,
    /// True if the module's feature is on by default.
    pub is_default: bool,
    /// True if instants or dates are in code that no feature of a tag leaves out.
    pub always_has_time: bool,
    /// The features of its tags, if they have some.
    pub tag_features: Vec<PartFeature>,
    /// The feature of webhooks and of schemas that no operation leads to, if its tags have features.
    pub schemas_feature: Option<PartFeature>,
    /// The capabilities of the vendor: a heading and a cell for each column of a table; nothing
    /// without a mapping onto the neutral interface.
    pub capabilities: Option<Vec<(&'static str, String)>>,
    /// A map from the document to Rust.
    pub bindings: serde_json::Value,
    /// A first call; nothing for a document without operations.
    pub first_call: Option<FirstCall>,
    /// The operations and schemas that were left out, with the reasons.
    pub skipped: Vec<Diagnostic>,
    /// The places that became any JSON since they can't be typed, with the reasons.
    pub any_json: Vec<Diagnostic>,
    /// The findings in the document, none of them an error.
    pub findings: Findings,
}

impl Output {
    /// The module of a crate, called by this name.
    pub fn module(&self, name: &str) -> PackageModule {
        PackageModule {
            name: name.to_owned(),
            title: self.title.clone(),
            has_time: self.has_time,
            choices: self.choices.clone(),
            is_default: self.is_default,
            always_has_time: self.always_has_time,
            tag_features: self.tag_features.clone(),
            schemas_feature: self.schemas_feature.clone(),
            capabilities: self.capabilities.clone(),
            files: self.files.clone(),
        }
    }

    /// The files of a crate that is the client, sorted by path, by the name and with the
    /// settings that it was generated with.
    pub fn client(&self, name: &str, config: &Config) -> Vec<File> {
        let about = &config.package;
        let client = Client {
            package: Package::of(name, &self.title, about, config.runtime.as_ref()),
            module: self.module(name),
            bindings: &self.bindings,
            first_call: self.first_call.as_ref(),
        };
        client::client(&client)
    }
}

/// A stage whose value can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The document as OpenAPI.
    Spec,
    /// The API that it describes.
    Ir,
    /// That API as Rust.
    Rust,
}

/// The value of a stage.
#[derive(Debug, Clone, Copy)]
pub enum StageValue<'a> {
    /// That of [`Stage::Spec`].
    Spec(&'a Spec),
    /// That of [`Stage::Ir`].
    Ir(&'a Api),
    /// That of [`Stage::Rust`].
    Rust(&'a RustApi<'a>),
}

impl StageValue<'_> {
    /// The value as text, which is the same in every run. Places are seen from the
    /// document, whose name they leave out.
    pub fn text(&self) -> String {
        match self {
            Self::Spec(spec) => pretty::text(spec, Some("files"), spec.at.file()),
            Self::Ir(api) => pretty::text(api, None, api.at.file()),
            // The API is the stage before.
            Self::Rust(rust) => pretty::text(rust, Some("api"), rust.api.at.file()),
        }
    }
}

/// Generates the module of one document.
///
/// # Errors
///
/// Fails with everything that was found if any of it is an error; then there is
/// no output at all.
pub fn generate(input: Input<'_>) -> Result<Output, Findings> {
    generate_watched(input, &|_| {})
}

/// Generates as [`generate`] does, and tells of the steps on the way.
///
/// # Errors
///
/// Fails as [`generate`] does.
pub fn generate_watched(input: Input<'_>, watch: Watch<'_>) -> Result<Output, Findings> {
    on_deep_stack(|| generate_here(&input, watch))?
}

/// Takes one document through the stages up to this one, and hands the value of that
/// to `look`, whose answer it gives with the findings, errors among them.
///
/// # Errors
///
/// Fails if the document can't be read.
pub fn inspect<T: Send>(
    input: Input<'_>,
    stage: Stage,
    look: impl FnOnce(StageValue<'_>) -> T + Send,
) -> Result<(T, Findings), Findings> {
    on_deep_stack(|| {
        let watch: Watch<'_> = &|_| {};
        lowered(&input, watch, |spec, api, config, report| match stage {
            Stage::Spec => look(StageValue::Spec(spec)),
            Stage::Ir => look(StageValue::Ir(api)),
            Stage::Rust => {
                let (rust, _) = in_rust(spec, api, config, &input, report, watch);
                look(StageValue::Rust(&rust))
            }
        })
    })?
}

/// Compares a document, as the settings correct it, with recorded exchanges, which `read`
/// hands to the learner. `server` is the base URL of the recorded requests, if they
/// didn't go to one of the document's servers.
///
/// # Errors
///
/// Fails if the document can't be read, or if a correction of the settings has no effect.
pub fn learn<T: Send>(
    input: Input<'_>,
    server: Option<&str>,
    read: impl FnOnce(&mut Learner<'_>) -> T + Send,
) -> Result<(T, Learned), Findings> {
    on_deep_stack(|| {
        let (spec, without_effect) =
            correct::correct(self::read(&input, input.config)?, input.config);
        if !without_effect.is_empty() {
            let diagnostics = without_effect;
            let files = Some(spec.into_files());
            let report = Report { diagnostics };
            return Err(Findings::new(report, files, input.config));
        }
        let mut learner = Learner::new(&spec, input.config, server);
        let value = read(&mut learner);
        Ok((value, learner.finish()))
    })?
}

/// Runs a task on a stack of its own: schemas nest, and are walked by recursion,
/// deeper than a usual stack allows. In a browser there are no threads, and the stack is
/// the program's.
fn on_deep_stack<T: Send>(task: impl FnOnce() -> T + Send) -> Result<T, Findings> {
    if cfg!(all(target_arch = "wasm32", target_os = "unknown")) {
        return Ok(task());
    }
    let builder = thread::Builder::new().stack_size(STACK);
    thread::scope(|scope| {
        let worker = builder.spawn_scoped(scope, task);
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => {
                let message = format!("no thread could be started: {error}");
                let bug = Diagnostic::error(Code::Internal, &Pointer::root(""), message);
                Err(Findings::alone(bug, ""))
            }
        }
    })
}

/// The memory that the walk over nested schemas may take, in bytes. It is only
/// reserved, not used, by ordinary documents.
const STACK: usize = 256 << 20;

fn generate_here(input: &Input<'_>, watch: Watch<'_>) -> Result<Output, Findings> {
    let (output, findings) = lowered(input, watch, |spec, api, config, report| {
        let (rust, files) = in_rust(spec, api, config, input, report, watch);
        Some(Output {
            files: files?,
            title: api.title.clone(),
            operations: api.operations.len(),
            types: api.types.len(),
            has_time: needs::has_time(api),
            choices: needs::choices(api, config, runtime(config, input)),
            is_default: config.default_feature != Some(false),
            always_has_time: needs::always_has_time(&rust),
            tag_features: needs::tag_features(&rust),
            schemas_feature: needs::schemas_feature(&rust),
            capabilities: emit::capabilities(api),
            first_call: emit::first_call(&rust, input.target),
            bindings: bindings::bindings(&rust, &input.text),
            skipped: api.skipped.clone(),
            any_json: api.any_json.clone(),
            findings: Findings::default(),
        })
    })?;
    match output {
        Some(output) => Ok(Output { findings, ..output }),
        None => Err(findings),
    }
}

/// The document as its overlays change it, as text in its own language.
///
/// # Errors
///
/// Fails if the document or an overlay can't be read, or an overlay doesn't fit.
pub fn effective(input: &Input<'_>) -> Result<String, Findings> {
    on_deep_stack(|| Ok(files(input, input.config)?.rewritten()))?
}

/// The document as OpenAPI.
fn read(input: &Input<'_>, config: &Config) -> Result<Spec, Findings> {
    Spec::read(files(input, config)?).map_err(|rejected| {
        let Rejected { files, found } = *rejected;
        let report = Report { diagnostics: found };
        Findings::new(report, Some(files), input.config)
    })
}

/// The files of the document, as overlays change them.
fn files(input: &Input<'_>, config: &Config) -> Result<Files, Findings> {
    let source = Source::parse(input.name, input.text.as_str());
    let source = source.map_err(|found| Findings::alone(found, input.text.as_str()))?;
    let may_be_read = |file: &str| {
        let mut folders = config.references.iter();
        let folder = folders.find(|folder| is_within(input.name, folder.as_str(), file));
        folder.map(Setting::apply).is_some()
    };
    let mut overlays = Overlays::gather(config, input.name, input.load)
        .map_err(|unread| Findings::alone(unread.found, unread.text))?;
    let mut change = |source| overlays.apply(source);
    let files = Files::gather(source, input.load, &may_be_read, &mut change)
        .map_err(|unread| Findings::alone(unread.found, unread.text))?;
    let (sources, diagnostics) = overlays.finish();
    let files = files.with_overlays(sources);
    match diagnostics.is_empty() {
        true => Ok(files),
        false => Err(Findings::new(Report { diagnostics }, Some(files), config)),
    }
}

/// Reads a document, lowers it, and hands both values on.
fn lowered<T>(
    input: &Input<'_>,
    watch: Watch<'_>,
    then: impl FnOnce(&Spec, &Api, &Config, &mut Report) -> T,
) -> Result<(T, Findings), Findings> {
    // A copy, for a run marks the settings that it uses.
    let mut config = input.config.clone();
    // Features are a crate's, and only one that is generated whole has those of tags.
    config.tag_features &= input.target.module.is_none() && !input.options.included;
    watch(Step::Read);
    let (spec, without_effect) = correct::correct(read(input, &config)?, &config);
    watch(Step::Lower);
    let mut report = Report::default();
    let found = spec.findings.of(&spec.found);
    report.diagnostics.extend(found.iter().cloned());
    let skipped = if input.options.strict {
        Vec::new()
    } else {
        report.set_aside()
    };
    let is_whole = |one: &Diagnostic| one.severity == Severity::Error && !one.is_of_part();
    report
        .diagnostics
        .retain(|one| is_whole(one) || !config.accepts(one));
    let api = lower::lower(&spec, &config, input.options, skipped, &mut report);
    if !report.has_document_errors() {
        report.diagnostics.extend(without_effect);
    }
    suggest_schemes(&spec, &mut report);
    if input.options.advice && !report.has_errors() {
        let advice = lint::lint(&spec, &config).into_iter();
        let advice = advice.filter(|one| !config.accepts(one));
        report.diagnostics.extend(advice);
    }
    let value = then(&spec, &api, &config, &mut report);
    let files = Some(spec.into_files());
    Ok((value, Findings::new(report, files, &config)))
}

/// Adds the name that was probably meant to the findings about security schemes that the
/// document doesn't declare.
fn suggest_schemes(spec: &Spec, report: &mut Report) {
    let declared = || spec.security_schemes.iter().map(|(name, _)| &**name);
    for one in &mut report.diagnostics {
        if one.code != Code::UndeclaredSecurityScheme {
            continue;
        }
        let written = one.at.tokens().next_back().unwrap_or_default();
        if let Some(meant) = nearest(&written, declared()) {
            let else_ = one.help.take().unwrap_or_default();
            one.help = Some(format!("did you mean `{meant}`? Else {else_}"));
        }
    }
}

/// The API as Rust, and its files if there are no errors.
fn in_rust<'a>(
    spec: &Spec,
    api: &'a Api,
    config: &Config,
    input: &Input<'_>,
    report: &mut Report,
    watch: Watch<'_>,
) -> (RustApi<'a>, Option<Vec<File>>) {
    watch(Step::Name);
    let mut naming = Report::default();
    let target = input.target;
    let called = target.module.unwrap_or(target.package);
    let mut rust = RustApi::new(api, called, config, &BTreeSet::new(), &mut naming);
    if !report.has_document_errors() {
        let place = |pointer: &str| Some(spec.place_meant(pointer)?.path().to_owned());
        let operations = spec.operations.iter().filter_map(|one| one.id.as_deref());
        let schemes = spec.security_schemes.iter().map(|(name, _)| &**name);
        let known = Known {
            operations: operations.collect(),
            schemes: schemes.collect(),
            place: Some(&place),
        };
        report.diagnostics.extend(config.unused(&known));
        let within = config.runtime.is_none() || target.module.is_some();
        let around = match input.options.included {
            true => CrateAround::Own,
            false => CrateAround::Generated(within),
        };
        let libraries = needs::libraries(api, config);
        let known = package::known_dependencies(
            config.runtime.as_ref().filter(|_| !within),
            &Choices {
                libraries,
                ..Choices::default()
            },
        );
        let unusable = config.unusable_types(around, &known);
        report.diagnostics.extend(unusable);
    }
    if report.has_errors() || naming.has_errors() {
        report.diagnostics.append(&mut naming.diagnostics);
        return (rust, None);
    }
    let needs = needs::runtime_features(api, config);
    let around = Surroundings {
        runtime: runtime(config, input),
        is_included: input.options.included,
        needs: &needs,
    };
    let rendered =
        |rust: &RustApi<'_>| render::render(&emit::emit(rust, target, around), STACK, watch);
    let mut files = rendered(&rust);
    // Which names a file imports is known once it is written. Few types are
    // called like one of them; then they are named again.
    let imported = files
        .as_ref()
        .map(render::Rendered::clashes)
        .unwrap_or_default();
    if !imported.is_empty() {
        naming = Report::default();
        rust = RustApi::new(api, called, config, &imported, &mut naming);
        files = rendered(&rust);
    }
    report.diagnostics.append(&mut naming.diagnostics);
    match files {
        Ok(rendered) => (rust, Some(rendered.files)),
        Err(why) => {
            let message = format!("the generator made something that isn't Rust: {why}");
            let bug = Diagnostic::error(Code::Internal, &api.at, message);
            report.push(
                bug.help("this is a bug of the generator; please report it with the document"),
            );
            (rust, None)
        }
    }
}

/// The crate that the runtime is, if it isn't a module. A module of several has the runtime of
/// its crate.
fn runtime<'a>(config: &'a Config, input: &Input<'_>) -> Option<&'a str> {
    match &config.runtime {
        _ if input.target.module.is_some() => None,
        Some(settings) => Some(&settings.crate_name),
        None => input.options.included.then_some(RUNTIME_CRATE),
    }
}

/// The example of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
