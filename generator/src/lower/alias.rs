//! Named schemas that contain themselves and need no type of their own: lists,
//! maps and references on a cycle.
//!
//! Within the cycle they are spoken of by their slots. Once all is read, each is
//! replaced by what it stands for; where a cycle is made of nothing else, one of
//! them becomes a newtype, always the same one.

use super::Lower;
use crate::ir::{
    Docs, Events, NamedSchema, Operation, Place, Type, TypeId, TypeKind, visit_uses_mut,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A named schema whose slot stays empty.
#[derive(Debug)]
pub(super) struct Alias {
    /// The type that it stands for, never nullable: a mention says that itself.
    pub(super) ty: Type,
    /// Its place.
    pub(super) place: Arc<Place>,
}

/// The aliases of a document.
pub(super) type Aliases = BTreeMap<TypeId, Alias>;

impl Lower<'_> {
    /// Puts what they stand for in the place of all mentions of aliases.
    pub(super) fn resolve_aliases(
        &mut self,
        operations: &mut [Operation],
        schemas: &mut [NamedSchema],
        events: &mut [Events],
    ) {
        let mut aliases = std::mem::take(&mut self.aliases);
        let mut ids: Vec<TypeId> = aliases.keys().copied().collect();
        ids.sort_by(|one, other| aliases[one].place.at.cmp(&aliases[other].place.at));
        for id in ids {
            if leads_to_itself(&aliases, id)
                && let Some(alias) = aliases.remove(&id)
            {
                let kind = TypeKind::Wrapper(alias.ty);
                let docs = Docs::default();
                self.types.define(Some(id), &alias.place, docs, kind);
            }
        }
        let is_defined = self.types.defined();
        let mut expand = |ty: &mut Type| *ty = expanded(&aliases, &is_defined, ty);
        self.types
            .each_kind(|kind| kind.visit_types_mut(&mut expand));
        for candidate in self.pending.iter_mut().flat_map(|one| &mut one.candidates) {
            expand(&mut candidate.ty);
        }
        visit_uses_mut(operations, schemas, events, &mut expand);
    }

    /// Makes one of inline types that are equal now that their aliases are gone.
    pub(super) fn merge_equals(
        &mut self,
        operations: &mut [Operation],
        schemas: &mut [NamedSchema],
        events: &mut [Events],
    ) {
        loop {
            let merged = self.types.merge_equals();
            if merged.is_empty() {
                return;
            }
            // What one of them keeps, the one that took its place keeps.
            let keeping = std::mem::take(&mut self.keeping).into_iter();
            self.keeping = keeping.map(|id| *merged.get(&id).unwrap_or(&id)).collect();
            let mut replace = |ty: &mut Type| ty.change_id(|id| *merged.get(&id).unwrap_or(&id));
            self.types
                .each_kind(|kind| kind.visit_types_mut(&mut replace));
            visit_uses_mut(operations, schemas, events, &mut replace);
        }
    }
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
