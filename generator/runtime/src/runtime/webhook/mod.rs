//! Signatures of webhooks: the proof that a body is the vendor's and is new.

pub(crate) mod error;
pub(crate) mod headers;
pub(crate) mod signature;
