//! The members of an object that is a part of a list of values, which may be one that is
//! tried, or read leniently.

use super::budget::{self, Fit, Trial};
use super::lenient;
use super::literal::Fixed;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::reader::Name;
use crate::runtime::json::tape::{Json, Object};
use crate::runtime::json::tree::{Members, Tree};

/// The members of an object.
pub(super) struct Listed<'f> {
    /// The whole object.
    object: Object<'f>,
    /// Those that weren't read yet.
    left: Object<'f>,
    /// The depth of the object, if it is read leniently.
    lenient: Option<usize>,
    /// Constants with another value that were read over. Parts don't see them.
    hidden: Vec<&'static str>,
    /// The number of values in members that have no field.
    unknown: usize,
    /// `true` if there is such a member.
    has_unknown: bool,
    /// `true` if there should be no such member.
    pub(super) is_closed: bool,
    /// `true` if parts are read from the same object.
    pub(super) has_parts: bool,
    /// The least that one of the parts doesn't know.
    unknown_to_parts: Option<Fit>,
}

impl<'f> Listed<'f> {
    /// All members of a value.
    ///
    /// # Errors
    /// The value isn't an object.
    pub(super) fn of(json: Json<'f>) -> Result<Self, DecodeError> {
        let object = match json {
            Json::Object(object) => object,
            other => nothing_in(&other)?,
        };
        Ok(Self {
            object,
            left: object,
            lenient: lenient::depth(),
            hidden: Vec::new(),
            unknown: 0,
            has_unknown: false,
            is_closed: false,
            has_parts: false,
            unknown_to_parts: None,
        })
    }

    /// Looks at the members with one value, before any field is read: of the branches of a
    /// union, most fail there.
    ///
    /// # Errors
    /// One has another value, or is missing though it is required.
    pub(super) fn check(&mut self, constants: &[Fixed]) -> Result<(), DecodeError> {
        for fixed in constants {
            match self.object.get(fixed.name) {
                Some(json) if fixed.value.is(Some(json)) => {}
                Some(json) => {
                    self.read_over(fixed.value.mismatch(&json).in_member(fixed.name))?;
                    self.hidden.push(fixed.name);
                }
                None => fixed
                    .missing()
                    .map_or(Ok(()), |error| self.read_over(error))?,
            }
        }
        Ok(())
    }

    /// The name of the next member.
    #[inline(always)]
    pub(super) fn next_name(&self) -> Name<'f> {
        let Some(name) = self.left.next_name() else {
            return Name::None;
        };
        self.enter(name);
        Name::Plain(name.as_bytes())
    }

    /// The value of the next member.
    #[inline(always)]
    pub(super) fn next_value(&mut self) -> Json<'f> {
        self.left.next_value().unwrap_or(Json::Null)
    }

    /// The value of the next member, which has no field.
    pub(super) fn unknown_value(&mut self) -> Json<'f> {
        let json = self.next_value();
        self.has_unknown = true;
        if budget::is_trial() {
            self.unknown += budget::count(&json);
        }
        json
    }

    /// Reads over a member that has no field.
    pub(super) fn pass_over(&mut self, name: &str) {
        self.unknown_value();
        if let (Some(depth), false) = (self.lenient, self.has_parts) {
            lenient::list_unknown(depth, name);
        }
    }

    /// Notes that a member is read now.
    pub(super) fn enter(&self, name: &str) {
        if let Some(depth) = self.lenient {
            lenient::enter_member(depth, name);
        }
    }

    /// Another value that is read from the same object.
    pub(super) fn part<T: Wire>(&mut self) -> Result<T, DecodeError> {
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

    /// Tells whoever tries the object about the members that have no field, which are kept or
    /// dropped.
    pub(super) fn report(&self, are_kept: bool) {
        if !self.has_unknown && self.unknown_to_parts.is_none() {
            return;
        }
        let own = Fit {
            violations: usize::from(self.is_closed && self.has_unknown),
            unknown: self.unknown,
            dropped: match are_kept {
                true => 0,
                false => self.unknown,
            },
        };
        budget::report(match self.unknown_to_parts {
            Some(parts) if !are_kept => own.min(parts),
            _ => own,
        });
    }

    /// Lists an error, if the object is read leniently.
    ///
    /// # Errors
    /// It isn't.
    #[cold]
    pub(super) fn read_over(&self, error: DecodeError) -> Result<(), DecodeError> {
        match self.lenient {
            Some(depth) => {
                lenient::list(depth, error);
                Ok(())
            }
            None => Err(error),
        }
    }
}

/// Some servers send an empty list for an object without members.
#[cold]
fn nothing_in(json: &Json<'_>) -> Result<Object<'static>, DecodeError> {
    match json {
        Json::Array(_) => lenient::nothing_in(json, "an object")?,
        _ => return Err(DecodeError::new("an object", json.kind())),
    }
    Ok(Object::default())
}
