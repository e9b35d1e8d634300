//! The trait of types with a form in JSON, and the types that every client knows.

use serde_json::Value;

#[cfg(feature = "client")]
use super::budget::Trial;
use super::budget::{self, Budget};
use super::lenient;
use super::literal::Field;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::number::{self, Integer};
use crate::runtime::json::reader::Reader;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::text::Text;
use crate::runtime::json::writer::Writer;

/// A type with a form in JSON.
///
/// Its methods have no type parameters, which keeps the code of a large
/// client small: serde's would be compiled once more for each format.
pub trait Wire: Sized {
    /// The members of an object that have fields.
    #[doc(hidden)]
    const FIELDS: &'static [Field] = &[];

    /// Values of its own, as JSON.
    #[doc(hidden)]
    const EXAMPLES: &'static [&'static str] = &[];

    /// Reads a value.
    ///
    /// # Errors
    /// The value isn't what this type needs; the error says where and why.
    fn decode(json: Json<'_>) -> Result<Self, DecodeError>;

    /// Reads a value from where it stands in a text.
    ///
    /// # Errors
    /// As `decode`, or the text isn't JSON.
    #[doc(hidden)]
    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode(text.json()?)
    }

    /// Writes exactly one JSON value.
    fn encode(&self, out: &mut Writer);

    /// The smallest value whose types are nested within so many levels.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn sample_within(levels: u32) -> Option<Self> {
        let _ = levels;
        let mut samples = Self::EXAMPLES.iter().chain(SAMPLES);
        samples.find_map(|text| from_json(text.as_bytes()).ok())
    }
}

/// The values that a type is looked for among; the first that it can be read from is its
/// sample.
#[cfg(feature = "mock")]
const SAMPLES: &[&str] = &[
    "\"sample\"",
    "0",
    "false",
    "[]",
    "{}",
    "\"1970-01-01T00:00:00Z\"",
    "\"1970-01-01\"",
    "\"00:00:00Z\"",
    "\"PT0S\"",
    "\"00000000-0000-0000-0000-000000000000\"",
    "\"https://example.com/\"",
    "null",
];

/// Reads a value from JSON text.
///
/// # Errors
/// The text isn't JSON, or not of this type.
pub fn from_json<T: Wire>(text: &[u8]) -> Result<T, DecodeError> {
    value_of(|place| fill(text, place))
}

/// A place for a value: what puts one there has no type parameter, so it is compiled once.
pub(crate) trait Place {
    /// The name of the value's type.
    #[cfg(feature = "client")]
    fn type_name(&self) -> &'static str;

