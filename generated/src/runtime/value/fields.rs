//! The members of an object, one by one; what [`object!`](crate::runtime::object) uses.

use std::collections::HashMap;
use std::vec::IntoIter;

use super::budget::{self, Fit, Trial};
use super::lenient;
use super::literal::{Fixed, Literal};
use super::member_map::MemberMap;
use super::nullable::Absentable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{Json, Member, Object};
use crate::runtime::json::tree::{Members, Tree};
use crate::runtime::json::writer::Writer;

/// The number of members up to which each field may look through all of them.
const FEW: usize = 64;

/// The number of times that a field may look through more than these.
const LOOKS: usize = 8;

/// The members of an object that no field has taken yet.
#[derive(Debug)]
pub struct Fields<'a> {
    /// The whole object.
    object: Object<'a>,
    members: Left<'a>,
    /// The number of members that fields have passed over.
    passed: usize,
    /// `true` if parts are read from the same object.
    has_parts: bool,
    /// Constants with another value that were read over. Parts don't see them.
    hidden: Vec<&'static str>,
    /// `true` if there should be no others.
    closed: bool,
    /// The least that one of the parts doesn't know.
    unknown_to_parts: Option<Fit>,
    /// The depth of the object, if it is read leniently.
    lenient: Option<usize>,
}

/// The members that are left.
#[derive(Debug)]
enum Left<'a> {
    /// All from one on.
    Behind(Object<'a>),
    /// Those from which one was taken that isn't the first.
    Some(IntoIter<Member<'a>>),
    /// The same by name, once too many have been passed over.
    ByName(Box<ByName<'a>>),
}

/// Values with their places among the members that are left.
type ByName<'a> = HashMap<&'a str, (usize, Json<'a>)>;

impl<'a> Left<'a> {
    fn len(&self) -> usize {
        match self {
            Self::Behind(members) => members.len(),
            Self::Some(members) => members.len(),
            Self::ByName(by_name) => by_name.len(),
        }
    }

    /// The members in the order in which they came.
    fn in_order(&self) -> Vec<Member<'a>> {
        match self {
            Self::Behind(members) => members.collect(),
            Self::Some(members) => members.as_slice().to_vec(),
            Self::ByName(by_name) => {
                let by_name = by_name.iter();
                let members = by_name.map(|(name, (place, json))| (*place, (*name, *json)));
                let mut members: Vec<_> = members.collect();
                members.sort_unstable_by_key(|(place, _)| *place);
                members.into_iter().map(|(_, member)| member).collect()
            }
        }
    }

    /// Takes the member of a name that isn't the next one, and gives the number of those
    /// that had to be looked at, too.
    fn pick(&mut self, name: &str) -> (Option<Json<'a>>, usize) {
        match self {
            Self::Behind(members) => match members.place_of(name) {
                None => (None, members.len()),
                Some(0) => (members.next_value(), 0),
                Some(place) => {
                    let mut rest: Vec<_> = members.collect();
                    let (_, json) = rest.remove(place);
                    *self = Self::Some(rest.into_iter());
                    (Some(json), place)
                }
            },
            Self::Some(members) => {
                let place = members.as_slice().iter().position(|one| one.0 == name);
                let Some(place) = place else {
                    return (None, members.len());
                };
                // Those that were passed over stay in order.
                members.as_mut_slice()[..=place].rotate_right(1);
                (members.next().map(|member| member.1), place)
            }
            Self::ByName(by_name) => (by_name.remove(name).map(|(_, json)| json), 0),
        }
    }
}

/// Tells whoever tries the object about the members that nobody has taken.
impl Drop for Fields<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.members.len() > 0 || self.unknown_to_parts.is_some() {
            self.report();
        }
    }
}

impl Fields<'_> {
    fn report(&self) {
        let is_trial = budget::is_trial();
        if self.lenient.is_none() && !is_trial {
            return;
        }
        let left = self.members.in_order();
        if let Some(depth) = self.lenient.filter(|_| !self.has_parts) {
            for (name, _) in &left {
                lenient::list_unknown(depth, name);
            }
        }
        if left.is_empty() && self.unknown_to_parts.is_none() || !is_trial {
            return;
        }
        let count = left.iter().map(|(_, json)| budget::count(json)).sum();
        let own = Fit {
            violations: usize::from(self.closed && !left.is_empty()),
            unknown: count,
            dropped: count,
        };
        budget::report(match self.unknown_to_parts {
            Some(parts) => own.min(parts),
            None => own,
        });
    }
}

