//! From an argument to the text that stands in a path, query or header.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{DecodeError, Json, Wire, to_json};

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

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

/// What can be passed as a parameter: a `str` and every [`Wire`] type. Scalars
/// and lists of scalars have a form; objects have none yet.
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

/// The texts of a value: one of a scalar, any number of a list, none of null.
pub(super) fn texts(value: &(impl Parameter + ?Sized)) -> Result<Vec<String>, &'static str> {
    match value.tree() {
        Ok(Json::Null) => Ok(Vec::new()),
        Ok(Json::Array(items)) => items.into_iter().map(scalar).collect(),
        Ok(json) => Ok(vec![scalar(json)?]),
        Err(_) => Err("has no form as a parameter"),
    }
}

fn scalar(json: Json<'_>) -> Result<String, &'static str> {
    match json {
        Json::Bool(value) => Ok(value.to_string()),
        Json::Number(text) | Json::String(text) => Ok(text.into_owned()),
        Json::Null | Json::Array(_) | Json::Object(_) => Err("has no form as a parameter"),
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
