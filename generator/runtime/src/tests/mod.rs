//! Tests that need the macros, which are private to the crate.

#![allow(
    unreachable_pub,
    reason = "the macros write what a public module needs"
)]

mod binary;
mod blocking;
mod body;
mod headers;
mod hostile_names;
mod http;
mod json;
mod mock;
mod record;
mod sample;
mod security;
mod server;
mod spans;
mod stream;
mod stub;
mod style;
mod tower;
mod union;
mod wire;
