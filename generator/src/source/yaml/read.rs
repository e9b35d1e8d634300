//! The value of a YAML text, as its parser gives it piece by piece.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::map::{Entry, VacantEntry};
use serde_json::{Map, Number, Value};

use crate::source::index::Places;
use crate::source::text::{Fault, offset_of};

/// The most nodes and bytes that aliases may add to a document. Without them it
/// has fewer nodes than bytes, and fewer bytes in strings than twice its own.
const ALIASED_NODES: usize = 1_000_000;
const ALIASED_BYTES: usize = 64 << 20;

/// The byte that an error of the parser is about.
pub(super) fn error_offset(error: &serde_yaml::Error) -> Option<usize> {
    error.location().map(|location| location.index())
}

/// More aliases than any document needs.
pub(super) fn aliases_exceeded(offset: usize) -> Fault {
    Fault::new(
        offset,
        "the aliases of this document expand to too much data",
        "refer to shared parts with `$ref`, not with aliases of aliases",
    )
}

/// The builder of the value, which keeps a fault until the parser returns.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) places: Places<'t>,
    /// The number of nodes that may still be read.
    nodes: Cell<usize>,
    /// The number of bytes in strings that may still be read.
    bytes: Cell<usize>,
    /// A fault with its place, unless the parser knows the place better.
    pub(super) fault: RefCell<Option<(Option<usize>, Fault)>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            places: Places::of(text),
            nodes: Cell::new(text.len() + ALIASED_NODES),
            bytes: Cell::new(2 * text.len() + ALIASED_BYTES),
            fault: RefCell::new(None),
        }
    }

    fn fail<T, E: de::Error>(&self, offset: Option<usize>, fault: Fault) -> Result<T, E> {
        self.fault.replace(Some((offset, fault)));
        Err(E::custom("refused"))
    }

    fn spend<E: de::Error>(&self, bytes: usize) -> Result<(), E> {
        self.places.untold();
        match (
            self.nodes.get().checked_sub(1),
            self.bytes.get().checked_sub(bytes),
        ) {
            (Some(nodes), Some(bytes)) => {
                self.nodes.set(nodes);
                self.bytes.set(bytes);
                Ok(())
            }
            _ => self.fail(None, aliases_exceeded(0)),
        }
    }

    /// Tells if a slice of the text is a plain scalar without a tag.
    fn is_plain(&self, slice: &str) -> bool {
        self.unquoted(slice)
            .is_some_and(|start| self.tag(start).is_none())
    }

    /// The place of a key that asks for a merge: `<<` or `!!merge <<`.
    pub(super) fn merge(&self, key: &str) -> Option<usize> {
        let start = (key == "<<").then(|| self.unquoted(key)).flatten()?;
        (self.tag(start) != Some("!!str")).then_some(start)
    }

    /// The byte where a slice of the text begins, unless it stands in quotes.
    fn unquoted(&self, slice: &str) -> Option<usize> {
        let start = offset_of(self.text, slice)?;
        let before = self.text.get(..start)?;
        let after = self.text.get(start + slice.len()..)?;
        let quoted = |quote| before.ends_with(quote) && after.starts_with(quote);
        (!quoted('"') && !quoted('\'')).then_some(start)
    }

    /// The tag in front of a scalar, which an anchor may part from it.
    fn tag(&self, start: usize) -> Option<&str> {
        self.text[..start]
            .split_whitespace()
            .rev()
            .map(|token| token.trim_start_matches(['[', '{', ',']))
            .find(|token| !token.starts_with('&'))
            .filter(|token| token.starts_with('!'))
    }
}

