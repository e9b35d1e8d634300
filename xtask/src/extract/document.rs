//! The document that holds the wanted operations with what they reach.

use super::copy::Copier;
use super::cuts::Cuts;
use super::grammar::{Kind, METHODS, SECTIONS};
use super::recipe::Recipe;
use super::selection::{self, Found};
use super::yaml;
use openapi_client_generator::diag::{Code, Diagnostic, RenderOptions, Report, render};
use openapi_client_generator::source::Source;
use openapi_client_generator::spec::Files;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

/// The first line of a document that the command wrote.
pub(super) const MARKER: &str = "# Extracted by `cargo xtask extract`; do not edit.";

/// A document that was extracted, and facts about it.
#[derive(Debug)]
pub(super) struct Extracted {
    /// The text of the document.
    pub(super) text: String,
    /// The operations in it, in the order of the recipe.
    pub(super) operations: Vec<Found>,
    /// The webhooks in it.
    pub(super) webhooks: Vec<Found>,
    /// The number of operations that the whole document has.
    pub(super) all: usize,
    /// The keys that the specification doesn't have, which were left out.
    pub(super) unknown: Vec<String>,
}

/// Extracts what a recipe wants.
///
/// # Errors
/// Everything that was found, if any of it is an error.
pub(super) fn extract(files: &Files, recipe: &Recipe) -> Result<Extracted, String> {
    check_root(files)?;
    let all = selection::operations(files, "paths");
    let operations = wanted_operations(files, &all, recipe)?;
    let webhooks = wanted_webhooks(files, recipe)?;
    let mut copier = Copier::new(files, Cuts::of(recipe)?);
    let summaries = recipe.operations.iter().map(|one| one.summary.as_deref());
    let summaries: Vec<_> = summaries.collect();
    let root = root(files, &mut copier, (&operations, &summaries), &webhooks);
    report(files, &copier)?;
    let text = text(files, &root)?;
    Ok(Extracted {
        text,
        operations,
        webhooks,
        all: all.len(),
        unknown: copier.unknown.iter().map(|at| place(files, at)).collect(),
    })
}

fn check_root(files: &Files) -> Result<(), String> {
    let root = files.root();
    let version = files.value(&root.child("openapi"));
    let text = version.map(|version| version.to_string().replace('"', ""));
    if text.is_some_and(|text| text.starts_with('3')) {
        return Ok(());
    }
    let message = "this is not an OpenAPI 3 document";
    let error = Diagnostic::error(Code::NotOpenApi, &root, message);
    Err(printed(
        files,
        vec![error.help("its `openapi` must be 3.0, 3.1 or 3.2")],
    ))
}

/// An error about a name: at its place in the recipe, or at that of the things it
/// is looked for among.
fn wrong(
    files: &Files,
    recipe: &Recipe,
    (section, span): (&str, &Range<usize>),
    (message, help): (String, String),
) -> String {
    if !recipe.is_new {
        return recipe.error(span, &message, &help);
    }
    let at = files.root().child(section);
    printed(
        files,
        vec![Diagnostic::error(Code::Config, &at, message).help(help)],
    )
}

fn wanted_operations(files: &Files, all: &[Found], recipe: &Recipe) -> Result<Vec<Found>, String> {
    let mut found: Vec<Found> = Vec::new();
    for wanted in &recipe.operations {
        let span = wanted.name.span();
        let one = selection::find(all, wanted.name.get_ref());
        let one = one.map_err(|fault| wrong(files, recipe, ("paths", &span), fault))?;
        if found.iter().any(|known| known.at == one.at) {
            let message = format!("the operation `{}` is named twice", wanted.name.get_ref());
            let fault = (message, "remove one of the two".to_owned());
            return Err(wrong(files, recipe, ("paths", &span), fault));
        }
        found.push(one.clone());
    }
    Ok(found)
}

fn wanted_webhooks(files: &Files, recipe: &Recipe) -> Result<Vec<Found>, String> {
    let all = selection::operations(files, "webhooks");
    let mut found = Vec::new();
    for wanted in &recipe.webhooks {
        let name = wanted.get_ref();
        let mut own = all.iter().filter(|one| one.path == *name).peekable();
        if own.peek().is_none() {
            let message = format!("the document has no webhook `{name}`");
            let help = selection::known(name, all.iter().map(|one| one.path.as_str()));
            let place = ("webhooks", &wanted.span());
            return Err(wrong(files, recipe, place, (message, help)));
        }
        found.extend(own.cloned());
    }
    Ok(found)
}

