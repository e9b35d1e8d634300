//! Members that may be absent, and may be `null` where they aren't.

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

use super::serde::{deserialize, serialize};
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::reader::Reader;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// An optional property that may also be `null`: three states, which an API may
/// well tell apart.
///
/// Setters take a value, an [`Option`] (`None` is `null`) or one of these; so do arguments
/// for what must be there and may be `null`, which it then is where it is absent.
///
/// ```
/// # use subscription_cancel::runtime::Nullable;
/// let price: Nullable<i64> = 5.into();
/// assert_eq!(price.value(), Some(&5));
/// assert_eq!(Nullable::<i64>::from(None), Nullable::Null);
/// assert!(Nullable::<i64>::default().is_absent());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Nullable<T> {
    /// The property isn't there.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        self.as_ref().into_value()
    }

    /// The value, if there is one, to be changed.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one, moved out.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// `true` if the property isn't there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// `true` if the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// `true` if the property has a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The same state, with a reference to the value.
    pub fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }

    /// The same state, with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(change(value)),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<T> for Nullable<Box<T>> {
    fn from(value: T) -> Self {
        Self::Value(Box::new(value))
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

/// So that a whole number can be written without a point.
impl From<i32> for Nullable<f64> {
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}

/// `None` is `null`.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        match value {
            Some(value) => Self::Value(value),
            None => Self::Null,
        }
    }
}

/// On its own, an absent value is `null`, too.
impl<T: Wire> Wire for Nullable<T> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        Option::decode(json).map(Self::from)
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Option::read(text).map(Self::from)
    }

    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Value(value) => value.encode(out),
            Self::Absent | Self::Null => out.null(),
        }
    }
}

impl<T: Wire> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize(self, to)
    }
}

impl<'de, T: Wire> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}

/// The type of a field that may be absent, and whose value may be `null`.
pub trait Absentable: Sized {
    /// The state of a field whose member isn't there.
    const ABSENT: Self;

    /// Reads a member that is there.
    ///
    /// # Errors
    /// It has another type.
    fn present(json: Json<'_>) -> Result<Self, DecodeError>;

    /// As `present`, from where it stands in a text.
    ///
    /// # Errors
    /// As `present`.
    fn read_present(text: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Writes the member, if it is there.
    fn write(&self, name: &str, out: &mut Writer);
}

impl<T: Wire> Absentable for Nullable<T> {
    const ABSENT: Self = Self::Absent;

    fn present(json: Json<'_>) -> Result<Self, DecodeError> {
        Self::decode(json)
    }

    fn read_present(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::read(text)
    }

    fn write(&self, name: &str, out: &mut Writer) {
        if !self.is_absent() {
            self.encode(out.name(name));
        }
    }
}

/// Of a type that holds `null` itself, such as any JSON.
impl<T: Wire> Absentable for Option<T> {
    const ABSENT: Self = None;

    fn present(json: Json<'_>) -> Result<Self, DecodeError> {
        T::decode(json).map(Some)
    }

    fn read_present(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::read(text).map(Some)
    }

    fn write(&self, name: &str, out: &mut Writer) {
        if let Some(value) = self {
            value.encode(out.name(name));
        }
    }
}

/// A field that a setter makes of its argument.
pub trait Settable<V> {
    /// The field with a value.
    fn set(value: V) -> Self;
}

impl<T, V: Into<T>> Settable<V> for Option<T> {
    fn set(value: V) -> Self {
        Some(value.into())
    }
}

impl<T, V: Into<Nullable<T>>> Settable<V> for Nullable<T> {
    fn set(value: V) -> Self {
        value.into()
    }
}
