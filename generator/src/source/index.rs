//! The places of all keys and items of a text, found in one pass.
//!
//! A search of its own for each of a hundred findings would read a large text
//! a hundred times. What one pass can't see (a number in a list, a key with
//! escapes, what came through a merge) is left to such a search.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde_json::value::RawValue;

use super::{Format, offset_of};

/// Bytes of a text by the tokens that lead there, and where its lines begin.
#[derive(Debug, Clone)]
pub(super) struct Index {
    places: HashMap<String, usize>,
    lines: Vec<usize>,
}

impl Index {
    pub(super) fn of(text: &str, format: Format) -> Self {
        let pass = Pass {
            text,
            format,
            path: RefCell::new(String::new()),
            places: RefCell::new(HashMap::new()),
        };
        // The text has been read before, so an error can only be a limit; then
        // the index ends there.
        let node = Node(&pass);
        let _ = match format {
            Format::Json => node
                .deserialize(&mut serde_json::Deserializer::from_str(text))
                .ok(),
            Format::Yaml => node
                .deserialize(serde_yaml::Deserializer::from_str(text))
                .ok(),
        };
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            places: pass.places.into_inner(),
            lines: std::iter::once(0)
                .chain(newlines.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    pub(super) fn get(&self, tokens: &[String]) -> Option<usize> {
        let mut path = String::new();
        for token in tokens {
            push(&mut path, token);
        }
        self.places.get(&path).copied()
    }

    /// The line and column, both from 1, of a byte; the column in characters.
    pub(super) fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines[line - 1];
        let before = text.get(start..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// No token holds this, or a clash would cost no more than a wrong line.
const SEPARATOR: char = '\0';

fn push(path: &mut String, token: &str) {
    path.push(SEPARATOR);
    path.push_str(token);
}

struct Pass<'t> {
    text: &'t str,
    format: Format,
    path: RefCell<String>,
    places: RefCell<HashMap<String, usize>>,
}

impl Pass<'_> {
    /// Goes on under a token, and comes back.
    fn under<T>(&self, token: &str, work: impl FnOnce() -> T) -> T {
        let length = self.path.borrow().len();
        push(&mut self.path.borrow_mut(), token);
        let result = work();
        self.path.borrow_mut().truncate(length);
        result
    }

    fn note(&self, offset: Option<usize>) {
        if let Some(offset) = offset {
            let path = self.path.borrow().clone();
            self.places.borrow_mut().entry(path).or_insert(offset);
        }
    }

    /// Where a mapping in braces begins, from where its first key does.
    fn opening(&self, offset: usize) -> usize {
        let before = self.text[..offset].trim_end();
        match before.ends_with('{') {
            true => before.len() - 1,
            false => offset,
        }
    }

    /// Where a string begins, with its quote.
    fn start(&self, text: &str) -> Option<usize> {
        let offset = offset_of(self.text, text)?;
        let quoted = self.text[..offset].ends_with(['"', '\'']);
        Some(offset - usize::from(quoted))
    }
}

/// A value; gives where it begins, as far as its text tells.
#[derive(Clone, Copy)]
struct Node<'p, 't>(&'p Pass<'t>);

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(self.0.start(text))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (IgnoredAny, content) = access.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        while let Some((key, offset)) = access.next_key_seed(Key(self.0))? {
            first = first.or(offset);
            if key == "<<" {
                access.next_value::<IgnoredAny>()?;
                continue;
            }
            self.0.under(&key, || {
                self.0.note(offset);
                access.next_value_seed(self).map(|_| ())
            })?;
        }
        Ok(first)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut index = 0;
        loop {
            let more = self.0.under(&index.to_string(), || match self.0.format {
                Format::Json => self.raw_item(&mut access),
                Format::Yaml => {
                    let item = access.next_element_seed(self)?;
                    self.0
                        .note(item.flatten().map(|offset| self.0.opening(offset)));
                    Ok(item.is_some())
                }
            })?;
            if !more {
                return Ok(None);
            }
            index += 1;
        }
    }
}

impl Node<'_, '_> {
    /// An item of JSON, which lends out any item's text.
    fn raw_item<'de, A: SeqAccess<'de>>(self, access: &mut A) -> Result<bool, A::Error> {
        let Some(item) = access.next_element::<&RawValue>()? else {
            return Ok(false);
        };
        self.0.note(offset_of(self.0.text, item.get()));
        let mut within = serde_json::Deserializer::from_str(item.get());
        let _ = self.deserialize(&mut within);
        Ok(true)
    }
}

/// A key, and where it begins.
struct Key<'p, 't>(&'p Pass<'t>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = (String, Option<usize>);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, '_> {
    type Value = (String, Option<usize>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok((key.to_owned(), self.0.start(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok((key.to_owned(), None))
    }
}
