//! Rewrites the schemas of a document to plain JSON Schema 2020-12, which the
//! validator understands, and which the instances are made from.
//!
//! It is independent of the generator's own reading on purpose. Documents mix
//! dialects, so every spelling is understood in every version.

use serde_json::{Map, Value, json};

/// The document with all its schemas rewritten, each in its place.
pub(super) fn rewritten(document: &Value) -> Value {
    let mut document = document.clone();
    // Which dialect is meant doesn't matter once all are brought into one.
    if let Value::Object(members) = &mut document {
        members.remove("$schema");
    }
    outside(&mut document, "");
    document
}

/// Makes a value that a discriminator's mapping, or the name of a branch, claims
/// for one branch be valid for that one, as OpenAPI 3.1 §4.8.25 means it; JSON
/// Schema alone would let it belong to another that happens to allow it.
pub(super) fn with_discriminators(value: &mut Value) {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => return items.iter_mut().for_each(with_discriminators),
        _ => return,
    };
    members.values_mut().for_each(with_discriminators);
    let discriminator = members.get("discriminator");
    let property = discriminator.and_then(|one| one.get("propertyName")?.as_str());
    let Some(property) = property else { return };
    let mapping = discriminator.and_then(|one| one.get("mapping")?.as_object());
    let mapping = || mapping.into_iter().flatten();
    let branches = ["oneOf", "anyOf"].map(|key| members.get(key).and_then(Value::as_array));
    let branches = branches.into_iter().flatten().flatten();
    let targets: Vec<&str> = branches
        .filter_map(|branch| branch.get("$ref")?.as_str())
        .collect();
    let mut claims = Vec::new();
    for target in targets {
        let name = target.rsplit('/').next().unwrap_or(target);
        let mapped = mapping().filter(|(_, to)| *to == target || *to == name);
        let mut tags: Vec<&str> = mapped.map(|(tag, _)| tag.as_str()).collect();
        if tags.is_empty() {
            tags.push(name);
        }
        claims.push(json!({
            "if": { "required": [property], "properties": { property: { "enum": tags } } },
            "then": { "$ref": target },
        }));
    }
    if claims.is_empty() {
        return;
    }
    if let Value::Array(all) = members.entry("allOf").or_insert_with(|| json!([])) {
        all.extend(claims);
    }
}

/// Rewrites an object that isn't a schema, but may hold some.
fn outside(value: &mut Value, key: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "schema" | "itemSchema" => schema(member),
                    "schemas" if key == "components" => each(member),
                    "example" | "examples" | "default" => {}
                    name => outside(member, name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| outside(item, key)),
        _ => {}
    }
}

/// Every schema of a map or list of them.
fn each(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(schema),
        Value::Array(items) => items.iter_mut().for_each(schema),
        _ => {}
    }
}

const TYPES: &[&str] = &[
    "null", "boolean", "integer", "number", "string", "array", "object",
];

fn schema(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    // The tuples of older drafts.
    if members.get("items").is_some_and(Value::is_array)
        && let Some(items) = members.remove("items")
    {
        members.entry("prefixItems").or_insert(items);
    }
    for key in ["anyOf", "oneOf"] {
        // As a branch, this is how `null` is spelled in 3.0.
        if let Some(Value::Array(branches)) = members.get_mut(key) {
            let nulls = branches
                .iter_mut()
                .filter(|one| **one == json!({ "nullable": true }));
            nulls.for_each(|one| *one = json!({ "type": "null" }));
        }
    }
    for (name, member) in members.iter_mut() {
        match name.as_str() {
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
            | "allOf" | "anyOf" | "oneOf" | "prefixItems" => each(member),
            "items"
            | "additionalProperties"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedProperties"
            | "unevaluatedItems" => schema(member),
            _ => {}
        }
    }
    drop_malformed(members);
    if let Some(Value::String(reference)) = members.get_mut("$ref") {
        *reference = escaped(reference);
    }
    types(members);
    limits(members);
    // Whoever lists properties means an object.
    let others = ["type", "$ref", "allOf", "oneOf", "anyOf", "enum", "const"];
    if members.contains_key("properties") && !others.iter().any(|key| members.contains_key(*key)) {
        members.insert("type".to_owned(), json!("object"));
    }
    let Some(Value::Bool(true)) = members.remove("nullable") else {
        return;
    };
    let has_type = members.contains_key("type");
    let has_enum = members.contains_key("enum");
    if let Some(Value::Array(values)) = members.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match members.get_mut("type") {
        Some(Value::Array(types)) if types.iter().any(|one| one == "null") => {}
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(one) => *one = json!([one.clone(), "null"]),
        None => {}
    }
    // Where there is one combination, `null` is a branch more: the places of the
    // others stay what they are.
    let keys = ["$ref", "allOf", "oneOf", "anyOf", "type", "enum", "const"];
    let mut telling = keys.iter().filter(|key| members.contains_key(**key));
    if let (Some(key @ (&"oneOf" | &"anyOf")), None) = (telling.next(), telling.next())
        && let Some(Value::Array(branches)) = members.get_mut(*key)
    {
        branches.push(json!({ "type": "null" }));
        return;
    }
    // In 3.0, `nullable` beside a reference or a combination is written by
    // everybody, and means that `null` may stand there instead.
    let combined = ["$ref", "allOf", "oneOf", "anyOf"];
    if combined.iter().any(|key| members.contains_key(*key)) || !(has_type || has_enum) {
        let inner = Value::Object(std::mem::take(members));
        members.insert("anyOf".to_owned(), json!([inner, { "type": "null" }]));
    }
}

