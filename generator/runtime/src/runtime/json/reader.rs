//! A JSON text that types are read from where they stand in it, without a list of all its
//! values. Knows nothing of the types.

use super::decode_error::DecodeError;
use super::escape::plain_length;
use super::parse::Scanner;
use super::tape::{Json, NodeKind};

/// A JSON text that is read from its beginning to its end.
///
/// An error says only that the text has to be looked at as a whole, as a
/// [`Tape`](super::tape::Tape): of several things wrong with it, another may come first.
pub struct Reader<'t> {
    scanner: Scanner<'t>,
    /// The number of arrays and objects around the value that is next.
    depth: usize,
}

impl<'t> Reader<'t> {
    /// Stands before the value that the text is.
    ///
    /// # Errors
    /// The text isn't UTF-8, or has 4 GiB or more.
    pub(crate) fn of(text: &'t [u8]) -> Result<Self, DecodeError> {
        Ok(Self {
            scanner: Scanner::of(text)?,
            depth: 0,
        })
    }

    /// Ends behind the value.
    ///
    /// # Errors
    /// There is more.
    pub(crate) fn end(mut self) -> Result<(), DecodeError> {
        self.scanner.end()
    }

    /// The next value, whatever it is.
    ///
    /// # Errors
    /// It isn't JSON, or nests too deep.
    #[inline(never)]
    pub fn json(&mut self) -> Result<Json<'_>, DecodeError> {
        let scanner = &mut self.scanner;
        match scanner.peek() {
            Some(b'"') => {
                let start = scanner.at + 1;
                if self.plain_text()?.is_some() {
                    let text = self.scanner.text.get(start..self.scanner.at - 1);
                    return Ok(Json::String(text.unwrap_or_default()));
                }
                self.scanner.tape.clear();
                self.scanner.escaped(NodeKind::String, start)?;
            }
            Some(b'-' | b'0'..=b'9') => {
                let start = scanner.at;
                scanner.number()?;
                let text = scanner.text.get(start..scanner.at);
                return Ok(Json::Number(text.unwrap_or_default()));
            }
            Some(b't') => return scanner.word("true").map(|()| Json::Bool(true)),
            Some(b'f') => return scanner.word("false").map(|()| Json::Bool(false)),
            Some(b'n') => return scanner.word("null").map(|()| Json::Null),
            _ => scanner.list(self.depth)?,
        }
        Ok(self.scanner.tape.root())
    }

    /// Goes past the text that is next, whose quote it stands on, if it has no escapes; else
    /// before its first one.
    #[inline(always)]
    fn plain_text(&mut self) -> Result<Option<&'t [u8]>, DecodeError> {
        let scanner = &mut self.scanner;
        let start = scanner.at + 1;
        let rest = scanner.text.as_bytes().get(start..).unwrap_or_default();
        let length = plain_length(rest);
        scanner.at = start + length;
        match rest.get(length) {
            Some(b'"') => {
                scanner.at += 1;
                Ok(rest.get(..length))
            }
            Some(b'\\') => Ok(None),
            _ => Err(scanner.expected("`\"`")),
        }
    }

    /// Goes past an integer of up to 18 digits, as it is mostly written, if one is next.
    #[inline]
    pub(crate) fn short_integer(&mut self) -> Option<i64> {
        let first = self.scanner.peek()?;
        let bytes = self.scanner.text.as_bytes();
        let start = self.scanner.at + usize::from(first == b'-');
        let mut at = start;
        let mut value = 0_i64;
        while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
            value = value.wrapping_mul(10).wrapping_add((digit - b'0').into());
            at += 1;
        }
        let digits = at - start;
        let has_zero_first = digits > 1 && bytes.get(start) == Some(&b'0');
        let has_more = matches!(bytes.get(at), Some(b'.' | b'e' | b'E'));
        if !(1..=18).contains(&digits) || has_zero_first || has_more {
            return None;
        }
        self.scanner.at = at;
        Some(if first == b'-' { -value } else { value })
    }

    /// Goes past a string without escapes, if one is next.
    ///
    /// # Errors
    /// It has no end.
    #[inline]
    pub(crate) fn plain_string(&mut self) -> Result<Option<&'t str>, DecodeError> {
        if self.scanner.peek() != Some(b'"') {
            return Ok(None);
        }
        let start = self.scanner.at;
        match self.plain_text()? {
            Some(_) => Ok(self.scanner.text.get(start + 1..self.scanner.at - 1)),
            None => {
                self.scanner.at = start;
                Ok(None)
            }
        }
    }

    /// Goes past `null`, if it is next.
    ///
    /// # Errors
    /// Something else begins as it does.
    #[inline]
    pub(crate) fn is_null(&mut self) -> Result<bool, DecodeError> {
        match self.scanner.peek() {
            Some(b'n') => self.scanner.word("null").map(|()| true),
            _ => Ok(false),
        }
    }

    /// Goes into an array or object, if that is next: the byte that it begins with.
    ///
    /// # Errors
    /// It nests too deep.
    #[inline]
    pub(crate) fn opens(&mut self, byte: u8) -> Result<bool, DecodeError> {
        let is_open = self.scanner.take(byte);
        if is_open {
            self.depth = self.scanner.below(self.depth)?;
        }
        Ok(is_open)
    }

    /// Goes to the next item of an array, if it has another one; else out of it.
    ///
    /// # Errors
    /// The text isn't JSON.
    #[inline]
    pub(crate) fn has_item(&mut self, is_first: bool) -> Result<bool, DecodeError> {
        match self.scanner.peek() {
            Some(b',') if !is_first => {
                self.scanner.at += 1;
                // A `]` is no value.
                Ok(true)
            }
            Some(b']') => {
                self.scanner.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            _ if is_first => Ok(true),
            _ => Err(self.scanner.expected("`,` or `]`")),
        }
    }

    /// Goes to the value of an object's next member, whose name this is, if it has another
    /// one; else out of it.
    ///
    /// # Errors
    /// The text isn't JSON.
    #[inline(always)]
    pub(crate) fn next_name(&mut self, is_first: bool) -> Result<Name<'t>, DecodeError> {
        match self.scanner.peek() {
            Some(b',') if !is_first => {
                self.scanner.at += 1;
                self.scanner.peek();
            }
            Some(b'}') => {
                self.scanner.at += 1;
                self.depth -= 1;
                return Ok(Name::None);
            }
            _ if is_first => {}
            _ => return Err(self.scanner.expected("`,` or `}`")),
        }
        if self.scanner.byte() != Some(b'"') {
            return Err(self.scanner.expected("a member name"));
        }
        let start = self.scanner.at + 1;
        let name = match self.plain_text()? {
            Some(name) => Name::Plain(name),
            None => self.escaped_name(start)?,
        };
        match self.scanner.take(b':') {
            true => Ok(name),
            false => Err(self.scanner.expected("`:`")),
        }
    }

    #[cold]
    fn escaped_name(&mut self, start: usize) -> Result<Name<'t>, DecodeError> {
        self.scanner.tape.clear();
        self.scanner.escaped(NodeKind::Name, start)?;
        Ok(Name::Escaped(self.scanner.tape.name(0).to_owned()))
    }
}

/// The name of a member.
pub(crate) enum Name<'t> {
    /// There is no member.
    None,
    /// As it stands in the text.
    Plain(&'t [u8]),
    /// Without its escapes.
    Escaped(String),
}
