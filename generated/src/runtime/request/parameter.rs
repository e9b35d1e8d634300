//! From an argument to the tree that a style lays out, and how text is escaped
//! for its place in a URL.

use super::style::{Escape, Style};
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tree::Tree;
use crate::runtime::json::writer::Writer;
use crate::runtime::message::escape::{
    RESERVED_IN_PATH, RESERVED_IN_QUERY, by_segment, escape, escape_form, keeping_escapes,
};
use crate::runtime::value::wire::Wire;

/// A value that can be passed as a parameter: a `str` and every [`Wire`] type. How it
/// is laid out is up to a [`Style`].
pub trait Parameter {
    /// The value as a tree.
    #[doc(hidden)]
    fn tree(&self) -> Result<Tree<'_>, DecodeError>;
}

impl Parameter for str {
    fn tree(&self) -> Result<Tree<'_>, DecodeError> {
        Ok(Tree::String(self.into()))
    }
}

impl<T: Wire> Parameter for T {
    fn tree(&self) -> Result<Tree<'_>, DecodeError> {
        let mut out = Writer::new();
        self.encode(&mut out);
        let text = out.into_whole();
        let text = text.map_err(|problem| DecodeError::new("a value that can be sent", problem))?;
        Tree::parse(text.as_bytes())
    }
}

/// The escape of values of this style in a path.
pub(crate) fn path_escape(style: Style) -> Escape {
    match (style.is_reserved(), style.has_segments()) {
        (true, false) => |value| keeping_escapes(value, RESERVED_IN_PATH),
        (false, false) => escape,
        (true, true) => {
            |value| by_segment(value, |segment| keeping_escapes(segment, RESERVED_IN_PATH))
        }
        (false, true) => |value| by_segment(value, escape),
    }
}

/// The escapes of names and values of this style in a query.
pub(crate) fn query_escape(style: Style) -> (Escape, Escape) {
    match style.is_reserved() {
        true => (escape, |value| keeping_escapes(value, RESERVED_IN_QUERY)),
        false => (escape, escape),
    }
}

/// The same for a form, where a space is a plus.
pub(crate) fn form_escape(style: Style) -> (Escape, Escape) {
    match style.is_reserved() {
        true => (escape_form, |value| {
            keeping_escapes(value, RESERVED_IN_QUERY).replace("%20", "+")
        }),
        false => (escape_form, escape_form),
    }
}
