//! From JSON text to the tree. Knows nothing of types.

use std::borrow::Cow;

use super::decode_error::{DecodeError, Position};
use super::escape::{BadEscape, plain_length, unescape};
use super::tree::{Json, Members};

/// The depth to which arrays and objects may stand in each other. A response that goes
/// deeper is an error; without a limit it would overflow the stack.
const MAX_DEPTH: usize = 128;

impl<'a> Json<'a> {
    /// Reads one JSON value that fills the whole text; a byte order mark before it
    /// is skipped.
    ///
    /// # Errors
    /// The text isn't UTF-8 or isn't JSON, or nests more than 128 levels. The
    /// error says where.
    pub fn parse(text: &'a [u8]) -> Result<Self, DecodeError> {
        let text = match str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => {
                let at = Position::of(text, error.valid_up_to());
                return Err(DecodeError::syntax("UTF-8", "another byte", at));
            }
        };
        // RFC 8259, section 8.1: it isn't to be sent, and may be ignored.
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut scanner = Scanner { text, at };
        let json = scanner.value(0)?;
        match scanner.peek() {
            None => Ok(json),
            Some(_) => Err(scanner.expected("the end")),
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn value(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                Err(self.expected("at most 128 levels of arrays and objects"))
            }
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.expected("a JSON value")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        self.at += 1;
        let mut members = Members::default();
        if self.take(b'}') {
            return Ok(Json::Object(members.into_object()));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a member name"));
            }
            let name = self.name()?;
            if !self.take(b':') {
                return Err(self.expected("`:`"));
            }
            members.push(name, self.value(depth)?);
            if self.take(b',') {
                continue;
            }
            return match self.take(b'}') {
                true => Ok(Json::Object(members.into_object())),
                false => Err(self.expected("`,` or `}`")),
            };
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.take(b',') {
                continue;
            }
            return match self.take(b']') {
                true => Ok(Json::Array(items)),
                false => Err(self.expected("`,` or `]`")),
            };
        }
    }

    /// A string; the scanner stands on its opening quote.
    fn string(&mut self) -> Result<Json<'a>, DecodeError> {
        let start = self.at;
        let (text, has_escapes) = self.quoted()?;
        if !has_escapes {
            return Ok(Json::String(Cow::Borrowed(text)));
        }
        match unescape(text) {
            Ok((text, true)) => Ok(Json::String(Cow::Owned(text))),
            Ok((_, false)) => {
                let written = &self.text[start..self.at];
                Ok(Json::LoneSurrogate(Cow::Borrowed(written)))
            }
            Err(BadEscape) => Err(self.bad_escape(start)),
        }
    }

    /// The name of a member. Half of a surrogate pair becomes U+FFFD, as no name that
    /// anybody looks for has one.
    fn name(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        let start = self.at;
        match self.quoted()? {
            (text, false) => Ok(Cow::Borrowed(text)),
            (text, true) => match unescape(text) {
                Ok((text, _)) => Ok(Cow::Owned(text)),
                Err(BadEscape) => Err(self.bad_escape(start)),
            },
        }
    }

    /// The text between two quotes, and `true` if there are escapes in it.
    fn quoted(&mut self) -> Result<(&'a str, bool), DecodeError> {
        let start = self.at + 1;
        let mut has_escapes = false;
        self.at = start;
        loop {
            self.at += plain_length(&self.text.as_bytes()[self.at..]);
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    // What follows is checked with the whole string; here it
                    // only must not be taken for the closing quote.
                    self.at = (self.at + 2).min(self.text.len());
                }
                _ => return Err(self.expected("`\"`")),
            }
        }
        self.at += 1;
        Ok((&self.text[start..self.at - 1], has_escapes))
    }

    fn bad_escape(&self, start: usize) -> DecodeError {
        let at = Position::of(self.text.as_bytes(), start);
        DecodeError::syntax("a string", "one with an invalid escape", at)
    }

    fn number(&mut self) -> Result<Json<'a>, DecodeError> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Json::Number(Cow::Borrowed(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> Result<(), DecodeError> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.expected("a digit"));
        }
        Ok(())
    }

    fn word(&mut self, word: &'static str, json: Json<'a>) -> Result<Json<'a>, DecodeError> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.expected("a JSON value"));
        }
        self.at += word.len();
        Ok(json)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that isn't white space.
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        self.byte()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[cold]
    fn expected(&self, expected: &'static str) -> DecodeError {
        let found = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(found) => format!("`{}`", found.escape_debug()),
            None => "the end".to_owned(),
        };
        DecodeError::syntax(expected, found, Position::of(self.text.as_bytes(), self.at))
    }
}
