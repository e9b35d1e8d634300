//! A fixed value: of a `const` property, or of the property that tells the
//! variants of a union apart.

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::number::{self};
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// A scalar that the document fixes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A string.
    String(&'static str),
}

/// A member of an object that can have one value only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fixed {
    /// Its name.
    pub name: &'static str,
    /// The value.
    pub value: Literal,
    /// `true` if it must be there when read; it is written in any case.
    pub required: bool,
}

impl Fixed {
    /// The error of its absence. Of what can only be `null`, nothing is missing.
    pub(crate) fn missing(&self) -> Option<DecodeError> {
        let is_missing = self.required && self.value != Literal::Null;
        is_missing.then(|| DecodeError::missing(self.name))
    }
}

/// A member of an object that has a field: its name, by the field's kind.
#[allow(non_camel_case_types, reason = "tables have these names for the kinds")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Field {
    /// It must be there.
    required(&'static str),
    /// It must be there, and is `null` where a server leaves it out.
    required_nullable(&'static str),
    /// It may be absent.
    optional(&'static str),
    /// It may be absent or `null`.
    nullable(&'static str),
}

impl Field {
    /// Its name.
    #[inline]
    pub fn name(&self) -> &'static str {
        match self {
            Self::required(name)
            | Self::required_nullable(name)
            | Self::optional(name)
            | Self::nullable(name) => name,
        }
    }

    /// `true` if it must be there.
    pub fn is_required(&self) -> bool {
        matches!(self, Self::required(_))
    }
}

impl Literal {
    /// `true` if a value is there and is this one.
    pub fn is(self, json: Option<Json<'_>>) -> bool {
        match (self, json) {
            (Literal::Null, Some(Json::Null)) => true,
            (Literal::Bool(value), Some(Json::Bool(found))) => value == found,
            (Literal::String(value), Some(Json::String(found))) => found == value,
            (Literal::Float(value), Some(Json::Number(found))) => {
                number::float(found) == Some(value)
            }
            (Literal::Integer(value), Some(Json::Number(found))) => {
                matches!(number::integer(found), number::Integer::Value(v) if v == value.into())
            }
            _ => false,
        }
    }

    /// The error of another value in its place.
    pub(crate) fn mismatch(self, found: &Json<'_>) -> DecodeError {
        let mut out = Writer::new();
        self.write(&mut out);
        match found {
            Json::String(text) => DecodeError::text(out.into_string(), text),
            Json::Bool(value) => DecodeError::new(out.into_string(), value.to_string()),
            other => DecodeError::new(out.into_string(), other.kind()),
        }
    }

    /// Writes it.
    pub fn write(self, out: &mut Writer) {
        match self {
            Literal::Null => out.null(),
            Literal::Bool(value) => out.bool(value),
            Literal::Integer(value) => out.integer(value),
            Literal::Float(value) => out.float(value),
            Literal::String(value) => out.string(value),
        }
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Literal::Bool(value)
    }
}

impl From<i64> for Literal {
    fn from(value: i64) -> Self {
        Literal::Integer(value)
    }
}

impl From<f64> for Literal {
    fn from(value: f64) -> Self {
        Literal::Float(value)
    }
}

impl From<&'static str> for Literal {
    fn from(value: &'static str) -> Self {
        Literal::String(value)
    }
}
