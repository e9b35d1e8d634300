//! The examples and defaults of a document that belong to a named schema.
//!
//! Those of properties come in as parts of the instances of their schemas.

use serde_json::Value;
use std::collections::BTreeMap;

const SCHEMAS: &str = "#/components/schemas/";

/// The documented values of every named schema, by its pointer.
pub(super) fn collect(document: &Value) -> BTreeMap<String, Vec<Value>> {
    let mut found = BTreeMap::new();
    let schemas = document.pointer("/components/schemas");
    for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
        let pointer = format!("/components/schemas/{}", token(name));
        for key in ["example", "default"] {
            add(&mut found, &pointer, schema.get(key));
        }
        if let Some(Value::Array(examples)) = schema.get("examples") {
            for example in examples {
                add(&mut found, &pointer, Some(example));
            }
        }
    }
    for part in ["paths", "webhooks", "components"] {
        if let Some(part) = document.get(part) {
            bodies(document, part, &mut found);
        }
    }
    found
}

/// A name as a token of a pointer.
fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

pub(super) fn add(found: &mut BTreeMap<String, Vec<Value>>, pointer: &str, value: Option<&Value>) {
    let Some(value) = value else { return };
    let values = found.entry(pointer.to_owned()).or_default();
    if values.len() < 50 && !values.contains(value) {
        values.push(value.clone());
    }
}

/// The examples beside a `schema` that is a reference to a named one.
fn bodies(document: &Value, value: &Value, found: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Object(members) => {
            let reference = value.pointer("/schema/$ref").and_then(Value::as_str);
            if let Some(name) = reference.and_then(|reference| reference.strip_prefix(SCHEMAS)) {
                let pointer = format!("/components/schemas/{name}");
                add(found, &pointer, members.get("example"));
                let examples = members.get("examples").and_then(Value::as_object);
                for example in examples.into_iter().flat_map(|examples| examples.values()) {
                    let target = example.get("$ref").and_then(Value::as_str);
                    let target =
                        target.and_then(|target| document.pointer(target.strip_prefix('#')?));
                    add(found, &pointer, target.unwrap_or(example).get("value"));
                    add(found, &pointer, target.unwrap_or(example).get("dataValue"));
                }
            }
            for (name, member) in members {
                if !["example", "examples", "schemas"].contains(&name.as_str()) {
                    bodies(document, member, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| bodies(document, item, found)),
        _ => {}
    }
}
