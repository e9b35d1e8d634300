//! `openapi-client where FILE NAME`: an operation or schema in the document and in Rust.

use crate::voice::Voice;
use clap::Args;
use openapi_client_cli::{Failure, Settings, document_name, generated};
use openapi_client_generator::diag::{Pointer, nearest};
use openapi_client_generator::{File, GenerateOptions, Output};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document, JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// An `operationId`, a "METHOD /path", a schema, a Rust name, or a JSON Pointer.
    name: String,
    /// The settings; else a `codegen.toml` beside the document, if there is one.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

/// The package that the document is generated as.
const PACKAGE: &str = "client";

/// An operation, webhook or schema in both worlds.
struct Item {
    what: String,
    pointer: String,
    /// The Rust function or type.
    rust: String,
    /// The names that lead to it, besides the pointer.
    names: Vec<String>,
}

pub(crate) fn run(options: &Options, voice: &Voice) -> Result<ExitCode, Failure> {
    let settings = Settings::find(options.settings.as_deref(), &options.file)?;
    let progress = voice.progress(&format!("reading {}", options.file.display()));
    let command = "openapi-client where";
    let output = generated(
        &options.file,
        PACKAGE,
        &settings.config,
        GenerateOptions::default(),
        command,
    );
    drop(progress);
    let output = output?;
    let files = output.client(PACKAGE, &settings.config);
    let items = items(&output.bindings);
    let wanted = options.name.trim().trim_start_matches('#');
    let name = document_name(&options.file);
    let mut found = matching(&items, wanted);
    let at = Pointer::new(name.as_str(), wanted);
    let other = Item {
        what: format!("#{wanted}"),
        pointer: wanted.to_owned(),
        rust: "nothing of its own".to_owned(),
        names: Vec::new(),
    };
    if found.is_empty() && wanted.starts_with('/') && output.findings.is_there(&at) {
        found.push(&other);
    }
    if found.is_empty() {
        return Err(Failure::Message(unknown(&items, wanted)));
    }
    for item in found {
        voice.print(&told(item, &name, &output, &files, voice.is_json()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The items that a name leads to; of a pointer to a part of one, that.
fn matching<'i>(items: &'i [Item], wanted: &str) -> Vec<&'i Item> {
    let is_named =
        |item: &&Item| item.pointer == wanted || item.names.iter().any(|name| name == wanted);
    let found: Vec<&Item> = items.iter().filter(is_named).collect();
    if !found.is_empty() || !wanted.starts_with('/') {
        return found;
    }
    let around = items.iter().filter(|item| {
        let rest = wanted.strip_prefix(&item.pointer);
        rest.is_some_and(|rest| rest.starts_with('/'))
    });
    around
        .max_by_key(|item| item.pointer.len())
        .into_iter()
        .collect()
}

fn unknown(items: &[Item], wanted: &str) -> String {
    let names = items.iter().flat_map(|item| &item.names);
    let pointers = items.iter().map(|item| &item.pointer);
    let near = match wanted.starts_with('/') {
        true => nearest(wanted, pointers.map(String::as_str)),
        false => nearest(wanted, names.map(String::as_str)),
    };
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`openapi-client list` prints all names".to_owned(),
    };
    format!("error: nothing is generated that is called `{wanted}`\n  help: {help}")
}

fn told(item: &Item, name: &str, output: &Output, files: &[File], is_json: bool) -> String {
    let place = output
        .findings
        .place(&Pointer::new(name, item.pointer.as_str()));
    let declared = declaration(&item.rust, files);
    if is_json {
        let (file, line) = declared.unzip();
        let position = place.split(" (#").next().unwrap_or_default();
        let value = json!({
            "what": item.what, "place": position, "pointer": item.pointer, "rust": item.rust,
            "file": file, "line": line,
        });
        return format!("{value}\n");
    }
    let file = match declared {
        Some((file, line)) => format!("  file      {file}:{line}\n"),
        None => String::new(),
    };
    format!(
        "{}\n  document  {place}\n  Rust      {}\n{file}",
        item.what, item.rust
    )
}

/// Everything that has a name in both worlds.
fn items(bindings: &Value) -> Vec<Item> {
    let list = |key: &str| bindings[key].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let operations = list("operations").map(|one| {
        let (id, rust) = (text(&one["operation_id"]), text(&one["rust"]));
        let route = format!("{} {}", text(&one["method"]), text(&one["path"]));
        let function = rust.rsplit("::").next().unwrap_or_default().to_owned();
        let what = match id.as_str() {
            "" => format!("operation {route}"),
            id => format!("operation `{id}`: {route}"),
        };
        let names = [id, route, function, rust.clone()];
        Item {
            what,
            pointer: text(&one["pointer"]),
            rust,
            names: names.into_iter().filter(|name| !name.is_empty()).collect(),
        }
    });
    let webhooks = list("webhooks").map(|one| {
        let (name, rust) = (text(&one["name"]), text(&one["rust"]));
        Item {
            what: format!("webhook `{name}`"),
            pointer: text(&one["pointer"]),
            names: vec![name, rust.clone()],
            rust,
        }
    });
    let types = list("types").map(|one| {
        let (pointer, rust) = (text(&one["pointer"]), text(&one["rust"]));
        let last = pointer.rsplit('/').next().unwrap_or_default();
        let name = last.replace("~1", "/").replace("~0", "~");
        let short = rust.rsplit("::").next().unwrap_or_default().to_owned();
        Item {
            what: format!("schema `{name}`"),
            pointer,
            names: vec![name, short, rust.clone()],
            rust,
        }
    });
    operations.chain(webhooks).chain(types).collect()
}

/// The file and line in which a function or type is declared.
fn declaration(rust: &str, files: &[File]) -> Option<(String, usize)> {
    let words: Vec<&str> = rust.split("::").collect();
    let last = words.last()?;
    let name = match words.as_slice() {
        // A variant is shown by its enum.
        [.., owner, variant] if is_type(owner) && is_type(variant) => owner,
        _ => last,
    };
    let keywords = match is_type(name) {
        true => &["pub struct ", "pub enum ", "pub type "][..],
        false => &["pub fn ", "pub async fn "],
    };
    let declares = |line: &str| {
        let line = line.trim_start();
        keywords.iter().any(|keyword| {
            let rest = line.strip_prefix(keyword);
            let rest = rest.and_then(|rest| {
                rest.strip_prefix(name.trim_start_matches("r#"))
                    .or(rest.strip_prefix(name))
            });
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    let module = words.len().checked_sub(2).map(|at| words[at]);
    // A type of another module may have the same name.
    let is_module = |file: &&File| {
        let rest = module.and_then(|module| file.path.strip_prefix("src/")?.strip_prefix(module));
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    let first = files.iter().filter(is_module).chain(files);
    let own = first
        .filter(|file| file.path.starts_with("src/") && !file.path.starts_with("src/runtime/"));
    own.flat_map(|file| {
        let lines = file.text.lines().enumerate();
        lines.map(move |(index, line)| (file, index + 1, line))
    })
    .find(|(_, _, line)| declares(line))
    .map(|(file, line, _)| (file.path.clone(), line))
}

fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}
