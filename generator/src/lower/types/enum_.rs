//! Schemas that list their values.

use super::branches::branches;
use super::candidate::UnionHints;
use super::reader::Reader;
use super::scope::{Scope, docs};
use super::union::union;
use crate::diag::{Code, Diagnostic};
use crate::ir::{Docs, Enum, EnumValue, Integer, Scalar, Type, TypeKind};
use crate::json::JsonType;
use crate::spec::Schema;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// The type of a schema that lists its values, `null` left to the caller
/// except where the list itself names it.
pub(super) fn enumeration(
    reader: &mut Reader<'_>,
    mut schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let listed = schema.values.take().unwrap_or_default();
    let (nulls, listed): (Vec<_>, Vec<_>) =
        listed.into_iter().partition(|(_, value)| value.is_null());
    let only_null = listed.is_empty();
    let mut values: Vec<EnumValue> = Vec::new();
    let mut seen = HashSet::new();
    for (at, value) in listed {
        let Some(value) = meant(&schema, value, found) else {
            continue;
        };
        if seen.insert(value.to_string()) {
            values.push(EnumValue {
                at,
                value,
                docs: Docs::default(),
            });
        }
    }
    let ty = match only_null || values.iter().any(|one| is_of_type(&schema, &one.value)) {
        true => type_of_values(reader, values, schema, scope, found),
        false => with_stated_type(reader, &values, schema, scope, found),
    };
    match ty {
        Type::Null => Type::Null,
        ty if nulls.is_empty() => ty,
        ty => ty.nullable(),
    }
}

fn type_of_values(
    reader: &mut Reader<'_>,
    values: Vec<EnumValue>,
    mut schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let mut kinds: Vec<JsonType> = values
        .iter()
        .filter_map(|v| JsonType::of(&v.value))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    match kinds[..] {
        [] => Type::Null,
        [JsonType::Boolean] => Type::Scalar(Scalar::Boolean),
        [JsonType::Number] | [JsonType::Integer, JsonType::Number] => Type::Scalar(Scalar::Number),
        [JsonType::Integer] if values.iter().any(|v| !v.value.is_i64()) => {
            Type::Scalar(Scalar::Integer(Integer::U64))
        }
        [JsonType::String] | [JsonType::Integer] => {
            let kind = TypeKind::Enum(Enum {
                values,
                open: false,
            });
            let docs = docs(&schema);
            Type::Named(reader.types.define(scope.slot, scope.place, docs, kind))
        }
        [JsonType::Array | JsonType::Object] => Type::Any,
        _ => {
            schema.types = None;
            schema.nullable = false;
            schema.any_of.extend(by_kind(&values));
            union(reader, schema, scope, found)
        }
    }
}

/// The type of a schema none of whose values is of its `type`. Servers send the one or the
/// other, so it is both.
fn with_stated_type(
    reader: &mut Reader<'_>,
    values: &[EnumValue],
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let docs = docs(&schema);
    let base = Schema::anything(&schema.at);
    let mut stated = schema.undescribed();
    stated.nullable = false;
    let mut parts = by_kind(values);
    parts.insert(0, stated);
    let hints = UnionHints::default();
    branches(reader, parts, base, hints, docs, scope, found)
}

/// A branch for each kind of value among those listed.
fn by_kind(values: &[EnumValue]) -> Vec<Schema> {
    let mut branches: BTreeMap<JsonType, Schema> = BTreeMap::new();
    for EnumValue { at, value, .. } in values {
        let Some(kind) = JsonType::of(value) else {
            continue;
        };
        let branch = branches.entry(kind).or_insert_with(|| Schema {
            types: Some(vec![kind]),
            ..Schema::anything(at)
        });
        let listed = branch.values.get_or_insert_default();
        listed.push((at.clone(), value.clone()));
    }
    branches.into_values().collect()
}

/// True of a value that is of the `type` of a schema, if it states one.
fn is_of_type(schema: &Schema, value: &Value) -> bool {
    let stated = schema.types.as_ref().filter(|types| !types.is_empty());
    let kind = JsonType::of(value);
    stated.is_none_or(|types| {
        let mut types = types.iter();
        types.any(|stated| kind.is_some_and(|kind| stated.includes(kind)))
    })
}

/// A listed value as the schema's `type` means it: YAML authors forget the quotes around `1`
/// and `true`, and put some around numbers. Another plain value stays, of a type of its own.
fn meant(schema: &Schema, value: Value, found: &mut Vec<Diagnostic>) -> Option<Value> {
    if is_of_type(schema, &value) {
        return Some(value);
    }
    let stated = schema.types.iter().flatten().next();
    let meant = match (&value, stated) {
        (Value::Bool(_) | Value::Number(_), Some(JsonType::String)) => {
            Some(Value::String(value.to_string()))
        }
        (Value::String(text), Some(JsonType::Integer)) => text.parse::<i64>().ok().map(Value::from),
        (Value::String(text), Some(JsonType::Boolean)) => {
            text.parse::<bool>().ok().map(Value::from)
        }
        _ => None,
    };
    let is_plain = !value.is_array() && !value.is_object();
    let fate = match &meant {
        Some(meant) => format!("it is taken as {meant}"),
        None if is_plain => "values of both types are read".to_owned(),
        None => "it is left out".to_owned(),
    };
    let message = format!("{value} is not of the stated type, so {fate}");
    found.push(
        Diagnostic::warning(Code::Malformed, &schema.at.child("enum"), message)
            .help("state the value in the schema's own type"),
    );
    meant.or_else(|| is_plain.then_some(value))
}
