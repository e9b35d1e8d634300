//! A JSON text as a flat list of its values, and the views of them that types are read from.
//! Knows nothing of the types that are made of it.
//!
//! The scanner is our own because `serde_json`'s visitors push every number
//! through `f64`, and its `RawValue` scans a value again at each depth. Here
//! numbers are checked against the grammar and keep their text, and strings without
//! escapes are borrowed. Whatever a text holds, the list is one allocation, and a view of a
//! part of it is copied in a few words.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::decode_error::DecodeError;
use super::number;

/// A JSON text that was read.
#[derive(Debug)]
pub struct Tape<'t> {
    pub(super) text: &'t str,
    /// The strings of the text that have escapes, resolved, one behind the other.
    pub(super) unescaped: String,
    /// The values in the order of the text, each member's name before its value.
    pub(super) nodes: Vec<Node>,
}

/// A value or a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// The byte where its text begins; of an array or object, the number of items or members.
    pub(super) at: u32,
    /// The bytes of its text; of an array or object, the number of nodes within it.
    pub(super) length: u32,
    pub(super) kind: NodeKind,
    /// `true` if its text is among those without their escapes.
    pub(super) is_unescaped: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    Null,
    True,
    False,
    Number,
    String,
    LoneSurrogate,
    Array,
    Object,
    Name,
}

/// A JSON value: a view of a [`Tape`].
#[derive(Debug, Clone, Copy)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written, valid by the grammar of JSON.
    Number(&'a str),
    /// A string, its escapes resolved.
    String(&'a str),
    /// A string with half of a surrogate pair, such as `"\ud83d"`, which is no text: as
    /// it was written, with its quotes. To read it as anything is an error.
    LoneSurrogate(&'a str),
    /// An array.
    Array(Items<'a>),
    /// An object.
    Object(Object<'a>),
}

/// The items of an array that haven't been taken yet, in the order of the text.
#[derive(Debug, Clone, Copy)]
pub struct Items<'a> {
    tape: &'a Tape<'a>,
    /// The node of the next one.
    next: u32,
    left: u32,
}

/// The members of an object that haven't been taken yet, in the order of the text.
///
/// No name occurs more than once: of several members with one name in a text, the last
/// one counts, as in `serde_json` and in JavaScript. It stands where the first stood.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    tape: &'a Tape<'a>,
    /// The node of the next one's name.
    next: u32,
    left: u32,
}

/// A name with its value.
pub(crate) type Member<'a> = (&'a str, Json<'a>);

/// The tape without anything on it.
static EMPTY: Tape<'static> = Tape::empty();

/// The most nodes of a list that is kept for the next text.
const MOST_KEPT: usize = (1 << 20) / size_of::<Node>();

thread_local! {
    /// The room of the last list on this thread, so that a text rarely needs a large
    /// allocation, after which many small ones are slower.
    static ROOM: Cell<Vec<Node>> = const { Cell::new(Vec::new()) };
}

/// An empty list with room for the nodes of a text of so many bytes, about.
pub(super) fn room(text: usize) -> Vec<Node> {
    // A thread that ends has none any more.
    let mut room = ROOM.try_with(Cell::take).unwrap_or_default();
    room.reserve((text / BYTES_OF_A_NODE + 1).min(MOST_KEPT));
    room
}

/// The bytes of a text for each node that there is room for at first.
const BYTES_OF_A_NODE: usize = 16;

impl Drop for Tape<'_> {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.nodes);
        if room.capacity() > 0 && room.capacity() <= MOST_KEPT {
            room.clear();
            let _ = ROOM.try_with(|place| place.set(room));
        }
    }
}

