//! The ends of spots: how much of a text says what a pointer leads to.

use serde_json::Value;

/// The end of a member that begins at its key: the end of its value, where that is a scalar on
/// the same line, else that of the key.
pub(super) fn member_end(text: &str, start: usize, value: &Value) -> usize {
    let line = line_of(text, start);
    let key = key_length(line);
    let after = &line[key..];
    let Some(colon) = after.trim_start().strip_prefix(':') else {
        return start + key;
    };
    let rest = colon.trim_start();
    match scalar_length(rest, value) {
        Some(length) => start + (line.len() - rest.len()) + length,
        None => start + key,
    }
}

/// The end of an item: of a scalar on one line its own, else that of its first key or bracket.
pub(super) fn item_end(text: &str, start: usize, value: &Value) -> usize {
    let line = line_of(text, start);
    if line.starts_with(['{', '[', '&', '*', '!', '|', '>']) {
        let is_word = line.starts_with(['&', '*', '!']);
        let word = line.find(|c: char| c.is_whitespace() || ",]}".contains(c));
        let length = if is_word {
            word.unwrap_or(line.len())
        } else {
            1
        };
        return start + length;
    }
    let length = scalar_length(line, value);
    start + length.unwrap_or_else(|| key_length(line))
}

/// The end of what stands in the rest of a line.
pub(super) fn line_end(text: &str, start: usize) -> usize {
    start + line_of(text, start).len()
}

/// The rest of a line without blanks at its end.
fn line_of(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    line.trim_end()
}

/// The length of a key at the beginning of a text, at least one character.
fn key_length(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    if let Some(length) = quoted_length(text) {
        return length;
    }
    let is_end = |(at, c): (usize, char)| {
        let next = text[at + c.len_utf8()..].chars().next();
        let ends = next.is_none_or(|next| next.is_whitespace() || "[]{},\"'".contains(next));
        ("[]{},".contains(c) || (c == ':' && ends)).then_some(at)
    };
    let end = text.char_indices().find_map(is_end);
    let key = &text[..end.unwrap_or(text.len())];
    key.trim_end().len().max(first)
}

/// The length of a scalar at the beginning of a text, if it stands there whole.
fn scalar_length(text: &str, value: &Value) -> Option<usize> {
    if let Some(length) = quoted_length(text) {
        return value.is_string().then_some(length);
    }
    match value {
        Value::String(value) if !value.is_empty() && text.starts_with(&**value) => {
            let rest = &text[value.len()..];
            let ends = rest.is_empty() || rest.starts_with([' ', '\t', ',', ']', '}']);
            ends.then_some(value.len())
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => {
            let is_end = |c: char| c.is_whitespace() || ",]}".contains(c);
            let length = text.find(is_end).unwrap_or(text.len());
            let is_plain = !text.starts_with(['&', '*', '!', '|', '>']);
            (length > 0 && is_plain).then_some(length)
        }
        _ => None,
    }
}

/// The length of a text in quotes that ends on its line.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' if quote == '"' => {
                characters.next();
            }
            '\'' if quote == '\'' && text[at + 1..].starts_with('\'') => {
                characters.next();
            }
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