/// A reference as a URI has it: documents write names in it as they are.
pub(super) fn escaped(reference: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@#%?".contains(&byte);
    reference.bytes().fold(String::new(), |mut text, byte| {
        if plain(byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

/// Leaves out what a meta-schema would refuse, and what names another place.
fn drop_malformed(members: &mut Map<String, Value>) {
    members.retain(|name, value| match name.as_str() {
        "$schema" | "$id" | "id" | "$vocabulary" => false,
        "required" => matches!(value, Value::Array(items) if items.iter().all(Value::is_string)),
        "enum" => matches!(value, Value::Array(items) if !items.is_empty()),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
            matches!(value, Value::Array(items) if !items.is_empty())
        }
        "properties" | "patternProperties" | "$defs" | "definitions" => value.is_object(),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            value.is_u64()
        }
        "multipleOf" => value.as_f64().is_some_and(|by| by > 0.0),
        "uniqueItems" => value.is_boolean(),
        "minimum" | "maximum" => value.is_number(),
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number() || value.is_boolean(),
        "format" => value.is_string(),
        "pattern" => value.as_str().is_some_and(is_pattern),
        "items" | "additionalProperties" | "not" => value.is_object() || value.is_boolean(),
        _ => true,
    });
    if let Some(Value::Array(names)) = members.get_mut("required") {
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.to_string()));
    }
}

/// True of a pattern that the validator can read.
fn is_pattern(pattern: &str) -> bool {
    jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok()
}

fn types(members: &mut Map<String, Value>) {
    let known = |one: &Value| one.as_str().is_some_and(|name| TYPES.contains(&name));
    match members.get_mut("type") {
        Some(Value::Array(types)) => {
            types.retain(known);
            types.dedup();
            if types.is_empty() {
                members.remove("type");
            }
        }
        Some(one) if known(one) => {}
        Some(_) => {
            members.remove("type");
        }
        None => {}
    }
}

/// Limits of 3.0, and those that a format sets.
fn limits(members: &mut Map<String, Value>) {
    for (exclusive, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(Value::Bool(is_exclusive)) = members.get(exclusive).cloned() {
            members.remove(exclusive);
            if is_exclusive && let Some(value) = members.remove(limit) {
                members.insert(exclusive.to_owned(), value);
            }
        }
    }
    let has_format = members.contains_key("format");
    let range = match members.get("format").and_then(Value::as_str) {
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("uint8") => (json!(0), json!(u8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("uint16") => (json!(0), json!(u16::MAX)),
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint" | "uint32") => (json!(0), json!(u32::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        _ if members.get("type").is_some_and(is_integer) => (json!(i64::MIN), json!(i64::MAX)),
        _ => return,
    };
    for (key, exclusive, value, is_least) in [
        ("minimum", "exclusiveMinimum", range.0, true),
        ("maximum", "exclusiveMaximum", range.1, false),
    ] {
        // Documents round the ends of 64 bits to what `f64` has, and beyond.
        let beyond = |said: &Value| match (said.as_f64(), value.as_f64()) {
            (Some(said), Some(end)) => (is_least && said <= end) || (!is_least && said >= end),
            _ => true,
        };
        let unsaid = !members.contains_key(exclusive) && !members.contains_key(key);
        if unsaid || (has_format && members.get(key).is_some_and(beyond)) {
            members.insert(key.to_owned(), value);
        }
    }
}

/// True of a `type` that allows integers and no other number.
fn is_integer(value: &Value) -> bool {
    match value {
        Value::Array(types) => {
            types.iter().any(|one| one == "integer") && !types.iter().any(|one| one == "number")
        }
        one => one == "integer",
    }
}

#[cfg(test)]
mod tests {
    use super::rewritten;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(schema: Value, expected: Value) {
        let document = json!({ "components": { "schemas": { "A": schema } } });
        assert_eq!(rewritten(&document)["components"]["schemas"]["A"], expected);
    }

    #[test]
    fn nullable_becomes_a_type() {
        check(
            json!({ "type": "string", "enum": ["a"], "nullable": true }),
            json!({ "type": ["string", "null"], "enum": ["a", null] }),
        );
        check(
            json!({ "$ref": "#/b", "nullable": true }),
            json!({ "anyOf": [{ "$ref": "#/b" }, { "type": "null" }] }),
        );
    }

    #[test]
    fn limits_are_those_of_the_format() {
        check(
            json!({ "type": "integer", "format": "int64", "minimum": 0, "maximum": 9223372036854775807_u64 }),
            json!({ "type": "integer", "format": "int64", "minimum": 0, "maximum": i64::MAX }),
        );
        check(
            json!({ "type": "number", "minimum": 1, "exclusiveMinimum": true }),
            json!({ "type": "number", "exclusiveMinimum": 1 }),
        );
    }

    #[test]
    fn properties_may_be_called_like_keywords() {
        let schema = json!({ "type": "object", "properties": { "nullable": { "type": "boolean" }, "$id": {} } });
        check(schema.clone(), schema);
    }
}
