//! YAML as the documents in `specs` are written: blocks, two spaces, single
//! quotes where they are needed.

use serde_json::{Map, Value};
use std::fmt::Write as _;

/// The widest line of a folded text.
const WIDTH: usize = 92;

/// The text of an object. Its members are set apart by blank lines, and so are
/// those of `paths`, `webhooks` and the sections of `components`.
pub(super) fn document(root: &Map<String, Value>) -> String {
    let mut text = String::new();
    for (key, value) in root {
        // `openapi` and `info` belong together.
        if key != "info" && !text.is_empty() {
            text.push('\n');
        }
        let inner = match key.as_str() {
            "paths" | "webhooks" => 1,
            "components" => 2,
            _ => 0,
        };
        member(&mut text, key, value, 0, inner);
    }
    text
}

/// Writes a member of an object. The members at `apart` levels below it are set
/// apart by blank lines.
fn member(text: &mut String, key: &str, value: &Value, indent: usize, apart: usize) {
    let _ = write!(text, "{:indent$}{}:", "", scalar(key));
    behind(text, value, indent + 2, apart);
}

/// Writes a value behind a colon.
fn behind(text: &mut String, value: &Value, indent: usize, apart: usize) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('\n');
            block(text, members, indent, apart);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            list(text, items, indent);
        }
        Value::String(long) if can_fold(long) => {
            text.push_str(" >-\n");
            folded(text, long, indent);
        }
        other => {
            let _ = writeln!(text, " {}", inline(other));
        }
    }
}

fn block(text: &mut String, members: &Map<String, Value>, indent: usize, apart: usize) {
    for (index, (key, value)) in members.iter().enumerate() {
        if apart > 0 && index > 0 {
            text.push('\n');
        }
        member(text, key, value, indent, apart.saturating_sub(1));
    }
}

fn list(text: &mut String, items: &[Value], indent: usize) {
    for item in items {
        let _ = write!(text, "{:indent$}-", "");
        match item {
            // The first member stands beside the dash.
            Value::Object(members) if !members.is_empty() => {
                let start = text.len();
                block(text, members, indent + 2, 0);
                let inner = text.split_off(start);
                text.push(' ');
                text.push_str(inner.trim_start());
            }
            other => behind(text, other, indent + 2, 0),
        }
    }
}

/// True of a sentence that is too long for a line, and has but single spaces.
fn can_fold(text: &str) -> bool {
    let is_plain = |c: char| c == ' ' || c.is_ascii_graphic();
    text.len() > WIDTH - 20
        && text.contains(' ')
        && text.chars().all(is_plain)
        && !text.contains("  ")
        && text.trim() == text
}

fn folded(text: &mut String, sentence: &str, indent: usize) {
    let mut line = String::new();
    for word in sentence.split(' ') {
        if !line.is_empty() && indent + line.len() + 1 + word.len() > WIDTH {
            let _ = writeln!(text, "{:indent$}{line}", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{:indent$}{line}", "");
}

/// A value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// A string: plain, in single quotes, or in double quotes with escapes.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let is_printed = |c: char| c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric();
    if text.chars().all(is_printed) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_printed(c) => quoted.push(c),
            c => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// True of a string that no reader of YAML takes for anything else.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/' | '$');
    let goes_on = |c: char| c.is_ascii_alphanumeric() || "_/$.-{}+ ~()=;,".contains(c);
    // A version with two dots is no number.
    let mut parts = text.split('.');
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.by_ref().all(is_digits) && text.matches('.').count() == 2 {
        return true;
    }
    text.starts_with(starts)
        && text.chars().all(|c| goes_on(c) || c == ':')
        && !text.contains(": ")
        && !text.ends_with([' ', ':'])
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use openapi_client_generator::source::Source;
    use serde_json::json;

    #[test]
    fn what_is_written_is_read_again() {
        let long = "A sentence that is so long that it has to be folded: it goes on # and on, \
                    - and on, until it is done.";
        let value = json!({
            "openapi": "3.1.0",
            "info": {"version": "1.0", "title": "a: b"},
            "empty": [{}, [], "", null, [[1, [2]], {"a": [3], "b": {"c": 4}}]],
            "paths": {"/a/{b}:c": {"get": long}, "200": {"2": 1.5, "1e3": 1000.0}},
            "texts": ["no", "Null", "~", "3.1.0", "1.2.3.4", "1..2", "- a", "a #b", "it's", "'", "\"", "a\nb", "\u{85}\u{2028}\u{7f}",
                "tab\t", " a", "a ", "a: b", "a:", "1", "1.0", "0x1", "2024-01-01", "<<", "*a", "&a", "!a",
                "ä", "日本", "😀", "`", "@", "%", "?", "|", ">-", "{", "[a]", ",", "a, b", "\u{feff}", "\\"],
        });
        let Value::Object(root) = &value else {
            panic!("it is an object");
        };
        let text = document(root);
        let read = Source::parse("openapi.yaml", text.as_str());
        assert_eq!(read.map(|read| read.value().clone()), Ok(value), "{text}");
        assert!(text.lines().all(|line| line.trim_end() == line), "{text}");
    }
}
