//! YAML: the value that a text means by the core schema, and the place of a
//! pointer.
//!
//! The parser tells the meaning of plain scalars but neither how a scalar was
//! written nor where. What it lends out, though, are slices of the text itself,
//! and the slice's place in the text tells both.

mod locate;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::map::{Entry, VacantEntry};
use serde_json::{Map, Number, Value};

use super::index::{Index, Places};
use super::{Fault, offset_of};
use locate::Stop;

pub(super) use locate::locate;

/// The levels that the parser reads.
const DEPTH: usize = 128;

/// The most nodes and bytes that aliases may add to a document. Without them it
/// has fewer nodes than bytes, and fewer bytes in strings than twice its own.
const ALIASED_NODES: usize = 1_000_000;
const ALIASED_BYTES: usize = 64 << 20;

pub(super) fn parse(text: &str) -> Result<(Value, Index), Fault> {
    refuse_depth(text)?;
    let reader = Reader::new(text);
    match (&reader).deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => {
            refuse_lost_anchor(text)?;
            Ok((value, reader.places.into_index()))
        }
        Err(error) => Err(match reader.fault.take() {
            Some((Some(offset), fault)) => Fault { offset, ..fault },
            Some((None, fault)) => Fault {
                offset: error_offset(&error).unwrap_or(0),
                ..fault
            },
            None => syntax(text, &error),
        }),
    }
}

fn error_offset(error: &serde_yaml::Error) -> Option<usize> {
    error.location().map(|location| location.index())
}

fn syntax(text: &str, error: &serde_yaml::Error) -> Fault {
    let message = error.to_string();
    if message.contains("more than one document") {
        return second_document(text);
    }
    let Some(location) = error.location() else {
        return match message.as_str() {
            "repetition limit exceeded" => aliases_exceeded(0),
            _ => Fault::new(0, format!("not valid YAML: {message}"), MEND),
        };
    };
    if message.contains("recursion limit exceeded") {
        return Fault::too_deep(location.index(), DEPTH);
    }
    // The parser doesn't say where it met a control character.
    if message.contains("control characters") {
        let offset = text.find(is_forbidden).unwrap_or(0);
        return Fault::new(
            offset,
            "not valid YAML: there is a control character here",
            "remove it, or write it as an escape in double quotes",
        );
    }
    if message.contains("expected a key") {
        return Fault::new(
            location.index(),
            "a key must be plain text, not a mapping or list",
            "put text that begins with `{` or `[` in quotes",
        );
    }
    let place = format!(" at line {} column {}", location.line(), location.column());
    let message = message.replacen(&place, "", 1);
    // In front the parser names the path, which the place says better.
    let start = message.find("invalid value: ").unwrap_or(0);
    let message = &message[start..];
    let rest = text.get(location.index()..).unwrap_or_default();
    Fault::new(
        location.index(),
        format!("not valid YAML: {message}"),
        remedy(message, rest),
    )
}

const MEND: &str = "correct the text at this place";

fn remedy(message: &str, rest: &str) -> &'static str {
    let says = |part| message.contains(part);
    if rest.starts_with('\t') {
        "YAML takes no tabs for indentation; use spaces"
    } else if says("cannot start any token") {
        "put the value in quotes"
    } else if says("mapping values are not allowed") {
        "put a value that contains `: ` in quotes, or correct the indentation"
    } else if says("unknown anchor") {
        "an anchor stands before its aliases; put text that begins with `*` in quotes"
    } else if says("expected key") || says("'-' indicator") || says("block end") {
        "correct the indentation of this line or the one before it"
    } else if says("end of stream") || says("',' or") {
        "close the quote or bracket that is still open"
    } else {
        MEND
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{84}'
        | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// The error of a text with a second document, which may also be rubbish after the first.
fn second_document(text: &str) -> Fault {
    let second = || serde_yaml::Deserializer::from_str(text).nth(1);
    if let Some(Err(error)) = second().map(IgnoredAny::deserialize) {
        return syntax(text, &error);
    }
    let content = match second().map(|document| Stop.deserialize(document)) {
        Some(Err(error)) => error_offset(&error).unwrap_or(text.len()),
        _ => text.len(),
    };
    let before = text.get(..content).unwrap_or(text);
    Fault::new(
        before.rfind("\n---").map_or(content, |newline| newline + 1),
        "a second YAML document begins here",
        "move it to a file of its own, or remove it",
    )
}

fn aliases_exceeded(offset: usize) -> Fault {
    Fault::new(
        offset,
        "the aliases of this document expand to too much data",
        "refer to shared parts with `$ref`, not with aliases of aliases",
    )
}

/// The parser needs quadratic time for brackets within brackets, so that a
/// small text of them would hang it. Brackets in strings and comments count
/// here too, hence the wide limit.
fn refuse_depth(text: &str) -> Result<(), Fault> {
    const OPEN: usize = 1_000;
    let mut open = 0_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > OPEN {
            return Err(Fault::too_deep(offset, DEPTH));
        }
    }
    Ok(())
}

/// The parser mixes up anchors once a name is used for a second one: an alias
/// of that name may then give another anchor's value.
fn refuse_lost_anchor(text: &str) -> Result<(), Fault> {
    let mut defined = BTreeMap::new();
    for (offset, sigil) in text.match_indices(['&', '*']) {
        if !text[..offset].ends_with([' ', '\t', '\n', '\r', '[', '{', ',']) {
            continue;
        }
        let rest = &text[offset + 1..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let ends =
            after.is_empty() || after.starts_with([' ', '\t', '\n', '\r', ']', '}', ',', ':']);
        if name.is_empty() || !ends {
            continue;
        }
        let times: &mut usize = defined.entry(name).or_default();
        if sigil == "&" {
            *times += 1;
        } else if *times > 1 {
            return Err(Fault::new(
                offset,
                format!("the anchor `&{name}` is defined more than once before this alias"),
                "give each anchor a name of its own",
            ));
        }
    }
    Ok(())
}

/// Builds the value, and keeps what a fault says until the parser returns.
struct Reader<'t> {
    text: &'t str,
    places: Places<'t>,
    /// The number of nodes that may still be read.
    nodes: Cell<usize>,
    /// The number of bytes in strings that may still be read.
    bytes: Cell<usize>,
    /// A fault with its place, unless the parser knows the place better.
    fault: RefCell<Option<(Option<usize>, Fault)>>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
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

    /// True of a slice of the text that is a plain scalar without a tag.
    fn is_plain(&self, slice: &str) -> bool {
        self.unquoted(slice)
            .is_some_and(|start| self.tag(start).is_none())
    }

    /// The place of a key that asks for a merge: `<<` or `!!merge <<`.
    fn merge(&self, key: &str) -> Option<usize> {
        let start = (key == "<<").then(|| self.unquoted(key)).flatten()?;
        (self.tag(start) != Some("!!str")).then_some(start)
    }

    /// The byte at which a slice of the text begins, unless it stands in quotes.
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

/// An entry that a key asks for: a member, or a merge.
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
