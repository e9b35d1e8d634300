//! The property whose value tells objects apart, where no discriminator declares it.

use crate::ir::{AdditionalProperties, Scalar, Struct, Type};
use crate::lower::definitions::Definitions;
use crate::lower::types::{
    Basis, Candidate, Choice, Listed, UndecidedUnion, disjoint, is_negative, listed, objects_of,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Types = Definitions<UndecidedUnion>;

/// The choice by a property that every branch requires, with values that no
/// two share.
pub(super) fn inferred(types: &Types, candidates: &[Candidate]) -> Option<Choice> {
    let first = types.object_of(&candidates.first()?.ty)?;
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
            basis: Basis::Inferred,
            is_required: true,
        })
    })
}

/// The choice by a property that some branches don't require or don't have,
/// with values that no two share: the one that says the most.
pub(super) fn partly_inferred(types: &Types, candidates: &[Candidate]) -> Option<Choice> {
    let mut properties: BTreeMap<&str, Vec<(usize, Listed)>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let structs = types.structs_of(&candidate.ty);
        let objects = structs.iter().filter_map(|id| types.object(*id));
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
        basis: Basis::Inferred,
        is_required,
    })
}

/// The properties of which several branches list one value only, and not the
/// same: they say which branch is meant, whether or not they are required.
pub(super) fn telling(types: &Types, candidates: &[Candidate]) -> Vec<String> {
    let mut values: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for candidate in candidates {
        for id in types.structs_of(&candidate.ty) {
            let object = types.object(id);
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
        let Some(object) = types.object_of(&candidate.ty) else {
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
            object.additional_properties != AdditionalProperties::Ignored
                || object.fields.iter().any(|field| field.is_part)
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

/// The values that a required property of a type can have, if they are listed.
pub(super) fn required_values(types: &Types, ty: &Type, property: &str) -> Option<Vec<Value>> {
    let listed = listed(types, ty, property)?;
    listed.required.then_some(listed.values)
}

/// The properties that the first of some objects requires.
pub(super) fn required_names(types: &Types, candidates: &[Candidate]) -> Vec<String> {
    let first = candidates
        .first()
        .and_then(|candidate| types.object_of(&candidate.ty));
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
    types.object_of(ty).is_some_and(|object| {
        let mut fields = object.fields.iter();
        fields.any(|field| {
            field.name == property && field.required && field.ty == Type::Scalar(Scalar::String)
        })
    })
}
