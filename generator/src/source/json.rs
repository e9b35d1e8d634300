//! JSON: the value with repeated keys refused, and the place of a pointer.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::map::{Entry, VacantEntry};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::index::{Index, Places};
use super::text::{Fault, array_index, offset_of};

/// The levels that `serde_json` reads.
const DEPTH: usize = 127;

/// The reason for which a text is refused.
pub(super) enum Failure {
    /// It is not JSON, but may be YAML.
    Syntax(Fault),
    /// It is JSON that must not be read, so trying YAML would be pointless.
    Final(Fault),
}

pub(super) fn parse(text: &str) -> Result<(Value, Index), Failure> {
    let repeated = RefCell::new(None);
    let places = Places::of(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let result = Node {
        repeated: &repeated,
        places: &places,
    }
    .deserialize(&mut reader)
    .and_then(|value| reader.end().map(|()| value));
    let failed = |error| {
        let offset = error_offset(text, &error);
        match repeated.take() {
            Some(key) => Failure::Final(Fault::repeated_key(key_start(text, offset), &key)),
            None => syntax(text, offset, &error),
        }
    };
    let value = result.map_err(failed)?;
    Ok((value, places.into_index()))
}

fn syntax(text: &str, offset: usize, error: &serde_json::Error) -> Failure {
    let message = error.to_string();
    let message = match message.rfind(" at line ") {
        Some(end) => &message[..end],
        None => &message,
    };
    if message.starts_with("recursion limit") {
        return Failure::Final(Fault::too_deep(offset, DEPTH));
    }
    if let Some(inside) = message.strip_prefix("EOF while parsing ") {
        return Failure::Syntax(Fault::new(
            text.len(),
            format!("not valid JSON: the text ends inside {inside}"),
            "the file may have been cut short",
        ));
    }
    let help = match text[floor(text, offset)..].chars().next() {
        Some('/' | '#') => "JSON has no comments; remove it, or write the document in YAML",
        Some('\'') => "JSON takes double quotes only",
        Some('}' | ']') if message.contains("trailing comma") => "remove the comma before it",
        _ => "correct the text at this place",
    };
    Failure::Syntax(Fault::new(
        offset,
        format!("not valid JSON: {message}"),
        help,
    ))
}

/// The byte that `serde_json` complains of. Its columns count bytes, up to and
/// with the one it read last.
fn error_offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .nth(line - 2)
            .map_or(0, |(newline, _)| newline + 1),
    };
    floor(text, (line_start + error.column()).saturating_sub(1))
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The opening quote of the key that ends at `offset` or in front of the
/// blanks there.
fn key_start(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let is_quote = |at: usize| {
        let backslashes = bytes[..at].iter().rev().take_while(|&&b| b == b'\\');
        bytes[at] == b'"' && backslashes.count() % 2 == 0
    };
    let mut quotes = (0..=offset.min(text.len().saturating_sub(1)))
        .rev()
        .filter(|&at| is_quote(at));
    quotes.nth(1).unwrap_or(offset)
}

/// Builds a value as `serde_json` itself does, with an eye on the keys.
#[derive(Clone, Copy)]
struct Node<'a> {
    repeated: &'a RefCell<Option<String>>,
    places: &'a Places<'a>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        self.places.untold();
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        self.places.untold();
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        self.places.untold();
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        self.places.untold();
        Ok(value.into())
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Value, E> {
        self.places.lent(value);
        Ok(Value::String(value.to_owned()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        self.places.untold();
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        self.places.untold();
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let place = self.places.item();
            let Some(item) = access.next_element_seed(self)? else {
                self.places.forget(place);
                break;
            };
            self.places.close_item(place);
            items.push(item);
        }
        self.places.untold();
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        let mut first = None;
        while let Some(slot) = access.next_key_seed(Key {
            members: &mut members,
            node: self,
        })? {
            let (place, start) = self.places.member();
            first = first.or(Some(start));
            slot.insert(access.next_value_seed(self)?);
            self.places.close(place);
        }
        self.places.object(first);
        Ok(Value::Object(members))
    }
}

