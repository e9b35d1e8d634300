//! Errors of decoding: the place in a JSON value, and the reason.

use std::borrow::Cow;
use std::fmt;

/// The most that an error may show of a string from the body, in characters.
const EXCERPT: usize = 32;

/// A JSON text that isn't JSON, or isn't of the type that was promised.
///
/// `Display` is one line, such as
/// `$.items[2].price: expected an integer, found a string`. It never holds
/// more of the body than member names and a short excerpt.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Detail>);

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    /// Innermost first: the path is built on the way out.
    path: Vec<Step>,
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
    position: Option<Position>,
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

/// A place in a text. Lines and columns start at 1, a column is one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl Position {
    pub(crate) fn of(text: &[u8], offset: usize) -> Self {
        let offset = offset.min(text.len());
        let before = &text[..offset];
        let line_start = before
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |i| i + 1);
        Self {
            line: 1 + before.iter().filter(|&&b| b == b'\n').count(),
            column: 1 + offset - line_start,
            offset,
        }
    }
}

impl DecodeError {
    /// A value is of another kind than expected; says nothing of its content.
    #[doc(hidden)]
    pub fn new(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Detail {
            path: Vec::new(),
            expected: expected.into(),
            found: found.into(),
            position: None,
        }))
    }

    /// A member that must be there isn't.
    pub(crate) fn missing(name: &str) -> Self {
        Self::new("a value", "nothing").in_member(name)
    }

    /// A string has the right kind but no valid content.
    pub(crate) fn text(expected: impl Into<Cow<'static, str>>, found: &str) -> Self {
        Self::new(expected, format!("{:?}", excerpt(found)))
    }

    pub(crate) fn out_of_range(expected: &'static str, number: &str) -> Self {
        Self::new(
            expected,
            format!("{}, which is out of range", excerpt(number)),
        )
    }

    pub(crate) fn syntax(
        expected: &'static str,
        found: impl Into<Cow<'static, str>>,
        position: Position,
    ) -> Self {
        let mut error = Self::new(expected, found);
        error.0.position = Some(position);
        error
    }

    pub(crate) fn in_member(mut self, name: &str) -> Self {
        self.0.path.push(Step::Member(excerpt(name).into_owned()));
        self
    }

    pub(crate) fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Step::Item(index));
        self
    }

    /// `true` if both went wrong at the same place.
    pub(crate) fn is_at_place_of(&self, other: &Self) -> bool {
        self.0.path == other.0.path
    }

    /// The place where it went wrong, such as `$.items[2].price`; `$` is the whole body.
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for step in self.0.path.iter().rev() {
            path += &match step {
                Step::Item(index) => format!("[{index}]"),
                Step::Member(name) if is_plain(name) => format!(".{name}"),
                Step::Member(name) => format!("[{name:?}]"),
            };
        }
        path
    }

    /// The kind of value that should have been there.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The value that was there instead: its kind or a short excerpt.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The byte offset in the body, for a text that isn't JSON at all.
    pub fn offset(&self) -> Option<usize> {
        self.0.position.map(|position| position.offset)
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail {
            expected,
            found,
            position,
            ..
        } = &*self.0;
        write!(f, "{}: expected {expected}, found {found}", self.path())?;
        match position {
            Some(Position {
                line,
                column,
                offset,
            }) => {
                write!(f, " at line {line}, column {column} (byte {offset})")
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