impl<'t> Tape<'t> {
    /// The value that the text is.
    pub fn root(&self) -> Json<'_> {
        self.value(0).0
    }

    /// The number or boolean that the text is, if it is one.
    pub(crate) fn scalar(&self) -> Option<Json<'t>> {
        let node = self.nodes.first()?;
        match node.kind {
            NodeKind::True => Some(Json::Bool(true)),
            NodeKind::False => Some(Json::Bool(false)),
            NodeKind::Number if !node.is_unescaped => Some(Json::Number(slice(self.text, *node))),
            _ => None,
        }
    }

    /// The list without anything on it.
    pub(super) const fn empty() -> Self {
        Self::of_text("")
    }

    /// The same, for values of a text.
    pub(super) const fn of_text(text: &'t str) -> Self {
        Self {
            text,
            unescaped: String::new(),
            nodes: Vec::new(),
        }
    }

    /// Takes everything off the list.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.unescaped.clear();
    }

    /// Adds a value or a name that isn't of the text.
    pub(super) fn push(&mut self, kind: NodeKind, text: &str) {
        self.nodes.push(Node {
            at: self.unescaped.len() as u32,
            length: text.len() as u32,
            kind,
            is_unescaped: true,
        });
        self.unescaped.push_str(text);
    }

    /// Opens an array or object.
    pub(super) fn open(&mut self, kind: NodeKind) -> usize {
        self.nodes.push(Node {
            at: 0,
            length: 0,
            kind,
            is_unescaped: false,
        });
        self.nodes.len() - 1
    }

    /// Closes what was opened, which has so many items or members.
    pub(super) fn close(&mut self, start: usize, count: usize) {
        let length = self.nodes.len() - start - 1;
        if let Some(node) = self.nodes.get_mut(start) {
            node.at = count as u32;
            node.length = length as u32;
        }
    }

    /// The text of a node that has one.
    #[inline(always)]
    fn text_of(&self, node: Node) -> &str {
        match node.is_unescaped {
            false => slice(self.text, node),
            true => slice(&self.unescaped, node),
        }
    }

    /// The bytes of that.
    #[inline(always)]
    fn bytes_of(&self, node: Node) -> &[u8] {
        let text = match node.is_unescaped {
            false => self.text,
            true => &self.unescaped,
        };
        let start = node.at as usize;
        let bytes = text.as_bytes().get(start..start + node.length as usize);
        bytes.unwrap_or_default()
    }

    /// The value of the node at a place, and the place behind it.
    #[inline(always)]
    fn value(&self, place: u32) -> (Json<'_>, u32) {
        let Some(node) = self.nodes.get(place as usize).copied() else {
            return (Json::Null, place);
        };
        let next = place + 1;
        let json = match node.kind {
            NodeKind::Null => Json::Null,
            NodeKind::True => Json::Bool(true),
            NodeKind::False => Json::Bool(false),
            NodeKind::Number => Json::Number(self.text_of(node)),
            NodeKind::String | NodeKind::Name => Json::String(self.text_of(node)),
            NodeKind::LoneSurrogate => Json::LoneSurrogate(self.text_of(node)),
            NodeKind::Array => {
                let items = Items {
                    tape: self,
                    next,
                    left: node.at,
                };
                return (Json::Array(items), next + node.length);
            }
            NodeKind::Object => {
                let members = Object {
                    tape: self,
                    next,
                    left: node.at,
                };
                return (Json::Object(members), next + node.length);
            }
        };
        (json, next)
    }

    /// The place behind the value at a place.
    #[inline]
    fn behind(&self, place: u32) -> u32 {
        match self.nodes.get(place as usize) {
            Some(node) => match node.kind {
                NodeKind::Array | NodeKind::Object => place + 1 + node.length,
                _ => place + 1,
            },
            None => place,
        }
    }

    /// The name of the member at a place.
    #[inline(always)]
    pub(super) fn name(&self, place: u32) -> &str {
        match self.nodes.get(place as usize) {
            Some(node) => self.text_of(*node),
            None => "",
        }
    }

    /// `true` if one of the texts has escapes.
    #[inline(always)]
    pub(super) fn has_unescaped(&self) -> bool {
        !self.unescaped.is_empty()
    }

    /// The bytes of the text that was added last.
    #[inline(always)]
    pub(super) fn last_text(&self) -> &[u8] {
        self.nodes.last().map_or(&[], |node| self.bytes_of(*node))
    }

    /// `true` if one of the members behind a node, which are so many, has the name that was
    /// added last.
    #[cold]
    pub(super) fn has_last_name(&self, start: usize, count: usize) -> bool {
        let name = self.name(self.nodes.len() as u32 - 1);
        let members = Object {
            tape: self,
            next: start as u32 + 1,
            left: count as u32,
        };
        members.get(name).is_some()
    }

    /// Removes the members whose names occur again, of the objects at these places: the
    /// nodes of which are still in it. In one go, for such objects may stand in each other.
    #[cold]
    pub(super) fn without_repeated(&mut self, objects: &[u32]) {
        let mut nodes = Vec::with_capacity(self.nodes.len());
        let objects: HashSet<u32> = objects.iter().copied().collect();
        self.copy(0, &objects, &mut nodes);
        self.nodes = nodes;
    }

    /// Adds the value at a place.
    fn copy(&self, place: u32, objects: &HashSet<u32>, nodes: &mut Vec<Node>) {
        let Some(node) = self.nodes.get(place as usize) else {
            return;
        };
        let start = nodes.len();
        nodes.push(*node);
        let count = match self.value(place).0 {
            Json::Array(mut items) => {
                for _ in 0..items.left {
                    self.copy(items.next, objects, nodes);
                    items.next = self.behind(items.next);
                }
                items.left
            }
            Json::Object(members) => {
                let kept = match objects.contains(&place) {
                    true => self.kept(members),
                    false => self.all(members),
                };
                for (name, value) in &kept {
                    nodes.extend(self.nodes.get(*name as usize));
                    self.copy(*value, objects, nodes);
                }
                kept.len() as u32
            }
            _ => return,
        };
        let length = nodes.len() - start - 1;
        if let Some(node) = nodes.get_mut(start) {
            node.at = count;
            node.length = length as u32;
        }
    }

    /// The places of the names and values of all members.
    fn all(&self, mut members: Object<'_>) -> Vec<(u32, u32)> {
        let mut all = Vec::with_capacity(members.len());
        while members.left > 0 {
            all.push((members.next, members.next + 1));
            members.pass_over();
        }
        all
    }

    /// The places of the names of members and of the values that count for them.
    fn kept(&self, members: Object<'_>) -> Vec<(u32, u32)> {
        let mut firsts = HashMap::with_capacity(members.len());
        let mut kept: Vec<(u32, u32)> = Vec::with_capacity(members.len());
        for (name, value) in self.all(members) {
            let first = *firsts.entry(self.name(name)).or_insert(kept.len());
            match kept.get_mut(first) {
                Some(entry) => entry.1 = value,
                None => kept.push((name, value)),
            }
        }
        kept
    }

    /// `true` if each text is where its node says, which has room for 4 GiB.
    pub(crate) fn is_whole(&self) -> bool {
        u32::try_from(self.unescaped.len()).is_ok()
    }
}

