//! The keys of the objects of OpenAPI, and what an extraction makes of each.
//!
//! Takes the kind of an object and a key, gives the [`Part`] that stands behind it.

/// A kind of object in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Info,
    Server,
    ServerVariable,
    PathItem,
    Operation,
    Callback,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Schema,
    Discriminator,
    SecurityScheme,
    Flows,
    Flow,
}

/// A value behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A fact that is taken as it is.
    Fact,
    /// Prose, or something else that says nothing of what is on the wire.
    Prose,
    /// A text that is kept if it is short enough to be a name.
    Name,
    /// A reference.
    Reference,
    /// An object.
    One(Kind),
    /// An array of objects; of an object, that.
    List(Kind),
    /// An object of objects.
    Map(Kind),
    /// The names of scopes, each with its description.
    Scopes,
    /// A key that the specification doesn't have.
    Unknown,
}

/// The methods that a path item has keys for.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The sections of `components` that things refer to, and the kinds in them.
pub(super) const SECTIONS: &[(&str, Kind)] = &[
    ("parameters", Kind::Parameter),
    ("headers", Kind::Header),
    ("requestBodies", Kind::RequestBody),
    ("responses", Kind::Response),
    ("mediaTypes", Kind::MediaType),
    ("callbacks", Kind::Callback),
    ("schemas", Kind::Schema),
    ("securitySchemes", Kind::SecurityScheme),
];

impl Kind {
    /// The part behind a key.
    pub(super) fn part(self, key: &str) -> Part {
        use Part::{Fact, Prose, Reference};
        match key {
            "$ref" => Reference,
            // Not the specification's, but it says what is on the wire.
            "x-multi-segment" if self == Self::Parameter => Fact,
            _ if key.starts_with("x-") && self != Self::Callback => Prose,
            "description" | "summary" if self != Self::Server => Prose,
            "example" | "examples" | "externalDocs" => Prose,
            _ => self.own_part(key),
        }
    }

    /// The part behind a key that isn't alike for all kinds.
    fn own_part(self, key: &str) -> Part {
        match self {
            Self::Info => info(key),
            Self::Server => server(key),
            Self::ServerVariable => facts(key, &["enum", "default"]),
            Self::PathItem => path_item(key),
            Self::Operation => operation(key),
            Self::Callback => Part::One(Self::PathItem),
            Self::Parameter | Self::Header => parameter(key),
            Self::RequestBody => match key {
                "content" => Part::Map(Self::MediaType),
                _ => facts(key, &["required"]),
            },
            Self::MediaType => media_type(key),
            Self::Encoding => encoding(key),
            Self::Response => response(key),
            Self::Schema => schema(key),
            Self::Discriminator => facts(key, &["propertyName", "mapping", "defaultMapping"]),
            Self::SecurityScheme => security_scheme(key),
            Self::Flows => Part::One(Self::Flow),
            Self::Flow => match key {
                "scopes" => Part::Scopes,
                _ => facts(
                    key,
                    &[
                        "authorizationUrl",
                        "tokenUrl",
                        "refreshUrl",
                        "deviceAuthorizationUrl",
                    ],
                ),
            },
        }
    }
}

fn facts(key: &str, known: &[&str]) -> Part {
    match known.contains(&key) {
        true => Part::Fact,
        false => Part::Unknown,
    }
}

fn info(key: &str) -> Part {
    match key {
        "termsOfService" | "contact" => Part::Prose,
        _ => facts(key, &["title", "version", "license"]),
    }
}

fn server(key: &str) -> Part {
    match key {
        "description" | "name" => Part::Name,
        "variables" => Part::Map(Kind::ServerVariable),
        _ => facts(key, &["url"]),
    }
}

fn path_item(key: &str) -> Part {
    match key {
        "parameters" => Part::List(Kind::Parameter),
        "servers" => Part::List(Kind::Server),
        "additionalOperations" => Part::Map(Kind::Operation),
        _ if METHODS.contains(&key) => Part::One(Kind::Operation),
        _ => Part::Unknown,
    }
}

fn operation(key: &str) -> Part {
    match key {
        "tags" => Part::Prose,
        "parameters" => Part::List(Kind::Parameter),
        "requestBody" => Part::One(Kind::RequestBody),
        "responses" => Part::Map(Kind::Response),
        "servers" => Part::List(Kind::Server),
        "callbacks" => Part::Map(Kind::Callback),
        _ => facts(key, &["operationId", "deprecated", "security"]),
    }
}

fn parameter(key: &str) -> Part {
    const FACTS: &[&str] = &[
        "name",
        "in",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
    ];
    match key {
        "schema" => Part::One(Kind::Schema),
        "content" => Part::Map(Kind::MediaType),
        _ => facts(key, FACTS),
    }
}

fn media_type(key: &str) -> Part {
    match key {
        "schema" | "itemSchema" => Part::One(Kind::Schema),
        "encoding" => Part::Map(Kind::Encoding),
        "prefixEncoding" => Part::List(Kind::Encoding),
        "itemEncoding" => Part::One(Kind::Encoding),
        _ => Part::Unknown,
    }
}

fn encoding(key: &str) -> Part {
    match key {
        "headers" => Part::Map(Kind::Header),
        _ => facts(key, &["contentType", "style", "explode", "allowReserved"]),
    }
}

fn response(key: &str) -> Part {
    match key {
        "headers" => Part::Map(Kind::Header),
        "content" => Part::Map(Kind::MediaType),
        "links" => Part::Prose,
        _ => Part::Unknown,
    }
}

fn security_scheme(key: &str) -> Part {
    const FACTS: &[&str] = &[
        "type",
        "name",
        "in",
        "scheme",
        "bearerFormat",
        "openIdConnectUrl",
        "oauth2MetadataUrl",
        "deprecated",
    ];
    match key {
        "flows" => Part::One(Kind::Flows),
        _ => facts(key, FACTS),
    }
}

fn schema(key: &str) -> Part {
    const FACTS: &[&str] = &[
        "$anchor",
        "$dynamicAnchor",
        "$id",
        "$schema",
        "$vocabulary",
        "const",
        "contentEncoding",
        "contentMediaType",
        "default",
        "dependentRequired",
        "deprecated",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "nullable",
        "pattern",
        "readOnly",
        "required",
        "type",
        "uniqueItems",
        "writeOnly",
        "xml",
    ];
    const SCHEMA: Kind = Kind::Schema;
    match key {
        "title" => Part::Name,
        "$comment" => Part::Prose,
        "$dynamicRef" => Part::Reference,
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Part::Map(SCHEMA)
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" | "items" => Part::List(SCHEMA),
        "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Part::One(SCHEMA),
        "discriminator" => Part::One(Kind::Discriminator),
        _ => facts(key, FACTS),
    }
}
