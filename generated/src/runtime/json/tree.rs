//! JSON values as trees that can be changed and made. Knows nothing of the types that are
//! made of them.

use std::collections::HashMap;

use super::decode_error::DecodeError;
use super::tape::{Json, NodeKind, Tape};
use super::text::Text;

/// A JSON value on its own, which borrows texts where it can.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written, valid by the grammar of JSON.
    Number(Text<'a>),
    /// A string, its escapes resolved.
    String(Text<'a>),
    /// A string with half of a surrogate pair: as it was written, with its quotes.
    LoneSurrogate(Text<'a>),
    /// An array.
    Array(Vec<Tree<'a>>),
    /// An object.
    Object(Members<'a>),
}

/// The members of an object, in order. No name occurs more than once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Members<'a> {
    pub(crate) members: Vec<(Text<'a>, Tree<'a>)>,
}

impl<'a> Members<'a> {
    /// The members that were added one by one. Of several with one name the last one counts,
    /// in the place of the first.
    pub(crate) fn of(members: Vec<(Text<'a>, Tree<'a>)>) -> Self {
        let mut places = HashMap::with_capacity(members.len());
        let firsts = members.iter().enumerate();
        let places: Vec<usize> = firsts
            .map(|(at, (name, _))| *places.entry(&**name).or_insert(at))
            .collect();
        if places.iter().enumerate().all(|(at, place)| at == *place) {
            return Self { members };
        }
        let mut slots: Vec<Option<(Text<'_>, Tree<'_>)>> = vec![None; members.len()];
        for (member, place) in members.into_iter().zip(places) {
            slots[place] = Some(member);
        }
        let members = slots.into_iter().flatten().collect();
        Self { members }
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        self.iter().find(|member| member.0 == name).map(|m| m.1)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tree<'a>)> {
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

#[cfg(feature = "client")]
impl Tree<'_> {
    /// The same value, borrowing nothing.
    pub(crate) fn to_static(&self) -> Tree<'static> {
        let own = |text: &Text<'_>| Text::from(text.to_string());
        match self {
            Tree::Null => Tree::Null,
            Tree::Bool(value) => Tree::Bool(*value),
            Tree::Number(text) => Tree::Number(own(text)),
            Tree::String(text) => Tree::String(own(text)),
            Tree::LoneSurrogate(text) => Tree::LoneSurrogate(own(text)),
            Tree::Array(items) => Tree::Array(items.iter().map(Tree::to_static).collect()),
            Tree::Object(object) => {
                let members = object.members.iter();
                let members = members.map(|(name, value)| (own(name), value.to_static()));
                let members = members.collect();
                Tree::Object(Members { members })
            }
        }
    }
}

impl Tree<'_> {
    /// The list of its values.
    pub(crate) fn tape(&self) -> Tape<'static> {
        let mut tape = Tape::empty();
        self.add_to(&mut tape);
        tape
    }

    fn add_to(&self, tape: &mut Tape<'static>) {
        match self {
            Tree::Null => tape.push(NodeKind::Null, ""),
            Tree::Bool(true) => tape.push(NodeKind::True, ""),
            Tree::Bool(false) => tape.push(NodeKind::False, ""),
            Tree::Number(text) => tape.push(NodeKind::Number, text),
            Tree::String(text) => tape.push(NodeKind::String, text),
            Tree::LoneSurrogate(text) => tape.push(NodeKind::LoneSurrogate, text),
            Tree::Array(items) => {
                let start = tape.open(NodeKind::Array);
                items.iter().for_each(|item| item.add_to(tape));
                tape.close(start, items.len());
            }
            Tree::Object(members) => {
                let start = tape.open(NodeKind::Object);
                for (name, value) in members.iter() {
                    tape.push(NodeKind::Name, name);
                    value.add_to(tape);
                }
                tape.close(start, members.len());
            }
        }
    }
}

impl Tree<'static> {
    /// Reads one JSON value, as a [`Tape`] does.
    ///
    /// # Errors
    /// The text isn't JSON, or nests too deep.
    pub fn parse(text: &[u8]) -> Result<Self, DecodeError> {
        Tape::parse(text).map(|tape| Self::from(tape.root()))
    }
}

/// A copy of what is seen.
impl From<Json<'_>> for Tree<'static> {
    fn from(json: Json<'_>) -> Self {
        let own = |text: &str| Text::from(text.to_owned());
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(text) => Self::Number(own(text)),
            Json::String(text) => Self::String(own(text)),
            Json::LoneSurrogate(text) => Self::LoneSurrogate(own(text)),
            Json::Array(items) => Self::Array(items.map(Self::from).collect()),
            Json::Object(members) => {
                let members = members.map(|(name, value)| (own(name), Self::from(value)));
                let members = members.collect();
                Self::Object(Members { members })
            }
        }
    }
}
