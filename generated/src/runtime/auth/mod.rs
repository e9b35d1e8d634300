//! Credentials: secrets and their sources, how they are kept and renewed, and where in
//! a request they go.

pub(crate) mod client_credentials;
pub(crate) mod credential;
pub(crate) mod key_prefix;
pub(crate) mod secret_source;
pub(crate) mod stored_credential;
pub(crate) mod token_cache;
pub(crate) mod token_endpoint;
