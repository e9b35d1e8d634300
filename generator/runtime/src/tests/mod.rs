//! Tests that need the macros, which are private to the crate.

#![allow(
    unreachable_pub,
    reason = "the macros write what a public module needs"
)]

mod answering;
mod any_error;
mod binary;
mod blocking;
mod body;
mod cancel;
mod cancel_by_state;
mod choose;
mod chosen;
#[cfg(feature = "jiff")]
mod date_time;
mod digits;
mod environment;
mod growth;
mod headers;
mod hostile_names;
mod http;
mod items;
mod json;
mod key_prefix;
mod lenient;
mod link;
mod media_types;
mod mock;
mod nullable;
mod oauth2;
mod observer;
mod outcome;
mod pages;
mod query_string;
mod rate_limit;
mod reader;
mod reconnect;
mod record;
#[cfg(feature = "record")]
mod recording;
mod response_future;
mod retry;
mod sample;
#[cfg(feature = "mock")]
mod samples;
mod script;
mod security;
mod server;
mod signature;
mod spans;
mod stream;
mod stub;
mod style;
mod token;
mod tower;
mod transport;
mod union;
mod upload;
mod webhook;
mod wire;
