//! From JSON text to the tree. Knows nothing of types.

use super::decode_error::{DecodeError, Position};
use super::escape::{BadEscape, plain_length, unescape};
use super::text::Text;
use super::tree::{Json, Member, Names, Object};

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
        let mut scanner = Scanner {
            text,
            at,
            members: Vec::new(),
            items: Vec::new(),
            unescaped: String::new(),
        };
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
    /// The members of all objects that are open, the innermost last, so that each object
    /// takes no more room than it needs once it is closed.
    members: Vec<Member<'a>>,
    /// The items of all arrays that are open.
    items: Vec<Json<'a>>,
    /// The room for a string with escapes while it is read.
    unescaped: String,
}

impl<'a> Scanner<'a> {
    /// Part of those that call it: most values have no depth.
    #[inline(always)]
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

    #[inline(never)]
    fn object(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        self.at += 1;
        let start = self.members.len();
        let mut names = Names::default();
        if self.take(b'}') {
            return Ok(Json::Object(Object::default()));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a member name"));
            }
            let name = self.name()?;
            if !self.take(b':') {
                return Err(self.expected("`:`"));
            }
            let value = self.value(depth)?;
            names.add(&mut self.members, start, (name, value));
            if self.take(b',') {
                continue;
            }
            return match self.take(b'}') {
                true => Ok(Json::Object(Object::of(closed(
                    &mut self.members,
                    start,
                    depth,
                )))),
                false => Err(self.expected("`,` or `}`")),
            };
        }
    }

    #[inline(never)]
    fn array(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        self.at += 1;
        let start = self.items.len();
        if self.take(b']') {
            return Ok(Json::Array(Box::default()));
        }
        loop {
            let item = self.value(depth)?;
            self.items.push(item);
            if self.take(b',') {
                continue;
            }
            return match self.take(b']') {
                true => Ok(Json::Array(closed(&mut self.items, start, depth).into())),
                false => Err(self.expected("`,` or `]`")),
            };
        }
    }

    /// A string; the scanner stands on its opening quote.
    fn string(&mut self) -> Result<Json<'a>, DecodeError> {
        let start = self.at;
        let (text, is_whole) = self.quoted()?;
        if is_whole {
            return Ok(Json::String(text));
        }
        let written = &self.text[start..self.at];
        Ok(Json::LoneSurrogate(written.into()))
    }

    /// The name of a member. Half of a surrogate pair becomes U+FFFD, as no name that
    /// anybody looks for has one.
    fn name(&mut self) -> Result<Text<'a>, DecodeError> {
        Ok(self.quoted()?.0)
    }

    /// The text between two quotes, its escapes resolved; `true` if it is whole, without
    /// half of a surrogate pair, for which U+FFFD stands.
    fn quoted(&mut self) -> Result<(Text<'a>, bool), DecodeError> {
        let start = self.at + 1;
        self.at = start;
        let plain = self.plain();
        match self.byte() {
            Some(b'"') => {
                self.at += 1;
                Ok((plain.into(), true))
            }
            Some(b'\\') => self.escaped(plain),
            _ => Err(self.expected("`\"`")),
        }
    }

    /// A text that goes on with an escape.
    #[inline(never)]
    fn escaped(&mut self, plain: &str) -> Result<(Text<'a>, bool), DecodeError> {
        let start = self.at - plain.len() - 1;
        self.unescaped.clear();
        self.unescaped.push_str(plain);
        let mut is_whole = true;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {}
                _ => return Err(self.expected("`\"`")),
            }
            let escape = unescape(&self.text[self.at..]);
            let (found, length) = escape.map_err(|BadEscape| self.bad_escape(start))?;
            is_whole &= found.is_some();
            let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.unescaped.push(found);
            self.at += length;
            let plain = self.plain();
            self.unescaped.push_str(plain);
        }
        self.at += 1;
        Ok((self.unescaped.clone().into(), is_whole))
    }

    /// The text before the next character that a string can't hold as it is.
    #[inline]
    fn plain(&mut self) -> &'a str {
        let start = self.at;
        self.at += plain_length(&self.text.as_bytes()[start..]);
        &self.text[start..self.at]
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
        Ok(Json::Number(Text::from(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> Result<(), DecodeError> {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count == 0 {
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
    #[inline(always)]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                byte => return byte,
            }
        }
    }

    #[inline(always)]
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

/// Takes the values of what is closed, which are the last.
fn closed<T>(open: &mut Vec<T>, start: usize, depth: usize) -> Vec<T> {
    match depth {
        1 => std::mem::take(open),
        _ => open.split_off(start),
    }
}
