//! The members of an object, one by one; what [`object!`](super::object) uses.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{DecodeError, Json, Literal, Wire, Writer};

/// The members of an object that no field has taken yet.
#[derive(Debug)]
pub struct Fields<'a> {
    members: Vec<(Cow<'a, str>, Json<'a>)>,
    /// Everything before this one is taken.
    next: usize,
}

impl<'a> Fields<'a> {
    /// All members of an object.
    ///
    /// # Errors
    /// The value isn't an object.
    pub fn of(json: Json<'a>) -> Result<Self, DecodeError> {
        match json {
            Json::Object(object) => Ok(Self {
                members: object.members,
                next: 0,
            }),
            other => Err(DecodeError::new("an object", other.kind())),
        }
    }

    /// Takes one member. Replies keep to one order, mostly the document's, so
    /// it is mostly the next one; those that were passed over stay in order.
    fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let rest = &mut self.members[self.next..];
        let at = rest.iter().position(|member| member.0 == name)?;
        rest[..=at].rotate_right(1);
        self.next += 1;
        Some(std::mem::replace(&mut rest[0].1, Json::Null))
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// It is missing, or isn't a `T`.
    pub fn required<T: Wire>(&mut self, name: &str) -> Result<T, DecodeError> {
        match self.take(name) {
            Some(json) => T::decode(json).map_err(|error| error.in_member(name)),
            None => Err(missing(name)),
        }
    }

    /// A member that may be absent; `null` counts as absent.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn optional<T: Wire>(&mut self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.take(name) {
            Some(Json::Null) | None => Ok(None),
            Some(json) => T::decode(json)
                .map(Some)
                .map_err(|error| error.in_member(name)),
        }
    }

    /// A member that may be absent, and whose `null` means something else.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn nullable<T: Wire>(&mut self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.take(name) {
            Some(json) => T::decode(json)
                .map(Some)
                .map_err(|error| error.in_member(name)),
            None => Ok(None),
        }
    }

    /// Members that must be there with one value.
    ///
    /// # Errors
    /// One is missing, or has another value.
    pub fn constants(&mut self, constants: &[(&str, Literal)]) -> Result<(), DecodeError> {
        for &(name, literal) in constants {
            match self.take(name) {
                Some(json) if literal.is(Some(&json)) => {}
                Some(json) => return Err(mismatch(literal, &json).in_member(name)),
                None => return Err(missing(name)),
            }
        }
        Ok(())
    }

    /// All members that are left.
    ///
    /// # Errors
    /// One isn't a `T`.
    pub fn rest<T: Wire>(self) -> Result<BTreeMap<String, T>, DecodeError> {
        let mut map = BTreeMap::new();
        for (name, json) in self.members.into_iter().skip(self.next) {
            let value = T::decode(json).map_err(|error| error.in_member(&name))?;
            map.entry(name.into_owned()).or_insert(value);
        }
        Ok(map)
    }
}

fn missing(name: &str) -> DecodeError {
    DecodeError::new("a value", "nothing").in_member(name)
}

fn mismatch(expected: Literal, found: &Json<'_>) -> DecodeError {
    let mut out = Writer::new();
    expected.write(&mut out);
    match found {
        Json::String(text) => DecodeError::text(out.into_string(), text),
        Json::Bool(value) => DecodeError::new(out.into_string(), value.to_string()),
        other => DecodeError::new(out.into_string(), other.kind()),
    }
}

/// The way out, under the same names.
#[doc(hidden)]
impl Writer {
    /// A member that is always written.
    pub fn required<T: Wire>(&mut self, name: &str, value: &T) {
        value.encode(self.name(name));
    }

    /// A member that is written if there is a value.
    pub fn optional<T: Wire>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            value.encode(self.name(name));
        }
    }

    /// As `optional`; the value may be `null`.
    pub fn nullable<T: Wire>(&mut self, name: &str, value: &Option<T>) {
        self.optional(name, value);
    }

    /// Members with one value.
    pub fn constants(&mut self, constants: &[(&str, Literal)]) {
        for (name, literal) in constants {
            literal.write(self.name(name));
        }
    }

    /// The members that have no field.
    pub fn rest<T: Wire>(&mut self, members: &BTreeMap<String, T>) {
        for (name, value) in members {
            value.encode(self.name(name));
        }
    }
}