/// Finds the slot for a key, so that it is hashed once.
struct Key<'m, 'a> {
    members: &'m mut Map<String, Value>,
    node: Node<'a>,
}

impl<'de, 'm> DeserializeSeed<'de> for Key<'m, '_> {
    type Value = VacantEntry<'m>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, 'm> Visitor<'de> for Key<'m, '_> {
    type Value = VacantEntry<'m>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Self::Value, E> {
        self.node.places.lent(key);
        self.slot(key)
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        self.node.places.untold();
        self.slot(key)
    }
}

impl<'m> Key<'m, '_> {
    fn slot<E: de::Error>(self, key: &str) -> Result<VacantEntry<'m>, E> {
        match self.members.entry(key) {
            Entry::Vacant(slot) => Ok(slot),
            Entry::Occupied(_) => {
                self.node.repeated.replace(Some(key.to_owned()));
                Err(E::custom("repeated key"))
            }
        }
    }
}

/// The byte where what `tokens` lead to stands, or the last thing on the way.
pub(super) fn locate(text: &str, tokens: &[String]) -> Option<usize> {
    let reached = Cell::new(None);
    let find = Find {
        text,
        tokens,
        reached: &reached,
    };
    // The search stops with an error by design; what it found is in `reached`.
    let _ = find.deserialize(&mut serde_json::Deserializer::from_str(text));
    reached.get()
}

/// The byte where what `tokens` lead to stands, the first of which is the key at `start`.
pub(super) fn locate_member(text: &str, start: usize, tokens: &[String]) -> Option<usize> {
    let member = text.get(start..)?;
    let mut keys = serde_json::Deserializer::from_str(member).into_iter::<&RawValue>();
    let key = keys.next()?.ok()?;
    let value = text.get(offset_of(text, key.get())? + key.get().len()..)?;
    let value = value.trim_start().strip_prefix(':')?;
    let reached = Cell::new(None);
    let find = Find {
        text,
        tokens: tokens.get(1..)?,
        reached: &reached,
    };
    // As above.
    let _ = find.deserialize(&mut serde_json::Deserializer::from_str(value));
    reached.get()
}

/// Follows `tokens` down, notes each place on the way, and stops at the last.
struct Find<'a> {
    text: &'a str,
    tokens: &'a [String],
    reached: &'a Cell<Option<usize>>,
}

impl<'a> Find<'a> {
    fn note(&self, raw: &RawValue) {
        if let Some(offset) = offset_of(self.text, raw.get()) {
            self.reached.set(Some(offset));
        }
    }

    fn rest(&self) -> Find<'a> {
        Find {
            text: self.text,
            tokens: self.tokens.get(1..).unwrap_or_default(),
            reached: self.reached,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.tokens.is_empty() {
            return Err(de::Error::custom("found"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(key) = access.next_key::<&RawValue>()? {
            if self.tokens.first().is_some_and(|token| is_key(key, token)) {
                self.note(key);
                return access.next_value_seed(self.rest());
            }
            access.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Some(index) = self.tokens.first().and_then(|token| array_index(token)) else {
            return Err(de::Error::custom("not an index"));
        };
        for _ in 0..index {
            if access.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        let Some(item) = access.next_element::<&RawValue>()? else {
            return Ok(());
        };
        self.note(item);
        let mut inner = serde_json::Deserializer::from_str(item.get());
        self.rest()
            .deserialize(&mut inner)
            .map_err(de::Error::custom)
    }
}

/// Compares a key as it is written, in its quotes, with `token`.
fn is_key(key: &RawValue, token: &str) -> bool {
    let inner = key.get().trim_matches('"');
    if key.get().contains('\\') {
        serde_json::from_str::<String>(key.get()).is_ok_and(|key| key == token)
    } else {
        inner == token
    }
}
