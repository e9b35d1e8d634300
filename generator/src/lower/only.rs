//! Schemas that list one value only.

use super::Lower;
use super::all_of::only_reference;
use crate::diag::Pointer;
use crate::spec::Schema;
use serde_json::Value;

/// The most references that are followed to a list of values.
const LONGEST_CHAIN: usize = 8;

impl Lower<'_> {
    /// The one value that a schema lists, its references followed, if that is a
    /// plain one.
    pub(super) fn only_value(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        if schema.nullable || depth > LONGEST_CHAIN {
            return None;
        }
        if schema.reference.is_none() && schema.all_of.is_empty() {
            return listed_alone(schema);
        }
        let target = match &schema.reference {
            Some(target) => Some(target.clone()).filter(|_| schema.is_bare()),
            None => only_reference(schema),
        };
        match target {
            Some(target) => self.only_value_at(&target, depth + 1),
            None => listed_alone(&self.merged(schema.clone())),
        }
    }

    fn only_value_at(&mut self, at: &Pointer, depth: usize) -> Option<Value> {
        if let Some(known) = self.only_values.get(at).filter(|_| depth == 1) {
            return known.clone();
        }
        let document = self.document;
        let schema = document.schema(at)?;
        if schema.reference.is_none() && schema.all_of.is_empty() {
            return self.only_value(schema, depth);
        }
        let only = self.only_value(schema, depth);
        if depth == 1 {
            self.only_values.insert(at.clone(), only.clone());
        }
        only
    }
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
