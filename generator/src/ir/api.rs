//! A whole API.

use super::{
    Credential, Docs, Example, FixedHeader, KeyPrefix, Mapping, Operation, Type, TypeDef, TypeId,
    TypeKind,
};
use crate::diag::{Diagnostic, Pointer};
use crate::signature::Signature;

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
    /// The index of the server that `codegen.toml` makes the default.
    pub chosen_server: Option<usize>,
    /// The headers that every request has, as `codegen.toml` says.
    pub fixed_headers: Vec<FixedHeader>,
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
    /// The tags that the document tells about, in its order.
    pub tags: Vec<Tag>,
    /// The operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// The payloads of webhooks and callbacks.
    pub events: Vec<Events>,
    /// The examples of the operations' bodies that fit their schemas, operation by operation.
    pub examples: Vec<Example>,
    /// The places of the examples of bodies that were left out.
    pub other_examples: Vec<Pointer>,
    /// The mapping of the operations onto the neutral interface, if there is one.
    pub cancel: Option<Mapping>,
    /// The diagnostics of operations and schemas that were left out.
    pub skipped: Vec<Diagnostic>,
    /// The places that became any JSON since they can't be typed, sorted.
    pub any_json: Vec<Diagnostic>,
}

/// A tag that the document tells about.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
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
    /// The union of them, whose plan is [`Plan::Webhook`](super::Plan::Webhook).
    pub id: TypeId,
    /// The way they are signed, as `codegen.toml` says.
    pub signature: Option<Signature>,
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

    /// Tells if every request has this header.
    pub fn fixes(&self, header: &str) -> bool {
        let mut fixed = self.fixed_headers.iter();
        fixed.any(|one| one.name.eq_ignore_ascii_case(header))
    }

    /// Tells if the mapping onto the neutral interface uses an operation.
    pub fn is_mapped(&self, operation: &Operation) -> bool {
        let mapped = self.cancel.iter().flat_map(Mapping::operations);
        let mut mapped = mapped.filter_map(|one| self.operations.get(one.operation));
        mapped.any(|one| one.at == operation.at)
    }

    /// The type behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
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

impl Server {
    /// Tells if its URL says by itself where to call.
    pub fn is_absolute(&self) -> bool {
        is_absolute(&self.url)
    }
}

/// Tells if a URL says by itself where to call.
pub fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The index of the server that a client calls by default: the one that was chosen,
/// or else the first whose URL says where to call.
pub fn default_server(servers: &[Server], chosen: Option<usize>) -> Option<usize> {
    chosen.or_else(|| servers.iter().position(Server::is_absolute))
}
