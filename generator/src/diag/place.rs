//! The place of a finding in a text.

use super::pointer::Pointer;
use super::text::Text;
use std::ops::Range;

/// The texts that findings are in.
pub trait Sources {
    /// The text of a file.
    fn text(&self, file: &str) -> Option<&Text>;

    /// The bytes of that text which say what stands at a place.
    fn span(&self, at: &Pointer) -> Option<Range<usize>>;

    /// The place at which something was written, if that is another than the one it has in a
    /// document.
    fn origin(&self, _at: &Pointer) -> Option<Pointer> {
        None
    }
}

/// A place as people and programs read it.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The file, and the pointer within it.
    pub at: Pointer,
    /// Line and column of the beginning, both from 1, if they are known.
    pub start: Option<(usize, usize)>,
    /// Line and column behind the end.
    pub end: Option<(usize, usize)>,
    /// The text, and the bytes in it.
    pub span: Option<(&'a Text, Range<usize>)>,
}

impl<'a> Place<'a> {
    /// The place of a pointer. `known` are the line and column, if the finding has them.
    pub fn of(sources: &'a dyn Sources, at: &Pointer, known: Option<(usize, usize)>) -> Self {
        let at = sources.origin(at).unwrap_or_else(|| at.clone());
        let text = sources.text(at.file());
        let span = text.and_then(|text| {
            let range = match known {
                Some((line, column)) => token(text, line, column),
                None => sources.span(&at)?,
            };
            Some((text, range))
        });
        let position = |byte: fn(&Range<usize>) -> usize| {
            let (text, range) = span.as_ref()?;
            Some(text.line_column(byte(range)))
        };
        let (start, end) = (position(|range| range.start), position(|range| range.end));
        Self {
            at,
            start: known.or(start),
            end,
            span,
        }
    }
}

/// The file, line and column: `openapi.yaml:3:7`.
impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.at.file())?;
        match self.start {
            Some((line, column)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// The word, or the text in quotes, that begins at a line and column.
fn token(text: &Text, line: usize, column: usize) -> Range<usize> {
    let start = text.offset(line, column);
    let end = text.line(line).end.max(start);
    let rest = &text.as_str()[start..end];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quote {
        Some(quote) => rest[1..].find(quote).map(|end| end + 2),
        None => {
            let is_end = |c: char| c.is_whitespace() || ",]}=:".contains(c);
            rest.find(is_end).filter(|end| *end > 0)
        }
    };
    let whole = rest.trim_end().len();
    let one = rest.chars().next().map_or(0, char::len_utf8);
    start..start + length.unwrap_or(whole).max(one)
}
