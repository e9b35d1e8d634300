//! Responses as callers get them: streamed or whole, as a value or as an error.

pub(crate) mod credential_error;
pub(crate) mod decode;
pub(crate) mod error;
pub(crate) mod macros;
pub(crate) mod missing_credential;
pub(crate) mod parts;
pub(crate) mod streaming;
pub(crate) mod token_error;
pub(crate) mod wrong_server;
