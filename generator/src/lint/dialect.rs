//! Keywords that belong to the schemas of another version of OpenAPI.

use crate::diag::{Code, Diagnostic, Pointer};
use serde_json::{Map, Value};

/// Keywords of JSON Schema 2020-12 that bear on values and that OpenAPI 3.0 doesn't have.
const LATE: [&str; 15] = [
    "$defs",
    "$dynamicRef",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedProperties",
];

/// The warnings about a schema as it is written.
pub(super) fn lint(written: &Value, at: &Pointer, is_early: bool) -> Vec<Diagnostic> {
    let Value::Object(written) = written else {
        return Vec::new();
    };
    let mut found = match is_early {
        true => late(written, at),
        false => early(written, at),
    };
    if written.get("required").is_some_and(Value::is_boolean) {
        let message = "`required` as a boolean is of JSON Schema's first drafts, and says nothing";
        let help =
            "list the names of required properties in `required` of the object that has them";
        found.push(warning(&at.child("required"), message, help));
    }
    found
}

/// The keywords of OpenAPI 3.1 and later in a document of 3.0.
fn late(written: &Map<String, Value>, at: &Pointer) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for key in LATE.into_iter().filter(|key| written.contains_key(*key)) {
        let message = format!("`{key}` in a schema is of OpenAPI 3.1, and the document is of 3.0");
        found.push(warning(&at.child(key), message, MOVE_ON));
    }
    let of_type = written.get("type");
    if of_type.is_some_and(Value::is_array) {
        let message = "several types in `type` are of OpenAPI 3.1, and the document is of 3.0";
        found.push(warning(&at.child("type"), message, NULLABLE));
    }
    if of_type.and_then(Value::as_str) == Some("null") {
        let message = "`type: \"null\"` is of OpenAPI 3.1, and the document is of 3.0";
        found.push(warning(&at.child("type"), message, NULLABLE));
    }
    if written.contains_key("$ref") && written.get("nullable") == Some(&Value::Bool(true)) {
        let message =
            "`nullable` beside `$ref` counts from OpenAPI 3.1 on, and the document is of 3.0";
        let help = "put the `$ref` into an `allOf` beside it, which other tools read too";
        found.push(warning(&at.child("nullable"), message, help));
    }
    for key in BOUNDS
        .into_iter()
        .filter(|key| written.get(*key).is_some_and(Value::is_number))
    {
        let message = format!("a number in `{key}` is of OpenAPI 3.1, and the document is of 3.0");
        let help = format!(
            "write `{}` with the number, and `{key}: true`",
            inclusive(key)
        );
        found.push(warning(&at.child(key), message, help));
    }
    found
}

/// The keywords of OpenAPI 3.0 in a document of a later version.
fn early(written: &Map<String, Value>, at: &Pointer) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if written.get("nullable") == Some(&Value::Bool(true)) {
        let message = "`nullable` is of OpenAPI 3.0, and means nothing from 3.1 on";
        let help = "add \"null\" to `type`, or a branch `type: \"null\"` to `anyOf`: this generator \
                    reads it as it is meant, others don't";
        found.push(warning(&at.child("nullable"), message, help));
    }
    for key in BOUNDS
        .into_iter()
        .filter(|key| written.get(*key).is_some_and(Value::is_boolean))
    {
        let message =
            format!("a boolean in `{key}` is of OpenAPI 3.0, and means nothing from 3.1 on");
        let help = format!(
            "write the number itself there, in place of `{}`",
            inclusive(key)
        );
        found.push(warning(&at.child(key), message, help));
    }
    if written.get("items").is_some_and(Value::is_array) {
        let message = "a list in `items` is of earlier drafts of JSON Schema";
        found.push(warning(&at.child("items"), message, "write `prefixItems`"));
    }
    found
}

const BOUNDS: [&str; 2] = ["exclusiveMinimum", "exclusiveMaximum"];

fn inclusive(key: &str) -> &'static str {
    match key {
        "exclusiveMinimum" => "minimum",
        _ => "maximum",
    }
}

const MOVE_ON: &str = "set `openapi` to 3.1.0, or say it in the words of 3.0: this generator reads it \
                       as it is meant, others don't";

const NULLABLE: &str = "write one type, with `nullable: true` for null, or set `openapi` to 3.1.0: this \
                        generator reads it as it is meant, others don't";

fn warning(at: &Pointer, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(Code::OtherDialect, at, message).help(help)
}
