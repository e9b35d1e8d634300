//! From items to text.
//!
//! Takes [`Module`]s, gives [`File`]s. The only stage that knows how code is
//! laid out; must not know what it says.

use crate::emit::{Constant, Item, Module, OVERVIEW, Row, Table, Uses};
use crate::progress::{Step, Watch};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The columns of a page, as `rustfmt` has them.
const WIDTH: usize = 100;

/// The tables whose rows needn't stand on a line each: the docs of what they are
/// for say the same.
const PACKED: &[&str] = &["open_enum"];

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
/// deepest types, and `watch` is told of every section. Fails only where a stage before has a bug, with why what it
/// made is no Rust.
pub fn render(modules: &[Module<'_>], stack: usize, watch: Watch<'_>) -> Result<Rendered, String> {
    let sections: Vec<(&Module<'_>, usize)> = modules
        .iter()
        .flat_map(|module| (0..module.sections()).map(move |index| (module, index)))
        .collect();
    let done = AtomicUsize::new(0);
    let texts = in_parallel(sections.len(), stack, |index| {
        let (module, section) = sections[index];
        let (items, uses) = module.items(section);
        let text = section_text(items)?;
        let before = done.fetch_add(1, Ordering::Relaxed);
        watch(Step::Write(before + 1, sections.len()));
        Ok((text, uses))
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
            uses.add(used);
        }
        rendered.clashes.extend(module.clashes(&uses));
        rendered.files.push(file(module, &sections, &uses)?);
        let page = module.overview.iter().map(|text| File {
            path: OVERVIEW.to_owned(),
            text: text.clone(),
        });
        rendered.files.extend(page);
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
    for line in module.file_docs(uses) {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(&line);
        text.push('\n');
    }
    if module.overview.is_some() {
        let needs = module.overview_needs.iter();
        let needs: Vec<String> = needs.map(|name| format!("feature = \"{name}\"")).collect();
        let needs = match needs.as_slice() {
            [one] => one.clone(),
            several => format!("all({})", several.join(", ")),
        };
        text.push_str(&format!(
            "\n#![cfg_attr({needs}, doc = include_str!(\"{OVERVIEW}\"))]\n"
        ));
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
        text.push_str(&format_tokens(imports)?);
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
            Item::Tokens(tokens) => text.push_str(&format_tokens(tokens)?),
            Item::Table(table) => text.push_str(&table_text(&table)?),
            Item::Constant(constant) => text.push_str(&constant_text(&constant)?),
        }
    }
    Ok(text)
}

fn format_tokens(tokens: TokenStream) -> Result<String, String> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| error.to_string())?;
    let is_impl = matches!(file.items[..], [syn::Item::Impl(_)]);
    let text = joined(&prettyplease::unparse(&file));
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

/// Signatures, fields and imports as `rustfmt` has them: on one line where they fit
/// on it. `prettyplease` has a narrower page.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let lines: Vec<&str> = text.lines().collect();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let broken = broken(&lines[index..]);
        match one_line(&lines[index..index + broken]) {
            Some(joined) => {
                out.push_str(&joined);
                index += broken;
            }
            None => {
                out.push_str(line);
                index += 1;
            }
        }
        out.push('\n');
    }
    out
}

/// The number of lines that a signature, a field or an import is broken into, or none.
fn broken(lines: &[&str]) -> usize {
    let first = lines[0].trim_start();
    let is_broken = match first.split(' ').next() {
        Some("pub") => first.ends_with(['(', '<']),
        Some("use") => first.ends_with('{'),
        _ => false,
    };
    if !is_broken {
        return 0;
    }
    let indent = lines[0].len() - first.len();
    let is_end = |line: &&str| {
        let is_outer = line.len() > indent && !line[indent..].starts_with(' ');
        is_outer && line.ends_with([',', ';', '{', '}'])
    };
    lines[1..].iter().position(is_end).map_or(0, |end| end + 2)
}

/// Lines as one, if there are several and it is short enough.
fn one_line(lines: &[&str]) -> Option<String> {
    let (first, others) = lines.split_first()?;
    let mut joined = (*first).to_owned();
    for line in others {
        let line = line.trim_start();
        if line.starts_with([')', '>', '}']) {
            let end = joined.trim_end_matches(',').len();
            joined.truncate(end);
        } else if !joined.ends_with(['(', '<', '{']) {
            joined.push(' ');
        }
        joined.push_str(line);
        if joined.len() > WIDTH {
            return None;
        }
    }
    Some(joined)
}

