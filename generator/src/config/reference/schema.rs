//! The JSON Schema of `codegen.toml`, by which editors complete and check the file.

use super::model::{Content, KeyReference, SectionReference};
use super::sections::{SECTIONS, TYPE};
use serde_json::{Map, Value, json};

/// The schema, of draft 7, which all editors know.
pub fn schema() -> Value {
    let mut properties = Map::new();
    for section in SECTIONS {
        properties.insert(section.name().to_owned(), of_section(section));
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "codegen.toml",
        "description": "Settings of a client that is generated from an OpenAPI document.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn of_section(section: &SectionReference) -> Value {
    let schema = match section.content {
        Content::Value(ty) => of_type(ty).unwrap_or_default(),
        Content::Keys(keys) => {
            let table = table(keys, "");
            match section.heading {
                heading if heading.starts_with("[[") => json!({"type": "array", "items": table}),
                heading if heading.contains('<') => map(table),
                // Its keys are names of headers.
                "[headers]" => map(table),
                "[formats]" => map(json!({"anyOf": [{"type": "string"}, table]})),
                _ => table,
            }
        }
    };
    described(schema, &sentence(section.purpose))
}

/// The table that begins with `before` in the names of its keys.
fn table(keys: &[KeyReference], before: &str) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for one in keys {
        let Some(name) = one
            .key
            .strip_prefix(before)
            .filter(|name| !name.contains('.'))
        else {
            continue;
        };
        properties.insert(name.to_owned(), of_key(keys, one));
        if one.default == "required" {
            required.push(name);
        }
    }
    let mut table = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn of_key(keys: &[KeyReference], one: &KeyReference) -> Value {
    let before = format!("{}.", one.key);
    let has_keys = keys.iter().any(|other| other.key.starts_with(&before));
    let schema = match one.ty {
        "table" if has_keys => table(keys, &before),
        "array of tables" => json!({"type": "array", "items": table(keys, &before)}),
        ty if has_keys => {
            let simple = ty.trim_end_matches(", or table");
            json!({"anyOf": [of_type(simple).unwrap_or_default(), table(keys, &before)]})
        }
        ty => of_type(ty).unwrap_or_default(),
    };
    let mut text = sentence(one.effect);
    if one.ty == "*reason*" && text.is_empty() {
        "How the fact is known, or why the decision was made.".clone_into(&mut text);
    }
    if !one.default.is_empty() && one.default != "required" {
        let default = match one.default.strip_prefix("required ") {
            Some(rest) => format!("Required {rest}."),
            None => format!("Default: {}.", one.default),
        };
        text = format!("{text} {default}").trim().to_owned();
    }
    described(schema, &text)
}

/// The schema of a type that the reference names; nothing if it isn't known.
fn of_type(ty: &str) -> Option<Value> {
    let (base, others) = match ty.strip_prefix("one or several ") {
        Some(one) => (one.strip_prefix("of ").unwrap_or(one), true),
        None => (ty, false),
    };
    let schema = simple_type(base)?;
    Some(match others {
        true => json!({"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}),
        false => schema,
    })
}

fn simple_type(ty: &str) -> Option<Value> {
    let string = json!({"type": "string"});
    let strings = json!({"type": "array", "items": {"type": "string"}});
    let pointer = json!({"type": "string", "pattern": "^/"});
    // The kinds are spoken of with words around them, such as of their wildcards.
    let (kind, rest) = ty.split_once(',').unwrap_or((ty, ""));
    Some(match kind {
        "boolean" => json!({"type": "boolean"}),
        "`true`" if rest.contains("several") => {
            json!({"anyOf": [{"const": true}, pointer, {"type": "array", "items": pointer}]})
        }
        "`true`" => json!({"const": true}),
        "string" if rest.contains("`false`") => json!({"anyOf": [{"const": false}, string]}),
        "string of one character" => json!({"type": "string", "minLength": 1, "maxLength": 1}),
        "string" | "string without parameters" | "*target*" | "*operation*" | "*operationId*" => {
            string
        }
        "URL" => json!({"type": "string", "format": "uri"}),
        "*reason*" => json!({"type": "string", "minLength": 1}),
        "*pointer*" if rest.contains("whole") => json!({"type": "string", "pattern": "^(/|$)"}),
        "*pointer*" => pointer,
        "*response pointer*" | "*response pointers*" => string,
        "*response pointer* or `false`" => json!({"anyOf": [{"const": false}, string]}),
        "integer" | "integer from 0" => json!({"type": "integer", "minimum": 0}),
        "HTTP statuses" => json!({"type": "integer", "minimum": 100, "maximum": 599}),
        "strings" => json!({"type": ["string", "integer", "boolean"]}),
        "array of strings" | "array of *operationId*" => strings,
        "table of strings" => map(string),
        "table of arrays of strings" => map(strings),
        "table of types" => map(json!({"anyOf": [string, table(TYPE, "")]})),
        "table of dependencies" => map(json!({"anyOf": [string, {"type": "object"}]})),
        "table from parts to *response pointers*"
        | "table from *response pointers* to *reasons*"
        | "table from *response pointers* to *targets*" => map(string),
        "table" | "*constants*" | "as `state.if`" => json!({"type": "object"}),
        table if table.starts_with("table from ") => json!({"type": "object"}),
        _ => words(ty)?,
    })
}

/// A type that is some words: each stands in code and quotes.
fn words(ty: &str) -> Option<Value> {
    let is_word = |piece: &&str| piece.starts_with('"') && piece.ends_with('"');
    let words: Vec<&str> = ty.split('`').filter(is_word).collect();
    let words: Vec<&str> = words
        .into_iter()
        .map(|word| word.trim_matches('"'))
        .collect();
    (!words.is_empty()).then(|| json!({"enum": words}))
}

fn map(values: Value) -> Value {
    json!({"type": "object", "additionalProperties": values})
}

fn described(mut schema: Value, text: &str) -> Value {
    if !text.is_empty() {
        schema["description"] = text.into();
    }
    schema
}

/// A text that begins with a capital and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, SECTIONS, of_type};

    #[test]
    fn each_type_of_the_reference_has_a_schema() {
        for section in SECTIONS {
            let types: Vec<&str> = match section.content {
                Content::Value(ty) => vec![ty],
                Content::Keys(keys) => keys.iter().map(|one| one.ty).collect(),
            };
            for ty in types {
                let is_table = ty == "array of tables";
                let simple = ty.trim_end_matches(", or table");
                assert!(is_table || of_type(simple).is_some(), "{ty}");
            }
        }
    }
}
