//! JSON text, and the tree that is borrowed from it. Knows nothing of types, files or
//! HTTP.

pub(crate) mod decode_error;
pub(crate) mod escape;
pub(crate) mod number;
pub(crate) mod parse;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod writer;
