//! From an argument to the tree that a style lays out, and how text is escaped
//! for its place in a URL.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::style::{Escape, Style};
use super::{DecodeError, Json, Wire, to_json};

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
const RESERVED_IN_QUERY: &AsciiSet = &RESERVED.add(b'#').add(b'&').add(b'+');

/// Those that end a path segment, or the path, stay out.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.add(b'/').add(b'?').add(b'#').add(b'[').add(b']');

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

/// What can be passed as a parameter: a `str` and every [`Wire`] type. How it
/// is laid out is up to a [`Style`].
pub trait Parameter {
    /// The value as a tree.
    #[doc(hidden)]
    fn tree(&self) -> Result<Json<'_>, DecodeError>;
}

impl Parameter for str {
    fn tree(&self) -> Result<Json<'_>, DecodeError> {
        Ok(Json::String(Cow::Borrowed(self)))
    }
}

impl<T: Wire> Parameter for T {
    fn tree(&self) -> Result<Json<'_>, DecodeError> {
        Json::parse(to_json(self).as_bytes()).map(Json::into_owned)
    }
}

/// Escapes a value so that it can't end the path segment or query item it
/// stands in.
pub(super) fn escape(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Escapes what the document wrote outside the braces.
pub(super) fn escape_route(text: &str) -> String {
    utf8_percent_encode(text, ROUTE).to_string()
}

/// How values of this style are escaped in a path.
pub(super) fn path_escape(style: Style) -> Escape {
    match (style.is_reserved(), style.has_segments()) {
        (true, false) => |value| keeping_escapes(value, RESERVED_IN_PATH),
        (false, false) => escape,
        (true, true) => {
            |value| by_segment(value, |segment| keeping_escapes(segment, RESERVED_IN_PATH))
        }
        (false, true) => |value| by_segment(value, escape),
    }
}

/// Escapes each segment of a path.
fn by_segment(value: &str, escape: fn(&str) -> String) -> String {
    let segments: Vec<String> = value.split('/').map(escape).collect();
    segments.join("/")
}

/// How names and values of this style are escaped in a query.
pub(super) fn query_escape(style: Style) -> (Escape, Escape) {
    match style.is_reserved() {
        true => (escape, |value| keeping_escapes(value, RESERVED_IN_QUERY)),
        false => (escape, escape),
    }
}

/// The same for a form, where a space is a plus.
pub(super) fn form_escape(style: Style) -> (Escape, Escape) {
    match style.is_reserved() {
        true => (escape_form, |value| {
            keeping_escapes(value, RESERVED_IN_QUERY).replace("%20", "+")
        }),
        false => (escape_form, escape_form),
    }
}

pub(super) fn escape_form(text: &str) -> String {
    escape(text).replace("%20", "+")
}

/// Escapes, but takes `%` and two hexadecimal digits for an escape already.
fn keeping_escapes(value: &str, set: &'static AsciiSet) -> String {
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
