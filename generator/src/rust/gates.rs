//! The types that one tag alone reaches, which stand behind its feature.

use crate::ir::{Api, Type, TypeId};

/// The reach of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing reaches it.
    None,
    /// One group of operations.
    Group(usize),
    /// Several, or something that has no feature.
    All,
}

/// The group of operations that alone reaches a type, for each type of an API.
pub(super) fn gates(api: &Api, groups: &[(String, Vec<usize>)]) -> Vec<Option<usize>> {
    let mut reaches = vec![Reach::None; api.types.len()];
    for (group, (_, operations)) in groups.iter().enumerate() {
        for &operation in operations {
            for ty in api.operations[operation].types() {
                reach(api, &mut reaches, ty, Reach::Group(group));
            }
        }
    }
    for events in &api.events {
        reach(api, &mut reaches, &Type::Named(events.id), Reach::All);
    }
    // A schema that is only listed is for everyone, with all that it mentions.
    for id in 0..reaches.len() {
        if reaches[id] == Reach::None {
            reach(api, &mut reaches, &Type::Named(TypeId(id)), Reach::All);
        }
    }
    let gates = reaches.into_iter().map(|reach| match reach {
        Reach::Group(group) => Some(group),
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
            Reach::Group(_) => Reach::All,
        };
        *known = joint;
        let mentioned = api.type_def(id).kind.mentioned().into_iter();
        waiting.extend(mentioned.filter_map(Type::named));
    }
}
