//! A schema with a discriminator and no branches of its own: its branches are
//! the schemas that include it by `allOf`. OpenAPI 3.0 §4.7.25, 3.1 §4.8.25.

use super::candidate::{Candidate, Matching, UndecidedUnion, UnionHints, UnionKind};
use super::discriminator::declared;
use super::reader::{Reader, SchemaTypes};
use super::scope::{Scope, docs};
use crate::diag::Diagnostic;
use crate::ir::{BranchSchema, Docs, Type, TypeKind};
use crate::spec::Schema;
use std::collections::BTreeSet;

/// The union of the schemas that inherit from this one, if it is a parent. It
/// stays a struct that keeps what its children add if the discriminator doesn't
/// tell them apart.
pub(super) fn subtypes(
    reader: &mut Reader<'_>,
    schema: &Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Type> {
    let discriminator = schema.discriminator.as_ref()?;
    let slot = scope.slot?;
    let parent = &scope.place.at;
    let is_own = discriminator.at == parent.child("discriminator");
    if !is_own {
        return None;
    }
    let mut children = reader.inheritance.descendants(parent);
    // Some only say in the mapping who their children are.
    for (_, target) in &discriminator.mapping {
        if !children.contains(target) && target != parent {
            children.push(target.clone());
        }
    }
    children.sort();
    if children.is_empty() {
        return None;
    }
    let candidates = children.into_iter().map(|at| Candidate {
        ty: reader.type_at(&at, scope, found),
        schemas: vec![BranchSchema {
            at: at.clone(),
            kind: None,
            joined: BTreeSet::new(),
        }],
        target: Some(at.clone()),
        at,
        title: None,
        docs: Docs::default(),
    });
    let candidates: Vec<Candidate> = candidates.collect();
    let types = &mut reader.types;
    if declared(&types.definitions, &candidates, discriminator).is_none() {
        types.preserve_unknown_fields.insert(slot);
        return None;
    }
    let hints = UnionHints {
        discriminator: Some(discriminator.clone()),
        matching: Matching::SubtypeOrBase,
    };
    let union = TypeKind::Union(UndecidedUnion {
        candidates,
        kind: UnionKind::Branches(hints),
    });
    let id = types.define(Some(slot), scope.place, docs(schema), union);
    Some(Type::Named(id))
}
