//! A JSON value as a tree borrowed from its text. Knows nothing of the types
//! that are made of it.
//!
//! The scanner is our own because `serde_json`'s visitors push every number
//! through `f64`, and its `RawValue` scans a value again at each depth. Here
//! numbers are checked against the grammar and keep their text, and strings without
//! escapes are borrowed.

use std::collections::HashMap;

use serde_json::Value;

use super::decode_error::DecodeError;
use super::number;
use super::text::Text;

/// A JSON value, borrowed from the text where it can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written, valid by the grammar of JSON.
    Number(Text<'a>),
    /// A string, its escapes resolved.
    String(Text<'a>),
    /// A string with half of a surrogate pair, such as `"\ud83d"`, which is no text: as
    /// it was written, with its quotes. To read it as anything is an error.
    LoneSurrogate(Text<'a>),
    /// An array.
    Array(Box<[Json<'a>]>),
    /// An object.
    Object(Object<'a>),
}

/// The members of a JSON object, in the order of the text.
///
/// No name occurs more than once: of several members with one name in a text, the last
/// one counts, as in `serde_json` and in JavaScript. It stands where the first stood.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object<'a> {
    pub(crate) members: Vec<Member<'a>>,
}

/// A name with its value.
pub(crate) type Member<'a> = (Text<'a>, Json<'a>);

/// The names of an object that is being read.
#[derive(Default)]
pub(crate) struct Names {
    /// A bit for each name so far. A name whose bit isn't set is new.
    seen: [u64; 4],
}

/// The number of members from which on repeated names are looked for once, at the end.
const MANY: usize = 32;

impl Names {
    /// Adds a member to those from `start` on. One that has the name of another takes its
    /// place.
    #[inline(always)]
    pub(crate) fn add<'a>(
        &mut self,
        members: &mut Vec<Member<'a>>,
        start: usize,
        member: Member<'a>,
    ) {
        if self.has_seen(&member.0) && members.len() - start < MANY {
            return replace(members, start, member);
        }
        members.push(member);
    }

    /// `false` if there is no such name for certain. Notes it.
    #[inline(always)]
    fn has_seen(&mut self, name: &str) -> bool {
        let (first, last) = match name.as_bytes() {
            [first, .., last] => (*first, *last),
            [only] => (*only, 0),
            [] => (0, 0),
        };
        let mixed = u32::from(first) | u32::from(last) << 8 | (name.len() as u32) << 16;
        let hash = (mixed.wrapping_mul(0x9E37_79B9) >> 24) as u8;
        let (word, bit) = (&mut self.seen[usize::from(hash >> 6)], 1 << (hash & 63));
        let has_seen = *word & bit != 0;
        *word |= bit;
        has_seen
    }
}

#[cold]
fn replace<'a>(members: &mut Vec<Member<'a>>, start: usize, member: Member<'a>) {
    let mut before = members[start..].iter_mut();
    match before.find(|other| other.0 == member.0) {
        Some(other) => other.1 = member.1,
        None => members.push(member),
    }
}

/// The members without those whose name occurs again.
fn without_repeated(members: Vec<Member<'_>>) -> Vec<Member<'_>> {
    let mut places = HashMap::with_capacity(members.len());
    let firsts = members.iter().enumerate();
    let places: Vec<usize> = firsts
        .map(|(at, (name, _))| *places.entry(&**name).or_insert(at))
        .collect();
    if places.iter().enumerate().all(|(at, place)| at == *place) {
        return members;
    }
    let mut slots: Vec<Option<Member<'_>>> = vec![None; members.len()];
    for (member, place) in members.into_iter().zip(places) {
        slots[place] = Some(member);
    }
    slots.into_iter().flatten().collect()
}

impl<'a> Object<'a> {
    /// The object that members make which were added one by one.
    pub(crate) fn of(members: Vec<Member<'a>>) -> Self {
        let members = match members.len() {
            ..=MANY => members,
            _ => without_repeated(members),
        };
        Self { members }
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.iter().find(|member| member.0 == name).map(|m| m.1)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json<'a>)> {
        self.members.iter().map(|(name, value)| (&**name, value))
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// `true` if there are no members.
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
            Json::Number(text) => Json::Number(Text::from(text.into_owned())),
            Json::String(text) => Json::String(Text::from(text.into_owned())),
            Json::LoneSurrogate(text) => Json::LoneSurrogate(Text::from(text.into_owned())),
            Json::Array(items) => Json::Array(items.into_iter().map(Json::into_owned).collect()),
            Json::Object(object) => {
                let own = |(name, value): (Text<'_>, Json<'_>)| {
                    (Text::from(name.into_owned()), value.into_owned())
                };
                let members = object.members.into_iter().map(own).collect();
                Json::Object(Object { members })
            }
        }
    }

    /// The kind of value, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::LoneSurrogate(_) => "a string with half of a surrogate pair",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }
}

/// Fails for a number beyond the range of `f64` and for a string with half of a surrogate
/// pair, which a `Value` can't hold.
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
            json @ Json::LoneSurrogate(_) => return Err(DecodeError::new("a string", json.kind())),
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
                    map.insert(name.into_owned(), value);
                }
                Value::Object(map)
            }
        })
    }
}
