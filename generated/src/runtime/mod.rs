//! What every client shares: JSON, requests, replies, errors.
//!
//! | module | what it holds |
//! |---|---|
//! | `json`, `parse`, `number` | the JSON tree, borrowed from the body |
//! | `writer` | JSON text |
//! | `wire`, `record`, `union`, `literal`, `macros`, `union_macros` | how a type meets JSON |
//! | `decode_error` | where a reply isn't what was promised |
//! | `secret`, `credential` | what must not be seen, and how it is sent |
//! | `server`, `client`, `call`, `parameter` | from arguments to a request |
//! | `transport`, `default_transport` | the interface to the HTTP library, and the library |
//! | `reply`, `error` | what comes back |
//!
//! What is hidden from the documentation serves generated code and may change.

mod call;
mod client;
mod credential;
mod decode_error;
mod default_transport;
mod error;
mod json;
mod json_serde;
mod literal;
mod macros;
mod number;
mod parameter;
mod parse;
mod record;
mod reply;
mod secret;
mod server;
mod transport;
mod union;
mod union_macros;
mod wire;
mod writer;

pub use call::Call;
pub use client::{BuildError, ClientBuilder, Http};
pub use credential::Credential;
pub use decode_error::DecodeError;
pub use default_transport::DefaultTransport;
pub use error::{Error, Refused, RequestError, SendError, Undecodable};
pub use json::{Json, Object};
#[doc(hidden)]
pub use json_serde::{deserialize, serialize};
#[doc(hidden)]
pub use literal::Literal;
pub use parameter::Parameter;
#[doc(hidden)]
pub use record::Fields;
pub use reply::Reply;
pub use secret::Secret;
pub use server::BaseUrl;
pub use transport::{BoxError, BoxFuture, Limits, Request, TimeLimit, Transport, TransportError};
#[doc(hidden)]
pub use union::{Kind, attempt};
pub use wire::{Wire, from_json, to_json};
pub use writer::Writer;

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use macros::{
    client, constant, object, open_enum, serde_by_wire, servers, setters, wrapper,
};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use union_macros::{best_of, by_type, encode_payload, tagged};
