//! Percent-encoding of texts for their places in a URL or a form.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `VALUE` without the reserved characters of RFC 3986, section 2.2.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'#')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Those that end a value in a query, or are read as a space there, stay out.
pub(crate) const RESERVED_IN_QUERY: &AsciiSet = &RESERVED.add(b'#').add(b'&').add(b'+');

/// Those that end a path segment, or the path, stay out.
pub(crate) const RESERVED_IN_PATH: &AsciiSet =
    &RESERVED.add(b'/').add(b'?').add(b'#').add(b'[').add(b']');

/// What can't stand in a URL as it is, in a path that the document wrote.
const ROUTE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// Escapes a value so that it can't end the path segment or query item it
/// stands in.
pub(crate) fn escape(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Escapes what the document wrote outside the braces.
pub(crate) fn escape_route(text: &str) -> String {
    utf8_percent_encode(text, ROUTE).to_string()
}

pub(crate) fn escape_form(text: &str) -> String {
    escape(text).replace("%20", "+")
}

/// Escapes each segment of a path.
pub(crate) fn by_segment(value: &str, escape: fn(&str) -> String) -> String {
    let segments: Vec<String> = value.split('/').map(escape).collect();
    segments.join("/")
}

/// Escapes, but takes `%` and two hexadecimal digits for an escape already.
pub(crate) fn keeping_escapes(value: &str, set: &'static AsciiSet) -> String {
    let mut pieces = value.split('%');
    let mut text = pieces.next().map_or_else(String::new, |first| {
        utf8_percent_encode(first, set).to_string()
    });
    for piece in pieces {
        let is_escape = piece.len() >= 2 && piece.bytes().take(2).all(|b| b.is_ascii_hexdigit());
        text += if is_escape { "%" } else { "%25" };
        text.extend(utf8_percent_encode(piece, set));
    }
    text
}
