//! The branch of a union that a value belongs to: decided on what is in it, and only
//! where that doesn't tell, by trial.

use super::budget::{self, Budget, Fit, Trial};
use super::lenient::{self, Attempt, Differences};
use super::literal::{Field, Literal};
use super::raw_json::RawJson;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::number;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// A type of JSON, as JSON Schema tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    non_camel_case_types,
    reason = "the macro passes the names of JSON Schema on"
)]
pub enum Kind {
    /// `null`
    null,
    /// `true` or `false`
    boolean,
    /// A number without a fraction that 64 bits hold.
    integer,
    /// Any number.
    number,
    /// A string.
    string,
    /// An array.
    array,
    /// An object.
    object,
}

impl Kind {
    /// The kind of a value. A number is an `integer` if it can be and if that
    /// is among the kinds on offer. `2.0` can be, but is no `integer` where a `number` is
    /// on offer, too, which is written with a fraction again.
    pub fn among(offered: &[Kind], json: &Json<'_>) -> Kind {
        match json {
            Json::Null => Kind::null,
            Json::Bool(_) => Kind::boolean,
            Json::Number(text) if offered.contains(&Kind::integer) && is_integer(text) => {
                match offered.contains(&Kind::number) && has_fraction(text) {
                    true => Kind::number,
                    false => Kind::integer,
                }
            }
            Json::Number(_) => Kind::number,
            Json::String(_) | Json::LoneSurrogate(_) => Kind::string,
            Json::Array(_) => Kind::array,
            Json::Object(_) => Kind::object,
        }
    }
}

impl Kind {
    /// Ends a value of this kind that was written. A `number` gets a fraction where an
    /// `integer` is on offer, too.
    pub fn end(self, offered: &[Kind], out: &mut Writer) {
        if self == Kind::number && offered.contains(&Kind::integer) {
            out.end_number();
        }
    }
}

/// `true` of a number that isn't written as integers are.
fn has_fraction(text: &str) -> bool {
    text.contains(['.', 'e', 'E'])
}

fn is_integer(text: &str) -> bool {
    match number::integer(text) {
        number::Integer::Value(value) => {
            i64::try_from(value).is_ok() || u64::try_from(value).is_ok()
        }
        _ => false,
    }
}

/// `true` if this is a number that a `T` has no room for, which is no reason to
/// lose all that stands around it.
pub fn is_beyond<T: Wire>(json: &Json<'_>) -> bool {
    matches!(json, Json::Number(_)) && T::decode(*json).is_err()
}

impl Json<'_> {
    /// A member, if this is an object that has it.
    #[doc(hidden)]
    pub fn member(&self, name: &str) -> Option<Self> {
        match self {
            Json::Object(object) => object.get(name),
            _ => None,
        }
    }
}

/// Reads a variant. A function of its own, so that the values of a large union
/// don't all have room on the stack at once.
///
/// # Errors
/// The value isn't a `T`.
#[inline(never)]
pub fn variant<T: Wire, U>(json: Json<'_>, wrap: fn(T) -> U) -> Result<U, DecodeError> {
    T::decode(json).map(wrap)
}

/// The value of the property that tells the branches of a union apart.
#[derive(Debug)]
pub struct Tag<'j> {
    json: Json<'j>,
    value: Option<Json<'j>>,
    matched: bool,
}

impl<'j> Tag<'j> {
    /// That of an object; of nothing else.
    pub fn of(json: &Json<'j>, property: &str) -> Self {
        let value = json.member(property).filter(|_| !property.is_empty());
        Self {
            json: *json,
            value,
            matched: false,
        }
    }

    /// `true` if it is one of these values.
    pub fn is(&mut self, values: &[Literal]) -> bool {
        let is = values.iter().any(|known| known.is(self.value));
        self.matched |= is;
        is
    }

    /// `true` if the union's value is of this kind, and a `T` has room for it.
    pub fn is_kind<T: Wire>(&self, kind: Kind) -> bool {
        Kind::among(&[kind], &self.json) == kind && !is_beyond::<T>(&self.json)
    }

    /// `true` if there is none.
    pub fn is_absent(&self) -> bool {
        self.value.is_none()
    }

    /// `true` if it named a branch.
    pub fn has_matched(&self) -> bool {
        self.matched
    }
}

/// The branch of a union that a value is taken for after a trial of several.
///
/// The one that fits best is taken, the earlier one on a tie. A branch whose
/// listed values the value violates comes after all others, and is taken only if
/// it fits better than every other.
#[derive(Debug)]
pub struct Trials<U> {
    best: Option<(Fit, U)>,
    is_tied: bool,
    /// The number of branches that can read the value.
    readable: usize,
    /// The number of those that it doesn't violate.
    fitting: usize,
    /// The number of values that are tried.
    size: usize,
    /// The differences of the best one, if it was read leniently.
    differences: Differences,
}

