//! From JSON text to the list of its values, or past them one by one. Knows nothing of
//! types.

use super::decode_error::{DecodeError, Position};
use super::escape::{BadEscape, plain_length, unescape};
use super::names::Names;
use super::tape::{Node, NodeKind, Tape, room};

/// The depth to which arrays and objects may stand in each other. A response that goes
/// deeper is an error; without a limit it would overflow the stack.
const MAX_DEPTH: usize = 128;

/// The number of members from which on repeated names are looked for once, at the end.
const MANY: usize = 32;

impl<'t> Tape<'t> {
    /// Reads one JSON value that fills the whole text; a byte order mark before it
    /// is skipped.
    ///
    /// # Errors
    /// The text isn't UTF-8 or isn't JSON, nests more than 128 levels, or has 4 GiB or more.
    /// The error says where.
    pub fn parse(text: &'t [u8]) -> Result<Self, DecodeError> {
        let mut scanner = Scanner::of(text)?;
        scanner.list(0)?;
        scanner.end()?;
        Ok(scanner.tape)
    }
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    /// The byte that is next.
    pub(super) at: usize,
    /// The values that were listed last.
    pub(super) tape: Tape<'t>,
    /// The objects in which a name may occur again.
    repeated: Vec<u32>,
}

impl<'t> Scanner<'t> {
    /// Stands at the beginning of a text, behind a byte order mark.
    pub(super) fn of(text: &'t [u8]) -> Result<Self, DecodeError> {
        let text = match str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => {
                let at = Position::of(text, error.valid_up_to());
                return Err(DecodeError::syntax("UTF-8", "another byte", at));
            }
        };
        if u32::try_from(text.len()).is_err() {
            return Err(DecodeError::new("less than 4 GiB of JSON", "more"));
        }
        Ok(Self {
            text,
            // RFC 8259, section 8.1: it isn't to be sent, and may be ignored.
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            tape: Tape::of_text(text),
            repeated: Vec::new(),
        })
    }

    /// Lists the next value, which stands this deep, in the place of what was listed before.
    pub(super) fn list(&mut self, depth: usize) -> Result<(), DecodeError> {
        self.tape.clear();
        if self.tape.nodes.capacity() == 0 {
            self.tape.nodes = room(self.text.len() - self.at);
        }
        self.value(depth)?;
        if !self.repeated.is_empty() {
            self.tape.without_repeated(&self.repeated);
            self.repeated.clear();
        }
        Ok(())
    }

    /// Fails if anything is left.
    pub(super) fn end(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end")),
        }
    }

    /// Part of those that call it: most values have no depth.
    #[inline(always)]
    fn value(&mut self, depth: usize) -> Result<(), DecodeError> {
        match self.peek() {
            Some(b'"') => self.quoted(NodeKind::String),
            Some(b'-' | b'0'..=b'9') => {
                let start = self.at;
                self.number()?;
                self.push(NodeKind::Number, start);
                Ok(())
            }
            Some(b'{') => {
                let depth = self.below(depth)?;
                self.object(depth)
            }
            Some(b'[') => {
                let depth = self.below(depth)?;
                self.array(depth)
            }
            Some(b't') => self.word_of("true", NodeKind::True),
            Some(b'f') => self.word_of("false", NodeKind::False),
            Some(b'n') => self.word_of("null", NodeKind::Null),
            _ => Err(self.expected("a JSON value")),
        }
    }

    /// The depth of what stands in an array or object.
    #[inline(always)]
    pub(super) fn below(&self, depth: usize) -> Result<usize, DecodeError> {
        match depth {
            MAX_DEPTH => Err(self.expected("at most 128 levels of arrays and objects")),
            depth => Ok(depth + 1),
        }
    }

    #[inline(never)]
    fn object(&mut self, depth: usize) -> Result<(), DecodeError> {
        self.at += 1;
        let start = self.tape.open(NodeKind::Object);
        if self.take(b'}') {
            return Ok(());
        }
        let mut names = Names::default();
        let (mut count, mut may_repeat) = (0, false);
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a member name"));
            }
            let begin = self.at + 1;
            self.quoted(NodeKind::Name)?;
            let name = match self.tape.has_unescaped() {
                false => self.text.as_bytes().get(begin..self.at - 1),
                true => Some(self.tape.last_text()),
            };
            if names.has_seen(name.unwrap_or_default()) && !may_repeat {
                may_repeat = count >= MANY || self.tape.has_last_name(start, count);
            }
            if !self.take(b':') {
                return Err(self.expected("`:`"));
            }
            self.value(depth)?;
            count += 1;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.expected("`,` or `}`")),
            }
        }
        self.at += 1;
        if may_repeat {
            self.repeated.push(start as u32);
        }
        self.tape.close(start, count);
        Ok(())
    }

    #[inline(never)]
    fn array(&mut self, depth: usize) -> Result<(), DecodeError> {
        self.at += 1;
        let start = self.tape.open(NodeKind::Array);
        if self.take(b']') {
            return Ok(());
        }
        let mut count = 0;
        loop {
            self.value(depth)?;
            count += 1;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.expected("`,` or `]`")),
            }
        }
        self.at += 1;
        self.tape.close(start, count);
        Ok(())
    }

    /// Adds the node of a text that begins at a byte and ends before the next one.
    #[inline(always)]
    fn push(&mut self, kind: NodeKind, start: usize) {
        self.tape.nodes.push(Node {
            at: start as u32,
            length: (self.at - start) as u32,
            kind,
            is_unescaped: false,
        });
    }

    /// A string or the name of a member; the scanner stands on its opening quote.
    #[inline(always)]
    fn quoted(&mut self, kind: NodeKind) -> Result<(), DecodeError> {
        let start = self.at + 1;
        self.at = start + plain_length(&self.text.as_bytes()[start..]);
        match self.byte() {
            Some(b'"') => {
                self.push(kind, start);
                self.at += 1;
                Ok(())
            }
            Some(b'\\') => self.escaped(kind, start),
            _ => Err(self.expected("`\"`")),
        }
    }

    /// A text that goes on with an escape. In the name of a member, half of a surrogate pair
    /// becomes U+FFFD, as no name that anybody looks for has one.
    #[inline(never)]
    pub(super) fn escaped(&mut self, kind: NodeKind, start: usize) -> Result<(), DecodeError> {
        let begin = self.tape.unescaped.len();
        self.tape.unescaped.push_str(&self.text[start..self.at]);
        let mut is_whole = true;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {}
                _ => return Err(self.expected("`\"`")),
            }
            let escape = unescape(&self.text[self.at..]);
            let (found, length) = escape.map_err(|BadEscape| self.bad_escape(start - 1))?;
            is_whole &= found.is_some();
            let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.tape.unescaped.push(found);
            self.at += length;
            let plain = self.at;
            self.at += plain_length(&self.text.as_bytes()[plain..]);
            self.tape.unescaped.push_str(&self.text[plain..self.at]);
        }
        self.at += 1;
        if !is_whole && kind == NodeKind::String {
            self.tape.unescaped.truncate(begin);
            self.push(NodeKind::LoneSurrogate, start - 1);
            return Ok(());
        }
        self.tape.nodes.push(Node {
            at: begin as u32,
            length: (self.tape.unescaped.len() - begin) as u32,
            kind,
            is_unescaped: true,
        });
        Ok(())
    }

    fn bad_escape(&self, start: usize) -> DecodeError {
        let at = Position::of(self.text.as_bytes(), start);
        DecodeError::syntax("a string", "one with an invalid escape", at)
    }

    /// Goes past a number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<(), DecodeError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let mut at = start + usize::from(byte(start) == b'-');
        if byte(at) == b'0' {
            at += 1;
        } else {
            let first = at;
            while byte(at).is_ascii_digit() {
                at += 1;
            }
            if at == first {
                self.at = at;
                return Err(self.expected("a digit"));
            }
        }
        self.at = at;
        if matches!(byte(at), b'.' | b'e' | b'E') {
            self.fraction()?;
        }
        Ok(())
    }

    /// The end of a number behind its integer.
    fn fraction(&mut self) -> Result<(), DecodeError> {
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
        Ok(())
    }

    fn digits(&mut self) -> Result<(), DecodeError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        match self.at == start {
            true => Err(self.expected("a digit")),
            false => Ok(()),
        }
    }

    fn word_of(&mut self, word: &'static str, kind: NodeKind) -> Result<(), DecodeError> {
        self.push(kind, self.at);
        self.word(word)
    }

    /// Goes past a word.
    pub(super) fn word(&mut self, word: &'static str) -> Result<(), DecodeError> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.expected("a JSON value"));
        }
        self.at += word.len();
        Ok(())
    }

    #[inline(always)]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that isn't white space.
    #[inline(always)]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind(),
        }
    }

    #[inline(never)]
    fn peek_behind(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Goes past this byte, if it is next.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[cold]
    pub(super) fn expected(&self, expected: &'static str) -> DecodeError {
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