/// The root object of the extracted document.
fn root(
    files: &Files,
    copier: &mut Copier<'_>,
    (operations, summaries): (&[Found], &[Option<&str>]),
    webhooks: &[Found],
) -> Map<String, Value> {
    let at = files.root();
    let value = |key: &str| files.value(&at.child(key));
    let mut root = Map::new();
    for key in ["openapi", "$self", "jsonSchemaDialect"] {
        root.extend(value(key).map(|value| (key.to_owned(), value.clone())));
    }
    if let Some(info) = value("info") {
        let info = copier.object(Kind::Info, info, &at.child("info"));
        root.insert("info".to_owned(), info);
    }
    if let Some(Value::Array(servers)) = value("servers") {
        let at = at.child("servers");
        let servers = servers.iter().enumerate();
        let servers = servers.map(|(i, server)| copier.object(Kind::Server, server, &at.index(i)));
        root.insert("servers".to_owned(), servers.collect());
    }
    let says_nothing = |one: &Found| files.value(&one.at.child("security")).is_none();
    if let Some(security) = value("security")
        && operations.iter().any(says_nothing)
    {
        copier.security(security);
        root.insert("security".to_owned(), security.clone());
    }
    let summaries = summaries.iter().copied().chain(std::iter::repeat(None));
    let paths = items(files, copier, operations, summaries);
    root.insert("paths".to_owned(), Value::Object(paths));
    if !webhooks.is_empty() {
        let webhooks = items(files, copier, webhooks, std::iter::repeat(None));
        root.insert("webhooks".to_owned(), Value::Object(webhooks));
    }
    let components = components(files, copier);
    if !components.is_empty() {
        root.insert("components".to_owned(), Value::Object(components));
    }
    root
}

/// Path items with the chosen operations, in the order in which these are named.
fn items<'s>(
    files: &Files,
    copier: &mut Copier<'_>,
    chosen: &[Found],
    summaries: impl Iterator<Item = Option<&'s str>>,
) -> Map<String, Value> {
    let mut items: Map<String, Value> = Map::new();
    for (one, summary) in chosen.iter().zip(summaries) {
        let Some(Value::Object(operation)) = files.value(&one.at) else {
            continue;
        };
        let entry = items.entry(one.path.clone());
        let item = entry.or_insert_with(|| Value::Object(around(files, copier, one)));
        let mut copy = copier.members(Kind::Operation, operation, &one.at);
        if let Some(summary) = summary {
            let place = usize::from(copy.contains_key("operationId"));
            copy.shift_insert(place.min(copy.len()), "summary".to_owned(), json!(summary));
        }
        let holder = match METHODS.contains(&one.method.as_str()) {
            true => item.as_object_mut(),
            false => item.as_object_mut().and_then(|item| {
                let others = item.entry("additionalOperations");
                others.or_insert_with(|| json!({})).as_object_mut()
            }),
        };
        if let Some(holder) = holder {
            holder.insert(one.method.clone(), Value::Object(copy));
        }
    }
    items
}

/// The members of a path item that are for all of its operations.
fn around(files: &Files, copier: &mut Copier<'_>, one: &Found) -> Map<String, Value> {
    let item = files.value(&one.item).and_then(Value::as_object);
    let is_shared =
        |key: &String| !METHODS.contains(&key.as_str()) && key != "additionalOperations";
    let members = item.into_iter().flatten();
    let shared = members.filter(|(key, _)| is_shared(key));
    let shared = shared.map(|(key, value)| (key.clone(), value.clone()));
    copier.members(Kind::PathItem, &shared.collect(), &one.item)
}

/// The components that were reached, each section sorted by name.
fn components(files: &Files, copier: &mut Copier<'_>) -> Map<String, Value> {
    let mut reached = BTreeMap::new();
    let at = files.root().child("components").child("securitySchemes");
    for name in copier.schemes.clone() {
        let at = at.child(&name);
        if let Some(scheme) = files.value(&at) {
            let copy = copier.object(Kind::SecurityScheme, scheme, &at);
            reached.insert(("securitySchemes".to_owned(), name), copy);
        }
    }
    while let Some((component, copy)) = copier.next_component() {
        reached.insert(component, copy);
    }
    let mut components = Map::new();
    for (section, _) in SECTIONS {
        let entries = reached.iter().filter(|((known, _), _)| known == section);
        let entries: Map<_, _> = entries
            .map(|((_, name), value)| (name.clone(), value.clone()))
            .collect();
        if !entries.is_empty() {
            components.insert((*section).to_owned(), Value::Object(entries));
        }
    }
    components
}

/// Everything that is wrong with the document or the recipe, as an error.
fn report(files: &Files, copier: &Copier<'_>) -> Result<(), String> {
    let mut errors = printed(files, copier.found.clone());
    errors.push_str(&copier.faults);
    // What couldn't be read may be what a cut is for.
    if errors.is_empty() {
        errors = copier.cuts.unused();
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(errors),
    }
}

fn printed(files: &Files, diagnostics: Vec<Diagnostic>) -> String {
    let options = RenderOptions {
        summary: false,
        ..RenderOptions::default()
    };
    render(&Report { diagnostics }, files, &options)
}

/// A place as people read it.
fn place(files: &Files, at: &openapi_client_generator::diag::Pointer) -> String {
    match files.locate(at) {
        Some((line, column)) => format!("{}:{line}:{column} (#{})", at.file(), at.path()),
        None => at.to_string(),
    }
}

/// The text of the document, which is read once more to be sure of it.
fn text(files: &Files, root: &Map<String, Value>) -> Result<String, String> {
    let text = format!(
        "{MARKER}\n# The structure is the vendor's, without its prose; every description is ours. See SOURCE.md.\n\n{}",
        yaml::document(root)
    );
    let read = Source::parse("openapi.yaml", text.as_str());
    if read.is_ok_and(|read| read.value().as_object() == Some(root)) {
        return Ok(text);
    }
    let message = "the extracted document can't be written as YAML";
    let bug = Diagnostic::error(Code::Internal, &files.root(), message);
    let help = "this is a bug of the command; please report it with the document";
    Err(printed(files, vec![bug.help(help)]))
}
