//! The page that opens the documentation: a first call, and the operations by their tags. It
//! is Markdown in a file of its own, which the module includes where there is a client.

use super::context::Target;
use super::docs::{markdown, summary};
use super::first_call::{FirstCall, first_call};
use crate::rust::RustApi;
use crate::rust::names::without_mark;
use std::collections::BTreeMap;

/// The name of the file.
pub const OVERVIEW: &str = "operations.md";

/// The page; nothing for an API without operations.
pub(super) fn overview(rust: &RustApi<'_>, target: Target<'_>) -> Option<String> {
    let call = first_call(rust, target)?;
    let mut lines = first_section(&call);
    lines.extend(["".to_owned(), "# Operations".to_owned(), "".to_owned()]);
    let groups = groups(rust);
    for (tag, operations) in &groups {
        if groups.len() > 1 || tag.is_some() {
            let title = tag.map_or("Others".to_owned(), one_line);
            lines.extend([format!("## {title}"), String::new()]);
            lines.extend(description(rust, *tag));
        }
        let operations = operations.iter();
        lines.extend(operations.map(|index| entry(rust, *index)));
        lines.push(String::new());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    Some(format!("{}\n", lines.join("\n")))
}

fn first_section(call: &FirstCall) -> Vec<String> {
    let mut lines = vec!["# A first call".to_owned(), String::new()];
    lines.push("```rust,no_run".to_owned());
    lines.push("# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.extend(call.statements.iter().cloned());
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    let variables = call.variables.iter().map(|name| format!("`{name}`"));
    let variables: Vec<String> = variables.collect();
    if !variables.is_empty() {
        let text = format!("It reads {} from the environment.", variables.join(" and "));
        lines.extend([String::new(), text]);
    }
    lines
}

/// The operations by their first tags: those of the document first, in its order.
fn groups<'a>(rust: &RustApi<'a>) -> Vec<(Option<&'a str>, Vec<usize>)> {
    let api = rust.api;
    let position = |tag: Option<&str>| match tag {
        Some(tag) => {
            let stated = api.tags.iter().position(|one| one.name == tag);
            stated.unwrap_or(api.tags.len())
        }
        None => api.tags.len() + 1,
    };
    let mut groups: BTreeMap<(usize, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let tag = operation.tags.first().map(String::as_str);
        groups.entry((position(tag), tag)).or_default().push(index);
    }
    let groups = groups.into_iter();
    groups
        .map(|((_, tag), operations)| (tag, operations))
        .collect()
}

fn description(rust: &RustApi<'_>, tag: Option<&str>) -> Vec<String> {
    let mut tags = rust.api.tags.iter();
    let told = tags.find(|one| Some(one.name.as_str()) == tag);
    let text = told.and_then(|one| one.description.as_deref());
    let mut lines = text.map(markdown).unwrap_or_default();
    // Headings would stand above those of the page.
    lines.retain(|line| !line.starts_with('#'));
    lines.dedup_by(|one, other| one.is_empty() && other.is_empty());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The line of an operation.
fn entry(rust: &RustApi<'_>, index: usize) -> String {
    let of = rust.operation(index);
    let function = without_mark(&of.names.function);
    let told = summary(&of.operation.docs).join(" ");
    let told = match told.is_empty() {
        true => format!(
            "`{} {}`",
            of.operation.method,
            of.operation.path.replace('`', "'")
        ),
        false => told,
    };
    let handle = of.names.handle.and_then(|handle| rust.handle(handle));
    let group = of.names.handle.and_then(|handle| rust.groups().nth(handle));
    match handle.zip(group) {
        Some((handle, (module, _))) => {
            let (ty, accessor) = (&handle.ty, without_mark(&handle.accessor));
            format!("- [`{accessor}().{function}`]({module}::{ty}::{function}): {told}")
        }
        None => format!("- [`{function}`](Client::{function}): {told}"),
    }
}

fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match markdown(&text).concat() {
        text if text.is_empty() => "Others".to_owned(),
        text => text,
    }
}