    /// Puts the value there that a text begins with.
    ///
    /// # Errors
    /// It isn't of the type.
    fn read(&mut self, text: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Puts this value there.
    ///
    /// # Errors
    /// It isn't of the type.
    fn decode(&mut self, json: Json<'_>) -> Result<(), DecodeError>;
}

impl<T: Wire> Place for Option<T> {
    #[cfg(feature = "client")]
    fn type_name(&self) -> &'static str {
        std::any::type_name::<T>()
    }

    fn read(&mut self, text: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Some(T::read(text)?);
        Ok(())
    }

    fn decode(&mut self, json: Json<'_>) -> Result<(), DecodeError> {
        *self = Some(T::decode(json)?);
        Ok(())
    }
}

/// The value that is put into a place.
///
/// # Errors
/// Those of what puts it there, which is to put one there or to fail.
pub(crate) fn value_of<T: Wire>(
    put: impl FnOnce(&mut dyn Place) -> Result<(), DecodeError>,
) -> Result<T, DecodeError> {
    let mut value = None;
    put(&mut value)?;
    value.ok_or_else(|| DecodeError::new("a value", "nothing"))
}

/// Puts the value of a JSON text into a place.
///
/// # Errors
/// As [`from_json`].
pub(crate) fn fill(text: &[u8], place: &mut dyn Place) -> Result<(), DecodeError> {
    if lenient::depth().is_none() && !budget::is_trial() && fill_once(text, place).is_ok() {
        return Ok(());
    }
    let tape = Tape::parse(text)?;
    let budget = Budget::of(text.len());
    budget.checked(place.decode(tape.root()))
}

/// The same in one pass over the text, if nothing is wrong with it.
fn fill_once(text: &[u8], place: &mut dyn Place) -> Result<(), DecodeError> {
    let mut reader = Reader::of(text)?;
    let budget = Budget::of(text.len());
    budget.checked(place.read(&mut reader))?;
    reader.end()
}

/// Puts the value of a string into a place for a type that it is documented for: a union
/// that keeps whatever it doesn't know is none. `false` if it is another type.
#[cfg(feature = "client")]
pub(crate) fn fill_by_string(text: &str, place: &mut dyn Place) -> bool {
    let json = Json::String(text);
    let Some(trial) = Trial::of_type(place.type_name(), &json) else {
        return false;
    };
    place.decode(json).is_ok() && !trial.is_unrecognized()
}

/// Writes a value as compact JSON text.
pub fn to_json<T: Wire>(value: &T) -> String {
    let mut out = Writer::new();
    value.encode(&mut out);
    out.into_string()
}

impl<'a> Json<'a> {
    /// The content of a string; for what is written as one.
    #[doc(hidden)]
    pub fn string(self) -> Result<Text<'a>, DecodeError> {
        match self {
            Json::String(text) => Ok(text.into()),
            other => lenient::text_of(&other, "a string").map(Text::from),
        }
    }

    /// The content of a string, for an enum, which keeps any.
    ///
    /// # Errors
    /// It is no string.
    #[doc(hidden)]
    pub fn enum_text(self) -> Result<Text<'a>, DecodeError> {
        match self {
            Json::String(text) => Ok(text.into()),
            other => lenient::any_text_of(&other).map(Text::from),
        }
    }
}

impl Wire for () {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::Null => Ok(()),
            other => Err(DecodeError::new("null", other.kind())),
        }
    }

    fn encode(&self, out: &mut Writer) {
        out.null();
    }
}

impl Wire for bool {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::Bool(value) => Ok(value),
            Json::String(_) => Self::decode(lenient::scalar_in(&json, "a boolean")?),
            other => Err(DecodeError::new("a boolean", other.kind())),
        }
    }

    fn encode(&self, out: &mut Writer) {
        out.bool(*self);
    }
}

macro_rules! integers {
    ($($name:ident: $expected:literal),+) => { $(
        /// `1.0` and `1e3` are integers too, as in JSON Schema.
        impl Wire for $name {
            fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
                if let Json::Number(text) = &json
                    && let Some(value) = number::short(text)
                    && let Ok(value) = value.try_into()
                {
                    return Ok(value);
                }
                if let Json::String(_) = &json {
                    return Self::decode(lenient::scalar_in(&json, $expected)?);
                }
                integer(&json, $expected)?
                    .try_into()
                    .map_err(|_| out_of_range(&json, $expected))
            }

            fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
                match text.short_integer() {
                    Some(value) => value
                        .try_into()
                        .map_err(|_| DecodeError::new($expected, "another number")),
                    None => Self::decode(text.json()?),
                }
            }

            fn encode(&self, out: &mut Writer) {
                out.integer(*self);
            }
        }
    )+ };
}

integers! {
    i8: "an integer of 8 bits",
    i16: "an integer of 16 bits",
    i32: "an integer of 32 bits",
    i64: "an integer of 64 bits",
    u8: "an integer from 0 of 8 bits",
    u16: "an integer from 0 of 16 bits",
    u32: "an integer from 0 of 32 bits",
    u64: "an integer from 0 of 64 bits"
}

fn integer(json: &Json<'_>, expected: &'static str) -> Result<i128, DecodeError> {
    let Json::Number(text) = json else {
        return Err(DecodeError::new(expected, json.kind()));
    };
    match number::integer(text) {
        Integer::Value(value) => Ok(value),
        Integer::TooLarge => Err(out_of_range(json, expected)),
        Integer::Fraction => Err(DecodeError::new(expected, "a number with a fraction")),
    }
}

