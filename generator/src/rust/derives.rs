//! Derives: the traits that hold for a type.

use crate::ir::{Api, Type, TypeDef, TypeId, TypeKind};
use std::collections::{HashMap, HashSet};

/// The types whose equality is no equivalence, so that neither `Eq` nor `Hash`
/// holds: those with a floating-point number in them, however deep. A `Value`
/// may hold one too, but compares as an `Eq` type.
pub fn inexact(api: &Api) -> HashSet<TypeId> {
    let mut users: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let mut waiting = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        for ty in def.kind.mentioned() {
            match ty.innermost() {
                Type::Scalar(scalar) if !scalar.facts().has_equality => waiting.push(TypeId(index)),
                Type::Named(id) => {
                    users.entry(*id).or_default().push(TypeId(index));
                }
                _ => {}
            }
        }
    }
    let mut inexact = HashSet::new();
    while let Some(id) = waiting.pop() {
        if inexact.insert(id) {
            waiting.extend(users.get(&id).into_iter().flatten());
        }
    }
    inexact
}

/// Tells if a struct has a value in which nothing is said.
pub fn is_empty_by_default(def: &TypeDef) -> bool {
    match &def.kind {
        TypeKind::Struct(object) => object.fields.iter().all(|field| !field.required),
        _ => false,
    }
}
