//! Corrections of schemas and of their properties.

use super::rules::{Effect, Rules};
use crate::config::Correction;
use crate::diag::Pointer;
use crate::json::JsonType;
use crate::spec::{Additional, Range, Schema};
use serde_json::Value;

/// Corrects a schema, those within it left alone. A property that a schema requires is at
/// the place that it has, or would have, among that schema's `properties`.
pub(super) fn correct(schema: &mut Schema, rules: &mut Rules<'_>) {
    let properties = schema.at.child("properties");
    schema.required.retain(|name| {
        let mut stays = true;
        rules.at(&properties.child(name), |correction| match correction {
            Correction::Optional => {
                stays = false;
                Some(Ok(()))
            }
            _ => None,
        });
        stays
    });
    let at = schema.at.clone();
    rules.at(&at, |correction| match correction {
        // Had it been required, the schema that requires it has heard of it.
        Correction::Optional => is_property(&at).then_some(Err("it isn't required there")),
        Correction::Nullable => Some(nullable(schema)),
        Correction::Types { types, nullable } => Some(retype(schema, types, *nullable)),
        Correction::Enum(values) => Some(list(schema, values)),
        Correction::Statuses(_) | Correction::MediaType(_) => None,
    });
}

/// True of a place that a property has.
fn is_property(at: &Pointer) -> bool {
    at.tokens()
        .rev()
        .nth(1)
        .is_some_and(|of| of == "properties")
}

fn nullable(schema: &mut Schema) -> Effect {
    let lists_null = |schema: &Schema| {
        let mut values = schema.values.iter().flatten();
        values.any(|(_, value)| value.is_null())
    };
    if schema.nullable || lists_null(schema) {
        return Err("null is allowed already");
    }
    if schema.is_bare() && schema.reference.is_none() {
        return Err("any value is allowed already");
    }
    schema.nullable = true;
    Ok(())
}

/// Makes a schema one of these types, of which it says nothing more than before.
fn retype(schema: &mut Schema, types: &[JsonType], nullable: bool) -> Effect {
    let is_same = schema.types.as_deref() == Some(types)
        && schema.format.is_none()
        && schema.range == Range::default()
        && (schema.nullable || !nullable);
    if is_same {
        return Err("it is of this type already");
    }
    let old = std::mem::replace(schema, Schema::anything(&schema.at));
    let fits = |value: &Value| {
        let kind = JsonType::of(value);
        kind.is_none_or(|kind| types.iter().any(|one| one.includes(kind)))
    };
    schema.types = Some(types.to_vec());
    schema.nullable = old.nullable || nullable;
    schema.values = old.values.map(|mut values| {
        values.retain(|(_, value)| fits(value));
        values
    });
    schema.values = schema.values.take().filter(|values| !values.is_empty());
    schema.default = old.default.filter(fits);
    schema.title = old.title;
    schema.description = old.description;
    schema.deprecated = old.deprecated;
    schema.read_only = old.read_only;
    schema.write_only = old.write_only;
    if types.contains(&JsonType::Object) {
        schema.properties = old.properties;
        schema.required = old.required;
        schema.additional = old.additional;
    } else {
        schema.additional = Additional::Unsaid;
    }
    if types.contains(&JsonType::Array) {
        schema.items = old.items;
        schema.prefix_items = old.prefix_items;
        schema.min_items = old.min_items;
        schema.max_items = old.max_items;
    }
    Ok(())
}

/// Adds values to those that a schema lists.
fn list(schema: &mut Schema, values: &[Value]) -> Effect {
    let places = schema.at.child("enum");
    let Some(listed) = &mut schema.values else {
        return Err("it lists no values of its own");
    };
    let before = listed.len();
    for value in values {
        if !listed.iter().any(|(_, known)| known == value) {
            let place = places.index(listed.len());
            listed.push((place, value.clone()));
        }
    }
    if listed.len() == before {
        return Err("it lists the values already");
    }
    schema.constant = false;
    Ok(())
}
