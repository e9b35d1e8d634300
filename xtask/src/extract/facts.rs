//! Facts of a document's values, and the changes that follow from cuts.

use openapi_client_generator::diag::Pointer;
use openapi_client_generator::spec::Files;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The named schemas that include each by `allOf`.
pub(super) fn children(files: &Files) -> BTreeMap<String, Vec<String>> {
    let at = files.root().child("components").child("schemas");
    let schemas = files.value(&at).and_then(Value::as_object);
    let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, schema) in schemas.into_iter().flatten() {
        let parts = schema.get("allOf").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            if let Some(parent) = item_name(part) {
                children.entry(parent).or_default().push(name.clone());
            }
        }
    }
    children
}

/// The name of an item: that of a parameter, or of the component it refers to.
pub(super) fn item_name(item: &Value) -> Option<String> {
    let name = item.get("name").and_then(Value::as_str);
    let reference = item.get("$ref").and_then(Value::as_str);
    let last = reference.and_then(|reference| reference.rsplit('/').next());
    name.or(last).map(str::to_owned)
}

/// True of a schema of exactly this type.
pub(super) fn is_of(schema: &Value, kind: &str) -> bool {
    schema.get("type").and_then(Value::as_str) == Some(kind)
}

/// True of a short text.
pub(super) fn is_name(value: &Value) -> bool {
    let is_short = |text: &str| text.len() <= 40 && text.split_whitespace().count() <= 3;
    value.as_str().is_some_and(is_short)
}

/// True of a schema whose title is the name of a Rust type or variant: one
/// without a name of its own that is more than a scalar, or a branch.
pub(super) fn names_type(schema: &Map<String, Value>, at: &Pointer) -> bool {
    let tokens: Vec<String> = at.tokens().collect();
    let is_component = tokens.len() == 3 && tokens[0] == "components";
    let keys = ["properties", "enum", "const", "oneOf", "anyOf", "allOf"];
    let is_type = keys.iter().any(|key| schema.contains_key(*key));
    let above = tokens.iter().rev().nth(1).map(String::as_str);
    !is_component && (is_type || matches!(above, Some("oneOf" | "anyOf" | "allOf")))
}

/// The same object without the `$ref` that was taken out of it.
pub(super) fn without_null(mut members: Map<String, Value>) -> Map<String, Value> {
    if members.get("$ref").is_some_and(Value::is_null) {
        members.shift_remove("$ref");
    }
    members
}

pub(super) fn without_descriptions(scopes: &Value) -> Value {
    let names = scopes.as_object().into_iter().flat_map(Map::keys);
    names.map(|name| (name.clone(), json!(""))).collect()
}

/// Takes the parts out of `encoding` whose properties were cut.
pub(super) fn encode_what_is_there(members: &Map<String, Value>, copy: &mut Map<String, Value>) {
    let properties = |media_type: &Map<String, Value>| {
        let schema = media_type.get("schema")?;
        schema.get("properties")?.as_object().cloned()
    };
    let (Some(before), Some(after)) = (properties(members), properties(copy)) else {
        return;
    };
    if let Some(Value::Object(encoding)) = copy.get_mut("encoding") {
        encoding.retain(|name, _| after.contains_key(name) || !before.contains_key(name));
    }
}

/// Takes the properties out of `required` that were cut.
pub(super) fn require_what_is_there(members: &Map<String, Value>, copy: &mut Map<String, Value>) {
    let before = members.get("properties").and_then(Value::as_object);
    let after = copy.get("properties").and_then(Value::as_object).cloned();
    let (Some(before), Some(after)) = (before, after) else {
        return;
    };
    if let Some(Value::Array(required)) = copy.get_mut("required") {
        required.retain(|name| {
            let name = name.as_str().unwrap_or_default();
            after.contains_key(name) || !before.contains_key(name)
        });
    }
}
