//! Tests that need the macros, which are private to the crate.

#![allow(
    unreachable_pub,
    reason = "the macros write what a public module needs"
)]

mod binary;
mod body;
mod headers;
mod hostile_names;
mod http;
mod json;
mod link;
mod pages;
mod record;
mod retry;
mod sample;
mod script;
mod security;
mod sending;
mod server;
mod stream;
mod stub;
mod style;
mod union;
mod webhook;
mod wire;
