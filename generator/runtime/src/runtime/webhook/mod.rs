//! Signatures of webhooks: the proof that a body is the vendor's and is new.

#[cfg(feature = "webhooks")]
pub(crate) mod error;
#[cfg(feature = "webhooks")]
pub(crate) mod headers;
pub(crate) mod macros;
#[cfg(feature = "webhooks")]
pub(crate) mod signature;