impl<'de> DeserializeSeed<'de> for &Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.spend(0)?;
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.spend(0)?;
        Ok(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.spend(0)?;
        Ok(match Number::from_f64(value) {
            Some(number) => Value::Number(number),
            None if value.is_nan() => ".nan".into(),
            None if value > 0.0 => ".inf".into(),
            None => "-.inf".into(),
        })
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Value, E> {
        match padded_integer(value) {
            Some(number) if self.is_plain(value) => {
                self.spend(0)?;
                Ok(number)
            }
            _ => {
                let read = self.visit_str(value)?;
                self.places.lent(value);
                Ok(read)
            }
        }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Null)
    }

    /// The text holds nothing but comments.
    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.fail(
            Some(0),
            Fault::new(
                0,
                "the file holds nothing but comments",
                "an OpenAPI document in JSON or YAML belongs here",
            ),
        )
    }

    /// A tag of the document's own.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (IgnoredAny, content) = access.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.spend(0)?;
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
        self.spend(0)?;
        let mut members = Map::new();
        let mut merge = None;
        let mut first = None;
        while let Some(slot) = access.next_key_seed(Key {
            reader: self,
            members: &mut members,
        })? {
            match slot {
                Slot::Member(slot) => {
                    let (place, start) = self.places.member();
                    first = first.or(Some(start));
                    slot.insert(access.next_value_seed(self)?);
                    self.places.close(place);
                }
                Slot::Merge(at) if merge.is_some() => {
                    return self.fail(Some(at), Fault::repeated_key(at, "<<"));
                }
                Slot::Merge(at) => {
                    let index = members.len();
                    let place = self.places.merge(at);
                    let value = access.next_value_seed(self)?;
                    self.places.close_merge(&place);
                    merge = Some((index, self.mappings(at, value)?, place));
                }
            }
        }
        self.places.object(first);
        Ok(Value::Object(match merge {
            Some((index, mappings, place)) => {
                let own = members.len();
                let all = merged(members, index, mappings);
                self.places.added(place, all.len() - own);
                all
            }
            None => members,
        }))
    }
}

impl Reader<'_> {
    fn slot<'m, E: de::Error>(
        &self,
        key: &str,
        members: &'m mut Map<String, Value>,
    ) -> Result<Slot<'m>, E> {
        self.spend(key.len())?;
        match members.entry(key) {
            Entry::Vacant(slot) => Ok(Slot::Member(slot)),
            Entry::Occupied(_) => self.fail(None, Fault::repeated_key(0, key)),
        }
    }

    /// The mappings that the value of a `<<` at `offset` names.
    fn mappings<E: de::Error>(
        &self,
        offset: usize,
        value: Value,
    ) -> Result<Vec<Map<String, Value>>, E> {
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        let mut mappings = Vec::new();
        for value in values {
            let Value::Object(mapping) = value else {
                return self.fail(
                    Some(offset),
                    Fault::new(
                        offset,
                        "`<<` merges a mapping or a list of mappings, and nothing else",
                        "put the `<<` in quotes if it is an ordinary key",
                    ),
                );
            };
            mappings.push(mapping);
        }
        Ok(mappings)
    }
}

/// Puts what `mappings` add in front of the member at `index`.
fn merged(
    members: Map<String, Value>,
    index: usize,
    mappings: Vec<Map<String, Value>>,
) -> Map<String, Value> {
    let mut added = Map::new();
    for (key, value) in mappings.into_iter().flatten() {
        if !members.contains_key(&key) {
            added.entry(key).or_insert(value);
        }
    }
    let mut members = members.into_iter();
    let mut all: Map<_, _> = members.by_ref().take(index).collect();
    all.extend(added);
    all.extend(members);
    all
}

/// `0123` and its like, which the parser takes for strings.
fn padded_integer(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with('0') || digits.len() < 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Ok(integer) = text.parse::<u64>() {
        return Some(integer.into());
    }
    if let Ok(integer) = text.parse::<i64>() {
        return Some(integer.into());
    }
    let float = text.parse().ok().and_then(Number::from_f64)?;
    Some(Value::Number(float))
}

/// The entry that a key makes room for.
enum Slot<'m> {
    Member(VacantEntry<'m>),
    /// A `<<`, and its place in the text.
    Merge(usize),
}

/// Finds the slot for a key, so that it is hashed once and a repeated one is
/// reported by the parser at the key's place.
struct Key<'m, 'a, 't> {
    reader: &'a Reader<'t>,
    members: &'m mut Map<String, Value>,
}

impl<'de, 'm> DeserializeSeed<'de> for Key<'m, '_, '_> {
    type Value = Slot<'m>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot<'m>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, 'm> Visitor<'de> for Key<'m, '_, '_> {
    type Value = Slot<'m>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Slot<'m>, E> {
        if let Some(offset) = self.reader.merge(key) {
            return Ok(Slot::Merge(offset));
        }
        let slot = self.reader.slot(key, self.members)?;
        self.reader.places.lent(key);
        Ok(slot)
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Slot<'m>, E> {
        self.reader.slot(key, self.members)
    }
}

/// Stops the parser at whatever comes next.
pub(super) struct Stop;

impl<'de> DeserializeSeed<'de> for Stop {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Stop {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }
}
