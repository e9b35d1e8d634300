//! The property whose value tells objects apart.

use super::types::Types;
use super::union::Candidate;
use crate::ir::{Rest, Scalar, Struct, Type, TypeId, TypeKind};
use crate::spec::Discriminator;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A property, and the values of it that choose each branch.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) property: String,
    /// Those of each branch; none if the property says nothing about it.
    pub(super) values: Vec<Vec<Value>>,
    /// `true` if no branch can hold what another is chosen by.
    pub(super) is_certain: bool,
    /// `true` if that is because each branch lists its own values.
    pub(super) is_exclusive: bool,
    /// `true` if every branch requires it.
    pub(super) is_required: bool,
    /// `true` if the document declares it as discriminator.
    pub(super) is_declared: bool,
}

/// The values that a property of a type lists.
#[derive(Debug)]
struct Listed {
    values: Vec<Value>,
    required: bool,
    /// `true` if there is one value only.
    fixed: bool,
}

/// The choice by a declared discriminator; nothing if it doesn't tell the
/// branches apart.
pub(super) fn declared(
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
            is_certain: true,
            is_exclusive: true,
            is_required,
            is_declared: true,
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
        is_certain,
        is_exclusive: false,
        is_required,
        is_declared: true,
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

/// The choice by a property that every branch requires, with values that no
/// two share.
pub(super) fn inferred(types: &Types, candidates: &[Candidate]) -> Option<Choice> {
    let first = structure(types, &candidates.first()?.ty)?;
    // By name, since the document's order means nothing.
    let constants: BTreeSet<_> = first.constants.iter().map(|one| &one.name).collect();
    let fields: BTreeSet<_> = first.fields.iter().map(|field| &field.name).collect();
    constants.into_iter().chain(fields).find_map(|property| {
        let values = candidates
            .iter()
            .map(|candidate| {
                let listed = listed(types, &candidate.ty, property);
                Some(listed.filter(|listed| listed.required)?.values)
            })
            .collect::<Option<Vec<_>>>()?;
        disjoint(&values).then(|| Choice {
            property: property.clone(),
            values,
            is_certain: true,
            is_exclusive: true,
            is_required: true,
            is_declared: false,
        })
    })
}

/// The choice by a property that some branches don't require or don't have,
/// with values that no two share: the one that says the most.
pub(super) fn partly_inferred(types: &Types, candidates: &[Candidate]) -> Option<Choice> {
    let mut properties: BTreeMap<&str, Vec<(usize, Listed)>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let structs = types.structs_of(&candidate.ty);
        let objects = structs.iter().filter_map(|id| object(types, *id));
        let names: BTreeSet<&str> = objects.flat_map(names_of).collect();
        for name in names {
            if let Some(listed) = listed(types, &candidate.ty, name) {
                properties.entry(name).or_default().push((index, listed));
            }
        }
    }
    let usable = properties.into_iter().filter(|(_, listed)| {
        let values: Vec<&[Value]> = listed.iter().map(|(_, one)| &one.values[..]).collect();
        listed.len() > 1 && disjoint(&values) && !values.concat().iter().any(is_negative)
    });
    let count = |listed: &[(usize, Listed)], is: fn(&Listed) -> bool| {
        listed.iter().filter(|(_, one)| is(one)).count()
    };
    // Of equals the first by name.
    let best = usable.rev().max_by_key(|(_, listed)| {
        (
            listed.len(),
            count(listed, |one| one.fixed),
            count(listed, |one| one.required),
        )
    });
    let (property, listed) = best?;
    let is_required =
        listed.len() == candidates.len() && listed.iter().all(|(_, one)| one.required);
    let mut values = vec![Vec::new(); candidates.len()];
    for (index, listed) in listed {
        values[index] = listed.values;
    }
    Some(Choice {
        property: property.to_owned(),
        values,
        is_certain: true,
        is_exclusive: true,
        is_required,
        is_declared: false,
    })
}

/// The properties of which several branches list one value only, and not the
/// same: they say which branch is meant, whether or not they are required.
pub(super) fn telling(types: &Types, candidates: &[Candidate]) -> Vec<String> {
    let mut values: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for candidate in candidates {
        for id in types.structs_of(&candidate.ty) {
            let object = object(types, id);
            let constants = object.into_iter().flat_map(|one| &one.constants);
            for constant in constants {
                let known = values.entry(&constant.name).or_default();
                known.insert(constant.value.to_string());
            }
            let fields = object.into_iter().flat_map(|one| &one.fields);
            for field in fields {
                if let Some(only) = &field.only {
                    let known = values.entry(&field.name).or_default();
                    known.insert(only.to_string());
                }
            }
        }
    }
    let telling = values.into_iter().filter(|(_, values)| values.len() > 1);
    telling.map(|(name, _)| name.to_owned()).collect()
}

