//! Lookup tables over an API.

use crate::diag::Pointer;
use crate::ir::{Api, Fallback, Guard, Plan, Type, TypeId, TypeKind};
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
    /// The types that unions find out about by trial.
    pub(super) tried: HashSet<TypeId>,
    /// `true` if the document calls anything deprecated.
    pub(super) has_deprecated: bool,
}

impl<'a> ApiIndex<'a> {
    pub(super) fn of(rust: &'a RustApi<'a>) -> Self {
        let (api, names) = (rust.api, &rust.names);
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
            type_names: (0..api.types.len()).map(|i| names.of(TypeId(i))).collect(),
            tried: tried(api),
            has_deprecated: api.has_deprecated(),
        }
    }
}

/// The types that a trial may reach.
fn tried(api: &Api) -> HashSet<TypeId> {
    let mut waiting: Vec<TypeId> = Vec::new();
    for def in &api.types {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let is_tried = |index: usize| match &union.plan {
            Plan::Tag { .. } | Plan::JsonType(_) => false,
            Plan::BestOf => true,
            Plan::Webhook { property, .. } => property.is_none(),
            Plan::Choose {
                guards, fallback, ..
            } => match &guards[index] {
                Guard::Type(_) => false,
                Guard::Tag(_) => *fallback != Fallback::Unrecognized,
                Guard::Trial => true,
            },
        };
        let branches = union.branches.iter().enumerate();
        let branches = branches.filter(|(index, _)| is_tried(*index));
        waiting.extend(branches.filter_map(|(_, branch)| branch.ty.as_ref().and_then(Type::named)));
    }
    let mut reached = HashSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let mentioned = api.type_def(id).kind.mentioned();
            waiting.extend(mentioned.into_iter().filter_map(Type::named));
        }
    }
    reached
}
