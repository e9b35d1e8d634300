//! The places of a document where schemas stand, as JSON pointers.
//!
//! Takes a parsed document and must not know what becomes of the places.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The place of the schemas with names.
const NAMED: &str = "/components/schemas";

/// The keywords whose value is a schema.
const ONE: &[&str] = &["additionalProperties", "contains", "items", "not"];

/// The keywords whose value is a list of schemas.
const SEVERAL: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// The keywords whose value is schemas by name.
const BY_NAME: &[&str] = &["$defs", "patternProperties", "properties"];

/// Keys whose values hold no schemas, though they may look like some.
const DATA: &[&str] = &["default", "example", "examples"];

/// The schemas of a document.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Every schema, outer ones before those within.
    pub(super) all: Vec<String>,
    /// The schemas below `components/schemas` themselves.
    pub(super) named: Vec<String>,
    /// The names of properties anywhere.
    pub(super) properties: Vec<String>,
    /// A reference to another file stands somewhere.
    pub(super) leaves_file: bool,
}

/// Finds the schemas of a document.
pub(super) fn collect(document: &Value) -> Places {
    let mut walk = Walk::default();
    if let Some(Value::Object(named)) = document.pointer(NAMED) {
        for (name, schema) in named {
            let pointer = format!("{NAMED}/{}", token(name));
            walk.places.named.push(pointer.clone());
            walk.schema(&pointer, schema);
        }
    }
    walk.around("", document);
    Places {
        properties: walk.properties.into_iter().collect(),
        ..walk.places
    }
}

/// A reference to a place of the same document.
pub(super) fn reference(pointer: &str) -> Value {
    let mut text = String::from("#");
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => text.push(byte.into()),
            b'/' | b'~' | b'-' | b'.' | b'_' => text.push(byte.into()),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    json!({ "$ref": text })
}

/// A name as a token of a pointer.
pub(super) fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[derive(Debug, Default)]
struct Walk {
    places: Places,
    properties: BTreeSet<String>,
}

impl Walk {
    fn schema(&mut self, pointer: &str, schema: &Value) {
        let members = match schema {
            Value::Object(members) => members,
            Value::Bool(_) => return self.places.all.push(pointer.to_owned()),
            _ => return,
        };
        self.places.all.push(pointer.to_owned());
        self.reference(members);
        for (key, value) in members {
            let below = || format!("{pointer}/{}", token(key));
            match key.as_str() {
                key if ONE.contains(&key) => self.schema(&below(), value),
                key if SEVERAL.contains(&key) => self.several(&below(), value),
                key if BY_NAME.contains(&key) => self.by_name(&below(), value),
                _ => {}
            }
        }
    }

    fn several(&mut self, pointer: &str, schemas: &Value) {
        for (index, schema) in schemas.as_array().into_iter().flatten().enumerate() {
            self.schema(&format!("{pointer}/{index}"), schema);
        }
    }

    fn by_name(&mut self, pointer: &str, schemas: &Value) {
        for (name, schema) in schemas.as_object().into_iter().flatten() {
            self.schema(&format!("{pointer}/{}", token(name)), schema);
            if pointer.ends_with("/properties") {
                self.properties.insert(name.clone());
            }
        }
    }

    /// The schemas below something else: a parameter, a media type, a header.
    fn around(&mut self, pointer: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                self.reference(members);
                for (key, value) in members {
                    let below = format!("{pointer}/{}", token(key));
                    match key.as_str() {
                        _ if below == NAMED => {}
                        "schema" => self.schema(&below, value),
                        key if DATA.contains(&key) || key.starts_with("x-") => {}
                        _ => self.around(&below, value),
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.around(&format!("{pointer}/{index}"), item);
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, members: &Map<String, Value>) {
        let target = members.get("$ref").and_then(Value::as_str);
        self.places.leaves_file |= target.is_some_and(|target| !target.starts_with('#'));
    }
}

#[cfg(test)]
mod tests {
    use super::{collect, reference};
    use serde_json::json;

    #[test]
    fn schemas_are_found_under_every_keyword() {
        let places = collect(&json!({
            "paths": { "/a": { "get": { "parameters": [{
                "example": { "schema": {} },
                "schema": { "items": { "oneOf": [{ "not": {} }] }, "type": "array" },
            }] } } },
            "components": { "schemas": { "a/b": { "properties": { "c": true } } } },
        }));
        let schema = "/paths/~1a/get/parameters/0/schema";
        let all = [
            "/components/schemas/a~1b".to_owned(),
            "/components/schemas/a~1b/properties/c".to_owned(),
            schema.to_owned(),
            format!("{schema}/items"),
            format!("{schema}/items/oneOf/0"),
            format!("{schema}/items/oneOf/0/not"),
        ];
        assert_eq!(places.all, all);
        assert_eq!(places.named, all[..1]);
        assert_eq!(places.properties, ["c"]);
        assert!(!places.leaves_file);
    }

    #[test]
    fn references_are_escaped() {
        assert_eq!(reference("/a~1b/{c}"), json!({ "$ref": "#/a~1b/%7Bc%7D" }));
    }
}
