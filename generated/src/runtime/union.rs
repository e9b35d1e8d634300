//! Which branch of a union a value belongs to; decided on the tree, before
//! anything is decoded.

use serde_json::Value;

use super::budget::{self, Budget, Trial};
use super::{DecodeError, Json, Wire, number, to_json};

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
    /// is among the kinds on offer.
    pub fn among(offered: &[Kind], json: &Json<'_>) -> Kind {
        match json {
            Json::Null => Kind::null,
            Json::Bool(_) => Kind::boolean,
            Json::Number(text) if offered.contains(&Kind::integer) && is_integer(text) => {
                Kind::integer
            }
            Json::Number(_) => Kind::number,
            Json::String(_) => Kind::string,
            Json::Array(_) => Kind::array,
            Json::Object(_) => Kind::object,
        }
    }
}

fn is_integer(text: &str) -> bool {
    match number::integer(text) {
        number::Integer::Value(value) => {
            i64::try_from(value).is_ok() || u64::try_from(value).is_ok()
        }
        _ => false,
    }
}

/// Whether this is a number that a `T` has no room for, which is no reason to
/// lose all that stands around it.
pub fn is_beyond<T: Wire>(json: &Json<'_>) -> bool {
    matches!(json, Json::Number(_)) && T::decode(json.clone()).is_err()
}

impl Json<'_> {
    /// A member, if this is an object that has it.
    #[doc(hidden)]
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Json::Object(object) => object.get(name),
            _ => None,
        }
    }
}

/// Tries one branch. Gives its value if it decodes and loses less of the
/// original than `lost`, which is lowered to what it loses. Gives none when
/// the document has been too much work already, when the branch is a union
/// that doesn't know the value, and when it is being tried already, as by a
/// union that leads to itself.
pub fn attempt<T: Wire>(json: &Json<'_>, lost: &mut usize) -> Option<T> {
    if *lost == 0 {
        return None;
    }
    let _budget = Budget::of_tree(json);
    let trial = Trial::of::<T>(json)?;
    let value = T::decode(json.clone()).ok()?;
    if trial.is_unrecognized() {
        return None;
    }
    let now = loss(json, to_json(&value).as_bytes());
    if now >= *lost {
        return None;
    }
    *lost = now;
    Some(value)
}

/// Keeps a value that a union doesn't know.
///
/// # Errors
/// It has no form as a [`Value`].
pub fn unrecognized(json: Json<'_>) -> Result<Value, DecodeError> {
    budget::report_unrecognized(&json);
    json.try_into()
}

/// How many values of the original the text has lost or changed.
fn loss(original: &Json<'_>, kept: &[u8]) -> usize {
    match Json::parse(kept) {
        Ok(kept) => missing(original, Some(&kept)),
        Err(_) => missing(original, None),
    }
}

fn missing(original: &Json<'_>, kept: Option<&Json<'_>>) -> usize {
    match (original, kept) {
        (Json::Object(object), kept @ (Some(Json::Object(_)) | None)) => {
            let member = |(name, value)| missing(value, kept.and_then(|kept| kept.member(name)));
            usize::from(kept.is_none()) + object.iter().map(member).sum::<usize>()
        }
        (Json::Array(items), kept @ (Some(Json::Array(_)) | None)) => {
            let kept_items = match kept {
                Some(Json::Array(kept)) => kept.as_slice(),
                _ => &[],
            };
            let item = |(index, value)| missing(value, kept_items.get(index));
            usize::from(kept.is_none()) + items.iter().enumerate().map(item).sum::<usize>()
        }
        (Json::Number(a), Some(Json::Number(b))) => {
            usize::from(a != b && number::float(a) != number::float(b))
        }
        (original, Some(kept)) => usize::from(original != kept),
        (_, None) => 1,
    }
}
