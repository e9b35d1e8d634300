//! Two schemas as one that says what both say. JSON Schema 2020-12 core §10.2.1.1.

use crate::diag::Pointer;
use crate::document::{Additional, Schema};
use crate::json::JsonType;
use serde_json::Value;
use std::collections::HashSet;

/// A schema that says what both say; the second one's words describe it. What
/// no value can meet is noted as its conflict.
pub(super) fn both(one: Schema, other: Schema) -> Schema {
    let mut all = one;
    all.conflict = all
        .conflict
        .take()
        .or_else(|| other.conflict.clone())
        .or_else(|| types_conflict(&all, &other))
        .or_else(|| values_conflict(&all, &other))
        .or_else(|| properties_conflict(&all, &other));
    all.types = types(all.types, other.types);
    all.values = values(all.values, other.values);
    all.constant |= other.constant;
    all.format = all.format.or(other.format);
    all.range = all.range.and(other.range);
    all.encoding = all.encoding.or(other.encoding);
    all.raw |= other.raw;
    all.min_items = all.min_items.max(other.min_items);
    all.max_items = match (all.max_items, other.max_items) {
        (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
        (ours, theirs) => ours.or(theirs),
    };
    for (name, theirs) in other.properties {
        match all.properties.iter_mut().find(|(known, _)| *known == name) {
            None => all.properties.push((name, theirs)),
            Some((_, ours)) => *ours = property(ours.clone(), theirs),
        }
    }
    let known: HashSet<String> = all.required.iter().cloned().collect();
    let more = other.required.into_iter();
    all.required
        .extend(more.filter(|name| !known.contains(name)));
    all.additional = additional(all.additional, other.additional);
    all.items = match (all.items, other.items) {
        (Some(ours), Some(theirs)) => Some(Box::new(property(*ours, *theirs))),
        (ours, theirs) => ours.or(theirs),
    };
    all.prefix_items = places(all.prefix_items, other.prefix_items);
    all.too_many |= other.too_many;
    all.one_of = branches(all.one_of, other.one_of, &mut all.too_many);
    all.any_of = branches(all.any_of, other.any_of, &mut all.too_many);
    all.open |= other.open;
    all.conditional.extend(other.conditional);
    all.discriminator = all.discriminator.or(other.discriminator);
    all.never |= other.never;
    all.nullable &= other.nullable;
    all.deprecated |= other.deprecated;
    all.read_only |= other.read_only;
    all.write_only |= other.write_only;
    all.title = other.title.or(all.title);
    all.description = other.description.or(all.description);
    all.default = other.default.or(all.default);
    all
}

type Listed = Option<Vec<(Pointer, Value)>>;

fn types(ours: Option<Vec<JsonType>>, theirs: Option<Vec<JsonType>>) -> Option<Vec<JsonType>> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (ours, theirs) => return ours.or(theirs),
    };
    let within =
        |kind: &JsonType, others: &[JsonType]| others.iter().any(|other| other.includes(*kind));
    let narrower = ours.iter().filter(|kind| within(kind, &theirs));
    let wider = theirs.iter().filter(|kind| within(kind, &ours));
    let mut shared: Vec<JsonType> = narrower.chain(wider).copied().collect();
    shared.sort_unstable();
    shared.dedup();
    Some(shared)
}

fn values(ours: Listed, theirs: Listed) -> Listed {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let theirs: HashSet<String> =
                theirs.iter().map(|(_, value)| value.to_string()).collect();
            let listed = |value: &Value| theirs.contains(&value.to_string());
            Some(
                ours.into_iter()
                    .filter(|(_, value)| listed(value))
                    .collect(),
            )
        }
        (ours, theirs) => ours.or(theirs),
    }
}

/// Whether two schemas are one and the same, made of the same parts.
fn is_same(one: &Schema, other: &Schema) -> bool {
    one.at == other.at && are_same(&one.all_of, &other.all_of)
}

fn are_same(ones: &[Schema], others: &[Schema]) -> bool {
    let mut pairs = ones.iter().zip(others);
    ones.len() == others.len() && pairs.all(|(one, other)| is_same(one, other))
}

