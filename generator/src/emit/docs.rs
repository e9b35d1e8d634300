//! Text of the document as doc comments that stay what they are: no part of it
//! becomes a link that leads nowhere, an HTML tag, or code that `cargo test` runs.

use crate::ir::Docs;
use proc_macro2::TokenStream;
use quote::quote;

/// How wide a line of text may be.
const WIDTH: usize = 92;

/// A doc comment with one attribute for each line.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The doc comment of something, `fallback` where the document says nothing.
pub(super) fn attributes(docs: &Docs, fallback: &str) -> TokenStream {
    let comment = comment(&lines(docs, fallback));
    let deprecated = docs.deprecated.then(|| quote!(#[deprecated]));
    quote!(#comment #deprecated)
}

/// The lines of a doc comment.
pub(super) fn lines(docs: &Docs, fallback: &str) -> Vec<String> {
    let mut lines = match docs
        .text
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        Some(text) => markdown(text),
        None if fallback.is_empty() => Vec::new(),
        None => vec![fallback.to_owned()],
    };
    for fact in &docs.facts {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrapped(&plain(fact)));
    }
    lines
}

/// CommonMark made harmless, line by line.
pub(super) fn markdown(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    for line in text
        .replace("\r\n", "\n")
        .replace('\t', "    ")
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
    {
        let line: String = line
            .chars()
            .filter(|c| !c.is_control() && !is_invisible(*c))
            .collect();
        let line = line.trim_end();
        let start = line.trim_start();
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|marker| start.starts_with(marker));
        match (&fence, marker) {
            (None, Some(marker)) => {
                lines.push(format!("{marker}text"));
                fence = Some(marker.to_owned());
            }
            (Some(open), Some(marker)) if open == marker => {
                lines.push(marker.to_owned());
                fence = None;
            }
            (Some(_), _) => lines.push(line.to_owned()),
            (None, None) => {
                // Four spaces would make it code, which `cargo test` compiles.
                let indent = (line.len() - start.len()).min(3);
                lines.extend(wrapped(&format!("{}{}", &"   "[..indent], plain(start))));
            }
        }
    }
    lines.extend(fence);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.dedup_by(|one, other| one.is_empty() && other.is_empty());
    lines
}

/// One line without what rustdoc would take for a link or a tag. Code spans and
/// links to the web stay.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(span) = code_span(rest) {
            out.push_str(span);
            rest = &rest[span.len()..];
        } else if let Some((link, length)) = web_link(rest) {
            out.push_str(&link);
            rest = &rest[length..];
        } else {
            if matches!(c, '<' | '>' | '[' | ']' | '`') && !(c == '>' && out.trim().is_empty()) {
                out.push('\\');
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// The code span that a text starts with.
fn code_span(text: &str) -> Option<&str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks == 0 {
        return None;
    }
    let end = text[ticks..].find(&text[..ticks])? + 2 * ticks;
    Some(&text[..end])
}

/// The link to the web that a text starts with, bare or in CommonMark, written
/// so that rustdoc takes it, and how much of the text it was.
fn web_link(text: &str) -> Option<(String, usize)> {
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']' | '\'' | '|');
    if text.starts_with("https://") || text.starts_with("http://") {
        let end = text.find(is_end).unwrap_or(text.len());
        let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '\\']);
        return Some((format!("<{url}>"), url.len()));
    }
    if let Some(inner) = text.strip_prefix('<') {
        let (url, _) = inner.split_once('>')?;
        let is_url =
            (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(is_end);
        return is_url.then(|| (format!("<{url}>"), url.len() + 2));
    }
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (url, _) = rest.split_once(')')?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let simple = !label.contains(['[', ']', '<', '>', '`']) && !url.contains(is_end);
    (is_web && simple).then(|| (format!("[{label}]({url})"), label.len() + url.len() + 4))
}

/// Characters that turn text around or hide it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A long line of running text as several.
fn wrapped(line: &str) -> Vec<String> {
    let start = line.trim_start();
    let is_special = start.starts_with(['|', '#', '>', '*', '-', '+'])
        || start.starts_with(|c: char| c.is_ascii_digit());
    if line.chars().count() <= WIDTH || is_special {
        return vec![line.to_owned()];
    }
    let indent = &line[..line.len() - start.len()];
    let mut lines = Vec::new();
    let mut current = indent.to_owned();
    for word in start.split(' ') {
        let is_full = current.chars().count() + word.chars().count() >= WIDTH;
        // A line must not begin with what would make a list or heading of it.
        let is_mark = word.starts_with(['|', '#', '>', '*', '-', '+', '=', '~'])
            || word.starts_with(|c: char| c.is_ascii_digit());
        if is_full && !is_mark && current.trim() != "" {
            lines.push(std::mem::replace(&mut current, indent.to_owned()));
        }
        if current.len() > indent.len() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}