/// `true` of equal names, most of which are short.
#[inline(always)]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (one.first_chunk::<8>(), other.first_chunk::<8>()) {
        (Some(first), Some(wanted)) if one.len() <= 16 => {
            first == wanted && one.last_chunk::<8>() == other.last_chunk::<8>()
        }
        (Some(_), Some(_)) => one == other,
        _ => match (one.first_chunk::<4>(), other.first_chunk::<4>()) {
            (Some(first), Some(wanted)) => {
                first == wanted && one.last_chunk::<4>() == other.last_chunk::<4>()
            }
            // Of up to three bytes, these are all.
            _ => {
                let middle = one.len() / 2;
                one.first() == other.first()
                    && one.get(middle) == other.get(middle)
                    && one.last() == other.last()
            }
        },
    }
}

#[inline(always)]
fn slice(text: &str, node: Node) -> &str {
    let start = node.at as usize;
    text.get(start..start + node.length as usize)
        .unwrap_or_default()
}

impl<'a> Items<'a> {
    /// The number of items.
    pub fn len(&self) -> usize {
        self.left as usize
    }

    /// `true` if there are no items.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// The item at an index.
    pub fn get(mut self, index: usize) -> Option<Json<'a>> {
        self.nth(index)
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Json<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Json<'a>> {
        self.left = self.left.checked_sub(1)?;
        let (json, next) = self.tape.value(self.next);
        self.next = next;
        Some(json)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len(), Some(self.len()))
    }
}

impl Default for Object<'_> {
    fn default() -> Self {
        Self {
            tape: &EMPTY,
            next: 0,
            left: 0,
        }
    }
}

