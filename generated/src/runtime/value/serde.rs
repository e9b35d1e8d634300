//! JSON as a serde value, so that every [`Wire`] type is one too, in any
//! format. No number is rounded: text of JSON keeps its digits, and what a format of
//! another kind can't hold is an error.

use std::any::type_name;
use std::cell::RefCell;
use std::fmt;
use std::str::FromStr as _;

use serde_core::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{self, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Number;
use serde_json::value::RawValue;

use super::budget::Budget;
use super::wire::Wire;
use crate::runtime::json::number;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::text::Text;
use crate::runtime::json::tree::{Members, Tree};
use crate::runtime::json::writer::Writer;

const MAX_DEPTH: usize = 128;

/// The name under which `serde_json` passes a number on, where some crate of the program turned
/// its feature `arbitrary_precision` on.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// The name by which `serde_json` is asked for the text of a value. Other formats
/// give the value itself.
const TEXT_TOKEN: &str = "$serde_json::private::RawValue";

/// `Serialize::serialize` of every generated type.
pub fn serialize<T: Wire, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = Writer::new();
    value.encode(&mut out);
    let text = out.into_whole().map_err(ser::Error::custom)?;
    let tape = Tape::parse(text.as_bytes()).map_err(ser::Error::custom)?;
    tape.root().serialize(serializer)
}

/// `Deserialize::deserialize` of every generated type.
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = RefCell::new(None);
    let top = Node {
        depth: 0,
        text: Some(&text),
    };
    let tree = deserializer.deserialize_newtype_struct(TEXT_TOKEN, top)?;
    let text = text.into_inner();
    let tape = match &text {
        Some(text) => Tape::parse(text.as_bytes()).map_err(de::Error::custom)?,
        None => tree.tape(),
    };
    if !tape.is_whole() {
        return Err(de::Error::custom("more than 4 GiB of texts"));
    }
    let json = tape.root();
    let budget = Budget::of_tree(&json);
    budget.checked(T::decode(json)).map_err(de::Error::custom)
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(value),
            Json::Number(text) => serialize_number(text, serializer),
            Json::String(text) => serializer.serialize_str(text),
            Json::LoneSurrogate(text) if is_to_text::<S>() => as_it_is(text, serializer),
            Json::LoneSurrogate(_) => Err(ser::Error::custom(format!("there is {}", self.kind()))),
            Json::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(&item)?;
                }
                seq.end()
            }
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &value)?;
                }
                map.end()
            }
        }
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(integer) = text.parse::<i64>()
        && text != "-0"
    {
        return serializer.serialize_i64(integer);
    }
    if is_to_text::<S>() {
        return as_it_is(text, serializer);
    }
    // With its feature `arbitrary_precision` only.
    if type_name::<S>() == type_name::<serde_json::value::Serializer>()
        && let Ok(number) = Number::from_str(text)
        && number.to_string() == text
    {
        return number.serialize(serializer);
    }
    let number = number::unrounded(text).map(|number| (number.as_u64(), number.as_f64()));
    match number {
        Some((Some(integer), _)) => serializer.serialize_u64(integer),
        Some((None, Some(number))) => serializer.serialize_f64(number),
        _ => Err(ser::Error::custom(
            "a number would be rounded; as text of JSON it isn't",
        )),
    }
}

/// `true` for the serializer of `serde_json` that writes text: no other one knows of
/// values that are text already.
fn is_to_text<S: Serializer>() -> bool {
    let ours = type_name::<&mut serde_json::Serializer<()>>();
    let name = ours.split_once('<').map_or(ours, |(name, _)| name);
    let rest = type_name::<S>().strip_prefix(name);
    rest.is_some_and(|rest| rest.starts_with('<'))
}

/// Writes JSON text without a change.
fn as_it_is<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let raw = RawValue::from_string(text.to_owned()).map_err(ser::Error::custom)?;
    raw.serialize(serializer)
}

/// A value that stands this deep.
#[derive(Clone, Copy)]
struct Node<'n, 'de> {
    depth: usize,
    /// The place for the text of the value, if a format gives that in place of the value.
    text: Option<&'n RefCell<Option<Text<'de>>>>,
}

impl Node<'_, '_> {
    fn below<E: de::Error>(self) -> Result<Self, E> {
        match self.depth {
            MAX_DEPTH => Err(E::custom("more than 128 levels of arrays and objects")),
            depth => Ok(Self {
                depth: depth + 1,
                text: None,
            }),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, 'de> {
    type Value = Tree<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, 'de> {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Tree<'de>, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(value.to_string().into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(value.to_string().into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Tree<'de>, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(Tree::Number(number.to_string().into())),
            None => Err(E::custom("JSON has no infinities and no NaN")),
        }
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::String(value.to_owned().into()))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree<'de>, E> {
        Ok(Tree::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree<'de>, A::Error> {
        let below = self.below()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(below)? {
            items.push(item);
        }
        Ok(Tree::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree<'de>, A::Error> {
        let below = self.below()?;
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry_seed(below, below)? {
            match (name, value) {
                (Tree::String(name), Tree::String(text)) if name == NUMBER_TOKEN => {
                    return match Tree::parse(text.as_bytes()) {
                        Ok(Tree::Number(_)) => Ok(Tree::Number(text)),
                        _ => Err(de::Error::custom("not a number")),
                    };
                }
                (Tree::String(name), Tree::String(text)) => match self.text {
                    Some(place) if name == TEXT_TOKEN => {
                        place.replace(Some(text));
                        return Ok(Tree::Null);
                    }
                    _ => members.push((name, Tree::String(text))),
                },
                (Tree::String(name), value) => members.push((name, value)),
                _ => return Err(de::Error::custom("a member name must be a string")),
            }
        }
        Ok(Tree::Object(Members::of(members)))
    }
}