/// The values that a property can have.
#[derive(PartialEq, Eq, Hash)]
enum Said<'t> {
    Value(&'t Value),
    Type(&'t Type),
}

/// Two branches whose objects have the same properties of the same types, so that
/// no value tells them apart.
pub(super) fn alike<'c>(
    types: &Types,
    candidates: &[&'c Candidate],
) -> Option<(&'c Candidate, &'c Candidate)> {
    let mut known = HashMap::new();
    for &candidate in candidates {
        let Some(object) = structure(types, &candidate.ty) else {
            continue;
        };
        let constants = object.constants.iter();
        let constants = constants.map(|one| (one.name.as_str(), true, Said::Value(&one.value)));
        let fields = object.fields.iter();
        let fields = fields.map(|one| (one.name.as_str(), one.required, Said::Type(&one.ty)));
        let mut shape: Vec<(&str, bool, Said<'_>)> = constants.chain(fields).collect();
        shape.sort_by_key(|(name, ..)| *name);
        if let Some(first) = known.insert(shape, candidate) {
            return Some((first, candidate));
        }
    }
    None
}

/// For each object the properties that not all of them have; nothing for what may
/// have any.
pub(super) fn marks(types: &Types, candidates: &[Candidate]) -> Vec<Option<Vec<String>>> {
    let names = candidates.iter().map(|candidate| {
        let objects = objects_of(types, &candidate.ty)?;
        let is_open = |object: &&Struct| {
            object.rest != Rest::Ignored || object.fields.iter().any(|field| field.is_part)
        };
        if objects.iter().any(is_open) {
            return None;
        }
        let names = objects.into_iter().flat_map(names_of);
        Some(names.map(str::to_owned).collect::<BTreeSet<String>>())
    });
    let names: Vec<Option<BTreeSet<String>>> = names.collect();
    let mut known = names.iter().flatten();
    let first = known.next().cloned().unwrap_or_default();
    let common = known.fold(first, |common, names| &common & names);
    let marks = names.into_iter();
    marks
        .map(|names| Some((&names? - &common).into_iter().collect()))
        .collect()
}

fn names_of(object: &Struct) -> impl Iterator<Item = &str> {
    let constants = object.constants.iter().map(|one| one.name.as_str());
    let fields = object.fields.iter().map(|field| field.name.as_str());
    constants.chain(fields)
}

pub(super) fn is_negative(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number < 0.0)
}

/// The values that a required property of a type can have, if they are listed.
pub(super) fn required_values(types: &Types, ty: &Type, property: &str) -> Option<Vec<Value>> {
    let listed = listed(types, ty, property)?;
    listed.required.then_some(listed.values)
}

/// The values that a property of a type lists, in all branches of a union. Each
/// type is looked at once.
fn listed(types: &Types, ty: &Type, property: &str) -> Option<Listed> {
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
fn objects_of<'t>(types: &'t Types, ty: &Type) -> Option<Vec<&'t Struct>> {
    let Type::Named(id) = ty else { return None };
    let mut objects = Vec::new();
    let mut seen = HashSet::from([*id]);
    let mut waiting = vec![*id];
    while let Some(id) = waiting.pop() {
        match &types.get(id)?.kind {
            TypeKind::Struct(object) => objects.push(object),
            TypeKind::Union(union) => {
                for branch in union.branches.iter().rev() {
                    let Some(Type::Named(id)) = branch.ty else {
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
    match &types.get(id)?.kind {
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

/// The properties that the first of some objects requires.
pub(super) fn required_names(types: &Types, candidates: &[Candidate]) -> Vec<String> {
    let first = candidates
        .first()
        .and_then(|candidate| structure(types, &candidate.ty));
    let names = first.into_iter().flat_map(|object| {
        let constants = object.constants.iter().filter(|one| one.required);
        let fields = object.fields.iter().filter(|field| field.required);
        let constants = constants.map(|one| &one.name);
        constants.chain(fields.map(|field| &field.name)).cloned()
    });
    names.collect()
}

/// Tells if a type is an object that requires a property to be a string of any kind.
pub(super) fn requires_text(types: &Types, ty: &Type, property: &str) -> bool {
    structure(types, ty).is_some_and(|object| {
        let mut fields = object.fields.iter();
        fields.any(|field| {
            field.name == property && field.required && field.ty == Type::Scalar(Scalar::String)
        })
    })
}

fn disjoint<V: AsRef<[Value]>>(values: &[V]) -> bool {
    let mut seen = HashSet::new();
    let mut all = values.iter().flat_map(|values| values.as_ref());
    all.all(|value| seen.insert(value.to_string()))
}

fn object(types: &Types, id: TypeId) -> Option<&Struct> {
    match &types.get(id)?.kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}

pub(super) fn structure<'t>(types: &'t Types, ty: &Type) -> Option<&'t Struct> {
    match ty {
        Type::Named(id) => object(types, *id),
        _ => None,
    }
}
