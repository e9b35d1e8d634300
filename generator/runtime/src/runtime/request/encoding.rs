//! The encoding of a form's properties.

use super::style::Style;
use crate::runtime::message::media_type::is_json;

/// How a property of a form is sent, if not by the default for its type:
/// OpenAPI 3.1, section 4.8.15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// `style`, `explode` and `allowReserved`.
    Style(Style),
    /// `contentType`: one media type, or several from which a file chooses.
    /// For one of JSON, the property is sent as JSON text.
    MediaType(&'static str),
}

impl Encoding {
    /// The encoding of a property.
    pub(crate) fn of(encodings: &[(&str, Self)], property: &str) -> Option<Self> {
        let found = encodings.iter().find(|encoding| encoding.0 == property);
        found.map(|encoding| encoding.1)
    }

    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::MediaType(text) if is_json(text))
    }
}
