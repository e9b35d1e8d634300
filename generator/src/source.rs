//! Reads a document's text.
//!
//! Takes the text of one file, JSON or YAML, and gives its
//! [`serde_json::Value`] with the keys in their order, and the line and column
//! of any place in it. Must not know what an OpenAPI document is, nor where
//! the text came from.

mod index;
mod json;
mod origins;
mod spot;
mod text;
mod yaml;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Pointer, Text};
use index::Index;
pub use origins::Origins;
use text::{Fault, array_index, line_column};

/// The text of a file's bytes.
///
/// # Errors
///
/// Fails with the reason if they aren't UTF-8.
pub fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(
            "it is in UTF-16; convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE".to_owned(),
        );
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        match error.as_bytes().contains(&0) {
            true => "it is binary data, not text".to_owned(),
            false => format!(
                "it is not text in UTF-8: byte {at} is not part of a character; save it as UTF-8"
            ),
        }
    })
}

/// A language that a document can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON as RFC 8259 has it.
    Json,
    /// YAML 1.2, read by its core schema.
    Yaml,
}

/// One document: its text, and what the text says.
///
/// YAML can say more than JSON. These rules make JSON of it:
///
/// - Plain scalars mean what the core schema of YAML 1.2 says: `no`, `on`,
///   `2024-01-01`, `12:30:45` and `1_000` are strings, `0123` is 123, `0o17`
///   is 15, `1e3` is 1000.0. Beyond the core schema, `0b11` and a sign before
///   `0x` or `0o` make integers too: the parser doesn't tell them apart.
/// - An integer that fits neither `i64` nor `u64` becomes the nearest `f64`,
///   as in JSON. `.inf` and `.nan`, which JSON can't say, become strings, and
///   so does a number beyond `f64`.
/// - Keys are strings with the text that was written: `200`, `1.10`, `true`.
/// - `<<` merges a mapping or a list of mappings, whose keys stand where the
///   `<<` stood. The mapping's own keys win, then those of the earlier mapping.
///   A quoted `"<<"` is an ordinary key.
/// - Aliases are written out, up to a limit. Tags of one's own (`!name`) are
///   dropped; those of YAML (`!!str`) count.
/// - A key that stands twice, a second document and a redefined anchor that is
///   used again are errors.
#[derive(Debug, Clone)]
pub struct Source {
    name: Arc<str>,
    text: Text,
    value: Value,
    format: Format,
    index: Index,
    changed: Option<Box<Changed>>,
}

/// The most searches for a place that begin at a key, before the whole text is searched.
const MOST_SEARCHES: usize = 6;

/// The value that overlays make of a text, and the places that its parts are from.
#[derive(Debug, Clone)]
struct Changed {
    value: Value,
    origins: Origins,
}

impl Source {
    /// Reads `text`. Whether it is JSON or YAML shows in the text itself;
    /// `name` is what reports call it.
    ///
    /// A byte order mark is dropped.
    ///
    /// # Errors
    ///
    /// A [`Code::Syntax`] error with line and column for text that is neither.
    #[expect(clippy::result_large_err, reason = "once a file, and rarely an error")]
    pub fn parse(name: &str, text: impl Into<String>) -> Result<Self, Diagnostic> {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let name = Arc::<str>::from(name);
        match read(&name, &text) {
            Ok((value, index, format)) => Ok(Self {
                name,
                text: Text::new(text),
                value,
                format,
                index,
                changed: None,
            }),
            Err(fault) => {
                let (line, column) = line_column(&text, fault.offset);
                let at = Pointer::root(name);
                Err(Diagnostic::error(Code::Syntax, &at, fault.message)
                    .help(fault.help)
                    .position(line, column))
            }
        }
    }

    /// The file, as it is shown to people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The text with its lines.
    pub fn lines(&self) -> &Text {
        &self.text
    }

    /// The JSON value of the text, as overlays have changed it.
    pub fn value(&self) -> &Value {
        match &self.changed {
            Some(changed) => &changed.value,
            None => &self.value,
        }
    }

    /// The same text with another value, whose parts are from these places.
    #[must_use]
    pub fn changed_to(self, value: Value, origins: Origins) -> Self {
        let changed = Some(Box::new(Changed { value, origins }));
        Self { changed, ..self }
    }

    /// The places that the parts of the value are from.
    pub fn origins(&self) -> Origins {
        match &self.changed {
            Some(changed) => changed.origins.clone(),
            None => Origins::of(self.root()),
        }
    }

    /// The place at which a part of the value was written, if that isn't where the value has
    /// it.
    pub fn origin(&self, at: &Pointer) -> Option<Pointer> {
        let changed = self.changed.as_ref()?;
        Some(changed.origins.find(at.tokens()))
    }

    /// The place that took away what a pointer led to, if something did.
    pub fn removed(&self, at: &Pointer) -> Option<&Pointer> {
        self.changed.as_ref()?.origins.removed(at.tokens())
    }

    /// The value as a text in the language of the original.
    pub fn rewritten(&self) -> String {
        let json = || format!("{:#}\n", self.value());
        match self.format {
            Format::Json => json(),
            Format::Yaml => serde_yaml::to_string(self.value()).unwrap_or_else(|_| json()),
        }
    }

