//! JSON that no type describes, as text.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde_json::Value;

use super::wire::{Wire, from_json};
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::number;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::tree::Tree;
use crate::runtime::json::writer::Writer;

/// A JSON value that no type describes, such as the unrecognized one of a union. It is
/// kept as text and written as it came: every digit of its numbers, the order of its
/// members. White space is dropped, and escapes that a string doesn't need are resolved.
///
/// Two are equal if they are the same value, whatever the order of members and however
/// the numbers are written. Half of a surrogate pair is none of these: as a string it is
/// kept as it was spelled, and in the name of a member it becomes U+FFFD.
///
/// Members that a type doesn't describe, and values of any type, are
/// [`serde_json::Value`]s: digits that no `f64` has are lost in them.
///
/// ```
/// # use openapi_client_runtime::runtime::RawJson;
/// # use serde_json::json;
/// let kept: RawJson = r#"{"amount": 1.10, "type": "new"}"#.parse()?;
/// assert_eq!(kept.as_str(), r#"{"amount":1.10,"type":"new"}"#);
/// assert_eq!(kept.to_value()?, json!({"type": "new", "amount": 1.1}));
/// assert_eq!(kept, json!({"type": "new", "amount": 1.1}).into());
/// # Ok::<(), openapi_client_runtime::runtime::DecodeError>(())
/// ```
#[derive(Clone)]
pub struct RawJson {
    text: Box<str>,
}

impl RawJson {
    /// The value as compact JSON text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value as a tree, whose numbers are integers of 64 bits or else the nearest `f64`.
    ///
    /// # Errors
    /// It holds what a [`Value`] can't: a number beyond the range of `f64`, or a string
    /// with half of a surrogate pair.
    pub fn to_value(&self) -> Result<Value, DecodeError> {
        self.decode()
    }

    /// The value as a type that is known after all.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn decode<T: Wire>(&self) -> Result<T, DecodeError> {
        from_json(self.text.as_bytes())
    }

    /// The tree; `None` if it nests more levels than are read.
    fn tree(&self) -> Option<Tree<'_>> {
        Tree::parse(self.text.as_bytes()).ok()
    }
}

impl RawJson {
    /// The text of a tree.
    pub(crate) fn of(tree: &Tree<'_>) -> Self {
        let mut out = Writer::new();
        out.tree(tree);
        Self {
            text: out.into_string().into(),
        }
    }
}

impl Wire for RawJson {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        Ok(Self::from(&json))
    }

    fn encode(&self, out: &mut Writer) {
        out.raw(&self.text);
    }
}

super::macros::serde_by_wire!(RawJson);

impl From<&Json<'_>> for RawJson {
    fn from(json: &Json<'_>) -> Self {
        let mut out = Writer::new();
        out.json(json);
        Self {
            text: out.into_string().into(),
        }
    }
}

impl From<Value> for RawJson {
    fn from(value: Value) -> Self {
        Self {
            text: value.to_string().into(),
        }
    }
}

/// Fails as [`RawJson::to_value`] does.
impl TryFrom<RawJson> for Value {
    type Error = DecodeError;

    fn try_from(raw: RawJson) -> Result<Self, DecodeError> {
        raw.to_value()
    }
}

/// Reads JSON text.
impl FromStr for RawJson {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        Tape::parse(text.as_bytes()).map(|tape| Self::from(&tape.root()))
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Shows the text.
impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawJson({})", self.text)
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            || match (self.tree(), other.tree()) {
                (Some(one), Some(other)) => sorted(one) == sorted(other),
                _ => false,
            }
    }
}

impl Eq for RawJson {}

impl Hash for RawJson {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Of what can't be read, only the text is equal.
        self.tree()
            .map(sorted)
            .map(|tree| Self::of(&tree).text)
            .hash(state);
    }
}

/// The value with its members sorted and its numbers written in one way.
fn sorted(tree: Tree<'_>) -> Tree<'_> {
    match tree {
        Tree::Number(text) => Tree::Number(number::normal(text)),
        Tree::Array(items) => Tree::Array(items.into_iter().map(sorted).collect()),
        Tree::Object(mut object) => {
            object
                .members
                .sort_unstable_by(|one, other| one.0.cmp(&other.0));
            for member in &mut object.members {
                member.1 = sorted(std::mem::replace(&mut member.1, Tree::Null));
            }
            Tree::Object(object)
        }
        tree => tree,
    }
}
