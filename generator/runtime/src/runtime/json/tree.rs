//! A JSON value as a tree borrowed from its text. Knows nothing of the types
//! that are made of it.
//!
//! The scanner is our own because `serde_json`'s visitors push every number
//! through `f64`, and its `RawValue` scans a value again at each depth. Here
//! numbers are checked against the grammar and keep their text, strings without
//! escapes are borrowed, and strings with escapes are left to `serde_json`.

use std::borrow::Cow;

use serde_json::Value;

use super::decode_error::DecodeError;
use super::number;

/// A JSON value, borrowed from the text where it can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written, valid by the grammar of JSON.
    Number(Cow<'a, str>),
    /// A string, its escapes resolved.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// The members of a JSON object, in the order of the text.
///
/// Of a name that occurs more than once, the first one counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object<'a> {
    pub(crate) members: Vec<(Cow<'a, str>, Json<'a>)>,
}

impl<'a> Object<'a> {
    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.iter().find(|member| member.0 == name).map(|m| m.1)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json<'a>)> {
        self.members.iter().map(|(name, value)| (&**name, value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

impl Json<'_> {
    /// The same value, borrowing nothing.
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Json::Null => Json::Null,
            Json::Bool(value) => Json::Bool(value),
            Json::Number(text) => Json::Number(Cow::Owned(text.into_owned())),
            Json::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Json::Array(items) => Json::Array(items.into_iter().map(Json::into_owned).collect()),
            Json::Object(object) => {
                let own = |(name, value): (Cow<'_, str>, Json<'_>)| {
                    (Cow::Owned(name.into_owned()), value.into_owned())
                };
                let members = object.members.into_iter().map(own).collect();
                Json::Object(Object { members })
            }
        }
    }

    /// What kind of value this is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }
}

/// Fails for a number beyond the range of `f64`, which a `Value` can't hold.
impl TryFrom<Json<'_>> for Value {
    type Error = DecodeError;

    fn try_from(json: Json<'_>) -> Result<Self, DecodeError> {
        Ok(match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(text) => match number::to_value(&text) {
                Some(number) => Value::Number(number),
                None => return Err(DecodeError::out_of_range("a number", &text)),
            },
            Json::String(text) => Value::String(text.into_owned()),
            Json::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.into_iter().enumerate() {
                    values.push(Value::try_from(item).map_err(|error| error.in_item(index))?);
                }
                Value::Array(values)
            }
            Json::Object(object) => {
                let mut map = serde_json::Map::new();
                for (name, value) in object.members {
                    let value = Value::try_from(value).map_err(|error| error.in_member(&name))?;
                    map.entry(name).or_insert(value);
                }
                Value::Object(map)
            }
        })
    }
}