/// A property that both describe.
fn property(ours: Schema, theirs: Schema) -> Schema {
    // One schema by two ways, as where two parents have a parent in common.
    if is_same(&ours, &theirs) {
        return theirs;
    }
    let mut joint = Schema::anything(&theirs.at);
    joint.title = theirs.title.clone().or_else(|| ours.title.clone());
    joint.description = theirs
        .description
        .clone()
        .or_else(|| ours.description.clone());
    joint.default = theirs.default.clone().or_else(|| ours.default.clone());
    joint.deprecated = theirs.deprecated || ours.deprecated;
    joint.read_only = theirs.read_only || ours.read_only;
    joint.write_only = theirs.write_only || ours.write_only;
    joint.all_of = vec![ours.undescribed(), theirs.undescribed()];
    joint
}

/// The places of a tuple that both describe.
fn places(ours: Vec<Schema>, theirs: Vec<Schema>) -> Vec<Schema> {
    let mut theirs = theirs.into_iter();
    let mut all: Vec<Schema> = ours
        .into_iter()
        .map(|ours| match theirs.next() {
            Some(theirs) => property(ours, theirs),
            None => ours,
        })
        .collect();
    all.extend(theirs);
    all
}

fn additional(ours: Additional, theirs: Additional) -> Additional {
    match (ours, theirs) {
        (Additional::Unsaid, theirs) => theirs,
        (ours, Additional::Unsaid) => ours,
        (Additional::Allowed(ours), Additional::Allowed(theirs)) => {
            Additional::Allowed(Box::new(property(*ours, *theirs)))
        }
        _ => Additional::Forbidden,
    }
}

/// The branches of both: each of the one with each of the other.
fn branches(ours: Vec<Schema>, theirs: Vec<Schema>, too_many: &mut bool) -> Vec<Schema> {
    /// How many branches may come of that.
    const MOST: usize = 1_000;
    if ours.is_empty() || are_same(&ours, &theirs) {
        return theirs;
    }
    if theirs.is_empty() {
        return ours;
    }
    if ours.len().saturating_mul(theirs.len()) > MOST {
        *too_many = true;
        return ours;
    }
    let mut all = Vec::with_capacity(ours.len() * theirs.len());
    for one in &ours {
        for other in &theirs {
            let mut joint = Schema::anything(&other.at);
            joint.title.clone_from(&other.title);
            joint.all_of = vec![one.clone(), other.clone()];
            all.push(joint);
        }
    }
    all
}

fn types_conflict(one: &Schema, other: &Schema) -> Option<(Pointer, Pointer)> {
    let (ours, theirs) = (one.types.as_ref()?, other.types.as_ref()?);
    let shared = types(Some(ours.clone()), Some(theirs.clone()))?;
    let nothing = shared.is_empty() && !(ours.is_empty() || theirs.is_empty());
    (nothing && !(one.nullable && other.nullable)).then(|| (one.at.clone(), other.at.clone()))
}

fn values_conflict(one: &Schema, other: &Schema) -> Option<(Pointer, Pointer)> {
    let (ours, theirs) = (one.values.as_ref()?, other.values.as_ref()?);
    let shared = ours
        .iter()
        .any(|(_, value)| theirs.iter().any(|(_, other)| value == other));
    let place = |values: &[(Pointer, Value)], schema: &Schema| {
        values
            .first()
            .map_or_else(|| schema.at.clone(), |(at, _)| at.clone())
    };
    (!shared).then(|| (place(ours, one), place(theirs, other)))
}

/// A property that one of them requires, and that can't be what both say.
fn properties_conflict(one: &Schema, other: &Schema) -> Option<(Pointer, Pointer)> {
    one.properties.iter().find_map(|(name, ours)| {
        if !one.required.contains(name) && !other.required.contains(name) {
            return None;
        }
        let (_, theirs) = other.properties.iter().find(|(known, _)| known == name)?;
        values_conflict(ours, theirs)
    })
}
