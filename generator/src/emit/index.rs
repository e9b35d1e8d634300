//! Lookup tables over an API.

use crate::diag::Pointer;
use crate::ir::TypeId;
use crate::rust::RustApi;
use std::collections::{HashMap, HashSet};

/// Lookup tables over an API.
pub(super) struct ApiIndex<'a> {
    /// The type at a place.
    pub(super) types: HashMap<&'a Pointer, TypeId>,
    /// The operation at a place.
    pub(super) operations: HashMap<&'a Pointer, usize>,
    /// The names of all types.
    pub(super) type_names: HashSet<&'a str>,
    /// `true` if the document calls anything deprecated.
    pub(super) has_deprecated: bool,
}

impl<'a> ApiIndex<'a> {
    pub(super) fn of(rust: &'a RustApi<'a>) -> Self {
        let api = rust.api;
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
            type_names: (0..api.types.len())
                .map(|i| rust.type_name(TypeId(i)))
                .collect(),
            has_deprecated: api.has_deprecated(),
        }
    }
}
