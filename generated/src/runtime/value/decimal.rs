//! Numbers whose digits count: `format: decimal`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::lenient;
use super::nullable::Nullable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::number::{self, Scaled};
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::writer::Writer;

/// A number as JSON writes it, digit for digit: no amount is rounded on its way
/// through an `f64`. Parse its text with the decimal library of your choice.
///
/// Two are equal if they are the same number, however they are written: `1.1` is `1.10`.
///
/// # With serde
///
/// `serde_json::to_string`, `from_str` and their like for bytes, writers and readers
/// keep every digit: `1.10` stays `1.10`. A `serde_json::Value`, and a format other than
/// JSON, has an integer of 64 bits or an `f64` instead. So `to_value` gives the same
/// number, in which zeros at the end are gone, and is an error where the number would
/// be rounded, as 12345678901234567.89 would be. With `serde_json`'s feature
/// `arbitrary_precision` a `Value` keeps the digits, too.
///
/// `#[serde(flatten)]` and untagged enums of a caller's own keep values on the way, and
/// there serde itself makes an `f64` of a number before it is read here.
#[derive(Debug, Clone)]
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

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        number::is_same(&self.text, &other.text)
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Scaled::of(&self.text).hash(state);
    }
}

/// Reads what JSON takes for a number.
impl FromStr for Decimal {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Tape::parse(text.as_bytes()).as_ref().map(Tape::root) {
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

        impl From<$name> for Nullable<Decimal> {
            fn from(value: $name) -> Self {
                Self::Value(value.into())
            }
        }
    )+ };
}

from_integers!(i32, i64, u32, u64);

impl Wire for Decimal {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::Number(text) => Ok(Self {
                text: text.to_owned(),
            }),
            Json::String(_) => Self::decode(lenient::scalar_in(&json, "a number")?),
            other => Err(DecodeError::new("a number", other.kind())),
        }
    }

    fn encode(&self, out: &mut Writer) {
        out.raw(&self.text);
    }
}

super::macros::serde_by_wire!(Decimal);
