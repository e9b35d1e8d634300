//! An API as plain data: the types it speaks of and the operations it offers.
//!
//! Holds no Rust names and no tokens, and knows nothing of the document's
//! dialect. Every node keeps the [`Pointer`] it came from. `lower` makes it,
//! `rust` and `emit` read it.
//!
//! | file | holds |
//! |---|---|
//! | `types` | named types and the types that mention them |
//! | `scalar` | one row of facts for each scalar type |
//! | `union` | branches, and the way to a value's branch |
//! | `origin` | the things that a type's name is made of |
//! | `operation` | operations and their responses |
//! | `parameter` | parameters and their styles |
//! | `body` | the content of requests and responses |
//! | `security` | credentials |
//! | `pagination` | lists that come in pages |
//! | `visit` | the walk over all types |

mod body;
mod operation;
mod origin;
mod pagination;
mod parameter;
mod scalar;
mod security;
mod types;
mod union;
mod visit;

pub use body::{Body, Content, Encoding, Offer};
pub use operation::{Operation, Response, ResponseHeader, Status, has_several_outcomes, successes};
pub use origin::{Origin, Place};
pub use pagination::{NextPage, Paging, Step};
pub use parameter::{Parameter, ParameterLocation, Style, StyleLayout};
pub use scalar::{BytesEncoding, Integer, Scalar, ScalarFacts};
pub use security::{Credential, CredentialKind, KeyPrefix};
pub use types::{
    Constant, Direction, Enum, EnumValue, Field, Rest, Struct, Tuple, Type, TypeDef, TypeId,
    TypeKind,
};
pub use union::{Branch, BranchSchema, Fallback, Guard, Plan, Union, WebhookKey};
pub use visit::BranchTypes;

use crate::diag::{Diagnostic, Pointer};

/// A whole API.
#[derive(Debug, Clone)]
pub struct Api {
    /// The document's root.
    pub at: Pointer,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description` or `info.summary`.
    pub description: Option<String>,
    /// The servers of the API, in the document's order.
    pub servers: Vec<Server>,
    /// The credentials that its operations ask for, sorted by name.
    pub credentials: Vec<Credential>,
    /// The servers that keys are for, by the beginnings of the keys, as `codegen.toml` says.
    pub key_prefixes: Vec<KeyPrefix>,
    /// Every type that an operation or a listed schema reaches. [`TypeId`]s index it.
    pub types: Vec<TypeDef>,
    /// `true` if it includes schemas that no operation reaches.
    pub is_whole: bool,
    /// The schemas that the document lists under `components`, where all of them
    /// were asked for.
    pub schemas: Vec<NamedSchema>,
    /// The operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// The payloads of webhooks and callbacks.
    pub events: Vec<Events>,
    /// The diagnostics of operations and schemas that were left out.
    pub gaps: Vec<Diagnostic>,
    /// The places that became any JSON since they can't be typed, sorted.
    pub any_json: Vec<Diagnostic>,
}

/// A schema under `components/schemas`.
#[derive(Debug, Clone)]
pub struct NamedSchema {
    /// Its place in the document.
    pub at: Pointer,
    /// The type that holds every value of it.
    pub ty: Type,
}

/// The bodies that a vendor sends to the webhooks of a document, or to the
/// callbacks of an operation.
#[derive(Debug, Clone)]
pub struct Events {
    /// Their place in the document.
    pub at: Pointer,
    /// The operation whose callbacks they are.
    pub operation: Option<Pointer>,
    /// The union of them, whose plan is [`Plan::Webhook`].
    pub id: TypeId,
}

impl Api {
    /// Tells if the document calls anything deprecated.
    pub fn has_deprecated(&self) -> bool {
        let fields = |def: &TypeDef| match &def.kind {
            TypeKind::Struct(object) => object.fields.iter().any(|field| field.docs.deprecated),
            _ => false,
        };
        self.types
            .iter()
            .any(|def| def.docs.deprecated || fields(def))
            || self.operations.iter().any(|operation| {
                let mut parameters = operation.parameters.iter();
                let mut headers = operation.headers.iter();
                operation.docs.deprecated
                    || parameters.any(|parameter| parameter.docs.deprecated)
                    || headers.any(|header| header.docs.deprecated)
            })
    }

    /// The type behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// Text for a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// The description, in CommonMark.
    pub text: Option<String>,
    /// Further facts of the document, one paragraph each: a default, a range.
    pub facts: Vec<String>,
    /// `true` if the document calls it deprecated.
    pub deprecated: bool,
}

/// An entry of `servers`.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its place in the document.
    pub at: Pointer,
    /// Its address, variables replaced by their defaults.
    pub url: String,
    /// Its description.
    pub docs: Docs,
}
