//! JSON text, the list of its values, and trees of values. Knows nothing of types, files or
//! HTTP.

pub(crate) mod decode_error;
pub(crate) mod escape;
pub(crate) mod names;
pub(crate) mod number;
pub(crate) mod parse;
pub(crate) mod reader;
pub(crate) mod tape;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod writer;
