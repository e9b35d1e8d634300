//! Schemas that list their values.

use super::reader::Reader;
use super::scope::{Scope, docs};
use super::union::union;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{Docs, Enum, EnumValue, Integer, Scalar, Type, TypeKind};
use crate::json::JsonType;
use crate::spec::Schema;
use serde_json::Value;
use std::collections::HashSet;

/// The values that a schema lists, taken from it, as its `type` means them. Nothing if there
/// are none, or if its type is none of theirs: then that alone says what is sent.
pub(super) fn listed(
    schema: &mut Schema,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<(Pointer, Value)>> {
    let (nulls, others): (Vec<_>, Vec<_>) = schema
        .values
        .take()?
        .into_iter()
        .partition(|(_, value)| value.is_null());
    let are_others = !others.is_empty();
    let others = others.into_iter();
    let fit = others.filter_map(|(at, value)| Some((at, fitting(schema, value, found)?)));
    let mut fit: Vec<_> = fit.collect();
    if fit.is_empty() && are_others {
        schema.nullable |= !nulls.is_empty();
        return None;
    }
    fit.extend(nulls);
    Some(fit)
}

/// The type of a schema that lists these values, `null` left to the caller except where the
/// list itself names it.
pub(super) fn enumeration(
    reader: &mut Reader<'_>,
    listed: Vec<(Pointer, Value)>,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let nullable = listed.iter().any(|(_, value)| value.is_null());
    let mut values: Vec<EnumValue> = Vec::new();
    let mut seen = HashSet::new();
    for (at, value) in listed {
        if !value.is_null() && seen.insert(value.to_string()) {
            values.push(EnumValue {
                at,
                value,
                docs: Docs::default(),
            });
        }
    }
    let ty = type_of_values(reader, values, schema, scope, found);
    match ty {
        Type::Null => Type::Null,
        ty if nullable => ty.nullable(),
        ty => ty,
    }
}

fn type_of_values(
    reader: &mut Reader<'_>,
    values: Vec<EnumValue>,
    schema: Schema,
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
            let schema = by_kind(schema, &values, &kinds);
            union(reader, schema, scope, found)
        }
    }
}

/// A schema with a branch for each kind of value that it lists.
fn by_kind(mut schema: Schema, values: &[EnumValue], kinds: &[JsonType]) -> Schema {
    schema.types = None;
    schema.nullable = false;
    for &kind in kinds {
        let of_kind = values
            .iter()
            .filter(|v| JsonType::of(&v.value) == Some(kind));
        let listed: Vec<_> = of_kind.map(|v| (v.at.clone(), v.value.clone())).collect();
        let at = listed.first().map_or(&schema.at, |(at, _)| at);
        let mut branch = Schema::anything(at);
        branch.values = Some(listed);
        branch.types = Some(vec![kind]);
        schema.any_of.push(branch);
    }
    schema
}

/// A listed value as the schema's `type` means it: YAML authors forget the
/// quotes around `1` and `true`, and put some around numbers.
fn fitting(schema: &Schema, value: Value, found: &mut Vec<Diagnostic>) -> Option<Value> {
    let kind = JsonType::of(&value)?;
    let Some(types) = schema.types.as_ref().filter(|types| !types.is_empty()) else {
        return Some(value);
    };
    if types.iter().any(|stated| stated.includes(kind)) {
        return Some(value);
    }
    let meant = match (&value, types[..].first()) {
        (Value::Bool(_) | Value::Number(_), Some(JsonType::String)) => {
            Some(Value::String(value.to_string()))
        }
        (Value::String(text), Some(JsonType::Integer)) => text.parse::<i64>().ok().map(Value::from),
        (Value::String(text), Some(JsonType::Boolean)) => {
            text.parse::<bool>().ok().map(Value::from)
        }
        _ => None,
    };
    let fate = match &meant {
        Some(meant) => format!("it is taken as {meant}"),
        None => "it is left out".to_owned(),
    };
    let message = format!("{value} is not of the stated type, so {fate}");
    found.push(
        Diagnostic::warning(Code::Malformed, &schema.at.child("enum"), message)
            .help("state the value in the schema's own type"),
    );
    meant
}
