//! Schemas that list one value only.

use super::merge::{merged, only_reference};
use super::reader::Reader;
use crate::diag::{Diagnostic, Pointer};
use crate::spec::{LONGEST_CHAIN, Schema};
use serde_json::Value;

/// The one value that a schema lists, its references followed, if that is a
/// plain one.
pub(super) fn only_value(
    reader: &mut Reader<'_>,
    schema: &Schema,
    found: &mut Vec<Diagnostic>,
) -> Option<Value> {
    only_value_behind(reader, schema, 0, found)
}

/// The same behind so many references.
fn only_value_behind(
    reader: &mut Reader<'_>,
    schema: &Schema,
    depth: usize,
    found: &mut Vec<Diagnostic>,
) -> Option<Value> {
    if schema.nullable || depth > LONGEST_CHAIN {
        return None;
    }
    if schema.reference.is_none() && schema.all_of.is_empty() {
        return listed_alone(schema);
    }
    let target = schema.only_target().cloned();
    match target.or_else(|| only_reference(schema)) {
        Some(target) => only_value_at(reader, &target, depth + 1, found),
        None => listed_alone(&merged(reader, schema.clone(), found)),
    }
}

fn only_value_at(
    reader: &mut Reader<'_>,
    at: &Pointer,
    depth: usize,
    found: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let known = reader.memo.only_values.get(at);
    if let Some(known) = known.filter(|_| depth == 1) {
        return known.clone();
    }
    let spec = reader.spec;
    let schema = spec.schema(at)?;
    let only = only_value_behind(reader, schema, depth, found);
    let is_combined = schema.reference.is_some() || !schema.all_of.is_empty();
    if depth == 1 && is_combined {
        reader.memo.only_values.insert(at.clone(), only.clone());
    }
    only
}

/// The one value that a schema itself lists, if that is a plain one.
fn listed_alone(schema: &Schema) -> Option<Value> {
    let Some([(_, value)]) = schema.values.as_deref() else {
        return None;
    };
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Number(number) if !number.is_i64() => None,
        plain => Some(plain.clone()).filter(|_| !schema.nullable),
    }
}
