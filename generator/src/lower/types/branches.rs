//! The branches of one union.

use super::candidate::{Candidate, Matching, UndecidedUnion, UnionHints, UnionKind};
use super::join::{join_numbers, join_texts};
use super::merge::merged;
use super::outline::{Outline, with_base};
use super::reader::{Reader, SchemaTypes};
use super::scope::Scope;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Type, TypeKind};
use crate::lower::definitions::Definitions;
use crate::spec::{Branches, Schema};

/// The type of a union beside which `base` holds.
pub(super) fn one_union(
    reader: &mut Reader<'_>,
    union: Branches,
    base: Schema,
    docs: Docs,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let hints = UnionHints {
        discriminator: union.discriminator,
        matching: match (union.exclusive, union.open) {
            (true, _) => Matching::ExactlyOne,
            (false, true) => Matching::AnyOrNone,
            (false, false) => Matching::AnyOf,
        },
    };
    branches(reader, union.branches, base, hints, docs, scope, found)
}

/// The type of these branches, beside which `base` holds.
pub(super) fn branches(
    reader: &mut Reader<'_>,
    branches: Vec<Schema>,
    base: Schema,
    hints: UnionHints,
    docs: Docs,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if let ([only], true) = (&branches[..], hints.matching != Matching::AnyOrNone) {
        let only = with_base(&base, only.clone());
        return reader.type_of(only, scope, found);
    }
    let leads_back = |branch: &Schema| {
        let target = branch.reference.as_ref();
        target.is_some_and(|target| *target == base.at || base.made_of.contains(target))
    };
    let mut joint: Vec<(Schema, Outline)> = branches
        .into_iter()
        // A branch that leads back here adds nothing.
        .filter(|branch| !leads_back(branch))
        .map(|branch| {
            let outline = Outline::of(&branch, scope, &base);
            (with_base(&base, branch), outline)
        })
        .collect();
    let possible: Vec<bool> = joint
        .iter()
        .map(|(one, _)| is_possible(reader, one, found))
        .collect();
    if possible.contains(&true) {
        // No value can take a branch that contradicts what stands beside it.
        let mut possible = possible.into_iter();
        joint.retain(|_| possible.next().unwrap_or(true));
    }
    let mut nullable = false;
    let mut candidates: Vec<Candidate> = Vec::new();
    for (schema, outline) in joint {
        let ty = match reader.type_of(schema, scope.at(&outline.place), found) {
            Type::Nullable(ty) => {
                nullable = true;
                *ty
            }
            Type::Null => {
                nullable = true;
                continue;
            }
            // A branch that leads back here adds nothing.
            Type::Named(id) if Some(id) == scope.slot => continue,
            ty => ty,
        };
        match candidates.iter_mut().find(|known| known.ty == ty) {
            Some(known) => known.schemas.push(outline.schema),
            None => candidates.push(outline.candidate(ty)),
        }
    }
    let ty = type_of_candidates(reader, candidates, hints, docs, scope);
    if nullable { ty.nullable() } else { ty }
}

/// Tells if some value can be what all parts of a branch ask for.
fn is_possible(reader: &mut Reader<'_>, branch: &Schema, found: &mut Vec<Diagnostic>) -> bool {
    let is_made = !branch.all_of.is_empty() && branch.reference.is_none();
    !is_made || merged(reader, branch.clone(), found).conflict.is_none()
}

fn type_of_candidates(
    reader: &mut Reader<'_>,
    mut candidates: Vec<Candidate>,
    hints: UnionHints,
    docs: Docs,
    scope: Scope<'_>,
) -> Type {
    let is_any = |candidate: &Candidate| candidate.ty == Type::Any;
    if candidates.is_empty() || candidates.iter().any(is_any) {
        return Type::Any;
    }
    let types = &mut reader.types;
    join_numbers(&mut candidates);
    join_texts(types, &mut candidates, &docs, scope);
    if let [only] = &candidates[..]
        && (hints.matching != Matching::AnyOrNone || is_union(&types.definitions, &only.ty))
    {
        return only.ty.clone();
    }
    let union = TypeKind::Union(UndecidedUnion {
        candidates,
        kind: UnionKind::Branches(hints),
    });
    Type::Named(types.define(scope.slot, scope.place, docs, union))
}

fn is_union(types: &Definitions<UndecidedUnion>, ty: &Type) -> bool {
    matches!(ty, Type::Named(id) if matches!(types.kind(*id), Some(TypeKind::Union(_))))
}
