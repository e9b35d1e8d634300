//! Which keys the objects around a schema may have, and what each holds.
//!
//! One table for all versions: OpenAPI 3.0.4, 3.1.1 and 3.2.0 §4.8. A key that
//! is not listed is reported. `rebuild` walks by it.

/// An object of the specification that can hold schemas somewhere below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Server,
    ServerVariable,
    SecurityScheme,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A list of strings.
    Texts,
    /// Something informative, or that is read elsewhere.
    Dropped,
    /// A schema.
    Schema,
    /// One object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Objects by name.
    Map(Kind),
    /// Replies by status.
    Responses,
    /// What 3.0 has no word for: kept under this extension key.
    Extension(&'static str),
}

use Shape::{Dropped, Extension, Flag, List, Map, One, Responses, Schema, Text, Texts};

impl Kind {
    /// The name that the specification uses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Response => "a response",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::SecurityScheme => "a security scheme",
        }
    }

    /// The keys it may have.
    pub(super) fn keys(self) -> &'static [(&'static str, Shape)] {
        match self {
            Self::Operation => &[
                ("tags", Texts),
                ("summary", Text),
                ("description", Text),
                ("externalDocs", Dropped),
                ("operationId", Text),
                ("parameters", List(Kind::Parameter)),
                ("requestBody", One(Kind::RequestBody)),
                ("responses", Responses),
                ("callbacks", Dropped),
                ("deprecated", Flag),
                ("security", Dropped),
                ("servers", List(Kind::Server)),
            ],
            Self::Parameter => &[
                ("name", Text),
                ("in", Text),
                ("description", Text),
                ("required", Flag),
                ("deprecated", Flag),
                ("allowEmptyValue", Flag),
                ("style", Text),
                ("explode", Flag),
                ("allowReserved", Flag),
                ("schema", Schema),
                ("content", Map(Kind::MediaType)),
                ("example", Dropped),
                ("examples", Dropped),
                // Not the specification's, but it says what is on the wire.
                ("x-multi-segment", Extension("x-multi-segment")),
            ],
            Self::Header => &[
                ("description", Text),
                ("required", Flag),
                ("deprecated", Flag),
                ("style", Text),
                ("explode", Flag),
                ("schema", Schema),
                ("content", Map(Kind::MediaType)),
                ("example", Dropped),
                ("examples", Dropped),
            ],
            Self::RequestBody => &[
                ("description", Text),
                ("content", Map(Kind::MediaType)),
                ("required", Flag),
            ],
            Self::MediaType => &[
                ("schema", Schema),
                ("itemSchema", Extension("x-item-schema")),
                ("example", Dropped),
                ("examples", Dropped),
                ("encoding", Map(Kind::Encoding)),
                ("prefixEncoding", Extension("x-prefix-encoding")),
                ("itemEncoding", Extension("x-item-encoding")),
            ],
            Self::Encoding => &[
                ("contentType", Text),
                ("headers", Map(Kind::Header)),
                ("style", Text),
                ("explode", Flag),
                ("allowReserved", Flag),
            ],
            Self::Response => &[
                ("summary", Text),
                ("description", Text),
                ("headers", Map(Kind::Header)),
                ("content", Map(Kind::MediaType)),
                ("links", Dropped),
            ],
            Self::Server => &[
                ("url", Text),
                ("description", Text),
                ("name", Extension("x-name")),
                ("variables", Map(Kind::ServerVariable)),
            ],
            Self::ServerVariable => &[("enum", Texts), ("default", Text), ("description", Text)],
            Self::SecurityScheme => &[
                ("type", Text),
                ("description", Text),
                ("name", Text),
                ("in", Text),
                ("scheme", Text),
                ("bearerFormat", Text),
                ("flows", Extension("x-flows")),
                ("openIdConnectUrl", Text),
                ("oauth2MetadataUrl", Extension("x-oauth2-metadata-url")),
                ("deprecated", Extension("x-deprecated")),
            ],
        }
    }

    /// The keys it must have, for the typed model's sake or the specification's.
    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Parameter => &["name", "in"],
            Self::Server => &["url"],
            Self::SecurityScheme => &["type"],
            Self::ServerVariable => &["default"],
            Self::Operation
            | Self::Header
            | Self::RequestBody
            | Self::MediaType
            | Self::Encoding
            | Self::Response => &[],
        }
    }
}
