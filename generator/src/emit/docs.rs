//! Text of the document as doc comments that stay what they are: no part of it
//! becomes a link that leads nowhere, an HTML tag, or code that `cargo test` runs.

use crate::ir::Docs;
use proc_macro2::TokenStream;
use quote::quote;
use std::borrow::Cow;

/// The most columns of a line of text.
const WIDTH: usize = 92;

/// The most characters of a code span.
const CODE_LENGTH: usize = 200;

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
        lines.extend(wrapped(&plain(fact, |_| false)));
    }
    lines
}

/// The first paragraph of a doc comment, for a setter: as many sentences as are
/// read at a glance. Headings are passed over; code, which can't stand without what
/// follows, leaves it empty.
pub(super) fn summary(docs: &Docs) -> Vec<String> {
    let lines = lines(docs, "");
    let mut paragraphs = lines.split(|line| line.is_empty());
    let first = paragraphs.find(|lines| lines.first().is_some_and(|line| !line.starts_with('#')));
    let is_code = |line: &String| line.contains("```") || line.contains("~~~");
    match first {
        Some(lines) if !lines.iter().any(is_code) => shortened(lines),
        _ => Vec::new(),
    }
}

/// A paragraph without the sentences at its end for which there is no room.
fn shortened(lines: &[String]) -> Vec<String> {
    const MOST_LINES: usize = 3;
    if lines.len() <= MOST_LINES || lines.iter().any(|line| begins_block(line.trim_start())) {
        return lines.to_vec();
    }
    let text = lines.join(" ");
    let short = sentence_ends(&text).map(|end| wrapped(&text[..end]));
    let mut kept = Vec::new();
    for sentences in short {
        if !kept.is_empty() && sentences.len() > MOST_LINES {
            break;
        }
        kept = sentences;
    }
    if kept.is_empty() {
        lines.to_vec()
    } else {
        kept
    }
}

/// The ends of the sentences of running text.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(". ").filter_map(|(at, _)| {
        let (sentence, rest) = (&text[..=at], &text[at + 2..]);
        let word = sentence.rsplit([' ', '(']).next().unwrap_or_default();
        let is_short_form = word.trim_end_matches('.').contains('.') || word == "etc.";
        let count = |mark: char| sentence.matches(mark).count();
        let is_whole = count('`') % 2 == 0 && count('[') == count(']') && count('(') == count(')');
        let is_end = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '`' | '['));
        (is_end && is_whole && !is_short_form).then_some(at + 1)
    })
}

/// The lines of several paragraphs; empty ones are left out.
pub(super) fn paragraphs(parts: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let parts: Vec<Vec<String>> = parts.collect();
    parts.join(&String::new())
}

/// Running text that is harmless already, in lines that end outside of code spans.
pub(super) fn running(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut in_code = false;
    let unbroken = text.chars().map(|c| {
        in_code ^= c == '`';
        if in_code && c == ' ' { NO_BREAK } else { c }
    });
    let lines = wrapped(&unbroken.collect::<String>()).into_iter();
    lines.map(|line| line.replace(NO_BREAK, " ")).collect()
}

/// A space at which no line ends.
const NO_BREAK: char = '\u{a0}';

/// CommonMark made harmless, line by line.
pub(super) fn markdown(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<Fence> = None;
    // True if the last line is the rest of one that was too long.
    let mut goes_on = false;
    let text = match text.contains(['\r', '\t']) {
        true => Cow::from(text.replace("\r\n", "\n").replace('\t', "    ")),
        false => Cow::from(text),
    };
    let text: Vec<Cow<'_, str>> = text
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(|line| match line.contains(is_unseen) {
            true => Cow::from(line.replace(is_unseen, "")),
            false => Cow::from(line),
        })
        .collect();
    let paragraphs = text.chunk_by(|one, other| is_blank(one) == is_blank(other));
    let lines_of_text = paragraphs.flat_map(|paragraph| {
        let is_table = paragraph.iter().any(|line| is_table_rule(line));
        paragraph.iter().map(move |line| {
            (
                line.trim_end(),
                is_table,
                line.ends_with("  ") || line.ends_with('\\'),
            )
        })
    });
    for (line, is_table, is_broken) in lines_of_text {
        let is_left_over = std::mem::take(&mut goes_on);
        if let Some(open) = fence.take() {
            let content = open.blocks.content(line);
            match content {
                Some(content) if !open.is_closed_by(content) => {
                    lines.push(open.blocks.line(content));
                    fence = Some(open);
                }
                _ => lines.push(open.end()),
            }
            if content.is_some() {
                continue;
            }
        }
        let (blocks, rest) = Blocks::of(line);
        if let Some(marker) = fence_marker(rest) {
            if blocks.has_late_number && lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
            let open = Fence { marker, blocks };
            lines.push(open.start());
            fence = Some(open);
        } else if is_table {
            lines.push(format!("{}{}", blocks.first, plain(rest, splits_cells)));
        } else {
            let mut line = format!("{}{}", blocks.first, plain(rest, |_| false));
            let is_running = blocks.kinds.is_empty() && !rest.is_empty() && !begins_block(rest);
            if is_left_over
                && is_running
                && let Some(start) = lines.pop()
            {
                line = format!("{start} {}", line.trim_start());
            }
            let wrapped = wrapped(&line);
            goes_on = (is_left_over || wrapped.len() > 1) && is_running && !is_broken;
            lines.extend(wrapped);
        }
    }
    lines.extend(fence.map(|open| open.end()));
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.dedup_by(|one, other| one.is_empty() && other.is_empty());
    lines
}

