//! Branches that a reader of a value can't tell apart, and that become one.

use super::candidate::{Candidate, UndecidedUnion};
use super::scope::Scope;
use super::undecided::UndecidedTypes;
use crate::ir::{Docs, Enum, EnumValue, Integer, Origin, Place, Scalar, Type, TypeKind};
use crate::lower::definitions::Definitions;
use std::collections::HashSet;
use std::sync::Arc;

/// Makes one of integers of two widths: they are of the wider. Beside a number
/// they stay what they are: a number can't hold all of them.
pub(super) fn join_numbers(candidates: &mut Vec<Candidate>) {
    let is_widest = |one: &Candidate| one.ty == Type::Scalar(Scalar::Integer(Integer::I64));
    if !candidates.iter().any(is_widest) {
        return;
    }
    let mut narrower = Vec::new();
    candidates.retain(|candidate| {
        let is_narrower = matches!(
            candidate.ty,
            Type::Scalar(Scalar::Integer(Integer::I32 | Integer::U32))
        );
        if is_narrower {
            narrower.extend(candidate.schemas.iter().cloned());
        }
        !is_narrower
    });
    if let Some(widest) = candidates.iter_mut().find(|one| is_widest(one)) {
        widest.schemas.extend(narrower);
    }
}

/// Makes one of branches that are all strings: a reader of the value can't tell
/// them apart. An enum keeps values that it doesn't know, so an enum with a plain
/// string beside it is that enum, and two enums are one.
pub(super) fn join_texts(
    types: &mut UndecidedTypes,
    candidates: &mut Vec<Candidate>,
    docs: &Docs,
    scope: Scope<'_>,
) {
    let texts: Vec<usize> = (0..candidates.len())
        .filter(|&i| is_text(&types.definitions, &candidates[i].ty))
        .collect();
    if texts.len() < 2 {
        return;
    }
    let ty = joint_text(types, candidates, &texts, docs, scope);
    let schemas = texts.iter().flat_map(|&i| candidates[i].schemas.clone());
    candidates[texts[0]].schemas = schemas.collect();
    candidates[texts[0]].ty = ty;
    candidates[texts[0]].target = None;
    let mut index = 0;
    candidates.retain(|_| {
        index += 1;
        !texts[1..].contains(&(index - 1))
    });
}

/// The type of several branches that are strings.
fn joint_text(
    types: &mut UndecidedTypes,
    candidates: &[Candidate],
    texts: &[usize],
    docs: &Docs,
    scope: Scope<'_>,
) -> Type {
    let enums: Vec<(usize, Vec<EnumValue>)> = texts
        .iter()
        .filter_map(|&i| Some((i, enum_values(&types.definitions, &candidates[i].ty)?)))
        .collect();
    let first = match &enums[..] {
        [] => return Type::Scalar(Scalar::String),
        [(one, _)] if candidates[*one].target.is_some() => return candidates[*one].ty.clone(),
        [(first, _), ..] => *first,
    };
    let open = enums.len() < texts.len();
    let mut values: Vec<EnumValue> = Vec::new();
    let mut seen = HashSet::new();
    for value in enums.into_iter().flat_map(|(_, values)| values) {
        if seen.insert(value.value.to_string()) {
            values.push(value);
        }
    }
    let inner = Arc::new(Place {
        at: candidates[first].at.clone(),
        origin: Origin::Within {
            parent: Arc::clone(scope.place),
            word: "text".to_owned(),
            title: None,
        },
    });
    let is_whole = texts.len() == candidates.len();
    let scope = if is_whole { scope } else { scope.at(&inner) };
    let kind = TypeKind::Enum(Enum { values, open });
    Type::Named(types.define(scope.slot, scope.place, docs.clone(), kind))
}

fn is_text(types: &Definitions<UndecidedUnion>, ty: &Type) -> bool {
    let is_plain = match ty {
        Type::Scalar(scalar) => scalar.facts().is_text,
        _ => false,
    };
    is_plain || enum_values(types, ty).is_some()
}

/// The values of a type that is an enum of strings.
fn enum_values(types: &Definitions<UndecidedUnion>, ty: &Type) -> Option<Vec<EnumValue>> {
    let Type::Named(id) = ty else { return None };
    match types.kind(*id)? {
        TypeKind::Enum(set) if set.values.iter().all(|v| v.value.is_string()) => {
            Some(set.values.clone())
        }
        _ => None,
    }
}
