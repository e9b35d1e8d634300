//! Numbers whose digits count: `format: decimal`.

use std::fmt;
use std::str::FromStr;

use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tree::Json;
use crate::runtime::json::writer::Writer;

/// A number as JSON writes it, digit for digit: no amount is rounded on its way
/// through an `f64`. Parse its text with the decimal library of your choice.
///
/// Two are equal if their texts are: `1.0` isn't `1.00`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    text: String,
}

impl Decimal {
    /// The digits, as they are sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest `f64`.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

/// Reads what JSON takes for a number.
impl FromStr for Decimal {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Json::parse(text.as_bytes()) {
            Ok(json @ Json::Number(_)) => Self::decode(json),
            _ => Err(DecodeError::text("a number", text)),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

macro_rules! from_integers {
    ($($name:ty),+) => { $(
        impl From<$name> for Decimal {
            fn from(value: $name) -> Self {
                Self { text: value.to_string() }
            }
        }
    )+ };
}

from_integers!(i32, i64, u32, u64);

impl Wire for Decimal {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::Number(text) => Ok(Self {
                text: text.into_owned(),
            }),
            other => Err(DecodeError::new("a number", other.kind())),
        }
    }

    fn encode(&self, out: &mut Writer) {
        out.raw(&self.text);
    }
}

super::macros::serde_by_wire!(Decimal);