impl<'a> Fields<'a> {
    /// All members of an object.
    ///
    /// # Errors
    /// The value isn't an object.
    #[inline]
    pub fn of(json: Json<'a>) -> Result<Self, DecodeError> {
        match json {
            Json::Object(object) => Ok(Self {
                object,
                members: Left::Behind(object),
                passed: 0,
                has_parts: false,
                hidden: Vec::new(),
                closed: false,
                unknown_to_parts: None,
                lenient: lenient::depth(),
            }),
            other => Self::of_nothing(&other),
        }
    }

    /// Some servers send an empty list for an object without members.
    #[cold]
    fn of_nothing(json: &Json<'_>) -> Result<Self, DecodeError> {
        match json {
            Json::Array(_) => lenient::nothing_in(json, "an object")?,
            _ => return Err(DecodeError::new("an object", json.kind())),
        }
        Self::of(Json::Object(Object::default()))
    }

    /// Notes that the document allows no other members than those that will be taken.
    pub fn close(&mut self) {
        self.closed = true;
    }

    /// Notes that parts will be read, which have the constants, too.
    pub fn with(&mut self) {
        self.has_parts = true;
    }

    /// Another value that is read from the same object, before any field is.
    ///
    /// # Errors
    /// The object isn't a `T`.
    pub fn part<T: Wire>(&mut self) -> Result<T, DecodeError> {
        if !budget::spend_on_part(self.object) {
            return Err(DecodeError::new(
                "an object that is less work to read",
                "more",
            ));
        }
        if let Some(depth) = self.lenient {
            lenient::enter(depth);
        }
        let trial = Trial::of_part();
        let value = match self.hidden.is_empty() {
            true => T::decode(Json::Object(self.object))?,
            false => self.seen_by_parts(T::decode)?,
        };
        if let Some(trial) = trial {
            let fit = trial.fit();
            let least = self.unknown_to_parts.map_or(fit, |known| known.min(fit));
            self.unknown_to_parts = Some(least);
        }
        Ok(value)
    }

    /// Reads the object without the members that parts don't see.
    #[cold]
    fn seen_by_parts<T>(
        &self,
        decode: fn(Json<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let members = self.object;
        let members = members.filter(|(name, _)| !self.hidden.contains(name));
        let members = members.map(|(name, json)| (name.to_owned().into(), Tree::from(json)));
        let tape = Tree::Object(Members::of(members.collect())).tape();
        decode(tape.root())
    }

    /// Takes one member. Responses keep to one order, mostly the document's, so
    /// it is mostly the next one; those that were passed over stay in order.
    #[inline]
    fn take(&mut self, name: &str) -> Option<Json<'a>> {
        if let Some(depth) = self.lenient {
            lenient::enter_member(depth, name);
        }
        match &mut self.members {
            Left::Behind(members) if members.is_next(name) => members.next_value(),
            Left::Behind(members) if members.is_empty() => None,
            _ => self.take_later(name),
        }
    }

    #[inline(never)]
    fn take_later(&mut self, name: &str) -> Option<Json<'a>> {
        let (json, passed) = self.members.pick(name);
        self.passed += passed;
        let count = self.object.len();
        // Were too many passed over, the work is about to grow with the fields, too.
        if count > FEW && self.passed > LOOKS * count && !matches!(self.members, Left::ByName(_)) {
            let members = self.members.in_order().into_iter().enumerate();
            let by_name = members.map(|(place, (name, json))| (name, (place, json)));
            self.members = Left::ByName(Box::new(by_name.collect()));
        }
        json
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// It is missing, or isn't a `T`.
    pub fn required<T: Wire>(&mut self, name: &str) -> Result<T, DecodeError> {
        let json = match self.take(name) {
            Some(json) => json,
            None => self.missing(name)?,
        };
        self.in_member(T::decode(json), name)
    }