impl<U> Default for Trials<U> {
    fn default() -> Self {
        Self {
            best: None,
            is_tied: false,
            readable: 0,
            fitting: 0,
            size: 0,
            differences: Differences::default(),
        }
    }
}

/// The violations that a value counts as which isn't as documented.
const NOT_AS_DOCUMENTED: usize = 1 << 16;

impl<U> Trials<U> {
    /// Tries one branch, unless one before has understood everything.
    pub fn attempt<T: Wire>(&mut self, json: &Json<'_>, wrap: fn(T) -> U) {
        let is_settled = |best: &(Fit, U)| best.0 == Fit::default();
        if !self.best.as_ref().is_some_and(is_settled) {
            self.compare(json, wrap);
        }
    }

    /// Tries one branch. Nothing comes of it when the document has been too much
    /// work already, when the branch is a union that doesn't know the value, and
    /// when it is being tried already, as by a union that leads to itself.
    #[inline(never)]
    pub fn compare<T: Wire>(&mut self, json: &Json<'_>, wrap: fn(T) -> U) {
        let mut attempt = Attempt::strict();
        if lacks(json, T::FIELDS) && !attempt.may_be_lenient() {
            return;
        }
        let _budget = Budget::of_tree(json);
        let Some(trial) = Trial::of::<T>(json) else {
            return;
        };
        let value = loop {
            match T::decode(*json) {
                Ok(value) => break value,
                Err(_) if attempt.may_be_lenient() => {}
                Err(_) => return,
            }
        };
        if trial.is_unrecognized() {
            return;
        }
        let differences = attempt.end();
        let mut fit = trial.fit();
        fit.violations += differences.values.len() * NOT_AS_DOCUMENTED;
        self.size = trial.size();
        self.readable += 1;
        self.fitting += usize::from(fit.violations == 0);
        match &self.best {
            Some((best, _)) if *best <= fit => self.is_tied |= *best == fit,
            _ => {
                self.is_tied = false;
                self.best = Some((fit, wrap(value)));
                self.differences = differences;
            }
        }
    }

    /// The branch that fits best.
    pub fn best(self) -> Option<U> {
        let is_tied = self.is_tied;
        self.accepted(|fit| fit.violations == 0 || !is_tied)
    }

    /// The branch that fits, if no other does; or else the only one that can read
    /// the value.
    pub fn only(self) -> Option<U> {
        let is_only = self.fitting == 1 || (self.fitting == 0 && self.readable == 1);
        self.accepted(|_| is_only)
    }

    /// The branch that fits better than all others, violates nothing and
    /// understands more of the value than not.
    pub fn clear(self) -> Option<U> {
        let (size, is_tied) = (self.size, self.is_tied);
        self.accepted(|fit| !is_tied && fit.violations == 0 && fit.unknown * 2 < size)
    }

    /// The value of the branch that is taken; its fit is that of what is around it.
    fn accepted(self, is_taken: impl FnOnce(&Fit) -> bool) -> Option<U> {
        let (fit, value) = self.best?;
        // A branch that had to be read over must be about most of the value.
        let is_about_it = self.differences.is_empty() || fit.unknown * 2 < self.size;
        if !is_about_it || !is_taken(&fit) {
            return None;
        }
        budget::report(fit);
        lenient::list_all(self.differences);
        Some(value)
    }
}

/// The number of members up to which an object is looked through before it is read.
const FEW: usize = 32;

/// `true` if a value can't be an object with these fields, as is seen without reading it.
fn lacks(json: &Json<'_>, fields: &[Field]) -> bool {
    match json {
        Json::Object(object) if object.len() > FEW => false,
        Json::Object(object) => fields
            .iter()
            .any(|field| field.is_required() && object.get(field.name()).is_none()),
        _ => !fields.is_empty(),
    }
}

/// Keeps a value that a union doesn't know.
pub fn unrecognized(json: &Json<'_>) -> RawJson {
    keep(json, |json| {
        DecodeError::new("one of the documented types", json.kind())
    })
}

/// The same, of a union whose branches one property tells apart.
pub fn unrecognized_tag(json: &Json<'_>, property: &str) -> RawJson {
    keep(json, |json| {
        let expected = "one of the documented values";
        let error = match json.member(property) {
            _ if !matches!(json, Json::Object(_)) => {
                return DecodeError::new("an object", json.kind());
            }
            Some(Json::String(text)) => DecodeError::text(expected, text),
            Some(other) => DecodeError::new(expected, other.kind()),
            None => DecodeError::new(expected, "nothing"),
        };
        error.in_member(property)
    })
}

fn keep(json: &Json<'_>, difference: impl FnOnce(&Json<'_>) -> DecodeError) -> RawJson {
    budget::report_unrecognized(json);
    if let Some(depth) = lenient::depth() {
        lenient::list(depth, difference(json));
    }
    json.into()
}
