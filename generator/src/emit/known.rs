//! What is asked of an API again and again, found once.

use super::rust;
use crate::diag::Pointer;
use crate::ir::{Api, TypeId};
use std::collections::{HashMap, HashSet};

/// What is asked of an API again and again.
pub(super) struct Known<'a> {
    /// Which type stands at a place.
    pub(super) types: HashMap<&'a Pointer, TypeId>,
    /// Which operation does.
    pub(super) operations: HashMap<&'a Pointer, usize>,
    /// The types whose equality is no equivalence.
    pub(super) inexact: HashSet<TypeId>,
    /// Whether the document calls anything deprecated.
    pub(super) has_deprecated: bool,
}

impl<'a> Known<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut types = HashMap::new();
        for (index, def) in api.types.iter().enumerate() {
            for at in &def.places {
                types.entry(at).or_insert(TypeId(index));
            }
        }
        let operations = api.operations.iter().enumerate();
        Self {
            types,
            operations: operations.map(|(index, one)| (&one.at, index)).collect(),
            inexact: rust::inexact(api),
            has_deprecated: api.has_deprecated(),
        }
    }
}
