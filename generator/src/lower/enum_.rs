//! Schemas that list their values.

use super::Lower;
use super::schema::docs;
use crate::diag::{Code, Diagnostic};
use crate::ir::{Docs, Enum, EnumValue, Integer, Place, Scalar, Type, TypeId, TypeKind};
use crate::json::JsonType;
use crate::spec::Schema;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

impl Lower<'_> {
    /// The type of a schema that lists its values, `null` left to the caller
    /// except where the list itself names it.
    pub(super) fn enumeration(
        &mut self,
        mut schema: Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let listed = schema.values.take().unwrap_or_default();
        let nullable = listed.iter().any(|(_, value)| value.is_null());
        let docs = docs(&schema);
        let mut values: Vec<EnumValue> = Vec::new();
        let mut seen = HashSet::new();
        for (at, value) in listed {
            let Some(value) = self.fitting(&schema, value) else {
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
        let ty = self.enum_type(values, schema, docs, place, slot);
        match ty {
            Type::Null => Type::Null,
            ty if nullable => ty.nullable(),
            ty => ty,
        }
    }

    fn enum_type(
        &mut self,
        values: Vec<EnumValue>,
        mut schema: Schema,
        docs: Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
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
            [JsonType::Number] | [JsonType::Integer, JsonType::Number] => {
                Type::Scalar(Scalar::Number)
            }
            [JsonType::Integer] if values.iter().any(|v| !v.value.is_i64()) => {
                Type::Scalar(Scalar::Integer(Integer::U64))
            }
            [JsonType::String] | [JsonType::Integer] => {
                let kind = TypeKind::Enum(Enum {
                    values,
                    open: false,
                });
                Type::Named(self.types.define(slot, place, docs, kind))
            }
            [JsonType::Array | JsonType::Object] => Type::Any,
            // Values of several kinds: one branch for each kind.
            _ => {
                schema.types = None;
                schema.nullable = false;
                for kind in kinds {
                    let first = values.iter().find(|v| JsonType::of(&v.value) == Some(kind));
                    let at = first.map_or(&schema.at, |value| &value.at);
                    let mut branch = Schema::anything(at);
                    let of_kind = values
                        .iter()
                        .filter(|v| JsonType::of(&v.value) == Some(kind));
                    branch.values =
                        Some(of_kind.map(|v| (v.at.clone(), v.value.clone())).collect());
                    branch.types = Some(vec![kind]);
                    schema.any_of.push(branch);
                }
                self.union(schema, place, slot)
            }
        }
    }

    /// A listed value as the schema's `type` means it: YAML authors forget the
    /// quotes around `1` and `true`, and put some around numbers.
    fn fitting(&mut self, schema: &Schema, value: Value) -> Option<Value> {
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
            (Value::String(text), Some(JsonType::Integer)) => {
                text.parse::<i64>().ok().map(Value::from)
            }
            (Value::String(text), Some(JsonType::Boolean)) => {
                text.parse::<bool>().ok().map(Value::from)
            }
            _ => None,
        };
        let what = match &meant {
            Some(meant) => format!("it is taken as {meant}"),
            None => "it is left out".to_owned(),
        };
        let message = format!("{value} is not of the stated type, so {what}");
        self.found.push(
            Diagnostic::warning(Code::Malformed, &schema.at.child("enum"), message)
                .help("state the value in the schema's own type"),
        );
        meant
    }
}