/// Any text of the document, such as a path, as a code span that ends where it
/// should: one line, all of it visible.
pub(super) fn code(text: &str) -> String {
    let mut seen = text
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| if c == '`' { '\'' } else { c });
    let mut code: String = seen.by_ref().take(CODE_LENGTH).collect();
    if seen.next().is_some() {
        code.pop();
        code.push('…');
    }
    // Two backticks with nothing between them are no code span.
    if code.is_empty() {
        code.push(' ');
    }
    format!("`{code}`")
}

/// Tells if a reader sees all of a text.
pub(super) fn is_seen(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(is_unseen)
}

/// The block quotes and list items that a line starts with, as they are
/// written. Text within them keeps to fewer than four spaces, which would make
/// it code that `cargo test` compiles.
struct Blocks {
    kinds: Vec<Block>,
    /// Before the line that they start with.
    first: String,
    /// Before the lines that follow.
    next: String,
    /// The indentation of their text.
    indent: usize,
    /// `true` if there is a number that begins no list within a paragraph.
    has_late_number: bool,
}

enum Block {
    Quote,
    /// The least indentation of lines of the item.
    Item(usize),
}

impl Blocks {
    /// Those of a line, and what stands in them.
    fn of(line: &str) -> (Self, &str) {
        let mut blocks = Self {
            kinds: Vec::new(),
            first: String::new(),
            next: String::new(),
            indent: 0,
            has_late_number: false,
        };
        let mut rest = line;
        loop {
            let start = rest.trim_start_matches(' ');
            let spaces = rest.len() - start.len();
            if !matches!(blocks.kinds.last(), Some(Block::Item(_))) {
                let indent = &"   "[..spaces.min(3)];
                blocks.first += indent;
                blocks.next += indent;
            }
            let (marker, inner) = if let Some(inner) = start.strip_prefix('>') {
                blocks.kinds.push(Block::Quote);
                blocks.next += "> ";
                (">", inner)
            } else if let Some((marker, inner)) = list_marker(start) {
                blocks.kinds.push(Block::Item(spaces + marker.len() + 1));
                blocks.next += &" ".repeat(marker.len() + 1);
                blocks.has_late_number |= !matches!(marker, "-" | "*" | "+" | "1." | "1)");
                (marker, inner)
            } else {
                blocks.indent = spaces;
                return (blocks, start);
            };
            blocks.first += marker;
            rest = inner.strip_prefix(' ').unwrap_or(inner);
            if rest.len() < inner.len() {
                blocks.first.push(' ');
            }
        }
    }

    /// The part of a line that follows that stands in them, if it does; without the
    /// spaces that the first has, too.
    fn content<'a>(&self, line: &'a str) -> Option<&'a str> {
        let mut rest = line;
        for kind in &self.kinds {
            let start = rest.trim_start_matches(' ');
            rest = match kind {
                Block::Quote => {
                    let inner = start.strip_prefix('>')?;
                    inner.strip_prefix(' ').unwrap_or(inner)
                }
                Block::Item(_) if start.is_empty() => start,
                Block::Item(indent) if rest.len() - start.len() >= *indent => &rest[*indent..],
                Block::Item(_) => return None,
            };
        }
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        Some(&rest[spaces.min(self.indent)..])
    }

    /// A line that follows.
    fn line(&self, content: &str) -> String {
        format!("{}{content}", self.next).trim_end().to_owned()
    }
}

