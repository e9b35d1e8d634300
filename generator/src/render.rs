//! From items to text.
//!
//! Takes [`Module`]s, gives [`File`]s. The only stage that knows how code is
//! laid out; must not know what it says.

use crate::emit::{Item, Module, Row, Table, Uses};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Its path, with `/` between the parts.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// The files of an API.
#[derive(Debug)]
pub struct Rendered {
    /// The files.
    pub files: Vec<File>,
    /// The names that some file imports though a type there has them.
    clashes: BTreeSet<&'static str>,
}

impl Rendered {
    /// The names that some file imports though a type there has them.
    pub fn clashes(&self) -> BTreeSet<&'static str> {
        self.clashes.clone()
    }
}

/// The text of each module; `stack` is how many bytes a thread needs for its
/// deepest types. Fails only where a stage before has a bug, with why what it
/// made is no Rust.
pub fn render(modules: &[Module<'_>], stack: usize) -> Result<Rendered, String> {
    let sections: Vec<(&Module<'_>, usize)> = modules
        .iter()
        .flat_map(|module| (0..module.sections()).map(move |index| (module, index)))
        .collect();
    let texts = in_parallel(sections.len(), stack, |index| {
        let (module, section) = sections[index];
        let (items, uses) = module.items(section);
        Ok((section_text(items)?, uses))
    });
    let mut texts = texts.into_iter();
    let mut rendered = Rendered {
        files: Vec::new(),
        clashes: BTreeSet::new(),
    };
    for module in modules {
        let sections: Result<Vec<_>, String> = texts.by_ref().take(module.sections()).collect();
        let sections = sections?;
        let mut uses = Uses::default();
        for (_, used) in &sections {
            uses.extend(used);
        }
        rendered.clashes.extend(module.clashes(&uses));
        rendered.files.push(file(module, &sections, &uses)?);
    }
    Ok(rendered)
}

/// The results of `work` for each of so many, in their order, by as many threads as
/// the machine runs at once.
fn in_parallel<T: Send + Sync>(
    count: usize,
    stack: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let results: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let worker = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(result) = results.get(index) else {
                break;
            };
            // No other thread got this index.
            let _ = result.set(work(index));
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, |threads| threads.get());
        for _ in 1..threads.min(count) {
            let builder = thread::Builder::new().stack_size(stack);
            if builder.spawn_scoped(scope, worker).is_err() {
                break;
            }
        }
        worker();
    });
    results
        .into_iter()
        .filter_map(OnceLock::into_inner)
        .collect()
}

fn file(module: &Module<'_>, sections: &[(String, Uses)], uses: &Uses) -> Result<File, String> {
    let mut text = String::new();
    for line in &module.docs {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    if module.has_deprecated {
        text.push_str(
            "\n#![allow(deprecated, reason = \"what is deprecated works until it is removed\")]\n",
        );
    }
    if let Some(limit) = module.recursion_limit {
        text.push_str(&format!("\n#![recursion_limit = \"{limit}\"]\n"));
    }
    let imports = module.imports(uses);
    if !imports.is_empty() {
        text.push('\n');
        text.push_str(&laid_out(imports)?);
    }
    for (section, _) in sections {
        text.push_str(section);
    }
    Ok(File {
        path: module.path.clone(),
        text,
    })
}

fn section_text(items: Vec<Item>) -> Result<String, String> {
    let mut text = String::new();
    for item in items {
        text.push('\n');
        match item {
            Item::Tokens(tokens) => text.push_str(&laid_out(tokens)?),
            Item::Table(table) => text.push_str(&rows(&table)?),
        }
    }
    Ok(text)
}

fn laid_out(tokens: TokenStream) -> Result<String, String> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| error.to_string())?;
    let is_impl = matches!(file.items[..], [syn::Item::Impl(_)]);
    let text = prettyplease::unparse(&file);
    Ok(if is_impl { spaced(&text) } else { text })
}

/// An `impl` with a blank line between its functions.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line == "    }" && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
    out
}

/// A table, a line for each row: `prettyplease` leaves the inside of macros alone.
fn rows(table: &Table) -> Result<String, String> {
    let mut text = format!("{}!({}", table.name, table.head);
    let block = |text: &mut String, rows: &[Row]| {
        text.push_str(" {");
        for row in rows {
            for line in &row.docs {
                text.push_str(if line.is_empty() {
                    "\n    ///"
                } else {
                    "\n    /// "
                });
                text.push_str(line);
            }
            if row.is_deprecated {
                text.push_str("\n    #[deprecated]");
            }
            text.push_str("\n    ");
            text.push_str(&row.text);
            text.push(',');
        }
        text.push_str(if rows.is_empty() { "}" } else { "\n}" });
    };
    if let Some(rows) = &table.rows {
        block(&mut text, rows);
    }
    if !table.constants.is_empty() {
        text.push_str(" const");
        block(&mut text, &table.constants);
    }
    text.push_str(");\n");
    // Names and literals can't make anything else of it; a debug build looks.
    if cfg!(debug_assertions)
        && let Err(error) = syn::parse_str::<syn::Item>(&text)
    {
        return Err(format!("{error} in {text}"));
    }
    Ok(text)
}
