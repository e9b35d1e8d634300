//! The keywords of schemas: those that bear on nothing, and slips of others.

/// Keywords that narrow the values of a type without changing how they are
/// written, or that only inform.
pub(super) const HARMLESS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
    "contains",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "dependencies",
    "dependentRequired",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "id",
    "if",
    "maxContains",
    "maxLength",
    "maxProperties",
    "minContains",
    "minLength",
    "minProperties",
    "multipleOf",
    "not",
    "pattern",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "xml",
];

/// Keywords that bear on values.
pub(super) const TELLING: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "deprecated",
    "discriminator",
    "enum",
    "format",
    "items",
    "maximum",
    "minimum",
    "nullable",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "readOnly",
    "required",
    "type",
    "writeOnly",
];

/// True of a key that is nearly a keyword that bears on values.
pub(super) fn is_slip(key: &str) -> bool {
    let is_near = |word: &&str| {
        let distance = crate::diag::distance(&key.to_lowercase(), &word.to_lowercase());
        distance <= word.len() / 4
    };
    TELLING.iter().any(is_near)
}