/// The marker of a list item, and what follows.
fn list_marker(text: &str) -> Option<(&str, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match text[digits..].chars().next()? {
        '-' | '*' | '+' if digits == 0 => 1,
        '.' | ')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let (marker, rest) = text.split_at(length);
    (rest.is_empty() || rest.starts_with(' ')).then_some((marker, rest))
}

/// Code between two fences.
struct Fence {
    /// All its backticks or tildes: as many must end it.
    marker: String,
    blocks: Blocks,
}

impl Fence {
    fn start(&self) -> String {
        format!("{}{}text", self.blocks.first, self.marker)
    }

    fn end(&self) -> String {
        self.blocks.line(&self.marker)
    }

    fn is_closed_by(&self, content: &str) -> bool {
        let rest = content.trim().strip_prefix(&*self.marker);
        rest.is_some_and(|rest| rest.trim_start_matches(&self.marker[..1]).is_empty())
    }
}

/// The fence that a text starts with. What follows backticks has none, or they
/// are a code span.
fn fence_marker(text: &str) -> Option<String> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let marker = &text[..text.len() - rest.len()];
    let is_fence = marker.len() >= 3 && !(mark == '`' && rest.contains('`'));
    is_fence.then(|| marker.to_owned())
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// The line below the head of a table.
fn is_table_rule(line: &str) -> bool {
    line.contains('-')
        && line.contains(['|', ':'])
        && line
            .chars()
            .all(|c| matches!(c, '-' | '|' | ':' | '>' | ' '))
}

/// Tells if a table would end its cell within this code span, and so the span.
fn splits_cells(span: &str) -> bool {
    span.replace(r"\|", "").contains('|')
}

/// One line without what rustdoc would take for a link or a tag. Links to the
/// web stay, and so do code spans but those that are `broken`.
fn plain(line: &str, broken: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    loop {
        // All that follows begins with one of these.
        let run = rest.find(['\\', '`', '<', '>', '[', ']', 'h']);
        let (plain, special) = rest.split_at(run.unwrap_or(rest.len()));
        out.push_str(plain);
        rest = special;
        let Some(c) = rest.chars().next() else { break };
        if let Some(escaped) = escape(rest) {
            out.push_str(escaped);
            rest = &rest[escaped.len()..];
        } else if let Some(span) = code_span(rest).filter(|span| !broken(span)) {
            out.push_str(span);
            rest = &rest[span.len()..];
        } else if let Some((link, length)) = web_link(rest) {
            out.push_str(&link);
            rest = &rest[length..];
        } else {
            if matches!(c, '<' | '>' | '[' | ']' | '`') {
                out.push('\\');
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// The character that a text starts with, if it is escaped already.
fn escape(text: &str) -> Option<&str> {
    let c = text.strip_prefix('\\')?.chars().next()?;
    c.is_ascii_punctuation().then(|| &text[..2])
}

/// The code span that a text starts with. As many backticks end it.
fn code_span(text: &str) -> Option<&str> {
    let content = text.trim_start_matches('`');
    let ticks = text.len() - content.len();
    if ticks == 0 {
        return None;
    }
    let mut rest = content;
    while let Some(at) = rest.find('`') {
        let after = rest[at..].trim_start_matches('`');
        if rest.len() - at - after.len() == ticks {
            return Some(&text[..text.len() - after.len()]);
        }
        rest = after;
    }
    None
}

/// The link to the web that a text starts with, bare or in CommonMark, written
/// so that rustdoc takes it, and how much of the text it was.
fn web_link(text: &str) -> Option<(String, usize)> {
    if text.starts_with('h') {
        let url = web_address(text)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '*']);
        return Some((format!("<{url}>"), url.len()));
    }
    if let Some(inner) = text.strip_prefix('<') {
        let (url, _) = inner.split_once('>')?;
        let is_url = web_address(url) == Some(url);
        return is_url.then(|| (format!("<{url}>"), url.len() + 2));
    }
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let url = web_address(rest)?;
    let is_whole = rest[url.len()..].starts_with(')') && has_balance(url);
    let is_simple = !label.contains(['[', ']', '<', '>', '`', '\\']);
    (is_whole && is_simple).then(|| (format!("[{label}]({url})"), label.len() + url.len() + 4))
}

/// The address that a text starts with. Parentheses are of it as far as they
/// are opened in it.
fn web_address(text: &str) -> Option<&str> {
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))?;
    if !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return None;
    }
    let mut open = 0_usize;
    let end = text.find(|c: char| {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return true,
            ')' => open -= 1,
            _ => {}
        }
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ']' | '\'' | '|' | '\\')
    });
    Some(&text[..end.unwrap_or(text.len())])
}

fn has_balance(url: &str) -> bool {
    url.matches('(').count() == url.matches(')').count()
}

/// Characters that do something other than to be seen: they end the line, turn
/// text around, hide it, or are blank without being a space.
pub(super) fn is_unseen(c: char) -> bool {
    !(' '..='~').contains(&c)
        && (c.is_control()
            || matches!(
                c,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                    | '\u{180b}'..='\u{180f}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                    | '\u{fff9}'..='\u{fffb}'
                    | '\u{1bca0}'..='\u{1bca3}'
                    | '\u{1d173}'..='\u{1d17a}'
                    | '\u{e0000}'..='\u{e0fff}'
            ))
}

/// Tells if a line that begins so may be more than running text: a list, a
/// heading, a table, code or the like.
fn begins_block(text: &str) -> bool {
    text.starts_with(['|', '#', '>', '*', '-', '+', '=', '~'])
        || text.starts_with("```")
        || text.starts_with(|c: char| c.is_ascii_digit())
}

/// A long line of running text as several.
fn wrapped(line: &str) -> Vec<String> {
    let start = line.trim_start();
    if line.chars().count() <= WIDTH || begins_block(start) {
        return vec![line.to_owned()];
    }
    let indent = &line[..line.len() - start.len()];
    let mut lines = Vec::new();
    let mut current = indent.to_owned();
    let mut width = current.chars().count();
    for word in start.split(' ') {
        let word_width = word.chars().count();
        let is_full = width + word_width >= WIDTH;
        // A line must not begin with what would make a list, heading or code of it.
        if is_full && !begins_block(word) && current.trim() != "" {
            lines.push(std::mem::replace(&mut current, indent.to_owned()));
            width = current.chars().count();
        }
        if current.len() > indent.len() {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += word_width;
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests;
