//! Derives: the traits of a type, by its kind alone.
//!
//! No field that a later version of a document may add to a type takes one away.

use super::arguments::is_argument;
use super::responses::is_streamed;
use crate::ir::{Operation, TypeDef, TypeKind};

/// The traits that a type derives. `Default` has a struct of requests that can be
/// sent without any of its fields.
pub fn derives(def: &TypeDef) -> &'static [&'static str] {
    match &def.kind {
        TypeKind::Enum(_) => &["Debug", "Clone", "PartialEq", "Eq", "Hash"],
        TypeKind::Struct(object) if def.in_request && !object.fields.iter().any(is_argument) => {
            &["Debug", "Clone", "PartialEq", "Default"]
        }
        _ => &["Debug", "Clone", "PartialEq"],
    }
}

/// The traits that the enum of an operation's successes derives: a stream can be
/// neither cloned nor compared.
pub fn response_derives(operation: &Operation) -> &'static [&'static str] {
    match is_streamed(operation) {
        true => &["Debug"],
        false => &["Debug", "Clone", "PartialEq"],
    }
}
