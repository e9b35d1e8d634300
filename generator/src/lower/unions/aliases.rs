//! Named schemas that contain themselves and need no type of their own: lists,
//! maps and references on a cycle.
//!
//! Within the cycle they are spoken of by their slots. Once all is read, each is
//! replaced by what it stands for; where a cycle is made of nothing else, one of
//! them becomes a newtype, always the same one.

use crate::ir::{Docs, Type, TypeId, TypeKind};
use crate::lower::types::{Alias, UndecidedTypes};
use crate::lower::uses::Uses;
use std::collections::BTreeMap;

type Aliases = BTreeMap<TypeId, Alias>;

/// The same types with what aliases stand for in the place of all mentions of them.
pub(super) fn without_aliases(mut types: UndecidedTypes, uses: &mut Uses<'_>) -> UndecidedTypes {
    let mut aliases = std::mem::take(&mut types.aliases);
    let mut ids: Vec<TypeId> = aliases.keys().copied().collect();
    ids.sort_by(|one, other| aliases[one].place.at.cmp(&aliases[other].place.at));
    for id in ids {
        if leads_to_itself(&aliases, id)
            && let Some(alias) = aliases.remove(&id)
        {
            let kind = TypeKind::Wrapper(alias.ty);
            types.define(Some(id), &alias.place, Docs::default(), kind);
        }
    }
    let definitions = &mut types.definitions;
    let is_defined: Vec<bool> = definitions
        .ids()
        .map(|id| definitions.get(id).is_some())
        .collect();
    let mut expand = |ty: &mut Type| *ty = expanded(&aliases, &is_defined, ty);
    definitions.visit_types_mut(&mut expand);
    uses.visit_types_mut(&mut expand);
    types
}

fn leads_to_itself(aliases: &Aliases, id: TypeId) -> bool {
    let mut seen = Vec::new();
    let mut waiting = vec![id];
    while let Some(at) = waiting.pop() {
        let Some(next) = aliases.get(&at).and_then(|alias| alias.ty.named()) else {
            continue;
        };
        if next == id {
            return true;
        }
        if !seen.contains(&next) {
            seen.push(next);
            waiting.push(next);
        }
    }
    false
}

/// A type without aliases; there are no cycles among them any more. What is
/// only a reference to itself, which has been reported, may be anything.
fn expanded(aliases: &Aliases, is_defined: &[bool], ty: &Type) -> Type {
    ty.replacing_named(&|id| match aliases.get(&id) {
        Some(alias) => expanded(aliases, is_defined, &alias.ty),
        None if is_defined[id.0] => Type::Named(id),
        None => Type::Any,
    })
}
