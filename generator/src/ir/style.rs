//! The styles of parameters and the encodings of properties of forms. OpenAPI
//! 3.1 §4.8.12 and §4.8.15.

pub use crate::style::Style as StyleKind;

/// The style of a parameter or of a property of a form. OpenAPI 3.1 §4.8.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParameterStyle {
    /// `style`.
    pub kind: StyleKind,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// `x-multi-segment`: slashes in a path stay as they are.
    pub segments: bool,
}

/// The encoding of a property of a form. OpenAPI 3.1 §4.8.15.
#[derive(Debug, Clone, PartialEq)]
pub enum Encoding {
    /// In a style.
    Style(ParameterStyle),
    /// As a media type.
    MediaType(String),
}
