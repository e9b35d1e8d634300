//! What every client shares: JSON, requests, replies, errors.
//!
//! | module | what it holds |
//! |---|---|
//! | `json`, `parse`, `number` | the JSON tree, borrowed from the body |
//! | `writer` | JSON text |
//! | `wire`, `record`, `union`, `literal`, `macros`, `union_macros` | how a type meets JSON |
//! | `decode_error` | where a reply isn't what was promised |
//! | `secret`, `credential` | what must not be seen, and how it is sent |
//! | `binary`, `file` | bytes within JSON, and files |
//! | `budget` | what a hostile reply may cost |
//! | `server`, `client`, `call` | from arguments to a request |
//! | `parameter`, `style` | how arguments are laid out |
//! | `body`, `form`, `multipart` | what a request carries |
//! | `transport`, `default_transport`, `browser_transport` | the interface to the HTTP library, and the library |
//! | `limited`, `platform`, `platform_browser` | limits of time; threads and clocks |
//! | `mock` | replies from a script, for tests |
//! | `tower` | services as transports, and the reverse |
//! | `reply`, `headers`, `error` | what comes back |
//! | `stream`, `frames`, `events`, `json_stream` | what comes back bit by bit |
//!
//! What is hidden from the documentation serves generated code and may change.

mod binary;
mod body;
mod budget;
mod call;
mod client;
mod credential;
mod decode_error;
#[cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    path = "browser_transport.rs"
)]
mod default_transport;
mod error;
mod events;
mod file;
mod form;
mod frames;
mod headers;
mod json;
mod json_serde;
mod json_stream;
mod limited;
mod literal;
mod macros;
#[cfg(feature = "mock")]
mod mock;
mod multipart;
mod number;
mod parameter;
mod parse;
#[cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    path = "platform_browser.rs"
)]
mod platform;
mod record;
mod reply;
mod secret;
mod server;
mod stream;
mod style;
#[cfg(feature = "tower")]
mod tower;
mod transport;
mod union;
mod union_macros;
mod wire;
mod writer;

pub use binary::{Base64, Base64Url};
pub use body::Encoding;
pub use call::Call;
pub use client::{BuildError, ClientBuilder, Http};
pub use credential::Credential;
pub use decode_error::DecodeError;
pub use default_transport::DefaultTransport;
pub use error::{Error, Refused, RequestError, SendError, Undecodable};
pub use events::{Event, Events};
pub use file::File;
pub use frames::StreamError;
pub use json::{Json, Object};
#[doc(hidden)]
pub use json_serde::{deserialize, serialize};
pub use json_stream::{JsonLines, JsonSequence};
#[doc(hidden)]
pub use literal::Literal;
#[cfg(feature = "mock")]
pub use mock::{MockReply, MockRoute, MockTransport};
pub use parameter::Parameter;
pub use platform::{BoxFuture, MaybeSend, MaybeSync};
#[doc(hidden)]
pub use record::Fields;
pub use reply::Reply;
pub use secret::Secret;
pub use server::BaseUrl;
pub use stream::{ByteStream, StreamingReply};
pub use style::Style;
#[cfg(feature = "tower")]
pub use tower::{ReplyBody, RequestBody, TowerTransport, TransportService};
pub use transport::{BoxError, Limits, Request, TimeLimit, Transport, TransportError};
#[doc(hidden)]
pub use union::{Kind, attempt, is_beyond, unrecognized};
pub use wire::{Wire, from_json, to_json};
pub use writer::Writer;

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use macros::{
    client, constant, object, open_enum, serde_by_wire, servers, setters, wrapper,
};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use union_macros::{best_of, by_type, encode_payload, tagged};
