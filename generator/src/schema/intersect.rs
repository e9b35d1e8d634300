//! Two schemas as one that says what both say. JSON Schema 2020-12 core §10.2.1.1.

use crate::diag::Pointer;
use crate::json::JsonType;
use crate::spec::{Additional, Branches, Schema};
use serde_json::Value;
use std::collections::HashSet;

/// A schema that says what both say; where they contradict each other, the
/// second one's word counts and is noted as a conflict. Its words describe it, too. Properties
/// and the names that are required aren't among what it says: [`Members`](super::Members) joins
/// those of all parts at once.
pub fn intersect(left: Schema, right: Schema) -> Schema {
    let (mut all, mut other) = (left, right);
    let unions = unions(&mut all, &mut other);
    let known = all.conflict.take().or_else(|| other.conflict.clone());
    all.conflict = known.or_else(|| {
        let conflict = types_conflict(&all, &other).or_else(|| values_conflict(&all, &other));
        conflict.map(Box::new)
    });
    all.types = types(all.types, other.types, all.nullable && other.nullable);
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
    all.additional = additional(all.additional, other.additional);
    all.items = match (all.items, other.items) {
        (Some(ours), Some(theirs)) => Some(Box::new(property(*ours, *theirs))),
        (ours, theirs) => ours.or(theirs),
    };
    all.prefix_items = places(all.prefix_items, other.prefix_items);
    all.conditional = distinct(all.conditional, other.conditional);
    all.made_of.append(&mut other.made_of);
    all.never |= other.never;
    all.nullable &= other.nullable;
    all.deprecated |= other.deprecated;
    all.read_only |= other.read_only;
    all.write_only |= other.write_only;
    all.title = other.title.or(all.title);
    all.description = other.description.or(all.description);
    all.default = other.default.or(all.default);
    all.discriminator = all.discriminator.or(other.discriminator);
    all.put_unions(unions);
    all
}

/// All unions that hold for both, each once.
fn unions(one: &mut Schema, other: &mut Schema) -> Vec<Branches> {
    let mut all = one.take_unions();
    for union in other.take_unions() {
        let is_known = |known: &Branches| {
            known.exclusive == union.exclusive && are_same(&known.branches, &union.branches)
        };
        if !all.iter().any(is_known) {
            all.push(union);
        }
    }
    all
}

/// The schemas of both lists, each once.
fn distinct(ours: Vec<Schema>, theirs: Vec<Schema>) -> Vec<Schema> {
    let mut all = ours;
    for schema in theirs {
        if !all.iter().any(|known| is_same(known, &schema)) {
            all.push(schema);
        }
    }
    all
}

type Listed = Option<Vec<(Pointer, Value)>>;

/// The types of both; those of the second where they share none but `null`.
fn types(
    ours: Option<Vec<JsonType>>,
    theirs: Option<Vec<JsonType>>,
    nullable: bool,
) -> Option<Vec<JsonType>> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (ours, theirs) => return ours.or(theirs),
    };
    let shared = shared_types(&ours, &theirs);
    let is_conflict = shared.is_empty() && !nullable && !theirs.is_empty();
    Some(if is_conflict { theirs } else { shared })
}

fn shared_types(ours: &[JsonType], theirs: &[JsonType]) -> Vec<JsonType> {
    let within =
        |kind: &JsonType, others: &[JsonType]| others.iter().any(|other| other.includes(*kind));
    let narrower = ours.iter().filter(|kind| within(kind, theirs));
    let wider = theirs.iter().filter(|kind| within(kind, ours));
    let mut shared: Vec<JsonType> = narrower.chain(wider).copied().collect();
    shared.sort_unstable();
    shared.dedup();
    shared
}

fn values(ours: Listed, theirs: Listed) -> Listed {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let listed: HashSet<String> =
                theirs.iter().map(|(_, value)| value.to_string()).collect();
            let mut shared = ours;
            shared.retain(|(_, value)| listed.contains(&value.to_string()));
            Some(if shared.is_empty() { theirs } else { shared })
        }
        (ours, theirs) => ours.or(theirs),
    }
}

/// Compares two schemas: `true` if they are one and the same, made of the same parts.
fn is_same(one: &Schema, other: &Schema) -> bool {
    one.at == other.at && are_same(&one.all_of, &other.all_of)
}

/// Compares two lists of schemas: `true` if they are the same, one by one.
pub fn are_same(ones: &[Schema], others: &[Schema]) -> bool {
    let mut pairs = ones.iter().zip(others);
    ones.len() == others.len() && pairs.all(|(one, other)| is_same(one, other))
}

/// A property that both describe.
pub fn property(ours: Schema, theirs: Schema) -> Schema {
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
    joint.all_of = parts_of(ours);
    for part in parts_of(theirs) {
        if !joint.all_of.iter().any(|known| is_same(known, &part)) {
            joint.all_of.push(part);
        }
    }
    joint
}

/// The parts of a schema that is nothing but `allOf`, or the schema as its only one.
fn parts_of(schema: Schema) -> Vec<Schema> {
    let mut outside = schema.undescribed();
    let parts = std::mem::take(&mut outside.all_of);
    let is_joint = outside.is_bare() && outside.reference.is_none() && !outside.nullable;
    if is_joint && !parts.is_empty() {
        return parts;
    }
    outside.all_of = parts;
    vec![outside]
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

/// `additionalProperties` that allows any others, unless something is said of them.
pub fn open(additional: Additional, at: &Pointer) -> Additional {
    match additional {
        Additional::Allowed(other) => Additional::Allowed(other),
        _ => Additional::Allowed(Box::new(Schema::anything(at))),
    }
}

fn types_conflict(one: &Schema, other: &Schema) -> Option<(Pointer, Pointer)> {
    let (ours, theirs) = (one.types.as_ref()?, other.types.as_ref()?);
    let shared = shared_types(ours, theirs);
    let nothing = shared.is_empty() && !(ours.is_empty() || theirs.is_empty());
    (nothing && !(one.nullable && other.nullable)).then(|| (one.at.clone(), other.at.clone()))
}

/// The places of two lists of values that have none in common.
pub(super) fn values_conflict(one: &Schema, other: &Schema) -> Option<(Pointer, Pointer)> {
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
