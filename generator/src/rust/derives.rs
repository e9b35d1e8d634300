//! Derives: the traits of a type, by its kind alone.
//!
//! No field that a later version of a document may add to a type takes one away.

use super::arguments::is_argument;
use crate::config::{Config, DerivedKind, Places, is_same_trait};
use crate::ir::{TypeDef, TypeKind};

/// The traits that a type derives. `Default` has a struct of requests that can be
/// sent without any of its fields.
fn derives(def: &TypeDef) -> &'static [&'static str] {
    match &def.kind {
        TypeKind::Enum(_) => &["Debug", "Clone", "PartialEq", "Eq", "Hash"],
        TypeKind::Struct(object) if def.in_request && !object.fields.iter().any(is_argument) => {
            &["Debug", "Clone", "PartialEq", "Default"]
        }
        _ => &["Debug", "Clone", "PartialEq"],
    }
}

/// The traits that a type derives, with those of the settings behind its own.
pub(super) fn all_derives(def: &TypeDef, config: &Config) -> Vec<String> {
    let kind = match &def.kind {
        TypeKind::Struct(_) => DerivedKind::Struct,
        TypeKind::Enum(_) => DerivedKind::Enum,
        TypeKind::Union(_) => DerivedKind::Union,
        TypeKind::Tuple(_) => DerivedKind::Tuple,
        TypeKind::Wrapper(_) => DerivedKind::Newtype,
    };
    let holds = |places: &Places| def.places.iter().any(|at| places.holds(at.path()));
    let own = derives(def);
    let more = config.derives_of(kind, &holds).into_iter();
    let more = more.filter(|path| !own.iter().any(|known| is_same_trait(known, path)));
    own.iter().copied().chain(more).map(str::to_owned).collect()
}