    /// `null` in the place of a member that isn't there, if that is read over.
    #[cold]
    fn missing(&self, name: &str) -> Result<Json<'a>, DecodeError> {
        self.read_over(missing(name)).map(|()| Json::Null)
    }

    #[cold]
    fn read_over(&self, error: DecodeError) -> Result<(), DecodeError> {
        match self.lenient {
            Some(depth) => {
                lenient::list(depth, error);
                Ok(())
            }
            None => Err(error),
        }
    }

    /// A member that must be there and may be `null`, which is also what it is for a
    /// server that leaves it out.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn required_nullable<T: Wire>(&mut self, name: &str) -> Result<T, DecodeError> {
        let json = self.take(name).unwrap_or_else(|| {
            // Of two branches of a union, one that doesn't ask for it fits better.
            budget::report_unlisted();
            Json::Null
        });
        self.in_member(T::decode(json), name)
    }

    /// A member that may be absent; `null` counts as absent.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn optional<T: Wire>(&mut self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.take(name) {
            Some(Json::Null) => {
                budget::report(Fit {
                    unknown: 1,
                    dropped: 1,
                    violations: 0,
                });
                Ok(None)
            }
            None => Ok(None),
            Some(json) => self.some_in_member(T::decode(json), name),
        }
    }

    /// A member that may be absent, and whose `null` means something else.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn nullable<T: Absentable>(&mut self, name: &str) -> Result<T, DecodeError> {
        match self.take(name) {
            Some(json) => self.in_member_or(T::present(json), name, T::ABSENT),
            None => Ok(T::ABSENT),
        }
    }

    /// Members that must be there with one value.
    ///
    /// # Errors
    /// One has another value, or is missing though it is required.
    #[inline]
    pub fn constants(&mut self, constants: &[Fixed]) -> Result<(), DecodeError> {
        match constants {
            [] => Ok(()),
            _ => self.check(constants),
        }
    }

    fn check(&mut self, constants: &[Fixed]) -> Result<(), DecodeError> {
        for fixed in constants {
            match self.members.pick(fixed.name).0 {
                Some(json) if fixed.value.is(Some(json)) => {}
                Some(json) => {
                    self.read_over(mismatch(fixed.value, &json).in_member(fixed.name))?;
                    self.hidden.push(fixed.name);
                }
                // Of what can only be `null`, nothing is missing.
                None if fixed.required && fixed.value != Literal::Null => {
                    self.read_over(missing(fixed.name))?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// All members that are left.
    ///
    /// # Errors
    /// One isn't a `T`.
    pub fn rest<M: MemberMap>(mut self) -> Result<M, DecodeError> {
        if budget::is_trial() {
            let left = self.members.in_order();
            budget::report(Fit {
                violations: usize::from(self.closed && !left.is_empty()),
                unknown: left.iter().map(|(_, json)| budget::count(json)).sum(),
                dropped: 0,
            });
        }
        let left = std::mem::replace(&mut self.members, Left::Behind(Object::default()));
        let mut in_order;
        let mut behind;
        let left: &mut dyn Iterator<Item = Member<'a>> = match left {
            Left::Behind(members) => {
                behind = members;
                &mut behind
            }
            left => {
                in_order = left.in_order().into_iter();
                &mut in_order
            }
        };
        let mut map = M::default();
        for (name, json) in left {
            if let Some(depth) = self.lenient {
                lenient::enter_member(depth, name);
            }
            if let Some(value) = self.some_in_member(M::Value::decode(json), name)? {
                map.add(name.to_owned(), value);
            }
        }
        Ok(map)
    }

    // Functions of their own, since whoever calls `decode` and goes on with the value
    // has room for it several times in a build without optimization, at every level
    // of a value.

    fn in_member<T>(
        &mut self,
        value: Result<T, DecodeError>,
        name: &str,
    ) -> Result<T, DecodeError> {
        value.map_err(|error| {
            // What is left wasn't looked at.
            self.lenient = None;
            error.in_member(name)
        })
    }

    fn some_in_member<T>(
        &mut self,
        value: Result<T, DecodeError>,
        name: &str,
    ) -> Result<Option<T>, DecodeError> {
        self.in_member_or(value.map(Some), name, None)
    }

    fn in_member_or<T>(
        &mut self,
        value: Result<T, DecodeError>,
        name: &str,
        otherwise: T,
    ) -> Result<T, DecodeError> {
        match value {
            Ok(value) => Ok(value),
            Err(error) => self.read_over(error.in_member(name)).map(|()| otherwise),
        }
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

    /// As `required`.
    pub fn required_nullable<T: Wire>(&mut self, name: &str, value: &T) {
        value.encode(self.name(name));
    }

    /// A member that is written if there is a value.
    pub fn optional<T: Wire>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            value.encode(self.name(name));
        }
    }

    /// As `optional`; the value may be `null`.
    pub fn nullable<T: Absentable>(&mut self, name: &str, value: &T) {
        value.write(name, self);
    }

    /// Members with one value.
    #[inline]
    pub fn constants(&mut self, constants: &[Fixed]) {
        for fixed in constants {
            fixed.value.write(self.name(fixed.name));
        }
    }

    /// The members that have no field.
    pub fn rest<M: MemberMap>(&mut self, members: &M) {
        self.note_loose(members.each().map(|(name, _)| name));
        for (name, value) in members.each() {
            value.encode(self.name(name));
        }
    }
}
