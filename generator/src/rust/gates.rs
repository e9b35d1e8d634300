//! The features that types stand behind where tags have some.

use crate::ir::{Api, Type, TypeId};
use std::collections::BTreeMap;

/// The only part of an API that needs a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// A group of operations.
    Group(usize),
    /// Webhooks, and schemas that no operation leads to.
    Schemas,
}

/// The reach of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing reaches it.
    None,
    /// One part of the API.
    One(Gate),
    /// Several, or something that has no feature.
    All,
}

/// The part of an API that alone reaches a type, for each of its types.
pub(super) fn gates(api: &Api, groups: &[(String, Vec<usize>)]) -> Vec<Option<Gate>> {
    let mut reaches = vec![Reach::None; api.types.len()];
    let mut of_operations = BTreeMap::new();
    for (group, (_, operations)) in groups.iter().enumerate() {
        for &operation in operations {
            let operation = &api.operations[operation];
            of_operations.insert(&operation.at, Gate::Group(group));
            for ty in operation.types() {
                reach(api, &mut reaches, ty, Reach::One(Gate::Group(group)));
            }
        }
    }
    for events in &api.events {
        let operation = events.operation.as_ref();
        let callbacks = operation.and_then(|at| of_operations.get(at).copied());
        let by = Reach::One(callbacks.unwrap_or(Gate::Schemas));
        reach(api, &mut reaches, &Type::Named(events.id), by);
    }
    for id in 0..reaches.len() {
        if reaches[id] == Reach::None {
            let schemas = Reach::One(Gate::Schemas);
            reach(api, &mut reaches, &Type::Named(TypeId(id)), schemas);
        }
    }
    let gates = reaches.into_iter().map(|reach| match reach {
        Reach::One(gate) => Some(gate),
        Reach::None | Reach::All => None,
    });
    gates.collect()
}

/// Adds what reaches a type, and so what that mentions.
fn reach(api: &Api, reaches: &mut [Reach], ty: &Type, by: Reach) {
    let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = waiting.pop() {
        let known = &mut reaches[id.0];
        let joint = match *known {
            Reach::None => by,
            known if known == by => continue,
            Reach::All => continue,
            Reach::One(_) => Reach::All,
        };
        *known = joint;
        let mentioned = api.type_def(id).kind.mentioned().into_iter();
        waiting.extend(mentioned.filter_map(Type::named));
    }
}
