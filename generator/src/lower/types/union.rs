//! `oneOf`, `anyOf`, and schemas of several types.

use super::branches::{branches, one_union};
use super::candidate::UnionHints;
use super::merge::merged;
use super::reader::{Reader, SchemaTypes};
use super::scope::{Scope, docs};
use super::several::several_unions;
use crate::diag::Diagnostic;
use crate::ir::Type;
use crate::json::JsonType;
use crate::spec::{Additional, Schema};
use std::collections::HashSet;

/// The type of a schema with branches. A branch that only allows `null`
/// makes the whole nullable; the caller adds that for the schema's own flag.
pub(super) fn union(
    reader: &mut Reader<'_>,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let docs = docs(&schema);
    let mut base = schema.undescribed();
    base.nullable = false;
    let mut unions = base.take_unions();
    let mut nullable = true;
    for union in &mut unions {
        nullable &= union.branches.iter().any(Schema::is_null_branch);
        union.branches.retain(|branch| !branch.is_null_branch());
    }
    let (narrowing, mut telling): (Vec<_>, Vec<_>) = unions
        .into_iter()
        .partition(|union| union.branches.iter().all(only_requires));
    for union in &narrowing {
        describe_required(reader, &mut base, &union.branches, found);
    }
    let ty = match telling.pop() {
        None => reader.type_of(base, scope, found),
        Some(only) if telling.is_empty() => one_union(reader, only, base, docs, scope, found),
        Some(last) => {
            telling.push(last);
            several_unions(reader, telling, base, docs, scope, found)
        }
    };
    if nullable { ty.nullable() } else { ty }
}

/// The type of a schema that states several types: a branch for each, with
/// what the schema says of that type.
pub(super) fn several_types(
    reader: &mut Reader<'_>,
    types: &[JsonType],
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let docs = docs(&schema);
    let parts = types.iter().map(|kind| of_type(&schema, *kind));
    let parts = parts.collect();
    let base = Schema::anything(&schema.at);
    branches(
        reader,
        parts,
        base,
        UnionHints::default(),
        docs,
        scope,
        found,
    )
}

/// `anyOf: [{required: [a]}, {required: [b]}]` narrows, and adds nothing but
/// names that may hold anything.
fn describe_required(
    reader: &mut Reader<'_>,
    base: &mut Schema,
    branches: &[Schema],
    found: &mut Vec<Diagnostic>,
) {
    let described = merged(reader, base.clone(), found).properties;
    let is_object = !described.is_empty();
    let mut known: HashSet<&String> = described.iter().map(|(name, _)| name).collect();
    for name in branches.iter().flat_map(|branch| &branch.required) {
        if is_object && known.insert(name) {
            let anything = Schema::anything(&base.at.child("anyOf"));
            base.properties.push((name.clone(), anything));
        }
    }
}

/// The part of a schema that speaks of one type.
fn of_type(schema: &Schema, kind: JsonType) -> Schema {
    let mut part = Schema::anything(&schema.at);
    part.types = Some(vec![kind]);
    match kind {
        JsonType::Object => {
            part.properties.clone_from(&schema.properties);
            part.required.clone_from(&schema.required);
            part.additional = schema.additional.clone();
            part.conditional.clone_from(&schema.conditional);
        }
        JsonType::Array => {
            part.items.clone_from(&schema.items);
            part.prefix_items.clone_from(&schema.prefix_items);
            (part.min_items, part.max_items) = (schema.min_items, schema.max_items);
        }
        JsonType::String => {
            part.format.clone_from(&schema.format);
            part.encoding.clone_from(&schema.encoding);
        }
        JsonType::Integer | JsonType::Number => {
            part.format.clone_from(&schema.format);
            part.range = schema.range;
        }
        JsonType::Boolean => {}
    }
    part
}

/// Tells if a branch only says which properties must be there.
fn only_requires(branch: &Schema) -> bool {
    let mut rest = branch.clone();
    rest.required.clear();
    if rest.types.as_deref() == Some(&[JsonType::Object]) {
        rest.types = None;
    }
    let untold = rest
        .properties
        .iter()
        .all(|(_, property)| property.is_bare() && property.reference.is_none());
    if untold {
        rest.properties.clear();
    }
    if matches!(rest.additional, Additional::Forbidden) {
        return false;
    }
    rest.is_bare() && rest.reference.is_none()
}
