//! The escapes of JSON strings: RFC 8259, section 7.

const WORD: usize = size_of::<u64>();

/// The number of bytes before the first that a string can't hold as it is: a quote, a
/// backslash or a control character.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<WORD>) {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += WORD;
    }
    plain_length_of_end(bytes)
}

/// The same, of a text that is plain but for its last bytes, which make no whole word.
#[inline]
fn plain_length_of_end(bytes: &[u8]) -> usize {
    // They are the end of the last whole word.
    if let Some(word) = bytes.last_chunk::<WORD>() {
        let marks = marks(u64::from_le_bytes(*word));
        return match marks {
            0 => bytes.len(),
            _ => bytes.len() - WORD + marks.trailing_zeros() as usize / 8,
        };
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        if marks(u64::from(first) | u64::from(last) << 32) == 0 {
            return bytes.len();
        }
    }
    let is_plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    bytes.iter().take_while(|byte| is_plain(byte)).count()
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
#[inline]
pub(crate) fn escape(text: &str, out: &mut String) {
    match plain_length(text.as_bytes()) {
        length if length == text.len() => out.push_str(text),
        length => escape_from(length, text, out),
    }
}

/// The same, of a text with something to escape there.
#[inline(never)]
fn escape_from(mut length: usize, mut rest: &str, out: &mut String) {
    while let Some(&byte) = rest.as_bytes().get(length) {
        out.push_str(&rest[..length]);
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
        length = plain_length(rest.as_bytes());
    }
    out.push_str(rest);
}

/// An escape that the grammar of JSON doesn't have.
pub(crate) struct BadEscape;

/// The character of the escape that a text begins with, and the length of that; no
/// character for half of a surrogate pair.
pub(crate) fn unescape(text: &str) -> Result<(Option<char>, usize), BadEscape> {
    let plain = match text.as_bytes().get(1).ok_or(BadEscape)? {
        kind @ (b'"' | b'\\' | b'/') => char::from(*kind),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return code_point(text),
        _ => return Err(BadEscape),
    };
    Ok((Some(plain), 2))
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
    let digits = text.as_bytes().get(2..6).ok_or(BadEscape)?;
    digits.iter().try_fold(0, |unit, digit| {
        let digit = char::from(*digit).to_digit(16).ok_or(BadEscape)?;
        Ok(unit << 4 | digit)
    })
}
