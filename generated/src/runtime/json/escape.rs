//! The escapes of JSON strings: RFC 8259, section 7.

/// The number of bytes before the first that a string can't hold as it is: a quote, a
/// backslash or a control character.
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    const WORD: usize = size_of::<u64>();
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<WORD>) {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += WORD;
    }
    let is_plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    at + bytes[at..].iter().take_while(|byte| is_plain(byte)).count()
}

/// The highest bit of each byte that ends a plain text, as far as the first of them.
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    // A byte below a limit borrows from the next one, which counts only behind it.
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | is(b'"') | is(b'\\')) & (ONES << 7)
}

/// Writes a text as it stands between quotes.
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    loop {
        let length = plain_length(rest.as_bytes());
        out.push_str(&rest[..length]);
        let Some(&byte) = rest.as_bytes().get(length) else {
            return;
        };
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            0x08 => out.push_str("\\b"),
            0x0C => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let digit = |value: u8| char::from(DIGITS[usize::from(value & 0xF)]);
                out.push_str("\\u00");
                out.extend([digit(byte >> 4), digit(byte)]);
            }
        }
        rest = &rest[length + 1..];
    }
}

/// An escape that the grammar of JSON doesn't have.
pub(crate) struct BadEscape;

/// The text that stands between two quotes, its escapes resolved; `true` if it is
/// whole, without half of a surrogate pair, for which U+FFFD stands.
pub(crate) fn unescape(text: &str) -> Result<(String, bool), BadEscape> {
    let mut out = String::with_capacity(text.len());
    let mut is_whole = true;
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let kind = rest.as_bytes().get(at + 1).ok_or(BadEscape)?;
        let plain = match kind {
            b'"' | b'\\' | b'/' => char::from(*kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let (found, length) = code_point(&rest[at..])?;
                is_whole &= found.is_some();
                out.push(found.unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = &rest[at + length..];
                continue;
            }
            _ => return Err(BadEscape),
        };
        out.push(plain);
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    Ok((out, is_whole))
}

/// The character of one `\u` escape, or of a pair of them, and their length; no
/// character for half of a pair.
fn code_point(text: &str) -> Result<(Option<char>, usize), BadEscape> {
    const ONE: usize = 6;
    let first = unit(text)?;
    if let 0xD800..0xDC00 = first
        && text[ONE..].starts_with("\\u")
        && let second @ 0xDC00..0xE000 = unit(&text[ONE..])?
    {
        let both = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return Ok((char::from_u32(both), 2 * ONE));
    }
    Ok((char::from_u32(first), ONE))
}

/// The four digits of a `\u` escape.
fn unit(text: &str) -> Result<u32, BadEscape> {
    let digits = text.get(2..6).ok_or(BadEscape)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(BadEscape);
    }
    u32::from_str_radix(digits, 16).map_err(|_| BadEscape)
}
