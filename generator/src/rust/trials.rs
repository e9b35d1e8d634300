//! The structs that unions find out about by trial.

use crate::ir::{Api, Fallback, Guard, Plan, Struct, Type, TypeId, TypeKind};
use std::collections::BTreeSet;

/// The types that a trial may reach.
pub(super) fn tried(api: &Api) -> BTreeSet<TypeId> {
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
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let mentioned = api.type_def(id).kind.mentioned();
            waiting.extend(mentioned.into_iter().filter_map(Type::named));
        }
    }
    reached
}

/// Tells if a struct takes no other properties than its own.
pub(super) fn is_closed(object: &Struct) -> bool {
    object.closed
}
