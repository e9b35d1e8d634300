//! The runtime that generated clients share.
//!
//! The source of [`runtime`] is written into the crates that `openapi-client generate` makes,
//! but for the attributes that hand the tables out, so that such a crate depends on nothing of
//! this project. Clients that a build script makes, and those whose settings say so, depend on
//! this crate, and name what is in [`runtime`] without that word.
//!
//! # Tables
//!
//! The macro calls in generated code are tables, which [`runtime`](runtime#tables) documents.

mod requires;
pub mod runtime;

#[doc(no_inline)]
pub use runtime::*;

/// A library whose types are in signatures.
pub use bytes;
/// A library whose types are in signatures.
#[cfg(feature = "jiff")]
pub use jiff;
/// A library whose types are in signatures.
pub use serde_json;

#[cfg(test)]
mod tests;
