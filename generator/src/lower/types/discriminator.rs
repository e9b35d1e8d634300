//! The values of a property that tell objects apart, as a discriminator declares
//! them or as the objects list them.

use super::candidate::{Candidate, UndecidedUnion};
use crate::ir::{Struct, Type, TypeKind};
use crate::lower::definitions::Definitions;
use crate::spec::Discriminator;
use serde_json::Value;
use std::collections::HashSet;

type Types = Definitions<UndecidedUnion>;

/// A property, and the values of it that choose each branch.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The property.
    pub(crate) property: String,
    /// Those of each branch; none if the property says nothing about it.
    pub(crate) values: Vec<Vec<Value>>,
    /// The reason for which a value chooses a branch.
    pub(crate) basis: Basis,
    /// `true` if every branch requires it.
    pub(crate) is_required: bool,
}

/// The reason for which the value of a property chooses a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Each branch that has the property lists values of its own; no keyword names it.
    Inferred,
    /// It is declared as discriminator, and each branch lists values of its own.
    Listed,
    /// It is declared as discriminator, whose mapping or schemas' names are the values.
    Mapped,
    /// The same, but a branch lists values by which another is chosen.
    Overlapping,
}

impl Basis {
    /// Tells if no branch can hold what another is chosen by.
    pub(crate) fn is_certain(self) -> bool {
        self != Self::Overlapping
    }

    /// Tells if that is because each branch lists its own values.
    pub(crate) fn is_exclusive(self) -> bool {
        matches!(self, Self::Inferred | Self::Listed)
    }
}

/// The values that a property of a type lists.
#[derive(Debug)]
pub(crate) struct Listed {
    /// All of them.
    pub(crate) values: Vec<Value>,
    /// `true` if it must be there.
    pub(crate) required: bool,
    /// `true` if there is one value only.
    pub(crate) fixed: bool,
}

/// The choice by a declared discriminator; nothing if it doesn't tell the
/// branches apart.
pub(crate) fn declared(
    types: &Types,
    candidates: &[Candidate],
    discriminator: &Discriminator,
) -> Option<Choice> {
    let property = discriminator.property.clone();
    let listed: Vec<Option<Listed>> = candidates
        .iter()
        .map(|candidate| listed(types, &candidate.ty, &property))
        .collect();
    let is_required = candidates
        .iter()
        .all(|candidate| requires(types, &candidate.ty, &property));
    let own: Vec<Vec<Value>> = listed
        .into_iter()
        .map(|listed| listed.map(|one| one.values).unwrap_or_default())
        .collect();
    if own.iter().all(|values| !values.is_empty()) && disjoint(&own) {
        return Some(Choice {
            property,
            values: own,
            basis: Basis::Listed,
            is_required,
        });
    }
    let values: Vec<Vec<Value>> = candidates
        .iter()
        .zip(&own)
        .map(|(candidate, own)| match own.len() {
            1 => own.clone(),
            _ => stated(candidate, discriminator),
        })
        .collect();
    if values.iter().any(Vec::is_empty) || !disjoint(&values) {
        return None;
    }
    // A branch that lists the values of all of them can hold what another is
    // chosen by.
    let is_certain = (0..own.len()).all(|i| {
        let own: HashSet<String> = own[i].iter().map(Value::to_string).collect();
        let mut others = (0..values.len())
            .filter(|&j| j != i)
            .flat_map(|j| &values[j]);
        own.is_empty() || !others.any(|value| own.contains(&value.to_string()))
    });
    Some(Choice {
        property,
        values,
        basis: match is_certain {
            true => Basis::Mapped,
            false => Basis::Overlapping,
        },
        is_required,
    })
}

/// The values that a discriminator states for a branch: those of its mapping,
/// and without one the schema's name.
fn stated(candidate: &Candidate, discriminator: &Discriminator) -> Vec<Value> {
    let mapped: Vec<Value> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| Some(target) == candidate.target.as_ref())
        .map(|(name, _)| Value::from(name.as_str()))
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let target = candidate.target.as_ref();
    let name = target.and_then(|target| target.tokens().next_back());
    name.map(Value::from).into_iter().collect()
}

/// The values that a property of a type lists, in all branches of a union. Each
/// type is looked at once.
pub(crate) fn listed(types: &Types, ty: &Type, property: &str) -> Option<Listed> {
    let mut all = Listed {
        values: Vec::new(),
        required: true,
        fixed: true,
    };
    for object in objects_of(types, ty)? {
        let listed = listed_by(types, object, property)?;
        all.required &= listed.required;
        all.fixed &= listed.fixed;
        for value in listed.values {
            if !all.values.contains(&value) {
                all.values.push(value);
            }
        }
    }
    (!all.values.is_empty()).then_some(all)
}

/// The structs that a type is one of; nothing if it may be anything else.
pub(crate) fn objects_of<'t>(types: &'t Types, ty: &Type) -> Option<Vec<&'t Struct>> {
    let Type::Named(id) = ty else { return None };
    let mut objects = Vec::new();
    let mut seen = HashSet::from([*id]);
    let mut waiting = vec![*id];
    while let Some(id) = waiting.pop() {
        match types.kind(id)? {
            TypeKind::Struct(object) => objects.push(object),
            TypeKind::Union(union) => {
                for candidate in union.candidates.iter().rev() {
                    let Type::Named(id) = candidate.ty else {
                        return None;
                    };
                    if seen.insert(id) {
                        waiting.push(id);
                    }
                }
            }
            TypeKind::Enum(_) | TypeKind::Tuple(_) | TypeKind::Wrapper(_) => return None,
        }
    }
    Some(objects)
}

fn listed_by(types: &Types, object: &Struct, property: &str) -> Option<Listed> {
    let mut constants = object.constants.iter();
    if let Some(constant) = constants.find(|one| one.name == property) {
        return (!constant.value.is_null()).then(|| Listed {
            values: vec![constant.value.clone()],
            required: constant.required,
            fixed: true,
        });
    }
    let mut fields = object.fields.iter();
    let field = fields.find(|field| field.name == property && !field.is_part)?;
    let listed = |values, fixed| Listed {
        values,
        required: field.required,
        fixed,
    };
    if let Some(only) = &field.only {
        return Some(listed(vec![only.clone()], true));
    }
    let Type::Named(id) = field.ty else {
        return None;
    };
    match types.kind(id)? {
        TypeKind::Enum(set) if !set.open => {
            let values = set.values.iter().map(|value| value.value.clone());
            Some(listed(values.collect(), false))
        }
        _ => None,
    }
}

/// Tells if a type is an object, or one of several, that requires a property.
fn requires(types: &Types, ty: &Type, property: &str) -> bool {
    let requires = |object: &Struct| {
        let mut constants = object.constants.iter();
        let mut fields = object.fields.iter();
        constants.any(|one| one.name == property && one.required)
            || fields.any(|field| field.name == property && field.required && !field.is_part)
    };
    objects_of(types, ty).is_some_and(|objects| objects.into_iter().all(requires))
}

/// Tells if a value is a number below zero.
pub(crate) fn is_negative(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number < 0.0)
}

/// Tells if no value is in two of the lists.
pub(crate) fn disjoint<V: AsRef<[Value]>>(values: &[V]) -> bool {
    let mut seen = HashSet::new();
    let mut all = values.iter().flat_map(|values| values.as_ref());
    all.all(|value| seen.insert(value.to_string()))
}
