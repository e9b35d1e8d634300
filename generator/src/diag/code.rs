//! Codes: the kinds of findings, each with a page.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// The kind of a diagnostic. Stable, so that a
        /// `codegen.toml` can name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as it is written in reports and in `codegen.toml`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The page about the code, in CommonMark: its meaning, its weight, the
            /// smallest document that shows it, its remedy, and how to accept it.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("codes/", $text, ".md")),)+
                }
            }
        }
    };
}

codes! {
    /// A file that can't be read.
    Unreadable = "unreadable",
    /// Text that is not JSON or YAML.
    Syntax = "syntax",
    /// A `codegen.toml` with a key or value that isn't known.
    Config = "config",
    /// A setting of `codegen.toml` that applies to nothing in the document.
    UnusedConfig = "unused-config",
    /// An overlay that isn't valid, or an action of one that can't be carried out.
    Overlay = "overlay",
    /// An action of an overlay that selects nothing in the document.
    UnmatchedAction = "unmatched-action",
    /// A document that is not OpenAPI 3.x.
    NotOpenApi = "not-openapi",
    /// A value of the wrong JSON type, or a required one that is missing.
    Malformed = "malformed",
    /// A key that the specification doesn't have at this place.
    UnknownKey = "unknown-key",
    /// A `$ref` that leads nowhere.
    MissingReference = "missing-reference",
    /// A `$ref` to another document over the network.
    RemoteReference = "remote-reference",
    /// A chain of `$ref`s that comes back to where it began.
    CircularReference = "circular-reference",
    /// Schemas of one `allOf` that no value can satisfy together.
    Contradiction = "contradiction",
    /// `security` names a scheme that the document doesn't declare.
    UndeclaredSecurityScheme = "undeclared-security-scheme",
    /// A security scheme that the client can't use.
    UnsupportedSecurityScheme = "unsupported-security-scheme",
    /// A way to write a parameter that the client can't use.
    UnsupportedParameter = "unsupported-parameter",
    /// A media type that the client can't send or read.
    UnsupportedMediaType = "unsupported-media-type",
    /// A schema keyword that changes what is on the wire and isn't understood.
    UnsupportedSchema = "unsupported-schema",
    /// A webhook or callback, which has no client function.
    UnsupportedWebhook = "unsupported-webhook",
    /// A path template and its parameters don't agree.
    PathTemplate = "path-template",
    /// Two things want the same Rust name.
    NameCollision = "name-collision",
    /// Of several offers in the document, one was taken.
    Choice = "choice",
    /// An operation without `operationId`.
    MissingOperationId = "missing-operation-id",
    /// An operation that documents no error response.
    NoErrorResponse = "no-error-response",
    /// A credential that is declared as an ordinary parameter.
    CredentialParameter = "credential-parameter",
    /// An `operationId` that several operations have.
    DuplicateOperationId = "duplicate-operation-id",
    /// An operation of which the document doesn't say which credential it takes.
    UnknownCredential = "unknown-credential",
    /// An operation that moves money and can't be repeated.
    NoIdempotencyKey = "no-idempotency-key",
    /// A default of a request that ends a service or moves money.
    GraveDefault = "grave-default",
    /// A required property that no schema declares.
    MissingProperty = "missing-property",
    /// `null` in an enum whose type doesn't allow it.
    NullInEnum = "null-in-enum",
    /// A keyword of another version's schemas.
    OtherDialect = "other-dialect",
    /// A value of a discriminator that the branch for it can't have.
    DiscriminatorValue = "discriminator-value",
    /// An example that its own schema doesn't allow.
    InvalidExample = "invalid-example",
    /// A default that its own schema doesn't allow.
    InvalidDefault = "invalid-default",
    /// A bug of the generator.
    Internal = "internal",
}

impl Code {
    /// `true` of advice, which only `check` gives.
    pub fn is_advice(self) -> bool {
        matches!(
            self,
            Self::MissingOperationId
                | Self::NoErrorResponse
                | Self::CredentialParameter
                | Self::DuplicateOperationId
                | Self::UnknownCredential
                | Self::NoIdempotencyKey
                | Self::GraveDefault
                | Self::MissingProperty
                | Self::NullInEnum
                | Self::OtherDialect
                | Self::DiscriminatorValue
                | Self::InvalidExample
                | Self::InvalidDefault
        )
    }

    /// `false` of what nothing can be generated from, so that an `[[accept]]` is of no
    /// use.
    pub fn is_acceptable(self) -> bool {
        !matches!(
            self,
            Self::Unreadable
                | Self::Syntax
                | Self::Config
                | Self::UnusedConfig
                | Self::Overlay
                | Self::UnmatchedAction
                | Self::NotOpenApi
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
