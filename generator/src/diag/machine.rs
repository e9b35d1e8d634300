//! Reports as programs read them.

use super::diagnostic::{Diagnostic, Severity};
use super::place::{Place, Sources};
use super::report::Report;
use serde_json::{Value, json};
use std::collections::HashSet;

/// A report as lines of JSON, one object for each finding and each of its places.
pub fn json(report: &Report, sources: &dyn Sources) -> String {
    let lines = each_once(report).map(|one| format!("{}\n", object(one, sources)));
    lines.collect()
}

/// A report as commands of GitHub's workflows, which annotate the lines of a change.
pub fn github(report: &Report, sources: &dyn Sources) -> String {
    let lines = each_once(report).map(|one| command(one, sources));
    lines.collect()
}

fn each_once(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let mut seen = HashSet::new();
    let all = report.diagnostics.iter();
    all.filter(move |one| seen.insert(*one))
}

fn object(one: &Diagnostic, sources: &dyn Sources) -> Value {
    let mut object = json!({
        "severity": one.severity.as_str(),
        "code": one.code.as_str(),
        "message": one.message,
    });
    object_place(&mut object, &Place::of(sources, &one.at, one.position));
    let related = one.related.iter().map(|(at, how)| {
        let mut related = json!({ "message": how });
        object_place(&mut related, &Place::of(sources, at, None));
        related
    });
    object["related"] = related.collect();
    object["help"] = json!(one.help);
    object["accept"] = json!(one.accept_entry());
    object
}

fn object_place(object: &mut Value, place: &Place<'_>) {
    object["file"] = json!(place.at.file());
    object["line"] = json!(place.start.map(|(line, _)| line));
    object["column"] = json!(place.start.map(|(_, column)| column));
    object["end_line"] = json!(place.end.map(|(line, _)| line));
    object["end_column"] = json!(place.end.map(|(_, column)| column));
    object["pointer"] = json!(place.at.path());
}

fn command(one: &Diagnostic, sources: &dyn Sources) -> String {
    let place = Place::of(sources, &one.at, one.position);
    let name = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = vec![("file", place.at.file().to_owned())];
    if let Some((line, column)) = place.start {
        properties.push(("line", line.to_string()));
        if let Some((end_line, end_column)) = place.end {
            properties.push(("endLine", end_line.to_string()));
            // Columns of a place over several lines aren't taken.
            if end_line == line {
                properties.push(("col", column.to_string()));
                properties.push(("endColumn", end_column.to_string()));
            }
        }
    }
    properties.push(("title", one.code.to_string()));
    let properties: Vec<String> = properties
        .into_iter()
        .map(|(key, value)| format!("{key}={}", escaped_property(&value)))
        .collect();
    let mut message = one.message.clone();
    if !place.at.path().is_empty() {
        message.push_str(&format!("\nat #{}", place.at.path()));
    }
    for (at, how) in &one.related {
        message.push_str(&format!("\n{}: {how}", Place::of(sources, at, None)));
    }
    if let Some(help) = &one.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    format!("::{name} {}::{}\n", properties.join(","), escaped(&message))
}

/// The text of a command, which is one line.
fn escaped(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