/// A constant: on one line where it fits on it. What `prettyplease` gives would be laid out
/// once more, with the lines within its literal.
fn constant_text(constant: &Constant) -> Result<String, String> {
    let mut text = String::new();
    for line in &constant.docs {
        text.push_str(if line.is_empty() { "///" } else { "/// " });
        text.push_str(line);
        text.push('\n');
    }
    if let Some(feature) = &constant.feature {
        text.push_str(&format!("#[cfg(feature = {feature:?})]\n"));
    }
    let Constant {
        name,
        ty,
        function,
        argument,
        tail,
        ..
    } = constant;
    let head = format!("pub const {name}: {ty} =");
    let call = format!("{function}(");
    let tail = tail.as_ref().map(|tail| format!(".{tail}"));
    let short = format!(
        "{head} {call}{argument}){};\n",
        tail.as_deref().unwrap_or_default()
    );
    if short.len() <= WIDTH && !argument.contains('\n') {
        text.push_str(&short);
        return checked(text);
    }
    let is_wide = head.len() + " ".len() + call.len() > WIDTH;
    let (start, indent) = if is_wide {
        ("\n    ", "    ")
    } else {
        (" ", "")
    };
    text.push_str(&format!(
        "{head}{start}{call}\n{indent}    {argument},\n{indent})"
    ));
    text.extend(tail.map(|tail| format!("\n{indent}{tail}")));
    text.push_str(";\n");
    checked(text)
}

/// A table: on one line where it fits on it, or else a line for each row.
/// `prettyplease` leaves the inside of macros alone.
fn table_text(table: &Table) -> Result<String, String> {
    let text = short_table(table).unwrap_or_else(|| long_table(table));
    checked(text)
}

/// An item as text. Names and literals can't make anything else of it; a debug build looks.
fn checked(text: String) -> Result<String, String> {
    if cfg!(debug_assertions)
        && let Err(error) = syn::parse_str::<syn::Item>(&text)
    {
        return Err(format!("{error} in {text}"));
    }
    Ok(text)
}

/// A table on one line.
fn short_table(table: &Table) -> Option<String> {
    let rows = || table.rows.iter().flatten().chain(&table.constants);
    let length: usize = rows().map(|row| row.text.len()).sum();
    if length > WIDTH
        || !table.docs.is_empty()
        || rows().any(|row| row.is_deprecated || !row.docs.is_empty())
    {
        return None;
    }
    let block = |rows: &[Row]| {
        let rows: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        match rows[..] {
            [] => " {}".to_owned(),
            _ => format!(" {{ {} }}", rows.join(", ")),
        }
    };
    let mut text = format!("{}!({}", table.name, table.head);
    text.extend(table.rows.as_deref().map(block));
    if !table.constants.is_empty() {
        text.push_str(" const");
        text.push_str(&block(&table.constants));
    }
    text.push_str(");\n");
    (text.len() <= WIDTH).then_some(text)
}

fn long_table(table: &Table) -> String {
    let mut text = format!("{}!(", table.name);
    if !table.docs.is_empty() {
        add_docs(&mut text, &table.docs);
        text.push_str("\n    ");
    }
    text.push_str(&table.head);
    let has_docs = !table.docs.is_empty();
    match &table.rows {
        Some(rows) if PACKED.contains(&table.name) => packed(&mut text, rows),
        // Below docs, the head has a line of its own.
        Some(rows) if has_docs => {
            let mut inner = String::new();
            block(&mut inner, rows);
            text.push_str(&inner.replace('\n', "\n    "));
        }
        Some(rows) => block(&mut text, rows),
        None => {}
    }
    if !table.constants.is_empty() {
        text.push_str(" const");
        block(&mut text, &table.constants);
    }
    text.push_str(if has_docs { "\n);\n" } else { ");\n" });
    text
}

/// A line for each row, below its docs.
fn block(text: &mut String, rows: &[Row]) {
    text.push_str(" {");
    for row in rows {
        add_docs(text, &row.docs);
        if row.is_deprecated {
            text.push_str("\n    #[deprecated]");
        }
        text.push_str("\n    ");
        text.push_str(&row.text);
        text.push(',');
    }
    text.push_str(if rows.is_empty() { "}" } else { "\n}" });
}

fn add_docs(text: &mut String, docs: &[String]) {
    for line in docs {
        let start = if line.is_empty() {
            "\n    ///"
        } else {
            "\n    /// "
        };
        text.push_str(start);
        text.push_str(line);
    }
}

/// As many rows on each line as fit on it.
fn packed(text: &mut String, rows: &[Row]) {
    text.push_str(" {");
    let mut width = WIDTH;
    for row in rows {
        if width + row.text.len() + 2 > WIDTH {
            text.push_str("\n   ");
            width = 3;
        }
        text.push(' ');
        text.push_str(&row.text);
        text.push(',');
        width += row.text.len() + 2;
    }
    text.push_str("\n}");
}
