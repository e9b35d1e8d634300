//! Parameters. OpenAPI 3.1 §4.8.12.

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

/// The part of a request that a parameter goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// It is the whole query: `querystring` of OpenAPI 3.2 §4.12.1.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}
