//! What every client shares: JSON, requests, replies, errors.
//!
//! | module | what it holds |
//! |---|---|
//! | `json`, `parse`, `number` | the JSON tree, borrowed from the body |
//! | `writer` | JSON text |
//! | `wire`, `record`, `items`, `union`, `literal`, `macros`, `union_macros` | how a type meets JSON |
//! | `decode_error` | where a reply isn't what was promised |
//! | `secret`, `credential`, `held` | what must not be seen, and how it is sent |
//! | `token`, `token_cache`, `oauth2`, `token_endpoint` | secrets that change, and how they are got |
//! | `key_prefix` | which keys are for which server |
//! | `binary`, `decimal`, `file` | bytes and exact numbers within JSON, and files |
//! | `budget` | what a hostile reply may cost |
//! | `server`, `client`, `call`, `extras` | from arguments to a request |
//! | `parameter`, `style` | how arguments are laid out |
//! | `body`, `upload`, `form`, `multipart` | what a request carries |
//! | `sending`, `exchange`, `retry` | from a request to a reply: attempts, waits |
//! | `transport`, `default_transport`, `browser_transport` | the interface to the HTTP library, and the library |
//! | `limited`, `platform`, `platform_browser` | limits of time; threads and clocks |
//! | `blocking` | calls that a thread waits for |
//! | `spans`, `spans_off` | what a call tells a subscriber of `tracing` |
//! | `mock` | replies from a script, for tests |
//! | `tower` | services as transports, and the reverse |
//! | `reply`, `headers`, `sent`, `answer`, `error`, `no_secret` | what comes back |
//! | `pages`, `page`, `link` | what comes back in several replies |
//! | `webhook` | what the vendor sends of its own accord |
//! | `stream`, `frames`, `events`, `reconnect`, `json_stream` | what comes back bit by bit |
//!
//! What is hidden from the documentation serves generated code and may change.

mod binary;
mod budget;
mod decimal;
mod decode_error;
mod file;
mod items;
mod json;
mod json_serde;
mod literal;
mod macros;
mod number;
mod parse;
mod record;
mod secret;
mod union;
mod union_macros;
mod webhook;
mod wire;
mod writer;

// What needs an HTTP library.
#[cfg(feature = "client")]
mod answer;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "client")]
mod body;
#[cfg(feature = "client")]
mod call;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod credential;
#[cfg(feature = "client")]
#[cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    path = "browser_transport.rs"
)]
mod default_transport;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod events;
#[cfg(feature = "client")]
mod exchange;
#[cfg(feature = "client")]
mod extras;
#[cfg(feature = "client")]
mod form;
#[cfg(feature = "client")]
mod frames;
#[cfg(feature = "client")]
mod headers;
#[cfg(feature = "client")]
mod held;
#[cfg(feature = "client")]
mod json_stream;
#[cfg(feature = "client")]
mod key_prefix;
#[cfg(feature = "client")]
mod limited;
#[cfg(feature = "client")]
mod link;
#[cfg(feature = "mock")]
mod mock;
#[cfg(feature = "client")]
mod multipart;
#[cfg(feature = "client")]
mod no_secret;
#[cfg(feature = "client")]
mod oauth2;
#[cfg(feature = "client")]
mod page;
#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod parameter;
#[cfg(feature = "client")]
#[cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    path = "platform_browser.rs"
)]
mod platform;
#[cfg(feature = "client")]
mod reconnect;
#[cfg(feature = "client")]
mod reply;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod sending;
#[cfg(feature = "client")]
mod sent;
#[cfg(feature = "client")]
mod server;
#[cfg(feature = "client")]
#[cfg_attr(not(feature = "tracing"), path = "spans_off.rs")]
mod spans;
#[cfg(feature = "client")]
mod stream;
#[cfg(feature = "client")]
mod style;
#[cfg(feature = "client")]
mod token;
#[cfg(feature = "client")]
mod token_cache;
#[cfg(feature = "client")]
mod token_endpoint;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "client")]
mod transport;
#[cfg(feature = "client")]
mod upload;

pub use binary::{Base64, Base64Url};
#[doc(hidden)]
pub use budget::report_unlisted;
pub use decimal::Decimal;
pub use decode_error::DecodeError;
pub use file::File;
#[doc(hidden)]
pub use items::{ItemsReader, ItemsWriter};
pub use json::{Json, Object};
#[doc(hidden)]
pub use json_serde::{deserialize, serialize};
#[doc(hidden)]
pub use literal::{Fixed, Literal};
#[doc(hidden)]
pub use record::Fields;
pub use secret::Secret;
#[doc(hidden)]
pub use union::{Kind, Tag, Trials, is_beyond, unrecognized, variant};
#[doc(hidden)]
pub use webhook::{Marks, from_body, webhook_at};
pub use wire::{Wire, from_json, to_json};
pub use writer::Writer;

#[cfg(feature = "client")]
pub use self::{
    answer::{Answer, WithHead},
    body::Encoding,
    call::Call,
    client::{BuildError, ClientBuilder, Http},
    credential::Credential,
    default_transport::DefaultTransport,
    error::{Error, NoReply, Refused, RequestError, SendError, Undecodable},
    events::{Event, Events},
    frames::StreamError,
    json_stream::{JsonLines, JsonSequence},
    key_prefix::WrongServer,
    no_secret::NoSecret,
    oauth2::ClientCredentials,
    pages::Items,
    parameter::Parameter,
    platform::{BoxFuture, MaybeSend, MaybeSync},
    reply::Reply,
    retry::Retries,
    sending::Sending,
    server::BaseUrl,
    stream::{ByteStream, StreamingReply},
    style::Style,
    token::{SecretSource, Token, TokenSource},
    token_endpoint::TokenError,
    transport::{BoxError, Limits, Request, TimeLimit, Transport, TransportError},
    upload::Body,
};
#[cfg(feature = "client")]
#[doc(hidden)]
pub use self::{
    headers::value as header_value,
    link::{follow_link, next_link},
    page::{Page, Turn},
};
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
#[cfg(feature = "mock")]
pub use mock::{MockReply, MockRoute, MockTransport};
#[cfg(feature = "tower")]
pub use tower::{ReplyBody, TowerTransport, TransportService};

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use macros::{
    bodies, body_fields, client, constant, fixed, object, open_enum, parameters, reply_headers,
    serde_by_wire, servers, setters, tuple, wrapper,
};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use union_macros::{best_of, by_type, choose, encode_payload, tagged};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use webhook::webhooks;