fn out_of_range(json: &Json<'_>, expected: &'static str) -> DecodeError {
    match json {
        Json::Number(text) => DecodeError::out_of_range(expected, text),
        other => DecodeError::new(expected, other.kind()),
    }
}

/// Infinities and NaN are written as `null`, since JSON can't say them.
impl Wire for f64 {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match &json {
            Json::Number(text) => {
                number::float(text).ok_or_else(|| out_of_range(&json, "a number"))
            }
            Json::String(_) => Self::decode(lenient::scalar_in(&json, "a number")?),
            other => Err(DecodeError::new("a number", other.kind())),
        }
    }

    fn encode(&self, out: &mut Writer) {
        out.float(*self);
    }
}

impl Wire for String {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::String(text) => Ok(text.to_owned()),
            other => other.string().map(Text::into_owned),
        }
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match text.plain_string()? {
            Some(text) => Ok(text.to_owned()),
            None => Self::decode(text.json()?),
        }
    }

    fn encode(&self, out: &mut Writer) {
        out.string(self);
    }
}

/// A number that is no integer of 64 bits becomes the nearest `f64`;
/// [`RawJson`](crate::runtime::RawJson) keeps it.
impl Wire for Value {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        json.try_into()
    }

    fn encode(&self, out: &mut Writer) {
        out.value(self);
    }
}

/// `None` is `null`.
impl<T: Wire> Wire for Option<T> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::Null => Ok(None),
            json => T::decode(json).map(Some),
        }
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match text.is_null()? {
            true => Ok(None),
            false => T::read(text).map(Some),
        }
    }

    fn encode(&self, out: &mut Writer) {
        match self {
            Some(value) => value.encode(out),
            None => out.null(),
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    const FIELDS: &'static [Field] = T::FIELDS;

    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        T::decode(json).map(Box::new)
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::read(text).map(Box::new)
    }

    fn encode(&self, out: &mut Writer) {
        T::encode(self, out);
    }

    #[cfg(feature = "mock")]
    fn sample_within(levels: u32) -> Option<Self> {
        T::sample_within(levels).map(Self::new)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let Json::Array(items) = json else {
            lenient::nothing_in(&json, "an array")?;
            return Ok(Self::new());
        };
        let lenient = lenient::depth();
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            if let Some(depth) = lenient {
                lenient::enter_item(depth, values.len());
            }
            add_item(&mut values, T::decode(item))?;
        }
        Ok(values)
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if !text.opens(b'[')? {
            return Self::decode(text.json()?);
        }
        let mut values = Vec::new();
        while text.has_item(values.is_empty())? {
            add_item(&mut values, T::read(text))?;
        }
        Ok(values)
    }

    fn encode(&self, out: &mut Writer) {
        out.begin_array();
        for item in self {
            item.encode(out.item());
        }
        out.end_array();
    }
}

/// Adds an item to those before it.
fn add_item<T>(values: &mut Vec<T>, item: Result<T, DecodeError>) -> Result<(), DecodeError> {
    match item {
        Ok(value) => {
            values.push(value);
            Ok(())
        }
        Err(error) => Err(error.in_item(values.len())),
    }
}

#[cfg(feature = "jiff")]
macro_rules! times {
    ($($name:ty: $expected:literal),+) => { $(
        impl Wire for $name {
            fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
                let text = json.string()?;
                text.parse().map_err(|_| DecodeError::text($expected, &text))
            }

            fn encode(&self, out: &mut Writer) {
                out.string(&self.to_string());
            }
        }
    )+ };
}

#[cfg(feature = "jiff")]
times! {
    jiff::Timestamp: "an instant such as 2026-01-31T12:00:00Z",
    jiff::civil::Date: "a date such as 2026-01-31"
}
