//! The keys of the specification's objects, for those that are misspelt.

use crate::diag::nearest;

/// An object, and its keys.
type Keys = (&'static str, &'static [&'static str]);

/// The root of a document.
pub(super) const ROOT: &str = "the OpenAPI object";

const OBJECTS: &[Keys] = &[
    (
        ROOT,
        &[
            "openapi",
            "$self",
            "info",
            "jsonSchemaDialect",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
        ],
    ),
    (
        "a path item",
        &[
            "summary",
            "description",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
            "query",
            "additionalOperations",
            "servers",
            "parameters",
        ],
    ),
    (
        "an operation",
        &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
            "security",
            "servers",
        ],
    ),
    (
        "a parameter",
        &[
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
            "example",
            "examples",
        ],
    ),
    ("a request body", &["description", "content", "required"]),
    (
        "a media type",
        &[
            "schema",
            "itemSchema",
            "example",
            "examples",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ],
    ),
    (
        "an encoding",
        &[
            "contentType",
            "headers",
            "style",
            "explode",
            "allowReserved",
        ],
    ),
    (
        "a response",
        &["summary", "description", "headers", "content", "links"],
    ),
    (
        "a header",
        &[
            "description",
            "required",
            "deprecated",
            "style",
            "explode",
            "schema",
            "content",
            "example",
            "examples",
        ],
    ),
    ("a server", &["url", "description", "name", "variables"]),
    ("a server variable", &["enum", "default", "description"]),
    (
        "a security scheme",
        &[
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "flows",
            "openIdConnectUrl",
            "oauth2MetadataUrl",
            "deprecated",
        ],
    ),
];

/// The remedy for a key that an object doesn't have.
pub(super) fn remedy(object: &str, key: &str) -> String {
    remedy_among(known(object), key)
}

/// The keys of an object.
pub(super) fn known(object: &str) -> &'static [&'static str] {
    let known = OBJECTS.iter().find(|(name, _)| *name == object);
    known.map(|(_, keys)| *keys).unwrap_or_default()
}

/// The remedy for a key that is none of these.
pub(super) fn remedy_among(keys: &[&str], key: &str) -> String {
    match nearest(key, keys.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`? The name of an extension starts with `x-`"),
        None => "correct its spelling; the name of an extension starts with `x-`".to_owned(),
    }
}
