//! The text of a header as a value of a type.

use crate::ir::{BytesEncoding, Enum, Scalar, Type, TypeId, TypeKind};
use crate::json::JsonType;
use crate::lower::types::UndecidedTypes;
use serde_json::Value;

/// The most values that an advice lists.
const MOST_LISTED: usize = 8;

/// The reason why a text can't stand for a value of a type.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// The type takes other values: these.
    Other(String),
    /// No text can stand for the type for good; it is this.
    Unfixable(&'static str),
}

/// Checks that a type has the value that a header's text stands for.
pub(super) fn fits(
    types: &UndecidedTypes,
    ty: &Type,
    is_json: bool,
    text: &str,
) -> Result<(), Misfit> {
    if is_json {
        let value: Result<Value, _> = serde_json::from_str(text);
        return value.map(drop).map_err(|_| other("JSON"));
    }
    Checker {
        types,
        seen: Vec::new(),
    }
    .check(ty, text)
}

fn other(expected: &str) -> Misfit {
    Misfit::Other(expected.to_owned())
}

struct Checker<'a> {
    types: &'a UndecidedTypes,
    /// The types that have been tried: each is once, so that there is an end.
    seen: Vec<TypeId>,
}

impl Checker<'_> {
    fn check(&mut self, ty: &Type, text: &str) -> Result<(), Misfit> {
        match ty {
            Type::Any | Type::Raw => Ok(()),
            Type::Nullable(inner) => self.check(inner, text),
            Type::Scalar(scalar) => scalar_fits(*scalar, text),
            Type::Array(item) => self.check_items(item, text),
            Type::Named(id) => self.check_named(*id, text),
            Type::Null => Err(Misfit::Unfixable("`null`")),
            Type::Map(_) => Err(OBJECT),
        }
    }

    /// A list, whose items stand between commas.
    fn check_items(&mut self, item: &Type, text: &str) -> Result<(), Misfit> {
        for one in text.split(',') {
            let seen = self.seen.len();
            self.check(item, one.trim())
                .map_err(|misfit| match misfit {
                    Misfit::Other(each) => {
                        Misfit::Other(format!("a list, and each of its items is {each}"))
                    }
                    unfixable @ Misfit::Unfixable(_) => unfixable,
                })?;
            self.seen.truncate(seen);
        }
        Ok(())
    }

    fn check_branches<'t>(
        &mut self,
        branches: impl Iterator<Item = &'t Type>,
        text: &str,
    ) -> Result<(), Misfit> {
        let mut expected = Vec::new();
        for branch in branches {
            match self.check(branch, text) {
                Ok(()) => return Ok(()),
                Err(Misfit::Other(one)) if !expected.contains(&one) => expected.push(one),
                Err(_) => {}
            }
        }
        match expected.is_empty() {
            true => Err(OBJECT),
            false => Err(Misfit::Other(expected.join(" or "))),
        }
    }

    fn check_named(&mut self, id: TypeId, text: &str) -> Result<(), Misfit> {
        if self.seen.contains(&id) {
            return Err(OBJECT);
        }
        self.seen.push(id);
        let types = self.types;
        match types.definitions.kind(id) {
            Some(TypeKind::Enum(set)) => enum_fits(set, text),
            Some(TypeKind::Wrapper(ty)) => self.check(ty, text),
            Some(TypeKind::Union(union)) => {
                let branches = union.candidates.iter().map(|candidate| &candidate.ty);
                self.check_branches(branches, text)
            }
            Some(TypeKind::Struct(_) | TypeKind::Tuple(_)) => Err(OBJECT),
            None => match types.aliases.get(&id) {
                Some(alias) => self.check(&alias.ty, text),
                None => Ok(()),
            },
        }
    }
}

/// A type that is written as several texts.
const OBJECT: Misfit = Misfit::Unfixable("an object or a tuple");

