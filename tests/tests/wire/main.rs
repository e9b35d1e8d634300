//! The generated clients against a server on loopback: what they send, byte for
//! byte, and what they make of everything that can come back.
//!
//! `vendor` says what the tests of every vendor need to know about one, `shared`
//! holds what they all use, `failing` what the tests of failures do. The
//! modules named after a vendor fill it in and test what only that vendor has;
//! the others run their tests once for each vendor.

mod duro;
mod exodus;
mod failing;
mod flowglad;
mod funnelfox;
mod lotus;
mod shared;
mod vendor;

mod connections;
mod failures;
mod fixtures;
mod promises;
mod requests;
mod responses;
mod retries;
mod reuse;
mod secrets;
mod tokens;
mod unasked;