    /// The language that the text turned out to be in.
    pub fn format(&self) -> Format {
        self.format
    }

    /// A pointer to the whole document.
    pub fn root(&self) -> Pointer {
        Pointer::root(Arc::clone(&self.name))
    }

    /// The line and column, both from 1 and the column in characters, of what
    /// the JSON Pointer `path` leads to in the text: the key of an object's member, an
    /// array's item, or the text's start for `""`.
    ///
    /// A pointer that leads nowhere gives its nearest existing parent. In YAML,
    /// what came through an alias is where the anchor wrote it, and what came
    /// through a merge is at the `<<`. `None` means that `path` is no pointer.
    ///
    /// A place that the reader didn't note takes a search through the text.
    pub fn locate(&self, path: &str) -> Option<(usize, usize)> {
        if !path.is_empty() && !path.starts_with('/') {
            return None;
        }
        let offset = self.offset(&self.existing(path));
        Some(self.text.line_column(offset))
    }

    /// The bytes that say what the JSON Pointer `path` leads to in the text: from the place that
    /// [`Source::locate`] finds to the end of the value, where that is a scalar on the same
    /// line; else the key alone, or the beginning of an item.
    pub fn span(&self, path: &str) -> Option<Range<usize>> {
        if !path.is_empty() && !path.starts_with('/') {
            return None;
        }
        let tokens = self.existing(path);
        let start = self.offset(&tokens);
        let mut value = &self.value;
        let mut is_member = false;
        for token in &tokens {
            is_member = value.is_object();
            value = match value {
                Value::Object(members) => members.get(token)?,
                value => value.get(array_index(token)?)?,
            };
        }
        let end = match tokens.is_empty() {
            true => spot::line_end(self.text(), start),
            false if is_member => spot::member_end(self.text(), start, value),
            false => spot::item_end(self.text(), start, value),
        };
        Some(start..end)
    }

    /// The byte at which what `tokens` lead to begins.
    fn offset(&self, tokens: &[String]) -> usize {
        let text = self.text();
        let known = match tokens.is_empty() {
            true => Some(0),
            false => self.index.find(&self.value, tokens),
        };
        let known = known.or_else(|| self.nearby(tokens));
        let offset = known.or_else(|| match self.format {
            Format::Json => json::locate(text, tokens),
            Format::Yaml => yaml::locate(text, tokens),
        });
        offset.unwrap_or(0)
    }

    /// The byte at which what `tokens` lead to begins, by a search from the nearest key on the
    /// way whose place is known.
    fn nearby(&self, tokens: &[String]) -> Option<usize> {
        let text = self.text();
        let nearest = (1..tokens.len()).rev().take(MOST_SEARCHES);
        let mut parts = nearest.filter_map(|length| {
            let part = self.index.part(&self.value, &tokens[..length])?;
            Some((part, &tokens[length - 1..]))
        });
        parts.find_map(|((start, end), tokens)| match self.format {
            Format::Json => json::locate_member(text, start, tokens),
            Format::Yaml => yaml::locate_member(text, start..end.unwrap_or(text.len()), tokens),
        })
    }

    /// The tokens of `path` as far as they lead to something.
    fn existing(&self, path: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        let mut value = &self.value;
        for token in Pointer::new(Arc::clone(&self.name), path).tokens() {
            let child = match value {
                Value::Object(members) => members.get(&token),
                Value::Array(items) => array_index(&token).and_then(|index| items.get(index)),
                _ => None,
            };
            let Some(child) = child else { break };
            value = child;
            tokens.push(token);
        }
        tokens
    }
}

fn read(name: &str, text: &str) -> Result<(Value, Index, Format), Fault> {
    let content = text.trim_start();
    if content.is_empty() {
        return Err(Fault::new(
            0,
            "the file is empty",
            "an OpenAPI document in JSON or YAML belongs here",
        ));
    }
    if content.starts_with('<') {
        return Err(Fault::new(
            text.len() - content.len(),
            "this is HTML or XML, not JSON or YAML",
            "download the document itself, not the page that shows it",
        ));
    }
    if !content.starts_with(['{', '[']) {
        return yaml::parse(text).map(|(value, index)| (value, index, Format::Yaml));
    }
    let json_fault = match json::parse(text) {
        Ok((value, index)) => return Ok((value, index, Format::Json)),
        Err(json::Failure::Final(fault)) => return Err(fault),
        Err(json::Failure::Syntax(fault)) if is_json_name(name) => return Err(fault),
        Err(json::Failure::Syntax(fault)) => fault,
    };
    match yaml::parse(text) {
        Ok((value, index)) => Ok((value, index, Format::Yaml)),
        Err(_) if looks_like_json(content) => Err(json_fault),
        Err(yaml_fault) => Err(yaml_fault),
    }
}

fn is_json_name(name: &str) -> bool {
    name.len() >= 5
        && name.is_char_boundary(name.len() - 5)
        && name[name.len() - 5..].eq_ignore_ascii_case(".json")
}

/// True if the opening brackets are followed by a quote or a closing bracket, as in JSON.
fn looks_like_json(content: &str) -> bool {
    let inner = content.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '['));
    inner.is_empty() || inner.starts_with(['"', '}', ']'])
}
