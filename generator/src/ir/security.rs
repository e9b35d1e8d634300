//! Credentials and how they are sent. OpenAPI 3.1 §4.8.27.

use super::{Docs, ParameterLocation};
use crate::diag::Pointer;

/// A credential that the client is built with: a declared security scheme, or a
/// parameter that `codegen.toml` lifts.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The place of its declaration.
    pub at: Pointer,
    /// The name by which operations ask for it.
    pub name: String,
    /// The way it is sent.
    pub kind: CredentialKind,
    /// Its description.
    pub docs: Docs,
}

/// The way a credential is sent. OpenAPI 3.1 §4.8.27.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// The same, with a token that the client may fetch itself: OAuth 2 client
    /// credentials.
    ClientCredentials {
        /// The URL of the token endpoint, maybe relative to the server.
        token_url: String,
        /// The scopes that the operations need, sorted.
        scopes: Vec<String>,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// A key as it is, behind a prefix where the vendor wants one.
    ApiKey {
        /// The part of the request that it goes into.
        location: ParameterLocation,
        /// Under which name.
        name: String,
        /// A word before it, without the space between.
        prefix: Option<String>,
    },
}

/// The beginning of the keys for a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPrefix {
    /// The name of the credential that they are.
    pub credential: String,
    /// Their beginning.
    pub prefix: String,
    /// The index of the server that they are for.
    pub server: usize,
}
