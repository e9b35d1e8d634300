//! Parameters and their styles. OpenAPI 3.1 §4.8.12.

pub use crate::style::{Location as ParameterLocation, Style as StyleLayout};

use super::{Docs, Encoding, Type};
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
    pub style: Option<Style>,
    /// The encodings of its properties, where it is a form.
    pub encodings: Vec<(String, Encoding)>,
    /// Its type.
    pub ty: Type,
    /// Its description.
    pub docs: Docs,
}

/// The style of a parameter or of a property of a form. OpenAPI 3.1 §4.8.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    /// `style`.
    pub layout: StyleLayout,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// `x-multi-segment`: slashes in a path stay as they are.
    pub segments: bool,
}