fn scalar_fits(scalar: Scalar, text: &str) -> Result<(), Misfit> {
    let number = serde_json::from_str::<Value>(text)
        .ok()
        .filter(Value::is_number);
    let (fits, expected) = match scalar {
        Scalar::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        Scalar::Integer(width) => {
            let value = text.parse::<i128>().ok().filter(|_| number.is_some());
            let fits = value.is_some_and(|value| width.range().contains(&value));
            (fits, "an integer within its range")
        }
        Scalar::Timestamp => (
            is_timestamp(text),
            "an instant such as `2026-01-31T12:00:00Z`",
        ),
        Scalar::Date => (has_shape(text, DATE), "a date such as `2026-01-31`"),
        Scalar::Encoded(encoding) => (is_encoded(encoding, text), "bytes as base64"),
        Scalar::Secret => return Err(Misfit::Unfixable("a secret")),
        Scalar::File => return Err(Misfit::Unfixable("a file")),
        // All other numbers, and texts that may be any.
        other => {
            let is_number = other.facts().json_type == JsonType::Number;
            (!is_number || number.is_some(), "a number")
        }
    };
    fits.then_some(()).ok_or_else(|| other(expected))
}

const DATE: &str = "0000-00-00";

/// Tells if a text is as long as a shape and has digits where that has zeros, and
/// the same elsewhere.
fn has_shape(text: &str, shape: &str) -> bool {
    let is_like = |(one, of): (u8, u8)| match of {
        b'0' => one.is_ascii_digit(),
        other => one.eq_ignore_ascii_case(&other),
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(is_like)
}

/// RFC 3339, section 5.6.
fn is_timestamp(text: &str) -> bool {
    const START: &str = "0000-00-00T00:00:00";
    let Some((start, rest)) = text.split_at_checked(START.len()) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let is_offset = ["Z", "+00:00", "-00:00"]
        .iter()
        .any(|shape| has_shape(offset, shape));
    has_shape(start, START) && is_offset
}

fn is_encoded(encoding: BytesEncoding, text: &str) -> bool {
    let marks = match encoding {
        BytesEncoding::Base64 => b"+/",
        BytesEncoding::Base64Url => b"-_",
    };
    let digits = text.trim_end_matches('=');
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || marks.contains(&b);
    digits.bytes().all(is_digit)
}

fn enum_fits(set: &Enum, text: &str) -> Result<(), Misfit> {
    let texts = set.values.iter().map(|value| match &value.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let texts: Vec<String> = texts.collect();
    if set.open || texts.iter().any(|one| one == text) {
        return Ok(());
    }
    let shown: Vec<String> = texts
        .iter()
        .take(MOST_LISTED)
        .map(|one| format!("`{one}`"))
        .collect();
    let more = if texts.len() > MOST_LISTED {
        ", …"
    } else {
        ""
    };
    Err(Misfit::Other(format!("one of {}{more}", shown.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Integer;

    #[track_caller]
    fn check(scalar: Scalar, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(scalar_fits(scalar, text), Ok(()), "{text}");
        }
        for text in bad {
            assert!(scalar_fits(scalar, text).is_err(), "{text}");
        }
    }

    #[test]
    fn scalars_have_their_form() {
        check(Scalar::Boolean, &["true"], &["yes", "True", "1"]);
        let integer = Scalar::Integer(Integer::I32);
        check(
            integer,
            &["0", "-7"],
            &["+7", "7.0", "07", "x", "2147483648"],
        );
        check(Scalar::Number, &["1.5", "1e3"], &["1.", "NaN", "\"1\""]);
        check(
            Scalar::Date,
            &["2023-08-16"],
            &["2023-8-16", "16.08.2023", "2023-08-16T"],
        );
        check(
            Scalar::Timestamp,
            &["2023-08-16T00:00:00Z", "2023-08-16t00:00:00.25+02:00"],
            &["2023-08-16", "2023-08-16T00:00:00", "2023-08-16T00:00:00é"],
        );
        let bytes = Scalar::Encoded(BytesEncoding::Base64);
        check(bytes, &["AAA=", "a+/b"], &["a-b", "a b"]);
        check(Scalar::Secret, &[], &["a"]);
    }
}
