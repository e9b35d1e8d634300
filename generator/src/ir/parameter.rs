//! Parameters. OpenAPI 3.1 §4.8.12.

pub use crate::style::Location as ParameterLocation;

use super::{Docs, Encoding, ParameterStyle, Type};
use crate::diag::Pointer;

/// A parameter. OpenAPI 3.1 §4.8.12.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its place in the document.
    pub at: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// The part of the request that it goes into.
    pub location: ParameterLocation,
    /// `true` if it must be given.
    pub required: bool,
    /// Its style, if it isn't the default of its location.
    pub style: Option<ParameterStyle>,
    /// The encodings of its properties, where it is a form.
    pub encodings: Vec<(String, Encoding)>,
    /// Its type.
    pub ty: Type,
    /// Its description.
    pub docs: Docs,
}

/// A header that every request has, with one and the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedHeader {
    /// Its name.
    pub name: String,
    /// Its value, printable ASCII.
    pub value: String,
    /// The reason why it is sent.
    pub reason: String,
}
