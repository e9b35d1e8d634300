//! The place of a pointer in a YAML text.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::read::{Reader, Stop, error_offset};
use crate::source::text::{array_index, offset_of};

/// The byte where what `tokens` lead to stands, or the last thing on the way.
pub(in crate::source) fn locate(text: &str, tokens: &[String]) -> Option<usize> {
    let (found, reached) = search(text, tokens);
    found.or(reached)
}

/// The byte where what `tokens` lead to stands, the first of which is the key at the start of
/// `part`; nothing if the lines of that part make no sense by themselves.
pub(in crate::source) fn locate_member(
    text: &str,
    part: Range<usize>,
    tokens: &[String],
) -> Option<usize> {
    let line = text[..part.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let column = part.start - line;
    let end = match part.end == text.len() {
        true => part.end,
        // The line of what comes next.
        false => text[..part.end]
            .rfind('\n')
            .map_or(0, |newline| newline + 1),
    };
    let lines = text.get(part.start..end)?;
    let moved = format!("{:column$}{lines}", "");
    let (found, _) = search(&moved, tokens);
    Some(found?.checked_sub(column)? + part.start)
}

/// The byte where what `tokens` lead to stands, and that of the last thing on the way.
fn search(text: &str, tokens: &[String]) -> (Option<usize>, Option<usize>) {
    let search = Search {
        reader: Reader::new(text),
        reached: Cell::new(None),
        found: Cell::new(false),
    };
    let find = Find {
        search: &search,
        tokens,
    };
    // The parser says where it is only in an error, so the search ends in one.
    let found = match find.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Err(error) if search.found.get() => error_offset(&error),
        _ => None,
    };
    (found, search.reached.get())
}

struct Search<'t> {
    reader: Reader<'t>,
    /// The last key on the way whose place is known.
    reached: Cell<Option<usize>>,
    /// `true` once the parser has stopped at the very place.
    found: Cell<bool>,
}

/// Follows the tokens down and stops the parser at the last.
struct Find<'s, 't> {
    search: &'s Search<'t>,
    tokens: &'s [String],
}

impl<'de> DeserializeSeed<'de> for Find<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Find<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping or sequence")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let (IgnoredAny, content) = access.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Some((token, rest)) = self.tokens.split_first() else {
            return Err(de::Error::custom("nothing to look for"));
        };
        let merge = Cell::new(None);
        while let Some(is_token) = access.next_key_seed(FindKey {
            search: self.search,
            token,
            is_last: rest.is_empty(),
            merge: &merge,
        })? {
            if is_token {
                return access.next_value_seed(Find {
                    search: self.search,
                    tokens: rest,
                });
            }
            access.next_value::<IgnoredAny>()?;
        }
        if merge.get().is_some() {
            self.search.reached.set(merge.get());
        }
        Err(de::Error::custom("not found"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Some((token, rest)) = self.tokens.split_first() else {
            return Err(de::Error::custom("nothing to look for"));
        };
        for _ in 0..array_index(token).unwrap_or(usize::MAX) {
            if access.next_element::<IgnoredAny>()?.is_none() {
                return Err(de::Error::custom("not found"));
            }
        }
        if rest.is_empty() {
            self.search.found.set(true);
            access.next_element_seed(Stop)?;
        } else {
            access.next_element_seed(Find {
                search: self.search,
                tokens: rest,
            })?;
        }
        Err(de::Error::custom("not found"))
    }
}

/// Compares a key with a token, and stops the parser there if it is the last.
struct FindKey<'s, 't> {
    search: &'s Search<'t>,
    token: &'s str,
    is_last: bool,
    merge: &'s Cell<Option<usize>>,
}

impl<'de> DeserializeSeed<'de> for FindKey<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for FindKey<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<bool, E> {
        let reader = &self.search.reader;
        if let Some(offset) = reader.merge(key) {
            self.merge.set(Some(offset));
            return Ok(false);
        }
        if key == self.token && !self.is_last {
            self.search.reached.set(offset_of(reader.text, key));
        }
        self.visit_str(key)
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        if key == self.token && self.is_last {
            self.search.found.set(true);
            return Err(E::custom("found"));
        }
        Ok(key == self.token)
    }
}
