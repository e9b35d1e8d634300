//! `cargo xtask extract`: takes operations with what they reach out of an OpenAPI
//! document, without the vendor's prose, for a folder in `specs`.
//!
//! | module | takes → gives |
//! |---|---|
//! | [`recipe`] | `extract.toml` → the wanted operations, and the cuts |
//! | [`grammar`] | kind of object and key → the part behind the key |
//! | [`selection`] | document, names → operations |
//! | [`cuts`] | recipe → cuts by their places |
//! | [`facts`] | values → names, types and the like |
//! | [`copy`] | objects of the document → copies, and what they refer to |
//! | [`document`] | document, recipe → the text of the extracted one |
//! | [`yaml`] | value → YAML |
//! | [`summary`] | recipe → the part of `SOURCE.md` that says what was extracted |
//! | [`folder`] | the files of a vendor, read and written |

mod copy;
mod cuts;
mod document;
mod facts;
mod folder;
mod grammar;
mod recipe;
mod selection;
mod summary;
mod yaml;

use clap::Args;
use document::Extracted;
use folder::{DOCUMENT, Folder, SOURCE};
use openapi_client_cli::{Loader, progress, read_text};
use openapi_client_generator::source::Source;
use openapi_client_generator::spec::{Files, Unread};
use openapi_client_generator::{Config, Findings};
use recipe::Recipe;
use std::path::{Path, PathBuf};
use std::thread;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document: OpenAPI 3.0, 3.1 or 3.2, as JSON or YAML.
    document: PathBuf,
    /// An operation to take, by its `operationId` or as "METHOD /path".
    #[arg(
        long = "operation",
        value_name = "NAME",
        required_unless_present_any = ["again", "webhooks"]
    )]
    operations: Vec<String>,
    /// A webhook to take.
    #[arg(long = "webhook", value_name = "NAME")]
    webhooks: Vec<String>,
    /// The vendor's folder, for an `openapi.yaml`, an `extract.toml` that repeats the
    /// extraction, and a part of `SOURCE.md`.
    #[arg(long, value_name = "DIR", required_unless_present = "again")]
    out: Option<PathBuf>,
    /// The vendor's folder with an `extract.toml`, to extract once more what that
    /// says.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["operations", "webhooks", "out"])]
    again: Option<PathBuf>,
}

/// The memory that the walk over nested schemas may take, in bytes. It is only
/// reserved, not used, by ordinary documents.
const STACK: usize = 256 << 20;

/// Extracts, and writes the files of the vendor.
///
/// # Errors
/// The document or the recipe can't be read, or have errors; or a file that
/// somebody else wrote is in the way. Nothing is written then.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let path = options.again.as_ref().or(options.out.as_ref());
    let folder = Folder::at(path.map_or(Path::new("."), PathBuf::as_path));
    let (recipe, text) = match options.again.is_some() {
        true => read(&folder)?,
        false => new(&folder, options)?,
    };
    folder.check_document()?;
    let extracted = on_deep_stack(|| {
        let files = gathered(&options.document)?;
        document::extract(&files, &recipe)
    })?;
    for unknown in &extracted.unknown {
        eprintln!("note: a key that OpenAPI doesn't have is left out\n  at {unknown}");
    }
    let written = write(&folder, &extracted, &recipe, text)?;
    for name in &written {
        progress(&format!("written: {name}"));
    }
    if written.is_empty() {
        progress("everything is up to date");
    }
    Ok(())
}

/// The recipe in a folder, and its text.
fn read(folder: &Folder) -> Result<(Recipe, String), String> {
    let name = folder.shown(recipe::NAME);
    let Some(text) = folder.read(recipe::NAME)? else {
        return Err(format!(
            "error[unreadable]: the file isn't there\n  at {name}\n  help: extract with \
             `--operation` and `--out` first"
        ));
    };
    Ok((Recipe::parse(&name, &text)?, text))
}

/// The recipe that the options say, for a folder that has none.
fn new(folder: &Folder, options: &Options) -> Result<(Recipe, String), String> {
    let name = folder.shown(recipe::NAME);
    if folder.read(recipe::NAME)?.is_some() {
        return Err(format!(
            "error[edited]: the folder has been extracted before\n  at {name}:1:1\n  help: add \
             the operation there, and run the command with `--again`"
        ));
    }
    let document = options.document.file_name().unwrap_or_default();
    let document = format!("`{}`", document.to_string_lossy());
    let text = Recipe::text_of(&document, &options.operations, &options.webhooks);
    let mut recipe = Recipe::parse(&name, &text)?;
    recipe.is_new = true;
    Ok((recipe, text))
}

fn write(
    folder: &Folder,
    extracted: &Extracted,
    recipe: &Recipe,
    text: String,
) -> Result<Vec<String>, String> {
    let old = folder.read(SOURCE)?;
    let source = summary::renewed(old.as_deref(), &summary::part(extracted, recipe));
    let source =
        source.map_err(|why| format!("error[edited]: {why}\n  at {}", folder.shown(SOURCE)))?;
    folder.write(&[
        (DOCUMENT, extracted.text.clone()),
        (recipe::NAME, text),
        (SOURCE, source),
    ])
}

/// The document with every file that it refers to.
fn gathered(path: &Path) -> Result<Files, String> {
    let name = path.to_string_lossy();
    let text = read_text(path, &name).map_err(|findings| findings.to_string())?;
    let loader = Loader::new(Path::new(""), &name, &Config::default());
    let load = |path: &str| loader.load(path);
    let source = Source::parse(&name, text.as_str());
    let source = source.map_err(|found| Findings::alone(found, text).to_string())?;
    Files::gather(source, &load, &|_| false, &mut |file| file).map_err(|unread| {
        let Unread { found, text } = *unread;
        Findings::alone(found, text).to_string()
    })
}

/// Runs a task on a stack of its own.
fn on_deep_stack<T: Send>(task: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        match builder
            .spawn_scoped(scope, task)
            .map(thread::ScopedJoinHandle::join)
        {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => Err(format!(
                "error[internal]: no thread could be started: {error}"
            )),
        }
    })
}
