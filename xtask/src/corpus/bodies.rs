//! The bodies of operations whose schemas have no name of their own: where they
//! stand, and the types that hold them.

use super::examples::add;
use serde_json::Value;
use std::collections::BTreeMap;

/// Pointers to inline schemas of JSON bodies, and Rust types relative to the
/// root of the crate.
pub(super) fn bodies(document: &Value, bindings: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for operation in bindings["operations"].as_array().into_iter().flatten() {
        let Some(at) = operation["pointer"].as_str() else {
            continue;
        };
        if let Some(rust) = operation["request"].as_str() {
            found.extend(inline(document, &format!("{at}/requestBody"), None, rust));
        }
        for response in operation["responses"].as_array().into_iter().flatten() {
            let text = |key: &str| response[key].as_str();
            let (Some(status), Some(rust)) = (text("status"), text("rust")) else {
                continue;
            };
            let at = format!("{at}/responses/{status}");
            found.extend(inline(document, &at, text("media_type"), rust));
        }
    }
    found
}

/// The inline schema of a body: of this media type, or of the first that is JSON.
fn inline(
    document: &Value,
    at: &str,
    media_type: Option<&str>,
    rust: &str,
) -> Option<(String, String)> {
    let (body, at) = followed(document, at)?;
    let contents = body.get("content")?.as_object()?;
    let is_json = |name: &str| {
        let name = name.split(';').next().unwrap_or_default().trim();
        name == "application/json" || name.ends_with("+json")
    };
    let mut names = contents.keys().filter(|name| is_json(name));
    let name = names.find(|name| media_type.is_none_or(|wanted| wanted == *name))?;
    let schema = contents[name].get("schema")?;
    let name = name.replace('~', "~0").replace('/', "~1");
    schema
        .get("$ref")
        .is_none()
        .then(|| (format!("{at}/content/{name}/schema"), rust.to_owned()))
}

/// The value at a pointer or the target of its `$ref`, with its own pointer.
fn followed<'d>(document: &'d Value, at: &str) -> Option<(&'d Value, String)> {
    const LONGEST_CHAIN: usize = 8;
    let mut at = at.to_owned();
    for _ in 0..LONGEST_CHAIN {
        let value = document.pointer(&at)?;
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => at = reference.strip_prefix('#')?.to_owned(),
            None => return Some((value, at)),
        }
    }
    None
}

/// The examples beside those schemas, by the schema's pointer.
pub(super) fn examples(
    document: &Value,
    bodies: &[(String, String)],
    found: &mut BTreeMap<String, Vec<Value>>,
) {
    for (pointer, _) in bodies {
        let Some(media) = pointer
            .strip_suffix("/schema")
            .and_then(|at| document.pointer(at))
        else {
            continue;
        };
        let schema = &media["schema"];
        add(found, pointer, media.get("example"));
        add(found, pointer, schema.get("example"));
        add(found, pointer, schema.get("default"));
        for example in schema["examples"].as_array().into_iter().flatten() {
            add(found, pointer, Some(example));
        }
        let examples = media["examples"].as_object().into_iter().flatten();
        for (_, example) in examples {
            add(found, pointer, example.get("value"));
            add(found, pointer, example.get("dataValue"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bodies;
    use serde_json::json;

    #[test]
    fn inline_bodies_are_found_where_they_stand() {
        let document = json!({
            "paths": { "/a": { "post": {
                "requestBody": { "$ref": "#/components/requestBodies/A" },
                "responses": { "200": { "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/A" } },
                } } },
            } } },
            "components": { "requestBodies": { "A": { "content": {
                "text/plain": { "schema": { "type": "string" } },
                "application/json": { "schema": { "type": "object" } },
            } } } },
        });
        let bindings = json!({ "operations": [{
            "pointer": "/paths/~1a/post",
            "request": "types::A",
            "responses": [{ "status": "200", "media_type": "application/json", "rust": "types::B" }],
        }] });
        let place = "/components/requestBodies/A/content/application~1json/schema";
        let found = bodies(&document, &bindings);
        assert_eq!(found, [(place.to_owned(), "types::A".to_owned())]);
    }
}