impl<'a> Object<'a> {
    /// The value of a member.
    pub fn get(mut self, name: &str) -> Option<Json<'a>> {
        while self.left > 0 {
            if self.is_next(name) {
                return self.next_value();
            }
            self.pass_over();
        }
        None
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.left as usize
    }

    /// `true` if there are no members.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// The value of the next member.
    #[inline(always)]
    pub(crate) fn next_value(&mut self) -> Option<Json<'a>> {
        self.left = self.left.checked_sub(1)?;
        let (json, next) = self.tape.value(self.next + 1);
        self.next = next;
        Some(json)
    }

    /// `true` if the next member has a name.
    #[inline(always)]
    pub(crate) fn is_next(&self, name: &str) -> bool {
        match self.tape.nodes.get(self.next as usize) {
            Some(node) if self.left > 0 => is_same(self.tape.bytes_of(*node), name.as_bytes()),
            _ => false,
        }
    }

    /// The name of the next member.
    #[inline(always)]
    pub(crate) fn next_name(&self) -> Option<&'a str> {
        match self.left {
            0 => None,
            _ => Some(self.tape.name(self.next)),
        }
    }

    /// Passes over the next member.
    #[inline]
    fn pass_over(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.next = self.tape.behind(self.next + 1);
    }
}

impl<'a> Iterator for Object<'a> {
    type Item = Member<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Member<'a>> {
        self.left = self.left.checked_sub(1)?;
        let name = self.tape.name(self.next);
        let (json, next) = self.tape.value(self.next + 1);
        self.next = next;
        Some((name, json))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len(), Some(self.len()))
    }
}

/// The size of a value.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Size {
    /// The number of values in it, itself included.
    pub(crate) values: usize,
    /// The bytes of each text in it, as so many values as they are work.
    pub(crate) texts: usize,
}

/// The number of bytes of a name or a text that are as much work as a value.
pub(crate) const BYTES_OF_A_VALUE: usize = 8;

impl<'a> Json<'a> {
    /// The size of the value.
    pub(crate) fn size(&self) -> Size {
        let (tape, start, values) = match self {
            Json::Array(items) => (items.tape, items.next, items.left),
            Json::Object(members) => (members.tape, members.next, members.left),
            Json::Number(text) | Json::String(text) | Json::LoneSurrogate(text) => {
                let texts = text.len() / BYTES_OF_A_VALUE;
                return Size { values: 1, texts };
            }
            Json::Null | Json::Bool(_) => {
                return Size {
                    values: 1,
                    texts: 0,
                };
            }
        };
        let end = match values {
            0 => start,
            _ => self.end(),
        };
        let nodes = tape.nodes.get(start as usize..end as usize);
        let mut size = Size {
            values: 1,
            texts: 0,
        };
        for node in nodes.unwrap_or_default() {
            size.values += usize::from(node.kind != NodeKind::Name);
            if !matches!(node.kind, NodeKind::Array | NodeKind::Object) {
                size.texts += node.length as usize / BYTES_OF_A_VALUE;
            }
        }
        size
    }

    /// The place behind the last item or member.
    fn end(&self) -> u32 {
        match *self {
            Json::Array(mut items) => {
                while items.left > 0 {
                    items.left -= 1;
                    items.next = items.tape.behind(items.next);
                }
                items.next
            }
            Json::Object(mut members) => {
                while members.left > 0 {
                    members.pass_over();
                }
                members.next
            }
            _ => 0,
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
            Json::Number(text) => match number::to_value(text) {
                Some(number) => Value::Number(number),
                None => return Err(DecodeError::out_of_range("a number", text)),
            },
            Json::String(text) => Value::String(text.to_owned()),
            json @ Json::LoneSurrogate(_) => return Err(DecodeError::new("a string", json.kind())),
            Json::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.enumerate() {
                    values.push(Value::try_from(item).map_err(|error| error.in_item(index))?);
                }
                Value::Array(values)
            }
            Json::Object(members) => {
                let mut map = serde_json::Map::new();
                for (name, value) in members {
                    let value = Value::try_from(value).map_err(|error| error.in_member(name))?;
                    map.insert(name.to_owned(), value);
                }
                Value::Object(map)
            }
        })
    }
}
