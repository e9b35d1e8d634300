//! The escapes of JSON strings: RFC 8259, section 7.

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
