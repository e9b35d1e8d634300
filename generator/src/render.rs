//! From items to text.
//!
//! Takes [`Module`]s, gives [`File`]s. The only stage that knows how code is
//! laid out; must not know what it says.

use crate::emit::{Item, Module, Table};

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Its path, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// The text of each module. Fails only where a stage before has a bug, with
/// what it made and why that is no Rust.
pub fn render(modules: &[Module]) -> Result<Vec<File>, String> {
    modules.iter().map(file).collect()
}

fn file(module: &Module) -> Result<File, String> {
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
    for item in &module.items {
        text.push('\n');
        match item {
            Item::Tokens(tokens) => text.push_str(&laid_out(tokens)?),
            Item::Table(table) => text.push_str(&rows(table)?),
        }
    }
    Ok(File {
        path: module.path.clone(),
        text,
    })
}

fn laid_out(tokens: &proc_macro2::TokenStream) -> Result<String, String> {
    let file: syn::File =
        syn::parse2(tokens.clone()).map_err(|error| format!("{error} in {tokens}"))?;
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
    let block = |text: &mut String, rows: &[String]| {
        text.push_str(" {");
        for row in rows {
            text.push_str("\n    ");
            text.push_str(row);
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
    match syn::parse_str::<syn::Item>(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!("{error} in {text}")),
    }
}
