//! The runtime that every generated client shares.
//!
//! The source of [`runtime`] is written verbatim into each generated crate,
//! so a client depends on nothing of ours; here it is compiled and tested.

pub mod runtime;

#[cfg(test)]
mod tests;
