//! Objects: `properties` and `additionalProperties`.

use super::constant::only_value;
use super::files::file;
use super::inheritance::subtypes;
use super::merge::merged;
use super::reader::{Reader, SchemaTypes};
use super::scope::{Scope, docs};
use crate::diag::Diagnostic;
use crate::ir::{
    Access, AdditionalProperties, Constant, Field, Origin, Place, Struct, Type, TypeKind,
};
use crate::spec::{Additional, Schema};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// The struct of an object's properties, and of `parts` that are decoded from
/// the same object.
pub(super) fn object(
    reader: &mut Reader<'_>,
    mut schema: Schema,
    parts: Vec<Field>,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if schema.properties.is_empty() && parts.is_empty() {
        match schema.additional {
            Additional::Unsaid => return Type::Map(Box::new(Type::Any)),
            Additional::Allowed(other) => {
                let place = scope.within(&other, "value");
                return Type::Map(Box::new(reader.type_of(*other, scope.at(&place), found)));
            }
            Additional::Forbidden => {}
        }
    }
    if let Some(ty) = subtypes(reader, &schema, scope, found) {
        return ty;
    }
    let docs = docs(&schema);
    let mut object = Struct {
        fields: Vec::new(),
        constants: Vec::new(),
        additional_properties: AdditionalProperties::Ignored,
        closed: matches!(schema.additional, Additional::Forbidden),
    };
    if matches!(schema.additional, Additional::Unsaid) {
        add_conditional(reader, &mut schema, found);
        if parts.is_empty() {
            add_undescribed(&mut schema);
        }
    }
    let required: HashSet<String> = schema.required.into_iter().collect();
    for (name, property) in schema.properties {
        let required = required.contains(&name);
        match member(reader, name, property, required, scope, found) {
            Some(Member::Field(field)) => object.fields.push(*field),
            Some(Member::Constant(constant)) => object.constants.push(constant),
            None => {}
        }
    }
    if let Additional::Allowed(other) = schema.additional {
        let place = scope.within(&other, "value");
        object.additional_properties =
            AdditionalProperties::Typed(reader.type_of(*other, scope.at(&place), found));
    }
    object.fields.extend(parts);
    let kind = TypeKind::Struct(object);
    Type::Named(reader.types.define(scope.slot, scope.place, docs, kind))
}

/// A member of a struct.
enum Member {
    Field(Box<Field>),
    Constant(Constant),
}

/// The member of a struct for a property, unless that can't be there.
fn member(
    reader: &mut Reader<'_>,
    name: String,
    schema: Schema,
    required: bool,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Member> {
    let only = only_value(reader, &schema, found);
    if let Some(value) = &only {
        let is_certain = schema.constant && required;
        if is_certain || schema.default.as_ref() == Some(value) {
            return Some(Member::Constant(Constant {
                name,
                value: value.clone(),
                required,
            }));
        }
    }
    if schema.never {
        return None;
    }
    let docs = docs(&schema);
    let at = schema.at.clone();
    let access = match (schema.read_only, schema.write_only) {
        (true, false) => Some(Access::ReadOnly),
        (false, true) => Some(Access::WriteOnly),
        _ => None,
    };
    let ty = type_of_property(reader, &name, schema, scope, found);
    if required && ty == Type::Null {
        return Some(Member::Constant(Constant {
            name,
            value: Value::Null,
            required,
        }));
    }
    Some(Member::Field(Box::new(Field {
        name,
        required,
        required_by_schema: required,
        access,
        only,
        docs,
        ..Field::required(at, ty)
    })))
}

fn type_of_property(
    reader: &mut Reader<'_>,
    name: &str,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if let Some(file) = file(reader.spec, &schema, scope.context) {
        return file;
    }
    let place = Arc::new(Place {
        at: schema.at.clone(),
        origin: Origin::Within {
            parent: Arc::clone(scope.place),
            word: name.to_owned(),
            title: schema.title.clone(),
        },
    });
    reader.type_of(schema.undescribed(), scope.at(&place), found)
}

/// Adds the properties that are described on a condition only. Where it
/// doesn't hold, they may be anything.
fn add_conditional(reader: &mut Reader<'_>, schema: &mut Schema, found: &mut Vec<Diagnostic>) {
    let mut described: BTreeMap<String, Vec<Schema>> = BTreeMap::new();
    let mut waiting = std::mem::take(&mut schema.conditional);
    let mut seen = HashSet::new();
    while let Some(branch) = waiting.pop() {
        if !seen.insert(branch.at.clone()) {
            continue;
        }
        let branch = merged(reader, branch, found);
        waiting.extend(branch.conditional);
        for (name, property) in branch.properties {
            described.entry(name).or_default().push(property);
        }
    }
    for (name, _) in &schema.properties {
        described.remove(name);
    }
    for (name, mut properties) in described {
        properties.sort_by(|one, other| one.at.cmp(&other.at));
        let mut either = Schema::anything(&properties[0].at);
        either.any_of = properties;
        either.open = true;
        schema.properties.push((name, either));
    }
}

/// Adds the names that are required and not described, which may hold anything.
fn add_undescribed(schema: &mut Schema) {
    let names = schema.properties.iter().map(|(name, _)| name.clone());
    let mut known: HashSet<String> = names.collect();
    for name in &schema.required {
        if known.insert(name.clone()) {
            let anything = Schema::anything(&schema.at.child("required"));
            schema.properties.push((name.clone(), anything));
        }
    }
}
